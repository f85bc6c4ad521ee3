"""Printed tables: the rows of a credit go in; findings come out where a value lies in no row, or in two."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from accordant.check.found import found
from accordant.check.paid import credits, is_rising, is_sized
from accordant.settle.extent import size
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.remedy import ServiceCredit, TableRow
from accordant.terms.values import Length, Quantity

_LOWER = ("from", "at least", "above")


@dataclass(frozen=True)
class End:
    """One end of a row: its limit as written, and whether the row has it."""

    limit: Quantity | Length
    owns: bool

    @property
    def at(self) -> Fraction:
        """Return the limit as a number."""
        return size(self.limit)


@dataclass(frozen=True)
class Stretch:
    """The values of one row between its ends; None is without end."""

    row: TableRow
    low: End | None
    high: End | None


def gaps(agreement: Agreement) -> Iterator[Finding]:
    """Find values that no row holds: between two rows, exactly where two meet, or worse than all of them."""
    for credit in _tables(agreement):
        rows = stretches(credit)
        for milder, low, high in _holes(rows):
            where = f"exactly {low}" if size(low) == size(high) else f"what lies between {low} and {high}"
            message = f"the table of '{credit.name}' has no row for {where}"
            yield found("gap-in-table", message, milder.row.place, "let one row begin where the other ends")
        worst = _worst_end(rows, rising=is_rising(credit, agreement))
        if worst:
            end, row = worst
            side = "above" if is_rising(credit, agreement) else "below"
            message = f"the table of '{credit.name}' has no row {side} {end.limit}"
            yield found("gap-in-table", message, row.place, "let the worst row be without an end")


def overlaps(agreement: Agreement) -> Iterator[Finding]:
    """Find values that two rows hold which pay differently."""
    for credit in _tables(agreement):
        for one, other in combinations(stretches(credit), 2):
            if str(one.row.pays) != str(other.row.pays) and _meet(one, other):
                message = (
                    f"{_shared(one, other)} is in two rows of the table of '{credit.name}', which pay "
                    f"{one.row.pays} and {other.row.pays}"
                )
                hint = "a limit belongs to one of two neighbours: 'from' or 'at most', never both"
                yield found("overlapping-rows", message, other.row.place, hint)


def stretches(credit: ServiceCredit) -> list[Stretch]:
    """Return the rows of a table in order of their values; every bound must have a size."""
    rows = [Stretch(row, _end(row, lower=True), _end(row, lower=False)) for row in credit.table]
    return sorted(rows, key=lambda one: (one.low is not None, one.low.at if one.low else Fraction(0)))


def _tables(agreement: Agreement) -> Iterator[ServiceCredit]:
    return (credit for credit in credits(agreement) if credit.table and is_sized(credit))


def _end(row: TableRow, *, lower: bool) -> End | None:
    ends = [
        End(limit, edge in ("from", "at least", "at most"))
        for edge, limit in row.bounds
        if (edge in _LOWER) is lower
    ]
    pick = max if lower else min
    return pick(ends, key=lambda end: end.at, default=None)


def _holes(rows: list[Stretch]) -> Iterator[tuple[Stretch, Quantity | Length, Quantity | Length]]:
    """Yield the row after each hole, and the two limits between which it lies."""
    reached: End | None = None
    for number, one in enumerate(rows):
        if number and reached is None:
            return
        if reached is not None and one.low is not None and number:
            is_apart = reached.at < one.low.at
            if is_apart or (reached.at == one.low.at and not (reached.owns or one.low.owns)):
                yield one, reached.limit, one.low.limit
        if one.high is None:
            return
        if reached is None or (one.high.at, one.high.owns) > (reached.at, reached.owns):
            reached = one.high


def _worst_end(rows: list[Stretch], *, rising: bool) -> tuple[End, TableRow] | None:
    """Return the end of the table beyond which results only get worse; None when there is none."""
    if rising:
        if any(one.high is None for one in rows):
            return None
        last = max(rows, key=lambda one: one.high.at if one.high else Fraction(0))
        return (last.high, last.row) if last.high else None
    first = rows[0]
    return (first.low, first.row) if first.low and first.low.at > 0 else None


def _shared(one: Stretch, other: Stretch) -> str:
    """Name the values that two rows hold: `80%`, `what lies between 79% and 80%`, `what lies below 79%`."""
    low = max((end for end in (one.low, other.low) if end), key=lambda end: end.at, default=None)
    high = min((end for end in (one.high, other.high) if end), key=lambda end: end.at, default=None)
    if low and high and low.at == high.at:
        return f"{low.limit}"
    if low and high:
        return f"what lies between {low.limit} and {high.limit}"
    return f"what lies above {low.limit}" if low else f"what lies below {high.limit}" if high else "any value"


def _meet(one: Stretch, other: Stretch) -> bool:
    return _reaches(one, other) and _reaches(other, one)


def _reaches(one: Stretch, other: Stretch) -> bool:
    """Say whether one does not end before the other begins."""
    if one.high is None or other.low is None:
        return True
    return one.high.at > other.low.at or (one.high.at == other.low.at and one.high.owns and other.low.owns)
