"""An oracle for open time, written from SEMANTICS alone: it walks every minute and reads a clock.

It never turns a local time into an instant by arithmetic on offsets: it watches a clock of the zone minute by
minute and notes when each reading is first shown. A reading that a spring gap skips is noted when a clock that
was never put forward would show it. Minutes, of UTC and of the local clock, are counted from 1970-01-01T00:00;
zones of whole minutes only.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from accordant.terms.calendar import Calendar, Shift

MINUTE = 60_000_000
_MINUTE = timedelta(minutes=1)
_FIRST = date(1970, 1, 1).toordinal()


@cache
def clock(zone: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *zone.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=zone)


class Walk:
    """The clock of a zone as watched from one minute to another: `shown` says when a reading was first seen."""

    def __init__(self, zone: str, first: int, last: int) -> None:
        self.last = last
        self.shown: dict[int, int] = {}
        zone_info = clock(zone)
        expected = None
        for minute in range(first, last):
            reading = minute + datetime.fromtimestamp(minute * 60, zone_info).utcoffset() // _MINUTE
            for late, skipped in enumerate(range(expected, reading) if expected is not None else ()):
                self.shown.setdefault(skipped, minute + late)
            self.shown.setdefault(reading, minute)
            expected = reading + 1
        begun = {minute: reading // 1440 for reading, minute in self.shown.items() if reading % 1440 == 0}
        self.begun = sorted(begun.items())

    def dates(self, minute: int) -> tuple[date, date]:
        """The date before and the date of a minute: the date whose first 00:00 was shown last."""
        i = bisect_right(self.begun, (minute, 10**9)) - 1
        eve, day = (date.fromordinal(_FIRST + days) for _, days in self.begun[i - 1 : i + 1])
        return eve, day

    def covers(self, minute: int, day: date, shift: Shift) -> bool:
        midnight = (day.toordinal() - _FIRST) * 1440
        length = (shift.closes - shift.opens) % 1440 or 1440
        # A shift whose opening was not watched is not asked about: walks begin early enough.
        opens = self.shown.get(midnight + shift.opens, self.last)
        return opens <= minute < self.shown.get(midnight + shift.opens + length, self.last)


Versions = Sequence[tuple[date, Calendar]]


def in_force(versions: Versions, day: date) -> Calendar:
    governing = [calendar for since, calendar in versions if since <= day]
    return governing[-1] if governing else versions[0][1]


def shifts_on(calendar: Calendar, day: date) -> tuple[Shift, ...]:
    for own, shifts in calendar.dates:
        if own == day:
            return shifts
    if calendar.holiday_shifts == "starts" and day in calendar.holidays.dates:
        return ()
    return calendar.week[day.weekday()]


def is_shut(calendar: Calendar, day: date) -> bool:
    own = any(day == each for each, _ in calendar.dates)
    return calendar.holiday_shifts == "hours" and day in calendar.holidays.dates and not own


def owners(walk: Walk, versions: Versions, minute: int) -> set[date]:
    """The open dates that a minute belongs to; none, and the minute is shut."""
    eve, day = walk.dates(minute)
    rules = in_force(versions, day)
    if is_shut(rules, day):
        return set()
    own = {day for shift in shifts_on(rules, day) if walk.covers(minute, day, shift)}
    if not any(walk.covers(minute, eve, shift) for shift in shifts_on(rules, eve)):
        return own
    before = in_force(versions, eve)
    midnight = next(begun for begun, _ in reversed(walk.begun) if begun <= minute)
    began = not is_shut(before, eve) and any(walk.covers(midnight, eve, s) for s in shifts_on(before, eve))
    return own | {eve if began else day}
