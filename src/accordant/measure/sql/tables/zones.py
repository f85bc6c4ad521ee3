"""Local times of tables: a zone goes in; the step table that makes its local times instants comes out.

A table is made for each zone, once: the offset of a local time is found by an equi-join, as everything else that
depends on a calendar. Which local times lie in the years that are read is known without one.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from accordant.measure.sql import quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.load import StepTable
from accordant.measure.sql.lookup import Piece, steps
from accordant.measure.sql.reading.truth import some
from accordant.record.cells import FIRST, LAST
from accordant.zone import local_segments

_REACH: Final = 3 * 86_400_000_000


@dataclass(frozen=True)
class Zone:
    """A zone: its offsets by local time, and the table of them, unless there is only one."""

    segments: tuple[tuple[int, int], ...]
    steps: StepTable | None

    def instant(self, local: str, alias: str) -> tuple[str, str]:
        """Return the instant of a local time in microseconds, and the JOIN that finds it ("" none is needed)."""
        if self.steps is None:
            ahead = self.segments[0][1]
            return (f"({local} - {quote.constant(ahead)})" if ahead else local), ""
        return self.steps.value(alias, local), self.steps.join(alias, local, outer=True)

    def holds(self, local: str, earlier: int) -> str:
        """Return whether a local time is an instant that is read, `earlier` microseconds taken off; never NULL."""
        spans = self._spans(FIRST + earlier, LAST + earlier)
        between = (f"{local} BETWEEN {quote.constant(low)} AND {quote.constant(high)}" for low, high in spans)
        return f"coalesce({some(between)}, FALSE)"

    def _spans(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the spans of local times, ends included, whose instants lie in `[first, last]`."""
        ends = [(since, until - 1, ahead) for (since, ahead), (until, _) in pairwise((*self.segments, _END))]
        inside = [(max(since, first + ahead), min(until, last + ahead)) for since, until, ahead in ends]
        found: list[tuple[int, int]] = []
        for low, high in inside:
            if low <= high and found and found[-1][1] + 1 == low:
                found[-1] = (found[-1][0], high)
            elif low <= high:
                found.append((low, high))
        return found


_END: Final = (LAST + _REACH, 0)


@dataclass
class Zones:
    """The zones of some sources, each laid out once on a database."""

    database: Database
    known: dict[str, Zone] = field(default_factory=dict)

    def zone(self, name: str) -> Zone:
        """Return a zone of the packaged tzdata."""
        if name not in self.known:
            segments = local_segments(name, FIRST - _REACH, LAST + _REACH)
            self.known[name] = Zone(segments, self._laid_out(name, segments) if len(segments) > 1 else None)
        return self.known[name]

    def _laid_out(self, name: str, segments: tuple[tuple[int, int], ...]) -> StepTable:
        ends = pairwise((*segments, _END))
        found = steps(Piece(since, until, -ahead, 1) for (since, ahead), (until, _) in ends)
        table = quote.name(f"local time {name}")
        self.database.lay_out(table, found)
        return StepTable(table, found.t0, found.width, found.is_exact)
