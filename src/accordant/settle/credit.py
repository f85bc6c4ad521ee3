"""Service credits: a miss goes in, money (or days of service) before claims and caps comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from accordant.judge.rounding import brief
from accordant.settle.extent import Extent, extent, holds, size
from accordant.settle.money import rounded
from accordant.settle.piece import pieces
from accordant.settle.price import Price, days_in, price_of
from accordant.settle.raised import Raised
from accordant.settle.table import Undetermined, like, limits, row_of, words
from accordant.terms.remedy import Band, Pay, ServiceCredit
from accordant.terms.values import Length, Money, Quantity

_MORE_IS_WORSE = ("downtime", "longest outage", "overshoot", "shortfall", "elapsed")


@dataclass(frozen=True)
class Gross:
    """What a credit comes to: an amount to claim, nothing that is due, or (None) nothing anybody can say.

    `service` are days of service instead of money.
    """

    amount: Money | None
    is_due: bool
    reckoning: str
    service: Fraction | None = None


@dataclass(frozen=True)
class Line:
    """A payment that was reached, so many times (None: there is nothing to multiply), and why."""

    pays: Fraction | Pay
    why: str = ""
    times: int | None = None

    @property
    def count(self) -> int:
        """Return how many times it is paid."""
        return 1 if self.times is None else self.times

    @property
    def multiple(self) -> str:
        """Return the words for how many times: `3 x `."""
        return "" if self.times is None else f"{self.times:,} x "


def gross(credit: ServiceCredit, each: Raised) -> Gross:
    """Return what a credit pays for one miss, as an amount rounded once; below the floor it is not due.

    Of bands the worst reached, once; by piece so many times the payment; of a printed table the row that holds the
    value. A percentage or share is of the base charge for the window's dates, each at its own price. What cannot
    be told is an amount of None that is due, with the reason.
    """
    lines = _lines(credit, each)
    if isinstance(lines, str):
        return Gross(None, True, lines)
    if not lines:
        return Gross(None, False, "no band is reached")
    if credit.days == "added to the term":
        return _service(lines)
    priced = [(line, price) for line in lines if (price := _price(line, credit, each)) is not None]
    if len(priced) < len(lines):
        return Gross(None, True, f"the charge '{credit.base}' has no amount for this window")
    line, (amount, currency) = max(priced, key=lambda pair: pair[1][0])
    money = rounded(amount, currency, credit.rounding)
    return _above_floor(credit, money, f"{_sum(line, credit)} is {money}")


def _lines(credit: ServiceCredit, each: Raised) -> Sequence[Line] | str:
    """Return every payment that is reached, or why nobody can say."""
    if credit.bands:
        return _reached(credit, each)
    if credit.table:
        return _printed(credit, each)
    if credit.pays is None:
        return "it pays what is agreed in words"
    if credit.for_each is None:
        return [Line(credit.pays)]
    found = pieces(credit, credit.for_each, each)
    return found if isinstance(found, str) else [Line(credit.pays, found[1], found[0])]


def _reached(credit: ServiceCredit, each: Raised) -> Sequence[Line] | str:
    lines = []
    for band in credit.bands:
        value = extent(credit, each, band.threshold)
        if isinstance(value, str):
            return value
        if is_reached(band, value.value):
            pays, steps = _grown(credit, band, value)
            lines.append(
                Line(pays, f"{value.beside(size(band.threshold))} is {band.edge} {band.threshold}{steps}")
            )
    return lines


def is_reached(band: Band, value: Fraction) -> bool:
    """Say whether a value reaches the threshold of a band."""
    return holds(band.edge, size(band.threshold), value)


def _grown(credit: ServiceCredit, band: Band, value: Extent) -> tuple[Fraction | Pay, str]:
    """Return what a band pays with the further steps beyond the last one; a step begins as that band does."""
    further, last = credit.further, max(credit.bands, key=lambda one: size(one.threshold))
    if further is None or band is not last or not isinstance(band.pays, Quantity):
        return band.pays, ""
    beyond = (value.value - size(band.threshold)) / size(further.each)
    whole = ceil(beyond) - 1 if band.edge == "above" else floor(beyond)
    steps = ceil(beyond) if credit.part_counts else whole
    if steps <= 0:
        return band.pays, ""
    return band.pays.fraction + steps * further.pays.fraction, f", and {steps} x {further.each} further"


def _printed(credit: ServiceCredit, each: Raised) -> Sequence[Line] | str:
    value = extent(credit, each, like(credit.table))
    if isinstance(value, str):
        return value
    if len({isinstance(limit, Length) for row in credit.table for _, limit in row.bounds}) > 1:
        return "undetermined: its rows are in lengths of time and in figures"
    is_rising = credit.by in _MORE_IS_WORSE or each.verdict.low is None
    row = row_of(credit.table, value, more_is_worse=is_rising)
    if isinstance(row, Undetermined):
        return f"undetermined: {row.why}"
    return [Line(row.pays, f"{value.beside(*limits(row))} is {words(row)}")] if row else []


def _price(line: Line, credit: ServiceCredit, each: Raised) -> Price | None:
    one = price_of(line.pays, credit, each)
    return (one[0] * line.count, one[1]) if one else None


def _service(lines: Sequence[Line]) -> Gross:
    """Return days of service on top instead of money: those of the line with most of them."""
    found = [(days_in(line.pays) * line.count, line) for line in lines if isinstance(line.pays, Length)]
    if len(found) < len(lines):
        return Gross(None, True, "only days can be added to the term")
    days, line = max(found, key=lambda pair: pair[0])
    total = brief(days, 2, "days")
    given = f"{line.multiple}{line.pays} of service is {total}"
    return Gross(None, days > 0, f"{line.why}: {given}" if line.why else given, service=days)


def _sum(line: Line, credit: ServiceCredit) -> str:
    """Write what was reckoned: `2 h 30 min of downtime in steps of 1 hour: 3 x 1/30 of port`."""
    pays = f"{line.pays * 100}%" if isinstance(line.pays, Fraction) and credit.further else str(line.pays)
    share = pays if isinstance(line.pays, Money) else f"{pays} of {credit.base}"
    return f"{line.why}: {line.multiple}{share}" if line.why else f"{line.multiple}{share}"


def _above_floor(credit: ServiceCredit, money: Money, reckoning: str) -> Gross:
    floor = credit.floor
    if floor is None or money.amount > floor.amount or (money == floor and not credit.floor_exclusive):
        return Gross(money, money.amount > 0, reckoning)
    least = "more than" if credit.floor_exclusive else "at least"
    return Gross(money, False, f"{reckoning}, and {least} {floor} is paid")
