"""PostgreSQL as a database: temporary tables of one session, which no other session sees."""

import atexit
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

    def __init__(self, conninfo: str, scratch: str = "") -> None:
        """Connect; what `conninfo` leaves open comes from the environment, as libpq has it.

        `scratch` is a schema for what would be temporary tables, for those who may make none: nobody else's run
        uses it meanwhile, none of its tables is touched, and those made here are dropped in the end. Raises Refused
        when it is taken.
        """
        self.connection = psycopg.connect(conninfo, autocommit=True, application_name="accordant")
        self._cursors, self._made = count(), dict[str, str]()
        self.do(_SETTINGS)
        if scratch:
            self._write_into(scratch)

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

    def _write_into(self, schema: str) -> None:
        """Make tables in a schema from now on, until the process or the session ends."""
        lock = "SELECT pg_try_advisory_lock(hashtext('accordant'), hashtext(%s))"
        row = self.connection.execute(lock, [schema]).fetchone()
        if not row or not row[0]:
            self.close()
            raise Refused(f"another run writes into schema '{schema}' at this moment")
        before = self.connection.execute("SHOW search_path").fetchone()
        self.do(f"SET search_path = {quote.name(schema)}, {before[0] if before else 'public'}")
        self.kind_of_table = "UNLOGGED"
        atexit.register(self.close)

    def close(self) -> None:
        """Drop what was made, and end the session."""
        for made in [] if self.connection.closed else list(self._made):
            self.drop(made)
        self.connection.close()

    def drop(self, table: str) -> None:
        """Drop a table or a view that was made here, and the views over it, which were made here too."""
        kind = self._made.pop(table, "")
        if kind:
            self.do(f"DROP {kind} IF EXISTS {self.name(table)} CASCADE")

    def view(self, table: str, sql: str) -> None:
        """Give a SELECT a name."""
        self.drop(table)
        temporary = self.kind_of_table if self.kind_of_table == "TEMPORARY" else ""
        self.do(f"CREATE {temporary} VIEW {self.name(table)} AS {self.spelling.printed(sql)}")
        self._made[table] = "VIEW"

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:
        """Write the rows of a SELECT into a temporary table, and let the planner know what it holds."""
        super().keep(table, sql, once=once)
        self._made[table] = "TABLE"
        self.do(f"ANALYZE {self.name(table)}")

    def send(self, table: str, columns: Sequence[tuple[str, str]], values: Sequence[Sequence[object]]) -> None:
        """Copy values in, by row."""
        self.drop(table)
        titled = (f"{self.name(quote.name(title))} {self.spelling.type_of(type_)}" for title, type_ in columns)
        self.do(f"CREATE {self.kind_of_table} TABLE {self.name(table)} ({quote.listed(titled)})")
        self._made[table] = "TABLE"
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
        needed = "it takes to read the tables, and TEMPORARY on the database or a schema named by '--scratch'"
        raise Refused(f"{error.diag.message_primary}; {needed}") from error
    except psycopg.Error as error:
        raise Refused(" ".join(str(error).split())) from error


def _neutral(type_: str, digits: int, scale: int, modifier: int) -> str:
    """Return the neutral type; a `numeric` of no stated scale may hold any number, and no column of ours does."""
    if type_ == "numeric" and modifier >= 0:
        return f"decimal({digits}, {scale})"
    return _TYPES.get(type_, "other")
