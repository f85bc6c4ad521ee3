"""Elapsed business time of many pairs at once: two arrays of instants go in, one of microseconds comes out.

Needs numpy, which accordant does not install: for those who hold their instants in arrays already.
"""

from typing import TYPE_CHECKING, Any

from accordant.plan.buckets import Buckets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Pairs worked on at a time: what they need fits beside the table into the processor's cache.
_BLOCK = 32_768


def elapsed_many(
    calendar: Buckets,
    starts: "NDArray[np.int64]",
    stops: "NDArray[np.int64]",
    out: "NDArray[np.int64] | None" = None,
) -> "NDArray[np.int64]":
    """Return the open microseconds in `[start, stop)` of each pair; negative where the stop is earlier.

    `starts` and `stops` are one-dimensional arrays of 64-bit instants, equally long; `out` is filled and returned
    if given. Raises ValueError for any other arrays and for an instant outside `[calendar.t0, calendar.end]`.
    """
    import numpy as np

    arrays = [starts, stops] if out is None else [starts, stops, out]
    if any(each.dtype != np.int64 or each.shape != (len(starts),) for each in arrays):
        raise ValueError("starts, stops and out must be equally long arrays of 64-bit integers")
    lines = _lines(calendar)
    elapsed = np.empty_like(starts) if out is None else out
    buffers: Any = np.empty((3, 2, _BLOCK), np.int64)
    for first in range(0, len(starts), _BLOCK):
        block = slice(first, first + _BLOCK)
        _elapsed_block(calendar, lines, starts[block], stops[block], buffers, elapsed[block])
    return elapsed


def _lines(calendar: Buckets) -> Any:
    """Return one number a bucket, `2 * constant + open`, so that F = constant + open * (t - t0)."""
    import numpy as np

    packed = np.frombuffer(calendar.packed, dtype=f"u{calendar.packed.itemsize}").astype(np.int64)
    is_open, before = packed & 1, (packed >> 1) * 1_000_000
    return 2 * (before - is_open * np.arange(len(packed)) * calendar.width * 1_000_000) + is_open


def _elapsed_block(calendar: Buckets, lines: Any, starts: Any, stops: Any, buffers: Any, elapsed: Any) -> None:
    """Write the elapsed time of one block into `elapsed`; every step works in the buffers given."""
    import numpy as np

    since, bucket, line = buffers[:, :, : len(starts)]
    np.subtract(starts, calendar.t0, out=since[0])
    np.subtract(stops, calendar.t0, out=since[1])
    # Unsigned, an instant before the horizon is a huge number: one comparison checks both ends.
    unsigned = since.view(np.uint64)
    if unsigned.max() > calendar.end - calendar.t0:
        raise ValueError("an instant is outside the horizon of the calendar")
    np.floor_divide(unsigned, np.uint64(calendar.width * 1_000_000), out=bucket.view(np.uint64))
    np.take(lines, bucket, out=line, mode="clip")
    np.bitwise_and(line, 1, out=bucket)
    np.multiply(since, bucket, out=since)
    np.right_shift(line, 1, out=line)
    np.add(line, since, out=line)
    np.subtract(line[1], line[0], out=elapsed)
