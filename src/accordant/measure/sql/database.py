"""What a plan asks of the engine that runs it: statements in canonical SQL go in, rows come out.

Canonical SQL is what DuckDB runs as it stands; `printer` turns it into what another engine runs. Every table made
here is temporary: it goes with the connection, and nobody else sees it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from accordant.measure.sql.lookup import Steps

Row = tuple[Any, ...]


class Refused(Exception):
    """A statement that the engine did not run. Carries what the engine says."""


class Unfit(Exception):
    """A number that fits no column of the engine. Carries what the engine says."""


class Database(Protocol):
    """A connection to an engine."""

    @property
    def dialect(self) -> str:
        """Return the name of its dialect."""

    def rows(self, sql: str) -> list[Row]:
        """Return all rows of a SELECT."""

    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a SELECT, some thousands fetched at a time."""

    def value(self, sql: str) -> Any:
        """Return the one value of a SELECT of one row and one column."""

    def about(self, text: str) -> None:
        """Take note of what the next statements are for."""

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:
        """Write the rows of a SELECT into a table of that name, instead of one of the same name.

        `once`: it is read by one statement only, so that an engine may leave it a view.
        """

    def keep_and_count(self, table: str, sql: str) -> int:
        """Write the rows of a SELECT into a table as `keep` does. Returns how many they are."""

    def view(self, table: str, sql: str) -> None:
        """Give a SELECT a name, to be run by each statement that reads it."""

    def extend(self, table: str, sql: str) -> None:
        """Add the rows of a SELECT to a table that was kept."""

    def without(self, table: str, where: str) -> None:
        """Take the rows that fulfil a condition out of a table that was kept."""

    def drop(self, table: str) -> None:
        """Forget a table that was kept, if it is there."""

    def send(self, table: str, columns: Sequence[tuple[str, str]], values: Sequence[Sequence[object]]) -> None:
        """Make a table of values that Python holds: columns by title and canonical type, values by column.

        Decimals, dates and integers beyond 64 bits are sent as texts, which loses nothing.
        """

    def lay_out(self, table: str, steps: Steps) -> None:
        """Make the table of a function's pieces by bucket: k, since, until, base, slope (see `lookup`)."""


def count(database: Database, table: str) -> int:
    """Return how many rows a table has."""
    database.about("How many these are.")
    return int(database.value(f"SELECT count(*) FROM {table}"))
