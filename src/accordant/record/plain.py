"""Plain files: a CSV file goes in, and whether a common reader of CSV finds the same rows in it comes out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from accordant.record.lines import csv_columns, open_bytes

_CHUNK: Final = 1 << 20
_OVERLAP: Final = 64


def is_plain(path: Path, delimiter: str) -> bool:
    """Say whether DuckDB's strict reader, where it does not fail, finds the rows that `csv_rows` finds.

    It skips spaces between a delimiter and a quote, and takes a CR without an LF for the end of a line: such files
    are not plain. Files of one column are never plain, for their empty lines are rows to it. Reads the bytes
    of the whole file once.
    """
    spaced = _spaced(re.escape(delimiter.encode()))
    chunk = b""
    with open_bytes(path) as file:
        for chunk in _chunks(file):
            if _is_odd(chunk, spaced):
                return False
    return not chunk.endswith(b"\r") and len(csv_columns(path, delimiter)) > 1


def _spaced(delimiter: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?:^|" + delimiter + rb'|\n) +"|" +(?:' + delimiter + rb'|[\r\n"]|$)')


def _is_odd(chunk: bytes, spaced: re.Pattern[bytes]) -> bool:
    """Look for a CR without its LF, unless it comes with the next chunk, and for spaces around a quoted cell."""
    if chunk.count(b"\r") != chunk.count(b"\r\n") + chunk.endswith(b"\r"):
        return True
    return (b' "' in chunk or b'" ' in chunk) and spaced.search(chunk) is not None


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file in pieces that overlap, so that no pair of bytes falls between two."""
    tail = b""
    while chunk := file.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-_OVERLAP:]
