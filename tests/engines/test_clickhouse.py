"""ClickHouse: what it does otherwise than other engines, by both of its doors.

The HTTP door is tried with the real client against a small server of the tests' own, which hands each statement to
the embedded engine: the engine that answers is ClickHouse itself, only the server's own HTTP is not.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import clickhouse_server
import pytest

from accordant.measure.sql.database import Unfit
from accordant.measure.sql.engines.clickhouse import ClickHouse
from accordant.measure.sql.engines.clickhouse_door import Embedded, Http, Refused
from accordant.measure.sql.engines.clickhouse_rows import neutral
from accordant.measure.sql.events import fetch_events
from accordant.measure.sql.tables.open import relations
from accordant.terms.source import ColumnRule, Source, Sources

ODD = "é\t\\n\0'\"{x:String} %s -- no `"
COLUMNS = (("word", "VARCHAR"), ("n", "BIGINT"), ("day", "DATE"), ("worth", "DECIMAL(28, 2)"), ("huge", "HUGEINT"))
ROWS = [
    (ODD, -(1 << 63), date(1, 1, 1), Decimal("1.50"), 1 << 100),
    ("", (1 << 63) - 1, date(9999, 12, 31), Decimal("-0.01"), -(1 << 100)),
    (None, None, None, None, None),
]


@pytest.fixture(scope="module", autouse=True)
def _is_asked_for(request: pytest.FixtureRequest) -> None:
    if "clickhouse" not in request.config.getoption("--engines").split(","):
        pytest.skip("ClickHouse is not among the engines to run on")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Return where ClickHouse is served."""
    with clickhouse_server.serving() as served:
        yield served


@pytest.fixture(params=["embedded", "http"])
def database(request: pytest.FixtureRequest) -> ClickHouse:
    """Return a session by each door."""
    return session(request.getfixturevalue("url")) if request.param == "http" else ClickHouse(Embedded())


def session(url: str) -> ClickHouse:
    """Return a session of a server."""
    return ClickHouse(Http(url, clickhouse_server.USER, clickhouse_server.PASSWORD))


def send(database: ClickHouse, table: str = '"odd ""table"""') -> str:
    """Send the rows as a table."""
    sendable = [[str(cell) if isinstance(cell, date | Decimal) else cell for cell in row] for row in ROWS]
    database.send(table, COLUMNS, list(zip(*sendable, strict=True)))
    return table


def test_values_come_back_as_they_were_sent(database: ClickHouse) -> None:
    table = send(database)
    assert database.rows(f"SELECT word, n, day, worth, huge FROM {table} ORDER BY huge DESC NULLS LAST") == ROWS


def test_sums_do_not_wrap(database: ClickHouse) -> None:
    table = send(database)
    once = f"SELECT n, worth, huge FROM {table} WHERE n > 0"
    sums = "sum(n), sum(worth), sum(huge), sum(n * huge)"
    found = database.rows(f"SELECT {sums} FROM ({once} UNION ALL {once}) AS t")
    assert found == [(2 * ROWS[1][1], Decimal("-0.02"), -(2 << 100), -((1 << 63) - 1) * (2 << 100))]


def test_a_sum_that_fits_no_column_is_an_error(database: ClickHouse) -> None:
    table = send(database)
    twice = f"(SELECT n FROM {table} UNION ALL SELECT n FROM {table} WHERE n > 0)"
    with pytest.raises(Unfit):
        database.rows(f"SELECT CAST(sum(n) AS BIGINT) FROM {twice} AS t WHERE n > 0")


def test_nothing_is_null_and_never_zero(database: ClickHouse) -> None:
    table = send(database)
    assert database.rows(f"SELECT min(n), max(word), sum(n), count(*) FROM {table} WHERE n = 5") == [
        (None, None, None, 0)
    ]
    joined = f"SELECT t.n, o.n FROM {table} AS t LEFT JOIN {table} AS o ON o.n = t.n - 1 WHERE t.n > 0"
    assert database.rows(joined) == [(ROWS[1][1], None)]
    reach = "max(n) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    assert database.rows(f"SELECT {reach} FROM (SELECT 1 AS n) AS t") == [(None,)]


def test_columns_of_several_joined_tables_keep_their_names(database: ClickHouse) -> None:
    database.keep("r", "SELECT 1 AS k, 'r' AS reason")
    database.keep("s", "SELECT 1 AS k, 's' AS reason")
    database.keep("t", "SELECT 1 AS k, 't' AS reason")
    joined = "SELECT r.*, s.reason AS relief FROM r AS r JOIN s AS s ON s.k = r.k LEFT JOIN t AS t ON t.k = r.k"
    assert database.rows(f"SELECT k, reason, relief FROM ({joined}) AS q") == [(1, "r", "s")]


def test_a_part_that_is_read_twice_is_the_same_each_time(database: ClickHouse) -> None:
    send(database, "told")
    parts = "WITH a AS (SELECT n FROM told WHERE n IS NOT NULL), b AS (SELECT n FROM a), c AS (SELECT n FROM b)"
    assert database.rows(f"{parts} SELECT count(*) FROM c JOIN a ON a.n = c.n") == [(2,)]
    assert database.columns_of("a") == {}, "what was made of a part goes with its statement"


def test_rows_are_taken_out_and_added(database: ClickHouse) -> None:
    send(database, "told")
    database.without("told", "n < 0")
    assert database.value("SELECT count(*) FROM told") == 2, "a condition that is NULL takes nothing out"
    database.extend("told", "SELECT * FROM told WHERE n > 0")
    assert database.value("SELECT count(*) FROM told") == 3


def test_a_view_may_be_made_anew(database: ClickHouse) -> None:
    for number in (1, 2):
        database.view('"a view"', f"SELECT {number} AS n")
        assert database.value('SELECT n FROM "a view"') == number


def test_sessions_do_not_see_the_tables_of_each_other(url: str) -> None:
    one, other = session(url), session(url)
    send(one, "mine")
    assert one.columns_of("mine") == {
        "word": "text",
        "n": "integer",
        "day": "other",
        "worth": "decimal(28, 2)",
        "huge": "other",
    }
    assert other.columns_of("mine") == {}


def test_who_may_only_read_is_told_what_is_missing(database: ClickHouse) -> None:
    database.do("SET readonly = 1")
    with pytest.raises(Refused, match=r"may not make temporary tables.*readonly = 2"):
        database.keep("t", "SELECT 1 AS n")


def test_who_may_read_and_change_settings_can_measure(database: ClickHouse) -> None:
    database.do("SET readonly = 2")
    assert database.rows(f"SELECT n FROM {send(database)} WHERE n > 0") == [(ROWS[1][1],)]


def test_a_wrong_password_is_not_told(url: str) -> None:
    with pytest.raises(Refused) as refused:
        Http(url, clickhouse_server.USER, "the wrong one")
    assert "the wrong one" not in str(refused.value)


@pytest.mark.parametrize("url", ["clickhouse://127.0.0.1:9/default", "clickhouse://127.0.0.1:none/default"])
def test_a_server_that_is_not_there_is_an_error(url: str) -> None:
    with pytest.raises(Refused):
        Http(url, "reader", "")


CALLS = Source(
    "calls",
    "",
    "call",
    ("id", "number"),
    "table",
    "calls",
    event_column="what",
    happened="at",
    fields=(
        ColumnRule("number", "number", "integer"),
        ColumnRule("size", "number", words=(("5", "five"),), otherwise="other"),
        ColumnRule("day", "day", "date"),
        ColumnRule("rate", "rate", "decimal", 2),
    ),
)


def test_types_that_only_clickhouse_has_are_read_exactly(database: ClickHouse) -> None:
    database.do(
        "CREATE TEMPORARY TABLE calls (id UUID, number UInt64, what Enum8('opened' = 1, 'closed' = 2),"
        " at DateTime64(3, 'Europe/Berlin'), day Date32, rate Float32)"
    )
    key = "61f0c404-5cb3-11e7-907b-a6006ad3dba0"
    database.do(
        f"INSERT INTO calls VALUES ('{key}', 5, 'opened', 1700000000.123, '2299-12-31', 0.25),"
        f" ('{key}', 18446744073709551615, 'closed', 1700000001, '1900-01-01', 1)"
    )
    kinds, rejected = relations(database, Sources((CALLS,)), None, database.columns_of)
    (event,) = fetch_events(database, kinds["call"])
    assert (event.entity, event.name, event.happened) == (f"{key}\x1f5", "opened", 1_700_000_000_123_000)
    told = {"number": 5, "size": "five", "day": date(2299, 12, 31), "rate": Decimal("0.25")}
    assert event.fields == told
    assert [(row.column, row.reason) for row in rejected] == [("number", "a whole number beyond 64 bits")]


@pytest.mark.parametrize(
    ("type_", "told"),
    [
        ("LowCardinality(Nullable(String))", "text"),
        ("Enum8('a' = 1, 'b\\'s' = 2)", "text"),
        ("UInt32", "integer"),
        ("UInt64", "decimal(20, 0)"),
        ("Nullable(Decimal(10, 2))", "decimal(10, 2)"),
        ("Decimal(76, 2)", "other"),
        ("DateTime", "timestamptz"),
        ("DateTime('Europe/Berlin')", "timestamptz"),
        ("Nullable(DateTime64(6))", "timestamptz"),
        ("DateTime64(9, 'UTC')", "other"),
        ("Array(String)", "other"),
        ("Bool", "boolean"),
    ],
)
def test_a_column_has_a_neutral_type(type_: str, told: str) -> None:
    assert neutral(type_) == told
