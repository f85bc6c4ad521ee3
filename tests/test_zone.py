"""Zones: local times become instants by the packaged tzdata, gaps and overlaps by the stated rule."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant import zone

HOUR = 3_600_000_000
ZONES = [
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Africa/Monrovia",
    "Asia/Kathmandu",
    "Europe/Dublin",
    "Antarctica/Troll",
    "UTC",
]


def micros(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )


def test_a_local_time_in_the_spring_gap_is_read_with_the_offset_before_it():
    assert zone.local_instant("America/New_York", micros("2026-03-08T02:30")) == micros("2026-03-08T07:30Z")
    assert zone.local_time("America/New_York", micros("2026-03-08T07:30Z")) == micros("2026-03-08T03:30")


def test_a_local_time_in_the_autumn_overlap_is_the_first():
    assert zone.local_instant("America/New_York", micros("2026-11-01T01:30")) == micros("2026-11-01T05:30Z")


def test_a_date_that_a_zone_skipped_is_read_with_the_offset_before_it():
    assert zone.local_instant("Pacific/Apia", micros("2011-12-30T12:00")) == micros("2011-12-30T22:00Z")


def test_a_zone_that_tzdata_does_not_name_is_an_error():
    for name in ("Amerika/New_York", "../zones", "EST5EDT4", ""):
        with pytest.raises(KeyError):
            zone.zone(name)


@pytest.mark.parametrize("name", ZONES)
def test_the_table_of_offsets_agrees_with_the_zone_around_every_change(name):
    by_instant, by_local = zone.segments(name, 1900, 2060), zone.local_segments(name, 1900, 2060)
    for table, offset in ((by_instant, zone.offset_at), (by_local, zone.local_offset)):
        for since, _ in table[1:]:
            for moment in (since - HOUR, since - 1, since, since + 1, since + HOUR):
                assert zone.offset_in(table, moment) == offset(name, moment)


@given(st.sampled_from(ZONES), st.integers(micros("1901-01-01"), micros("2059-12-31")))
def test_the_table_of_offsets_agrees_with_the_zone_anywhere(name, moment):
    assert zone.offset_in(zone.segments(name, 1900, 2060), moment) == zone.offset_at(name, moment)
    assert zone.offset_in(zone.local_segments(name, 1900, 2060), moment) == zone.local_offset(name, moment)


def test_a_year_has_the_days_its_zone_makes_it():
    table = zone.segments("Europe/Berlin", 2026, 2026)
    assert [offset // HOUR for _, offset in table] == [1, 2, 1]
    assert [since for since, _ in table[1:]] == [micros("2026-03-29T01:00Z"), micros("2026-10-25T01:00Z")]
