"""The kernel agrees with the open time of a calendar on every pair, to the microsecond."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordant.measure.kernel import due_many, elapsed_many
from accordant.plan.buckets import Buckets, buckets
from accordant.plan.calendar import OutsideHorizon, always, inverse, open_time
from accordant.terms.calendar import WEEKDAYS, Calendar, OpenTime, Shift

SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
LAWS = settings(max_examples=150, deadline=None)
YEAR = tuple(int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * SECOND for year in (2026, 2027))


def office(zone: str, opens: int, closes: int, start: int, end: int) -> OpenTime:
    week = tuple((Shift(opens, closes),) if day < 5 else () for day in range(len(WEEKDAYS)))
    return open_time([(date(1900, 1, 1), Calendar("office", zone, week))], start, end)


@st.composite
def horizons(draw: st.DrawFn) -> tuple[int, int]:
    """Where a table begins, before 1970, at it and after it, and how many steps of time it is long."""
    t0 = draw(st.integers(-3, 3) | st.integers(-(2**50), 2**50) | st.just(YEAR[0]))
    return t0, draw(st.integers(1, 60))


@st.composite
def open_times(draw: st.DrawFn, horizon: tuple[int, int], step: int) -> OpenTime:
    """A calendar that opens and shuts at random on a grid; the horizon ends on the grid or beside it."""
    t0, steps = horizon
    cuts = sorted(draw(st.sets(st.integers(1, steps), max_size=12)))
    instants = (t0, *(t0 + cut * step for cut in cuts))
    first = draw(st.booleans())
    states = tuple(first ^ bool(i % 2) for i in range(len(instants)))
    lengths = ((b - a) * state for a, b, state in zip(instants, instants[1:], states, strict=False))
    return OpenTime(
        "random", "UTC", instants, tuple(accumulate(lengths, initial=0)), states, t0 + steps * step + 1
    )


@st.composite
def scenes(draw: st.DrawFn, most: int) -> tuple[tuple[OpenTime, ...], Buckets]:
    """Some calendars of one horizon, as they are and as a table."""
    horizon = draw(horizons())
    step = draw(st.sampled_from((1, 7, SECOND, 60 * SECOND, 900 * SECOND, HOUR, DAY)))
    calendars = tuple(draw(open_times(horizon, step)) for _ in range(draw(st.integers(1, most))))
    return calendars, buckets(*calendars)


def instants_in(calendar: OpenTime) -> st.SearchStrategy[int]:
    """Instants of a calendar, often its openings, closings and ends or just beside them."""
    marks = [t + d for t in (*calendar.instants, calendar.end) for d in (-1, 0, 1)]
    inside = [t for t in marks if calendar.instants[0] <= t <= calendar.end]
    return st.sampled_from(inside) | st.integers(calendar.instants[0], calendar.end)


def arrays(rows: list[tuple[int, ...]], width: int) -> list[np.ndarray]:
    return [np.array([row[i] for row in rows], np.int64) for i in range(width)]


@given(st.data(), scenes(most=1))
@LAWS
def test_the_elapsed_time_of_every_pair_is_that_of_the_calendar(data, scene):
    (calendar,), laid_out = scene
    pairs = data.draw(st.lists(st.tuples(*[instants_in(calendar)] * 2), max_size=40))
    starts, stops = arrays(pairs, 2)
    assert elapsed_many(laid_out, starts, stops).tolist() == [calendar.between(a, b) for a, b in pairs]


@given(st.data(), scenes(most=50))
@LAWS
def test_each_pair_may_have_its_own_of_many_calendars(data, scene):
    calendars, laid_out = scene
    which = st.integers(0, len(calendars) - 1)
    rows = data.draw(
        st.lists(which.flatmap(lambda i: st.tuples(st.just(i), *[instants_in(calendars[i])] * 2)), max_size=40)
    )
    of, starts, stops = arrays(rows, 3)
    assert elapsed_many(laid_out, starts, stops, of).tolist() == [calendars[i].between(a, b) for i, a, b in rows]


@given(st.data(), scenes(most=5))
@LAWS
def test_due_is_the_first_instant_at_which_the_elapsed_time_is_the_amount(data, scene):
    calendars, laid_out = scene
    rows = []
    for _ in range(data.draw(st.integers(0, 20))):
        i = data.draw(st.integers(0, len(calendars) - 1))
        start = data.draw(instants_in(calendars[i]))
        # Often the amount ends just where the calendar opens or shuts.
        later = data.draw(instants_in(calendars[i]).filter(lambda t, start=start: t >= start))
        rows.append((i, start, calendars[i].between(start, later)))
    of, starts, amounts = arrays(rows, 3)
    expected = [max(start, inverse(calendars[i], calendars[i].until(start) + n)) for i, start, n in rows]
    assert due_many(laid_out, starts, amounts, of).tolist() == expected


@pytest.mark.parametrize("zone", ["UTC", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"])
@pytest.mark.parametrize("years", [(1955, 1975), (2015, 2026)])
def test_elapsed_and_due_agree_in_every_hour_of_many_years(zone, years):
    start, end = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * SECOND for year in years)
    calendar = office(zone, 9 * 60, 17 * 60 + 30, start, end)
    laid_out = buckets(calendar)
    starts = np.arange(start, end - 40 * DAY, HOUR + 1, dtype=np.int64)
    stops = starts + (starts - start) % (30 * DAY)
    elapsed = elapsed_many(laid_out, starts, stops)
    assert elapsed[::7].tolist() == [
        calendar.between(a, b) for a, b in zip(starts[::7].tolist(), stops[::7].tolist(), strict=True)
    ]
    due = due_many(laid_out, starts, elapsed)
    assert (starts <= due).all()
    assert (due <= stops).all()
    assert (elapsed_many(laid_out, starts, due) == elapsed).all()
    later = due > starts
    assert (elapsed_many(laid_out, starts, due - later)[later] == elapsed[later] - 1).all()


def test_blocks_of_any_number_of_pairs_are_worked_on_and_the_array_given_is_filled():
    calendar = office("UTC", 540, 1020, *YEAR)
    laid_out = buckets(calendar)
    starts = np.linspace(YEAR[0], YEAR[1], 140_001).astype(np.int64)
    stops = starts[::-1]
    out = np.zeros_like(starts)
    assert elapsed_many(laid_out, starts, stops, out=out) is out
    for i in range(0, 140_001, 997):
        assert out[i] == calendar.between(int(starts[i]), int(stops[i]))
    assert elapsed_many(laid_out, starts[:0], stops[:0]).tolist() == []
    assert due_many(laid_out, starts[:0], stops[:0]).tolist() == []


@pytest.mark.parametrize("t", [YEAR[0] - 1, YEAR[1] + 1, -(2**63), 2**63 - 1])
def test_an_instant_outside_the_horizon_is_refused(t):
    inside, outside = np.array([YEAR[0], YEAR[1]]), np.array([YEAR[0], t])
    laid_out = buckets(always(*YEAR))
    for starts, stops in ((inside, outside), (outside, inside)):
        with pytest.raises(OutsideHorizon):
            elapsed_many(laid_out, starts, stops)
    with pytest.raises(OutsideHorizon):
        due_many(laid_out, outside, np.array([0, 0]))
    assert elapsed_many(laid_out, inside[:1], inside[1:]).tolist() == [YEAR[1] - YEAR[0]]


@pytest.mark.parametrize("amount", [-1, DAY + 1, 2**63 - 1, -(2**63)])
def test_an_amount_below_zero_or_beyond_the_horizon_is_refused(amount):
    laid_out = buckets(always(0, 2 * DAY))
    starts = np.array([0, DAY])
    assert due_many(laid_out, starts, np.array([0, DAY])).tolist() == [0, 2 * DAY]
    with pytest.raises(OutsideHorizon):
        due_many(laid_out, starts, np.array([0, amount]))


def test_an_amount_that_only_another_calendar_has_is_refused():
    short = OpenTime("short", "UTC", (0, HOUR), (0, HOUR), (True, False), DAY)
    laid_out = buckets(always(0, DAY), short)
    starts, amounts = np.array([0]), np.array([HOUR + 1])
    assert due_many(laid_out, starts, amounts, np.array([0])).tolist() == [HOUR + 1]
    with pytest.raises(OutsideHorizon):
        due_many(laid_out, starts, amounts, np.array([1]))


@pytest.mark.parametrize("stops", [np.array([1.0]), np.array([1, 2]), np.array([[1]]), np.array([1], np.int32)])
def test_arrays_to_guess_about_are_refused(stops):
    laid_out = buckets(always(0, DAY))
    for many in (elapsed_many, due_many):
        with pytest.raises(ValueError, match="equally long arrays of 64-bit integers"):
            many(laid_out, np.array([0]), stops)


def test_a_pair_needs_one_of_the_calendars_of_the_buckets():
    laid_out = buckets(always(0, DAY), always(0, DAY))
    starts = stops = np.array([0])
    with pytest.raises(ValueError, match="must be said"):
        elapsed_many(laid_out, starts, stops)
    for wrong in (-1, 2):
        with pytest.raises(ValueError, match="has not"):
            elapsed_many(laid_out, starts, stops, np.array([wrong]))


def test_a_table_needs_calendars_of_one_horizon():
    for others in ((), (always(0, DAY), always(0, 2 * DAY)), (always(0, DAY), always(1, DAY))):
        with pytest.raises(ValueError, match="one horizon"):
            buckets(*others)


def test_a_table_is_as_coarse_as_the_hours_allow_and_refused_when_too_fine():
    calendar = OpenTime("odd", "UTC", (0, 9 * HOUR, 17 * HOUR), (0, 0, 8 * HOUR), (False, True, False), 300 * DAY)
    assert buckets(calendar).width == HOUR
    assert buckets(always(0, DAY)).width == DAY
    odd = replace(calendar, instants=(0, 9 * HOUR + 1, 17 * HOUR + 1))
    with pytest.raises(ValueError, match="buckets of 1 microseconds"):
        buckets(odd)
