"""Files of lines: a CSV or JSON Lines file goes in, numbered rows of cells or the reason why not come out.

CSV follows RFC 4180: a cell that begins with a quote ends with the next single one, `""` inside it is a quote, and
delimiters and line ends inside it are text. A quote elsewhere is text. Lines end with LF or CRLF (or CR, in a file
without LF); empty lines are no rows; empty cells beyond the last column are dropped. A row that cannot be split is
rejected, and reading goes on in the line after its first: even after a quote that is never closed nothing else is
lost.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from accordant.record.cells import NESTED, NOT_UTF8, Raw, Unreadable

FEW: Final = "too few cells"
MANY: Final = "too many cells"
UNCLOSED: Final = "a quote that is never closed"
TRAILING: Final = "text after a closing quote"
NOT_AN_OBJECT: Final = "not a JSON object"
TWICE: Final = "a key that stands twice in its object"

_FIRST_OBJECTS: Final = 1000
_BOM = b"\xef\xbb\xbf"
_EMPTY = frozenset({"", "\n", "\r\n", "\r"})
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff")


class Unopenable(Exception):
    """A file or table that cannot be read at all: the code of the finding, why, and what to do ("" none known)."""

    def __init__(self, code: str, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True)
class Broken:
    """A row that could not be split into cells: why, and the text where it begins."""

    reason: str
    text: str = ""


Line = tuple[int, Sequence[Raw] | Broken]


def open_bytes(path: Path) -> BinaryIO:
    """Open a file for reading, unpacked when its name ends with `.gz`."""
    return cast(BinaryIO, gzip.open(path, "rb")) if path.suffix == ".gz" else path.open("rb")


def csv_columns(path: Path, delimiter: str) -> tuple[str, ...]:
    """Return the names in the first line that is not empty; () for an empty file. Raises Unopenable."""
    with open_bytes(path) as file:
        for _, cells in _records(_lines(file), delimiter):
            if isinstance(cells, Broken):
                raise Unopenable(
                    "E654" if cells.reason == NOT_UTF8 else "E663", f"its first line has {cells.reason}"
                )
            return tuple(cells)
    return ()


def csv_rows(path: Path, delimiter: str, wanted: Sequence[str]) -> Iterator[Line]:
    """Yield the wanted cells of each row, counted from 1 without the header. Raises Unopenable."""
    columns = csv_columns(path, delimiter)
    places = [columns.index(name) for name in wanted]
    with open_bytes(path) as file:
        records = _records(_lines(file), delimiter)
        next(records, None)
        for row, (line, cells) in enumerate(records, 1):
            if isinstance(cells, Broken):
                yield row, Broken(f"{cells.reason}, line {line}", cells.text)
            elif len(cells) < len(columns) or any(cells[len(columns) :]):
                yield row, _ragged(len(cells), len(columns), line, cells)
            else:
                yield row, [cells[place] for place in places]


def _ragged(found: int, wanted: int, line: int, cells: Sequence[str]) -> Broken:
    return Broken(f"{FEW if found < wanted else MANY}: {found} for {wanted} columns, line {line}", cells[0][:80])


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield lines with their ends, the first without its byte order mark. Raises Unopenable for UTF-16."""
    try:
        head = file.read(1 << 16)
        if head.startswith(_OTHER_BOMS):
            raise Unopenable("E654", "it is not UTF-8 but UTF-16")
        file.seek(0)
        first = True
        for line in _by_carriage_return(file) if b"\n" not in head and b"\r" in head else file:
            yield line.removeprefix(_BOM) if first else line
            first = False
    except (OSError, EOFError, zlib.error) as error:
        raise Unopenable("E663", f"it breaks off: {error}") from error


def _by_carriage_return(file: BinaryIO) -> Iterable[bytes]:
    return file.read().splitlines(keepends=True)


def _records(lines: Iterable[bytes], delimiter: str) -> Iterator[tuple[int, list[str] | Broken]]:
    """Yield each record with the number of the line it begins in."""
    reader = _Lines(iter(lines))
    while (line := reader.take()) is not None:
        number = reader.number
        if line in _EMPTY:
            continue
        if '"' not in line and not reader.is_bad:
            yield number, line[: _end(line)].split(delimiter)
            continue
        yield number, _record(line, delimiter, reader)


def _end(line: str) -> int:
    """Return where the text of a line ends and its line end begins."""
    if line.endswith("\r\n"):
        return len(line) - 2
    return len(line) - line.endswith(("\n", "\r"))


class _Lines:
    """Decoded lines that can be given back: those after the first of a record that cannot be split."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self.number = 0
        self.is_bad = False
        self._lines = lines
        self._returned: list[bytes] = []
        self._held: list[bytes] = []

    def take(self) -> str | None:
        """Return the first line of a record, None after the last."""
        self._held.clear()
        self.is_bad = False
        return self.more()

    def more(self) -> str | None:
        """Return the next line of the same record; `is_bad` from the first that is not UTF-8."""
        line = self._returned.pop() if self._returned else next(self._lines, None)
        if line is None:
            return None
        self.number += 1
        self._held.append(line)
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self.is_bad = True
            return line.decode("utf-8", errors="replace")

    def give_back(self) -> None:
        """Give back all lines of this record but its first."""
        self.number -= len(self._held) - 1
        self._returned += reversed(self._held[1:])
        self._held = self._held[:1]


def _record(first: str, delimiter: str, lines: _Lines) -> list[str] | Broken:
    """Split a record that has quotes, taking further lines while a quote is open."""
    cells: list[str] = []
    line, at = first, 0
    text, is_bad = first[: _end(first)][:80], lines.is_bad
    while True:
        if line.startswith('"', at):
            quoted = _quoted(line, at + 1, lines)
            if quoted is None:
                lines.give_back()
                return Broken(NOT_UTF8 if is_bad else UNCLOSED, text)
            cell, line, at = quoted
        else:
            end = line.find(delimiter, at)
            end = end if end >= 0 else _end(line)
            cell, at = line[at:end], end
        cells.append(cell)
        if at == _end(line):
            return Broken(NOT_UTF8, text) if lines.is_bad else cells
        if not line.startswith(delimiter, at):
            lines.give_back()
            return Broken(NOT_UTF8 if is_bad else TRAILING, text)
        at += len(delimiter)


def _quoted(line: str, at: int, lines: _Lines) -> tuple[str, str, int] | None:
    """Return the quoted text from `at` on, the line where it ends and the place after its closing quote."""
    parts: list[str] = []
    while True:
        end = line.find('"', at)
        if end < 0:
            following = lines.more()
            if following is None:
                return None
            parts.append(line[at:])
            line, at = following, 0
        elif line.startswith('"', end + 1):
            parts.append(line[at : end + 1])
            at = end + 2
        else:
            return "".join((*parts, line[at:end])), line, end + 1


def json_columns(path: Path) -> tuple[str, ...]:
    """Return the keys of the first objects in the order they appear. Raises Unopenable."""
    found: dict[str, None] = {}
    for row, cells in _objects(path):
        if row > _FIRST_OBJECTS:
            break
        if not isinstance(cells, Broken):
            found |= dict.fromkeys(cells)
    return tuple(found)


def json_rows(path: Path, wanted: Sequence[str]) -> Iterator[Line]:
    """Yield the wanted cells of each object, counted from 1; empty lines are no rows. Raises Unopenable."""
    for row, cells in _objects(path):
        yield row, cells if isinstance(cells, Broken) else [cells.get(name) for name in wanted]


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Raw] | Broken]]:
    row = 0
    with open_bytes(path) as file:
        for number, line in enumerate(_lines(file), 1):
            if line.strip():
                row += 1
                cells = _object(line)
                yield (
                    row,
                    Broken(f"{cells.reason}, line {number}", cells.text) if isinstance(cells, Broken) else cells,
                )


def _object(line: bytes) -> dict[str, Raw] | Broken:
    shown = line[:80].decode("utf-8", errors="replace").rstrip("\r\n")
    try:
        # Numbers stay the text they are written as: nothing is rounded on the way.
        found = json.loads(
            line.decode("utf-8"),
            parse_int=str,
            parse_float=str,
            parse_constant=_refuse,
            object_pairs_hook=_pairs,
        )
    except UnicodeDecodeError:
        return Broken(NOT_UTF8, shown)
    except _Twice:
        return Broken(TWICE, shown)
    except (ValueError, RecursionError):
        return Broken(NOT_AN_OBJECT, shown)
    return (
        {key: _raw(value) for key, value in found.items()}
        if isinstance(found, dict)
        else Broken(NOT_AN_OBJECT, shown)
    )


class _Twice(ValueError):
    pass


def _refuse(constant: str) -> str:
    raise ValueError(constant)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def _raw(value: object) -> Raw:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str():
            return value if _is_unicode(value) else Unreadable(NOT_UTF8)
        case _:
            return Unreadable(NESTED)


def _is_unicode(text: str) -> bool:
    """Say whether no half of a surrogate pair stands alone."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
