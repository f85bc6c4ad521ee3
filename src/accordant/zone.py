"""Time zones: a named zone and a local time become an instant, by the packaged tzdata and no other.

A local time in the spring gap is read with the offset before the gap, in the autumn overlap the first time
(SEMANTICS section 1). Local times are microseconds since 1970-01-01T00:00:00 of the wall clock.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

import tzdata

from accordant.terms.values import Instant, Microseconds

_EPOCH = datetime(1970, 1, 1)
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND


def release() -> str:
    """Return the release of the packaged tzdata (`2026a`)."""
    return str(tzdata.IANA_VERSION)


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Return the names of all zones of the packaged tzdata."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Load one zone of the packaged tzdata. Raises KeyError for a name it does not have."""
    with files("tzdata").joinpath("zoneinfo", *_path(name)).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def _path(name: str) -> list[str]:
    if name not in names():
        raise KeyError(name)
    return name.split("/")


def local_instant(name: str, local: Microseconds) -> Instant:
    """Return the instant of a local time: in a gap by the offset before it, in an overlap the first."""
    return local - local_offset(name, local)


def local_offset(name: str, local: Microseconds) -> Microseconds:
    """Return the offset from UTC that a local time is read with; years 1 to 9999."""
    wall = _EPOCH + timedelta(microseconds=local)
    return _microseconds(wall.replace(tzinfo=zone(name), fold=0).utcoffset())


def offset_at(name: str, instant: Instant) -> Microseconds:
    """Return the offset from UTC in force at an instant."""
    moment = _EPOCH_UTC + timedelta(microseconds=instant)
    return _microseconds(moment.astimezone(zone(name)).utcoffset())


def local_time(name: str, instant: Instant) -> Microseconds:
    """Return what the wall clock shows at an instant."""
    return instant + offset_at(name, instant)


def _microseconds(offset: timedelta | None) -> Microseconds:
    assert offset is not None, "a zone of tzdata always has an offset"
    return offset // timedelta(microseconds=1)


@lru_cache(maxsize=256)
def segments(name: str, first_year: int, last_year: int) -> tuple[tuple[Instant, Microseconds], ...]:
    """Return (since, offset): which offset holds from which instant on, over the years, both included (UTC).

    The first segment begins with the first year. Neighbours have different offsets.
    """
    start, stop = _new_year(first_year), _new_year(last_year + 1)
    found = [(start, offset_at(name, start))]
    for instant in _transitions(name, start, stop):
        offset = offset_at(name, instant)
        if start < instant < stop and offset != found[-1][1]:
            found.append((instant, offset))
    return tuple(found)


def local_segments(name: str, first_year: int, last_year: int) -> tuple[tuple[Microseconds, Microseconds], ...]:
    """Return (since, offset) by local time: every local time from `since` to the next is read with `offset`.

    This is `local_instant` as a table, for engines: a gap is read with the offset before it up to its end,
    an overlap with the first offset up to its end.
    """
    spans = segments(name, first_year, last_year)
    first = (spans[0][0] + spans[0][1], spans[0][1])
    return (first, *((since + max(before, after), after) for (_, before), (since, after) in pairwise(spans)))


def offset_in(table: tuple[tuple[int, Microseconds], ...], moment: int) -> Microseconds:
    """Look an offset up in a table of `segments` (by instant) or `local_segments` (by local time)."""
    return table[max(bisect_right(table, moment, key=lambda row: row[0]) - 1, 0)][1]


def _new_year(year: int) -> Instant:
    return (datetime(year, 1, 1) - _EPOCH) // timedelta(microseconds=1)


def _transitions(name: str, start: Instant, stop: Instant) -> Iterator[Instant]:
    """Yield the instants at which the offset may change, in order."""
    listed, has_rule = _listed(name)
    yield from listed
    if has_rule:
        yield from _by_rule(name, max(listed[-1] if listed else start, start), stop)


def _by_rule(name: str, start: Instant, stop: Instant) -> Iterator[Instant]:
    """Yield the changes after the last listed one, which follow a rule of dates: never two in one day."""
    before = offset_at(name, start)
    for day in range(start, stop, _DAY):
        after = offset_at(name, day + _DAY)
        if after != before:
            yield _change_between(name, day, day + _DAY)
        before = after


def _change_between(name: str, early: Instant, late: Instant) -> Instant:
    offset = offset_at(name, early)
    while late - early > _SECOND:
        middle = early + (late - early) // (2 * _SECOND) * _SECOND
        early, late = (middle, late) if offset_at(name, middle) == offset else (early, middle)
    return late


@lru_cache(maxsize=64)
def _listed(name: str) -> tuple[tuple[Instant, ...], bool]:
    """Read the listed transitions of a TZif file and whether a rule follows them (RFC 9636)."""
    data = files("tzdata").joinpath("zoneinfo", *_path(name)).read_bytes()
    second = 44 + _block(data[:44], 4)
    times = struct.unpack_from(">6l", data, second + 20)[3]
    listed = struct.unpack_from(f">{times}q", data, second + 44)
    footer = data.rsplit(b"\n", 2)[1]
    return tuple(time * _SECOND for time in listed), b"," in footer


def _block(header: bytes, width: int) -> int:
    is_utc, is_std, leap, times, types, characters = struct.unpack_from(">6l", header, 20)
    return int(times * (width + 1) + types * 6 + characters + leap * (width + 4) + is_std + is_utc)
