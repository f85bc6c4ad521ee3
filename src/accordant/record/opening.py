"""Opening: a source goes in; where its file is, its columns and its rows come out, whatever the format."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, assert_never

from accordant.record.lines import Line, Unopenable, csv_columns, csv_rows, json_columns, json_rows
from accordant.record.tables import duckdb_columns, duckdb_rows, sqlite_columns, sqlite_rows
from accordant.terms.source import Source, Sources

_ENGINE: Final = "name the engine that has the table: '--engine postgresql://HOST/DATABASE'"


def locate(sources: Sources, source: Source) -> Path:
    """Return the file of a source: a relative one inside the folder, an absolute one as its author wrote it.

    Nothing is fetched over a network. Raises Unopenable: E652 for an address or a way out of the folder, E651
    for a file that is not there, E667 for a table of an engine.
    """
    if source.format == "table":
        raise _of_an_engine(source)
    if "://" in source.file or "\0" in source.file:
        raise Unopenable("E652", f"'{source.file}' is no file of this machine")
    folder = Path(sources.folder)
    path = folder / source.file
    try:
        if not Path(source.file).is_absolute() and not path.resolve().is_relative_to(folder.resolve()):
            raise Unopenable("E652", f"'{source.file}' leads out of the folder of its sources")
        is_there = path.is_file()
    # A name too long for the system, and links that lead to each other: before Python 3.13 a RuntimeError.
    except (OSError, RuntimeError):
        is_there = False
    if not is_there:
        raise Unopenable("E651", f"there is no file '{source.file}'")
    return path


def columns(source: Source, path: Path) -> tuple[str, ...]:
    """Return the columns of a source's file; of JSON Lines the keys of its first objects. Raises Unopenable."""
    match source.format:
        case "csv":
            return csv_columns(path, source.delimiter)
        case "jsonl":
            return json_columns(path)
        case "parquet":
            return duckdb_columns(path, "")
        case "duckdb":
            return duckdb_columns(path, _table(source))
        case "sqlite":
            return sqlite_columns(path, _table(source))
        case "table":
            raise _of_an_engine(source)
        case _ as never:
            assert_never(never)


def header(path: Path, delimiter: str) -> tuple[str, ...]:
    """Return the columns a CSV file would have with another delimiter; () when it cannot be split by it."""
    try:
        return csv_columns(path, delimiter)
    except Unopenable:
        return ()


def rows(source: Source, path: Path, wanted: Sequence[str]) -> Iterator[Line]:
    """Yield the wanted cells of each row, counted from 1, in the order of the file. Raises Unopenable."""
    match source.format:
        case "csv":
            return csv_rows(path, source.delimiter, wanted)
        case "jsonl":
            return json_rows(path, wanted)
        case "parquet":
            return duckdb_rows(path, "", wanted)
        case "duckdb":
            return duckdb_rows(path, _table(source), wanted)
        case "sqlite":
            return sqlite_rows(path, _table(source), wanted)
        case "table":
            raise _of_an_engine(source)
        case _ as never:
            assert_never(never)


def _of_an_engine(source: Source) -> Unopenable:
    """Return why a table of an engine cannot be opened here, where files are read."""
    return Unopenable("E667", f"'{source.table}' is a table of an engine, and this one reads files", _ENGINE)


def _table(source: Source) -> str:
    if not source.table:
        raise Unopenable("E660", "it does not say which table")
    return source.table
