"""Bonuses: windows that reached the stretch go in; what is paid for them comes out."""

from collections.abc import Iterator, Sequence

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.settle.consequence import Consequence
from accordant.settle.journal import Debt, Transaction
from accordant.settle.money import rounded
from accordant.settle.owner import contact_of
from accordant.settle.price import base_of, dates_of
from accordant.settle.raised import Raised
from accordant.terms.agreement import Version
from accordant.terms.obligation import Obligation
from accordant.terms.remedy import Bonus
from accordant.terms.values import Instant, Money


def bonuses(versions: Sequence[Version], verdicts: Sequence[Verdict], as_of: Instant) -> Iterator[Raised]:
    """Yield each bonus that a window of an obligation, or of one of its groups, earned by reaching its stretch.

    It is earned when the window has ended and is decided, by the terms of the window's version.
    """
    for verdict in (group for whole in verdicts for group in whole.groups or (whole,)):
        if verdict.outcome is not Outcome.MET or "stretch" not in verdict.reached or as_of < verdict.window.stop:
            continue
        terms = versions[verdict.window.version - 1].terms
        promise = terms.obligation(verdict.obligation)
        for remedy in terms.remedies:
            if isinstance(remedy, Bonus) and remedy.of in ("", promise.name):
                yield Raised(terms, promise, verdict, remedy, verdict.window.stop, versions=versions)


def bonus(remedy: Bonus, each: Raised) -> tuple[Consequence, list[Transaction]]:
    """Return what a bonus comes to and its entry: a share of the base for the window's dates, rounded once.

    It is paid by the party to whom the obligation is owed. One that a miss brings is not due.
    """
    amount = None if each.verdict.outcome is Outcome.MISSED else _amount(remedy, each)
    why = "a bonus is paid for reaching the stretch, not for a miss"
    if each.verdict.outcome is not Outcome.MISSED:
        why = f"{remedy.pays} of {remedy.base} is {amount}" if amount else "its amount is not agreed in figures"
    consequence = Consequence(
        remedy=remedy.name,
        kind=remedy.word,
        obligation=each.obligation.name,
        window=each.verdict.window.label,
        owner=contact_of(each.obligation.owed_to, each.terms),
        raised=each.at,
        due=None,
        state="not due" if each.verdict.outcome is Outcome.MISSED else "payable" if amount else "owed",
        group=each.verdict.group,
        amount=amount,
        gross=amount,
        reckoning=f"stretch reached: {why}" if amount else why,
        text=remedy.text,
    )
    return consequence, [_debt(each.obligation, remedy, each).falls_due(each.at, amount, why)] if amount else []


def _amount(remedy: Bonus, each: Raised) -> Money | None:
    base = base_of(remedy.base, each, dates_of(each))
    if base is None or remedy.pays is None:
        return None
    return rounded(base[0] * remedy.pays.fraction, base[1])


def _debt(promise: Obligation, remedy: Bonus, each: Raised) -> Debt:
    named = (remedy.name, promise.name, each.verdict.window.label, each.verdict.group)
    return Debt(promise.owed_to, promise.owed_by, "bonus", *named)
