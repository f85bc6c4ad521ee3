"""Open time: the versions of a calendar go in, its cumulative open time comes out, and questions about it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise

from accordant.national import public_holidays
from accordant.terms.calendar import Calendar, Holidays, OpenDay, OpenTime, Shift
from accordant.terms.values import Instant, Microseconds
from accordant.zone import local_instant, local_time

_DAY = timedelta(days=1)
_MIDNIGHT = 1440
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = 60_000_000

Span = tuple[Instant, Instant]
Piece = tuple[date, Instant, Instant]


class ImpossibleCalendar(ValueError):
    """A calendar that no time can be counted by: never open, or with a shift of no length."""


class OutsideHorizon(ValueError):
    """An answer that lies outside the horizon of a calendar's table; nothing is ever clamped to it."""


def open_time(versions: Sequence[tuple[date, Calendar]], start: Instant, end: Instant) -> OpenTime:
    """Compile the versions of one calendar to its cumulative open time over `[start, end]`.

    `versions` ascend by the local date from which each is in force; the first is also in force before its date.
    The clock hours of a date, 00:00 to 24:00, are governed by the version in force on it, also those of a shift
    that started the day before. A shut date (a holiday without hours of its own) has no open clock hours;
    under `holiday_shifts: starts` no shift starts on it. Hours of a date beat its holiday. All hours are real.

    An open date is a local date on which a shift starts and has open time. The part after midnight belongs to
    the date its shift started; when that date is shut or under hours without the shift, to its own date.

    Raises ImpossibleCalendar, UnknownHolidays and UnknownZone. Source: SEMANTICS 1 (Time, Versions), 6.18-6.28.
    """
    zone = _zone_of(versions)
    # Two dates earlier, for the shift that is open at `start` and the one that says whose that shift is.
    first, last = local_time(zone, start).date() - 2 * _DAY, local_time(zone, end).date() + _DAY
    pieces = [piece for piece in _pieces(versions, first, last) if piece[1] < piece[2]]
    days = tuple(day for day in _days(pieces) if day.closes > start and day.opens < end)
    breakpoints = _breakpoints(_united((opens, closes) for _, opens, closes in pieces), start, end)
    instants, states = zip(*breakpoints, strict=True)
    return OpenTime(versions[-1][1].name, zone, instants, _cumulative(breakpoints), states, end, days)


def always(start: Instant, end: Instant) -> OpenTime:
    """Return wall time over `[start, end]` as a calendar that never shuts: F(t) = t - start, no open dates."""
    return OpenTime("wall time", "UTC", (start,), (0,), (True,), end)


def holiday_dates(holidays: Holidays, first_year: int, last_year: int) -> tuple[date, ...]:
    """Return the listed dates and those of the country in the years `first_year` to `last_year`, ascending.

    Dates excepted are left out. The country's are its public holidays as observed, by the installed release of
    the data. Raises UnknownHolidays.
    """
    country = holidays.country
    national = public_holidays(country, holidays.subdivision, first_year, last_year) if country else frozenset()
    return tuple(sorted((national | set(holidays.dates)) - set(holidays.excepted)))


def inverse(calendar: OpenTime, amount: Microseconds) -> Instant:
    """Return the first instant at which the open time since the horizon's start is `amount`: a closing, if exact.

    Raises OutsideHorizon when the horizon has not that much.
    """
    i = max(bisect_left(calendar.before, amount) - 1, 0)
    return _reached(calendar, i, amount)


def last_moment(calendar: OpenTime, amount: Microseconds) -> Instant:
    """Return the last instant at which the open time since the horizon's start is `amount`: an opening, if exact.

    Raises OutsideHorizon when the horizon has not that much, or ends before the next opening.
    """
    i = bisect_right(calendar.before, amount) - 1
    if i >= 0 and not calendar.is_open[i]:
        raise _outside(calendar, "the next opening")
    return _reached(calendar, i, amount)


def is_open(calendar: OpenTime, t: Instant) -> bool:
    """Say whether the calendar is open at `t`: at an opening yes, at a closing no. Raises OutsideHorizon."""
    return calendar.is_open[_segment(calendar, t)]


def next_opening(calendar: OpenTime, t: Instant) -> Instant:
    """Return `t` if open, else the first opening after it. Raises OutsideHorizon."""
    _segment(calendar, t)
    return last_moment(calendar, calendar.until(t))


def next_closing(calendar: OpenTime, t: Instant) -> Instant:
    """Return the first closing after `t`, never `t` itself. Raises OutsideHorizon, as when it never shuts."""
    later = range(_segment(calendar, t) + 1, len(calendar.instants))
    closing = next((i for i in later if not calendar.is_open[i]), None)
    if closing is None:
        raise _outside(calendar, "the next closing")
    return calendar.instants[closing]


def _segment(calendar: OpenTime, t: Instant) -> int:
    if not calendar.instants[0] <= t < calendar.end:
        raise _outside(calendar, f"instant {t}")
    return bisect_right(calendar.instants, t) - 1


def _reached(calendar: OpenTime, i: int, amount: Microseconds) -> Instant:
    t = calendar.instants[max(i, 0)] + amount - calendar.before[max(i, 0)]
    if amount < 0 or t > calendar.end or calendar.until(t) != amount:
        raise _outside(calendar, f"the instant after {amount} µs of open time")
    return t


def _outside(calendar: OpenTime, what: str) -> OutsideHorizon:
    return OutsideHorizon(f"{what} is outside the horizon of calendar '{calendar.name}'")


@dataclass(frozen=True, eq=False)
class _Hours:
    """One version of a calendar, its holidays expanded."""

    calendar: Calendar
    own: dict[date, tuple[Shift, ...]]
    holidays: frozenset[date]

    def is_shut(self, day: date) -> bool:
        """Say whether the clock hours of the date are all shut."""
        return self.calendar.holiday_shifts == "hours" and day in self.holidays and day not in self.own

    def starting(self, day: date) -> tuple[Shift, ...]:
        """Return the shifts that start on the date, were its clock hours not shut."""
        if day in self.own:
            return self.own[day]
        if self.calendar.holiday_shifts == "starts" and day in self.holidays:
            return ()
        return self.calendar.week[day.weekday()]


def _pieces(versions: Sequence[tuple[date, Calendar]], first: date, last: date) -> Iterator[Piece]:
    """Yield the open hours of each date, first those of the night before, with the open date they belong to."""
    since = [day for day, _ in versions]
    hours = [_hours(calendar, first, last) for _, calendar in versions]
    eve, night_goes_on = first, False
    for day, begins, ends in _dates(versions[0][1].zone, first, last):
        rules = hours[max(bisect_right(since, day) - 1, 0)]
        night, own = ((), ()) if rules.is_shut(day) else (_shifts(rules, eve), _shifts(rules, day))
        for opens, closes in night:
            yield eve if night_goes_on else day, max(opens, begins), closes
        for opens, closes in own:
            yield day, opens, min(closes, ends)
        eve, night_goes_on = day, any(closes > ends for _, closes in own)


@lru_cache(maxsize=4)
def _shifts(rules: _Hours, day: date) -> tuple[Span, ...]:
    """Return the shifts that start on the date, each from its first to its last instant."""
    zone = rules.calendar.zone
    shifts = rules.starting(day)
    return tuple((_at(zone, day, shift.opens), _at(zone, day, shift.opens + shift.minutes)) for shift in shifts)


def _dates(zone: str, first: date, last: date) -> Iterator[tuple[date, Instant, Instant]]:
    """Yield the dates with their first instants and those of the next; a date that the zone skips is not one."""
    begins = _midnight(zone, first)
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        ends = _midnight(zone, day + _DAY)
        if begins < ends:
            yield day, begins, ends
        begins = ends


def _hours(calendar: Calendar, first: date, last: date) -> _Hours:
    if not any(calendar.week) and not any(shifts for _, shifts in calendar.dates):
        raise ImpossibleCalendar(f"calendar '{calendar.name}' is never open")
    for shifts in (*calendar.week, *(shifts for _, shifts in calendar.dates)):
        for shift in shifts:
            _require_length(calendar, shift)
    holidays = frozenset(holiday_dates(calendar.holidays, first.year, last.year))
    return _Hours(calendar, dict(calendar.dates), holidays)


def _require_length(calendar: Calendar, shift: Shift) -> None:
    if not (0 <= shift.opens < _MIDNIGHT and 0 <= shift.closes <= _MIDNIGHT and shift.opens != shift.closes):
        raise ImpossibleCalendar(
            f"calendar '{calendar.name}' has a shift from minute {shift.opens} to minute {shift.closes}"
        )


def _zone_of(versions: Sequence[tuple[date, Calendar]]) -> str:
    zones = {calendar.zone for _, calendar in versions}
    if len(zones) != 1:
        raise ImpossibleCalendar(f"the versions of a calendar have {len(zones)} zones and need exactly one")
    return zones.pop()


def _at(zone: str, day: date, minutes: int) -> Instant:
    """Return the instant at which the clocks of a zone show so many minutes after the midnight of a date."""
    days, minutes = divmod(minutes, _MIDNIGHT)
    day += days * _DAY
    begins = _midnight(zone, day)
    # No offset lasts a day or less, so in a day of 24 hours the clocks have not been changed.
    if not minutes or _midnight(zone, day + _DAY) - begins == _DAY // _MICROSECOND:
        return begins + minutes * _MINUTE
    return local_instant(zone, datetime.combine(day, time.min) + timedelta(minutes=minutes))


@lru_cache(maxsize=2**14)
def _midnight(zone: str, day: date) -> Instant:
    return local_instant(zone, datetime.combine(day, time.min))


def _days(pieces: Iterable[Piece]) -> Iterator[OpenDay]:
    hours: dict[date, Span] = {}
    for day, opens, closes in pieces:
        earliest, latest = hours.get(day, (opens, closes))
        hours[day] = min(opens, earliest), max(closes, latest)
    return (OpenDay(day, *hours[day]) for day in sorted(hours))


def _united(spans: Iterable[Span]) -> list[Span]:
    """Return the union of the spans, ascending; spans that touch are one."""
    united: list[Span] = []
    for opens, closes in sorted(spans):
        if united and opens <= united[-1][1]:
            united[-1] = united[-1][0], max(closes, united[-1][1])
        else:
            united.append((opens, closes))
    return united


def _breakpoints(spans: Sequence[Span], start: Instant, end: Instant) -> tuple[tuple[Instant, bool], ...]:
    """Return where the calendar opens (True) and shuts (False) in `[start, end)`, from its state at `start` on."""
    marks = [mark for opens, closes in spans for mark in ((opens, True), (closes, False))]
    inside = [(instant, state) for instant, state in marks if start < instant < end]
    at_start = any(opens <= start < closes for opens, closes in spans)
    return (start, at_start), *inside


def _cumulative(breakpoints: Sequence[tuple[Instant, bool]]) -> tuple[Microseconds, ...]:
    lengths = ((later - at) * state for (at, state), (later, _) in pairwise(breakpoints))
    return tuple(accumulate(lengths, initial=0))
