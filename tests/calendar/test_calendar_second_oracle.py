"""Open time against workclock, a library written by others, on calendars that both can express."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import workclock
from calendars import DAY, ZONES
from hypothesis import given, settings
from hypothesis import strategies as st

from accordant.plan.calendar import open_time
from accordant.plan.length import due
from accordant.terms.calendar import Calendar, Holidays, Shift

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# It carries a release of tzdata of its own: only dates on which no release since has changed a zone are asked.
SETTLED = st.dates(date(2000, 1, 2), date(2021, 6, 1))


def moment(instant: int) -> datetime:
    return EPOCH + timedelta(microseconds=instant)


@st.composite
def schedules(draw: st.DrawFn, near: date) -> tuple[Calendar, workclock.Schedule]:
    """The same hours twice: shifts on some days of the week, some overnight, and holidays that shut dates."""
    zone = draw(st.sampled_from(ZONES))
    hours = st.integers(0, 95).map(lambda quarter: quarter * 15)
    rules = draw(
        st.lists(
            st.tuples(hours, hours, st.sets(st.integers(0, 6), min_size=1)).filter(lambda r: r[0] != r[1]),
            min_size=1,
            max_size=3,
        )
    )
    holidays = {near + timedelta(days=n) for n in draw(st.sets(st.integers(-1, 20), max_size=4))}
    week = tuple(tuple(Shift(a, b) for a, b, days in rules if day in days) for day in range(7))
    theirs = [workclock.WorkDay(time(a // 60, a % 60), time(b // 60, b % 60), days) for a, b, days in rules]
    schedule = workclock.Schedule([*theirs, workclock.Holidays(holidays)], time_zone=zone)
    return Calendar("both", zone, week, Holidays(tuple(holidays))), schedule


@given(st.data(), SETTLED)
@settings(max_examples=100, deadline=None)
def test_open_time_and_due_instants_are_those_of_workclock(data, near):
    calendar, schedule = data.draw(schedules(near))
    start = int(datetime(near.year, near.month, near.day, tzinfo=UTC).timestamp()) * 1_000_000
    ours = open_time([(date(2000, 1, 1), calendar)], start, start + 90 * DAY)
    moments = data.draw(st.lists(st.integers(start, start + 20 * DAY), min_size=10, max_size=10))
    for a, b in pairwise(moments):
        theirs = schedule.between(moment(min(a, b)), moment(max(a, b)))
        assert timedelta(microseconds=ours.between(min(a, b), max(a, b))) == theirs
    amount = data.draw(st.integers(1, 8 * 3600)) * 1_000_000
    for t in moments:
        assert moment(due(ours, t, amount)[0]) == schedule.add(moment(t), timedelta(microseconds=amount))
