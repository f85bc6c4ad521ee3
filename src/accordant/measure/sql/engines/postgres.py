"""PostgreSQL as a database: temporary tables of one session, which no other session sees."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import psycopg
from psycopg.errors import DataError

from accordant.measure.sql import quote
from accordant.measure.sql.database import Refused, Row, Unfit
from accordant.measure.sql.dialects.postgres import POSTGRES
from accordant.measure.sql.engines.printed import Printed

# The planner knows nothing of how many rows a part of a statement has: it would take a loop within a loop for thousands.
_SETTINGS = "SET TimeZone = 'UTC'; SET jit = off; SET enable_nestloop = off; SET client_min_messages = warning"
_BATCH = 10_000
_TYPES = {
    "text": "text",
    "character varying": "text",
    "character": "text",
    "smallint": "integer",
    "integer": "integer",
    "bigint": "integer",
    "boolean": "boolean",
    "date": "date",
    "timestamp without time zone": "timestamp",
    "timestamp with time zone": "timestamptz",
    "real": "double",
    "double precision": "double",
}
_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL), (a.atttypmod - 4) >> 16 & 65535, (a.atttypmod - 4) & 2047, a.atttypmod
FROM pg_attribute AS a WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""


class Postgres(Printed):
    """A session of PostgreSQL."""

    spelling = POSTGRES

    def __init__(self, conninfo: str) -> None:
        """Connect; what `conninfo` leaves open comes from the environment, as libpq has it."""
        self.connection = psycopg.connect(conninfo, autocommit=True, application_name="accordant")
        self.do(_SETTINGS)
        self._cursors = count()

    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a SELECT, read through a cursor of the server. Raises Unfit and Refused."""
        name = f"rows_{next(self._cursors)}"
        with _told(), self.connection.transaction(), self.connection.cursor(name) as cursor:
            cursor.itersize = _BATCH
            cursor.execute(self.spelling.printed(sql).encode())
            yield from cursor

    def rows(self, sql: str) -> list[Row]:
        """Return all rows of a SELECT. Raises Unfit for numbers that fit no column, Refused for any other error."""
        with _told():
            found: list[Row] = self.connection.execute(self.spelling.printed(sql).encode()).fetchall()
        return found

    def do(self, text: str) -> None:
        """Run a statement. Raises Unfit for numbers that fit no column, Refused for any other error."""
        with _told():
            self.connection.execute(text.encode())

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

    def columns_of(self, table: str) -> dict[str, str]:
        """Return the columns of a table or view with their neutral types; none if it is not there."""
        named = ".".join(map(quote.name, table.split(".")))
        return {row[0]: _neutral(*row[1:]) for row in self.connection.execute(_COLUMNS, [named])}


@contextmanager
def _told() -> Iterator[None]:
    """Tell the errors of the server in our own words."""
    try:
        yield
    except DataError as error:
        raise Unfit(str(error)) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refused(
            f"{error}: reading the tables and the privilege TEMPORARY on the database are all it takes"
        ) from error
    except psycopg.Error as error:
        raise Refused(" ".join(str(error).split())) from error


def _neutral(type_: str, digits: int, scale: int, modifier: int) -> str:
    """Return the neutral type; a `numeric` of no stated scale may hold any number, and no column of ours does."""
    if type_ == "numeric" and modifier >= 0:
        return f"decimal({digits}, {scale})"
    return _TYPES.get(type_, "other")
