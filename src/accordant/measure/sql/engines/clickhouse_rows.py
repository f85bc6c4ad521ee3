"""Rows on their way to and from ClickHouse: lines of cells with tabs between go in, lines of JSON come out."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from accordant.measure.sql.database import Row

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


def neutral(type_: str) -> str:
    """Return the neutral type of a column. A time is an instant, whatever zone it is shown in."""
    if wrapped := _WRAPPED.fullmatch(type_):
        return neutral(wrapped[1])
    if (decimal := _DECIMAL.fullmatch(type_)) and int(decimal[1]) <= 38:
        return f"decimal({decimal[1]}, {decimal[2]})"
    if _INSTANT.fullmatch(type_):
        return "timestamptz"
    return "text" if _TEXT.fullmatch(type_) else _TYPES.get(type_, "other")


def cell(value: object) -> str:
    """Return a value as it stands between tabs."""
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


def read(pieces: Iterable[bytes]) -> Iterator[Row]:
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
