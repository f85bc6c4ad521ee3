"""DuckDB reads every file as the record does: the same events, the same rejected rows."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accordant.measure.sql.duck import DuckEngine, connect
from accordant.measure.sql.engines.duck import DuckDatabase
from accordant.measure.sql.events import fetch_events
from accordant.measure.sql.reading.open import relations as read
from accordant.record.read import read_events
from accordant.terms.source import ColumnRule, PartyRule, Source, Sources
from accordant.terms.values import Length

SETTINGS = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))

TIMES = ["2026-03-29T02:30:00", "2026-10-25T02:30:00", "2026-01-05T09:00:00", "2026-02-30T09:00:00", "2026-01-05"]
ODD = ["", "-", "x", " 1", "0001-01-01T00:00:00", "2026-01-05T09:00:00Z", "2026-01-05 09:00:00.1234567+05:30"]
times = st.sampled_from([*TIMES * 3, *ODD])
texts = st.sampled_from(["a", "b", "é", "", "-", "it's", '"q"', " a"])
numbers = st.sampled_from(["1", "-7", "+3", "", "-", "1.5", "1.50", "1.505", "x", "9" * 19, "007", "1e3"])
flags = st.sampled_from(["yes", "no", "TRUE", "0", "", "maybe", "CRM", "Yes "])
emails = st.sampled_from(["a@gmail.com", "b@acme.example", "c@Sub.GMAIL.com", "", "x", "d@GMAIL.COM"])
ROWS = st.lists(
    st.tuples(texts, times, times, texts, numbers, numbers, flags, emails, texts, flags), min_size=1, max_size=8
)
COLUMNS = ("id", "first", "second", "what", "n", "amount", "auto", "email", "who", "gone")
RULES = (
    ColumnRule("auto", "auto", "boolean", words=(("CRM", "no"), ("0", "unknown"))),
    ColumnRule("n", "n", "integer", clears=("x",)),
)
TOLD = (
    ColumnRule("amount", "amount", "decimal", scale=2, blank=("1e3",)),
    ColumnRule("business", "email", derive="business email", list="free-mail-domains-2026-01", type="boolean"),
    ColumnRule("what", "what", words=(("a", "first"), ("b", "unknown")), otherwise="other"),
)
WIDE = Source(
    "wide",
    "data",
    "lead",
    ("id",),
    "csv",
    zone="Europe/Berlin",
    times="YYYY-MM-DDThh:mm:ss",
    blank=("", "-"),
    events=(("opened", "first"), ("closed", "second")),
    identity="who",
    fields=RULES,
    attributes=TOLD,
)
LONG = replace(
    WIDE,
    events=(),
    event_column="what",
    event_words=(("a", "asked"),),
    happened="first",
    recorded="second",
    dates_mean="end of day",
    times="",
    by=PartyRule("who", (("a", "marketing"), ("b", "sales")), "unknown"),
    identity="id",
    sequence="n",
    retracted="gone",
    fields=(),
    accept_late=Length(1, "hour"),
)
FEW = replace(WIDE, key=("id", "what"), identity="", fields=(), attributes=(ColumnRule("who", "who"),))
SOURCES = {"wide": WIDE, "long": LONG, "few": FEW}


@pytest.fixture
def both():
    connection = connect()
    return lambda source, folder: compare(connection, source, folder)


def compare(connection, source: Source, folder: Path) -> None:
    sources = Sources((source,), str(folder))
    log = read_events(sources)
    kinds, rejected = read(connection, sources, None)
    assert rejected == log.rejected
    found = [event for kind in kinds.values() for event in fetch_events(DuckDatabase(connection), kind)]
    assert sorted(map(told, found), key=order) == sorted(map(told, log.events), key=order)


def told(event):
    """A field that nobody told is NULL in a relation."""
    return replace(event, fields={name: cell for name, cell in event.fields.items() if cell is not None})


def order(event):
    return (event.row, event.name)


def write_csv(path: Path, rows) -> None:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' if '"' in cell else cell for cell in row] for row in rows]
    path.write_text("\n".join(",".join(row) for row in [COLUMNS, *quoted]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", SOURCES)
def test_a_csv_file_is_read_as_the_record_reads_it(name, tmp_path, both):
    @SETTINGS
    @given(ROWS)
    def agree(rows):
        write_csv(tmp_path / "data", rows)
        both(SOURCES[name], tmp_path)

    agree()


@pytest.mark.parametrize("name", SOURCES)
def test_a_parquet_file_of_texts_is_read_as_the_record_reads_it(name, tmp_path, both):
    @SETTINGS
    @given(ROWS)
    def agree(rows):
        write_parquet(tmp_path / "data", rows, {})
        both(replace(SOURCES[name], format="parquet"), tmp_path)

    agree()


def write_parquet(path: Path, rows, types: dict[str, str]) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t ({', '.join(f'{name} VARCHAR' for name in COLUMNS)})")
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(COLUMNS))})", [list(r) for r in rows])
        listed = ", ".join(
            f"TRY_CAST({name} AS {types[name]}) AS {name}" if name in types else name for name in COLUMNS
        )
        connection.execute(f"COPY (SELECT {listed} FROM t) TO '{path}' (FORMAT parquet)")


@pytest.mark.parametrize("time", ["TIMESTAMP", "TIMESTAMPTZ", "DATE", "TIMESTAMP_MS", "TIMESTAMP_NS"])
@pytest.mark.parametrize("name", SOURCES)
def test_typed_columns_are_read_as_the_record_reads_them(name, time, tmp_path, both):
    types = {"first": time, "second": time, "amount": "DOUBLE", "auto": "BOOLEAN", "n": "INTEGER"}

    @settings(SETTINGS, max_examples=3)
    @given(ROWS)
    def agree(rows):
        write_parquet(tmp_path / "data", rows, types)
        both(replace(SOURCES[name], format="parquet", dates_mean="noon"), tmp_path)

    agree()


def test_many_rows_keep_their_numbers(tmp_path):
    rows = [(f"e{i}", TIMES[i % 4], "", "a", "1", "2", "yes", "", "w", "") for i in range(60_000)]
    write_csv(tmp_path / "data", rows)
    sources = Sources((WIDE,), str(tmp_path))
    assert DuckEngine(sources).rejected() == read_events(sources).rejected


def test_a_file_that_is_not_there_is_a_rejected_row_and_nothing_else(tmp_path, both):
    both(replace(WIDE, file="nothing"), tmp_path)
