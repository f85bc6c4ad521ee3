"""Cells of a tally in which time and values are measured, also where they are yet to come."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from accordant.measure.stretches import Stretch
from accordant.plan.steps import Tally
from accordant.terms.values import Instant


def begun_cells(step: Tally) -> Iterator[tuple[int, Stretch]]:
    """Yield the cells of windows begun by `as_of`, cut to the reign of the tally's version, ascending."""
    for cell in range(step.begun):
        start, stop = max(step.cells[cell], step.since), min(step.cells[cell + 1], step.until)
        if start < stop:
            yield cell, (start, stop)


def cell_in(cells: Sequence[tuple[int, Stretch]], instant: Instant) -> int | None:
    """Return which of such cells an instant falls into."""
    i = bisect_right(cells, instant, key=lambda cell: cell[1][0]) - 1
    return cells[i][0] if i >= 0 and instant < cells[i][1][1] else None
