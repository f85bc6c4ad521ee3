"""Canonical SQL as engines spell it that are not run here, held against what their documentation says."""

import pytest

from accordant.measure.sql.dialects.bigquery import BIGQUERY
from accordant.measure.sql.dialects.known import DIALECTS
from accordant.measure.sql.dialects.snowflake import SNOWFLAKE
from accordant.measure.sql.dialects.trino import TRINO
from accordant.measure.sql.engines.script import Script

ON_TRINO = {
    "groups are of columns and places, and of no name that is given": (
        "SELECT c, a + 1 AS n, count(*) FROM t GROUP BY c, n",
        'SELECT "c", "a" + 1 AS "n", COUNT(*) FROM "t" GROUP BY "c", 2',
    ),
    "a name that a column has is the column's": (
        "SELECT a AS n, max(c) AS c FROM t GROUP BY n, c",
        'SELECT "a" AS "n", MAX("c") AS "c" FROM "t" GROUP BY 1, "c"',
    ),
    "sums have room for all digits": (
        "SELECT sum(n) FROM t",
        'SELECT SUM(("n") * CAST(1 AS DECIMAL(1, 0))) FROM "t"',
    ),
    "a sum that is cast to 64 bits needs no more": (
        "SELECT CAST(sum(n) AS BIGINT) FROM t",
        'SELECT CAST(SUM("n") AS BIGINT) FROM "t"',
    ),
    "digits beyond microseconds are left out, as casts of times would not": (
        "SELECT epoch_us(d) FROM t",
        "SELECT (DATE_DIFF('second', CAST('1970-01-01 00:00:00 UTC' AS TIMESTAMP(12) WITH TIME ZONE),"
        " DATE_TRUNC('second', CAST(\"d\" AS TIMESTAMP(12) WITH TIME ZONE))) * 1000000"
        ' + CAST(SUBSTR(CAST(CAST(CAST("d" AS TIMESTAMP(12) WITH TIME ZONE) AS TIMESTAMP(12)) AS VARCHAR), -12, 6)'
        ' AS BIGINT)) FROM "t"',
    ),
    "times have six digits": (
        "SELECT CAST('2026-01-01 00:00:00' AS TIMESTAMP)",
        "SELECT CAST('2026-01-01 00:00:00' AS TIMESTAMP(6))",
    ),
}
ON_SNOWFLAKE = {
    "nothing but texts is joined": (
        "SELECT 'number ' || n || ' of ' || CAST(m AS VARCHAR) FROM t",
        'SELECT \'number \' || CAST("n" AS VARCHAR) || \' of \' || CAST("m" AS VARCHAR) FROM "t"',
    ),
    "a query that divides keeps its brackets": (
        "SELECT n // (SELECT max(m) FROM u) FROM t",
        'SELECT CAST(("n" - MOD("n", (SELECT MAX("m") FROM "u"))) / (SELECT MAX("m") FROM "u") AS DECIMAL(38, 0))'
        ' FROM "t"',
    ),
    "sums of 64 bits have 38 digits as they are": ("SELECT sum(n) FROM t", 'SELECT SUM("n") FROM "t"'),
}
ON_BIGQUERY = {
    "a query that divides keeps its brackets": (
        "SELECT (n + 1) // (SELECT max(m) FROM u) FROM t",
        "SELECT DIV(`n` + 1, (SELECT MAX(`m`) FROM `u`)) FROM `t`",
    ),
    "sums have room for all digits": (
        "SELECT sum(n) FROM t",
        "SELECT SUM((`n`) * CAST(1 AS NUMERIC)) FROM `t`",
    ),
    "nothing but texts is joined": (
        "SELECT 'number ' || n FROM t",
        "SELECT 'number ' || CAST(`n` AS STRING) FROM `t`",
    ),
}


@pytest.mark.parametrize(("canonical", "spelled"), ON_TRINO.values(), ids=ON_TRINO)
def test_canonical_sql_means_the_same_on_trino(canonical: str, spelled: str) -> None:
    assert TRINO.printed(canonical) == spelled


@pytest.mark.parametrize(("canonical", "spelled"), ON_SNOWFLAKE.values(), ids=ON_SNOWFLAKE)
def test_canonical_sql_means_the_same_on_snowflake(canonical: str, spelled: str) -> None:
    assert SNOWFLAKE.printed(canonical) == spelled


@pytest.mark.parametrize(("canonical", "spelled"), ON_BIGQUERY.values(), ids=ON_BIGQUERY)
def test_canonical_sql_means_the_same_on_bigquery(canonical: str, spelled: str) -> None:
    assert BIGQUERY.printed(canonical) == spelled


def test_a_row_of_one_value_is_a_struct_on_bigquery() -> None:
    written = Script(BIGQUERY)
    written.send('"few"', [("entity", "VARCHAR")], [["one"]])
    assert "[\n  STRUCT('one')\n]" in written.statements[0].text


def test_a_script_for_snowflake_sets_what_an_account_may_have_set_otherwise() -> None:
    begins = " ".join(Script(DIALECTS["snowflake"]).writing.begins)
    for parameter in ("TIMEZONE", "DATE_INPUT_FORMAT", "TIMESTAMP_INPUT_FORMAT", "DEFAULT_NULL_ORDERING"):
        assert f"SET {parameter} = " in begins
