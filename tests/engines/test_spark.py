"""Spark: what it does otherwise than other engines, in local mode."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from accordant.measure.sql.database import Refused, Unfit
from accordant.measure.sql.lookup import Piece, steps

if TYPE_CHECKING:
    from accordant.measure.sql.engines.spark import Spark

ODD = "é\t\\n'\"${x} %s -- no `"
COLUMNS = (("word", "VARCHAR"), ("n", "BIGINT"), ("day", "DATE"), ("worth", "DECIMAL(28, 2)"), ("huge", "HUGEINT"))
ROWS = [
    (ODD, -(1 << 63), date(1, 1, 1), Decimal("1.50"), 1 << 100),
    ("", (1 << 63) - 1, date(9999, 12, 31), Decimal("-0.01"), -(1 << 100)),
    (None, None, None, None, None),
]
TABLE = '"odd `table`"'


@pytest.fixture(scope="module", autouse=True)
def _is_asked_for(request: pytest.FixtureRequest) -> None:
    if "spark" not in request.config.getoption("--engines").split(","):
        pytest.skip("Spark is not among the engines to run on")


@pytest.fixture(params=["few", "many"])
def database(request: pytest.FixtureRequest) -> "Iterator[Spark]":
    """Return a session that holds a few rows in the driver, and one that holds many with the executors."""
    from running import engine

    from accordant.measure.sql.engines.spark import Spark

    engine("spark")
    opened = Spark("local[1]")
    if request.param == "many":
        assert opened.columns_of("nowhere.to_be_found") == {}
    yield opened
    opened.close()


def send(database: "Spark") -> None:
    """Send the rows as a table."""
    sendable = [[str(cell) if isinstance(cell, date | Decimal) else cell for cell in row] for row in ROWS]
    database.send(TABLE, COLUMNS, list(zip(*sendable, strict=True)))


def views(database: "Spark") -> list[str]:
    return [view.name for view in database.session.catalog.listTables()]


def test_what_is_sent_comes_back_to_the_last_digit(database: "Spark") -> None:
    send(database)
    assert database.rows(f"SELECT * FROM {TABLE} ORDER BY n") == ROWS
    assert list(database.stream(f"SELECT word FROM {TABLE} WHERE n IS NOT NULL ORDER BY n")) == [(ODD,), ("",)]


def test_a_constant_is_taken_letter_by_letter(database: "Spark") -> None:
    send(database)
    quoted = ODD.replace("'", "''")
    assert database.value(f"SELECT count(*) FROM {TABLE} WHERE word = '{quoted}'") == 1


def test_a_number_that_fits_no_column_is_never_another_number(database: "Spark") -> None:
    send(database)
    for asked in ("n + 1", "CAST(huge AS BIGINT)", "huge * huge"):
        with pytest.raises(Unfit):
            database.rows(f"SELECT {asked} FROM {TABLE} WHERE n > 0")


def test_sums_have_all_their_digits(database: "Spark") -> None:
    send(database)
    found = database.rows(
        f"SELECT sum(n), sum(worth) FROM (SELECT * FROM {TABLE} UNION ALL SELECT * FROM {TABLE}) AS t"
    )
    assert found == [(-2, Decimal("2.98"))]


def test_what_is_no_statement_is_told_in_one_line(database: "Spark") -> None:
    with pytest.raises(Refused) as error:
        database.rows("SELECT n FROM nowhere")
    assert "TABLE_OR_VIEW_NOT_FOUND" in str(error.value) and "\n" not in str(error.value)


def test_rows_are_kept_added_and_taken_out(database: "Spark") -> None:
    database.keep("kept", "WITH p AS (SELECT 1 AS n) SELECT a.n FROM p AS a JOIN p AS b ON a.n = b.n")
    database.extend("kept", "SELECT 2 AS n UNION ALL SELECT NULL AS n")
    database.without("kept", "n = 1")
    assert sorted(database.rows("SELECT n FROM kept"), key=str) == [(2,), (None,)]
    database.keep("kept", "SELECT n + 5 AS n FROM kept WHERE n = 2")
    assert database.rows("SELECT n FROM kept") == [(7,)]
    assert views(database) == ["kept"]
    database.drop("kept")
    assert views(database) == []


def test_a_table_that_was_kept_stays_when_what_it_was_made_of_goes(database: "Spark") -> None:
    database.keep("one", "SELECT 1 AS n")
    database.keep("two", "SELECT n FROM one")
    database.keep("one", "SELECT 5 AS n")
    database.drop("one")
    assert database.rows("SELECT n FROM two") == [(1,)]


def test_pieces_are_laid_out_in_buckets_and_sent_to_each_task(database: "Spark") -> None:
    database.lay_out("steps", steps([Piece(0, 10, 1, 0), Piece(10, 30, 0, 1)]))
    assert database.rows("SELECT k, since, until, base, slope FROM steps ORDER BY k") == [
        (0, 0, 10, 1, 0),
        (1, 10, 30, 0, 1),
        (2, 10, 30, 0, 1),
    ]


def test_pieces_are_joined_where_the_rows_are(database: "Spark") -> None:
    database.send("t", [("n", "BIGINT")], [[1, 2]])
    database.lay_out("steps", steps([Piece(0, 10, 1, 0), Piece(10, 30, 0, 1)]))
    frame = database.session.sql("SELECT t.n FROM t JOIN steps AS s ON s.k = t.n")
    database.session.conf.set("spark.sql.maxPlanStringLength", "100000")
    plan = frame._jdf.queryExecution().executedPlan().toString()
    assert "Sort" not in plan and "hashpartitioning" not in plan
    assert ("BroadcastHashJoin" in plan) == (not database._is_few)


def test_a_view_of_the_active_session_is_read_by_its_types(database: "Spark") -> None:
    beside = database._beside
    beside.sql(
        "SELECT 'a' AS word, 'a' COLLATE UTF8_LCASE AS folded, CAST(1 AS TINYINT) AS small, 2.50 AS price,"
        " TRUE AS yes,"
        " DATE '2026-01-01' AS day, TIMESTAMP_NTZ '2026-01-01 00:00:00.000001' AS there,"
        " TIMESTAMP '2026-01-01 00:00:00.000001+01:00' AS here, 1.5D AS about, ARRAY(1) AS listed"
    ).createOrReplaceTempView("typed")
    assert database.columns_of("typed") == {
        "word": "text",
        "folded": "other",
        "small": "integer",
        "price": "decimal(3, 2)",
        "yes": "boolean",
        "day": "date",
        "there": "timestamp",
        "here": "timestamptz",
        "about": "double",
        "listed": "other",
    }
    instants = [(1_767_225_600_000_001, 1_767_222_000_000_001)]
    assert database.rows('SELECT epoch_us(there), epoch_us(here) FROM "typed"') == instants
    beside.catalog.dropTempView("typed")


def test_a_session_of_its_own_touches_nobody_elses(database: "Spark") -> None:
    beside = database._beside
    assert beside.conf.get("spark.sql.caseSensitive") == "false"
    send(database)
    database.keep("mine", "SELECT 1 AS n")
    assert type(beside).getActiveSession() is beside
    assert "mine" not in [table.name for table in beside.catalog.listTables()]


def test_another_master_than_the_active_one_is_refused(database: "Spark") -> None:
    from accordant.measure.sql.engines.spark import Spark

    with pytest.raises(Refused, match=r"local\[1\] is active"):
        Spark("spark://elsewhere:7077")
