"""Lines for a terminal: colour, wrapping, columns beside each other and a line of small bars."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from textwrap import wrap
from unicodedata import east_asian_width

from accordant.report.state import State

_COLOURS = {
    "met": "32",
    "kept": "32",
    "missed": "31",
    "breached": "31",
    "risk": "33",
    "degraded": "33",
    "pending": "34",
    "excused": "36",
    "unknown": "35",
    "nodata": "90",
    "muted": "90",
    "bold": "1",
}
_CODE = re.compile(r"\x1b\[[0-9;]*m")
_BARS = "▁▂▃▄▅▆▇█"


def paint(words: str, look: str, colour: bool) -> str:
    """Colour words by a look of the page (`missed`, `muted`, `bold`); without colour they stay as they are."""
    return f"\x1b[{_COLOURS[look]}m{words}\x1b[0m" if colour and words else words


def sign(state: State, colour: bool) -> str:
    """Return a state as sign and word."""
    return paint(f"{state.sign} {state.word}", state.look, colour)


def measured(line: str) -> int:
    """Return how many columns a line takes: colour takes none, wide letters two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in _CODE.sub("", line))


def wrapped(words: str, width: int, indent: str = "", look: str = "", colour: bool = False) -> Iterator[str]:
    """Yield plain words in lines of at most `width` columns, each after the indent."""
    for line in wrap(words, max(width - len(indent), 12)) or [""]:
        yield indent + (paint(line, look, colour) if look else line)


def apart(
    left: str, right: str, width: int, indent: str = "", look: str = "", colour: bool = False
) -> Iterator[str]:
    """Put words at both ends of a line: the left ones plain and wrapped where they are long, `right` as it is.

    Where both do not fit and `right` takes more than half of the line it stands on a line of its own.
    """
    fits = len(indent) + measured(left) + 1 + measured(right) <= width
    if not fits and measured(right) * 2 > width:
        yield from wrapped(left, width, indent, look, colour)
        yield right
        return
    *above, last = wrapped(left, width - measured(right) - 1, indent, look, colour)
    yield from above
    yield last + " " * max(1, width - measured(last) - measured(right)) + right


def beside(columns: Sequence[Sequence[str]], width: int, gap: int = 4) -> Iterator[str]:
    """Yield the lines of columns of equal width beside each other."""
    each = (width - gap * (len(columns) - 1)) // len(columns)
    for row in zip_longest(*columns, fillvalue=""):
        cells = [cell + " " * max(0, each - measured(cell)) for cell in row]
        yield (" " * gap).join(cells).rstrip()


def spark_line(values: Sequence[Fraction | None]) -> str:
    """Return values as small bars from the lowest to the highest; a window without a value is a dot."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    return "".join("·" if value is None else _bar(value, low, high) for value in values)


def _bar(value: Fraction, low: Fraction, high: Fraction) -> str:
    if low == high:
        return _BARS[3]
    return _BARS[min(len(_BARS) - 1, int((value - low) / (high - low) * len(_BARS)))]


def grid(rows: Sequence[Sequence[str]], right: Sequence[bool], gap: int = 2) -> Iterator[str]:
    """Yield rows as columns as wide as their widest cell; those marked stand to the right."""
    widths = [max(measured(row[i]) for row in rows) for i in range(len(right))]
    for row in rows:
        cells = (_padded(cell, width, flush) for cell, width, flush in zip(row, widths, right, strict=True))
        yield (" " * gap).join(cells).rstrip()


def _padded(cell: str, width: int, flush: bool) -> str:
    room = " " * (width - measured(cell))
    return room + cell if flush else cell + room
