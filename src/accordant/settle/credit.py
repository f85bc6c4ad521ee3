"""Service credits: the value of a missed window goes in, money before claims and caps comes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from accordant.judge.rounding import shown
from accordant.settle.charge import charged
from accordant.settle.money import rounded
from accordant.settle.raised import Raised
from accordant.terms.remedy import Band, Charge, ServiceCredit
from accordant.terms.values import Money, Quantity
from accordant.zone import local_time


@dataclass(frozen=True)
class Gross:
    """What a credit comes to: an amount to claim, nothing that is due, or (None) nothing anybody can say yet."""

    amount: Money | None
    is_due: bool
    reckoning: str


def gross(credit: ServiceCredit, each: Raised) -> Gross:
    """Return the worst band reached, once, as an amount rounded once; below the floor it is not due.

    Bands compare the measured value unrounded; a percentage is of the base charge for the window's dates. A flat
    `pays` is its amount or share of the base. Other shapes are not settled yet, which is said by name.
    """
    later = not_settled_yet(credit)
    if later:
        return Gross(None, True, f"{later} is not settled yet")
    paid = list(_reached(credit, each)) if credit.bands else [_flat(credit)]
    priced = [(_price(pays, credit, each), why) for pays, why in paid]
    if any(price is None for price, _ in priced):
        return Gross(None, True, f"the charge '{credit.base}' has no amount for this window")
    known = [(price[0], price[1], why) for price, why in priced if price is not None]
    if not known:
        return Gross(None, False, "no band is reached")
    amount, currency, why = max(known, key=lambda line: line[0])
    money = rounded(amount, currency, credit.rounding)
    return _above_floor(credit, money, f"{why} is {money}")


def dates_of(each: Raised) -> tuple[date, date]:
    """Return the first local date of the window that was missed, and the one after its last."""
    zone, window = each.terms.term.zone, each.verdict.window
    return local_time(zone, window.start).date(), local_time(zone, window.stop).date()


def charge_of(name: str, each: Raised) -> Charge | None:
    """Return a charge of the agreement by its name; None when it has none of it."""
    return next((charge for charge in each.terms.charges if charge.name == name), None)


def not_settled_yet(credit: ServiceCredit) -> str:
    """Name the first thing about a credit that a later release settles; "" when this one settles it."""
    measured = all(isinstance(band.threshold, Quantity) for band in credit.bands)
    parts = {
        "a printed table": bool(credit.table),
        f"a credit by {credit.by}": credit.by != "measured" or not measured,
        "a credit for each further length": credit.further is not None,
        f"a credit for each {credit.for_each}": bool(credit.for_each),
        "a credit in days": bool(credit.days),
        "one credit for one incident": bool(credit.same),
        "a credit without bands or pay": not credit.bands and credit.pays is None,
    }
    return next((name for name, applies in parts.items() if applies), "")


def _reached(credit: ServiceCredit, each: Raised) -> Iterator[tuple[Fraction | Quantity | Money, str]]:
    value = each.verdict.actual
    for band in credit.bands:
        if value is not None and isinstance(band.threshold, Quantity) and _is_reached(band, band.threshold, value):
            unit = band.threshold.unit
            is_near = f"{shown(value, None, None, 6, unit)} is {band.edge} {band.threshold}"
            yield band.pays, f"{is_near}: {_of_base(band.pays, credit)}"


def _is_reached(band: Band, threshold: Quantity, value: Fraction) -> bool:
    match band.edge:
        case "below":
            return value < threshold.fraction
        case "at most":
            return value <= threshold.fraction
        case "above":
            return value > threshold.fraction
        case "from":
            return value >= threshold.fraction


def _flat(credit: ServiceCredit) -> tuple[Fraction | Quantity | Money, str]:
    assert credit.pays is not None, "credits without bands or pay are not settled"
    return credit.pays, _of_base(credit.pays, credit)


def _of_base(pays: Fraction | Quantity | Money, credit: ServiceCredit) -> str:
    return f"{pays}" if isinstance(pays, Money) else f"{pays} of {credit.base}"


def _price(pays: Fraction | Quantity | Money, credit: ServiceCredit, each: Raised) -> tuple[Fraction, str] | None:
    if isinstance(pays, Money):
        return Fraction(pays.amount), pays.currency
    charge = charge_of(credit.base, each)
    first, after = dates_of(each)
    base = charge and charged(charge, each.verdict.group, first, after, each.terms.term)
    if not base:
        return None
    share = pays.fraction if isinstance(pays, Quantity) else pays
    return base[0] * share, base[1]


def _above_floor(credit: ServiceCredit, money: Money, reckoning: str) -> Gross:
    floor = credit.floor
    if floor is None or money.amount > floor.amount or (money == floor and not credit.floor_exclusive):
        return Gross(money, money.amount > 0, reckoning)
    least = "more than" if credit.floor_exclusive else "at least"
    return Gross(money, False, f"{reckoning}, and {least} {floor} is paid")
