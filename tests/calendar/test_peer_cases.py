"""What other tools' own tests and issues expect of business time and clocks, as data, under our conventions.

Where a case depends on a convention that is not ours, the reader of its kind below says how ours is put in its
place; nothing is left out.
"""

import json
import os
import time as clock_of_the_process
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from calendars import DAY, SECOND, at, hm

from accordant.plan.calendar import (
    inverse,
    is_open,
    last_moment,
    next_closing,
    next_opening,
    open_time,
)
from accordant.plan.length import budget, due, elapsed
from accordant.terms.calendar import WEEKDAYS, Calendar, Holidays, OpenTime, Shift
from accordant.terms.values import Length
from accordant.zone import local_instant, local_time

PEERS = json.loads((Path(__file__).parents[1] / "cases" / "peer_cases.json").read_text("utf-8"))
TIME_KINDS = {
    *("add_duration", "add_business_days", "elapsed", "is_open", "next_open_moment", "previous_open_moment"),
    *("next_closing", "local_to_instant", "business_days_between", "clock"),
}
CASES = [case for case in PEERS["cases"] if case["kind"] in TIME_KINDS]
ZONES_OF_THE_PROCESS = ("UTC", "Asia/Kathmandu", "America/St_Johns")


@pytest.fixture(params=ZONES_OF_THE_PROCESS)
def _zone_of_the_process(request):
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    clock_of_the_process.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    clock_of_the_process.tzset()


def shifts(pairs):
    return hm(", ".join("-".join(pair) for pair in pairs))


def without(hours: tuple[Shift, ...], breaks: tuple[Shift, ...]) -> tuple[Shift, ...]:
    """A break is taken out of a date's hours; ours has no breaks, so the hours are written without it."""
    for pause in breaks:
        parts = [
            [Shift(one.opens, min(one.closes, pause.opens)), Shift(max(one.opens, pause.closes), one.closes)]
            for one in hours
        ]
        hours = tuple(part for both in parts for part in both if part.opens < part.closes)
    return hours


def calendar_of(peer: dict) -> Calendar:
    week = tuple(shifts(peer["hours"].get(day, [])) for day in WEEKDAYS)
    holidays = {date.fromisoformat(day) for day in peer.get("holidays", [])}
    own = {date.fromisoformat(day): shifts(pairs) for day, pairs in peer.get("date_overrides", {}).items()}
    for text, pairs in peer.get("breaks", {}).items():
        day = date.fromisoformat(text)
        own[day] = without(own.get(day, week[day.weekday()]), shifts(pairs))
    # With them a holiday beats the hours of its date, with us it is the other way round.
    dates = tuple((day, hours) for day, hours in own.items() if day not in holidays)
    return Calendar("peer", peer["timezone"], week, Holidays(tuple(holidays)), dates)


@cache
def table(name: str, near: int) -> OpenTime:
    """The calendar over two months on either side of an instant."""
    calendar = calendar_of(PEERS["calendars"][name])
    return open_time([(date(1990, 1, 1), calendar)], near - 62 * DAY, near + 62 * DAY)


def instant(text: str) -> int:
    return at(text if "T" in text else f"{text}T00:00:00Z")


def added(calendar, given, conventions):
    """Ours: due is the closing where the budget ends exactly there; `next_open` is our last moment.

    A negative duration, which we do not offer, is the last instant with so much less open time before it. Zero
    that `rolls` is what a limit in business days does.
    """
    start, amount = instant(given["start"]), given["seconds"] * SECOND
    if amount < 0:
        return last_moment(calendar, calendar.until(start) + amount)
    first, last = due(calendar, start, amount, at_opening=conventions.get("zero_duration") == "roll")
    return last if conventions.get("boundary") == "next_open" else first


def business_days_added(calendar, given):
    """Backwards, which we do not offer, is the mirror: from the last closing, the same time on dates before."""
    start, days = instant(given["start"]), given["days"]
    if days < 0:
        closed = inverse(calendar, calendar.until(start))
        first = [day for day in calendar.days if day.opens < closed][-1]
        target = calendar.days[calendar.days.index(first) + days]
        local = local_time(calendar.zone, closed) - (first.date - target.date)
        return inverse(calendar, calendar.until(local_instant(calendar.zone, local)))
    length = Length(days, "day", True, given.get("end_of_working_day", False))
    amount = budget(length, start, calendar.zone, calendar)
    return due(calendar, start, amount, at_opening=not length.end_of_day)[0]


def seconds_between(calendar, given, conventions):
    """A reversed range is zero with us; where a peer has it negative, the range is turned round and its sign."""
    start, end = instant(given["start"]), instant(given["end"])
    if start > end and conventions.get("reversed_range") == "negative":
        assert elapsed(calendar, start, end) == 0
        return -elapsed(calendar, end, start) // SECOND
    return elapsed(calendar, start, end) // SECOND


def check_clock(calendar, given, expect):
    """A clock with pauses as spans; pauses known only as seconds are a longer budget."""
    start, cut = instant(given["start"]), [(instant(a), instant(b)) for a, b in given["pauses"]]
    length = None
    if "target_business_days" in given:
        length = Length(given["target_business_days"], "day", True, given["end_of_working_day"])
    amount = budget(length, start, calendar.zone, calendar) if length else given["target_seconds"] * SECOND
    amount += given.get("paused_business_seconds", 0) * SECOND
    first, _ = due(calendar, start, amount, cut, at_opening=bool(length and not length.end_of_day))
    assert first == instant(expect["due"])
    if "paused_business_seconds" in expect:
        assert sum(calendar.between(a, b) for a, b in cut) == expect["paused_business_seconds"] * SECOND
    if "stop" in given:
        spent = elapsed(calendar, start, instant(given["stop"]), cut)
        assert spent == expect["elapsed_seconds"] * SECOND
        assert amount - spent == expect["remaining_seconds"] * SECOND
        assert (spent <= amount) == expect["met"]


def check(case: dict) -> None:
    given, expect, conventions = case["input"], case["expect"], case.get("conventions", {})
    if case["kind"] == "local_to_instant":
        local = datetime.fromisoformat(given["local"])
        assert local_instant(given["timezone"], local) == instant(expect["instant"])
        return
    calendar = table(case["calendar"], instant(given.get("start", given.get("at"))))
    match case["kind"]:
        case "add_duration":
            assert added(calendar, given, conventions) == instant(expect["instant"])
        case "add_business_days" if "date" in expect:
            found = local_time(calendar.zone, business_days_added(calendar, given)).date()
            assert found.isoformat() == expect["date"]
        case "add_business_days":
            assert business_days_added(calendar, given) == instant(expect["instant"])
        case "elapsed":
            # Our hours are real ones: where a peer counts those of the clock face, its real count is ours.
            seconds = expect["absolute_seconds" if conventions.get("dst") == "wall" else "seconds"]
            assert seconds_between(calendar, given, conventions) == seconds
        case "is_open":
            assert is_open(calendar, instant(given["at"])) is expect["open"]
        case "next_open_moment":
            assert next_opening(calendar, instant(given["at"])) == instant(expect["instant"])
        case "previous_open_moment":
            found = inverse(calendar, calendar.until(instant(given["at"])))
            assert found == instant(expect["instant"])
        case "next_closing":
            assert next_closing(calendar, instant(given["at"])) == instant(expect["instant"])
        case "business_days_between":
            # Ours has no such count; theirs is of the open dates after the first up to the last.
            first, last = (date.fromisoformat(given[end]) for end in ("start", "end"))
            assert sum(first < day.date <= last for day in calendar.days) == expect["days"]
        case "clock":
            check_clock(calendar, given, expect)
        case kind:
            raise AssertionError(f"no reader for {kind}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_business_time_agrees_with_a_peer_case(case):
    check(case)


@pytest.mark.usefixtures("_zone_of_the_process")
def test_the_zone_of_the_process_changes_nothing():
    table.cache_clear()
    for case in CASES:
        check(case)
    moment = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert local_time("Europe/Berlin", at("2026-03-29T01:30Z")) - moment.replace(tzinfo=None) == timedelta(hours=2)


def test_every_peer_case_of_business_time_and_clocks_is_run():
    other = {"service_credit", "late_penalty", "burn_rate_windows", "sli_ratio", "budget_exhaustion"}
    assert {case["kind"] for case in PEERS["cases"]} == TIME_KINDS | other
    assert len(CASES) == 66
