"""Local time of named zones: instants go in and clock readings come out, and back, by the packaged tzdata only."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from accordant.terms.values import Instant

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Shorter than any offset lasts: since 1900 the shortest stood for 601,200 s (America/Recife, October 2000).
_STRIDE = 3 * 86_400_000_000


class UnknownZone(ValueError):
    """A zone that the packaged tzdata does not have."""


@cache
def tzdata_release() -> str:
    """Return the IANA release of the packaged tzdata, such as `2026f`."""
    with files("tzdata").joinpath("zoneinfo", "tzdata.zi").open(encoding="utf-8") as data:
        return data.readline().split()[-1]


@cache
def zone_names() -> frozenset[str]:
    """Return every zone name that the packaged tzdata knows."""
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())


@cache
def _zone(name: str) -> ZoneInfo:
    if name not in zone_names():
        raise UnknownZone(f"'{name}' is not a zone of tzdata {tzdata_release()}")
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def local_instant(zone: str, local: datetime) -> Instant:
    """Return the instant at which the clocks of `zone` show `local`, a naive date and time.

    In the spring gap it is read with the offset before the gap (02:30 is 03:30 daylight time), in the autumn
    overlap it is the first. Raises UnknownZone. Source: RFC 5545, 3.3.5; PEP 495 with fold=0.
    """
    return (local.replace(tzinfo=_zone(zone), fold=0) - _EPOCH) // _MICROSECOND


def local_time(zone: str, instant: Instant) -> datetime:
    """Return what the clocks of `zone` show at `instant`, without a zone. Raises UnknownZone."""
    moment = _EPOCH + timedelta(microseconds=instant)
    return moment.astimezone(_zone(zone)).replace(tzinfo=None, fold=0)


def abbreviation(zone: str, instant: Instant) -> str:
    """Return the short name of the time in `zone` at `instant`: `EST`, or `-03` where it has only a number.

    Raises UnknownZone.
    """
    moment = _EPOCH + timedelta(microseconds=instant)
    return moment.astimezone(_zone(zone)).tzname() or ""


def offset_at(zone: str, instant: Instant) -> int:
    """Return how many seconds the clocks of `zone` are ahead of UTC at `instant`. Raises UnknownZone."""
    shown = local_time(zone, instant).replace(tzinfo=UTC)
    return ((shown - _EPOCH) // _MICROSECOND - instant) // 1_000_000


def transitions(zone: str, start: Instant, end: Instant) -> tuple[tuple[Instant, int, int], ...]:
    """Return the changes of offset in `[start, end)`: instant, seconds before, seconds after. Raises UnknownZone.

    Only changes of the offset from UTC count; a change of name or of the daylight flag alone is none.
    """
    return tuple(_changes(zone, start - 1, end - 1))


def _changes(zone: str, low: Instant, last: Instant) -> Iterator[tuple[Instant, int, int]]:
    before = offset_at(zone, low)
    while low < last:
        high = min(low + _STRIDE, last)
        after = offset_at(zone, high)
        if after != before:
            yield _change_between(zone, low, high), before, after
        low, before = high, after


def _change_between(zone: str, low: Instant, high: Instant) -> Instant:
    """Return the first instant in `(low, high]` whose offset is that of `high`, by halving."""
    after = offset_at(zone, high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if offset_at(zone, middle) == after else (middle, high)
    return high


@cache
def local_segments(zone: str, start: Instant, end: Instant) -> tuple[tuple[int, int], ...]:
    """Return `local_instant` as a table for engines: (local microseconds since, microseconds ahead of UTC).

    A local time, counted in microseconds from 1970-01-01T00:00:00 of the clock, is read with the last row whose
    `since` is not above it, the first row if there is none: `instant = local - ahead`. A gap is read with
    the offset before it up to its end, an overlap with its first offset up to its end. Holds for every local
    time between those of `start` and `end`. Raises UnknownZone.
    """
    first = offset_at(zone, start) * 1_000_000
    changes = transitions(zone, start, end)
    rows = ((at + max(before, after) * 1_000_000, after * 1_000_000) for at, before, after in changes)
    return ((start + first, first), *rows)
