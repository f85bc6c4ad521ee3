"""Laws of open time, clocks, lengths and buckets, on random calendars."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from calendars import DAY, HOUR, MINUTE, ZONES, at, midnight, scenes, versions, weekly
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accordant.measure.kernel import elapsed_many
from accordant.plan.buckets import buckets, exact_width
from accordant.plan.calendar import (
    OutsideHorizon,
    always,
    inverse,
    is_open,
    last_moment,
    next_closing,
    next_opening,
    open_time,
)
from accordant.plan.length import add, budget, budget_table, deadline, due, elapsed
from accordant.terms.calendar import OpenTime
from accordant.terms.values import Length
from accordant.zone import local_instant, local_time

YEAR = (at("2026-01-01T00:00Z"), at("2027-01-01T00:00Z"))
LAWS = settings(max_examples=60, deadline=None)


@st.composite
def open_times(draw: st.DrawFn, days: int = 40) -> OpenTime:
    scene = draw(scenes())
    start = midnight(scene[1]) + draw(st.sampled_from((0, 15 * MINUTE, 7 * MINUTE)))
    return open_time(draw(versions(scene)), start, start + days * DAY)


def instants_in(calendar: OpenTime, days: int = 20) -> st.SearchStrategy[int]:
    """Instants of the first days of a calendar, often at its openings and closings or just beside."""
    last = calendar.instants[0] + days * DAY
    marks = [t + d for t in calendar.instants for d in (-1, 0, 1) if calendar.instants[0] <= t + d <= last]
    return st.sampled_from(marks or [last]) | st.integers(calendar.instants[0], last)


def cuts_in(calendar: OpenTime) -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    """Up to three disjoint spans, ascending; some of no length."""
    ends = st.lists(instants_in(calendar), max_size=6).map(sorted)
    return ends.map(lambda t: tuple(zip(t[::2], t[1::2], strict=False)))


lengths = st.one_of(
    st.builds(Length, st.integers(0, 7), st.sampled_from(("day", "week", "month", "quarter", "year"))),
    st.builds(Length, st.integers(0, 9), st.just("day"), st.just(True), st.booleans()),
    st.builds(Length, st.integers(0, 90), st.sampled_from(("second", "minute", "hour")), st.booleans()),
)


@given(st.data(), open_times())
@LAWS
def test_elapsed_time_adds_up_and_never_shrinks(data, calendar):
    a, b, c = sorted(data.draw(st.tuples(*[instants_in(calendar)] * 3)))
    cut = data.draw(cuts_in(calendar))
    assert elapsed(calendar, a, b, cut) + elapsed(calendar, b, c, cut) == elapsed(calendar, a, c, cut)
    assert 0 <= elapsed(calendar, a, b, cut) <= elapsed(calendar, a, c, cut) <= c - a


@given(st.data(), open_times())
@LAWS
def test_a_pause_never_lengthens_elapsed_time_and_never_brings_due_forward(data, calendar):
    start, stop = sorted(data.draw(st.tuples(*[instants_in(calendar)] * 2)))
    cut = data.draw(cuts_in(calendar))
    assert elapsed(calendar, start, stop, cut) <= elapsed(calendar, start, stop)
    amount = elapsed(calendar, start, stop, cut)
    paused, unpaused = soundly(due, calendar, start, amount, cut), soundly(due, calendar, start, amount)
    assert paused[0] >= unpaused[0]
    assert paused[1] >= unpaused[1]


def soundly(function, *given, **named):
    """The answer, or another example when the horizon is too short for one."""
    try:
        return function(*given, **named)
    except OutsideHorizon:
        return assume(False)


@given(st.data(), open_times(), st.integers(0, 60 * HOUR))
@LAWS
def test_due_and_the_last_moment_are_the_first_and_last_instant_at_which_elapsed_is_the_budget(
    data, calendar, amount
):
    start, cut = data.draw(instants_in(calendar)), data.draw(cuts_in(calendar))
    # Often the budget ends just where a pause or the calendar begins or ends.
    ends = [t for span in cut for t in span] or [start]
    amount = data.draw(
        st.just(amount)
        | (st.sampled_from(ends) | instants_in(calendar)).map(lambda t: elapsed(calendar, start, t, cut))
    )
    first, last = soundly(due, calendar, start, amount, cut)
    assert start <= first <= last
    assert elapsed(calendar, start, first, cut) == elapsed(calendar, start, last, cut) == amount
    assert first == start or elapsed(calendar, start, first - 1, cut) < amount
    assert elapsed(calendar, start, last + 1, cut) > amount
    at_opening, same = due(calendar, start, amount, cut, at_opening=True)
    assert (at_opening, same) == (next_opening(calendar, first), last)
    assert first <= at_opening <= last


@given(st.data(), open_times())
@LAWS
def test_the_inverse_is_the_first_instant_and_the_last_moment_the_last_with_an_amount_of_open_time(data, calendar):
    t = data.draw(instants_in(calendar))
    amount = calendar.until(t)
    first = inverse(calendar, amount)
    assert first <= t
    assert calendar.until(first) == amount
    assert first == calendar.instants[0] or calendar.until(first - 1) < amount
    last = soundly(last_moment, calendar, amount)
    assert t <= last
    assert calendar.until(last + 1) == amount + 1


@given(st.data(), open_times())
@LAWS
def test_openings_and_closings_are_where_the_calendar_turns(data, calendar):
    t = data.draw(instants_in(calendar))
    opening = soundly(next_opening, calendar, t)
    assert is_open(calendar, opening)
    assert opening == t or not is_open(calendar, opening - 1)
    assert opening == t or calendar.between(t, opening) == 0
    closing = soundly(next_closing, calendar, t)
    assert closing > t
    assert is_open(calendar, closing - 1)
    assert not is_open(calendar, closing)


@given(st.data(), open_times(days=120), lengths)
@LAWS
def test_the_table_of_budgets_is_the_budget_of_every_start(data, calendar, length):
    zone = data.draw(st.sampled_from(ZONES))
    start = calendar.instants[0] + data.draw(st.sampled_from((0, 5 * HOUR + 1)))
    end = start + 25 * DAY
    table = soundly(budget_table, length, zone, calendar, start, end)
    # Every half hour: a change of clocks moves a budget for half an hour or longer.
    for t in range(start + data.draw(st.integers(0, 30 * MINUTE)), end, 30 * MINUTE):
        assert table.value(t) == budget(length, t, zone, calendar)
    for t in (start, *table.instants, *(t - 1 for t in table.instants[1:]), end - 1):
        assert table.value(t) == budget(length, t, zone, calendar)
    assert set(table.slopes) <= {-1, 0, 1}
    assert list(table.instants) == sorted(set(table.instants))


@given(st.data(), scenes(), st.integers(1, 9))
@LAWS
def test_calendar_lengths_keep_the_local_time_and_clamp_to_the_month(data, scene, amount):
    zone, near = scene
    start = midnight(near) + data.draw(st.integers(0, DAY))
    before = local_time(zone, start)
    days = local_time(zone, add(Length(amount, "day"), start, zone))
    wanted = before + timedelta(days=amount)
    # In a gap the clock shows another time; otherwise exactly this one.
    assert days == wanted or local_instant(zone, wanted) == local_instant(zone, days)
    months = local_time(zone, add(Length(amount, "month"), start, zone))
    assert (months.year * 12 + months.month) - (before.year * 12 + before.month) == amount
    assert months.day <= before.day or months.time() != before.time()
    assert budget(Length(amount, "month"), start, zone, None) >= (28 * amount - 2) * DAY
    assert add(Length(amount, "week"), start, zone) == add(Length(7 * amount, "day"), start, zone)
    assert add(Length(amount, "year"), start, zone) == add(Length(12 * amount, "month"), start, zone)


@given(st.data(), open_times(days=60), st.integers(0, 9))
@LAWS
def test_a_deadline_in_business_days_has_so_many_open_dates_after_its_anchor(data, calendar, count):
    anchor = data.draw(instants_in(calendar))
    last = soundly(deadline, Length(count, "day", True), anchor, calendar.zone, calendar)
    first_date, last_date = (local_time(calendar.zone, t).date() for t in (anchor, last))
    assert sum(first_date < day.date <= last_date for day in calendar.days) == count
    assert last_date == first_date or any(day.date == last_date for day in calendar.days)
    assert last >= anchor or local_time(calendar.zone, anchor).date() == last_date
    next_date = last_date + timedelta(days=1)
    assert last + 1 == local_instant(calendar.zone, datetime(next_date.year, next_date.month, next_date.day))


@given(st.data(), open_times())
@LAWS
def test_a_bucket_gives_the_open_time_before_every_instant(data, calendar):
    table = buckets(calendar)
    assert 900 % table.width == 0
    for t in (*data.draw(st.lists(instants_in(calendar), min_size=20, max_size=20)), calendar.end):
        step = table.width * 1_000_000
        k = (t - table.t0) // step
        packed = table.packed[k]
        rest = t - table.t0 - k * step
        assert (packed >> 1) * 1_000_000 + (packed & 1) * rest == calendar.until(t)


@given(st.data(), open_times())
@LAWS
def test_the_kernel_gives_the_elapsed_time_of_every_pair(data, calendar):
    pairs = data.draw(st.lists(st.tuples(instants_in(calendar), instants_in(calendar)), max_size=40))
    starts, stops = (np.array([pair[i] for pair in pairs], np.int64) for i in (0, 1))
    found = elapsed_many(buckets(calendar), starts, stops)
    assert found.tolist() == [calendar.between(a, b) for a, b in pairs]


def test_the_kernel_works_in_blocks_of_any_number_of_pairs():
    calendar = open_time([(date(2026, 1, 1), weekly("UTC", "09:00-17:00"))], *YEAR)
    starts = np.arange(YEAR[0], YEAR[1], (YEAR[1] - YEAR[0]) // 70_001, dtype=np.int64)[:70_001]
    stops = starts[::-1].copy()
    out = np.zeros_like(starts)
    assert elapsed_many(buckets(calendar), starts, stops, out) is out
    for i in range(0, 70_001, 997):
        assert out[i] == calendar.until(int(stops[i])) - calendar.until(int(starts[i]))
    assert elapsed_many(buckets(calendar), starts[:0], stops[:0]).tolist() == []


@pytest.mark.parametrize("t", [YEAR[0] - 1, YEAR[1] + 1, -(2**63), 2**63 - 1])
def test_the_kernel_refuses_an_instant_outside_the_horizon(t):
    inside, outside = np.array([YEAR[0], YEAR[1]]), np.array([YEAR[0], t])
    table = buckets(always(*YEAR))
    for starts, stops in ((inside, outside), (outside, inside)):
        with pytest.raises(ValueError, match="outside the horizon"):
            elapsed_many(table, starts, stops)
    assert elapsed_many(table, inside[:1], inside[1:]).tolist() == [YEAR[1] - YEAR[0]]


@pytest.mark.parametrize("stops", [np.array([1.0]), np.array([1, 2]), np.array([[1]]), np.array([1], np.int32)])
def test_the_kernel_refuses_arrays_it_would_have_to_guess_about(stops):
    table = buckets(always(0, DAY))
    with pytest.raises(ValueError, match="equally long arrays of 64-bit integers"):
        elapsed_many(table, np.array([0]), stops)


def test_a_bucket_is_as_wide_as_the_hours_allow():
    assert exact_width((0, 9 * HOUR, 17 * HOUR + 30 * MINUTE)) == 900
    assert exact_width((0, 9 * HOUR, 17 * HOUR + 5 * MINUTE)) == 300
    assert exact_width((7 * MINUTE, 9 * HOUR)) == 60
    assert exact_width((YEAR[0],)) == 900
    with pytest.raises(ValueError, match="off the whole second"):
        exact_width((0, HOUR + 1))


def test_a_calendar_that_opens_inside_a_bucket_is_refused():
    with pytest.raises(ValueError, match="inside a bucket of 900 seconds"):
        buckets(OpenTime("odd", "UTC", (0, 5 * MINUTE), (0, 0), (False, True), DAY), 900)
