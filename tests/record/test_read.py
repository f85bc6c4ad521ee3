"""Reading sources: wide rows and rows of one event, from every format alike, with every doubtful row listed."""

import csv
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from accordant.record import cells, rows
from accordant.record.event import Event, EventLog
from accordant.record.read import read_events
from accordant.record.rows import never_late
from accordant.record.see import see
from accordant.terms.source import ColumnRule, PartyRule, Source, Sources
from accordant.terms.values import Length

HOUR = 3_600_000_000
ACTIVITY = Source(
    "activity",
    "activity.csv",
    "lead",
    ("lead_id",),
    "csv",
    zone="UTC",
    event_column="event",
    identity="id",
    happened="happened",
    recorded="logged",
    sequence="n",
    retracted="gone",
    by=PartyRule("team", (("mktg", "marketing"), ("sdr", "sales"))),
    fields=(ColumnRule("reason", "reason"), ColumnRule("automated", "auto", "boolean")),
    attributes=(
        ColumnRule("score", "score", "integer"),
        ColumnRule("worth", "worth", "decimal", scale=2, clears=("none",)),
        ColumnRule("born", "born", "date"),
    ),
)
COLUMNS = (
    "lead_id",
    "event",
    "id",
    "happened",
    "logged",
    "n",
    "gone",
    "team",
    "reason",
    "auto",
    "score",
    "worth",
    "born",
)
TABLE = [
    (
        "7",
        "created",
        "a1",
        "2026-03-02 10:00:00",
        "2026-03-02 10:00:01",
        "1",
        "",
        "mktg",
        "",
        "false",
        "40",
        "9.50",
        "1990-02-28",
    ),
    (
        "7",
        "called",
        "a2",
        "2026-03-02 10:05:00.25",
        "2026-03-02 11:00:00",
        "",
        "false",
        "sdr",
        "line busy",
        "true",
        "",
        "",
        "",
    ),
    (
        "8",
        "created",
        "a3",
        "2026-03-29 02:30:00",
        "2026-03-29 02:30:00",
        "2",
        "",
        "",
        'say "no"\n, then',
        "",
        "-3",
        "0.00",
        "",
    ),
    ("7", "called", "a2", "2026-03-02 10:05:00.25", "2026-03-03 00:00:00", "", "true", "", "", "", "", "", ""),
]
TYPES = {
    "happened": "TIMESTAMP",
    "logged": "TIMESTAMP",
    "n": "INTEGER",
    "gone": "BOOLEAN",
    "auto": "BOOLEAN",
    "score": "BIGINT",
    "worth": "DECIMAL(12, 4)",
    "born": "DATE",
}


def at(text: str) -> int:
    return (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def one(source: Source, folder: Path) -> EventLog:
    return read_events(Sources((source,), str(folder)))


def write_csv(folder: Path) -> Source:
    with (folder / "activity.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *TABLE])
    return ACTIVITY


def write_json(folder: Path) -> Source:
    typed = {"n": int, "score": int, "worth": float, "gone": json.loads, "auto": json.loads}
    with (folder / "activity.jsonl").open("w", encoding="utf-8") as file:
        for row in TABLE:
            told = {name: cell for name, cell in zip(COLUMNS, row, strict=True) if cell}
            file.write(json.dumps({k: typed[k](v) if k in typed else v for k, v in told.items()}) + "\n")
    return replace(ACTIVITY, file="activity.jsonl", format="jsonl")


def in_duckdb(connection: duckdb.DuckDBPyConnection, types: dict[str, str]) -> None:
    listed = ", ".join(f"{name} {types.get(name, 'VARCHAR')}" for name in COLUMNS)
    connection.execute(f"CREATE TABLE activity ({listed})")
    marks = ", ".join("?" for _ in COLUMNS)
    connection.executemany(
        f"INSERT INTO activity VALUES ({marks})", [[cell or None for cell in row] for row in TABLE]
    )


def write_duckdb(folder: Path) -> Source:
    with duckdb.connect(str(folder / "activity.duckdb")) as connection:
        in_duckdb(connection, TYPES)
    return replace(ACTIVITY, file="activity.duckdb", format="duckdb", table="activity")


def write_parquet(folder: Path) -> Source:
    with duckdb.connect() as connection:
        in_duckdb(connection, TYPES)
        connection.execute(f"COPY activity TO '{folder / 'activity.parquet'}'")
    return replace(ACTIVITY, file="activity.parquet", format="parquet")


def write_parquet_of_instants(folder: Path) -> Source:
    with duckdb.connect() as connection:
        connection.execute("SET timezone = 'UTC'")
        zoned = dict.fromkeys(("happened", "logged"), "TIMESTAMP WITH TIME ZONE")
        in_duckdb(connection, TYPES | zoned)
        connection.execute(f"COPY activity TO '{folder / 'instants.parquet'}'")
    return replace(ACTIVITY, file="instants.parquet", format="parquet", zone="")


def write_parquet_of_doubles(folder: Path) -> Source:
    with duckdb.connect() as connection:
        in_duckdb(connection, TYPES | dict.fromkeys(("n", "score", "worth"), "DOUBLE"))
        connection.execute(f"COPY activity TO '{folder / 'doubles.parquet'}'")
    return replace(ACTIVITY, file="doubles.parquet", format="parquet")


def write_parquet_of_texts(folder: Path) -> Source:
    with duckdb.connect() as connection:
        in_duckdb(connection, {})
        connection.execute(f"COPY activity TO '{folder / 'texts.parquet'}'")
    return replace(ACTIVITY, file="texts.parquet", format="parquet")


def write_sqlite(folder: Path) -> Source:
    with sqlite3.connect(folder / "activity.sqlite") as connection:
        types = {"n": "INTEGER", "score": "INTEGER", "worth": "REAL", "gone": "INTEGER", "auto": "INTEGER"}
        listed = ", ".join(f"{name} {types.get(name, 'TEXT')}" for name in COLUMNS)
        connection.execute(f"CREATE TABLE activity ({listed})")
        words = {"true": 1, "false": 0, "": None}
        table = [[words.get(cell, cell) for cell in row] for row in TABLE]
        connection.executemany(f"INSERT INTO activity VALUES ({', '.join('?' for _ in COLUMNS)})", table)
    connection.close()
    return replace(ACTIVITY, file="activity.sqlite", format="sqlite", table="activity")


WRITERS = [
    write_csv,
    write_json,
    write_duckdb,
    write_parquet,
    write_parquet_of_instants,
    write_parquet_of_doubles,
    write_parquet_of_texts,
    write_sqlite,
]
EXPECTED = (
    Event(
        "lead",
        "7",
        "created",
        at("2026-03-02T10:00:00Z"),
        at("2026-03-02T10:00:01Z"),
        "marketing",
        "a1",
        1,
        {"automated": False},
        {"score": 40, "worth": Decimal("9.50"), "born": datetime(1990, 2, 28).date()},
        source="activity",
        row=1,
    ),
    Event(
        "lead",
        "7",
        "called",
        at("2026-03-02T10:05:00.250000Z"),
        at("2026-03-02T11:00:00Z"),
        "sales",
        "a2",
        None,
        {"reason": "line busy", "automated": True},
        source="activity",
        row=2,
    ),
    Event(
        "lead",
        "8",
        "created",
        at("2026-03-29T02:30:00Z"),
        at("2026-03-29T02:30:00Z"),
        None,
        "a3",
        2,
        {"reason": 'say "no"\n, then'},
        {"score": -3, "worth": Decimal("0.00")},
        source="activity",
        row=3,
    ),
    Event(
        "lead",
        "7",
        "called",
        at("2026-03-02T10:05:00.250000Z"),
        at("2026-03-03T00:00:00Z"),
        None,
        "a2",
        retracted=True,
        source="activity",
        row=4,
    ),
)


@pytest.mark.parametrize("write", WRITERS)
def test_equal_content_gives_equal_events_in_every_format(tmp_path: Path, write: Callable[[Path], Source]):
    log = one(write(tmp_path), tmp_path)
    assert log.rejected == ()
    assert log.events == EXPECTED
    assert log.kept == {"activity": 4}
    counted, disputed = see(log.events, at("2026-12-31T00:00:00Z"), at("2026-12-31T00:00:00Z"))
    assert sorted(event.identity for event in counted) == ["a1", "a3"]
    assert not disputed


WIDE = Source(
    "requests",
    "requests.csv",
    "request",
    ("city", "case"),
    "csv",
    zone="America/New_York",
    times="YYYY-MM-DDThh:mm:ss",
    events=(("opened", "opened"), ("closed", "closed")),
    attributes=(ColumnRule("queue", "queue"),),
)


def text(folder: Path, lines: str, source: Source = WIDE) -> EventLog:
    (folder / source.file).write_text(lines, encoding="utf-8")
    return one(source, folder)


def test_each_filled_time_of_a_wide_row_is_an_event_with_the_attributes_of_the_row(tmp_path):
    log = text(
        tmp_path,
        "city,case,opened,closed,queue\n"
        "b,1,2015-01-26T10:23:15,2015-01-26T10:25:56,north\n"
        "b,2,2015-03-08T02:30:00,,\n"
        "b,3,,,south\n",
    )
    assert log.rejected == ()
    assert [(e.entity, e.name, e.happened, e.recorded, e.attributes, e.row) for e in log.events] == [
        ("b\x1f1", "opened", at("2015-01-26T15:23:15Z"), at("2015-01-26T15:23:15Z"), {"queue": "north"}, 1),
        ("b\x1f1", "closed", at("2015-01-26T15:25:56Z"), at("2015-01-26T15:25:56Z"), {"queue": "north"}, 1),
        ("b\x1f2", "opened", at("2015-03-08T07:30:00Z"), at("2015-03-08T07:30:00Z"), {}, 2),
    ]
    assert log.kept == {"requests": 3}


def test_the_first_trouble_of_a_row_rejects_it_whole_and_the_others_load(tmp_path):
    log = text(
        tmp_path,
        "city,case,opened,closed,queue\n"
        "b,1,2015-01-26T10:23:15,yesterday,north\n"
        ",,nonsense,,\n"
        "b,,nonsense,,\n"
        "b,4,2015-02-30T10:00:00,,\n"
        "b,5\n"
        "b,6,2015-01-26T10:23:15,,\n",
    )
    assert [(r.row, r.column, r.reason, r.text) for r in log.rejected] == [
        (1, "closed", cells.NOT_A_TIME, "yesterday"),
        (2, "city", rows.BLANK_KEY, ""),
        (3, "case", rows.BLANK_KEY, ""),
        (4, "opened", cells.NOT_A_TIME, "2015-02-30T10:00:00"),
        (5, "", "too few cells: 2 for 5 columns, line 6", "b"),
    ]
    assert [event.entity for event in log.events] == ["b\x1f6"]


def test_the_id_of_a_wide_row_is_told_apart_by_event(tmp_path):
    source = replace(WIDE, key=("case",), identity="case", recorded="at")
    log = text(
        tmp_path,
        "city,case,opened,closed,queue,at\n"
        "b,1,2015-01-26T10:00:00,,,2015-01-26T10:00:00\n"
        "b,1,2015-01-26T11:00:00,2015-01-26T12:00:00,,2015-01-26T12:00:00\n",
        source,
    )
    counted, _ = see(log.events, at("2016-01-01T00:00:00Z"), at("2016-01-01T00:00:00Z"))
    assert {(event.name, event.happened) for event in counted} == {
        ("opened", at("2015-01-26T16:00:00Z")),
        ("closed", at("2015-01-26T17:00:00Z")),
    }


ROWS = Source(
    "calls", "calls.csv", "lead", ("lead",), "csv", zone="UTC", event_column="what", happened="at", recorded="told"
)


def test_a_row_without_event_time_or_recorded_time_is_rejected(tmp_path):
    log = text(
        tmp_path,
        "lead,what,at,told\n1,,2026-01-01T00:00,2026-01-01T00:00\n1,call,,2026-01-01T00:00\n1,call,2026-01-01T00:00,\n",
        ROWS,
    )
    assert [(r.row, r.column, r.reason) for r in log.rejected] == [
        (1, "what", rows.BLANK_EVENT),
        (2, "at", rows.BLANK_TIME),
        (3, "told", rows.BLANK_RECORDED),
    ]


def test_a_retraction_needs_its_id_and_when_it_was_recorded_only(tmp_path):
    source = replace(ROWS, identity="id", retracted="gone")
    log = text(
        tmp_path,
        "lead,what,at,told,id,gone\n1,,,2026-01-02T00:00,x,yes\n1,,,2026-01-02T00:00,,yes\n1,call,2026-01-01T00:00,2026-01-01T00:00,x,\n",
        source,
    )
    assert [(event.identity, event.retracted, event.happened) for event in log.events] == [
        ("x", True, at("2026-01-02T00:00:00Z")),
        ("x", False, at("2026-01-01T00:00:00Z")),
    ]
    assert [(r.row, r.column, r.reason) for r in log.rejected] == [(2, "id", rows.NO_IDENTITY)]


def test_an_event_may_be_renamed_and_keeps_its_own_name_otherwise(tmp_path):
    source = replace(ROWS, event_words=(("IV Antibiotics", "antibiotics"),), recorded="")
    log = text(tmp_path, "lead,what,at\n1,IV Antibiotics,2026-01-01T00:00\n1,CRP,2026-01-01T00:00\n", source)
    assert [event.name for event in log.events] == ["antibiotics", "CRP"]
    always = replace(source, event_column="", event_always="seen")
    assert {event.name for event in one(always, tmp_path).events} == {"seen"}


def test_one_party_may_stand_for_all_rows(tmp_path):
    log = text(
        tmp_path,
        "lead,what,at,told\n1,call,2026-01-01T00:00,2026-01-01T00:00\n",
        replace(ROWS, by=PartyRule(always="sales")),
    )
    assert [event.by for event in log.events] == ["sales"]


def test_a_party_that_is_not_listed_rejects_the_row_unless_otherwise_is_stated(tmp_path):
    lines = "lead,what,at,told,team\n1,call,2026-01-01T00:00,2026-01-01T00:00,ops\n"
    strict = replace(ROWS, by=PartyRule("team", (("sdr", "sales"),)))
    assert [r.reason for r in text(tmp_path, lines, strict).rejected] == [cells.NOT_LISTED]
    lenient = replace(ROWS, by=PartyRule("team", (("sdr", "sales"),), otherwise="unknown"))
    assert [event.by for event in text(tmp_path, lines, lenient).events] == [None]


LATE = (
    "lead,what,at,told\n"
    "1,call,2026-01-01T00:00,2026-01-01T05:00\n"
    "1,call,2026-01-01T00:00,2026-01-01T05:00:00.000001\n"
)


def test_an_event_recorded_too_late_counts_from_when_it_was_recorded(tmp_path):
    on_time, late = text(tmp_path, LATE, replace(ROWS, accept_late=Length(5, "hour"))).events
    assert (on_time.happened, on_time.flags) == (at("2026-01-01T00:00:00Z"), ())
    assert (late.happened, late.flags) == (late.recorded, (rows.LATE,))


def test_lateness_in_business_time_asks_the_caller_for_the_limit(tmp_path):
    source = replace(ROWS, accept_late=Length(5, "day", business=True))
    (tmp_path / source.file).write_text(LATE, encoding="utf-8")
    with pytest.raises(ValueError, match="needs a calendar"):
        one(source, tmp_path)
    sources = Sources((source,), str(tmp_path))
    log = read_events(sources, late_limit=lambda _, happened: happened + HOUR)
    assert [event.flags for event in log.events] == [(rows.LATE,), (rows.LATE,)]
    assert [event.flags for event in read_events(sources, late_limit=never_late).events] == [(), ()]


def test_digits_beyond_the_microsecond_are_flagged_on_their_event(tmp_path):
    lines = (
        "lead,what,at,told\n"
        "1,call,2026-01-01T00:00:00.1234567,2026-01-01T00:00\n"
        "1,call,2026-01-01T00:00,2026-01-01T00:00\n"
    )
    first, second = text(tmp_path, lines, ROWS).events
    assert first.happened == at("2026-01-01T00:00:00.123456Z")
    assert (first.flags, second.flags) == ((cells.FLOORED,), ())


def test_only_the_kinds_asked_for_are_read_and_progress_is_told(tmp_path):
    text(tmp_path, LATE, ROWS)
    sources = Sources((WIDE, ROWS), str(tmp_path))
    told: list[tuple[str, int]] = []
    log = read_events(sources, kinds={"lead"}, progress=lambda source, count: told.append((source, count)))
    assert log.kept == {"calls": 2}
    assert log.rejected == ()
    assert told == [("calls", 2)]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("none.csv", "there is no file 'none.csv'"),
        ("../outside.csv", "'../outside.csv' leads out of the folder of its sources"),
        ("https://example.org/a.csv", "'https://example.org/a.csv' is no file of this machine"),
        (".", "there is no file '.'"),
    ],
)
def test_a_file_that_cannot_be_had_is_one_rejected_row_nought(tmp_path, file, reason):
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside.csv").write_text(LATE, encoding="utf-8")
    log = one(replace(ROWS, file=file), tmp_path / "inside")
    assert [(r.source, r.row, r.reason) for r in log.rejected] == [("calls", 0, reason)]


def test_a_way_out_of_the_folder_through_a_link_is_closed_but_an_absolute_file_is_read(tmp_path):
    (tmp_path / "inside").mkdir()
    outside = tmp_path / "calls.csv"
    outside.write_text(LATE, encoding="utf-8")
    (tmp_path / "inside" / "link.csv").symlink_to(outside)
    assert one(replace(ROWS, file="link.csv"), tmp_path / "inside").events == ()
    assert len(one(replace(ROWS, file=str(outside)), tmp_path / "inside").events) == 2


def test_links_in_a_circle_and_names_too_long_are_no_files(tmp_path):
    (tmp_path / "round.csv").symlink_to("round.csv")
    for file in ("round.csv", "x" * 300 + ".csv"):
        assert [row.reason for row in one(replace(ROWS, file=file), tmp_path).rejected] == [
            f"there is no file '{file}'"
        ]


def test_a_name_that_looks_like_a_pattern_is_one_file(tmp_path):
    source = write_parquet(tmp_path)
    (tmp_path / "activity.parquet").rename(tmp_path / "activity[1]*'?.parquet")
    assert one(replace(source, file="activity[1]*'?.parquet"), tmp_path).events == EXPECTED


def test_a_view_that_reaches_for_another_file_gives_nothing_away(tmp_path):
    (tmp_path / "secret.csv").write_text("lead_id\n1\n", encoding="utf-8")
    with duckdb.connect(str(tmp_path / "views.duckdb")) as connection:
        connection.execute(f"CREATE VIEW activity AS SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')")
    log = one(replace(ACTIVITY, file="views.duckdb", format="duckdb", table="activity"), tmp_path)
    assert log.events == ()
    assert [r.row for r in log.rejected] == [0]


TYPED = Source("t", "typed.parquet", "thing", ("id",), "parquet", zone="UTC", event_always="seen", happened="at")


def typed(folder: Path, select: str, source: Source = TYPED) -> EventLog:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{folder / 'typed.parquet'}'")
    return one(source, folder)


@pytest.mark.parametrize(
    ("select", "happened"),
    [
        ("1 AS id, TIMESTAMP '2026-01-01 10:00' AS at", "2026-01-01T10:00:00Z"),
        ("1 AS id, TIMESTAMP_S '2026-01-01 10:00' AS at", "2026-01-01T10:00:00Z"),
        ("1 AS id, TIMESTAMP_MS '2026-01-01 10:00:00.5' AS at", "2026-01-01T10:00:00.500000Z"),
        ("1 AS id, TIMESTAMPTZ '2026-01-01 10:00+02' AS at", "2026-01-01T08:00:00Z"),
        (
            "UUID '00000000-0000-0000-0000-000000000001' AS id, TIMESTAMP '1969-12-31 23:59:59.9' AS at",
            "1969-12-31T23:59:59.900000Z",
        ),
        ("'x'::ENUM('x') AS id, '2026-01-01 10:00' AS at", "2026-01-01T10:00:00Z"),
        ("1::UBIGINT AS id, DATE '2026-01-01' AS at", "2026-01-01T12:00:00Z"),
    ],
)
def test_typed_columns_are_read_as_what_they_are(tmp_path, select, happened):
    log = typed(tmp_path, f"SELECT {select}", replace(TYPED, dates_mean="noon"))
    assert log.rejected == ()
    assert [event.happened for event in log.events] == [at(happened)]


def test_nanoseconds_are_floored_also_before_1970(tmp_path):
    select = "SELECT 1 AS id, TIMESTAMP_NS '1969-12-31 23:59:59.999999001' AS at"
    (event,) = typed(tmp_path, select).events
    assert (event.happened, event.flags) == (-1, (cells.FLOORED,))


@pytest.mark.parametrize(
    ("select", "column", "reason"),
    [
        ("1.5::DOUBLE AS id, TIMESTAMP '2026-01-01' AS at", "id", cells.NOT_TEXT),
        ("[1] AS id, TIMESTAMP '2026-01-01' AS at", "id", cells.STORED),
        ("'a'::BLOB AS id, TIMESTAMP '2026-01-01' AS at", "id", cells.STORED),
        ("1 AS id, TIMESTAMP 'infinity' AS at", "at", cells.BEYOND),
        ("1 AS id, DATE 'infinity' AS at", "at", cells.BEYOND),
        ("1 AS id, TIMESTAMP '12026-01-01' AS at", "at", cells.BEYOND),
        ("1 AS id, 5 AS at", "at", cells.NOT_A_TIME),
        ("1 AS id, TIME '10:00' AS at", "at", cells.STORED),
        ("NULL::INTEGER AS id, TIMESTAMP '2026-01-01' AS at", "id", rows.BLANK_KEY),
    ],
)
def test_a_typed_cell_that_no_rule_reads_is_rejected(tmp_path, select, column, reason):
    log = typed(tmp_path, f"SELECT {select}", replace(TYPED, dates_mean="noon"))
    assert [(r.row, r.column, r.reason) for r in log.rejected] == [(1, column, reason)]


def test_sqlite_cells_of_any_kind_are_read_or_rejected(tmp_path):
    with sqlite3.connect(tmp_path / "t.sqlite") as connection:
        connection.execute("CREATE TABLE t (id, at)")
        table = [(1, "2026-01-01"), (b"x", "2026-01-01"), (1.5, "2026-01-01"), ("a", None), ("b", 5)]
        connection.executemany("INSERT INTO t VALUES (?, ?)", table)
        connection.execute("INSERT INTO t VALUES (CAST(X'ff' AS TEXT), '2026-01-01')")
    connection.close()
    source = replace(TYPED, file="t.sqlite", format="sqlite", table="t", dates_mean="noon")
    log = one(source, tmp_path)
    assert [event.entity for event in log.events] == ["1"]
    assert [(r.row, r.reason) for r in log.rejected] == [
        (2, cells.STORED),
        (3, cells.NOT_TEXT),
        (4, rows.BLANK_TIME),
        (5, cells.NOT_A_TIME),
        (6, cells.NOT_UTF8),
    ]
