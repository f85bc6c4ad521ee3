"""Exclusions -> the time they take away: announced in time, up to so much in each calendar unit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from accordant.measure.memory.history import History
from accordant.measure.memory.readings import Readings
from accordant.measure.memory.spans import spans, told
from accordant.measure.stretches import Stretch, united
from accordant.plan.length import budget
from accordant.plan.steps import Excluded, Limit
from accordant.plan.timeline import midnight
from accordant.terms.values import Instant
from accordant.zone import local_time


def excluded(
    exclusions: Sequence[Excluded], histories: Mapping[str, Sequence[History]], readings: Readings, as_of: Instant
) -> list[Stretch]:
    """Return the time that any of the exclusions takes away, united."""
    found: list[Stretch] = []
    for exclusion in exclusions:
        holding = united(_announced(exclusion, histories.get(exclusion.spans.kind, ()), readings, as_of))
        found += _capped(exclusion, holding)
    return united(found)


def _announced(
    exclusion: Excluded, histories: Iterable[History], readings: Readings, as_of: Instant
) -> Iterator[Stretch]:
    for history in histories:
        holding = spans(exclusion.spans, history, readings, as_of)
        if exclusion.told_ahead is None:
            yield from ((span.start, span.stop) for span in holding)
            continue
        notices, before = told(exclusion.spans, history, readings), -1
        for span in holding:
            # A notice announces the next span of its entity, and none after that.
            own = (notice for notice in notices if before < notice <= span.start)
            if any(_is_ahead(exclusion.told_ahead, notice, span.start) for notice in own):
                yield span.start, span.stop
            before = span.start


def _is_ahead(limit: Limit, notice: Instant, start: Instant) -> bool:
    """Say whether a notice came no less than the agreed length before the start."""
    calendar = limit.open_time if limit.length.business else None
    return limit.open_time.between(notice, start) >= budget(limit.length, notice, limit.zone, calendar)


def _capped(exclusion: Excluded, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Keep the first so much of the spans in each calendar unit of the exclusion's zone."""
    if exclusion.at_most is None:
        yield from stretches
        return
    used: dict[date, int] = {}
    for start, stop in stretches:
        for unit, since, until in _by_unit(exclusion, start, stop):
            room = exclusion.at_most - used.get(unit, 0)
            taken = min(until - since, max(room, 0))
            used[unit] = used.get(unit, 0) + taken
            if taken:
                yield since, since + taken


def _by_unit(exclusion: Excluded, start: Instant, stop: Instant) -> Iterator[tuple[date, Instant, Instant]]:
    while start < stop:
        unit, after = _unit(exclusion.per, local_time(exclusion.zone, start).date())
        end = min(stop, midnight(exclusion.zone, after))
        yield unit, start, end
        start = end


def _unit(per: str, day: date) -> tuple[date, date]:
    """Return the first date of the calendar unit of a date, and the first after it."""
    match per:
        case "day":
            return day, day + timedelta(days=1)
        case "week":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=7)
        case "quarter":
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            return first, (first + timedelta(days=93)).replace(day=1)
        case "year":
            return date(day.year, 1, 1), date(day.year + 1, 1, 1)
        case _:
            first = day.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1)
