"""Caps: a credit goes in, the limits on what it may pay together with others come out."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from accordant.settle.charge import period_of
from accordant.settle.money import rounded
from accordant.settle.price import base_of, dates_of
from accordant.settle.raised import Raised
from accordant.terms.remedy import AtRiskPool, Cap, ServiceCredit
from accordant.terms.values import Money, Quantity

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most so much for the named remedies, over windows whose last date lies in `[first, after)`."""

    over: tuple[str, ...]
    first: date
    after: date
    at_most: Money

    def counts(self, remedy: str, on: date) -> bool:
        """Say whether a payment for a window that ended on a date uses this limit."""
        return remedy in self.over and self.first <= on < self.after


def limits(credit: ServiceCredit | AtRiskPool, each: Raised, currency: str) -> tuple[Limit, ...] | None:
    """Return the limits on a credit: its own for the window, and the agreement's caps for their period.

    That of a pool is the amount at risk, for all of its obligations together.

    A share of a charge is rounded down, so that what is paid never exceeds it. None when one cannot be reckoned:
    a charge without an amount, a term without an end, another currency.
    """
    found = [_of_cap(cap, each) for cap in each.terms.caps if credit.name in cap.over]
    own = credit.at_risk if isinstance(credit, AtRiskPool) else credit.at_most
    if own is not None:
        found.append(_limit((credit.name,), own, credit.base, each, dates_of(each)))
    known = [limit for limit in found if limit is not None and limit.at_most.currency == currency]
    return tuple(known) if len(known) == len(found) else None


def _of_cap(cap: Cap, each: Raised) -> Limit | None:
    term, last = each.terms.term, dates_of(each)[1] - _DAY
    period = period_of(cap.per, last, term)
    if period is None:
        return None
    first, after = period
    inside = max(first, term.start), after if term.through is None else min(after, term.through + _DAY)
    return _limit(cap.over, cap.at_most, cap.of, each, inside)


def _limit(
    over: tuple[str, ...], at_most: Quantity | Money, base: str, each: Raised, dates: tuple[date, date]
) -> Limit | None:
    if isinstance(at_most, Money):
        return Limit(over, *dates, at_most)
    amount = base_of(base, each, dates)
    return Limit(over, *dates, _share(amount, at_most.fraction)) if amount else None


def _share(amount: tuple[Fraction, str], share: Fraction) -> Money:
    return rounded(amount[0] * share, amount[1], "down")
