"""Zones: local times and instants, by the packaged tzdata and nothing else."""

import struct
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest
from calendars import DAY, HOUR, ZONES, at, utc

from accordant.zone import (
    UnknownZone,
    local_instant,
    local_time,
    offset_at,
    transitions,
    tzdata_release,
    zone_names,
)

SECOND = 1_000_000


def listed_changes(zone):
    """The changes of offset that a zone's file lists, read from its bytes (RFC 9636)."""
    data = files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    utc_flags, std_flags, leaps, times, types, letters = struct.unpack_from(">6l", data, 20)
    second = 44 + times * 5 + types * 6 + letters + leaps * 8 + std_flags + utc_flags
    times, types = struct.unpack_from(">6l", data, second + 20)[3:5]
    instants = struct.unpack_from(f">{times}q", data, second + 44)
    kinds = data[second + 44 + 8 * times :][:times]
    offsets = [struct.unpack_from(">l", data, second + 44 + 9 * times + 6 * n)[0] for n in range(types)]
    before = offsets[0]
    for instant, kind in zip(instants, kinds, strict=True):
        if offsets[kind] != before:
            yield instant * SECOND, before, offsets[kind]
        before = offsets[kind]


@pytest.mark.parametrize("zone", ZONES)
def test_transitions_are_those_the_file_of_the_zone_lists(zone):
    # What follows the last listed one is a rule, not a list.
    listed = [change for change in listed_changes(zone) if change[0] >= utc(1970, 1, 1)]
    last = max((instant for instant, _, _ in listed), default=utc(1970, 1, 1))
    assert list(transitions(zone, utc(1970, 1, 1), last + 1)) == listed


def test_a_transition_belongs_to_the_span_that_begins_with_it():
    change = at("2026-03-29T01:00Z")
    assert transitions("Europe/Berlin", change, change + 1) == ((change, 3600, 7200),)
    assert transitions("Europe/Berlin", change + 1, change + DAY) == ()
    assert transitions("Europe/Berlin", change - DAY, change) == ()
    assert transitions("UTC", utc(2000, 1, 1), utc(2040, 1, 1)) == ()


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        # The gap of 29 March 2026, 02:00 to 03:00: with the offset before it, +01:00.
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30Z"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00Z"),
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00Z"),
        # The overlap of 25 October 2026, 02:00 to 03:00: the first, +02:00.
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30Z"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00Z"),
        # Half an hour, and a quarter.
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45Z"),
        ("Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15Z"),
        # A date that the zone skipped.
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00Z"),
    ],
)
def test_a_local_time_is_one_instant(zone, local, instant):
    assert local_instant(zone, datetime.fromisoformat(local)) == at(instant)


@pytest.mark.parametrize("zone", ZONES)
def test_every_instant_has_a_local_time_that_leads_back_to_it_or_to_its_first_showing(zone):
    for hour in range(0, 40 * 366 * 24, 1013):
        instant = utc(2000, 1, 1) + hour * HOUR + 123_457
        local = local_time(zone, instant)
        assert local.tzinfo is None
        back = local_instant(zone, local)
        assert back == instant or (back < instant and local_time(zone, back) == local)
        assert (local - datetime(1970, 1, 1)) // timedelta(seconds=1) - instant // SECOND == offset_at(
            zone, instant
        )


def test_microseconds_survive():
    instant = at("2026-06-01T12:00:00Z") + 1
    assert local_time("Asia/Tokyo", instant) == datetime(2026, 6, 1, 21, 0, 0, 1)
    assert local_instant("Asia/Tokyo", datetime(2026, 6, 1, 21, 0, 0, 1)) == instant


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "europe/berlin", "../tzdata.zi", "/etc/localtime"])
def test_a_zone_that_tzdata_does_not_have_is_refused_by_name(zone):
    with pytest.raises(UnknownZone, match=f"'{zone}' is not a zone of tzdata {tzdata_release()}"):
        local_time(zone, 0)
    with pytest.raises(ValueError, match="is not a zone"):
        local_instant(zone, datetime(2026, 1, 1))


def test_every_zone_that_is_named_can_be_read():
    assert {"UTC", "Europe/Berlin", *ZONES} <= zone_names()
    for zone in zone_names():
        assert abs(offset_at(zone, utc(2026, 1, 1))) <= 14 * 3600


def test_the_release_is_that_of_the_package():
    import tzdata

    assert tzdata_release() == tzdata.IANA_VERSION


def test_the_zones_of_the_system_are_not_read(monkeypatch):
    monkeypatch.setenv("PYTHONTZPATH", "/nowhere")
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    assert local_time("Europe/Berlin", int(moment.timestamp()) * SECOND) == datetime(2026, 7, 1, 2)
