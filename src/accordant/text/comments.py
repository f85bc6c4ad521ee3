"""Comments of a YAML text, each with the node it belongs to: what the tree does not hold, and people wrote."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from accordant.text.tree import LOADER, Entry, Mapping, Node, Sequence

Path = tuple[int, ...]

_BREAK = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Comments:
    """Comments by the path of their node: the positions of entries and items from the root down.

    `header` opens the file, `before` stands above an entry or item, `beside` ends its first line, `after` closes
    a mapping or sequence. In `header`, `before` and `after` an empty line is an empty text; never two in a row.
    """

    header: tuple[str, ...]
    before: dict[Path, tuple[str, ...]]
    beside: dict[Path, str]
    after: dict[Path, tuple[str, ...]]

    @property
    def opened(self) -> set[Path]:
        """Return the paths of mappings and sequences that hold comments and so need lines of their own."""
        held = [path for path, lines in self.before.items() if any(lines)] + list(self.beside)
        inner = {path[:depth] for path in held for depth in range(len(path))}
        return inner | {path[:depth] for path in self.after for depth in range(len(path) + 1)}

    def lifted(self, path: Path) -> "Comments":
        """Return these with the comments inside a collection standing above it instead."""
        held = sorted({*self.before, *self.beside, *self.after})
        inner = {one for one in held if len(one) > len(path) and one[: len(path)] == path}
        lines = [line for one in held if one in inner for line in self._of(one)]
        above = (*self.before.get(path, ()), *lines, *self.after.get(path, ()))
        return Comments(
            self.header,
            {one: text for one, text in self.before.items() if one not in inner} | {path: above},
            {one: text for one, text in self.beside.items() if one not in inner},
            {one: text for one, text in self.after.items() if one not in inner and one != path},
        )

    def _of(self, path: Path) -> tuple[str, ...]:
        beside = (self.beside[path],) if path in self.beside else ()
        return (*filter(None, self.before.get(path, ())), *beside, *filter(None, self.after.get(path, ())))

    @property
    def texts(self) -> list[str]:
        """Return every comment."""
        blocks = (self.header, *self.before.values(), *self.after.values())
        return [*self.beside.values(), *(line for block in blocks for line in block if line)]


@dataclass(frozen=True)
class Slot:
    """Where an entry or item begins, 0-based, the column at which its like are indented, and its path."""

    line: int
    column: int
    indent: int
    path: Path


def comments(text: str, root: Node) -> Comments:
    """Find every comment of a text that `compose` has read as `root`, and the node it belongs to."""
    return _Attaching(list(_slots(root))).attach(_rows(text))


@dataclass(frozen=True)
class _Row:
    """One line: the column of its comment (None: no comment), and the text from there on."""

    line: int
    column: int | None
    comment: str
    is_blank: bool
    code: str


def _rows(text: str) -> Iterator[_Row]:
    """Go through the lines that are not inside a text of several lines."""
    covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
    inside: set[int] = set()
    lines = _BREAK.split(text)
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.ScalarEvent):
            _cover(event, covered, inside)
    for number, line in enumerate(lines):
        if number in inside and number + 1 not in inside and not line.strip():
            inside.discard(number)
        column = next((i for i, c in enumerate(line) if c == "#" and not _is_in(i, covered[number])), None)
        code = line[:column].strip()
        if number not in inside or column is not None:
            is_blank = not line.strip() and number not in inside
            yield _Row(number, column, line[column:].rstrip() if column is not None else "", is_blank, code)


def _cover(event: yaml.ScalarEvent, covered: dict[int, list[tuple[int, int]]], inside: set[int]) -> None:
    start, end = event.start_mark, event.end_mark
    assert start and end, "an event that was read from a text has its marks"
    is_block = event.style in ("|", ">")
    for line in range(start.line, end.line + 1):
        first = start.column if line == start.line else 0
        last = end.column if line == end.line else 1 << 30
        if not (is_block and line == start.line):
            covered[line].append((first, last))
        if line > start.line and last > 0:
            inside.add(line)


def _is_in(column: int, spans: list[tuple[int, int]]) -> bool:
    return any(first <= column < last for first, last in spans)


def _slots(node: Node, path: Path = ()) -> Iterator[Slot]:
    """Yield every entry and item in the order written, outer ones first."""
    if not isinstance(node, Mapping | Sequence):
        return
    dash = 0 if isinstance(node, Mapping) else len("- ")
    for index, child in enumerate(node.entries if isinstance(node, Mapping) else node.items):
        column = child.place.column - 1
        yield Slot(child.place.line - 1, column, max(column - dash, 0), (*path, index))
        yield from _slots(child.node if isinstance(child, Entry) else child, (*path, index))


class _Attaching:
    """One walk down the lines, which hands each comment to its node."""

    def __init__(self, slots: list[Slot]) -> None:
        self.slots = slots
        self.on_line: dict[int, list[Slot]] = defaultdict(list)
        for slot in slots:
            self.on_line[slot.line].append(slot)
        self.starts = [(slot.line, slot.column) for slot in slots]
        self.column = {slot.path[:-1]: slot.indent for slot in reversed(slots)}
        self.header: list[str] = []
        self.before: dict[Path, list[str]] = defaultdict(list)
        self.beside: dict[Path, str] = {}
        self.after: dict[Path, list[str]] = defaultdict(list)

    def attach(self, rows: Iterator[_Row]) -> Comments:
        blank = False
        for row in rows:
            if row.column is None and row.is_blank:
                blank = True
                continue
            if row.column is not None:
                self._take(row, row.column, blank)
            elif blank:
                self._space(row)
            blank = False
        before = {path: tuple(lines) for path, lines in self.before.items()}
        after = {path: tuple(lines) for path, lines in self.after.items()}
        return Comments(tuple(self.header), before, self.beside, after)

    def _take(self, row: _Row, column: int, blank: bool) -> None:
        beside = self._beside(row, column)
        if beside is not None and beside not in self.beside:
            if blank:
                self._space(row)
            self.beside[beside] = row.comment
            return
        block = self._block(row.line, -1 if row.code else column)
        if blank and (block or block is not self.header):
            block.append("")
        block.append(row.comment)

    def _space(self, row: _Row) -> None:
        """Keep an empty line above the entry or item that begins this line."""
        on_line = self.on_line.get(row.line, [])
        if not on_line:
            return
        if on_line[0] is self.slots[0]:
            if self.header:
                self.header.append("")
        else:
            self.before[on_line[0].path].append("")

    def _beside(self, row: _Row, column: int) -> Path | None:
        """Find the outermost entry or item that begins on the line, or the text that ends on it."""
        on_line = [slot for slot in self.on_line.get(row.line, []) if slot.column <= column]
        if on_line:
            return min(reversed(on_line), key=lambda slot: len(slot.path)).path
        earlier = bisect_right(self.starts, (row.line, column)) - 1
        if row.code.strip("-? ") and earlier >= 0:
            return self.slots[earlier].path
        return None

    def _block(self, line: int, column: int) -> list[str]:
        """Choose the lines a comment joins: those above the next node, or those that close what ends before it.

        A comment indented as deep as the entries of a mapping that has no more of them belongs to its end.
        """
        following = bisect_right(self.starts, (line, column))
        if following == 0:
            return self.header
        ahead = self.slots[following] if following < len(self.slots) else None
        if ahead is None:
            return self.after[self._closed(self.slots[following - 1].path, (), column) or ()]
        closed = (
            self._closed(self.slots[following - 1].path, ahead.path, column) if column > ahead.indent else None
        )
        return self.before[ahead.path] if closed is None else self.after[closed]

    def _closed(self, path: Path, ahead: Path, column: int) -> Path | None:
        """Find the innermost collection around `path` and not around `ahead` that is indented up to `column`."""
        ends = (path[:depth] for depth in range(len(path) - 1, -1, -1) if path[:depth] != ahead[:depth])
        return next((end for end in ends if self.column[end] <= column), None)
