"""ClickHouse as a database: temporary tables of one session, in memory, which no other session sees."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlglot import expressions as exp

from accordant.measure.sql import quote
from accordant.measure.sql.database import Row, Unfit
from accordant.measure.sql.dialects.clickhouse import CLICKHOUSE
from accordant.measure.sql.engines.clickhouse_door import Door, Refused
from accordant.measure.sql.engines.printed import Printed
from accordant.measure.sql.printer import parsed

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

_WRAPPED = re.compile(r"(?:Nullable|LowCardinality)\((.*)\)")
_DECIMAL = re.compile(r"Decimal\((\d+), (\d+)\)")
_INSTANT = re.compile(r"DateTime(?:\('[^']*'\))?|DateTime64\([0-6](?:, '[^']*')?\)")
_TEXT = re.compile(r"String|UUID|Enum(?:8|16)\(.*\)")
_TYPES = {
    **dict.fromkeys(("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32"), "integer"),
    **dict.fromkeys(("Float32", "Float64"), "double"),
    **dict.fromkeys(("Date", "Date32"), "date"),
    "UInt64": "decimal(20, 0)",
    "Bool": "boolean",
}


class ClickHouse(Printed):
    """A session of ClickHouse, behind a door."""

    spelling = CLICKHOUSE

    def __init__(self, door: Door) -> None:
        """Begin the session with the settings that canonical SQL needs."""
        self.door = door
        self.do("SET " + quote.listed(f"{name} = {value}" for name, value in _SETTINGS.items()))

    def do(self, text: str) -> None:
        """Run a statement. Raises Unfit for numbers that fit no column."""
        for _ in self._answer(text):
            pass

    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a SELECT; nothing else may run meanwhile. Raises Unfit for numbers that fit nowhere."""
        tables, text = _split(sql)
        try:
            for table, made in tables:
                self._make(table, made)
            yield from _read(self._answer(text + _ROWS))
        finally:
            self._forget(tables)

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:  # noqa: ARG002
        """Write the rows of a SELECT into a temporary table."""
        tables, text = _split(sql)
        try:
            for part, made in tables:
                self._make(part, made)
            self._make(self.name(table), text)
        finally:
            self._forget(tables)

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
        self.do(f"CREATE OR REPLACE TEMPORARY TABLE {name} ({quote.listed(titled)}) ENGINE = Memory")
        lines = "\n".join("\t".join(map(_cell, row)) for row in zip(*values, strict=True))
        if lines:
            self.do(f"INSERT INTO {name} FORMAT TSV\n{lines}\n")

    def columns_of(self, table: str) -> dict[str, str]:
        """Return the columns of a table or view with their neutral types; none if it is not there."""
        named = ".".join(self.name(quote.name(part)) for part in table.split("."))
        try:
            found = list(_read(self._answer(f"DESCRIBE TABLE {named}{_ROWS}")))
        except Refused as error:
            if error.code in _NOT_THERE:
                return {}
            raise
        return {name: neutral(type_) for name, type_, *_ in found}

    def _make(self, name: str, text: str) -> None:
        self.do(f"CREATE OR REPLACE TEMPORARY TABLE {name} ENGINE = Memory AS {text}")

    def _forget(self, tables: Iterable[tuple[str, str]]) -> None:
        for table, _ in tables:
            self.do(f"DROP TABLE IF EXISTS {table}")

    def _answer(self, text: str) -> Iterator[bytes]:
        try:
            yield from self.door.run(text)
        except Refused as error:
            if error.code in _UNFIT:
                raise Unfit(str(error)) from error
            raise


def neutral(type_: str) -> str:
    """Return the neutral type of a column. A time is an instant, whatever zone it is shown in."""
    if wrapped := _WRAPPED.fullmatch(type_):
        return neutral(wrapped[1])
    if (decimal := _DECIMAL.fullmatch(type_)) and int(decimal[1]) <= 38:
        return f"decimal({decimal[1]}, {decimal[2]})"
    if _INSTANT.fullmatch(type_):
        return "timestamptz"
    return "text" if _TEXT.fullmatch(type_) else _TYPES.get(type_, "other")


def _split(sql: str) -> tuple[list[tuple[str, str]], str]:
    """Return the parts of a statement that it reads more than once, to be made tables of first, and what is left.

    ClickHouse runs a part anew wherever it is read.
    """
    tree = parsed(sql).copy()
    parts = tree.args.get("with_")
    if parts is None:
        return [], CLICKHOUSE.text_of(tree)
    tree.set("with_", None)
    bodies: dict[str, exp.Expression] = {part.alias: part.this for part in parts.expressions}
    read = Counter(name for body in (*bodies.values(), tree) for name in _names(body))
    inside: dict[str, exp.Expression] = {}
    tables = []
    for name, body in bodies.items():
        if read[name] > 1:
            tables.append((CLICKHOUSE.name_of(quote.name(name)), _with(body, inside)))
        else:
            inside[name] = body
    return tables, _with(tree, inside)


def _with(body: exp.Expression, inside: dict[str, exp.Expression]) -> str:
    """Print a statement with the parts that it reads, each of which nobody else does."""
    wanted, found = [body], dict[str, exp.Expression]()
    while wanted:
        for name in _names(wanted.pop()):
            if name in inside:
                found[name] = inside[name]
                wanted.append(inside[name])
    parts = [
        exp.CTE(this=part, alias=exp.TableAlias(this=exp.to_identifier(name, quoted=True)))
        for name, part in inside.items()
        if name in found
    ]
    if parts:
        body.set("with_", exp.With(expressions=parts))
    return CLICKHOUSE.text_of(body)


def _names(body: exp.Expression) -> list[str]:
    return [table.name for table in body.find_all(exp.Table)]


def _cell(value: object) -> str:
    match value:
        case None:
            return "\\N"
        case bool():
            return "true" if value else "false"
        case str():
            return value.translate(_ESCAPES)
        case _:
            return str(value)


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"})


def _read(pieces: Iterable[bytes]) -> Iterator[Row]:
    """Yield the rows of lines of JSON: the first has the columns' names, the second their types."""
    lines = _lines(pieces)
    next(lines, None)
    types = json.loads(next(lines, "[]"))
    made = [(i, maker) for i, type_ in enumerate(types) if (maker := _maker(type_)) is not None]
    for line in lines:
        row = json.loads(line)
        for i, maker in made:
            if row[i] is not None:
                row[i] = maker(row[i])
        yield tuple(row)


def _maker(type_: str) -> Callable[[str], Any] | None:
    """Return what makes a value of a text, for the types that JSON has no values of."""
    if "Decimal(" in type_:
        return Decimal
    return date.fromisoformat if "FixedString(10)" in type_ else None


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest
