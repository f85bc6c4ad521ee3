"""The waterfall of a count: what was delivered day by day against the line that leads to the goal."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import isqrt

from accordant.measure.measurement import Item, Outcome
from accordant.terms.calendar import OpenTime
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan
from accordant.zone import local_instant, local_time

# The 90th percentile of Student's t in thousandths, by degrees of freedom: eight chances in ten lie within it.
_T90 = (
    *(3078, 1886, 1638, 1533, 1476, 1440, 1415, 1397, 1383, 1372, 1363, 1356, 1350, 1345, 1341),
    *(1337, 1333, 1330, 1328, 1325, 1323, 1321, 1319, 1318, 1316, 1315, 1314, 1313, 1311, 1310),
)
_T90_MANY = 1282
_SCALE = 10**12


@dataclass(frozen=True)
class Day:
    """A day of the window: what came, what was taken away again, the sums up to it, and the goal line there."""

    date: date
    came: Fraction
    taken: Fraction
    total: Fraction
    goal: Fraction

    @property
    def gap(self) -> Fraction:
        """Return how far the total is ahead of the goal line (behind: below 0)."""
        return self.total - self.goal


@dataclass(frozen=True)
class Forecast:
    """The pace so far, continued: the expected end, and the band that holds it eight times in ten."""

    end: Fraction
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Waterfall:
    """A window's days against its goal, looked at on day `at` (counted from 1, 0 before the first has ended).

    `seen` is how many days have ended by the as-of instant. `needed` is the pace a day that still reaches the
    goal, `planned` the one at the start. `before` are the sums by day of the window before, `shut` the weekdays
    without business inside the window, `last` the amount counted in the end or so far. Of it `open` can still
    be taken away.
    """

    days: tuple[Day, ...]
    seen: int
    at: int
    goal: Fraction
    planned: Fraction
    needed: Fraction | None
    forecast: Forecast | None
    before: tuple[Fraction, ...]
    shut: tuple[date, ...]
    by_business_day: bool
    open: Fraction = Fraction(0)

    @property
    def has_ended(self) -> bool:
        """Say whether all days of the window are over."""
        return self.seen == len(self.days)

    @property
    def then(self) -> Day:
        """Return the day it is looked at."""
        return self.days[self.at - 1]

    @property
    def last(self) -> Day:
        """Return the last day that is over."""
        return self.days[self.seen - 1]


Worth = Callable[[Item], Fraction]


def waterfall(
    window: WindowSpan,
    goal: Fraction,
    items: Sequence[Item],
    before: tuple[WindowSpan, Sequence[Item]] | None,
    calendar: tuple[OpenTime | None, str],
    as_of: Instant,
    worth: Worth,
) -> Waterfall | None:
    """Lay the items of a window out by business day, or by date without a calendar; None before a day has ended.

    Moments on shut dates belong to the next open date, those after the last one to the last. A running window
    is looked at on the last day that has ended, one that is over in its middle. Source: DOMAIN F1.4.
    """
    dates = _dates(window, *calendar)
    ends = [_midnight(calendar[1], day + timedelta(days=1)) for day in dates]
    seen = sum(end <= as_of for end in ends) if as_of < window.stop else len(dates)
    if not dates or not seen:
        return None
    came, taken = _laid_out(items, ends[:-1], worth)
    days = _sums(dates, came, taken, goal)
    at = seen if seen < len(dates) else max(1, len(dates) // 2)
    rest = len(dates) - at
    needed = (goal - days[at - 1].total) / rest if rest else None
    earlier = _earlier(before, calendar, worth) if before else ()
    return Waterfall(
        tuple(days),
        seen,
        at,
        goal,
        goal / len(dates),
        needed,
        _forecast(days[:at], rest),
        earlier,
        _shut(window, dates, calendar[1]),
        calendar[0] is not None,
        sum((worth(item) for item in items if item.outcome is Outcome.PENDING), Fraction(0)),
    )


def _dates(window: WindowSpan, calendar: OpenTime | None, zone: str) -> list[date]:
    if calendar is not None:
        return [day.date for day in calendar.days if window.start <= day.opens < window.stop]
    first, last = (local_time(zone, instant).date() for instant in (window.start, window.stop - 1))
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


def _midnight(zone: str, day: date) -> Instant:
    return local_instant(zone, datetime(day.year, day.month, day.day))


def _laid_out(
    items: Sequence[Item], ends: Sequence[Instant], worth: Worth
) -> tuple[list[Fraction], list[Fraction]]:
    """Return what came and what was taken away again, by day: a day ends with the midnight after its date."""
    came, taken = ([Fraction(0)] * (len(ends) + 1) for _ in range(2))
    for item in items:
        if item.outcome in (Outcome.MET, Outcome.PENDING):
            came[bisect_right(ends, item.start)] += worth(item)
        elif item.outcome is Outcome.CANCELLED:
            came[bisect_right(ends, item.start)] += worth(item)
            taken[bisect_right(ends, item.start if item.stop is None else item.stop)] += worth(item)
    return came, taken


def _sums(dates: Sequence[date], came: Sequence[Fraction], taken: Sequence[Fraction], goal: Fraction) -> list[Day]:
    days, total = [], Fraction(0)
    for number, (day, plus, minus) in enumerate(zip(dates, came, taken, strict=True), 1):
        total += plus - minus
        days.append(Day(day, plus, minus, total, goal * number / len(dates)))
    return days


def _earlier(
    before: tuple[WindowSpan, Sequence[Item]], calendar: tuple[OpenTime | None, str], worth: Worth
) -> tuple[Fraction, ...]:
    window, items = before
    dates = _dates(window, *calendar)
    if not dates:
        return ()
    ends = [_midnight(calendar[1], day + timedelta(days=1)) for day in dates]
    return tuple(day.total for day in _sums(dates, *_laid_out(items, ends[:-1], worth), Fraction(0)))


def _forecast(days: Sequence[Day], rest: int) -> Forecast | None:
    """Continue the mean day; the band is Student's, from the spread of the days so far (three at least)."""
    if not rest:
        return None
    size, total = len(days), days[-1].total
    end = total + total / size * rest
    if size < 3:
        return None
    mean = total / size
    variance = sum(((day.came - day.taken - mean) ** 2 for day in days), Fraction(0)) / (size - 1)
    t = Fraction(_T90[size - 2] if size - 2 < len(_T90) else _T90_MANY, 1000)
    half = t * _root(variance * (rest + Fraction(rest * rest, size)))
    return Forecast(end, max(total, end - half), end + half)


def _root(value: Fraction) -> Fraction:
    """Return the square root, rounded down to a millionth."""
    return Fraction(isqrt(int(value * _SCALE)), 10**6)


def _shut(window: WindowSpan, dates: Sequence[date], zone: str) -> tuple[date, ...]:
    """Return the dates without business on weekdays that otherwise have it, in order."""
    first, last = (local_time(zone, instant).date() for instant in (window.start, window.stop - 1))
    weekdays = {day.weekday() for day in dates}
    every = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    return tuple(day for day in every if day.weekday() in weekdays and day not in set(dates))
