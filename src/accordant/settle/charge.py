"""Charges: what a party pays for some dates, each date priced by the period it lies in."""

from datetime import date, timedelta
from fractions import Fraction

from accordant.terms.definition import Tiers
from accordant.terms.remedy import Charge
from accordant.terms.values import Money
from accordant.terms.window import Term

_DAY = timedelta(days=1)


def charged(charge: Charge, group: str, first: date, after: date, term: Term) -> tuple[Fraction, str] | None:
    """Return what a charge comes to for the local dates `[first, after)`, and its currency.

    A date costs its share of the period it lies in: 1/30 of a month's charge in November, 1/31 in December; all
    dates of a whole period are its whole price, and one paid `once` is owed whole whatever the dates. None when no
    tier matches the group, or the charge is for a term without an end. Source: SEMANTICS 7 (6.62).
    """
    amount = amount_of(charge, group)
    if amount is None:
        return None
    if charge.per == "once":
        return Fraction(amount.amount), amount.currency
    dates = Fraction(0)
    day = first
    while day < after:
        period = period_of(charge.per, day, term)
        if period is None:
            return None
        end = min(period[1], after)
        if end <= day:
            # The window goes on after the term, for which nothing is charged any more.
            break
        dates += Fraction((end - day).days, (period[1] - period[0]).days)
        day = end
    return Fraction(amount.amount) * dates, amount.currency


def amount_of(charge: Charge, group: str) -> Money | None:
    """Return the price of one period of a charge for a group; None when no tier matches it."""
    return charge.amount.pick(group) if isinstance(charge.amount, Tiers) else charge.amount


def period_of(per: str, day: date, term: Term) -> tuple[date, date] | None:
    """Return the first date of the day, week, month, quarter, year or term a date lies in, and the one after it.

    None for a term without an end. Raises ValueError for another word.
    """
    match per:
        case "day":
            return day, day + _DAY
        case "week":
            monday = day - day.weekday() * _DAY
            return monday, monday + 7 * _DAY
        case "month":
            return _months(day.year, day.month, 1)
        case "quarter":
            return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
        case "year":
            return date(day.year, 1, 1), date(day.year + 1, 1, 1)
        case "term":
            return (term.start, term.through + _DAY) if term.through else None
        case _:
            raise ValueError(f"'{per}' is no period of a charge")


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = month + count
    return date(year, month, 1), date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
