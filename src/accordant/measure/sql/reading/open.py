"""Reading files in DuckDB: sources go in, one relation a kind of entity and the rejected rows come out.

DuckDB reads CSV, Parquet and its own tables without passing through Python. Each row with a cell that it cannot be
sure of, each row recorded too late, and each source that it does not read (JSON Lines, SQLite, CSV that is not
plain) is read by `record`: so values, flags and reasons are those of the record.
"""

from collections.abc import Sequence
from dataclasses import replace

import duckdb
from duckdb import DuckDBPyConnection

from accordant.measure.sql import quote
from accordant.measure.sql.events import Kind, told_of
from accordant.measure.sql.reading.beside import Beside, misfits
from accordant.measure.sql.reading.late import overdue
from accordant.measure.sql.reading.scans import NUMBER, Unscannable, scan
from accordant.measure.sql.reading.typed import typed
from accordant.measure.sql.reading.united import Relation, events_of, of_relation
from accordant.record import rows as rules
from accordant.record.event import Rejected
from accordant.record.read import read_rows
from accordant.record.rows import LateLimit
from accordant.terms.source import Source, Sources
from accordant.terms.values import Instant

Extent = tuple[Instant, Instant] | None


def relations(
    connection: DuckDBPyConnection, sources: Sources, late_limit: LateLimit | None
) -> tuple[dict[str, Kind], tuple[Rejected, ...]]:
    """Make a relation for each kind of entity; return them with the rows that could not be read.

    Typed files become views; texts that must be taken apart are read once, into a table. `late_limit` is needed
    as in `record.read.read_events`, else ValueError.
    """
    kinds: dict[str, list[Source]] = {}
    for source in sources.sources:
        kinds.setdefault(source.entity, []).append(source)
    beside = {kind: Beside(connection, kind, told_of(of_kind)) for kind, of_kind in kinds.items()}
    parts: dict[str, list[str]] = {kind: [] for kind in kinds}
    extents: dict[str, list[Extent]] = {kind: [] for kind in kinds}
    rejected: list[Rejected] = []
    for i, source in enumerate(sources.sources):
        aside = beside[source.entity]
        selects, extent = _events(connection, sources, i, aside, late_limit)
        parts[source.entity] += selects
        extents[source.entity].append(extent)
        rejected += aside.rejections()
    found = {kind: _kind(connection, kinds[kind], parts[kind], beside[kind], extents[kind]) for kind in kinds}
    return found, tuple(rejected)


def _events(
    connection: DuckDBPyConnection, sources: Sources, i: int, beside: Beside, late_limit: LateLimit | None
) -> tuple[list[str], Extent]:
    """Read the i-th source; return the SELECTs of the events that DuckDB reads, and when they happened, if known."""
    source = sources.sources[i]
    limit = rules.late_limit(source, late_limit) if source.accept_late else None
    try:
        relation = _relation(connection, sources, source, i)
        relation = _without_misfits(connection, relation, f"misfits {i}", limit)
    except duckdb.OutOfMemoryException:
        # Python would need more.
        raise
    except (Unscannable, duckdb.Error):
        beside.take(read_rows(sources, source, late_limit))
        return [], None
    if relation.misfits:
        beside.take(misfits(connection, source, relation.rows.scan, relation.misfits, limit))
    return list(events_of(_settled(connection, relation), beside.told)), relation.extent


def _relation(connection: DuckDBPyConnection, sources: Sources, source: Source, i: int) -> Relation:
    """Make the view of typed rows, or a table where reading them again would cost more than keeping them."""
    rows, name = typed(source, scan(connection, sources, source)), quote.name(f"rows {i}")
    made = "TABLE" if rows.is_kept else "VIEW"
    connection.execute(f"CREATE OR REPLACE TEMP {made} {name} AS {rows.select}")
    return Relation(rows, name)


def _without_misfits(
    connection: DuckDBPyConnection, relation: Relation, title: str, limit: LateLimit | None
) -> Relation:
    """Find the numbers of the rows that the record has to read."""
    rows, table = relation.rows, quote.name(title)
    misfit = f"SELECT r.{NUMBER} FROM {relation.name} AS r WHERE NOT {rows.column('fits')}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {misfit}")
    if limit is not None and rows.source.recorded:
        for event in range(rows.events):
            connection.execute(f"INSERT INTO {table} {overdue(connection, relation, event, limit)}")
    counted = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return replace(relation, misfits=table) if counted and counted[0] else relation


def _trusted(connection: DuckDBPyConnection, relation: Relation) -> Relation:
    """Make the view again, without looking at each cell each time, now that every one is known to fit."""
    rows = typed(relation.rows.source, replace(relation.rows.scan, is_sure=True))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {relation.name} AS {rows.select}")
    return replace(relation, rows=rows)


def _settled(connection: DuckDBPyConnection, relation: Relation) -> Relation:
    """Drop the cells that were copied only to be read, and from a table of typed rows the misfits."""
    if relation.rows.scan.copy:
        connection.execute(f"DROP TABLE {relation.rows.scan.copy}")
    if not relation.misfits:
        return relation if relation.rows.is_kept else _trusted(connection, relation)
    if not relation.rows.is_kept:
        return relation
    connection.execute(f"DELETE FROM {relation.name} WHERE {NUMBER} IN (SELECT {NUMBER} FROM {relation.misfits})")
    return replace(relation, misfits="")


def _kind(
    connection: DuckDBPyConnection,
    sources: Sequence[Source],
    parts: Sequence[str],
    beside: Beside,
    extents: Sequence[Extent],
) -> Kind:
    """Unite the sources of one kind."""
    selects = list(parts)
    if not beside.is_empty or not parts:
        beside.send()
        selects.append(of_relation(beside.relation, beside.told))
    relation = quote.name(f"events {beside.kind}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {relation} AS {' UNION ALL '.join(selects)}")
    return Kind(
        beside.kind,
        relation,
        beside.told,
        identified=any(source.identity for source in sources),
        sequenced=any(source.sequence for source in sources),
        recorded=any(source.recorded for source in sources),
        extent=_extent(extents),
    )


def _extent(extents: Sequence[Extent]) -> Extent:
    """Return when the events of all sources happened, if that is known of each."""
    known = [extent for extent in extents if extent is not None]
    if not known or len(known) < len(extents):
        return None
    return min(low for low, _ in known), max(high for _, high in known)
