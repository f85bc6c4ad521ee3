"""Indicators: the eight kinds of measurement a promise can rest on."""

from dataclasses import dataclass
from typing import Literal

from accordant.terms.clock import Clock
from accordant.terms.values import Length, Place, Quantity, at


@dataclass(frozen=True)
class Time:
    """A clock an item: met when its elapsed time stays within the limit."""

    clock: Clock
    word = "time"


@dataclass(frozen=True)
class Count:
    """So many moments of `of`."""

    of: str
    word = "count"


@dataclass(frozen=True)
class Sum:
    """So much worth: the values of `of` added."""

    of: str
    word = "sum"


@dataclass(frozen=True)
class Share:
    """Moments of `good` among moments of `of`: of the same entities (cohort) or in the same window (flow)."""

    good: str
    of: str
    counted_by: Literal["cohort", "flow"] = "cohort"
    word = "share"


@dataclass(frozen=True)
class Attempts:
    """At least so many moments of `of` for each moment of `per`, within a limit, or one of `until`."""

    of: str
    per: str
    at_least: int
    until: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    apart: Length | None = None
    counted_in: Literal["due", "start"] = "due"
    word = "attempts"


@dataclass(frozen=True)
class Deliver:
    """Something due on a schedule: the obligation's `every` and `due`."""

    of: str
    word = "deliver"


@dataclass(frozen=True)
class All:
    """A serial composite: up while all of its parts are."""

    parts: tuple["Composite", ...]


@dataclass(frozen=True)
class Any:
    """A parallel composite: up while any of its parts is."""

    parts: tuple["Composite", ...]


Composite = str | All | Any


@dataclass(frozen=True)
class Availability:
    """Time up of time agreed, by spans of `down`, by a `rate` of failures, or of a composite of services.

    A probe speaks until the next one, at most for `gap_after`; None: what is down is told, and nothing is a gap.
    """

    down: tuple[str, ...] = ()
    rate: str = ""
    composite: Composite | None = None
    denominator: str = "window less excluded"
    counts_from: Length | None = None
    confirmation: int = 1
    gap: Literal["up", "down", "removed"] = "removed"
    unknown_at_most: Quantity | None = None
    gap_after: Length | None = None
    word = "availability"


@dataclass(frozen=True)
class Statistic:
    """One number of many values: mean, median, percentile, max, or the share of values under a limit."""

    take: str
    of: str
    under: Quantity | None = None
    each: Length | None = None
    interpolated: bool = False
    word = "statistic"


Indicator = Time | Count | Sum | Share | Attempts | Deliver | Availability | Statistic


@dataclass(frozen=True)
class Schedule:
    """When a delivery is due: `every` week or month, on a weekday or day of the month, at a local time.

    `weekday` 0 is Monday, None for a day of the month; `day` 0 is the last one; `minute` after midnight
    (1440: the end of the date).
    """

    every: Literal["day", "week", "month", "quarter", "year"]
    weekday: int | None
    day: int
    minute: int
    text: str = ""
    place: Place | None = at()
