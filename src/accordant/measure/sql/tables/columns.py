"""Columns of a table: a name and a neutral type go in; how its cells are spelled in canonical SQL comes out.

The SELECT of a table's cells (`base`) has for each column used `c0`, `c1` ... and for times `t0`, `t1` ...: their
microseconds since 1970, as if local times were those of UTC, NULL for what is NULL or far beyond all calendars.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from accordant.measure.sql import quote
from accordant.measure.sql.reading.truth import FALSE, some
from accordant.record.rows import used_columns
from accordant.record.typed import digits
from accordant.terms.source import Source

TIMES: Final = ("timestamptz", "timestamp", "date")
_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]*")
# Days beyond the first and the last instant that is read, so that no zone's offset can matter.
_SPAN: Final = ("1899-12-25", "2200-01-08")


@dataclass(frozen=True)
class Column:
    """A column of the base: its place there, and its neutral type."""

    place: int
    type: str

    @property
    def cell(self) -> str:
        """Return the cell."""
        return f"r.c{self.place}"

    @property
    def instant(self) -> str:
        """Return the microseconds of a cell that is a time."""
        return f"r.t{self.place}"

    @property
    def digits(self) -> tuple[int, int] | None:
        """Return how many digits a decimal has, and how many after the point."""
        return digits(self.type)

    @property
    def text(self) -> str:
        """Return the text of a cell by the first rule of `record.cells`, NULL for NULL."""
        match self.type:
            case "text":
                return self.cell
            case "boolean":
                return f"CASE WHEN {self.cell} THEN 'true' WHEN NOT {self.cell} THEN 'false' END"
            case _:
                return f"CAST({self.cell} AS VARCHAR)"

    def is_one_of(self, texts: Iterable[str]) -> str:
        """Return whether the text of a cell is one of these: never NULL.

        Numbers are compared as numbers, with those of the texts that are written as a cell of their type would be.
        """
        listed = dict.fromkeys(texts)
        match self.type:
            case "text":
                return self._is_in(list(map(quote.text, listed)))
            case "boolean":
                yes = f"coalesce({self.cell}, FALSE)" if "true" in listed else FALSE
                no = f"coalesce(NOT {self.cell}, FALSE)" if "false" in listed else FALSE
                return some((yes, no))
            case "integer":
                return self._is_in([quote.constant(int(text)) for text in listed if _is_whole(text)])
        digits = self.digits
        if digits is None:
            return FALSE
        return self._is_in([quote.decimal(Decimal(text)) for text in listed if _is_decimal(text, *digits)])

    def is_blank(self, texts: Iterable[str]) -> str:
        """Return whether a cell tells nothing: never NULL."""
        return some((f"{self.cell} IS NULL", self.is_one_of(texts)))

    def _is_in(self, constants: Sequence[str]) -> str:
        return f"coalesce({self.cell} IN ({quote.listed(constants)}), FALSE)" if constants else FALSE


def _is_whole(text: str) -> bool:
    """Say whether a text is how a whole number of 64 bits is written."""
    return _WHOLE.fullmatch(text) is not None and len(text) < 25 and -(1 << 63) <= int(text) < 1 << 63


def _is_decimal(text: str, width: int, scale: int) -> bool:
    """Say whether a text is how a decimal of that width and scale is written: with all digits of its scale."""
    pattern = rf"-?(0|[1-9][0-9]*)\.[0-9]{{{scale}}}" if scale else r"-?(0|[1-9][0-9]*)"
    if not re.fullmatch(pattern, text):
        return False
    number = text.lstrip("-").replace(".", "").lstrip("0")
    return len(number) <= width and (number != "" or text[0] != "-")


def columns(source: Source, types: Mapping[str, str]) -> dict[str, Column]:
    """Return the columns that a source uses."""
    return {name: Column(i, types[name]) for i, name in enumerate(used_columns(source))}


def table(source: Source) -> str:
    """Return the name of its table, each part in quotes."""
    return ".".join(quote.name(part) for part in source.table.split("."))


def base(source: Source, types: Mapping[str, str]) -> str:
    """Return the SELECT of the cells of all rows."""
    listed = []
    for name, column in columns(source, types).items():
        cell = _cell(f"t.{quote.name(name)}", column.type)
        listed.append(f"{cell} AS c{column.place}")
        if column.type in TIMES:
            listed.append(f"{microseconds(cell, column.type)} AS t{column.place}")
    return f"SELECT {quote.listed(listed)} FROM {table(source)} AS t"


def _cell(cell: str, type_: str) -> str:
    """Return a cell of the type of its kind that all statements use."""
    widest = {"text": "VARCHAR", "integer": "BIGINT", "double": "DOUBLE", "date": "DATE"}
    return f"CAST({cell} AS {widest[type_]})" if type_ in widest else cell


def microseconds(cell: str, type_: str, span: tuple[str, str] = _SPAN, beyond: str = "") -> str:
    """Return the microseconds of a time that lies in a span of days, `beyond` for others, NULL for NULL."""
    low, high = (_day(day, type_) for day in span)
    moment = f"CAST({cell} AS TIMESTAMP)" if type_ == "date" else cell
    rest = f" WHEN {cell} IS NOT NULL THEN {beyond}" if beyond else ""
    return f"CASE WHEN {cell} BETWEEN {low} AND {high} THEN epoch_us({moment}){rest} END"


def _day(day: str, type_: str) -> str:
    match type_:
        case "date":
            return f"DATE '{day}'"
        case "timestamp":
            return f"CAST('{day} 00:00:00' AS TIMESTAMP)"
        case _:
            return f"CAST('{day} 00:00:00+00:00' AS TIMESTAMPTZ)"
