"""ClickHouse as a database: temporary tables of one session, in memory, which no other session sees."""

import atexit
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from accordant.measure.sql import quote
from accordant.measure.sql.database import Row, Unfit
from accordant.measure.sql.dialects.clickhouse import CLICKHOUSE
from accordant.measure.sql.engines.clickhouse_door import Door, Refused
from accordant.measure.sql.engines.clickhouse_rows import cell, neutral, read
from accordant.measure.sql.engines.parts import split
from accordant.measure.sql.engines.printed import Printed

_SETTINGS = {
    "join_use_nulls": "1",
    "aggregate_functions_null_for_empty": "1",
    "prefer_column_name_to_alias": "1",
    "session_timezone": "'UTC'",
    "cast_string_to_date_time_mode": "'best_effort'",
    "output_format_json_quote_64bit_integers": "0",
    "output_format_json_quote_decimals": "1",
    "output_format_decimal_trailing_zeros": "1",
    "max_query_size": "16777216",
    "max_ast_elements": "1000000",
    "max_expanded_ast_elements": "5000000",
    "max_parser_depth": "10000",
    "max_ast_depth": "10000",
}
"""What canonical SQL takes for granted, all digits of all numbers, and room for statements as long as ours."""

_ROWS = " FORMAT JSONCompactEachRowWithNamesAndTypes"
_UNFIT = (69, 70, 321, 407)
"""ARGUMENT_OUT_OF_BOUND, CANNOT_CONVERT_TYPE, VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE, DECIMAL_OVERFLOW."""


_NOT_THERE = (60, 81)
"""UNKNOWN_TABLE, UNKNOWN_DATABASE."""


class ClickHouse(Printed):
    """A session of ClickHouse, behind a door."""

    spelling = CLICKHOUSE

    def __init__(self, door: Door) -> None:
        """Begin the session with the settings that canonical SQL needs."""
        self.door = door
        self._made: set[str] = set()
        self.do("SET " + quote.listed(f"{name} = {value}" for name, value in _SETTINGS.items()))
        atexit.register(self._leave)

    def _leave(self) -> None:
        """Drop what was made: the memory of a server is not held until the session is given up."""
        for table in sorted(self._made):
            with suppress(Refused):
                self.do(f"DROP TABLE IF EXISTS {table}")

    def do(self, text: str) -> None:
        """Run a statement. Raises Unfit for numbers that fit no column."""
        for _ in self._answer(text):
            pass

    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a SELECT; nothing else may run meanwhile. Raises Unfit for numbers that fit nowhere."""
        tables, text = split(self.spelling, sql)
        try:
            for table, made in tables:
                self._make(self.name(table), made)
            yield from read(self._answer(text + _ROWS))
        finally:
            self._forget(self.name(name) for name, _ in tables)

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:  # noqa: ARG002
        """Write the rows of a SELECT into a temporary table."""
        tables, text = split(self.spelling, sql)
        try:
            for part, made in tables:
                self._make(self.name(part), made)
            self._make(self.name(table), text)
        finally:
            self._forget(self.name(name) for name, _ in tables)

    def view(self, table: str, sql: str) -> None:
        """Give a SELECT a name."""
        self.do(f"DROP VIEW IF EXISTS {self.name(table)}")
        self.do(f"CREATE TEMPORARY VIEW {self.name(table)} AS {self.spelling.printed(sql)}")

    def without(self, table: str, where: str) -> None:
        """Take rows out of a table: what is left is written anew."""
        left = quote.name("left over")
        self.keep(left, f"SELECT * FROM {table} WHERE NOT coalesce({where}, FALSE)")
        self.keep(table, f"SELECT * FROM {left}")
        self.drop(left)

    def send(self, table: str, columns: Sequence[tuple[str, str]], values: Sequence[Sequence[object]]) -> None:
        """Send values as lines of text."""
        name = self.name(table)
        titled = (f"{self.name(quote.name(title))} {self.spelling.type_of(type_)}" for title, type_ in columns)
        self._made.add(name)
        self.do(f"CREATE OR REPLACE TEMPORARY TABLE {name} ({quote.listed(titled)}) ENGINE = Memory")
        lines = "\n".join("\t".join(map(cell, row)) for row in zip(*values, strict=True))
        if lines:
            self.do(f"INSERT INTO {name} FORMAT TSV\n{lines}\n")

    def columns_of(self, table: str) -> dict[str, str]:
        """Return the columns of a table or view with their neutral types; none if it is not there."""
        named = ".".join(self.name(quote.name(part)) for part in table.split("."))
        try:
            found = list(read(self._answer(f"DESCRIBE TABLE {named}{_ROWS}")))
        except Refused as error:
            if error.code in _NOT_THERE:
                return {}
            raise
        return {name: neutral(type_) for name, type_, *_ in found}

    def drop(self, table: str) -> None:
        """Drop a table, if it is there."""
        self._forget([self.name(table)])

    def _make(self, name: str, text: str) -> None:
        self._made.add(name)
        self.do(f"CREATE OR REPLACE TEMPORARY TABLE {name} ENGINE = Memory AS {text}")

    def _forget(self, tables: Iterable[str]) -> None:
        for table in tables:
            if table in self._made:
                self._made.discard(table)
                self.do(f"DROP TABLE IF EXISTS {table}")

    def _answer(self, text: str) -> Iterator[bytes]:
        try:
            yield from self.door.run(text)
        except Refused as error:
            if error.code in _UNFIT:
                raise Unfit(str(error)) from error
            raise
