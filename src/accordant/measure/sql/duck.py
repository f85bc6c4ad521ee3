"""The default engine: the files of sources, or events, go in; plans run as SQL on embedded DuckDB."""

from collections.abc import Iterable

from accordant.measure.sql.engine import SqlEngine
from accordant.measure.sql.engines.duck import DuckDatabase, connect
from accordant.measure.sql.reading.open import relations
from accordant.record.event import Event
from accordant.record.rows import LateLimit
from accordant.terms.source import Sources


class DuckEngine(SqlEngine):
    """Hold relations of events in DuckDB and run plans over them."""

    def __init__(
        self,
        sources: Sources,
        *,
        late_limit: LateLimit | None = None,
        threads: int | None = None,
        memory: str | None = None,
    ) -> None:
        """Read sources; `threads` and `memory` (`4GB`) limit what DuckDB may use."""
        self.connection = connect(threads, memory)
        super().__init__(DuckDatabase(self.connection))
        self.kinds, self._rejected = relations(self.connection, sources, late_limit)

    @classmethod
    def from_events(cls, events: Iterable[Event], sources: Sources | None = None) -> "DuckEngine":
        """Load events that Python holds already; types are those of the sources, or those of the values."""
        engine = cls(Sources(()))
        engine.load(events, sources)
        return engine
