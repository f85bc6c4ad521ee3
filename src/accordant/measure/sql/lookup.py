"""Step tables: a function of an instant that is linear between breakpoints, laid out for an equi-join.

A table has one row for each bucket and piece that meet: bucket `k`, the piece's `since` and `until`, and the
line `base + slope * t` on it. An argument t is in bucket `(t - t0) // width`; when pieces begin inside
buckets the join also compares t with `since` and `until`. Every dividend is at least zero (SEMANTICS section 4).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import gcd

from accordant.terms.calendar import OpenTime, Piecewise
from accordant.terms.values import Instant

MOST_ROWS = 2_000_000
QUARTER_HOUR = 900_000_000


@dataclass(frozen=True)
class Piece:
    """`base + slope * t` for t in `[since, until)`."""

    since: int
    until: int
    base: int
    slope: int

    def value(self, t: int) -> int:
        """Return the value at `t`."""
        return self.base + self.slope * t


@dataclass(frozen=True)
class Steps:
    """Pieces that follow each other without gaps, none of them empty, and how wide a bucket of theirs is."""

    pieces: tuple[Piece, ...]
    width: int
    is_exact: bool

    @property
    def t0(self) -> int:
        """Return where the first bucket begins."""
        return self.pieces[0].since


def steps(pieces: Iterable[Piece]) -> Steps:
    """Choose the width of the buckets: the widest on which all breakpoints lie, or else one of some more rows.

    Raises ValueError when there is no piece.
    """
    kept = tuple(piece for piece in pieces if piece.since < piece.until)
    if not kept:
        raise ValueError("a function without a piece has no value anywhere")
    length = kept[-1].until - kept[0].since
    exact = gcd(*(piece.since - kept[0].since for piece in kept)) or length
    if length // exact <= (MOST_ROWS if exact >= QUARTER_HOUR else 4 * len(kept) + 64):
        return Steps(kept, exact, True)
    return Steps(kept, max(length // (4 * len(kept) + 64), 1), False)


def open_time(calendar: OpenTime, since: Instant | None = None, until: Instant | None = None) -> Steps:
    """Return F(t), the open time before t, for t in `[start, end]` of the calendar's horizon.

    With `since` and `until`, at least for those t of it that lie between them.
    """
    first = 0 if since is None else max(bisect_right(calendar.instants, since) - 1, 0)
    stop = None if until is None else max(bisect_right(calendar.instants, until), first + 1)
    kept, ends = slice(first, stop), [*calendar.instants[1:], calendar.end + 1]
    columns = (calendar.instants, ends, calendar.before, calendar.is_open)
    rows = zip(*(column[kept] for column in columns), strict=True)
    return steps(Piece(at, end, before - is_open * at, int(is_open)) for at, end, before, is_open in rows)


def function(piecewise: Piecewise) -> Steps:
    """Return a piecewise linear function as steps."""
    ends = [*piecewise.instants[1:], piecewise.end]
    rows = zip(piecewise.instants, ends, piecewise.values, piecewise.slopes, strict=True)
    return steps(Piece(at, end, value - slope * at, slope) for at, end, value, slope in rows)


def first_instants(calendar: OpenTime) -> Steps:
    """Return the first instant at which so much time was open: a closing, when it is exact (`plan.inverse`)."""
    shifts = _shifts(calendar)
    start = Piece(0, 1, calendar.instants[0], 1)
    return steps((start, *(Piece(low + 1, high + 1, shift, 1) for low, high, shift in shifts)))


def last_instants(calendar: OpenTime) -> Steps:
    """Return the last instant at which so much time was open: an opening, if exact (`plan.last_moment`)."""
    return steps(_reaching(_shifts(calendar), calendar))


def _reaching(shifts: Sequence[tuple[int, int, int]], calendar: OpenTime) -> Iterable[Piece]:
    for low, high, shift in shifts:
        yield Piece(low, high, shift, 1)
    if shifts and calendar.is_open[-1]:
        low, high, shift = shifts[-1]
        yield Piece(high, high + 1, shift, 1)


def _shifts(calendar: OpenTime) -> list[tuple[int, int, int]]:
    """Return for each open stretch the open time before and after it, and what makes an amount its instant."""
    ends = [*calendar.instants[1:], calendar.end]
    rows = zip(calendar.instants, ends, calendar.before, calendar.is_open, strict=True)
    return [(before, before + end - at, at - before) for at, end, before, is_open in rows if is_open and at < end]


def cells(bounds: Sequence[Instant]) -> Steps:
    """Return the index of the cell `[bounds[i], bounds[i + 1])` that holds an instant."""
    return steps(Piece(low, high, i, 0) for i, (low, high) in enumerate(pairwise(bounds)))


def days(starts: Sequence[Instant], values: Sequence[int], end: Instant) -> Steps:
    """Return `values[i]` for instants from `starts[i]` on, up to `end`, which lies after the last start."""
    bounds = pairwise((*starts, end))
    return steps(Piece(low, high, value, 0) for (low, high), value in zip(bounds, values, strict=True))


def less(calendar: OpenTime, excluded: Sequence[tuple[Instant, Instant]]) -> OpenTime:
    """Return a calendar that is also shut in the excluded spans, which are disjoint and ascending."""
    bounds = {bound for span in excluded for bound in span if calendar.instants[0] < bound < calendar.end}
    instants = sorted({*calendar.instants, *bounds})
    since = [start for start, _ in excluded]
    before, states = [0], []
    for i, instant in enumerate(instants):
        j = bisect_right(since, instant) - 1
        shut = j >= 0 and instant < excluded[j][1]
        states.append(calendar.is_open[bisect_right(calendar.instants, instant) - 1] and not shut)
        if i + 1 < len(instants):
            before.append(before[-1] + (instants[i + 1] - instant) * states[-1])
    return replace(calendar, instants=tuple(instants), before=tuple(before), is_open=tuple(states))
