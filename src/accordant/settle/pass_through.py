"""Pass-through: a miss goes in; what end users are owed, what upstream pays of it, and what is left, comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accordant.settle.consequence import Consequence
from accordant.settle.journal import Debt, Transaction
from accordant.settle.money import EXACT, added, less, rounded
from accordant.settle.owner import owner_of
from accordant.settle.price import base_of, dates_of
from accordant.settle.raised import Raised
from accordant.terms.remedy import PassThrough
from accordant.terms.values import Instant, Money

Upstream = Mapping[str, Sequence["Recovery"]]


@dataclass(frozen=True)
class Recovery:
    """A credit that an upstream agreement pays: for a window that ends at `stop`, after what was earned back."""

    stop: Instant
    amount: Money


def passed_on(remedy: PassThrough, each: Raised, upstream: Upstream) -> tuple[Consequence, list[Transaction]]:
    """Return the compensation of a miss and its entry: a share of what users pay for the window's dates.

    Rounded once for each user, where their number is agreed. What the upstream agreement pays for windows that end
    in this one is set against it; the rest is the net cost. Source: DOMAIN B12, SC9.
    """
    amount = _owed(remedy, each)
    recovered = _recovered(remedy, each, upstream)
    consequence = Consequence(
        remedy=remedy.name,
        kind=remedy.word,
        obligation=each.obligation.name,
        window=each.verdict.window.label,
        owner=owner_of(each),
        raised=each.at,
        due=None,
        state="payable" if amount else "owed",
        item=each.item,
        group=each.verdict.group,
        amount=amount,
        gross=amount,
        caused_by=each.caused_by,
        reckoning=_reckoning(remedy, amount, recovered),
        text=remedy.text,
        recovered=recovered,
    )
    if amount is None:
        return consequence, []
    return consequence, [_debt(remedy, each).falls_due(each.at, amount, _owed_in_words(remedy, amount))]


def _owed(remedy: PassThrough, each: Raised) -> Money | None:
    base = base_of(remedy.base, each, dates_of(each))
    if base is None or remedy.pays is None:
        return None
    one = rounded(base[0] * remedy.pays.fraction, base[1])
    return Money(EXACT.multiply(one.amount, remedy.number or 1), one.currency)


def _recovered(remedy: PassThrough, each: Raised, upstream: Upstream) -> Money | None:
    """Return what upstream pays for windows that end in the one missed; None when nobody evaluated it."""
    if remedy.upstream not in upstream:
        return None
    window, amount = each.verdict.window, _owed(remedy, each)
    inside = [one.amount for one in upstream[remedy.upstream] if window.start < one.stop <= window.stop]
    currencies = {money.currency for money in inside} | ({amount.currency} if amount else set())
    return added(inside, currencies.pop()) if len(currencies) == 1 else None


def _reckoning(remedy: PassThrough, amount: Money | None, recovered: Money | None) -> str:
    if amount is None:
        return "its amount is not agreed in figures"
    line = _owed_in_words(remedy, amount)
    if recovered is None:
        return f"{line}; what '{remedy.upstream}' pays is not known" if remedy.upstream else line
    left = less(amount, recovered)
    cost = f"net cost {left}" if left.amount >= 0 else f"{less(recovered, amount)} more than is owed"
    return f"{line}; '{remedy.upstream}' pays {recovered}: {cost}"


def _owed_in_words(remedy: PassThrough, amount: Money) -> str:
    each = f" for each of {remedy.number:,}" if remedy.number else ""
    return f"{remedy.pays} of {remedy.base}{each} is {amount}"


def _debt(remedy: PassThrough, each: Raised) -> Debt:
    promise, verdict = each.obligation, each.verdict
    named = (remedy.name, promise.name, verdict.window.label, verdict.group, each.item)
    return Debt(promise.owed_by, remedy.users or promise.owed_to, "compensation", *named)
