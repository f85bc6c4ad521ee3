"""What all engines but DuckDB share: canonical statements go in, printed ones are run."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from accordant.measure.sql import quote
from accordant.measure.sql.database import Row
from accordant.measure.sql.lookup import Steps
from accordant.measure.sql.printer import Dialect

PIECE = (
    ("first_k", "BIGINT"),
    ("last_k", "BIGINT"),
    ("since", "BIGINT"),
    ("until", "BIGINT"),
    ("base", "BIGINT"),
    ("slope", "BIGINT"),
)


class Printed(ABC):
    """A database whose statements are printed in its own dialect."""

    spelling: Dialect
    kind_of_table = "TEMPORARY"

    @property
    def dialect(self) -> str:
        """Return the name of its dialect."""
        return self.spelling.name

    @abstractmethod
    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a SELECT."""

    @abstractmethod
    def do(self, text: str) -> None:
        """Run a statement that is printed already and returns nothing."""

    @abstractmethod
    def send(self, table: str, columns: Sequence[tuple[str, str]], values: Sequence[Sequence[object]]) -> None:
        """Make a temporary table of values."""

    def rows(self, sql: str) -> list[Row]:
        """Return all rows of a SELECT."""
        return list(self.stream(sql))

    def value(self, sql: str) -> Any:
        """Return the one value of a SELECT."""
        return self.rows(sql)[0][0]

    def about(self, text: str) -> None:  # noqa: B027
        """Take note of what the next statements are for: of no matter to most engines."""

    def close(self) -> None:  # noqa: B027
        """End the session: what was made goes with it."""

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:  # noqa: ARG002
        """Write the rows of a SELECT into a temporary table."""
        self.drop(table)
        self.do(f"CREATE {self.kind_of_table} TABLE {self.name(table)} AS {self.spelling.printed(sql)}")

    def keep_and_count(self, table: str, sql: str) -> int:
        """Write the rows of a SELECT into a temporary table, and ask how many they are."""
        self.keep(table, sql)
        self.about("How many these are.")
        return int(self.value(f"SELECT count(*) FROM {table}"))

    def view(self, table: str, sql: str) -> None:
        """Give a SELECT a name."""
        self.do(f"CREATE OR REPLACE TEMPORARY VIEW {self.name(table)} AS {self.spelling.printed(sql)}")

    def extend(self, table: str, sql: str) -> None:
        """Add the rows of a SELECT to a table."""
        self.do(f"INSERT INTO {self.name(table)} {self.spelling.printed(sql)}")

    def without(self, table: str, where: str) -> None:
        """Take rows out of a table."""
        self.do(self.spelling.printed(f"DELETE FROM {table} WHERE {where}"))

    def drop(self, table: str) -> None:
        """Drop a table, if it is there."""
        self.do(f"DROP TABLE IF EXISTS {self.name(table)}")

    def name(self, table: str) -> str:
        """Return the name of a table as this engine spells it."""
        return self.spelling.name_of(table)

    def lay_out(self, table: str, steps: Steps) -> None:
        """Send the pieces, with the buckets that each begins and ends in, and let the engine lay them out."""
        pieces = quote.name("pieces")
        self.send(pieces, PIECE, piece_columns(steps))
        self.keep(table, laid_out(pieces))


def piece_columns(steps: Steps) -> list[tuple[int, ...]]:
    """Return the columns of `PIECE` of a function's pieces."""
    return list(zip(*(_piece(steps, i) for i in range(len(steps.pieces))), strict=True))


def laid_out(pieces: str) -> str:
    """Return the SELECT of the buckets of a table of pieces."""
    return (
        f"SELECT b.k, p.since, p.until, p.base, p.slope FROM {pieces} AS p"
        " CROSS JOIN UNNEST(range(p.first_k, p.last_k + 1)) AS b(k)"
    )


def _piece(steps: Steps, i: int) -> tuple[int, ...]:
    piece = steps.pieces[i]
    bounds = ((piece.since - steps.t0) // steps.width, (piece.until - 1 - steps.t0) // steps.width)
    return *bounds, piece.since, piece.until, piece.base, piece.slope
