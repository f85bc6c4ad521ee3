"""One incident: credits go in; what each still pays beside the others of its incident comes out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accordant.settle.money import added, less
from accordant.settle.raised import Raised
from accordant.terms.remedy import AtRiskPool, ServiceCredit
from accordant.terms.values import Instant, Money


@dataclass(frozen=True)
class Shared:
    """A credit that may share an incident: what it pays alone, and from when (None: not claimed yet)."""

    remedy: ServiceCredit | AtRiskPool
    raised: Raised
    amount: Money
    at: Instant | None


@dataclass(frozen=True)
class Share:
    """What is left of a credit beside those of its incident; `beside` names the one that pays more or first."""

    amount: Money
    beside: str = ""


def shares(credits: Mapping[int, Shared]) -> dict[int, Share]:
    """Return what each credit pays, by its number: those of one incident pay the highest together, once.

    In order of time, those of one instant the highest first. Each pays what it exceeds the highest before it by,
    so a claim of a lower one never costs the claimant the higher. One that is not claimed yet gives way to a
    higher one that is not either. Source: SEMANTICS 1 (Consequences), DOMAIN F4.5 (the claimant picks).
    """
    found: dict[int, Share] = {}
    before: dict[tuple[str, str], list[Shared]] = defaultdict(list)
    for number in sorted(credits, key=lambda number: _rank(number, credits[number])):
        credit = credits[number]
        scope = _scope(credit.remedy)
        rivals = [other for other in before[scope] if is_one(credit, other)] if scope else []
        found[number] = _beside(credit, rivals)
        if scope:
            before[scope].append(credit)
    return found


def is_one(one: Shared, other: Shared) -> bool:
    """Say whether two credits come of one incident: in windows that meet, by the attribute that both name.

    What a pool pays is compared within the pool. A single item shares an incident only where its window had no
    other one: which of several it came of is not told.
    """
    scope = _scope(one.remedy)
    if scope is None or scope != _scope(other.remedy) or one.amount.currency != other.amount.currency:
        return False
    mine, yours = one.raised.verdict, other.raised.verdict
    meet = mine.window.start < yours.window.stop and yours.window.start < mine.window.stop
    return meet and bool(_incidents(one.raised) & _incidents(other.raised))


def _incidents(each: Raised) -> set[str]:
    told = each.verdict.tally.incidents if each.verdict.tally else ()
    return set() if each.case is not None and len(told) > 1 else set(told)


def _scope(remedy: ServiceCredit | AtRiskPool) -> tuple[str, str] | None:
    if isinstance(remedy, AtRiskPool):
        return (remedy.name, remedy.one_incident.same) if remedy.one_incident else None
    return ("", remedy.same) if remedy.same else None


def _rank(number: int, credit: Shared) -> tuple[bool, Instant, Decimal, int]:
    return (credit.at is None, credit.at or 0, -credit.amount.amount, number)


def _beside(credit: Shared, before: Sequence[Shared]) -> Share:
    if not before:
        return Share(credit.amount)
    best = max(before, key=lambda one: one.amount.amount)
    nothing = added([], credit.amount.currency)
    left = less(credit.amount, best.amount) if credit.amount.amount > best.amount.amount else nothing
    return Share(left, f"'{best.remedy.name}' of '{best.raised.obligation.name}', {best.amount}")
