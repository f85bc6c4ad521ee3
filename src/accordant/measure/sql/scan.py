"""Scans: a source goes in, the relation of its rows as DuckDB itself reads the file comes out."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from duckdb import DuckDBPyConnection

from accordant.measure.sql import quote
from accordant.measure.sql.cells import Column, Lets, Unreadable
from accordant.record import opening
from accordant.record.lines import Unopenable
from accordant.record.plain import is_plain
from accordant.record.rows import mapping, used_columns
from accordant.terms.source import Source, Sources

_NUMBER = "row of the file"


@dataclass(frozen=True)
class Scan:
    """The rows of a file: their relation, the types of its columns, the expression of the row's number from 1.

    `is_copied` when the rows were copied out of the file, since reading them twice would cost more.
    """

    relation: str
    types: dict[str, str]
    row: str
    is_copied: bool
    lets: Lets = field(default_factory=Lets)

    def column(self, name: str) -> Column:
        """Return a column of the file. Raises Unreadable when there is none."""
        if name not in self.types:
            raise Unreadable(f"no column '{name}'")
        return Column(quote.name(name), self.types[name], self.lets)


def scan(connection: DuckDBPyConnection, sources: Sources, source: Source, number: int) -> Scan:
    """Open a source's file in DuckDB. Raises Unreadable for what the record has to read, duckdb.Error too."""
    try:
        mapping(source)
        path = opening.locate(sources, source)
        columns = opening.columns(source, path)
    except (Unopenable, ValueError) as error:
        raise Unreadable(str(error)) from error
    if len(set(columns)) < len(columns) or not set(used_columns(source)) <= set(columns):
        raise Unreadable("columns that are missing, or twice there")
    match source.format:
        case "csv":
            return _csv(connection, source, path, columns, number)
        case "parquet":
            return _parquet(connection, path)
        case "duckdb":
            return _table(connection, source, path, number)
        case _:
            raise Unreadable(source.format)


def _csv(
    connection: DuckDBPyConnection, source: Source, path: Path, columns: tuple[str, ...], number: int
) -> Scan:
    """Copy the columns that are named, all as text, numbered in the order of the file."""
    if not is_plain(path, source.delimiter):
        raise Unreadable("a CSV file that is not plain")
    types = ", ".join(f"{quote.text(column)}: 'VARCHAR'" for column in columns)
    options = (
        f"header = true, auto_detect = false, delim = {quote.text(source.delimiter)}, quote = '\"', escape = '\"',"
        f" comment = '', columns = {{{types}}}"
    )
    used = quote.listed(map(quote.name, used_columns(source)))
    table = quote.name(f"rows {number}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {used}, row_number() OVER () AS {quote.name(_NUMBER)}"
        f" FROM read_csv({_literal(path)}, {options})"
    )
    return Scan(table, dict.fromkeys(used_columns(source), "VARCHAR"), quote.name(_NUMBER), True)


def _parquet(connection: DuckDBPyConnection, path: Path) -> Scan:
    relation = f"read_parquet({_literal(path)}, hive_partitioning = false, file_row_number = true)"
    return Scan(relation, _types(connection, relation), "file_row_number + 1", False)


def _table(connection: DuckDBPyConnection, source: Source, path: Path, number: int) -> Scan:
    database = quote.name(f"database {number}")
    connection.execute(f"ATTACH IF NOT EXISTS {quote.text(str(path))} AS {database} (READ_ONLY)")
    parts = [quote.name(part) for part in source.table.split(".")]
    relation = ".".join([database, *parts])
    table = quote.name(f"rows {number}")
    used = quote.listed(map(quote.name, used_columns(source)))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {used}, row_number() OVER () AS {quote.name(_NUMBER)}"
        f" FROM {relation}"
    )
    return Scan(table, _types(connection, table), quote.name(_NUMBER), True)


def _types(connection: DuckDBPyConnection, relation: str) -> dict[str, str]:
    rows = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    return {str(row[0]): str(row[1]) for row in rows}


def _literal(path: Path) -> str:
    """Print a path that DuckDB takes for one file: what it would expand as a pattern is put in brackets."""
    return quote.text(re.sub(r"([*?\[])", r"[\1]", str(path)))
