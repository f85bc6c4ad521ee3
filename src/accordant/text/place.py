"""Places: a mark of the scanner goes in, a place that people can find in their editor comes out."""

from accordant.terms.values import Place


def spanning(file: str, start: tuple[int, int], end: tuple[int, int]) -> Place:
    """Return the place from `start` to `end`, 0-based pairs of line and column, `end` excluded.

    A place never leaves its first line: what goes on below has length 1.
    """
    length = end[1] - start[1] if start[0] == end[0] else 1
    return Place(file, start[0] + 1, start[1] + 1, max(length, 1))


def within(place: Place, offset: int, length: int = 1) -> Place:
    """Return the part of a place that begins `offset` characters after its start."""
    return Place(place.file, place.line, place.column + offset, max(length, 1))


def top(file: str) -> Place:
    """Return the place of a whole file: its first character."""
    return Place(file, 1, 1)
