"""Bucket tables: the open time of calendars goes in, arrays that the kernel looks up come out.

Between two breakpoints open time is a straight line, so a calendar is one number a bucket: an open bucket has
`before - opened_at`, to which the instant is added, a shut one has `before`. Buckets are so wide that no line
breaks inside one, and all arithmetic is on unsigned 64-bit integers modulo 2**64. Needs numpy.
"""

from dataclasses import dataclass
from itertools import accumulate
from math import gcd
from typing import Any

from accordant.terms.calendar import OpenTime
from accordant.terms.values import Instant, Microseconds

_DAY = 86_400_000_000
_MOST = 2**27


@dataclass(frozen=True, eq=False)
class Buckets:
    """Calendars in buckets over one horizon `[t0, end]`: `count` of `width` microseconds each, all in a row.

    `until` has the lines of open time by bucket of instants, `reached` those of instants by bucket of open time:
    the first bucket of a calendar there is that of no open time, and each bucket has its last amount, not its
    first. `origin` is taken off the instants that lines are added to. Arrays are of 64-bit integers.
    """

    t0: Instant
    end: Instant
    width: Microseconds
    origin: Instant
    count: int
    until: Any
    reached: Any
    first_reached: Any
    totals: Any


def buckets(*calendars: OpenTime) -> Buckets:
    """Lay calendars out in buckets, in the order given; all must have the same horizon.

    Raises ValueError when the horizons differ, or when boundaries lie so oddly that the table would not fit.
    """
    import numpy as np

    if len({(calendar.instants[0], calendar.end) for calendar in calendars}) != 1:
        raise ValueError("a table needs calendars of one horizon")
    t0, end = calendars[0].instants[0], calendars[0].end
    width = gcd(_DAY, *(instant - t0 for calendar in calendars for instant in calendar.instants))
    count = (end - t0) // width + 1
    if len(calendars) * count > _MOST:
        raise ValueError(f"calendars that only buckets of {width} microseconds fit are too many for a table")
    # An open bucket's line is told from a shut one's by its size: the instants added to it must be positive.
    origin = 0 if t0 > 0 else t0 - 1
    reached = [_reached(calendar, width) for calendar in calendars]
    totals = np.array([calendar.until(end) for calendar in calendars], np.uint64)
    first = np.array([0, *accumulate(len(each) for each in reached)][:-1], np.int64)
    until = np.concatenate([_until(calendar, width, origin, count) for calendar in calendars])
    return Buckets(t0, end, width, origin, count, until, np.concatenate(reached), first, totals)


def _until(calendar: OpenTime, width: Microseconds, origin: Instant, count: int) -> Any:
    """Return the line of each bucket of a calendar: its open time is `min(line, line + t - origin)`, unsigned."""
    import numpy as np

    instants, before = (np.array(each, np.int64) for each in (calendar.instants, calendar.before))
    lines: Any = before - np.where(calendar.is_open, instants - origin, 0)
    firsts = (instants - instants[0]) // width
    return np.repeat(lines.view(np.uint64), np.diff(firsts, append=count))


def _reached(calendar: OpenTime, width: Microseconds) -> Any:
    """Return the line of each bucket of open time: an amount is first reached at `amount + line`."""
    import numpy as np

    instants, before = (np.array(each, np.int64) for each in (calendar.instants, calendar.before))
    is_open = np.array(calendar.is_open)
    lengths = np.diff(instants, append=calendar.end)[is_open]
    lines: Any = np.repeat((instants - before)[is_open], -(-lengths // width))
    return np.concatenate([instants[:1], lines])
