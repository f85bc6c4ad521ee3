"""Refunds: a charge and the end of an agreement go in; what was paid for the dates after it comes out."""

from datetime import date, timedelta

from accordant.settle.charge import charged, period_of
from accordant.settle.money import added, rounded
from accordant.terms.agreement import Agreement
from accordant.terms.remedy import Charge
from accordant.terms.values import Instant, Money
from accordant.terms.window import Term
from accordant.zone import local_time

_DAY = timedelta(days=1)
_PREPAID = "prepaid fees"


def prorated(name: str, terms: Agreement, ends: Instant) -> tuple[Money | None, str]:
    """Return what of a charge is paid back when the agreement ends with an instant, and the sum in words.

    That is the price of the dates after it in the period that was paid for, rounded once a charge. `prepaid fees`,
    where no charge has that name, are all that are paid by the year or the term. None when it cannot be reckoned:
    no such charge, one that is paid once, a term without an end, several currencies.
    """
    first = local_time(terms.term.zone, ends).date() + _DAY
    parts = [(charge, _rest(charge, first, terms.term)) for charge in _charges(name, terms)]
    known = [(charge, rest) for charge, rest in parts if rest is not None]
    if not known or len(known) < len(parts) or len({money.currency for _, (money, _) in known}) > 1:
        return None, f"the rest of {name} cannot be reckoned"
    total = added([money for _, (money, _) in known], known[0][1][0].currency)
    lines = [f"{money} of {charge.name} for {days} days from {first}" for charge, (money, days) in known]
    return total, " and ".join(lines)


def _charges(name: str, terms: Agreement) -> list[Charge]:
    named = [charge for charge in terms.charges if charge.name == name]
    return named or [charge for charge in terms.charges if name == _PREPAID and charge.per in ("year", "term")]


def _rest(charge: Charge, first: date, term: Term) -> tuple[Money, int] | None:
    """Return what the dates of a charge's period from the first on cost, and how many they are within the term."""
    period = None if charge.per == "once" else period_of(charge.per, first, term)
    if period is None:
        return None
    after = max(first, period[1] if term.through is None else min(period[1], term.through + _DAY))
    amount = charged(charge, "", first, after, term)
    return (rounded(*amount), (after - first).days) if amount else None
