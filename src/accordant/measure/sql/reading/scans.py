"""Scans: a source goes in, the relation of its rows as DuckDB itself reads the file comes out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from duckdb import DuckDBPyConnection

from accordant.measure.sql import quote
from accordant.measure.sql.reading.columns import LOCAL, ZONED, Column
from accordant.record import opening
from accordant.record.cells import Raw
from accordant.record.lines import Unopenable
from accordant.record.plain import is_plain
from accordant.record.rows import mapping, used_columns
from accordant.record.tables import as_cell, fetched
from accordant.terms.source import Source, Sources

NUMBER: Final = "number"
"""The title of the number of a row."""


class Unscannable(Exception):
    """A source that DuckDB does not read, or not as the record does."""


@dataclass(frozen=True)
class Scan:
    """The rows of a file: their relation, the number of a row from 1, and the columns used with their types.

    `is_text` when every cell is a text, an empty one where there is nothing. `spans` has the first and last
    microsecond of columns of times, `bounded` those of them without an infinite cell. `copy` is the table of the
    cells, where they had to be copied to have numbers; "" where they are read in place. `is_sure` once every cell
    is known to fit.
    """

    relation: str
    row: str
    types: dict[str, str]
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    bounded: frozenset[str] = frozenset()
    is_text: bool = False
    copy: str = ""
    is_sure: bool = False

    @property
    def base(self) -> str:
        """Return the SELECT of the cells used as c0, c1 ..., and of the row's number."""
        cells = [f"{quote.name(name)} AS c{i}" for i, name in enumerate(self.types)]
        return f"SELECT {quote.listed([f'{self.row} AS {NUMBER}', *cells])} FROM {self.relation}"

    def column(self, name: str) -> Column:
        """Return a column of the base."""
        cell, span = f"c{list(self.types).index(name)}", self.spans.get(name)
        return Column(cell, self.types[name], span, name in self.bounded, self.is_sure)

    def rows(self, where: str) -> str:
        """Return the SELECT of the numbers and the cells, as the record takes them, of some rows."""
        cells = [quote.name(name) if self.is_text else fetched(name, type_) for name, type_ in self.types.items()]
        numbered = f"SELECT {quote.listed([f'{self.row} AS {NUMBER}', *cells])} FROM {self.relation}"
        return f"SELECT * FROM ({numbered}) AS r WHERE {where} ORDER BY 1"

    def raw(self, cells: Sequence[object]) -> list[Raw]:
        """Return the cells of a row as the record takes them."""
        return [as_cell(cell, kind) for cell, kind in zip(cells, self.types.values(), strict=True)]


def scan(connection: DuckDBPyConnection, sources: Sources, source: Source) -> Scan:
    """Open the file of a source in DuckDB. Raises Unscannable for what the record has to read, or duckdb.Error."""
    try:
        mapping(source)
        path = opening.locate(sources, source)
        columns = opening.columns(source, path)
    except (Unopenable, ValueError) as error:
        raise Unscannable(str(error)) from error
    # DuckDB takes names that differ in their case alone for one.
    folded = [column.casefold() for column in columns]
    if not set(used_columns(source)) <= set(columns) or len(set(folded)) < len(folded):
        raise Unscannable("columns that are missing, or twice there")
    match source.format:
        case "csv":
            return _csv(connection, source, path, columns)
        case "parquet":
            relation = f"read_parquet({literal(path)}, hive_partitioning = false, file_row_number = true)"
            return _typed(connection, source, relation, "file_row_number + 1")
        case "duckdb":
            return _table(connection, source, path)
        case "jsonl" | "sqlite" | "table":
            raise Unscannable("DuckDB rounds numbers of JSON, and has no reader of SQLite or of other engines")


def _csv(connection: DuckDBPyConnection, source: Source, path: Path, columns: Sequence[str]) -> Scan:
    """Copy the texts of the columns used: a plain copy keeps the order of the file, and so numbers its rows."""
    if not is_plain(path, source.delimiter):
        raise Unscannable("a CSV file that is not plain")
    types = quote.listed(f"{quote.text(column)}: 'VARCHAR'" for column in columns)
    options = (
        f"header = true, auto_detect = false, delim = {quote.text(source.delimiter)}, quote = '\"', escape = '\"',"
        f" comment = '', columns = {{{types}}}"
    )
    used = used_columns(source)
    texts = quote.listed(f"coalesce({quote.name(name)}, '') AS {quote.name(name)}" for name in used)
    copy = _copied(connection, source, f"SELECT {texts} FROM read_csv({literal(path)}, {options})")
    return Scan(copy, "rowid + 1", dict.fromkeys(used, "VARCHAR"), is_text=True, copy=copy)


def _table(connection: DuckDBPyConnection, source: Source, path: Path) -> Scan:
    """Attach a database. A view is left to the record: it must not reach outside its own file."""
    # One file is attached once, however many of its tables are sources.
    database = f"file {path.resolve()}"
    connection.execute(f"ATTACH IF NOT EXISTS {quote.text(str(path))} AS {quote.name(database)} (READ_ONLY)")
    schema, _, table = source.table.rpartition(".")
    found = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = ? AND"
        " table_name = ?",
        [database, schema or "main", table],
    ).fetchone()
    if found is None:
        raise Unscannable(f"'{source.table}' is no table")
    relation = ".".join(map(quote.name, (database, *found)))
    counted = connection.execute(f"SELECT count(*), coalesce(max(rowid), -1) FROM {relation}").fetchone()
    if counted and counted[0] == counted[1] + 1:
        return _typed(connection, source, relation, "rowid + 1")
    # Deleted rows leave holes in the numbers, a copy has none.
    copy = _copied(
        connection, source, f"SELECT {quote.listed(map(quote.name, used_columns(source)))} FROM {relation}"
    )
    return replace(_typed(connection, source, copy, "rowid + 1"), copy=copy)


def _copied(connection: DuckDBPyConnection, source: Source, select: str) -> str:
    copy = quote.name(f"cells {source.name}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {copy} AS {select}")
    return copy


def _typed(connection: DuckDBPyConnection, source: Source, relation: str, row: str) -> Scan:
    rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    known = {str(title): str(type_) for title, type_, *_ in rows}
    types = {name: known[name] for name in used_columns(source)}
    timed = [name for name, type_ in types.items() if type_ in (*LOCAL, ZONED)]
    # What is plain DuckDB tells from the statistics of the file, without reading a cell.
    bounded = _spans(connection, relation, types, timed, "")
    others = [name for name in timed if name not in bounded]
    spans = bounded | _spans(connection, relation, types, others, "FILTER (WHERE isfinite({0}))")
    return Scan(relation, row, types, spans, frozenset(bounded))


def _spans(
    connection: DuckDBPyConnection, relation: str, types: dict[str, str], names: Sequence[str], cells: str
) -> dict[str, tuple[int, int]]:
    """Return the first and last microsecond of the times in some cells of columns, where they are finite.

    Few years need few offsets, and cells that are known to lie in them need no look at each.
    """
    if not names:
        return {}
    ends = quote.listed(_end(end, name, types[name], cells) for name in names for end in ("min", "max"))
    found = connection.execute(f"SELECT {ends} FROM {relation}").fetchone() or ()
    pairs = zip(names, found[::2], found[1::2], strict=True)
    return {name: (low, high) for name, low, high in pairs if low is not None and high is not None}


def _end(end: str, name: str, type_: str, cells: str) -> str:
    column = quote.name(name)
    told = f"{end}({column}) {cells.format(column)}"
    return f"epoch_us({told})" if type_ == ZONED else f"epoch_us(CAST({told} AS TIMESTAMP))"


def literal(path: Path) -> str:
    """Return a path as the one file that it names: what DuckDB would expand is put in brackets."""
    return quote.text(re.sub(r"([*?\[])", r"[\1]", str(path)))
