"""Bucket tables: the open time of a calendar goes in, an array that a kernel looks up comes out.

A bucket is one step of `width` seconds from `t0`: an instant t is in bucket `(t - t0) // (width * 1_000_000)`.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import gcd

from accordant.terms.calendar import OpenTime
from accordant.terms.values import Instant

QUARTER_HOUR = 900
_SECOND = 1_000_000


@dataclass(frozen=True)
class Buckets:
    """Cumulative open time by bucket, one unsigned 32-bit number each: `2 * open_seconds_before + open`.

    With `k = (t - t0) // w`, `w = width * 1_000_000` and `p = packed[k]`, the open time before t in
    microseconds is `(p >> 1) * 1_000_000 + (p & 1) * (t - t0 - k * w)`, for t in `[t0, end]`.
    """

    t0: Instant
    width: int
    packed: "array[int]"
    end: Instant


def exact_width(instants: Iterable[Instant]) -> int:
    """Return the widest bucket in seconds that divides a quarter of an hour and on which all instants lie.

    Buckets are counted from the first instant. Raises ValueError when an instant is not on a whole second.
    """
    t0, *others = instants
    width = gcd(QUARTER_HOUR * _SECOND, *(instant - t0 for instant in others))
    if width % _SECOND:
        raise ValueError("a calendar opens or shuts off the whole second: no bucket fits")
    return width // _SECOND


def buckets(calendar: OpenTime, width: int | None = None) -> Buckets:
    """Lay a calendar out in buckets, exactly: as wide as its hours allow, or of `width` seconds.

    Raises ValueError when the calendar opens or shuts inside a bucket, or reaches beyond 68 years of open time.
    """
    width = exact_width(calendar.instants) if width is None else width
    packed = array("I")
    ends = _ends(calendar.instants, calendar.end, width)
    for (first, last), before, is_open in zip(ends, calendar.before, calendar.is_open, strict=True):
        value, count = 2 * (before // _SECOND) + is_open, last - first
        if is_open:
            packed.extend(range(value, value + 2 * width * count, 2 * width))
        else:
            packed.extend(array("I", [value]) * count)
    return Buckets(calendar.instants[0], width, packed, calendar.end)


def _ends(instants: tuple[Instant, ...], end: Instant, width: int) -> list[tuple[int, int]]:
    """Return the first bucket of each piece and the first of the next; the last piece has that of `end` too."""
    t0, step = instants[0], width * _SECOND
    if any((instant - t0) % step for instant in instants):
        raise ValueError(f"a boundary lies inside a bucket of {width} seconds")
    return list(pairwise([*((instant - t0) // step for instant in instants), (end - t0) // step + 1]))
