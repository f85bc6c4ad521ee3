"""Files as they come: databases with several tables and holes, odd names, late rows, what only Python reads."""

import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from test_reading import EXAMPLES, assert_alike, by_duckdb, sources_of

from accordant.measure.sql.duck import DuckEngine, connect
from accordant.measure.sql.reading.scans import scan
from accordant.measure.sql.reading.typed import typed
from accordant.record.read import read_events
from accordant.record.rows import LATE
from accordant.terms.source import ColumnRule, Source, Sources
from accordant.terms.times import date_format, places
from accordant.terms.values import Length

HOUR = 3_600_000_000
CALLS = """
    CREATE TABLE calls (id VARCHAR, "when" TIMESTAMP);
    INSERT INTO calls SELECT 'c' || i, TIMESTAMP '2026-01-05 09:00:00' + to_seconds(i) FROM range(100) AS r(i);
"""


def of_table(table: str) -> Source:
    return Source(
        table, "a.duckdb", "call", ("id",), "duckdb", table=table, zone="UTC", events=(("made", "when"),)
    )


def write_database(folder: Path, statements: str) -> None:
    with duckdb.connect(str(folder / "a.duckdb")) as connection:
        connection.execute(CALLS + statements)


def test_tables_of_one_database_are_read_side_by_side_and_beside_another_reader(tmp_path):
    write_database(tmp_path, "CREATE SCHEMA more; CREATE TABLE more.calls AS FROM calls LIMIT 7")
    sources = Sources((of_table("calls"), of_table("more.calls"), of_table("Calls")), str(tmp_path))
    first, second = DuckEngine(sources), DuckEngine(sources)
    assert len(read_events(sources).events) == 207
    assert first.extent() == second.extent()
    assert_alike(sources)


def test_rows_after_a_deleted_one_move_up(tmp_path):
    write_database(
        tmp_path, "DELETE FROM calls WHERE id IN ('c3', 'c50'); UPDATE calls SET \"when\" = NULL WHERE id = 'c9'"
    )
    assert_alike(Sources((of_table("calls"),), str(tmp_path)))


def test_a_view_cannot_reach_outside_its_own_file(tmp_path):
    (tmp_path / "secret.csv").write_text("id,when\ns,2026-01-05 09:00:00\n")
    reaching = f'SELECT id, CAST("when" AS TIMESTAMP) AS "when" FROM read_csv(\'{tmp_path}/secret.csv\')'
    write_database(tmp_path, f"CREATE VIEW inner_calls AS FROM calls; CREATE VIEW outer_calls AS {reaching}")
    sources = Sources((of_table("inner_calls"), of_table("outer_calls")), str(tmp_path))
    events, rejected = by_duckdb(sources)
    assert sum(events.values()) == 100
    assert [row.source for row in rejected] == ["outer_calls"]
    assert_alike(sources)


@pytest.mark.parametrize("name", ["*.parquet", "[a].parquet", "a?.parquet", "it's.parquet", 'a "b".parquet'])
def test_the_name_of_a_file_is_no_pattern(name, tmp_path):
    for file in (name, "a.parquet", "ab.parquet"):
        target = str(tmp_path / file).replace("'", "''")
        row = f"SELECT '{file[:1]}' AS id, TIMESTAMP '2026-01-05 09:00:00' AS \"when\""
        duckdb.execute(f"COPY ({row.replace(chr(39) * 3, chr(39) * 4)}) TO '{target}' (FORMAT parquet)")
    source = Source("s", name, "call", ("id",), "parquet", zone="UTC", events=(("made", "when"),))
    assert sum(by_duckdb(Sources((source,), str(tmp_path)))[0].values()) == 1
    assert_alike(Sources((source,), str(tmp_path)))


def test_what_the_record_reads_is_sent_in_pieces(tmp_path):
    rows = [
        {"id": f"c{i}", "when": "2026-01-05T09:00:00Z" if i % 1000 else "never", "n": i} for i in range(41_000)
    ]
    (tmp_path / "calls.jsonl").write_text("\n".join(map(json.dumps, rows)))
    rule = ColumnRule("n", "n", "integer")
    source = Source("s", "calls.jsonl", "call", ("id",), "jsonl", events=(("made", "when"),), attributes=(rule,))
    assert_alike(Sources((source,), str(tmp_path)))


def test_sources_of_one_kind_are_united_each_telling_its_own(tmp_path):
    (tmp_path / "a.csv").write_text("id,when,n,x\na,2026-01-05T09:00,1.5,one\nb,2026-01-05T09:00,,\n")
    (tmp_path / "b.csv").write_text("id,when,n,y\na,2026-01-05T10:00,1.2345,yes\nb,2026-01-05T10:00,-,no\n")
    shared = (
        ColumnRule("n", "n", "decimal", 2),
        ColumnRule("x", "x"),
        ColumnRule("n", "n", "decimal", 4, clears=("-",)),
    )
    events = (("made", "when"),)
    first = Source("a", "a.csv", "call", ("id",), "csv", zone="UTC", events=events, attributes=shared[:2])
    told = (shared[2], ColumnRule("y", "y", "boolean"))
    second = Source("b", "b.csv", "call", ("id",), "csv", zone="UTC", events=events, attributes=told)
    third = Source("c", "b.csv", "other", ("id",), "csv", zone="UTC", events=events, fields=told)
    assert_alike(Sources((first, second, third), str(tmp_path)))


def late_source(format_: str) -> Source:
    return Source(
        "s",
        f"calls.{format_}",
        "call",
        ("id",),
        format_,
        zone="Europe/Berlin",
        times="YYYY-MM-DD hh:mm:ss",
        events=(("made", "made"), ("ended", "ended")),
        recorded="logged",
        accept_late=Length(2, "hour"),
    )


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_an_event_recorded_too_late_counts_from_when_it_was_recorded(format_, tmp_path):
    rows = """SELECT 'c' || i AS id, TIMESTAMP '2026-01-05 09:00:00' AS made,
        TIMESTAMP '2026-01-05 09:00:00' + to_minutes(i) AS ended, TIMESTAMP '2026-01-05 12:00:00' AS logged
        FROM range(300) AS r(i)"""
    duckdb.execute(f"COPY ({rows}) TO '{tmp_path}/calls.{format_}' (FORMAT {format_})")
    sources = Sources((late_source(format_),), str(tmp_path))

    def until(_: Source, happened: int) -> int:
        return happened + 2 * HOUR + HOUR // 2

    events, _ = by_duckdb(sources, until)
    late = [event for event in events if LATE in event[11]]
    assert len(late) == 300 + 30
    assert all(event[3] == event[4] for event in late)
    assert_alike(sources, until)


def test_a_length_by_the_clock_needs_no_calendar_and_one_in_days_does(tmp_path):
    cells = "c,2026-01-05 09:00:00,2026-01-05 10:30:00,2026-01-05 12:00:00"
    (tmp_path / "calls.csv").write_text(f"id,made,ended,logged\n{cells}\n")
    source = late_source("csv")
    assert_alike(Sources((source,), str(tmp_path)))
    by_date = Sources((replace(source, accept_late=Length(2, "day")),), str(tmp_path))
    with pytest.raises(ValueError, match="needs a calendar"):
        DuckEngine(by_date)


@pytest.mark.parametrize(
    "folder", [f for f in EXAMPLES if f.name != "olist-funnel"], ids=lambda folder: folder.name
)
def test_no_row_of_an_example_needs_python(folder):
    sources = sources_of(folder)
    for source in sources.sources:
        connection = connect()
        rows = typed(source, scan(connection, sources, source))
        left = connection.execute(
            f"SELECT count(*) FROM ({rows.select}) WHERE NOT {rows.column('fits')}"
        ).fetchone()
        assert left == (0,)


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("DD/MM/YYYY", (("day", 1, 2), ("month", 4, 2), ("year", 7, 4))),
        ("YYYYMMDDThhmm", (("year", 1, 4), ("month", 5, 2), ("day", 7, 2), ("hour", 10, 2), ("minute", 12, 2))),
        ("D/M/YYYY", ()),
        ("YYYY-MM-DD hh:mmZ", ()),
        ("", ()),
    ],
)
def test_parts_of_a_format_have_places_where_every_text_is_of_one_width(form, found):
    assert places(form) == found


def test_the_date_of_a_format_is_what_stands_from_its_first_date_token_to_its_last():
    assert date_format("hh:mm DD.MM.YYYY") == "DD.MM.YYYY"
    assert date_format("") == "YYYY-MM-DD"


@pytest.mark.parametrize("type_", ["TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ", "DATE"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
@pytest.mark.parametrize(
    "more", ["", "DELETE FROM made WHERE id = 'c99'", "INSERT INTO made VALUES (NULL, 'infinity')"]
)
def test_first_and_last_instant_are_those_of_the_events_that_are_read(type_, zone, more, tmp_path):
    rows = f'SELECT id, CAST("when" + to_days(CAST(substr(id, 2) AS INTEGER)) AS {type_}) AS "when" FROM calls'
    write_database(tmp_path, f"SET TimeZone = 'UTC'; CREATE TABLE made AS {rows}; {more}")
    source = replace(of_table("made"), zone=zone, dates_mean="start of day", events=(), happened="when")
    sources = Sources((replace(source, event_always="made"),), str(tmp_path))
    happened = [event.happened for event in read_events(sources).events]
    assert DuckEngine(sources).extent() == (min(happened), max(happened))
