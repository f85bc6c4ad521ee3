"""DuckDB as a database: canonical SQL is its own."""

import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from accordant.measure.sql import quote
from accordant.measure.sql.database import Row, Unfit
from accordant.measure.sql.lookup import Steps

# The calendar stands on the right of each join: DuckDB must build its hash table there, and keep our order.
# So many bits of an array of counters: a cell and a number that need no more are not hashed.
_SETTINGS = "SET disabled_optimizers = 'join_order,build_side_probe_side'; SET perfect_ht_threshold = 20"
_BATCH = 10_000
_UNFIT = (duckdb.OutOfRangeException, duckdb.ConversionException)


@dataclass(frozen=True)
class DuckDatabase:
    """A connection to DuckDB."""

    connection: DuckDBPyConnection
    dialect: str = "duckdb"

    def rows(self, sql: str) -> list[Row]:
        """Return all rows of a SELECT. Raises Unfit for numbers that fit no column."""
        rows: list[Row] = self._run(sql).fetchall()
        return rows

    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a SELECT; nothing else may run meanwhile."""
        result = self._run(sql)
        while rows := result.fetchmany(_BATCH):
            yield from rows

    def value(self, sql: str) -> Any:
        """Return the one value of a SELECT."""
        row = self._run(sql).fetchone()
        return row[0] if row else None

    def about(self, text: str) -> None:
        """Take no note."""

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:  # noqa: ARG002
        """Write the rows of a SELECT into a temporary table, even if they are read once.

        DuckDB joins what it has just grouped at more than the cost of a table.
        """
        self._run(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}")

    def keep_and_count(self, table: str, sql: str) -> int:
        """Write the rows of a SELECT into a temporary table, and return how many they are."""
        return int(self.value(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}"))

    def view(self, table: str, sql: str) -> None:
        """Give a SELECT a name."""
        self._run(f"CREATE OR REPLACE TEMP VIEW {table} AS {sql}")

    def extend(self, table: str, sql: str) -> None:
        """Add the rows of a SELECT to a table."""
        self._run(f"INSERT INTO {table} {sql}")

    def without(self, table: str, where: str) -> None:
        """Take rows out of a table."""
        self._run(f"DELETE FROM {table} WHERE {where}")

    def drop(self, table: str) -> None:
        """Drop a table, if it is there."""
        self._run(f"DROP TABLE IF EXISTS {table}")

    def send(self, table: str, columns: Sequence[tuple[str, str]], values: Sequence[Sequence[object]]) -> None:
        """Send values by column, as lists."""
        listed = quote.listed(
            f"CAST(unnest(${i}::{_sent(type_)}[]) AS {type_}) AS {quote.name(title)}"
            for i, (title, type_) in enumerate(columns, 1)
        )
        self._run(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {listed}", [list(v) for v in values])

    def lay_out(self, table: str, steps: Steps) -> None:
        """Lay pieces out in buckets."""
        columns = [[getattr(p, key) for p in steps.pieces] for key in ("since", "until", "base", "slope")]
        self._run(
            f"CREATE OR REPLACE TEMP TABLE {table} AS"
            " SELECT unnest(range((p.since - $5) // $6, (p.until - 1 - $5) // $6 + 1)) AS k, p.* FROM ("
            "SELECT unnest($1::BIGINT[]) AS since, unnest($2::BIGINT[]) AS until, unnest($3::BIGINT[]) AS base,"
            " unnest($4::BIGINT[]) AS slope) AS p",
            [*columns, steps.t0, steps.width],
        )

    def _run(self, sql: str, values: Sequence[object] | None = None) -> DuckDBPyConnection:
        try:
            return self.connection.execute(sql, values)
        except _UNFIT as error:
            raise Unfit(str(error)) from error


def _sent(type_: str) -> str:
    """Return the type a column is sent as: decimals and dates travel as text, which loses nothing."""
    return "VARCHAR" if type_.startswith(("DECIMAL", "DATE", "HUGEINT")) else type_


def connect(threads: int | None = None, memory: str | None = None) -> DuckDBPyConnection:
    """Open a database in memory that reaches for nothing outside but the files it is told to read.

    What has no room in memory goes to a folder that only this user can read and that goes with the connection.
    """
    connection = duckdb.connect(":memory:")
    spilled = tempfile.mkdtemp(prefix="accordant-")
    weakref.finalize(connection, shutil.rmtree, spilled, ignore_errors=True)
    connection.execute(f"SET temp_directory = {quote.text(spilled)}")
    connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    if threads is not None:
        connection.execute(f"SET threads = {int(threads)}")
    if memory is not None:
        connection.execute(f"SET memory_limit = {quote.text(memory)}")
    connection.execute(_SETTINGS)
    return connection
