"""Engines by name, holding the events of an agreement's sources."""

from collections.abc import Callable
from typing import Protocol

from accordant.evaluate import Engine
from accordant.plan.calendar import always, inverse, open_time
from accordant.plan.length import budget
from accordant.record.event import Event, Rejected
from accordant.terms.agreement import Agreement
from accordant.terms.source import Source, Sources
from accordant.terms.values import Instant

ENGINES = ("duckdb", "memory")
_YEAR = 366 * 86_400_000_000

LateLimit = Callable[[Source, Instant], Instant]


class Loaded(Engine, Protocol):
    """An engine that also tells which rows could not be read, and what is recorded of one entity."""

    def rejected(self) -> tuple[Rejected, ...]:
        """Return the rows that could not be read, with their reasons."""

    def history(self, kind: str, entity: str) -> tuple[Event, ...]:
        """Return every row recorded about one entity."""


def load(name: str, sources: Sources, agreement: Agreement) -> Loaded:
    """Open the sources of an agreement with the engine of that name."""
    late = late_limit(agreement)
    if name == "memory":
        from accordant.measure.memory.loaded import LoadedMemory

        return LoadedMemory(sources, late)
    from accordant.measure.sql.duck import DuckEngine

    return DuckEngine(sources, late_limit=late)


def late_limit(agreement: Agreement) -> LateLimit:
    """Return the rule for `accept late`: until when a row about an instant may be recorded and keep it.

    Business lengths are counted on the calendar that the source names, else on the term's.
    """
    calendars = {calendar.name: calendar for calendar in agreement.calendars}

    def limit(source: Source, happened: Instant) -> Instant:
        length = source.accept_late
        assert length is not None, "asked only of sources that accept late rows"
        calendar = calendars.get(source.accept_late_calendar or agreement.term.calendar)
        start, end = happened - _YEAR // 12, happened + 2 * _YEAR
        if not length.business or calendar is None:
            wall = always(start, end)
            return inverse(wall, wall.until(happened) + budget(length, happened, agreement.term.zone, None))
        clock = open_time([(agreement.term.start, calendar)], start, end)
        return inverse(clock, clock.until(happened) + budget(length, happened, clock.zone, clock))

    return limit
