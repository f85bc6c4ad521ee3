"""Engines by name, holding the events of an agreement's sources."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol

from accordant.cli.chosen import Chosen
from accordant.cli.warehouse import is_warehouse, opened
from accordant.evaluate import Engine
from accordant.plan.calendar import always, inverse, open_time
from accordant.plan.length import budget
from accordant.record.event import Event, Rejected
from accordant.terms.agreement import Agreement
from accordant.terms.calendar import OpenTime
from accordant.terms.source import Source, Sources
from accordant.terms.values import Instant

# Each statement costs DuckDB milliseconds, however few rows it reads: below this size Python is done sooner.
_FEW_BYTES = 48 * 1024
_YEAR = 366 * 86_400_000_000

LateLimit = Callable[[Source, Instant], Instant]


class Loaded(Engine, Protocol):
    """An engine that also tells which rows could not be read, and what is recorded of one entity."""

    def rejected(self) -> tuple[Rejected, ...]:
        """Return the rows that could not be read, with their reasons."""

    def history(self, kind: str, entity: str) -> tuple[Event, ...]:
        """Return every row recorded about one entity."""

    def events_of(self, kind: str) -> tuple[Event, ...]:
        """Return every row recorded about one kind of entity."""


def load(engine: Chosen | str, sources: Sources, agreement: Agreement) -> Loaded:
    """Open the sources of an agreement with the engine of that name or URL, or for `auto` with the quicker of two.

    All give equal answers; which one does changes nothing but how long it takes, and where.
    """
    late = late_limit(agreement)
    chosen = Chosen(engine) if isinstance(engine, str) else engine
    name = chosen.name
    if is_warehouse(name):
        return opened(chosen, sources, late)
    if name == "memory" or (name == "auto" and is_small(sources)):
        from accordant.measure.memory.loaded import LoadedMemory

        return LoadedMemory(sources, late)
    from accordant.measure.sql.duck import DuckEngine

    return DuckEngine(sources, late_limit=late, memory=chosen.memory or None)


def is_small(sources: Sources) -> bool:
    """Say whether the sources are a few kilobytes of text, which the reference engine is done with sooner."""
    files = [Path(sources.folder) / source.file for source in sources.sources]
    texts = all(source.format in ("csv", "jsonl") for source in sources.sources)
    return texts and sum(file.stat().st_size for file in files if file.is_file()) <= _FEW_BYTES


def late_limit(agreement: Agreement) -> LateLimit:
    """Return the rule for `accept late`: until when a row about an instant may be recorded and keep it.

    Business lengths are counted on the calendar that the source names, else on the term's.
    """
    calendars = {calendar.name: calendar for calendar in agreement.calendars}
    zone, begins = agreement.term.zone, agreement.term.start

    @cache
    def clock(name: str, year: int) -> OpenTime:
        start, end = year * _YEAR - _YEAR // 12, (year + 3) * _YEAR
        return open_time([(begins, calendars[name])], start, end) if name else always(start, end)

    def limit(source: Source, happened: Instant) -> Instant:
        length = source.accept_late
        assert length is not None, "asked only of sources that accept late rows"
        named = source.accept_late_calendar or agreement.term.calendar
        open_hours = clock(named if length.business and named in calendars else "", happened // _YEAR)
        amount = budget(length, happened, open_hours.zone if length.business else zone, open_hours)
        return inverse(open_hours, open_hours.until(happened) + amount)

    return limit
