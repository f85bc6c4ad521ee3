"""Canonical SQL as ClickHouse spells it: what it would take otherwise, or compute with another result."""

import pytest

from accordant.measure.sql.dialects.clickhouse import CLICKHOUSE

SPELLED = {
    "whole numbers are divided as whole numbers": ("SELECT a // b FROM t", 'SELECT intDiv("a", "b") FROM "t"'),
    "sums have room for all digits": (
        "SELECT sum(n * m) FROM t",
        'SELECT sum(toDecimal256(1, 0) * ("n") * "m") FROM "t"',
    ),
    "sums of few small numbers need none": (
        "SELECT sum(CASE WHEN b THEN 1 ELSE 0 END) FROM t",
        'SELECT sum(CASE WHEN "b" THEN 1 ELSE 0 END) FROM "t"',
    ),
    "a sum is cast only if it fits": (
        "SELECT CAST(sum(n) AS BIGINT) FROM t",
        'SELECT accurateCast(sum(toDecimal256(1, 0) * ("n")), \'Nullable(Int64)\') FROM "t"',
    ),
    "counts have a sign": (
        "SELECT count(*), row_number() OVER (ORDER BY n), count(*) OVER () FROM t",
        'SELECT toInt64(COUNT(*)), toInt64(ROW_NUMBER() OVER (ORDER BY "n")), toInt64(COUNT(*) OVER ()) FROM "t"',
    ),
    "large constants have a sign": ("SELECT 9223372036854775807", "SELECT toInt64(9223372036854775807)"),
    "all and any are the least and the greatest truth": (
        "SELECT bool_and(a), bool_or(a) FROM t",
        'SELECT min("a"), max("a") FROM "t"',
    ),
    "texts are ordered by bytes as they are": (
        "SELECT row_number() OVER (ORDER BY encode(e)) FROM t",
        'SELECT toInt64(ROW_NUMBER() OVER (ORDER BY "e")) FROM "t"',
    ),
    "columns may be NULL": ("SELECT CAST(NULL AS BIGINT)", "SELECT CAST(NULL AS Nullable(Int64))"),
    "dates of every year are ten letters": (
        "SELECT DATE '0001-01-01'",
        "SELECT CAST('0001-01-01' AS Nullable(FixedString(10)))",
    ),
    "dates of other types come by way of their text": (
        "SELECT CAST(d AS DATE) FROM t",
        'SELECT CAST(CAST("d" AS Nullable(String)) AS Nullable(FixedString(10))) FROM "t"',
    ),
    "instants are microseconds of UTC": (
        "SELECT epoch_us(d) FROM t",
        'SELECT toUnixTimestamp64Micro(CAST("d" AS Nullable(DateTime64(6, \'UTC\')))) FROM "t"',
    ),
    "existence is asked without a query for each row": (
        "SELECT e.n FROM t AS e WHERE NOT EXISTS (SELECT 1 FROM o AS o WHERE o.n = e.n)",
        'SELECT "e"."n" AS "n" FROM "t" AS "e" WHERE NOT "e"."n" IN (SELECT "o"."n" FROM "o" AS "o")',
    ),
    "decimals are compared one by one": (
        "SELECT u IN (CAST('5' AS DECIMAL(1, 0)), CAST('7' AS DECIMAL(1, 0))) FROM t",
        "SELECT (\"u\" = CAST('5' AS Nullable(Decimal(1, 0)))"
        ' OR "u" = CAST(\'7\' AS Nullable(Decimal(1, 0)))) FROM "t"',
    ),
    "columns of joins keep their names": (
        "SELECT r.*, s.k, v.n AS m FROM r AS r JOIN s AS s ON s.k = r.k LEFT JOIN v AS v ON v.k = r.k",
        'SELECT "r".*, "s"."s k" AS "k", "v"."v n" AS "m" FROM "r" AS "r"'
        ' JOIN (SELECT "k" AS "s k" FROM "s" AS "s") AS "s" ON "s"."s k" = "r"."k"'
        ' LEFT JOIN (SELECT "n" AS "v n", "k" AS "v k" FROM "v" AS "v") AS "v" ON "v"."v k" = "r"."k"',
    ),
    "buckets are made by arrays": (
        "SELECT b.k, p.n FROM p AS p CROSS JOIN UNNEST(range(p.low, p.high + 1)) AS b(k)",
        'SELECT arrayJoin(range("p"."low", "p"."high" + 1)) AS "k", "p"."n" AS "n" FROM "p" AS "p"',
    ),
    "after WITH a union begins without a parenthesis": (
        "WITH a AS (SELECT 1 AS n) (SELECT n FROM a) UNION ALL (SELECT n FROM b)",
        'WITH "a" AS (SELECT 1 AS "n") SELECT "n" FROM "a" UNION ALL (SELECT "n" FROM "b")',
    ),
}


@pytest.mark.parametrize("name", SPELLED)
def test_it_is_spelled_so_that(name: str) -> None:
    canonical, spelled = SPELLED[name]
    assert CLICKHOUSE.printed(canonical) == spelled


def test_texts_and_names_cannot_break_out() -> None:
    printed = CLICKHOUSE.printed("""SELECT 'it''s a \\' AS "a ""b"" \\" FROM "t" """)
    assert printed == """SELECT 'it\\'s a \\\\' AS "a \\"b\\" \\\\" FROM "t\""""
