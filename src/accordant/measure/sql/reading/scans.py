"""Scans: a source goes in, the relation of its rows as DuckDB itself reads the file comes out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from accordant.measure.sql import quote
from accordant.measure.sql.reading.columns import Column
from accordant.record import opening
from accordant.record.cells import Raw
from accordant.record.lines import Unopenable
from accordant.record.plain import is_plain
from accordant.record.rows import mapping, used_columns
from accordant.record.tables import as_cell, fetched
from accordant.terms.source import Source, Sources

_ROW = "file_row_number"


class Unscannable(Exception):
    """A source that DuckDB does not read, or not as the record does."""


@dataclass(frozen=True)
class Scan:
    """The rows of a file: their relation, the number of a row from 1, and the columns used with their types.

    `row` is "" where only counting tells the number of a row. `is_text` when every cell is a text, an empty one
    where there is nothing.
    """

    relation: str
    row: str
    types: dict[str, str]
    is_text: bool = False

    @property
    def base(self) -> str:
        """Return the SELECT of the cells used as c0, c1 ..., with the row's number where it costs nothing."""
        numbered = [f"{self.row} AS {_ROW}"] if self.row else []
        cells = [f"{self._cell(name)} AS c{i}" for i, name in enumerate(self.types)]
        return f"SELECT {quote.listed([*numbered, *cells])} FROM {self.relation}"

    def column(self, name: str) -> Column:
        """Return a column of the base."""
        return Column(f"c{list(self.types).index(name)}", self.types[name])

    def rows(self, where: str) -> str:
        """Return the SELECT of the numbers and the cells, as the record takes them, of some rows."""
        row = self.row or "row_number() OVER ()"
        cells = quote.listed(self._fetched(name) for name in self.types)
        return (
            f"SELECT * FROM (SELECT {row} AS {_ROW}, {cells} FROM {self.relation}) AS r WHERE {where} ORDER BY 1"
        )

    def raw(self, cells: Sequence[object]) -> list[Raw]:
        """Return the cells of a row as the record takes them."""
        return [as_cell(cell, kind) for cell, kind in zip(cells, self.types.values(), strict=True)]

    def _cell(self, name: str) -> str:
        return f"coalesce({quote.name(name)}, '')" if self.is_text else quote.name(name)

    def _fetched(self, name: str) -> str:
        return self._cell(name) if self.is_text else fetched(name, self.types[name])


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
            return _csv(source, path, columns)
        case "parquet":
            return _parquet(connection, source, path)
        case "duckdb":
            return _table(connection, source, path)
        case "jsonl" | "sqlite":
            raise Unscannable("DuckDB rounds numbers of JSON, and has no reader of SQLite")


def _csv(source: Source, path: Path, columns: Sequence[str]) -> Scan:
    if not is_plain(path, source.delimiter):
        raise Unscannable("a CSV file that is not plain")
    types = quote.listed(f"{quote.text(column)}: 'VARCHAR'" for column in columns)
    options = (
        f"header = true, auto_detect = false, delim = {quote.text(source.delimiter)}, quote = '\"', escape = '\"',"
        f" comment = '', columns = {{{types}}}"
    )
    return Scan(
        f"read_csv({literal(path)}, {options})", "", dict.fromkeys(used_columns(source), "VARCHAR"), is_text=True
    )


def _parquet(connection: DuckDBPyConnection, source: Source, path: Path) -> Scan:
    relation = f"read_parquet({literal(path)}, hive_partitioning = false, file_row_number = true)"
    return Scan(relation, f"{_ROW} + 1", _types(connection, source, relation))


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
    # Deleted rows leave holes in the numbers.
    row = "rowid + 1" if counted and counted[0] == counted[1] + 1 else ""
    return Scan(relation, row, _types(connection, source, relation))


def _types(connection: DuckDBPyConnection, source: Source, relation: str) -> dict[str, str]:
    rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    types = {str(row[0]): str(row[1]) for row in rows}
    return {name: types[name] for name in used_columns(source)}


def literal(path: Path) -> str:
    """Return a path as the one file that it names: what DuckDB would expand is put in brackets."""
    return quote.text(re.sub(r"([*?\[])", r"[\1]", str(path)))
