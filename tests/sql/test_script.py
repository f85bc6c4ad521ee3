"""Scripts: the text that people are given is what an engine is told, and gives the same tallies when it is run."""

import re
from itertools import pairwise

import pytest
import sqlglot
from golden import Case
from scripts import CASES, PRINTED, heard, held, printed, script, tallies
from sqlglot.tokens import TokenType

from accordant.measure.sql.dialects.known import DIALECTS
from accordant.measure.sql.dialects.writing import WRITING
from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.engines.script import CALENDARS, Script
from accordant.measure.sql.lookup import Piece, Steps

FEW = CASES[::9]
WHOLE = [case for case in FEW if "exclusion" not in case.name]
COMMON = {"CHR", "COALESCE", "COUNT", "DENSE_RANK", "LAG", "LAST_VALUE", "LEAD", "MAX", "MIN", "ROW_NUMBER", "SUM"}
ALLOWED = {
    # https://duckdb.org/docs/stable/sql/functions/overview
    "duckdb": {"BOOL_AND", "BOOL_OR", "ENCODE", "EPOCH_US", "GREATEST", "LEAST", "RANGE"},
    # https://trino.io/docs/current/functions.html
    "trino": {
        "BOOL_AND",
        "BOOL_OR",
        "CONCAT",
        "DATE_DIFF",
        "DATE_TRUNC",
        "FLATTEN",
        "GREATEST",
        "LEAST",
        "SEQUENCE",
    }
    | {"SUBSTR", "TO_UTF8", "TRANSFORM"},
    # https://docs.snowflake.com/en/sql-reference/functions-all
    "snowflake": {"ARRAY_GENERATE_RANGE", "BOOLAND_AGG", "BOOLOR_AGG", "DATE_PART", "FLATTEN", "MOD", "TO_BINARY"}
    | {"GREATEST_IGNORE_NULLS", "LEAST_IGNORE_NULLS"},
    # https://cloud.google.com/bigquery/docs/reference/standard-sql/functions-all
    "bigquery": {"DIV", "GENERATE_ARRAY", "GREATEST", "LEAST", "LOGICAL_AND", "LOGICAL_OR", "MOD", "UNIX_MICROS"}
    | {"STRUCT"},
}
"""The functions that each dialect may call, with the page on which its makers list them."""
SYNTAX = {
    "AND",
    "AS",
    "BY",
    "CAST",
    "DECIMAL",
    "DISTINCT",
    "ELSE",
    "EXISTS",
    "FROM",
    "IN",
    "IS",
    "NOT",
    "ON",
    "OR",
}
SYNTAX |= {
    "OVER",
    "SELECT",
    "TABLE",
    "THEN",
    "TIMESTAMP",
    "UNNEST",
    "V",
    "VALUES",
    "WHEN",
    "WHERE",
    "ALL",
    "BETWEEN",
}
"""Words that stand before a bracket and call nothing."""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_text_of_a_small_agreement_is_as_it_was_read(dialect: str) -> None:
    assert printed(dialect).output == (PRINTED / f"{dialect}.sql").read_text(encoding="utf-8"), (
        "run 'make docs' and read the difference"
    )


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case.name)
def test_a_script_that_is_run_gives_the_tallies_that_the_engine_does(case: Case) -> None:
    engine = held(DuckEngine.from_events([]), case)
    assert tallies(case, engine, "duckdb", lambda text: engine.connection.execute(text).fetchall()) == heard(case)


@pytest.mark.parametrize("dialect", ALLOWED)
@pytest.mark.parametrize("case", FEW, ids=lambda case: case.name)
def test_a_statement_is_of_its_dialect_and_calls_only_what_is_listed_there(case: Case, dialect: str) -> None:
    for one in script(case, dialect).statements:
        if one.section == CALENDARS and "pieces of" in one.text:
            continue
        assert sqlglot.parse(one.text, dialect=dialect), one.text
        assert functions(one.text, dialect) - COMMON - ALLOWED[dialect] == set(), one.text


def functions(text: str, dialect: str) -> set[str]:
    """Return the names that stand before a bracket and are no words of the language, and no names in quotes."""
    tokens = sqlglot.tokenize(text, dialect=dialect)
    before = {one.text.upper() for one, after in pairwise(tokens) if _calls(one.token_type, after.token_type)}
    return {word for word in before if re.fullmatch(r"[A-Z_0-9]+", word)} - SYNTAX


def _calls(one: TokenType, after: TokenType) -> bool:
    return after == TokenType.L_PAREN and one not in (TokenType.IDENTIFIER, TokenType.STRING, TokenType.NUMBER)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_dialect_says_how_its_scripts_are_written(dialect: str) -> None:
    assert dialect in WRITING


def test_what_changes_a_table_makes_another_one() -> None:
    written = Script(DIALECTS["trino"])
    written.keep('"few"', "SELECT 1 AS n")
    written.extend('"few"', "SELECT 2 AS n")
    written.without('"few"', "n = 1")
    written.rows('SELECT count(*) FROM "few" AS f')
    texts = [" ".join(one.text.split()) for one in written.statements]
    assert texts == [
        'CREATE TABLE "few" AS SELECT 1 AS "n"',
        'CREATE TABLE "few no 2" AS SELECT * FROM "few" AS "kept"'
        ' UNION ALL SELECT * FROM ( SELECT 2 AS "n" ) AS "added"',
        'CREATE TABLE "few no 3" AS SELECT * FROM "few no 2" AS "kept" WHERE NOT COALESCE("n" = 1, FALSE)',
        'SELECT COUNT(*) FROM "few no 3" AS "f"',
    ]


def test_what_is_said_stands_with_the_next_statement_only() -> None:
    written = Script(DIALECTS["duckdb"])
    written.about("why")
    written.rows("SELECT 1")
    written.rows("SELECT 2")
    assert [one.about for one in written.statements] == ["Why.", ""]


def test_a_table_without_rows_has_its_columns_all_the_same() -> None:
    written = Script(DIALECTS["postgres"])
    written.send('"few"', [("entity", "VARCHAR"), ("n", "HUGEINT")], [[], []])
    assert written.statements[0].text.splitlines() == [
        'CREATE TEMPORARY TABLE "few" AS',
        'SELECT CAST(v."entity" AS TEXT) AS "entity", CAST(v."n" AS DECIMAL(39, 0)) AS "n"',
        "FROM (VALUES",
        "  (NULL, NULL)",
        ') AS v("entity", "n")',
        "WHERE FALSE",
    ]


def test_texts_of_constants_cannot_break_out() -> None:
    written = Script(DIALECTS["clickhouse"])
    written.send('"few"', [("entity", "VARCHAR")], [["it's \\' done"]])
    assert "('it\\'s \\\\\\' done')" in written.statements[0].text


def test_every_bucket_of_a_piece_is_laid_out() -> None:
    written = Script(DIALECTS["duckdb"])
    written.lay_out('"steps"', Steps((Piece(0, 10, 7, 0), Piece(10, 35, 8, 0)), 10, True))
    engine = DuckEngine.from_events([])
    for one in written.statements:
        engine.connection.execute(one.text)
    rows = engine.connection.execute('SELECT k, base FROM "steps" ORDER BY k').fetchall()
    assert rows == [(0, 7), (1, 8), (2, 8), (3, 8)]
    assert {one.section for one in written.statements} == {CALENDARS}
