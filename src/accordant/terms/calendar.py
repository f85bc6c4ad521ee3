"""Calendars as agreed (shifts, holidays, hours by date) and as computed (cumulative open time)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from accordant.terms.values import Instant, Microseconds, Place, at

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Shift:
    """Local open hours `[opens, closes)` in minutes after midnight; a close before the open is the next day."""

    opens: int
    closes: int

    @property
    def minutes(self) -> int:
        """Return the length on the clock face, across midnight if need be."""
        return self.closes - self.opens + (1440 if self.closes <= self.opens else 0)


@dataclass(frozen=True)
class Holidays:
    """Shut dates: listed, and those of a country and subdivision, less the dates `excepted`."""

    dates: tuple[date, ...] = ()
    country: str = ""
    subdivision: str = ""
    excepted: tuple[date, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """Open hours a week in a zone, with shut dates and dates that have hours of their own.

    `week` has seven tuples of shifts, Monday first. `dates` replace the shifts of their date.
    `holiday_shifts`: `hours` shuts the clock hours of the date (default), `starts` the shifts that start on it.
    """

    name: str
    zone: str
    week: tuple[tuple[Shift, ...], ...]
    holidays: Holidays = Holidays()
    dates: tuple[tuple[date, tuple[Shift, ...]], ...] = ()
    holiday_shifts: str = "hours"
    place: Place | None = at()


@dataclass(frozen=True)
class OpenDay:
    """A local date on which a shift starts: its first opening and its last closing."""

    date: date
    opens: Instant
    closes: Instant


@dataclass(frozen=True)
class OpenTime:
    """Cumulative open time of a calendar as a table of breakpoints: F(t) of SEMANTICS.

    Between two breakpoints the calendar is wholly open or wholly shut. `instants` ascend, `before[i]` is the
    open time before `instants[i]`, `is_open[i]` holds for `[instants[i], instants[i+1])`. The table's horizon
    is `[instants[0], end]`; an instant outside raises ValueError. `days` are the open dates, by their opening.
    """

    name: str
    zone: str
    instants: tuple[Instant, ...]
    before: tuple[Microseconds, ...]
    is_open: tuple[bool, ...]
    end: Instant
    days: tuple[OpenDay, ...] = ()

    def until(self, t: Instant) -> Microseconds:
        """Return the open time in `[instants[0], t)`."""
        if not self.instants[0] <= t <= self.end:
            raise ValueError(f"instant {t} is outside the horizon of calendar '{self.name}'")
        i = bisect_right(self.instants, t) - 1
        return self.before[i] + (t - self.instants[i]) * self.is_open[i]

    def between(self, start: Instant, stop: Instant) -> Microseconds:
        """Return the open time in `[start, stop)`."""
        return self.until(stop) - self.until(start)


@dataclass(frozen=True)
class Piecewise:
    """A piecewise linear function of an instant: `values[i] + slopes[i] * (t - instants[i])`; slopes -1, 0 or 1.

    Budgets of lengths in days, months and years are one: the start of a clock goes in, its budget comes out.
    """

    instants: tuple[Instant, ...]
    values: tuple[int, ...]
    slopes: tuple[int, ...]
    end: Instant

    def value(self, t: Instant) -> int:
        """Return the value at `t`; raise ValueError outside `[instants[0], end)`."""
        if not self.instants[0] <= t < self.end:
            raise ValueError(f"instant {t} is outside the horizon")
        i = bisect_right(self.instants, t) - 1
        return self.values[i] + self.slopes[i] * (t - self.instants[i])
