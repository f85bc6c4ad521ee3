"""Tables of an engine are read as the record reads the same table in a file: the same events and rejected rows."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from random_tables import Table, neutral, tables
from test_reading import EXAMPLES, sources_of, told

from accordant.measure.sql import quote
from accordant.measure.sql.engines.duck import DuckDatabase, connect
from accordant.measure.sql.events import fetch_events
from accordant.measure.sql.tables.misfits import MOST_FETCHED
from accordant.measure.sql.tables.open import TablesDoNotFit, relations
from accordant.record.event import Event, Rejected
from accordant.record.read import read_events
from accordant.record.rows import LATE, LateLimit, mapping, never_late, used_columns
from accordant.sample.write import write_year
from accordant.terms.source import ColumnRule, PartyRule, Source, Sources
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


FORMS = {
    "YYYY-MM-DDThh:mm:ss": "%Y-%m-%dT%H:%M:%S",
    "DD/MM/YYYY hh:mm": "%d/%m/%Y %H:%M",
    "YYYY/MM/DD hh:mm:ss.fff": "%Y/%m/%d %H:%M:%S.%g",
}
"""How the files of the examples write times without an offset, as DuckDB has it."""


def as_a_table(database: DuckDatabase, folder: Path, source: Source) -> Source:
    """Load the file of a source into a table whose columns have types, as a warehouse would have it."""
    path = folder / source.file
    if source.format == "parquet":
        database.connection.execute(f"CREATE TABLE {source.name} AS FROM read_parquet('{path}')")
        return replace(source, format="table", file="", table=f"main.{source.name}")
    times = {source.happened, source.recorded, *(column for _, column in source.events)}
    rules = {rule.column: rule.type for rule in (*source.fields, *source.attributes)}
    listed = []
    for column in used_columns(source):
        cell = f"nullif({quote.name(column)}, '')"
        if column in times:
            form = FORMS.get(source.times)
            cell = f"strptime({cell}, '{form}')" if form else f"CAST({cell} AS TIMESTAMPTZ)"
        elif rules.get(column) == "integer":
            cell = f"CAST({cell} AS BIGINT)"
        listed.append(f"{cell} AS {quote.name(column)}")
    read = f"read_csv('{path}', header = true, all_varchar = true, delim = '{source.delimiter}', quote = '\"')"
    database.connection.execute(f"CREATE TABLE {source.name} AS SELECT {', '.join(listed)} FROM {read}")
    return replace(source, format="table", file="", table=f"main.{source.name}", times="", recorded_times="")


def assert_tables_are_the_files(folder: Path, late: LateLimit | None) -> DuckDatabase:
    opened, sources = database(), sources_of(folder)
    tables = tuple(as_a_table(opened, folder, source) for source in sources.sources)
    events, rejected = by_tables(opened, Sources(tables), late)
    wanted, refused = by_the_record(sources, late)
    assert wanted
    assert (rejected, refused) == (Counter(), Counter())
    assert events - wanted == wanted - events == Counter()
    return opened


WITH_DATA = [folder for folder in EXAMPLES if folder.name != "olist-funnel"]


@pytest.mark.parametrize("folder", WITH_DATA, ids=lambda folder: folder.name)
def test_an_example_whose_files_are_tables_tells_the_same_events(folder):
    assert_tables_are_the_files(folder, never_late)


def test_the_sample_year_in_tables_tells_the_same_events_and_the_same_late_ones(tmp_path):
    write_year(tmp_path)
    assert_tables_are_the_files(tmp_path, late)


CALLS = Source("calls", "", "call", ("id",), "table", "main.calls", zone="UTC", event_always="in", happened="at")


def calls(columns: str, rows: str) -> DuckDatabase:
    """Make the table of calls."""
    opened = database()
    opened.connection.execute(f"CREATE TABLE calls ({columns})")
    opened.connection.execute(f"INSERT INTO calls VALUES {rows}")
    return opened


def events(opened: DuckDatabase, source: Source = CALLS, late: LateLimit | None = None) -> list[Event]:
    kinds, _ = relations(opened, Sources((source,)), late, lambda table: types_of(opened, table))
    found = [event for kind in kinds.values() for event in fetch_events(opened, kind)]
    return sorted(found, key=lambda event: (event.entity, event.name))


def rejected(opened: DuckDatabase, source: Source = CALLS) -> list[Rejected]:
    return list(relations(opened, Sources((source,)), None, lambda table: types_of(opened, table))[1])


def instants(zone: str, *local: str) -> list[int]:
    """Read local times of calls in a zone."""
    rows = ", ".join(f"({i}, '{at}')" for i, at in enumerate(local))
    opened = calls('id INTEGER, "at" TIMESTAMP', rows)
    return [event.happened // 60_000_000 for event in events(opened, replace(CALLS, zone=zone))]


def test_skipped_local_times_are_read_with_the_offset_before_them_and_repeated_ones_are_the_first():
    skipped = instants("America/New_York", "2026-03-08 01:59", "2026-03-08 02:30", "2026-03-08 03:00")
    assert [at - skipped[0] for at in skipped] == [0, 31, 1]
    repeated = instants("America/New_York", "2026-11-01 00:59", "2026-11-01 01:30", "2026-11-01 02:00")
    assert [at - repeated[0] for at in repeated] == [0, 31, 121]


def test_offsets_of_seconds_and_of_half_hours_are_those_of_tzdata():
    # Monrovia was 44 minutes and 30 seconds behind until 1972; Lord Howe goes forward by half an hour.
    assert instants("Africa/Monrovia", "1972-01-06 00:00", "1972-01-08 00:00") == [1058444, 1061280]
    assert instants("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04 02:30") == [29850705, 29850690]


def test_a_row_that_does_not_fit_is_told_by_its_key_and_the_others_load():
    rows = "('a', '2026-01-05'), (NULL, '2026-01-05'), ('b', NULL), ('c', '2200-01-01')"
    opened = calls('id VARCHAR, "at" TIMESTAMP', rows)
    assert [event.entity for event in events(opened)] == ["a"]
    assert sorted((row.key, row.column, row.reason, row.row) for row in rejected(opened)) == [
        ("(blank)", "id", "the key is blank", 0),
        ("b", "at", "the time is blank", 0),
        ("c", "at", "outside the years 1900 to 2199", 0),
    ]


def test_of_many_rows_that_do_not_fit_the_rest_are_counted():
    rows = ["(1, '2026-01-05')", *["(NULL, NULL)"] * (MOST_FETCHED + 7)]
    opened = calls('id INTEGER, "at" TIMESTAMP', ", ".join(rows))
    found = rejected(opened)
    assert len(found) == MOST_FETCHED + 1
    assert found[-1].reason == "7 more rows that do not fit"
    assert [event.entity for event in events(opened)] == ["1"]


def test_a_row_recorded_too_late_counts_from_when_it_was_recorded():
    source = replace(CALLS, recorded="logged", accept_late=Length(1, "hour"))
    rows = "(1, '2026-01-05 09:00', '2026-01-05 10:00'), (2, '2026-01-05 09:00', '2026-01-05 10:00:00.000001')"
    opened = calls('id INTEGER, "at" TIMESTAMP, logged TIMESTAMP', rows)
    in_time, too_late = events(opened, source)
    assert (in_time.flags, too_late.flags) == ((), (LATE,))
    assert (in_time.happened, too_late.happened) == (in_time.recorded - 3_600_000_000, too_late.recorded)


def test_names_of_tables_and_columns_cannot_break_out_of_the_statement():
    opened = database()
    opened.connection.execute('CREATE SCHEMA "my ""own"""')
    opened.connection.execute('CREATE TABLE "my ""own"""."calls; --" ("i""d" INTEGER, "a\'t" TIMESTAMPTZ)')
    named = ".".join(map(quote.name, ('my "own"', "calls; --")))
    opened.connection.execute(f"INSERT INTO {named} VALUES (1, '2026-01-05 09:00:00+00')")
    told = replace(CALLS, name="it's", table='my "own".calls; --', event_always="it's")
    source = replace(told, key=('i"d',), happened="a't")
    (event,) = events(opened, source)
    assert (event.entity, event.name, event.source) == ("1", "it's", "it's")


def test_what_does_not_fit_is_told_before_anything_is_read():
    opened = calls('id INTEGER, "at" VARCHAR, worth VARCHAR', "(1, '2026-01-05', '1.5')")
    source = replace(CALLS, fields=(ColumnRule("worth", "worth", "decimal", 2),))
    with pytest.raises(TablesDoNotFit) as caught:
        events(opened, source)
    assert [finding.code for finding in caught.value.findings] == ["E668", "E668"]
    with pytest.raises(TablesDoNotFit, match=r"there is no table 'main\.mails'"):
        events(opened, replace(CALLS, table="main.mails"))


def test_a_rule_that_cannot_be_followed_rejects_the_source_as_a_whole():
    opened = calls('id INTEGER, "at" TIMESTAMP', "(1, '2026-01-05')")
    (row,) = rejected(opened, replace(CALLS, zone="Mars/Olympus"))
    assert (row.row, row.reason) == (0, "'Mars/Olympus' is not a zone of the packaged tzdata")
    assert events(opened, replace(CALLS, zone="Mars/Olympus")) == []


def test_a_file_beside_tables_is_read_and_its_events_are_sent(tmp_path):
    opened = calls('id INTEGER, "at" TIMESTAMP, who VARCHAR', "(1, '2026-01-05', 'a')")
    by = PartyRule("who", (("a", "us"),))
    (tmp_path / "more.csv").write_text("id,at,who\n2,2026-01-06T00:00:00Z,a\n3,x,a\n")
    file = replace(CALLS, name="more", file="more.csv", format="csv", table="", by=by)
    sources = Sources((replace(CALLS, by=by), file), str(tmp_path))
    kinds, refused = relations(opened, sources, None, lambda table: types_of(opened, table))
    found = sorted((event.entity, event.by, event.source) for event in fetch_events(opened, kinds["call"]))
    assert found == [("1", "us", "calls"), ("2", "us", "more")]
    assert [(row.source, row.row, row.column) for row in refused] == [("more", 2, "at")]
