"""Prices: a percentage, a share, money or days go in; what they come to of the charge of a miss comes out."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from accordant.settle.charge import amount_of, charged
from accordant.settle.raised import Raised
from accordant.terms.agreement import Agreement
from accordant.terms.remedy import Charge, Pay, ServiceCredit
from accordant.terms.values import Length, Money, Quantity
from accordant.zone import local_time

_DAY = timedelta(days=1)
# How many days of 30 a month one price of a charge pays for.
_DAYS_OF_30 = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 360}

Price = tuple[Fraction, str]


def dates_of(each: Raised) -> tuple[date, date]:
    """Return the first local date of the window that was missed, and the one after its last."""
    zone, window = each.terms.term.zone, each.verdict.window
    return local_time(zone, window.start).date(), local_time(zone, window.stop).date()


def base_of(name: str, each: Raised, dates: tuple[date, date]) -> Price | None:
    """Return what a charge comes to for the local dates `[first, after)`, each at the price in force on it.

    A price changes on the date of the amendment that changes it, within a window too. None when the charge has no
    amount on one of the dates, or two currencies. Source: SEMANTICS 7 (6.62).
    """
    parts = []
    for terms, first, after in _priced(each, dates):
        charge = _charge(terms, name)
        price = charge and charged(charge, each.verdict.group, first, after, terms.term)
        if not charge or not price:
            return None
        parts.append(price)
        if charge.per == "once":
            break
    currencies = {currency for _, currency in parts}
    return (sum((amount for amount, _ in parts), Fraction(0)), parts[0][1]) if len(currencies) == 1 else None


def price_of(pays: Fraction | Pay, credit: ServiceCredit, each: Raised) -> Price | None:
    """Return what one payment comes to, unrounded; None when the charge has no amount for it."""
    match pays:
        case Money():
            return Fraction(pays.amount), pays.currency
        case Length():
            day = _of_one_day(credit, each)
            return (day[0] * days_in(pays), day[1]) if day else None
        case _:
            base = base_of(credit.base, each, dates_of(each))
            share = pays.fraction if isinstance(pays, Quantity) else pays
            return (base[0] * share, base[1]) if base else None


def days_in(length: Length) -> Fraction:
    """Return how many days a length of days or hours is."""
    return Fraction(length.amount, 24 if length.unit == "hour" else 1)


def _of_one_day(credit: ServiceCredit, each: Raised) -> Price | None:
    """Return the price of one day of the window that was missed: 1/30 of a month's charge, or its share of it.

    Where the price changed within the window, it is the mean over the window's dates.
    """
    first, after = dates_of(each)
    if credit.days == "of the month":
        whole = base_of(credit.base, each, (first, after))
        charge = _charge(each.terms, credit.base)
        is_once = charge is not None and charge.per == "once"
        return (whole[0] / (after - first).days, whole[1]) if whole and not is_once else None
    total, currency = Fraction(0), ""
    for terms, start, stop in _priced(each, (first, after)):
        charge = _charge(terms, credit.base)
        amount = charge and amount_of(charge, each.verdict.group)
        if not charge or not amount or charge.per not in _DAYS_OF_30 or currency not in ("", amount.currency):
            return None
        total += Fraction(amount.amount) / _DAYS_OF_30[charge.per] * (stop - start).days
        currency = amount.currency
    return total / (after - first).days, currency


def _priced(each: Raised, dates: tuple[date, date]) -> Iterator[tuple[Agreement, date, date]]:
    """Cut dates where another text of the agreement begins to hold: each text, its first date, the one after."""
    first, after = dates
    texts = each.versions or ()
    since = [first, *(v.since for v in texts if first < v.since < after), after]
    for start, stop in pairwise(since):
        held = [version.terms for version in texts if version.since <= start]
        yield (held[-1] if held else each.terms), start, stop


def _charge(terms: Agreement, name: str) -> Charge | None:
    return next((charge for charge in terms.charges if charge.name == name), None)
