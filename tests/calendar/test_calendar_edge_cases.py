"""The edge cases of SEMANTICS section 6 that concern calendars and lengths, each with the sum by hand."""

from datetime import date

import pytest
from calendars import DAY, HOUR, MINUTE, SECOND, at, compiled, hm, weekly

from accordant.plan.calendar import (
    ImpossibleCalendar,
    OutsideHorizon,
    always,
    holiday_dates,
    inverse,
    is_open,
    last_moment,
    next_closing,
    next_opening,
    open_time,
)
from accordant.plan.length import add, budget, deadline, due, elapsed
from accordant.terms.calendar import Calendar, Holidays, Shift
from accordant.terms.values import Length

MARCH = ("2026-03-01T00:00Z", "2026-05-01T00:00Z")
OFFICE = compiled(weekly("UTC", "09:00-17:00"), *MARCH)
BERLIN = "Europe/Berlin"


def full_week(zone, hours, **other):
    return weekly(zone, hours, "mon tue wed thu fri sat sun", **other)


def test_6_1_a_budget_that_ends_exactly_at_closing_is_due_at_closing_and_met_until_the_next_opening():
    # Friday 6 March 2026, 15:00 + 2 h = 17:00, closing; open again Monday 9 March, 09:00.
    first, last = due(OFFICE, at("2026-03-06T15:00Z"), 2 * HOUR)
    assert first == at("2026-03-06T17:00Z")
    assert last == at("2026-03-09T09:00Z")
    # Answered on Saturday: 15:00-17:00 = 2 h, not more than 2 h.
    assert elapsed(OFFICE, at("2026-03-06T15:00Z"), at("2026-03-07T12:00Z")) == 2 * HOUR
    # One microsecond after the opening: 2 h and 1 µs.
    assert elapsed(OFFICE, at("2026-03-06T15:00Z"), last + 1) == 2 * HOUR + 1


def test_6_2_a_start_outside_hours_begins_at_the_next_opening():
    # Saturday 7 March, 20:13: opens Monday 09:00; + 4 h = Monday 13:00, not 20:13 + anything.
    assert due(OFFICE, at("2026-03-07T20:13Z"), 4 * HOUR)[0] == at("2026-03-09T13:00Z")


def test_6_3_a_start_at_closing_sharp_is_outside_hours():
    # Thursday 5 March, 17:00:00.000000 is shut: + 1 h = Friday 10:00.
    assert not is_open(OFFICE, at("2026-03-05T17:00Z"))
    assert is_open(OFFICE, at("2026-03-05T17:00Z") - 1)
    assert is_open(OFFICE, at("2026-03-05T09:00Z"))
    assert due(OFFICE, at("2026-03-05T17:00Z"), HOUR)[0] == at("2026-03-06T10:00Z")


def test_6_4_a_pause_wholly_outside_hours_moves_nothing():
    # Friday 15:00, 3 h of work: 2 h until 17:00, paused Saturday, 1 h on Monday: 10:00, as without the pause.
    start, saturday = at("2026-03-06T15:00Z"), (at("2026-03-07T08:00Z"), at("2026-03-07T20:00Z"))
    assert due(OFFICE, start, 3 * HOUR, (saturday,)) == due(OFFICE, start, 3 * HOUR)
    assert due(OFFICE, start, 3 * HOUR)[0] == at("2026-03-09T10:00Z")


def test_6_5_of_a_pause_across_closing_only_the_open_part_counts():
    # Office 10:00-18:00, Friday 3 April a holiday. Paused Thursday 17:50 to Monday 12:30:
    # Thursday 10 min + Monday 10:00-12:30 = 150 min; together 160 min.
    office = compiled(weekly("UTC", "10:00-18:00", holidays=Holidays((date(2026, 4, 3),))), *MARCH)
    pause = (at("2026-04-02T17:50Z"), at("2026-04-06T12:30Z"))
    assert office.between(*pause) == 160 * MINUTE
    # Thursday 17:00 to Monday 13:00 without it: 60 + 180 min; less 160 = 80 min.
    assert elapsed(office, at("2026-04-02T17:00Z"), at("2026-04-06T13:00Z"), (pause,)) == 80 * MINUTE
    # 2 h from Thursday 17:00: 50 min until the pause, 70 min after Monday 12:30 = 13:40.
    assert due(office, at("2026-04-02T17:00Z"), 2 * HOUR, (pause,))[0] == at("2026-04-06T13:40Z")


def test_6_23_hours_that_the_spring_gap_skips_are_read_with_the_offset_before_it():
    # Berlin, 29 March 2026: 02:00 CET becomes 03:00 CEST at 01:00Z. 02:30 is read as 03:30 CEST = 01:30Z.
    opening = compiled(full_week(BERLIN, "02:30-04:00"), "2026-03-28T23:00Z", "2026-03-29T22:00Z")
    assert next_opening(opening, opening.instants[0]) == at("2026-03-29T01:30Z")
    # 03:30-04:00 CEST = 30 min of the 90 on the clock face.
    assert opening.until(opening.end) == 30 * MINUTE
    # 01:00-04:00: from 00:00Z to 02:00Z, 2 real hours.
    three = compiled(full_week(BERLIN, "01:00-04:00"), "2026-03-28T23:00Z", "2026-03-29T22:00Z")
    assert three.until(three.end) == 2 * HOUR
    # 02:30-03:00 is read as 03:30-03:00, so it is empty, and the date is not open.
    empty = compiled(full_week(BERLIN, "02:30-03:00"), "2026-03-28T23:00Z", "2026-03-29T22:00Z")
    assert (empty.until(empty.end), empty.days) == (0, ())


def test_6_24_the_autumn_overlap_gives_real_hours():
    # Berlin, 25 October 2026: 03:00 CEST becomes 02:00 CET at 01:00Z. The date has 25 h: 22:00Z to 23:00Z.
    start, end = "2026-10-24T22:00Z", "2026-10-25T23:00Z"
    always_open = compiled(full_week(BERLIN, "00:00-24:00"), start, end)
    assert always_open.until(always_open.end) == 25 * HOUR
    # 00:00-06:00: 22:00Z to 05:00Z = 7 h.
    nights = compiled(full_week(BERLIN, "00:00-06:00"), start, end)
    assert nights.until(nights.end) == 7 * HOUR
    # 02:30 is the first 02:30 (00:30Z): 02:00-02:30 is 30 min, 02:30-03:00 is 00:30Z to 02:00Z = 90 min.
    before = compiled(full_week(BERLIN, "02:00-02:30"), start, end)
    after = compiled(full_week(BERLIN, "02:30-03:00"), start, end)
    assert (before.until(before.end), after.until(after.end)) == (30 * MINUTE, 90 * MINUTE)


NIGHT = {"start": "2026-03-02T00:00Z", "end": "2026-03-09T00:00Z"}


def test_6_26_an_overnight_shift_belongs_to_the_date_it_starts():
    # Monday to Friday 22:00-06:00: the Friday shift runs to Saturday 06:00; Saturday has none of its own.
    nights = compiled(weekly("UTC", "22:00-06:00"), **NIGHT)
    assert [day.date.isoformat()[8:] for day in nights.days] == ["02", "03", "04", "05", "06"]
    assert nights.days[4].closes == at("2026-03-07T06:00Z")
    assert not is_open(nights, at("2026-03-02T03:00Z"))
    # Tuesday 02:00 is in Monday's shift: one business day later is Wednesday 02:00, in Tuesday's. 8 h:
    # Tuesday 02:00-06:00 and 22:00-02:00.
    assert budget(Length(1, "day", True), at("2026-03-03T02:00Z"), "UTC", nights) == 8 * HOUR
    # End of day: Tuesday's shift closes Wednesday 06:00: 4 h + 8 h.
    assert budget(Length(1, "day", True, True), at("2026-03-03T02:00Z"), "UTC", nights) == 12 * HOUR


def test_6_26_a_holiday_shuts_the_clock_hours_of_its_date():
    # Wednesday 4 March shut: Tuesday's shift ends at midnight (2 h), of Wednesday's is left Thursday 00:00-06:00.
    shut = compiled(weekly("UTC", "22:00-06:00", holidays=Holidays((date(2026, 3, 4),))), **NIGHT)
    assert shut.between(at("2026-03-03T12:00Z"), at("2026-03-04T12:00Z")) == 2 * HOUR
    assert shut.between(at("2026-03-04T12:00Z"), at("2026-03-05T12:00Z")) == 6 * HOUR
    # The shut date is not open; what is left of its shift belongs to Thursday.
    assert [(day.date.day, day.opens) for day in shut.days][2] == (5, at("2026-03-05T00:00Z"))


def test_6_26_a_holiday_may_take_the_shifts_that_start_on_it_instead():
    # The Tuesday shift stays whole (8 h), the Wednesday one is gone.
    week = weekly("UTC", "22:00-06:00", holidays=Holidays((date(2026, 3, 4),)), holiday_shifts="starts")
    starts = compiled(week, **NIGHT)
    assert starts.between(at("2026-03-03T12:00Z"), at("2026-03-04T12:00Z")) == 8 * HOUR
    assert starts.between(at("2026-03-04T12:00Z"), at("2026-03-05T12:00Z")) == 0
    assert [day.date.day for day in starts.days] == [2, 3, 5, 6]


def test_6_27_midnight_ends_are_the_end_of_the_date():
    # 00:00-24:00 on Monday is 24 h; 09:00-00:00 is 15 h, until midnight.
    monday = compiled(weekly("UTC", "00:00-24:00", "mon"), **NIGHT)
    assert monday.between(at("2026-03-02T00:00Z"), at("2026-03-03T00:00Z")) == monday.until(monday.end) == DAY
    late = compiled(weekly("UTC", "09:00-00:00", "mon"), **NIGHT)
    assert next_closing(late, at("2026-03-02T12:00Z")) == at("2026-03-03T00:00Z")
    assert late.until(late.end) == 15 * HOUR


@pytest.mark.parametrize("shift", [Shift(0, 0), Shift(540, 540), Shift(-5, 60), Shift(60, 1441), Shift(1440, 60)])
def test_6_27_a_shift_of_no_length_or_off_the_clock_is_refused(shift):
    calendar = Calendar("office", "UTC", ((shift,),) * 7)
    with pytest.raises(ImpossibleCalendar, match="calendar 'office' has a shift"):
        open_time([(date(2026, 1, 1), calendar)], at(NIGHT["start"]), at(NIGHT["end"]))


def test_6_28_a_calendar_that_is_never_open_is_refused():
    with pytest.raises(ImpossibleCalendar, match="calendar 'office' is never open"):
        compiled(weekly("UTC", ""), **NIGHT)


def test_6_28_a_search_for_open_time_ends_with_the_horizon():
    # Open on one date of its own only, which is before the start: nothing left to find, and no loop.
    once = Calendar("once", "UTC", ((),) * 7, dates=((date(2026, 3, 2), hm("09:00-10:00")),))
    calendar = open_time([(date(2026, 1, 1), once)], at(NIGHT["start"]), at(NIGHT["end"]))
    with pytest.raises(OutsideHorizon, match="next opening is outside the horizon of calendar 'once'"):
        next_opening(calendar, at("2026-03-03T00:00Z"))
    with pytest.raises(OutsideHorizon):
        due(calendar, at("2026-03-03T00:00Z"), HOUR)
    with pytest.raises(OutsideHorizon):
        next_closing(always(0, DAY), 0)


def test_6_29_a_day_is_24_hours_or_a_business_day_or_a_calendar_day():
    # Saturday 28 March 2026, 12:00 CET in Berlin (11:00Z), the clocks change on Sunday.
    start, berlin = at("2026-03-28T11:00Z"), compiled(weekly(BERLIN, "09:00-17:00"), *MARCH)
    # 24 hours: Sunday 11:00Z = 13:00 CEST. One calendar day: Sunday 12:00 CEST = 10:00Z, 23 h later.
    assert budget(Length(24, "hour"), start, BERLIN, None) == 24 * HOUR
    assert budget(Length(1, "day"), start, BERLIN, None) == 23 * HOUR
    # One business day: from Monday 09:00 to Tuesday 09:00, 8 h open.
    assert budget(Length(1, "day", True), start, BERLIN, berlin) == 8 * HOUR
    # 24 business hours are three of these days.
    assert due(berlin, start, budget(Length(24, "hour", True), start, BERLIN, berlin))[0] == at(
        "2026-04-01T15:00Z"
    )


def test_6_30_two_business_days_from_a_saturday_begin_with_the_next_open_date():
    # Day 0 is Monday 9 March from 09:00; day 2 is Wednesday 09:00: 16 h. Due is that opening, not Tuesday 17:00.
    start = at("2026-03-07T12:00Z")
    amount = budget(Length(2, "day", True), start, "UTC", OFFICE)
    assert amount == 16 * HOUR
    assert due(OFFICE, start, amount, at_opening=True) == (at("2026-03-11T09:00Z"), at("2026-03-11T09:00Z"))
    # End of day: Wednesday 17:00, 24 h; in time until Thursday's opening.
    amount = budget(Length(2, "day", True, True), start, "UTC", OFFICE)
    assert amount == 24 * HOUR
    assert due(OFFICE, start, amount) == (at("2026-03-11T17:00Z"), at("2026-03-12T09:00Z"))


def test_6_30_business_days_keep_the_local_time():
    # Thursday 26 March 2026, 15:20 CET; Monday 30 March, 15:20 CEST: 1:40 + 8:00 + 6:20 = 16 h.
    berlin = compiled(weekly(BERLIN, "09:00-17:00"), *MARCH)
    assert budget(Length(2, "day", True), at("2026-03-26T15:20+01:00"), BERLIN, berlin) == 16 * HOUR
    # Onto a short date: Friday 27 March 09:00-12:00. Thursday 15:20 to Friday 15:20: 1:40 + 3:00.
    short = weekly(BERLIN, "09:00-17:00", dates=((date(2026, 3, 27), hm("09:00-12:00")),))
    friday = compiled(short, *MARCH)
    amount = budget(Length(1, "day", True), at("2026-03-26T15:20+01:00"), BERLIN, friday)
    assert amount == 4 * HOUR + 40 * MINUTE
    # The same local time is shut there, so it is due at the next opening.
    first, _ = due(friday, at("2026-03-26T15:20+01:00"), amount, at_opening=True)
    assert first == at("2026-03-30T09:00+02:00")


def test_6_31_pauses_lengthen_a_limit_in_business_days_like_any_budget():
    # Wednesday 10:00, 5 business days = 40 h to the next Wednesday 10:00; paused Thursday 09:00-12:00: 13:00.
    start = at("2026-03-04T10:00Z")
    amount = budget(Length(5, "day", True), start, "UTC", OFFICE)
    pause = (at("2026-03-05T09:00Z"), at("2026-03-05T12:00Z"))
    assert amount == 40 * HOUR
    assert due(OFFICE, start, amount, (pause,), at_opening=True)[0] == at("2026-03-11T13:00Z")


def test_6_6_and_6_7_pauses_of_no_length_count_nothing_and_two_in_a_minute_both_count():
    start, stop = at("2026-03-04T10:00:00Z"), at("2026-03-04T10:01:00Z")
    pauses = [(start + a * SECOND, start + b * SECOND) for a, b in ((5, 5), (10, 20), (30, 45))]
    # 60 s less 0, 10 and 15 s.
    assert elapsed(OFFICE, start, stop, pauses) == 35 * SECOND


def test_a_pause_that_begins_when_the_budget_ends_moves_the_last_moment_and_not_due():
    # Wednesday 10:00 + 1 h = 11:00; paused 11:00-12:00: elapsed is 1 h from 11:00 to 12:00.
    start, pause = at("2026-03-04T10:00Z"), (at("2026-03-04T11:00Z"), at("2026-03-04T12:00Z"))
    assert due(OFFICE, start, HOUR, (pause,)) == (pause[0], pause[1])
    # One that ends as the clock starts is none of its business.
    assert due(OFFICE, start, HOUR, ((start - HOUR, start),)) == (at("2026-03-04T11:00Z"),) * 2


def test_6_8_short_segments_are_summed_exactly():
    # Six segments of 29 s between pauses of 31 s are 174 s.
    start = at("2026-03-04T10:00:00Z")
    pauses = [(start + (60 * n + 29) * SECOND, start + 60 * (n + 1) * SECOND) for n in range(6)]
    assert elapsed(OFFICE, start, start + 360 * SECOND, pauses) == 174 * SECOND


def test_6_9_created_already_paused_and_closed_without_running_is_elapsed_zero():
    start, stop = at("2026-03-04T10:00Z"), at("2026-03-04T16:00Z")
    assert elapsed(OFFICE, start, stop, ((start - HOUR, stop + HOUR),)) == 0


def test_6_19_a_calendar_changed_tomorrow_has_the_old_hours_today():
    # 09:00-17:00 until Wednesday 4 March, from Thursday 08:00-20:00: 3 h + 12 h from Wednesday 14:00 on.
    versions = [(date(2026, 1, 1), weekly("UTC", "09:00-17:00")), (date(2026, 3, 5), weekly("UTC", "08:00-20:00"))]
    calendar = open_time(versions, at(NIGHT["start"]), at(NIGHT["end"]))
    assert calendar.between(at("2026-03-04T14:00Z"), at("2026-03-06T00:00Z")) == 15 * HOUR
    # 22:00-06:00 until Wednesday: its tail would be on Thursday, whose hours are the new ones.
    nights = [(date(2026, 1, 1), weekly("UTC", "22:00-06:00")), versions[1]]
    calendar = open_time(nights, at(NIGHT["start"]), at(NIGHT["end"]))
    assert calendar.between(at("2026-03-04T12:00Z"), at("2026-03-05T08:00Z")) == 2 * HOUR


def test_6_32_october_in_berlin_has_745_hours():
    # 0.1 % of 745 h = 44.70 min.
    october = budget(Length(1, "month"), at("2026-10-01T00:00+02:00"), BERLIN, None)
    assert october == 745 * HOUR
    assert october // 1000 == at("1970-01-01T00:44:42Z")


def test_6_37_a_stop_before_its_start_has_no_elapsed_time():
    assert elapsed(OFFICE, at("2026-03-04T15:00Z"), at("2026-03-04T10:00Z")) == 0


def test_a_month_from_the_last_of_january_ends_with_february():
    # 31 January 2027, 10:00 + 1 month: 28 February 10:00; + 13 months: 29 February 2028.
    start = at("2027-01-31T10:00Z")
    assert add(Length(1, "month"), start, "UTC") == at("2027-02-28T10:00Z")
    assert add(Length(13, "month"), start, "UTC") == at("2028-02-29T10:00Z")
    assert add(Length(1, "quarter"), start, "UTC") == at("2027-04-30T10:00Z")
    assert add(Length(-1, "year"), at("2028-02-29T10:00Z"), "UTC") == at("2027-02-28T10:00Z")


def test_a_deadline_in_days_ends_with_the_last_instant_of_its_date():
    # 7 days after November, whose last instant is 23:59:59.999999 of the 30th in Berlin: the end of 7 December.
    november_end = at("2026-12-01T00:00+01:00") - 1
    assert deadline(Length(7, "day"), november_end, BERLIN, None) == at("2026-12-08T00:00+01:00") - 1
    assert deadline(Length(1, "month"), november_end, BERLIN, None) == at("2026-12-31T00:00+01:00") - 1
    # 72 hours end at the instant.
    assert deadline(Length(72, "hour"), november_end, BERLIN, None) == november_end + 72 * HOUR


def test_a_deadline_in_business_days_counts_open_dates_after_the_date_of_its_anchor():
    # Saturday 7 March is day 0, though shut: Monday is 1, Tuesday 2; the end of that date, not its closing.
    assert deadline(Length(2, "day", True), at("2026-03-07T12:00Z"), "UTC", OFFICE) == at("2026-03-11T00:00Z") - 1
    # In Friday's hours or after them: day 0 is Friday, so Tuesday again.
    for hour in ("08", "12", "22"):
        anchor = at(f"2026-03-06T{hour}:00Z")
        assert deadline(Length(2, "day", True), anchor, "UTC", OFFICE) == at("2026-03-11T00:00Z") - 1
    # 3 business hours from Friday 15:00: Monday 10:00.
    assert deadline(Length(3, "hour", True), at("2026-03-06T15:00Z"), "UTC", OFFICE) == at("2026-03-09T10:00Z")


def test_a_date_with_hours_of_its_own_is_open_though_a_holiday():
    dates = ((date(2026, 3, 4), hm("10:00-12:00")),)
    calendar = weekly("UTC", "09:00-17:00", holidays=Holidays((date(2026, 3, 4),)), dates=dates)
    assert compiled(calendar, "2026-03-04T00:00Z", "2026-03-05T00:00Z").until(at("2026-03-05T00:00Z")) == 2 * HOUR


def test_a_date_that_the_zone_skipped_has_no_shifts():
    # Apia had no Friday 30 December 2011. Thursday's night shift 22:00-02:00 runs into Saturday.
    apia = compiled(weekly("Pacific/Apia", "09:00-17:00, 22:00-02:00"), "2011-12-29T12:00Z", "2012-01-01T00:00Z")
    # From Thursday 02:00 local: 09:00-17:00 and 22:00-24:00 local, then 00:00-02:00 on Saturday: 8 + 2 + 2 h.
    assert apia.until(apia.end) == 12 * HOUR
    assert [day.date.day for day in apia.days] == [29]


def test_one_calendar_has_one_zone():
    versions = [
        (date(2026, 1, 1), weekly("UTC", "09:00-17:00")),
        (date(2026, 3, 5), weekly(BERLIN, "09:00-17:00")),
    ]
    with pytest.raises(ImpossibleCalendar, match="2 zones"):
        open_time(versions, at(NIGHT["start"]), at(NIGHT["end"]))


def test_holidays_of_a_country_are_those_of_its_subdivision_and_the_listed():
    listed = (date(2026, 12, 24), date(2026, 1, 1))
    berlin = holiday_dates(Holidays(listed, "DE", "BE"), 2026, 2026)
    # Women's Day is a holiday in Berlin and not in Hamburg.
    assert date(2026, 3, 8) in berlin
    assert date(2026, 3, 8) not in holiday_dates(Holidays((), "DE", "HH"), 2026, 2026)
    assert set(listed) <= set(berlin)
    assert list(berlin) == sorted(set(berlin))
    assert {day.year for day in berlin} == {2026}
    excepted = Holidays(listed, "DE", "BE", excepted=(date(2026, 3, 8),))
    assert set(berlin) - set(holiday_dates(excepted, 2026, 2026)) == {date(2026, 3, 8)}


@pytest.mark.parametrize(("country", "subdivision"), [("XX", ""), ("DE", "ZZ")])
def test_a_country_without_known_holidays_is_refused_by_name(country, subdivision):
    with pytest.raises(ValueError, match=f"no holidays are known for '{country} ?{subdivision}'"):
        holiday_dates(Holidays((), country, subdivision), 2026, 2026)


def test_an_instant_outside_the_horizon_is_refused_and_never_clamped():
    start, end = OFFICE.instants[0], OFFICE.end
    for question in (is_open, next_opening, next_closing):
        for t in (start - 1, end, end + DAY):
            with pytest.raises(OutsideHorizon):
                question(OFFICE, t)
    for amount in (-1, OFFICE.until(end) + 1):
        for question in (inverse, last_moment):
            with pytest.raises(OutsideHorizon):
                question(OFFICE, amount)
    with pytest.raises(OutsideHorizon):
        budget(Length(300, "day", True), start, "UTC", OFFICE)


def test_lengths_without_a_meaning_or_a_calendar_are_refused():
    start = OFFICE.instants[0]
    for length in (Length(2, "month", True), Length(1, "day", end_of_day=True), Length(1, "week", True)):
        with pytest.raises(ValueError, match="has no meaning"):
            budget(length, start, "UTC", OFFICE)
    with pytest.raises(ValueError, match="'2 business days' needs a calendar"):
        budget(Length(2, "day", True), start, "UTC", None)
    with pytest.raises(ValueError, match="'2 business days' needs a calendar"):
        budget(Length(2, "day", True), start, "UTC", always(start, OFFICE.end))
    with pytest.raises(ValueError, match="cannot be added"):
        add(Length(2, "hour", True), start, "UTC")
