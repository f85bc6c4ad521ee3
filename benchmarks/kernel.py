"""Business time of pairs of instants: ns a pair, ours against a subtraction and against other libraries.

Run from the root of the project: `python -m benchmarks.kernel [PAIRS]`. Needs the extras `dev` and `bench`.
One calendar (Monday to Friday 09:00-17:00, the holidays of the US, UTC since some of the libraries know no zones)
and one set of random pairs, up to 30 days apart, within eleven years; `benchmarks.due` has the other direction.
Libraries that take one pair a call get fewer pairs. Every result is compared with that of pure Python. Best of
several runs, in time of the processor; tables are made beforehand.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import process_time_ns
from typing import Any

import numpy as np

from accordant.measure.kernel import elapsed_many
from accordant.plan.buckets import buckets
from accordant.plan.calendar import holiday_dates, open_time
from accordant.terms.calendar import WEEKDAYS, Calendar, Holidays, OpenTime, Shift

SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1)
FIRST, LAST = datetime(2015, 1, 1), datetime(2026, 1, 1)
COMPARED = 20_000
MOST_TIMES_A_SUBTRACTION = 8
LEAST_TIMES_OURS = 100


@dataclass(frozen=True)
class Candidate:
    """One way to the answer: how many of the pairs it gets, how to run them, and how to read what comes out.

    `expected` has the microseconds or instants of the first pairs; `aim` is the most or the least of a ratio.
    """

    name: str
    pairs: int
    run: Callable[[], object]
    expected: Any = None
    read: Callable[[Any], Any] = np.asarray
    aim: str = ""


def instant(moment: datetime) -> int:
    """Return the instant of a naive time in UTC."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def office_calendar(later: int = 0) -> Calendar:
    """Return the calendar that every candidate can express, or one that opens and shuts some minutes later."""
    holidays = holiday_dates(Holidays(country="US"), FIRST.year, LAST.year)
    week = tuple((Shift(540 + later, 1020 + later),) if day < 5 else () for day in range(len(WEEKDAYS)))
    return Calendar("office", "UTC", week, Holidays(tuple(d for d in holidays if d.weekday() < 5)))


def compiled(calendar: Calendar) -> OpenTime:
    """Return the open time of a calendar over the years of the pairs."""
    return open_time([(FIRST.date(), calendar)], instant(FIRST), instant(LAST))


def random_pairs(count: int) -> tuple[Any, Any]:
    """Return random starts and stops on whole seconds (some libraries round to them), as instants."""
    random = np.random.default_rng(252)
    last = instant(LAST) // SECOND - 31 * 86_400
    starts = random.integers(instant(FIRST) // SECOND, last, count) * SECOND
    return starts, starts + random.integers(0, 30 * 86_400, count) * SECOND


def naive(instants: Any) -> list[datetime]:
    """Return instants as naive times in UTC."""
    return [EPOCH + timedelta(microseconds=each) for each in instants.tolist()]


def microseconds(lengths: Sequence[timedelta]) -> Any:
    """Return lengths of time as an array of microseconds."""
    return np.array([each // timedelta(microseconds=1) for each in lengths], np.int64)


def between(calendars: Sequence[OpenTime], which: Any, starts: Any, stops: Any) -> Any:
    """Return the open time of pairs by pure Python."""
    rows = zip(which.tolist(), starts.tolist(), stops.tolist(), strict=True)
    return np.array([calendars[i].between(a, b) for i, a, b in rows], np.int64)


def best_ns(run: Callable[[], object], times: int) -> int:
    """Return the shortest of several runs, in nanoseconds."""
    shortest = sys.maxsize
    for _ in range(times):
        began = process_time_ns()
        run()
        shortest = min(shortest, process_time_ns() - began)
    return shortest


def candidates(count: int) -> list[Candidate]:
    """Return all candidates over the same pairs; the first is the limit and the second is ours."""
    starts, stops = random_pairs(count)
    calendar = office_calendar()
    open_hours, gap, few = compiled(calendar), np.empty_like(starts), slice(min(count, COMPARED))
    nothing = np.zeros_like(starts[few])
    expected = between([open_hours], nothing, starts[few], stops[few])
    pairs = list(zip(naive(starts[few]), naive(stops[few]), strict=True))
    return [
        Candidate("`b - a`, the limit", count, lambda: np.subtract(stops, starts, out=gap)),
        *ours(open_hours, starts, stops, expected),
        *fifty(starts, stops),
        search_candidate(open_hours, starts, stops, expected),
        Candidate(
            "accordant, bisect in pure Python",
            len(pairs),
            lambda: between([open_hours], nothing, starts[few], stops[few]),
            expected,
        ),
        workclock_candidate(calendar, starts, stops, expected),
        timegrid_candidate(calendar, pairs, expected),
        business_duration_candidate(calendar, pairs[:300], expected),
        businesstimedelta_candidate(calendar, pairs[:1_000], expected),
    ]


def ours(open_hours: OpenTime, starts: Any, stops: Any, expected: Any) -> list[Candidate]:
    """Return the kernel on one calendar, with the pairs in no order and by their starts."""
    table, out, order = buckets(open_hours), np.empty_like(starts), np.argsort(starts)
    some = slice(len(expected))
    first, second = starts[order], stops[order]
    sorted_expected = between([open_hours], np.zeros_like(first[some]), first[some], second[some])
    aim = f"<= {MOST_TIMES_A_SUBTRACTION} x `b - a`"
    return [
        Candidate(
            "accordant", len(starts), lambda: elapsed_many(table, starts, stops, out=out), expected, aim=aim
        ),
        Candidate(
            "accordant, sorted pairs",
            len(starts),
            lambda: elapsed_many(table, first, second, out=out),
            sorted_expected,
        ),
    ]


def fifty(starts: Any, stops: Any) -> list[Candidate]:
    """Return the kernel on fifty calendars, which open at other quarters of an hour, in no order and in order."""
    hours = [compiled(office_calendar(15 * (i % 24))) for i in range(50)]
    table, out = buckets(*hours), np.empty_like(starts)
    which = np.random.default_rng(50).integers(0, len(hours), len(starts))
    some = slice(min(len(starts), COMPARED))
    order = np.argsort(which, kind="stable")
    given = (starts, stops, which)
    by_calendar = tuple(each[order] for each in given)
    return [
        Candidate(
            f"accordant, 50 calendars{name}",
            len(starts),
            lambda pairs=pairs: elapsed_many(table, *pairs, out),
            between(hours, pairs[2][some], pairs[0][some], pairs[1][some]),
        )
        for name, pairs in (("", given), (", pairs sorted by calendar", by_calendar))
    ]


def search_candidate(open_hours: OpenTime, starts: Any, stops: Any, expected: Any) -> Candidate:
    """Time what one would write in numpy: a binary search of each instant among openings and closings."""
    instants, before = np.array(open_hours.instants), np.array(open_hours.before)
    is_open, some = np.array(open_hours.is_open), slice(1_000_000)

    def until(t: Any) -> Any:
        i = np.searchsorted(instants, t, "right") - 1
        return before[i] + (t - instants[i]) * is_open[i]

    few = starts[some], stops[some]
    return Candidate("searchsorted in numpy", len(few[0]), lambda: until(few[1]) - until(few[0]), expected)


def workclock_candidate(calendar: Calendar, starts: Any, stops: Any, expected: Any) -> Candidate:
    """Time workclock, which takes whole arrays."""
    schedule, few = workclock_schedule(calendar), slice(1_000_000)
    arrays = starts[few].astype("datetime64[us]"), stops[few].astype("datetime64[us]")
    return Candidate(
        "workclock",
        len(arrays[0]),
        lambda: schedule.between_many(*arrays),
        expected,
        lambda found: found.astype(np.int64),
    )


def workclock_schedule(calendar: Calendar) -> Any:
    """Return the calendar as workclock has it."""
    import workclock

    rules = [workclock.WorkDay(time(9), time(17)), workclock.Holidays(calendar.holidays.dates)]
    return workclock.Schedule(rules)


def timegrid_calendar(calendar: Calendar) -> Any:
    """Return the calendar as timegrid has it."""
    from timegrid import TimeGridCalendar

    grid = TimeGridCalendar.weekdays(time(9), time(17))
    for day in calendar.holidays.dates:
        grid.add_holiday(day)
    return grid


def timegrid_candidate(calendar: Calendar, pairs: list[tuple[datetime, datetime]], expected: Any) -> Candidate:
    """Time timegrid's compiled timeline, one pair a call."""
    timeline = timegrid_calendar(calendar).compile(FIRST, LAST)
    return Candidate(
        "timegrid",
        len(pairs),
        lambda: [timeline.get_working_duration(a, b) for a, b in pairs],
        expected,
        microseconds,
    )


def business_duration_candidate(
    calendar: Calendar, pairs: list[tuple[datetime, datetime]], expected: Any
) -> Candidate:
    """Time business-duration, one pair a call."""
    from business_duration import businessDuration

    shut: dict[date, str] = dict.fromkeys(calendar.holidays.dates, "holiday")
    hours = {"starttime": time(9), "endtime": time(17), "holidaylist": shut, "unit": "sec"}
    return Candidate(
        "business-duration",
        len(pairs),
        lambda: [businessDuration(a, b, **hours) for a, b in pairs],
        expected,
        lambda found: np.array(found) * SECOND,
    )


def businesstimedelta_candidate(
    calendar: Calendar, pairs: list[tuple[datetime, datetime]], expected: Any
) -> Candidate:
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
        expected,
        lambda found: microseconds([length.timedelta for length in found]),
    )


def differing(candidate: Candidate, found: object) -> int | None:
    """Return how many results differ from those expected, or None when nothing is."""
    if candidate.expected is None:
        return None
    read = candidate.read(found)
    least = min(len(read), len(candidate.expected))
    return int((read[:least] != candidate.expected[:least]).sum())


def print_table(title: str, many: list[Candidate]) -> int:
    """Print what each candidate takes, against the first and the second, and return how many results differ."""
    print(f"| {title} | pairs | ns a pair | x limit | x ours | aim | equal |")
    print("|---|--:|--:|--:|--:|---|---|")
    limit = own = 0.0
    wrong = 0
    for candidate in many:
        missed = differing(candidate, candidate.run())
        cost = best_ns(candidate.run, 7 if candidate.pairs > 1_000_000 else 2) / candidate.pairs
        limit = limit or cost
        own = own or (cost if missed is not None else 0.0)
        wrong += missed or 0
        equal = {None: "", 0: "yes"}.get(missed, f"{missed} differ")
        ratio = f"{cost / own:,.1f}" if own else ""
        print(
            f"| {candidate.name} | {candidate.pairs:,} | {cost:,.2f} | {cost / limit:,.1f} | {ratio}"
            f" | {candidate.aim} | {equal} |"
        )
    return wrong


def main(count: int) -> None:
    """Print both tables and leave with 1 when a result differs."""
    from benchmarks.due import due_candidates

    wrong = print_table("elapsed time", candidates(count))
    print(f"\nAnd no library of others is to take less than {LEAST_TIMES_OURS} times ours.\n")
    wrong += print_table("due", due_candidates(count))
    print("\npandas is due at the next opening where others are at the closing: it is compared by its open time.")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
