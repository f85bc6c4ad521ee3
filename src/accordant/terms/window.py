"""Windows: the spans over which promises are judged, by the calendar of the agreement's zone or rolling."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from accordant.terms.values import Place, at

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
