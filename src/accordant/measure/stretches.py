"""Stretches of time, half-open: their union, where several hold, what is left of them, what lies in open hours."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from accordant.terms.calendar import OpenTime
from accordant.terms.values import Instant, Microseconds

Stretch = tuple[Instant, Instant]


def united(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the union of spans as disjoint, ascending, non-empty ones; touching spans become one."""
    found: list[Stretch] = []
    for start, stop in sorted(stretches):
        if start >= stop:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        else:
            found.append((start, stop))
    return found


def at_least(least: int, of: Sequence[Sequence[Stretch]]) -> list[Stretch]:
    """Return where at least so many of several united span lists hold."""
    marks = sorted(mark for one in of for start, stop in one for mark in ((start, 1), (stop, -1)))
    found, holding, since = [], 0, 0
    for instant, steps in groupby(marks, key=lambda mark: mark[0]):
        held = holding >= least
        holding += sum(step for _, step in steps)
        if not held and holding >= least:
            since = instant
        elif held and holding < least:
            found.append((since, instant))
    return found


def without(stretches: Sequence[Stretch], cut: Sequence[Stretch]) -> list[Stretch]:
    """Return what is left of disjoint ascending stretches when others, disjoint and ascending too, are cut out."""
    found: list[Stretch] = []
    for since, stop in stretches:
        start = since
        for away, back in overlapping(cut, start, stop):
            if start < away:
                found.append((start, away))
            start = max(start, back)
        if start < stop:
            found.append((start, stop))
    return found


def overlapping(stretches: Sequence[Stretch], start: Instant, stop: Instant) -> Sequence[Stretch]:
    """Return those of disjoint ascending stretches that share time with `[start, stop)`, whole."""
    first = bisect_right(stretches, start, key=lambda stretch: stretch[1])
    return stretches[first : max(first, bisect_left(stretches, stop, key=lambda stretch: stretch[0]))]


def clipped(stretches: Sequence[Stretch], start: Instant, stop: Instant) -> list[Stretch]:
    """Return the parts of disjoint ascending stretches that lie in `[start, stop)`."""
    return [(max(a, start), min(b, stop)) for a, b in overlapping(stretches, start, stop)]


def in_hours(stretches: Iterable[Stretch], service: OpenTime | None) -> list[Stretch]:
    """Return the parts of disjoint ascending stretches in which a calendar is open; all of them without one."""
    if service is None:
        return list(stretches)
    return [part for start, stop in stretches for part in _open(service, start, stop)]


def _open(service: OpenTime, start: Instant, stop: Instant) -> Iterator[Stretch]:
    i = bisect_right(service.instants, start) - 1
    while start < stop:
        ends = service.instants[i + 1] if i + 1 < len(service.instants) else service.end
        if service.is_open[i]:
            yield start, min(ends, stop)
        start, i = ends, i + 1


def total(stretches: Iterable[Stretch], service: OpenTime | None) -> Microseconds:
    """Return the time in stretches: real time, or the open time of a calendar."""
    if service is None:
        return sum(stop - start for start, stop in stretches)
    return sum(service.between(start, stop) for start, stop in stretches)
