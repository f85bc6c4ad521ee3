"""Windows: the spans over which promises are judged, by the calendar of the agreement's zone or rolling."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from accordant.terms.values import Instant, Place, at

WindowUnit = Literal["day", "week", "month", "quarter", "year", "rolling", "term"]
PartWindows = Literal["judged", "prorated", "not judged"]


@dataclass(frozen=True)
class Window:
    """What one verdict covers; `days` is the length of a rolling window, stepped daily."""

    unit: WindowUnit
    days: int = 0
    part_windows: PartWindows = "judged"
    place: Place | None = at()

    def __str__(self) -> str:
        return f"rolling {self.days} days" if self.unit == "rolling" else self.unit


@dataclass(frozen=True)
class Term:
    """How long the agreement holds: local dates in `zone`, `through` is the last of them (None: open-ended)."""

    start: date
    through: date | None
    zone: str
    currency: str = ""
    calendar: str = ""
    tzdata: str = ""
    renews: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class WindowSpan:
    """One window of an obligation on the time line: `[start, stop)` as judged, cut to the term.

    `label` is its name (`2026-10`, `2026-Q4`, `2026-W40`, `2026-10-05`, `2026`, `term`). `whole_start` and
    `whole_stop` are the uncut bounds. `version` (1-based) governs its target, weights and remedies. Its
    tallies are those of the cells `[first_cell, last_cell]`: one for a calendar window, many for a rolling one.
    After the term (`in_term` False) a window takes no new starts.
    """

    label: str
    start: Instant
    stop: Instant
    whole_start: Instant
    whole_stop: Instant
    version: int = 1
    first_cell: int = 0
    last_cell: int = 0
    in_term: bool = True
    open_days: int = 0

    @property
    def is_part(self) -> bool:
        """Say whether the term cuts it."""
        return (self.start, self.stop) != (self.whole_start, self.whole_stop)
