"""Tables as sources: sources go in, one relation of events a kind of entity and the rejected rows come out.

Rows stay where they are: a relation is a view of the session. Only rows that do not fit are fetched, and only what
Python had to read is sent: their events, if they have any, and those of sources that are files.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from accordant.measure.sql import quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.events import Kind, Told, columns_of, load_events, told_of
from accordant.measure.sql.tables.misfits import misfits
from accordant.measure.sql.tables.rows import Moment, Rows, rows
from accordant.measure.sql.tables.zones import Zones
from accordant.record import rows as rules
from accordant.record.event import Event, Rejected
from accordant.record.read import read_rows
from accordant.record.rows import LateLimit, surely_accepted
from accordant.record.typed import troubles
from accordant.terms.finding import Finding
from accordant.terms.source import Source, Sources
from accordant.terms.values import Instant

TypesOf = Callable[[str], Mapping[str, str]]
"""Returns the columns of a table, by its name in sources.yaml, with their neutral types; none, if it is not there."""


class TablesDoNotFit(Exception):
    """Tables that cannot be read as their sources say. Carries the findings."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = tuple(findings)


@dataclass
class _Kind:
    """The events of one kind on the way: its sources, the SELECTs of events, and the events that Python read.

    `instants` are the first and last of each SELECT; None for what may have been recorded too late.
    """

    name: str
    sources: list[Source] = field(default_factory=list)
    selects: list[str] = field(default_factory=list)
    beside: list[Event] = field(default_factory=list)
    instants: list[Instant | None] = field(default_factory=list)

    @property
    def extent(self) -> tuple[Instant, Instant] | None:
        """Return the first and the last instant of all events, if they are known without reading them again."""
        known = [instant for instant in self.instants if instant is not None]
        if self.beside or not known or len(known) < len(self.instants):
            return None
        return min(known), max(known)


def relations(
    database: Database, sources: Sources, late_limit: LateLimit | None, types_of: TypesOf
) -> tuple[dict[str, Kind], tuple[Rejected, ...]]:
    """Make a view for each kind of entity; return them with the rows that could not be read.

    Raises TablesDoNotFit before anything is read. `late_limit` is needed as in `record.read.read_events`, else
    ValueError.
    """
    types = {source.name: dict(types_of(source.table)) for source in _tables(sources)}
    if found := [trouble for source in _tables(sources) for trouble in troubles(source, types[source.name])]:
        raise TablesDoNotFit(found)
    kinds: dict[str, _Kind] = {}
    for source in sources.sources:
        kinds.setdefault(source.entity, _Kind(source.entity)).sources.append(source)
    told = {name: told_of(kind.sources) for name, kind in kinds.items()}
    zones, rejected = Zones(database), list[Rejected]()
    for source in sources.sources:
        kind = kinds[source.entity]
        if source.format == "table":
            read = _table(database, zones, kind, source, types[source.name], told[source.entity], late_limit)
        else:
            read = read_rows(sources, source, late_limit)
        rejected += _taken(kind, read)
    return {name: _united(database, kind, told[name]) for name, kind in kinds.items()}, tuple(rejected)


def _tables(sources: Sources) -> Iterator[Source]:
    return (source for source in sources.sources if source.format == "table")


def _taken(kind: _Kind, read: Iterator[list[Event] | Rejected]) -> Iterator[Rejected]:
    """Take the events of rows that Python read; yield the rows that it rejected."""
    for row in read:
        if isinstance(row, Rejected):
            yield row
        else:
            kind.beside += row


def _table(
    database: Database,
    zones: Zones,
    kind: _Kind,
    source: Source,
    types: Mapping[str, str],
    told: Mapping[str, Told],
    late_limit: LateLimit | None,
) -> Iterator[list[Event] | Rejected]:
    """Note the SELECTs of the events of a table; yield what its rows that do not fit are read as."""
    limit = rules.late_limit(source, late_limit) if source.accept_late else None
    try:
        rules.mapping(source)
    except ValueError as error:
        yield Rejected(source.name, 0, "", str(error))
        return
    database.about(f"events of '{source.table}'")
    read = rows(source, types, zones)
    for i, moment in enumerate(read.moments):
        late = _late(database, read, moment, limit, f"limits of {source.name} {i}") if limit else ""
        kind.selects.append(read.select(moment, told, late))
    database.about(f"how many rows of '{source.table}' cannot be read; when its events begin and end")
    found = database.rows(read.survey())
    kind.instants += found[0][1:] if found and limit is None else [None]
    if not found or found[0][0]:
        yield from misfits(database, read, types, limit)


def _late(database: Database, read: Rows, moment: Moment, limit: LateLimit, title: str) -> str:
    """Send until when events may be recorded that were recorded so late that it may be too late; "" if none was.

    The limit is asked once for each instant at which such an event happened.
    """
    if not read.source.recorded:
        return ""
    doubted = f"t.recorded - t.happened > {surely_accepted(read.source)}"
    found = database.rows(f"SELECT DISTINCT t.happened FROM ({read.times(moment)}) AS t WHERE {doubted}")
    instants = [int(row[0]) for row in found]
    if not instants:
        return ""
    limits = [limit(read.source, instant) for instant in instants]
    table = quote.name(title)
    database.send(table, (("happened", "BIGINT"), ("until", "BIGINT")), (instants, limits))
    return table


def _united(database: Database, kind: _Kind, told: Mapping[str, Told]) -> Kind:
    """Unite the sources of one kind."""
    selects = list(kind.selects)
    if kind.beside or not selects:
        sent = load_events(database, kind.name, kind.beside, None, told, f"beside {kind.name}")
        selects.append(f"SELECT {quote.listed(columns_of(sent))} FROM {sent.relation}")
    relation = quote.name(f"events {kind.name}")
    database.view(relation, " UNION ALL ".join(selects))
    return Kind(
        kind.name,
        relation,
        told,
        identified=any(source.identity for source in kind.sources),
        sequenced=any(source.sequence for source in kind.sources),
        recorded=any(source.recorded for source in kind.sources),
        extent=kind.extent,
    )
