"""Business time of one pair of instants: ns a pair, ours against a subtraction and against other libraries.

Run from the root of the project: `python -m benchmarks.kernel [PAIRS]`. Needs the extras `dev` and `bench`.
One calendar (Monday to Friday 09:00-17:00, the holidays of the US, UTC since two of the libraries know no zones)
and one set of random pairs, up to 30 days apart, within eleven years. Libraries that take one pair a call get
fewer pairs, and every result is compared with ours. Best of several runs, in time of the processor; tables are
made beforehand.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import process_time_ns
from typing import Any

import numpy as np

from accordant.measure.kernel import elapsed_many
from accordant.plan.buckets import buckets
from accordant.plan.calendar import holiday_dates, open_time
from accordant.terms.calendar import WEEKDAYS, Calendar, Holidays, Shift

SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1)
FIRST, LAST = datetime(2015, 1, 1), datetime(2026, 1, 1)


@dataclass(frozen=True)
class Candidate:
    """One way to the answer: how many of the pairs it gets, how to run them, and whether they come out equal."""

    name: str
    pairs: int
    run: Callable[[], object]
    seconds: Callable[[Any], Any] | None


def instant(moment: datetime) -> int:
    """Return the instant of a naive time in UTC."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def office_calendar() -> Calendar:
    """Return the calendar that every candidate can express."""
    holidays = holiday_dates(Holidays(country="US"), FIRST.year, LAST.year)
    week = tuple((Shift(540, 1020),) if day < 5 else () for day in range(len(WEEKDAYS)))
    return Calendar("office", "UTC", week, Holidays(tuple(d for d in holidays if d.weekday() < 5)))


def random_pairs(count: int) -> tuple[Any, Any]:
    """Return random starts and stops on whole seconds (one library rounds to them), as instants."""
    random = np.random.default_rng(252)
    last = instant(LAST) // SECOND - 31 * 86_400
    starts = random.integers(instant(FIRST) // SECOND, last, count) * SECOND
    return starts, starts + random.integers(0, 30 * 86_400, count) * SECOND


def best_ns(run: Callable[[], object], times: int) -> int:
    """Return the shortest of several runs, in nanoseconds."""
    shortest = sys.maxsize
    for _ in range(times):
        began = process_time_ns()
        run()
        shortest = min(shortest, process_time_ns() - began)
    return shortest


def candidates(starts: Any, stops: Any) -> list[Candidate]:
    """Return all candidates over the same pairs."""
    calendar = office_calendar()
    compiled = open_time([(FIRST.date(), calendar)], instant(FIRST), instant(LAST))
    table, gap, out = buckets(compiled), np.empty_like(starts), np.empty_like(starts)
    few = list(zip(starts[:20_000].tolist(), stops[:20_000].tolist(), strict=True))
    naive = [(EPOCH + timedelta(microseconds=a), EPOCH + timedelta(microseconds=b)) for a, b in few]
    return [
        Candidate("b - a, the limit", len(starts), lambda: np.subtract(stops, starts, out=gap), None),
        Candidate(
            "accordant, table in numpy",
            len(starts),
            lambda: elapsed_many(table, starts, stops, out),
            lambda found: found / SECOND,
        ),
        workclock_candidate(calendar, starts, stops),
        Candidate(
            "accordant, bisect in pure Python",
            len(few),
            lambda: [compiled.between(a, b) for a, b in few],
            lambda found: np.array(found) / SECOND,
        ),
        timegrid_candidate(calendar, naive),
        business_duration_candidate(calendar, naive[:300]),
        businesstimedelta_candidate(calendar, naive[:1_000]),
    ]


def workclock_candidate(calendar: Calendar, starts: Any, stops: Any) -> Candidate:
    """Time workclock, which takes whole arrays."""
    import workclock

    rules = [workclock.WorkDay(time(9), time(17)), workclock.Holidays(calendar.holidays.dates)]
    schedule, few = workclock.Schedule(rules), slice(1_000_000)
    arrays = starts[few].astype("datetime64[us]"), stops[few].astype("datetime64[us]")
    return Candidate(
        "workclock",
        len(arrays[0]),
        lambda: schedule.between_many(*arrays),
        lambda found: found.astype(np.int64) / SECOND,
    )


def timegrid_candidate(calendar: Calendar, pairs: list[tuple[datetime, datetime]]) -> Candidate:
    """Time timegrid's compiled timeline, one pair a call."""
    from timegrid import TimeGridCalendar

    grid = TimeGridCalendar.weekdays(time(9), time(17))
    for day in calendar.holidays.dates:
        grid.add_holiday(day)
    timeline = grid.compile(FIRST, LAST)
    return Candidate(
        "timegrid",
        len(pairs),
        lambda: [timeline.get_working_duration(a, b) for a, b in pairs],
        lambda found: np.array([length.total_seconds() for length in found]),
    )


def business_duration_candidate(calendar: Calendar, pairs: list[tuple[datetime, datetime]]) -> Candidate:
    """Time business-duration, one pair a call."""
    from business_duration import businessDuration

    shut: dict[date, str] = dict.fromkeys(calendar.holidays.dates, "holiday")
    hours = {"starttime": time(9), "endtime": time(17), "holidaylist": shut, "unit": "sec"}
    return Candidate(
        "business-duration",
        len(pairs),
        lambda: [businessDuration(a, b, **hours) for a, b in pairs],
        np.array,
    )


def businesstimedelta_candidate(calendar: Calendar, pairs: list[tuple[datetime, datetime]]) -> Candidate:
    """Time businesstimedelta, one pair a call."""
    from businesstimedelta import HolidayRule, Rules, WorkDayRule

    # It fails when no holiday follows: one beyond the pairs keeps it going.
    shut = {*calendar.holidays.dates, date(2026, 1, 1)}
    rules = Rules([WorkDayRule(time(9), time(17)), HolidayRule(shut)])
    aware = [(a.replace(tzinfo=UTC), b.replace(tzinfo=UTC)) for a, b in pairs]
    return Candidate(
        "businesstimedelta",
        len(pairs),
        lambda: [rules.difference(a, b) for a, b in aware],
        lambda found: np.array([length.timedelta.total_seconds() for length in found]),
    )


def main(count: int) -> None:
    """Print the table and leave with 1 when a result differs from ours."""
    starts, stops = random_pairs(count)
    limit = ours = 0.0
    wrong = 0
    expected: Any = None
    print(f"{'candidate':34}{'pairs':>12}{'ns/pair':>12}{'x b-a':>10}{'x ours':>10}  equal")
    for candidate in candidates(starts, stops):
        found = candidate.run()
        cost = best_ns(candidate.run, 7 if candidate.pairs == count else 2) / candidate.pairs
        equal = "-"
        if candidate.seconds is None:
            limit = cost
        else:
            seconds = candidate.seconds(found)
            expected, ours = (seconds, cost) if expected is None else (expected, ours)
            differing = int((seconds != expected[: candidate.pairs]).sum())
            wrong, equal = wrong + differing, "yes" if not differing else f"{differing} differ"
        share = f"{cost / ours:10,.1f}" if ours else f"{'':>10}"
        print(f"{candidate.name:34}{candidate.pairs:12,}{cost:12,.2f}{cost / limit:10,.1f}{share}  {equal}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
