"""An engine that measures by SQL: relations of events on a database, plans run over them, tallies and items come out."""

from collections.abc import Iterable, Iterator

from accordant.measure.measurement import Item, Measured, Near
from accordant.measure.sql import quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.events import Kind, fetch_events, load_events
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.run import Run
from accordant.measure.sql.see import Latest
from accordant.plan.steps import Plan
from accordant.record.event import Event, Rejected
from accordant.terms.source import Sources
from accordant.terms.values import Instant


class SqlEngine:
    """Hold relations of events on a database and run plans over them."""

    def __init__(self, database: Database) -> None:
        """Begin without events."""
        self.database = database
        self.kinds: dict[str, Kind] = {}
        self._rejected: tuple[Rejected, ...] = ()
        self._shelf = Shelf(database)
        self._latest = Latest(database)
        self._extent: tuple[Instant, Instant] | None = None

    def load(self, events: Iterable[Event], sources: Sources | None = None) -> None:
        """Hold these events instead of those held before; types are the sources', or those of the values."""
        by_kind: dict[str, list[Event]] = {}
        for event in events:
            by_kind.setdefault(event.kind, []).append(event)
        self.hold({kind: load_events(self.database, kind, of, sources) for kind, of in by_kind.items()})

    def hold(self, kinds: dict[str, Kind]) -> None:
        """Hold the events of these relations instead of those held before."""
        self._extent, self.kinds = None, kinds

    def extent(self) -> tuple[Instant, Instant] | None:
        """Return the first and last `happened` of all events, or None when there are none."""
        if self._extent is not None:
            return self._extent
        ends = [
            kind.extent or self.database.rows(f"SELECT min(happened), max(happened) FROM {kind.relation}")[0]
            for kind in self.kinds.values()
        ]
        known = [(row[0], row[1]) for row in ends if row[0] is not None]
        self._extent = (min(low for low, _ in known), max(high for _, high in known)) if known else None
        return self._extent

    def measure(self, plan: Plan) -> Measured:
        """Return the tallies of every obligation of the plan."""
        return self.run(plan).measure()

    def items(self, plan: Plan, obligation: str, near: Near | None = None) -> Iterator[Item]:
        """Yield the items of one obligation, all or those asked for, by window, start and entity."""
        return self.run(plan).items(obligation, near)

    def rejected(self) -> tuple[Rejected, ...]:
        """Return the rows that could not be read as events."""
        return self._rejected

    def history(self, kind: str, entity: str) -> tuple[Event, ...]:
        """Return every event that was told of one entity, in order of time."""
        if kind not in self.kinds:
            return ()
        found = fetch_events(self.database, self.kinds[kind], f"e.entity = {quote.text(entity)}")
        return tuple(sorted(found, key=lambda e: (e.happened, e.sequence is not None, e.sequence or 0, e.row)))

    def events_of(self, kind: str) -> tuple[Event, ...]:
        """Return every event that was told of one kind of entity, in no particular order."""
        return tuple(fetch_events(self.database, self.kinds[kind])) if kind in self.kinds else ()

    @property
    def shelf(self) -> Shelf:
        """Return the tables of calendars and cells of this connection."""
        return self._shelf

    def run(self, plan: Plan) -> Run:
        """Return a run of the plan over all events, to be asked before the next one is made."""
        self._shelf.extent, self._shelf.as_of = self.extent(), plan.as_of
        return Run(self.database, self._shelf, self.kinds, plan, self._latest)
