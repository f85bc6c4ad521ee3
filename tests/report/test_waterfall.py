"""The waterfall: DOMAIN F1.4, and days on which nothing counts."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from accordant.measure.measurement import Item, Outcome
from accordant.plan.calendar import open_time
from accordant.report.waterfall import Waterfall, waterfall
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan
from report.november import CAME, TAKEN, ZONE, at, flagship, item, qualified

NOVEMBER = WindowSpan("2026-11", at(1), at(1, month=12), at(1), at(1, month=12))
OFFICE = open_time([(date(2026, 1, 1), flagship().calendars[0])], at(1, month=9), at(31, month=12))


def fall(items: list[Item], as_of: Instant, *, by_business_day: bool = True) -> Waterfall | None:
    calendar = OFFICE if by_business_day else None
    return waterfall(NOVEMBER, Fraction(667), items, None, (calendar, ZONE), as_of, lambda _: Fraction(1))


def test_on_the_tenth_of_twenty_business_days_the_team_is_23_and_a_half_behind() -> None:
    found = fall(list(qualified()), at(14))
    assert found is not None and found.forecast is not None
    assert (len(found.days), found.seen, found.at) == (20, 10, 10)
    assert (found.then.date, found.then.total, found.then.goal) == (date(2026, 11, 13), 310, Fraction("333.5"))
    assert found.then.gap == Fraction("-23.5")
    assert (found.planned, found.needed) == (Fraction("33.35"), Fraction("35.7"))
    assert [round(v) for v in (found.forecast.end, found.forecast.low, found.forecast.high)] == [620, 587, 653]


def test_a_window_that_is_over_keeps_the_forecast_of_its_middle() -> None:
    found = fall(list(qualified()), at(31, month=12))
    assert found is not None and found.forecast is not None
    assert (found.has_ended, found.at, found.last.total, found.last.gap) == (True, 10, 588, -79)
    assert round(found.forecast.end) == 620
    assert [day.came for day in found.days] == list(CAME)
    assert [day.taken for day in found.days] == list(TAKEN)


def test_the_holiday_is_named_and_weekends_are_not() -> None:
    found = fall(list(qualified()), at(31, month=12))
    assert found is not None
    assert found.shut == (date(2026, 11, 26),)


def test_what_comes_on_a_shut_day_counts_on_the_next_one_and_at_the_end_on_the_last() -> None:
    saturday = item("qualified leads", "a", at(7, "12:00"), Outcome.MET)
    last = item("qualified leads", "b", at(30, "23:59"), Outcome.MET)
    found = fall([saturday, last], at(31, month=12))
    assert found is not None
    counted = {day.date: day.came for day in found.days if day.came}
    assert counted == {date(2026, 11, 9): 1, date(2026, 11, 30): 1}


def test_before_a_day_has_ended_there_is_nothing_to_draw() -> None:
    assert fall([], at(2, "23:59")) is None


def test_without_a_calendar_every_date_is_a_day() -> None:
    found = fall(list(qualified()), at(31, month=12), by_business_day=False)
    assert found is not None
    assert (len(found.days), found.by_business_day, found.shut) == (30, False, ())


@given(st.lists(st.tuples(st.integers(0, 29 * 24 * 60 - 1), st.booleans()), max_size=60))
def test_nothing_is_lost_between_the_days(minutes: list[tuple[int, bool]]) -> None:
    items = []
    for i, (minute, gone) in enumerate(minutes):
        start = at(1) + minute * 60_000_000
        outcome = Outcome.CANCELLED if gone else Outcome.MET
        items.append(item("qualified leads", str(i), start, outcome, stop=start + 1 if gone else None))
    found = fall(items, at(31, month=12))
    assert found is not None
    assert found.last.total == sum(not gone for _, gone in minutes)
    assert sum(day.came for day in found.days) == len(minutes)
