"""PostgreSQL as a database: temporary tables of one session, which no other session sees."""

from collections.abc import Iterator, Sequence
from itertools import count

import psycopg
from psycopg.errors import DataError

from accordant.measure.sql import quote
from accordant.measure.sql.database import Row, Unfit
from accordant.measure.sql.dialects.postgres import POSTGRES
from accordant.measure.sql.engines.printed import Printed

_SETTINGS = "SET TimeZone = 'UTC'; SET jit = off; SET client_min_messages = warning"
_BATCH = 10_000


class Postgres(Printed):
    """A session of PostgreSQL."""

    spelling = POSTGRES

    def __init__(self, conninfo: str) -> None:
        """Connect; what `conninfo` leaves open comes from the environment, as libpq has it."""
        self.connection = psycopg.connect(conninfo, autocommit=True, application_name="accordant")
        self.do(_SETTINGS)
        self._cursors = count()

    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a SELECT, read through a cursor of the server."""
        with self.connection.transaction(), self.connection.cursor(f"rows_{next(self._cursors)}") as cursor:
            cursor.itersize = _BATCH
            cursor.execute(self.spelling.printed(sql).encode())
            yield from cursor

    def rows(self, sql: str) -> list[Row]:
        """Return all rows of a SELECT. Raises Unfit for numbers that fit no column."""
        try:
            return self.connection.execute(self.spelling.printed(sql).encode()).fetchall()
        except DataError as error:
            raise Unfit(str(error)) from error

    def do(self, text: str) -> None:
        """Run a statement. Raises Unfit for numbers that fit no column."""
        try:
            self.connection.execute(text.encode())
        except DataError as error:
            raise Unfit(str(error)) from error

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:
        """Write the rows of a SELECT into a temporary table, and let the planner know what it holds."""
        super().keep(table, sql, once=once)
        self.do(f"ANALYZE {self.name(table)}")

    def send(self, table: str, columns: Sequence[tuple[str, str]], values: Sequence[Sequence[object]]) -> None:
        """Copy values in, by row."""
        self.drop(table)
        titled = (f"{self.name(quote.name(title))} {self.spelling.type_of(type_)}" for title, type_ in columns)
        self.do(f"CREATE TEMPORARY TABLE {self.name(table)} ({quote.listed(titled)})")
        copied = f"COPY {self.name(table)} FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(copied.encode()) as copy:
            for row in zip(*values, strict=True):
                copy.write_row(row)
        self.do(f"ANALYZE {self.name(table)}")
