"""Tables of Parquet, DuckDB and SQLite: a file and a table go in, numbered rows of cells come out as stored.

Nothing else is read on the way: DuckDB gets no access to other files, neither database may be written, and no
view can reach outside its own file.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from accordant.record.cells import NOT_UTF8, STORED, Absolute, Local, Raw, Unreadable
from accordant.record.lines import Line, Unopenable

if TYPE_CHECKING:
    import duckdb

_BATCH: Final = 10_000
_BEYOND: Final = (1 << 63) - 1
_TEXT = re.compile(
    r"VARCHAR|ENUM\(.*|UUID|U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL\(.*|BOOLEAN", re.DOTALL
)
_FINITE = "CASE WHEN isfinite({0}) OR {0} IS NULL THEN {1} ELSE {2} END"


def duckdb_columns(path: Path, table: str) -> tuple[str, ...]:
    """Return the columns of a Parquet file (`table` is "") or of a table or view of DuckDB. Raises Unopenable."""
    with closing(_connect(path, table)) as connection:
        return tuple(_types(connection, path, table))


def duckdb_rows(path: Path, table: str, wanted: Sequence[str]) -> Iterator[Line]:
    """Yield the wanted cells of each row, counted from 1 in the order stored. Raises Unopenable."""
    import duckdb

    with closing(_connect(path, table)) as connection:
        types = _types(connection, path, table)
        kinds = [types[name] for name in wanted]
        listed = ", ".join(fetched(name, kind) for name, kind in zip(wanted, kinds, strict=True))
        row = 0
        try:
            connection.execute(f"SELECT {listed} FROM {_relation(path, table)}")
            while batch := connection.fetchmany(_BATCH):
                for cells in batch:
                    row += 1
                    yield row, [as_cell(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]
        except duckdb.Error as error:
            raise Unopenable("E663", _sentence(error, path)) from error


def _connect(path: Path, table: str) -> "duckdb.DuckDBPyConnection":
    import duckdb

    try:
        if table:
            safe = {"enable_external_access": "false", "autoinstall_known_extensions": "false"}
            return duckdb.connect(str(path), read_only=True, config=safe)
        return duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    except duckdb.Error as error:
        raise Unopenable("E663", _sentence(error, path)) from error


def _relation(path: Path, table: str) -> str:
    if table:
        return ".".join(_name(part) for part in table.split("."))
    # The one file and no pattern: what DuckDB would expand is put in brackets.
    literal = re.sub(r"([*?\[])", r"[\1]", str(path)).replace("'", "''")
    return f"read_parquet('{literal}', hive_partitioning = false)"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _types(connection: "duckdb.DuckDBPyConnection", path: Path, table: str) -> dict[str, str]:
    import duckdb

    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {_relation(path, table)}").fetchall()
    except duckdb.CatalogException as error:
        raise Unopenable("E660", _sentence(error, path)) from error
    except duckdb.Error as error:
        raise Unopenable("E663", _sentence(error, path)) from error
    return {str(row[0]): str(row[1]) for row in rows}


def _sentence(error: Exception, path: Path) -> str:
    return str(error).splitlines()[0].replace(str(path.absolute()), path.name).replace(str(path), path.name)


def fetched(name: str, kind: str) -> str:
    """Return what is selected: texts as such, times as numbers, so that no session's zone plays a part."""
    column = _name(name)
    match kind:
        case "FLOAT" | "DOUBLE":
            return f"CAST({column} AS DOUBLE)"
        case "TIMESTAMP_NS":
            return f"epoch_ns({column})"
        case "TIMESTAMP" | "TIMESTAMP_S" | "TIMESTAMP_MS" | "TIMESTAMP WITH TIME ZONE":
            return _FINITE.format(column, f"epoch_us({column})", _BEYOND)
        case "DATE":
            return _FINITE.format(column, f"datediff('day', DATE '1970-01-01', {column})", _BEYOND)
        case _:
            readable = _TEXT.fullmatch(kind)
            return f"CAST({column} AS VARCHAR)" if readable else f"CASE WHEN {column} IS NOT NULL THEN '' END"


def as_cell(cell: object, kind: str) -> Raw:
    """Return a fetched cell of a type as the rules of cells take it."""
    match cell:
        case None | float():
            return cell
        case str():
            return _digits(cell, kind) if _TEXT.fullmatch(kind) else Unreadable(STORED)
        case int():
            return _counted(cell, kind)
        case _:
            return Unreadable(STORED)


def _digits(text: str, kind: str) -> str:
    """Return the text of a cell; DuckDB writes no digit before the point of a decimal that has none."""
    return re.sub(r"^(-?)\.", r"\g<1>0.", text) if kind.startswith("DECIMAL") else text


def _counted(count: int, kind: str) -> Raw:
    match kind:
        case "TIMESTAMP WITH TIME ZONE":
            return Absolute(count)
        case "TIMESTAMP_NS":
            return Local(count // 1000, count % 1000 != 0)
        case "DATE":
            ordinal = count + date(1970, 1, 1).toordinal()
            return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else Local(_BEYOND)
        case _:
            return Local(count)


def sqlite_columns(path: Path, table: str) -> tuple[str, ...]:
    """Return the columns of a table or view of SQLite. Raises Unopenable."""
    with closing(_open_sqlite(path)) as connection:
        return _sqlite_columns(connection, path, table)


def sqlite_rows(path: Path, table: str, wanted: Sequence[str]) -> Iterator[Line]:
    """Yield the wanted cells of each row, counted from 1 in the order stored. Raises Unopenable."""
    with closing(_open_sqlite(path)) as connection:
        _sqlite_columns(connection, path, table)
        try:
            listed = ", ".join(_name(name) for name in wanted)
            for row, cells in enumerate(connection.execute(f"SELECT {listed} FROM {_name(table)}"), 1):
                yield row, [_stored(cell) for cell in cells]
        except sqlite3.Error as error:
            raise Unopenable("E663", _sentence(error, path)) from error


def _open_sqlite(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")
    except sqlite3.Error as error:
        raise Unopenable("E663", _sentence(error, path)) from error
    connection.text_factory = _decoded
    return connection


def _sqlite_columns(connection: sqlite3.Connection, path: Path, table: str) -> tuple[str, ...]:
    try:
        rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    except sqlite3.Error as error:
        raise Unopenable("E663", _sentence(error, path)) from error
    if not rows:
        raise Unopenable("E660", f"it has no table '{table}'")
    return tuple(str(row[0]) for row in rows)


def _decoded(text: bytes) -> object:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return Unreadable(NOT_UTF8)


def _stored(cell: object) -> Raw:
    match cell:
        case None | str() | float() | Unreadable():
            return cell
        case int():
            return str(cell)
        case _:
            return Unreadable(STORED)
