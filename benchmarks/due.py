"""When business time of a given length is over: ns a start, ours against other libraries.

Part of `benchmarks.kernel`, with its calendar and its starts; the lengths are 1 to 40 whole business hours, since
pandas counts whole hours only.
"""

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from accordant.measure.kernel import due_many, elapsed_many
from accordant.plan.buckets import Buckets, buckets
from accordant.plan.calendar import inverse
from accordant.terms.calendar import Calendar, OpenTime
from benchmarks.kernel import (
    COMPARED,
    SECOND,
    Candidate,
    compiled,
    instant,
    naive,
    office_calendar,
    random_pairs,
    timegrid_calendar,
    workclock_schedule,
)

HOUR = 3_600 * SECOND


def due_candidates(count: int) -> list[Candidate]:
    """Return all candidates over the same starts; the first is the limit and the second is ours."""
    starts, _ = random_pairs(count)
    amounts = np.random.default_rng(7).integers(1, 41, count) * HOUR
    calendar = office_calendar()
    open_hours, out = compiled(calendar), np.empty_like(starts)
    table, few = buckets(open_hours), slice(min(count, COMPARED))
    asked, lengths = starts[few], amounts[few]
    expected = inverses(open_hours, asked, lengths)
    order = np.argsort(starts)
    first, second = starts[order], amounts[order]
    times, hours = naive(asked), [timedelta(microseconds=each) for each in lengths.tolist()]
    return [
        Candidate("`a + b`, the limit", count, lambda: np.add(starts, amounts, out=out)),
        Candidate("accordant", count, lambda: due_many(table, starts, amounts, out=out), expected),
        Candidate(
            "accordant, sorted starts",
            count,
            lambda: due_many(table, first, second, out=out),
            inverses(open_hours, first[few], second[few]),
        ),
        Candidate(
            "accordant, bisect in pure Python",
            len(asked),
            lambda: inverses(open_hours, asked, lengths),
            expected,
        ),
        workclock_candidate(calendar, starts[:1_000_000], amounts[:1_000_000], expected),
        timegrid_candidate(calendar, times[:2_000], hours, expected),
        pandas_candidate(calendar, table, asked[:1_000], lengths[:1_000]),
    ]


def inverses(open_hours: OpenTime, starts: Any, amounts: Any) -> Any:
    """Return when each is due, by pure Python."""
    pairs = zip(starts.tolist(), amounts.tolist(), strict=True)
    return np.array([inverse(open_hours, open_hours.until(start) + amount) for start, amount in pairs], np.int64)


def workclock_candidate(calendar: Calendar, starts: Any, amounts: Any, expected: Any) -> Candidate:
    """Time workclock, which takes whole arrays."""
    schedule = workclock_schedule(calendar)
    arrays = starts.astype("datetime64[us]"), amounts.astype("timedelta64[us]")
    return Candidate(
        "workclock",
        len(starts),
        lambda: schedule.add_many(*arrays),
        expected,
        lambda found: found.astype(np.int64),
    )


def timegrid_candidate(
    calendar: Calendar, starts: list[datetime], lengths: list[timedelta], expected: Any
) -> Candidate:
    """Time timegrid, one start a call."""
    grid = timegrid_calendar(calendar)
    return Candidate(
        "timegrid",
        len(starts),
        lambda: [grid.add_work_duration(a, b) for a, b in zip(starts, lengths, strict=False)],
        expected,
        lambda found: np.array([instant(each) for each in found]),
    )


def pandas_candidate(calendar: Calendar, table: Buckets, starts: Any, amounts: Any) -> Candidate:
    """Time pandas' CustomBusinessHour, one start a call."""
    import pandas as pd

    hour = pd.offsets.CustomBusinessHour(start="09:00", end="17:00", holidays=list(calendar.holidays.dates))
    offsets = [hour * each for each in (amounts // HOUR).tolist()]
    stamps = [pd.Timestamp(each) for each in naive(starts)]

    def open_microseconds(found: Any) -> Any:
        stops = np.array([instant(each.to_pydatetime()) for each in found])
        return elapsed_many(table, starts, stops)

    return Candidate(
        "pandas CustomBusinessHour",
        len(stamps),
        lambda: [a + b for a, b in zip(stamps, offsets, strict=True)],
        amounts,
        open_microseconds,
    )
