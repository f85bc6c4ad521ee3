"""Open time against an oracle that walks every minute."""

from datetime import UTC, date, datetime, timedelta

import pytest
from calendars import MINUTE, ZONES, midnight, scenes, utc, versions
from hypothesis import given, settings
from hypothesis import strategies as st
from minute_walk import Walk, owners

from accordant.plan.calendar import always, is_open, open_time
from accordant.terms.calendar import WEEKDAYS, Calendar, Holidays, Shift
from accordant.zone import transitions

FORTY_YEARS = (utc(2000, 1, 1), utc(2041, 1, 1))


@given(st.data(), scenes())
@settings(max_examples=50, deadline=None)
def test_every_minute_of_a_random_calendar_is_open_or_shut_as_a_walk_says(data, scene):
    chosen = data.draw(versions(scene))
    first = midnight(scene[1]) // MINUTE
    last = first + 7 * 1440
    walk = Walk(chosen[0][1].zone, first - 4 * 1440, last + 2 * 1440)
    calendar = open_time(chosen, first * MINUTE, last * MINUTE)
    spent = 0
    for minute in range(first, last):
        assert calendar.until(minute * MINUTE) == spent
        is_open_now = bool(owners(walk, chosen, minute))
        assert is_open(calendar, minute * MINUTE) == is_open_now
        spent += is_open_now * MINUTE
    assert calendar.until(last * MINUTE) == spent


@given(st.data(), scenes())
@settings(max_examples=40, deadline=None)
def test_open_dates_are_those_to_which_a_walk_gives_its_open_minutes(data, scene):
    chosen = data.draw(versions(scene))
    first = midnight(scene[1]) // MINUTE
    last = first + 8 * 1440
    walk = Walk(chosen[0][1].zone, first - 4 * 1440, last + 4 * 1440)
    owned: dict[date, list[int]] = {}
    for minute in range(first - 2 * 1440, last + 2 * 1440):
        for day in owners(walk, chosen, minute):
            owned.setdefault(day, []).append(minute)
    expected = {
        day: (held[0] * MINUTE, (held[-1] + 1) * MINUTE)
        for day, held in owned.items()
        if held[-1] >= first and held[0] < last
    }
    calendar = open_time(chosen, first * MINUTE, last * MINUTE)
    assert {day.date: (day.opens, day.closes) for day in calendar.days} == expected
    assert [day.date for day in calendar.days] == sorted(expected)


NIGHTS = (Shift(0, 90), Shift(150, 195), Shift(1320, 135))


@pytest.mark.parametrize("zone", ZONES)
def test_around_every_transition_the_hours_are_those_of_a_walk(zone):
    """2000 to 2040: 00:00-01:30, 02:30-03:15 and 22:00-02:15 daily; now and then a holiday."""
    for number, (instant, _, _) in enumerate(transitions(zone, *FORTY_YEARS)):
        change = instant // MINUTE
        day = datetime.fromtimestamp(instant // 1_000_000, UTC).date() + timedelta(days=number % 3 - 1)
        holidays = Holidays((day,) if number % 4 == 3 else ())
        versions = [(date(1999, 1, 1), Calendar("nights", zone, (NIGHTS,) * 7, holidays))]
        walk = Walk(zone, change - 51 * 60, change + 6 * 60)
        calendar = open_time(versions, (change - 120) * MINUTE, (change + 180) * MINUTE)
        watched = range(change - 120, change + 180)
        expected = [bool(owners(walk, versions, minute)) for minute in watched]
        assert [is_open(calendar, minute * MINUTE) for minute in watched] == expected
        assert calendar.until(calendar.end) == sum(expected) * MINUTE


@pytest.mark.parametrize("zone", ZONES)
def test_a_calendar_of_full_days_is_wall_time_in_every_zone(zone):
    start, end = FORTY_YEARS[0], FORTY_YEARS[0] + 3 * 366 * 1440 * MINUTE
    full = Calendar("always", zone, ((Shift(0, 1440),),) * len(WEEKDAYS))
    calendar, wall = open_time([(date(1999, 1, 1), full)], start, end), always(start, end)
    assert (calendar.instants, calendar.before, calendar.is_open) == (wall.instants, wall.before, wall.is_open)
    assert all(later.opens == day.closes for day, later in zip(calendar.days, calendar.days[1:], strict=False))
