"""Columns of a scan: what DuckDB says of a column's type, and its text by the first rule of `record.cells`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from accordant.measure.sql import quote
from accordant.measure.sql.reading.truth import FALSE, some

WHOLE: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
WIDE: Final = ("UBIGINT", "HUGEINT", "UHUGEINT")
BINARY: Final = ("FLOAT", "DOUBLE")
ZONED: Final = "TIMESTAMP WITH TIME ZONE"
LOCAL: Final = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "DATE")
# DuckDB makes a join of longer lists, which stays in every query of a view even if its column is not asked for.
_FEW: Final = 4
# How many digits the whole numbers of a type have at most.
_DIGITS: Final = {"TINYINT": 3, "SMALLINT": 5, "INTEGER": 10, "UTINYINT": 3, "USMALLINT": 5, "UINTEGER": 10}
_DECIMAL = re.compile(r"DECIMAL\(([0-9]+), ?([0-9]+)\)")
_TEXT = re.compile(
    r"VARCHAR|ENUM\(.*|UUID|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL\(.*|BOOLEAN", re.DOTALL
)


@dataclass(frozen=True)
class Column:
    """A column of the scan: its name there, its type in the file, the first and last microsecond of its times.

    `is_bounded`: the span is that of all its cells, none is infinite. `is_sure`: every cell is known to fit, so
    that none has to be kept from being read.
    """

    sql: str
    type: str
    span: tuple[int, int] | None = None
    is_bounded: bool = False
    is_sure: bool = False

    @property
    def has_text(self) -> bool:
        """Say whether cells of this type have a text."""
        return _TEXT.fullmatch(self.type) is not None

    @property
    def text(self) -> str:
        """Return the text of a cell, NULL for NULL."""
        if self.type == "VARCHAR":
            return self.sql
        decimal = _DECIMAL.fullmatch(self.type)
        if decimal and decimal[1] == decimal[2]:
            # DuckDB writes no digit before the point of a decimal that has none.
            return f"regexp_replace(CAST({self.sql} AS VARCHAR), '^(-?)\\.', '\\10.')"
        return f"CAST({self.sql} AS VARCHAR)"

    @property
    def number(self) -> str:
        """Return a binary number as a double."""
        return self.sql if self.type == "DOUBLE" else f"CAST({self.sql} AS DOUBLE)"

    def has_room(self, width: int, scale: int) -> bool:
        """Say whether a decimal of so many digits, `scale` of them after the point, holds every cell exactly."""
        decimal = _DECIMAL.fullmatch(self.type)
        digits, after = map(int, decimal.groups()) if decimal else (_DIGITS.get(self.type, width + 1), 0)
        return after <= scale and digits - after <= width - scale

    def is_one_of(self, texts: Iterable[str]) -> str:
        """Return whether the text of a cell is one of these; NULL only for NULL."""
        listed = list(map(quote.text, dict.fromkeys(texts)))
        if not listed or not self.has_text:
            return FALSE
        if len(listed) <= _FEW:
            return f"{self.text} IN ({quote.listed(listed)})"
        return f"(list_position([{quote.listed(listed)}], {self.text}) IS NOT NULL)"

    def is_blank(self, texts: Iterable[str]) -> str:
        """Return whether a cell tells nothing: never NULL."""
        # No number and no yes or no is written as an empty text.
        listed = [text for text in texts if text or self.type == "VARCHAR"]
        return some((f"{self.sql} IS NULL", self.is_one_of(listed)))

    def matches(self, pattern: str) -> str:
        """Return whether the whole text of a cell fits a pattern; NULL only for NULL."""
        return f"regexp_full_match({self.text}, {quote.text(pattern)})"
