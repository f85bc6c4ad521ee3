"""How a script is written in each dialect: what a session begins with, how tables are made, how constants stand.

Engines that are run do these things through their clients; people who run a script have only its text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Listing = Callable[[Sequence[tuple[str, str]], Sequence[str]], str]
"""Columns, each with its type, and rows as `(1, NULL)` -> a relation named v; all of them are spelled already."""


def rows_of_values(columns: Sequence[tuple[str, str]], rows: Sequence[str]) -> str:
    """Return the rows as VALUES, as the standard has it."""
    return f"(VALUES\n  {_lines(rows)}\n) AS v({', '.join(name for name, _ in columns)})"


def _structs(columns: Sequence[tuple[str, str]], rows: Sequence[str]) -> str:
    """Return the rows as an array of structs."""
    typed = ", ".join(f"{name} {type_}" for name, type_ in columns)
    # A bracket around one value makes no struct of it.
    rows = rows if len(columns) > 1 else [f"STRUCT{row}" for row in rows]
    return f"UNNEST(ARRAY<STRUCT<{typed}>>[\n  {_lines(rows)}\n]) AS v"


def _function(columns: Sequence[tuple[str, str]], rows: Sequence[str]) -> str:
    """Return the rows as arguments of a function, whose first says the columns."""
    typed = ", ".join(f"{name} {type_}" for name, type_ in columns)
    escaped = typed.replace("\\", "\\\\").replace("'", "\\'")
    return f"values('{escaped}',\n  {_lines(rows)}\n) AS v"


def _lines(rows: Sequence[str]) -> str:
    return ",\n  ".join(rows)


@dataclass(frozen=True)
class Writing:
    """What a script begins with, what begins the statement that gives a SELECT a name, and where constants stand.

    `note` is what people must know who run it.
    """

    begins: tuple[str, ...] = ()
    makes_table: str = "CREATE TEMPORARY TABLE"
    makes_view: str = "CREATE TEMPORARY VIEW"
    listed: Listing = rows_of_values
    note: str = ""


_SPARK = (
    "SET spark.sql.ansi.enabled = true",
    "SET spark.sql.caseSensitive = true",
    "SET spark.sql.decimalOperations.allowPrecisionLoss = false",
    "SET TIME ZONE 'UTC'",
)
_CLICKHOUSE = (
    "SET join_use_nulls = 1, aggregate_functions_null_for_empty = 1, prefer_column_name_to_alias = 1",
    "SET session_timezone = 'UTC', cast_string_to_date_time_mode = 'best_effort'",
    "SET output_format_decimal_trailing_zeros = 1",
    "SET max_query_size = 16777216, max_ast_elements = 1000000, max_expanded_ast_elements = 5000000",
)
# What an account or a user may have set otherwise.
_SNOWFLAKE = (
    "ALTER SESSION SET TIMEZONE = 'UTC'",
    "ALTER SESSION SET DATE_INPUT_FORMAT = 'AUTO'",
    "ALTER SESSION SET TIMESTAMP_INPUT_FORMAT = 'AUTO'",
    "ALTER SESSION SET DEFAULT_NULL_ORDERING = 'LAST'",
)

WRITING: Final[Mapping[str, Writing]] = {
    "duckdb": Writing(),
    "postgres": Writing(("SET TimeZone = 'UTC'",)),
    "spark": Writing(_SPARK, makes_table="CACHE TABLE"),
    "clickhouse": Writing(_CLICKHOUSE, listed=_function),
    "trino": Writing(
        ("SET TIME ZONE 'UTC'",),
        makes_table="CREATE TABLE",
        makes_view="CREATE VIEW",
        note="Trino has no temporary tables: run it in a schema of your own, in a catalog that takes names with"
        " spaces, and drop what it has made.",
    ),
    "snowflake": Writing(_SNOWFLAKE),
    "bigquery": Writing(
        makes_table="CREATE TEMP TABLE",
        makes_view="CREATE TEMP TABLE",
        listed=_structs,
        note="BigQuery takes 1 MB of text at once: run a longer one in parts, in one session.",
    ),
}
