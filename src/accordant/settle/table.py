"""Printed tables: a provider's rows as they are and a value go in; the one row it lies in comes out, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accordant.settle.extent import Extent, holds, size
from accordant.terms.remedy import TableRow
from accordant.terms.values import Length, Quantity


@dataclass(frozen=True)
class Undetermined:
    """No row, or several that pay differently, hold a value: `why` names the neighbours."""

    why: str


def row_of(rows: Sequence[TableRow], value: Extent, *, more_is_worse: bool) -> TableRow | Undetermined | None:
    """Return the row in which a value lies; None when it is better than every row.

    Nothing is guessed: a value in a gap, worse than every row, or in rows that pay differently is undetermined,
    never zero. Source: SEMANTICS 1 (Money).
    """
    holding = [row for row in rows if _is_in(row, value.value)]
    if len({str(row.pays) for row in holding}) > 1:
        return Undetermined(f"{_shown(value, holding)} is in {_named(holding, 'and')}")
    if holding:
        return holding[0]
    worse = [row for row in rows if _is_beyond(row, value.value, more_is_worse)]
    better = [row for row in rows if row not in worse]
    if not better:
        return None
    nearest = [side for side in (_nearest(better, value), _nearest(worse, value)) if side]
    return Undetermined(f"{_shown(value, nearest)} is in no row: {_named(nearest, 'or')}")


def limits(row: TableRow) -> tuple[Fraction, ...]:
    """Return the bounds of a row as numbers."""
    return tuple(size(limit) for _, limit in row.bounds)


def _shown(value: Extent, rows: Sequence[TableRow]) -> str:
    return value.beside(*(limit for row in rows for limit in limits(row)))


def _is_in(row: TableRow, value: Fraction) -> bool:
    return all(holds(edge, size(limit), value) for edge, limit in row.bounds)


def words(row: TableRow) -> str:
    """Write the bounds of a row: `from 95%, below 99%`."""
    return ", ".join(f"{edge} {limit}" for edge, limit in row.bounds)


def _is_beyond(row: TableRow, value: Fraction, more_is_worse: bool) -> bool:
    """Say whether a row lies on the worse side of a value that is not in it."""
    rising = [limit for edge, limit in row.bounds if edge in ("from", "at least", "above")]
    falling = [limit for edge, limit in row.bounds if edge in ("below", "at most")]
    is_above = any(value <= size(limit) for limit in rising) and not any(value > size(limit) for limit in falling)
    return is_above is more_is_worse


def _nearest(rows: Sequence[TableRow], value: Extent) -> TableRow | None:
    return min(rows, key=lambda row: min(abs(size(limit) - value.value) for _, limit in row.bounds), default=None)


def _named(rows: Sequence[TableRow], link: str) -> str:
    return f" {link} ".join(f"'{words(row)}' pays {row.pays}" for row in rows)


def like(rows: Sequence[TableRow]) -> Quantity | Length:
    """Return a bound of a table, which tells what its values are compared with."""
    return rows[0].bounds[0][1]
