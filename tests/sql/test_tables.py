"""Tables of an engine are read as the record reads the same table in a file: the same events and rejected rows."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from random_tables import Table, neutral, tables
from test_reading import told

from accordant.measure.sql import quote
from accordant.measure.sql.engines.duck import DuckDatabase, connect
from accordant.measure.sql.events import fetch_events
from accordant.measure.sql.tables.misfits import MOST_FETCHED
from accordant.measure.sql.tables.open import TablesDoNotFit, relations
from accordant.record.event import Event, Rejected
from accordant.record.read import read_events
from accordant.record.rows import LateLimit, mapping, never_late
from accordant.terms.source import ColumnRule, Source, Sources
from accordant.terms.values import Length

SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
DAY = 86_400_000_000
Read = tuple[Counter[tuple[object, ...]], Counter[tuple[str, ...]]]


def types_of(database: DuckDatabase, table: str) -> dict[str, str]:
    """Return the columns of a table of DuckDB with their neutral types."""
    named = ".".join(map(quote.name, table.split(".")))
    try:
        rows = database.rows(f"DESCRIBE SELECT * FROM {named}")
    except duckdb.CatalogException:
        return {}
    return {name: neutral(type_) for name, type_, *_ in rows}


def by_tables(database: DuckDatabase, sources: Sources, late: LateLimit | None) -> Read:
    kinds, rejected = relations(database, sources, late, lambda table: types_of(database, table))
    events = [event for kind in kinds.values() for event in fetch_events(database, kind)]
    return Counter(map(unnumbered, events)), Counter(map(reason, rejected))


def by_the_record(sources: Sources, late: LateLimit | None) -> Read:
    log = read_events(sources, late_limit=late)
    return Counter(map(unnumbered, log.events)), Counter(map(reason, log.rejected))


def unnumbered(event: Event) -> tuple[object, ...]:
    return told(replace(event, row=0))


def reason(row: Rejected) -> tuple[str, ...]:
    return row.source, row.column, row.reason, row.text


def assert_alike(database: DuckDatabase, source: Source, folder: Path, late: LateLimit | None) -> Read:
    """Read a table where it is, and a copy of it as a file."""
    copy = folder / "copy.duckdb"
    copy.unlink(missing_ok=True)
    named = ".".join(map(quote.name, source.table.split(".")))
    database.connection.execute(f"ATTACH '{copy}' AS copied")
    database.connection.execute(f"CREATE TABLE copied.t AS FROM {named}")
    database.connection.execute("DETACH copied")
    read = by_tables(database, Sources((source,)), late)
    file = replace(source, format="duckdb", file="copy.duckdb", table="t")
    wanted = by_the_record(Sources((file,), str(folder)), late)
    assert read[1] == wanted[1]
    assert read[0] - wanted[0] == wanted[0] - read[0] == Counter()
    return read


def database() -> DuckDatabase:
    return DuckDatabase(connect())


def late(source: Source, happened: int) -> int:
    """Accept until the next day begins but two."""
    return (happened // DAY + 3) * DAY


def test_random_tables_are_read_as_the_record_reads_them(tmp_path):
    opened = database()

    @SETTINGS
    @given(tables())
    def agree(table: Table) -> None:
        try:
            mapping(table.source)
        except ValueError:
            assume(False)
        listed = ", ".join(f'"{name}" {type_}' for name, type_ in table.types.items())
        opened.connection.execute(f"CREATE OR REPLACE TABLE main.things ({listed})")
        values = ", ".join(f"({', '.join(row)})" for row in table.rows)
        opened.connection.execute(f"INSERT INTO main.things VALUES {values}")
        assert_alike(opened, table.source, tmp_path, late)

    agree()
