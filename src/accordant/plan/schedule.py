"""Schedules -> due instants: `every: week, due: Friday 17:00` and its like, over a stretch of the term."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

from accordant.terms.indicator import Schedule
from accordant.terms.values import Instant
from accordant.zone import local_instant, local_time

_DAY = timedelta(days=1)
_MIDNIGHT = 1440
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def dues(schedule: Schedule, zone: str, since: Instant, until: Instant) -> tuple[Instant, ...]:
    """Return the due instants in `[since, until)`, ascending; a due of 24:00 is the last instant of its date."""
    found: list[Instant] = []
    for day in _dates(schedule, local_time(zone, since).date() - 400 * _DAY):
        instant = _at(zone, day, schedule.minute)
        if instant >= until:
            return tuple(found)
        if instant >= since:
            found.append(instant)
    return tuple(found)


def _at(zone: str, day: date, minute: int) -> Instant:
    """Return a local time as an instant; 24:00 is the last one of its date, so that it stands in its window."""
    instant = local_instant(zone, datetime(day.year, day.month, day.day) + timedelta(minutes=minute))
    return instant - (minute == _MIDNIGHT)


def _dates(schedule: Schedule, first: date) -> Iterator[date]:
    """Yield the dates of a schedule from some date before `first` on, without end."""
    if schedule.every == "day":
        yield from (first + n * _DAY for n in count())
    elif schedule.every == "week":
        monday = first - first.weekday() * _DAY
        yield from (monday + (7 * n + (schedule.weekday or 0)) * _DAY for n in count())
    else:
        step = _MONTHS[schedule.every]
        yield from (_in_month(first.year, n * step, step, schedule) for n in count())


def _in_month(year: int, months: int, step: int, schedule: Schedule) -> date:
    """Return the due date of the unit that begins so many months after January: its n-th or its last day.

    In a quarter or a year a day of the month is one of its last month.
    """
    begins = months + step - 1
    month = date(year + begins // 12, begins % 12 + 1, 1)
    after = (month + 31 * _DAY).replace(day=1)
    if schedule.weekday is not None:
        return month + (schedule.weekday - month.weekday()) % 7 * _DAY
    return after - _DAY if schedule.day == 0 else min(month + (schedule.day - 1) * _DAY, after - _DAY)
