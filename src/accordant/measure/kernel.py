"""Business time of many pairs at once: arrays of instants go in, elapsed times or due instants come out.

Needs numpy, which accordant does not install: for those who hold their instants in arrays already.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from accordant.plan.buckets import Buckets
from accordant.plan.calendar import OutsideHorizon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Pairs worked on at a time: enough that numpy's cost a call is small, few enough for the processor's cache.
_BLOCK = 65_536


def elapsed_many(
    table: Buckets,
    starts: "NDArray[np.int64]",
    stops: "NDArray[np.int64]",
    calendars: "NDArray[np.int64] | None" = None,
    out: "NDArray[np.int64] | None" = None,
) -> "NDArray[np.int64]":
    """Return the open microseconds in `[start, stop)` of each pair; negative where the stop is earlier.

    All arrays are one-dimensional, of 64-bit integers and equally long; `calendars` has the position of each
    pair's calendar in the table and may be left out when there is one. `out` is filled and returned if given.
    Raises ValueError for any other arrays, and OutsideHorizon for an instant outside `[table.t0, table.end]`.
    """
    import numpy as np

    out = _checked(table, starts, stops, calendars, out)
    buffers = _buffers(2, len(starts))
    for block in _blocks(len(starts)):
        which = None if calendars is None else calendars[block]
        until = _open_time(table, (starts[block], stops[block]), which, buffers)
        np.subtract(until[1], until[0], out=out[block].view(np.uint64))
    return out


def due_many(
    table: Buckets,
    starts: "NDArray[np.int64]",
    amounts: "NDArray[np.int64]",
    calendars: "NDArray[np.int64] | None" = None,
    out: "NDArray[np.int64] | None" = None,
) -> "NDArray[np.int64]":
    """Return the first instant, not before its start, at which the open time since each start is the amount.

    A closing, if the amount ends exactly there. Amounts are microseconds; the arrays are as in `elapsed_many`.
    Raises ValueError for any other arrays, and OutsideHorizon for a start outside `[table.t0, table.end]`, an
    amount below zero and one that the calendar does not reach by `table.end`. Source: SEMANTICS 1 (Clock).
    """
    import numpy as np

    out = _checked(table, starts, amounts, calendars, out)
    buffers = _buffers(1, len(starts))
    for block in _blocks(len(starts)):
        which = None if calendars is None else calendars[block]
        (since,) = _open_time(table, (starts[block],), which, buffers)
        _add_amounts(table, since, amounts[block].view(np.uint64), which)
        _instants(table, since, which, buffers[0, 0, : len(since)], out[block])
        np.maximum(out[block], starts[block], out=out[block])
    return out


def _checked(table: Buckets, starts: Any, others: Any, calendars: Any, out: Any) -> Any:
    """Return the array to fill; raise ValueError for arrays that the answer would have to guess about."""
    import numpy as np

    given = [each for each in (starts, others, calendars, out) if each is not None]
    if any(each.dtype != np.int64 or each.shape != (len(starts),) for each in given):
        raise ValueError("all arrays must be equally long arrays of 64-bit integers")
    if calendars is None and len(table.totals) > 1:
        raise ValueError("which of the table's calendars each pair has must be said")
    if calendars is not None and len(calendars) and calendars.view(np.uint64).max() >= len(table.totals):
        raise ValueError("a pair has a calendar that the table has not")
    return np.empty_like(starts) if out is None else out


def _buffers(rows: int, length: int) -> Any:
    import numpy as np

    return np.empty((2, rows, min(_BLOCK, length)), np.uint64)


def _blocks(length: int) -> Iterator[slice]:
    return (slice(first, first + _BLOCK) for first in range(0, length, _BLOCK))


def _open_time(table: Buckets, moments: Sequence[Any], calendars: Any, buffers: Any) -> Any:
    """Return the open time before each of the moments, a row for each array of them, in the second buffer."""
    import numpy as np

    moments = [each.view(np.uint64) for each in moments]
    bucket, line = buffers[:, :, : len(moments[0])]
    for row, each in enumerate(moments):
        np.subtract(each, _unsigned(table.t0), out=bucket[row])
    # Unsigned, an instant before the horizon is a huge number: one comparison checks both ends.
    if bucket.max() > table.end - table.t0:
        raise OutsideHorizon("an instant is outside the horizon of the table")
    np.floor_divide(bucket, _unsigned(table.width), out=bucket)
    if calendars is not None:
        np.add(bucket, calendars.view(np.uint64) * _unsigned(table.count), out=bucket)
    # No position is beyond the ends of the table, so nothing ever wraps: it is the fastest way to ask.
    np.take(table.until, bucket.view(np.int64), out=line, mode="wrap")
    for row, each in enumerate(moments):
        np.add(line[row], each - _unsigned(table.origin) if table.origin else each, out=bucket[row])
    return np.minimum(line, bucket, out=line)


def _add_amounts(table: Buckets, since: Any, amounts: Any, calendars: Any) -> None:
    """Add the amounts to the open time of the starts; raise OutsideHorizon if a calendar has not that much."""
    import numpy as np

    totals = table.totals[0] if calendars is None else table.totals[calendars]
    # Unsigned, an amount below zero is a huge one, and one below the horizon's length cannot wrap the sum.
    if amounts.max() > table.end - table.t0 or (np.add(since, amounts, out=since) > totals).any():
        raise OutsideHorizon("an amount is below zero, or is not reached within the horizon of the table")


def _instants(table: Buckets, amounts: Any, calendars: Any, bucket: Any, out: Any) -> None:
    """Write the first instants at which the amounts are reached; `bucket` is a buffer to work in."""
    import numpy as np

    np.add(amounts, _unsigned(table.width - 1), out=bucket)
    np.floor_divide(bucket, _unsigned(table.width), out=bucket)
    if calendars is not None:
        np.add(bucket, table.first_reached.view(np.uint64)[calendars], out=bucket)
    np.take(table.reached, bucket.view(np.int64), out=out, mode="wrap")
    np.add(out, amounts.view(np.int64), out=out)


def _unsigned(number: int) -> Any:
    import numpy as np

    return np.uint64(number % 2**64)
