"""Laws of open time, clocks and lengths, on random calendars."""

from datetime import datetime, timedelta

from calendars import DAY, HOUR, MINUTE, ZONES, at, midnight, scenes, versions
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accordant.plan.calendar import (
    OutsideHorizon,
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
