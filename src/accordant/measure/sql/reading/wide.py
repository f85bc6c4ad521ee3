"""Rows as SQL: a source and the scan of its file go in; one row of typed cells for each of its rows comes out.

Columns: `fits` (the row is read here), entity, retracted, recorded, identity, sequence, by, floored; `name 0`,
`happened 0`, `floored 0` for each event that a row may tell (`happened` is NULL for one it does not tell); then
`field X`, `value X`, `told X` as in the relation of its kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from accordant.measure.sql import quote
from accordant.measure.sql.events import field_column, told_column, value_column
from accordant.measure.sql.reading.cells import Read, boolean, by_type, clock, integer, known, ruled
from accordant.measure.sql.reading.layers import Layers
from accordant.measure.sql.reading.scans import Scan
from accordant.measure.sql.reading.truth import FALSE, TRUE, every, no, some
from accordant.record.rows import KEY_SEPARATOR
from accordant.terms.source import ColumnRule, Source

SEPARATOR = f"chr({ord(KEY_SEPARATOR)})"
_INSTANT = ColumnRule("", "", "instant")


@dataclass(frozen=True)
class Wide:
    """The SELECT list of the rows of a source by title, and the layers it is computed in."""

    scan: Scan
    layers: Layers
    columns: dict[str, str]
    fits: str

    @property
    def select(self) -> str:
        """Return the SELECT of all rows."""
        numbered = ["file_row_number"] if self.scan.row else []
        listed = [f"{sql} AS {title}" for title, sql in {**self.columns, "fits": self.fits}.items()]
        return f"SELECT {quote.listed([*numbered, *listed])} FROM {self.layers.over(self.scan.base)} AS s"


@dataclass(frozen=True)
class _Cell:
    """A cell that may be blank: whether it is, and how it is read when it is not."""

    blank: str
    read: Read

    @property
    def fits(self) -> str:
        """Return whether it is blank or fits."""
        return some((self.blank, self.read.fits))

    @property
    def value(self) -> str:
        """Return its value, NULL when it is blank."""
        return f"CASE WHEN {no(self.blank)} THEN {self.read.value} END"

    @property
    def floored(self) -> str:
        """Return whether digits were dropped."""
        return known(every((no(self.blank), self.read.floored)))


class _Reader:
    """How the cells of a source are read."""

    def __init__(self, source: Source, scan: Scan) -> None:
        self.source, self.scan, self.layers = source, scan, Layers()

    def cell(self, name: str, rule: ColumnRule, form: str | None = None) -> _Cell:
        """Read a cell that has no rule of its own by the type of another."""
        column = self.scan.column(name)
        blank = column.is_blank(self.source.blank)
        match rule.type:
            case "integer":
                return _Cell(blank, integer(column))
            case "boolean":
                return _Cell(blank, boolean(column))
            case _:
                return _Cell(blank, by_type(self.layers, column, rule, clock(self.source, form)))

    def text(self, name: str) -> _Cell:
        """Read a text."""
        return self.cell(name, ColumnRule("", ""))

    def time(self, name: str, form: str | None = None) -> _Cell:
        """Read a time."""
        return self.cell(name, _INSTANT, form)
