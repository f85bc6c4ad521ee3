"""Canonical SQL as Spark spells it: what it would take otherwise, or compute with another result."""

import pytest

from accordant.measure.sql.dialects.spark import SPARK

SPELLED = {
    "whole numbers are divided as whole numbers": ("SELECT a // b FROM t", "SELECT `a` DIV `b` FROM `t`"),
    "sums have room for all digits": (
        "SELECT sum(n) FROM t",
        "SELECT SUM((`n`) * CAST(1 AS DECIMAL(1, 0))) FROM `t`",
    ),
    "sums of few small numbers need none": (
        "SELECT sum(CASE WHEN b THEN 1 ELSE 0 END) FROM t",
        "SELECT SUM(CASE WHEN `b` THEN 1 ELSE 0 END) FROM `t`",
    ),
    "a sum that is cast to 64 bits needs no more": (
        "SELECT CAST(sum(n) AS BIGINT) FROM t",
        "SELECT CAST(SUM(`n`) AS BIGINT) FROM `t`",
    ),
    "integers of 128 bits are decimals": ("SELECT CAST(n AS HUGEINT)", "SELECT CAST(`n` AS DECIMAL(38, 0))"),
    "texts are ordered by bytes as they are": (
        "SELECT row_number() OVER (ORDER BY encode(e)) FROM t",
        "SELECT CAST(ROW_NUMBER() OVER (ORDER BY `e` NULLS LAST) AS BIGINT) FROM `t`",
    ),
    "rows are numbered in some order": (
        "SELECT row_number() OVER (PARTITION BY e) FROM t",
        "SELECT CAST(ROW_NUMBER() OVER (PARTITION BY `e` ORDER BY NULL NULLS LAST) AS BIGINT) FROM `t`",
    ),
    "backslashes in texts stand for themselves": ("SELECT 'a\\b''c'", "SELECT 'a\\\\b\\'c'"),
    "names have back quotes": ('SELECT "a `b`" FROM "events lead"', "SELECT `a ``b``` FROM `events lead`"),
    "instants are microseconds of UTC": (
        "SELECT epoch_us(d) FROM t",
        "SELECT UNIX_MICROS(CAST(`d` AS TIMESTAMP)) FROM `t`",
    ),
}


@pytest.mark.parametrize(("canonical", "spelled"), SPELLED.values(), ids=SPELLED)
def test_canonical_sql_means_the_same_on_spark(canonical: str, spelled: str) -> None:
    assert SPARK.printed(canonical) == spelled
