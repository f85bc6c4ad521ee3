"""Zones: local times become instants by the packaged tzdata, gaps and overlaps by the stated rule."""

from bisect import bisect_right
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant import zone

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
EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
HOUR = 3_600_000_000


def local(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND


START, END = local("1900-01-01"), local("2060-01-01")


def by_table(name: str, moment: int) -> int:
    table = zone.local_segments(name, START, END)
    return moment - table[max(bisect_right(table, moment, key=lambda row: row[0]) - 1, 0)][1]


def by_clock(name: str, moment: int) -> int:
    return zone.local_instant(name, EPOCH + timedelta(microseconds=moment))


def test_a_local_time_in_the_spring_gap_is_read_with_the_offset_before_it():
    assert by_table("America/New_York", local("2026-03-08T02:30")) == local("2026-03-08T07:30")


def test_a_local_time_in_the_autumn_overlap_is_the_first():
    assert by_table("America/New_York", local("2026-11-01T01:30")) == local("2026-11-01T05:30")


def test_a_date_that_a_zone_skipped_is_read_with_the_offset_before_it():
    assert by_table("Pacific/Apia", local("2011-12-30T12:00")) == local("2011-12-30T22:00")


@pytest.mark.parametrize("name", ZONES)
def test_the_table_of_offsets_agrees_with_the_clock_around_every_change(name):
    for since, _ in zone.local_segments(name, START, END)[1:]:
        for moment in (since - HOUR, since - 1, since, since + 1, since + HOUR):
            assert by_table(name, moment) == by_clock(name, moment)


@given(st.sampled_from(ZONES), st.integers(local("1901-01-01"), local("2059-12-31")))
def test_the_table_of_offsets_agrees_with_the_clock_anywhere(name, moment):
    assert by_table(name, moment) == by_clock(name, moment)
