"""Sources read into the reference engine, with what could not be read."""

from collections.abc import Callable

from accordant.measure.memory.engine import MemoryEngine
from accordant.record.event import Event, Rejected
from accordant.record.read import read_events
from accordant.terms.source import Source, Sources
from accordant.terms.values import Instant


class LoadedMemory(MemoryEngine):
    """The reference engine over the events of some sources."""

    def __init__(self, sources: Sources, late_limit: Callable[[Source, Instant], Instant] | None = None) -> None:
        self.log = read_events(sources, late_limit=late_limit)
        kinds = {source.entity for source in sources.sources}
        fields = {
            kind: frozenset(n for n, (role, _) in sources.column_types(kind).items() if role == "field")
            for kind in kinds
        }
        super().__init__(self.log.events, fields)

    def rejected(self) -> tuple[Rejected, ...]:
        """Return the rows that could not be read, with their reasons."""
        return self.log.rejected

    def history(self, kind: str, entity: str) -> tuple[Event, ...]:
        """Return every row recorded about one entity."""
        return tuple(event for event in self.events if (event.kind, event.entity) == (kind, entity))

    def events_of(self, kind: str) -> tuple[Event, ...]:
        """Return every row recorded about one kind of entity."""
        return tuple(event for event in self.events if event.kind == kind)
