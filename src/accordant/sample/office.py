"""The office of the sample: Monday to Friday 09:00-17:00 in New York, in 2026 and early 2027.

Written apart from `plan`, so that the truth of the sample is a witness of its own. Every open day has eight
hours, so open time is a number of whole days and a rest. Instants and lengths are integer microseconds.
"""

from bisect import bisect_right
from datetime import date, datetime, timedelta
from functools import cache

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
OPEN_DAY = 8 * HOUR
DAY = 24 * HOUR

HOLIDAYS = frozenset(
    {
        date(2026, 1, 1),
        date(2026, 5, 25),
        date(2026, 7, 3),
        date(2026, 9, 7),
        date(2026, 11, 26),
        date(2026, 12, 25),
        date(2027, 1, 1),
    }
)
_EPOCH = date(1970, 1, 1)
_EPOCH_INSTANT = datetime(1970, 1, 1)
# Daylight time in New York in 2026: from Sunday 8 March 07:00 UTC to Sunday 1 November 06:00 UTC.
_DAYLIGHT_FROM = (date(2026, 3, 8) - _EPOCH).days * DAY + 7 * HOUR
_DAYLIGHT_TO = (date(2026, 11, 1) - _EPOCH).days * DAY + 6 * HOUR


def local(day: date, since_midnight: int) -> int:
    """Return the instant of a New York clock time; in the overlap the first, in the gap read as standard time."""
    clock = (day - _EPOCH).days * DAY + since_midnight
    daylight = clock + 4 * HOUR
    return daylight if _DAYLIGHT_FROM <= daylight < _DAYLIGHT_TO else clock + 5 * HOUR


def clock(instant: int) -> int:
    """Return the New York clock at `instant`, in microseconds since 1970 of that clock."""
    return instant - (4 * HOUR if _DAYLIGHT_FROM <= instant < _DAYLIGHT_TO else 5 * HOUR)


def date_of(instant: int) -> date:
    """Return the New York date of `instant`."""
    return _date(clock(instant) // DAY)


def month_of(instant: int) -> str:
    """Return the New York month of `instant` as `2026-11`."""
    return _month(clock(instant) // DAY)


@cache
def _date(day: int) -> date:
    return _EPOCH + timedelta(days=day)


@cache
def _month(day: int) -> str:
    return _date(day).isoformat()[:7]


def is_open_date(day: date) -> bool:
    """Say whether the office opens on `day`."""
    return day.weekday() < 5 and day not in HOLIDAYS


def dates_of(month: str) -> list[date]:
    """Return every date of a month, in order."""
    day, dates = date.fromisoformat(f"{month}-01"), []
    while day.isoformat()[:7] == month:
        dates.append(day)
        day += timedelta(days=1)
    return dates


_DATES = [date(2026, 1, 1) + timedelta(days=n) for n in range(430)]
_OPENINGS = [local(day, 9 * HOUR) for day in _DATES if is_open_date(day)]


def open_until(instant: int) -> int:
    """Return the open time from the beginning of 2026 to `instant`."""
    i = bisect_right(_OPENINGS, instant) - 1
    return 0 if i < 0 else i * OPEN_DAY + min(instant - _OPENINGS[i], OPEN_DAY)


def open_between(start: int, stop: int) -> int:
    """Return the open time in `[start, stop)`."""
    return open_until(stop) - open_until(start)


def is_open(instant: int) -> bool:
    """Say whether the office is open at `instant`; 17:00:00 is shut."""
    return open_until(instant + 1) > open_until(instant)


def resume_at(open_time: int) -> int:
    """Return the instant at which so much open time has passed; at a closing, the next opening."""
    days, rest = divmod(open_time, OPEN_DAY)
    return _OPENINGS[days] + rest


def spent_at(open_time: int) -> int:
    """Return the first instant at which so much open time (more than none) has passed; a closing stays one."""
    days, rest = divmod(open_time - 1, OPEN_DAY)
    return _OPENINGS[days] + rest + 1


def after(start: int, open_time: int) -> int:
    """Return the instant so much open time after `start`, in open time."""
    return resume_at(open_until(start) + open_time)


def text(instant: int) -> str:
    """Return `instant` as ISO 8601 in UTC, always with microseconds."""
    moment = _EPOCH_INSTANT + timedelta(microseconds=instant)
    return moment.isoformat(timespec="microseconds") + "Z"


def minute_text(instant: int) -> str:
    """Return the New York clock at `instant` as `DD/MM/YYYY hh:mm`."""
    return (_EPOCH_INSTANT + timedelta(microseconds=clock(instant))).strftime("%d/%m/%Y %H:%M")


TERM_START = local(date(2026, 1, 1), 0)
AS_OF = local(date(2026, 12, 31), 0)
LAST_EVENT = local(date(2026, 12, 30), 19 * HOUR + 52 * MINUTE)
"""Nothing happens in the sample after this instant; it was exported eight minutes later."""
