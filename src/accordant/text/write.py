"""A text and its tree go in, the canonical spelling comes out: same words, same comments, one layout for all."""

from collections.abc import Iterable
from dataclasses import dataclass

from accordant.terms.finding import Finding, Severity
from accordant.text.comments import Comments, Path, comments
from accordant.text.grammar import Clause, Grammar, Kind, Many, Named
from accordant.text.kinds import clause_for, is_prose, item_kind, kind_behind, unfolded
from accordant.text.place import top
from accordant.text.quote import folded, literal, quoted
from accordant.text.spelling import AGREEMENT
from accordant.text.spelling_sources import SOURCES
from accordant.text.tree import Entry, Mapping, Node, Scalar, Sequence, compose

WIDTH = 120

_PASSES = 4
_ATOM = 24
_COMMENT_COLUMN = 80


def write_text(text: str, file: str) -> tuple[str, list[Finding]]:
    """Write an agreement, an amendment or sources in their canonical spelling, told apart by their keys.

    Keys stand in the order of the grammar, short values on one line, comments at their nodes, lines of at most 120
    columns where values can be broken. Writing twice changes nothing more. A text that cannot be read comes back
    as it is. The result is read back: should it hold anything else, the text comes back with a finding.
    """
    root, findings = compose(text, file)
    if not isinstance(root, Mapping) or any(finding.stops for finding in findings):
        return text, findings
    grammar, kind = _spelling(root)
    kept = comments(text, root)
    written = _joined(write_tree(root, grammar, kind, kept))
    for _ in range(_PASSES):
        again, found = compose(written, file)
        if not isinstance(again, Mapping) or found or not same(root, again):
            break
        held = comments(written, again)
        if sorted(held.texts) != sorted(kept.texts):
            break
        # A comment that now ends the first line of an item belongs to that item, which may change the layout.
        settled = _joined(write_tree(again, grammar, kind, held))
        if settled == written:
            return written, findings
        written = settled
    message = "the text has something that the canonical spelling cannot hold, such as a very long key"
    return text, [*findings, Finding("E114", Severity.ERROR, message, top(file))]


def write_tree(root: Mapping, grammar: Grammar, kind: Kind, kept: Comments | None = None) -> list[str]:
    """Write the lines of a tree by a grammar, with the comments that were kept for it."""
    kept = kept or Comments((), {}, {}, {})
    page = _Page(grammar, kept, frozenset(kept.opened))
    return [*kept.header, *page.mapping(root, kind, (), 0)]


def same(one: Node | None, other: Node | None) -> bool:
    """Say whether two trees hold the same keys and texts; the order of keys and the layout do not matter."""
    return _content(one) == _content(other)


def _spelling(root: Mapping) -> tuple[Grammar, Kind]:
    if root.get("sources"):
        return SOURCES, "sources"
    return AGREEMENT, "amendment" if root.get("changes") else "agreement"


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _content(node: Node | None) -> object:
    match node:
        case Scalar():
            return node.text, _is_bare(node)
        case Sequence(items):
            return [_content(item) for item in items]
        case Mapping(entries):
            return {entry.key: _content(entry.node) for entry in entries}
        case None:
            return None


def _is_bare(node: Node) -> bool:
    """Say whether a value was left away altogether, which is not the same as an empty text."""
    return isinstance(node, Scalar) and not node.text and node.indent == 0


@dataclass(frozen=True)
class _Page:
    """The layout of one file: its grammar, its comments, and the collections that comments force open."""

    grammar: Grammar
    kept: Comments
    opened: frozenset[Path]

    def mapping(self, node: Mapping, kind: Kind | None, path: Path, indent: int) -> list[str]:
        """Write the entries of a mapping, each on lines of its own."""
        shape = clause_for(self.grammar, node, kind)
        entries = list(enumerate(node.entries))
        if isinstance(shape, Clause):
            entries.sort(key=lambda pair: shape.rank(pair[1].key))
        pads = self._pads(node, entries, shape, path, indent)
        blocks = []
        for index, entry in entries:
            inner = kind_behind(shape, entry.key)
            blocks.append(((*path, index), self._entry(entry, inner, (*path, index), indent, pads.get(index, 0))))
        return self._lines(blocks, path, indent)

    def sequence(self, node: Sequence, kind: Kind | None, path: Path, indent: int) -> list[str]:
        """Write the items of a sequence, each behind a dash."""
        inner = item_kind(self.grammar, kind)
        blocks = []
        for index, item in enumerate(node.items):
            blocks.append(((*path, index), self._item(item, inner, (*path, index), indent)))
        return self._lines(blocks, path, indent)

    def _lines(self, blocks: list[tuple[Path, list[str]]], path: Path, indent: int) -> list[str]:
        """Put comments around written entries or items; those beside neighbouring lines stand in one column."""
        columns = self._columns(blocks)
        found: list[str] = []
        for child, lines in blocks:
            found += _above(self.kept.before.get(child, ()), indent, is_first=not found)
            beside = (
                f"{' ' * (columns[child] - len(lines[0]))}{self.kept.beside[child]}" if child in columns else ""
            )
            found += [lines[0] + beside, *lines[1:]]
        return found + _above(self.kept.after.get(path, ()), indent, is_first=not found)

    def _columns(self, blocks: list[tuple[Path, list[str]]]) -> dict[Path, int]:
        """Choose the column of each comment beside a line: one for a run of lines that all have comments."""
        columns: dict[Path, int] = {}
        for run in self._runs(blocks):
            widest = max(width for _, width in run)
            columns |= {child: widest if widest <= _COMMENT_COLUMN else width for child, width in run}
        return columns

    def _runs(self, blocks: list[tuple[Path, list[str]]]) -> list[list[tuple[Path, int]]]:
        """Group neighbouring lines that have comments beside them, each with the column its own would stand in."""
        runs: list[list[tuple[Path, int]]] = [[]]
        for child, lines in blocks:
            if child in self.kept.beside:
                runs[-1].append((child, len(lines[0]) + 2))
            if child not in self.kept.beside or len(lines) > 1:
                runs.append([])
        return [run for run in runs if run]

    def _entry(self, entry: Entry, kind: Kind | None, path: Path, indent: int, pad: int) -> list[str]:
        head = f"{' ' * indent}{quoted(entry.key)}:"
        if _is_bare(entry.node):
            return [head]
        line = self._on_one_line(entry.node, kind, path)
        if line is not None and self._fits(f"{head:{pad}} {line}", path):
            return [f"{head:{pad}} {line}"]
        return self._broken(head, entry.node, kind, path, indent)

    def _item(self, node: Node, kind: Kind | None, path: Path, indent: int) -> list[str]:
        head = f"{' ' * indent}-"
        if _is_bare(node):
            return [head]
        line = self._on_one_line(node, kind, path)
        if line is not None and self._fits(f"{head} {line}", path):
            return [f"{head} {line}"]
        if isinstance(node, Scalar):
            return self._broken(head, node, kind, path, indent)
        lines = self._collection(node, kind, path, indent + 2)
        start = next(number for number, text in enumerate(lines) if text and not text.lstrip().startswith("#"))
        lead = [text[2:] for text in lines[:start]]
        return [*lead, f"{head} {lines[start][indent + 2 :]}", *lines[start + 1 :]]

    def _broken(self, head: str, node: Node, kind: Kind | None, path: Path, indent: int) -> list[str]:
        """Write a value that has no room on the line of its key."""
        if isinstance(node, Scalar):
            return _text(head, node.text, is_prose(self.grammar, kind), indent + 2)
        if isinstance(node, Sequence) and path not in self.opened and (filled := _filled(head, node)):
            return filled
        return [head, *self._collection(node, kind, path, indent + 2)]

    def _collection(self, node: Mapping | Sequence, kind: Kind | None, path: Path, indent: int) -> list[str]:
        if isinstance(node, Mapping):
            return self.mapping(node, kind, path, indent)
        return self.sequence(node, kind, path, indent)

    def _fits(self, line: str, path: Path) -> bool:
        beside = self.kept.beside.get(path, "")
        return len(line) + (len(beside) + 2 if beside else 0) <= WIDTH

    def _on_one_line(self, node: Node, kind: Kind | None, path: Path, inside: bool = False) -> str | None:
        """Write a value on one line; None when it must not stand so."""
        if path in self.opened or (inside and _is_bare(node)) or self._wants_lines(node, kind):
            return None
        match node:
            case Scalar(text):
                return None if literal(text) else quoted(text, inside)
            case Sequence(items):
                inner = item_kind(self.grammar, kind)
                parts = [self._on_one_line(item, inner, (*path, i), True) for i, item in enumerate(items)]
                return f"[{', '.join(filter(None, parts))}]" if all(parts) else None
            case Mapping(entries):
                shape = clause_for(self.grammar, node, kind)
                return self._braces(list(enumerate(entries)), shape, path)

    def _braces(self, entries: list[tuple[int, Entry]], shape: Clause | Named | None, path: Path) -> str | None:
        if isinstance(shape, Clause):
            entries.sort(key=lambda pair: shape.rank(pair[1].key))
        parts = []
        for index, entry in entries:
            if _is_bare(entry.node) and (*path, index) not in self.opened:
                parts.append(quoted(entry.key, True))
                continue
            value = self._on_one_line(entry.node, kind_behind(shape, entry.key), (*path, index), True)
            if value is None:
                return None
            parts.append(f"{quoted(entry.key, True)}: {value}")
        return f"{{{', '.join(parts)}}}"

    def _wants_lines(self, node: Node, kind: Kind | None) -> bool:
        """Say whether a value reads better on lines of its own: clauses, sections, tables of mappings."""
        match node:
            case Mapping(entries) if entries:
                shape = clause_for(self.grammar, node, kind)
                return _is_table(node) or (shape is not None and shape.block)
            case Sequence(items) if items:
                return any(isinstance(one, Many) and one.block for one in unfolded(self.grammar, kind))
            case _:
                return False

    def _pads(
        self,
        node: Mapping,
        entries: list[tuple[int, Entry]],
        shape: Clause | Named | None,
        path: Path,
        indent: int,
    ) -> dict[int, int]:
        """Choose how wide each key of a table stands, so that what is behind it lines up."""
        lines: dict[int, tuple[str, str]] = {}
        for index, entry in entries if _is_table(node) else ():
            line = self._on_one_line(entry.node, kind_behind(shape, entry.key), (*path, index))
            if line is not None:
                lines[index] = (f"{' ' * indent}{quoted(entry.key)}:", line)
        while True:
            width = max((len(head) for head, _ in lines.values()), default=0)
            fitting = {
                i: pair for i, pair in lines.items() if self._fits(f"{pair[0]:{width}} {pair[1]}", (*path, i))
            }
            if len(fitting) == len(lines):
                return dict.fromkeys(lines, width)
            lines = fitting


def _is_table(node: Mapping) -> bool:
    """Say whether a mapping is a table: several names, each with keys and values of its own."""
    inner = [entry.node for entry in node.entries]
    return len(inner) > 1 and all(isinstance(one, Mapping) and one.entries for one in inner)


def _above(lines: Iterable[str], indent: int, is_first: bool) -> list[str]:
    found = [f"{' ' * indent}{line}" if line else "" for line in lines]
    return found[1:] if is_first and found and not found[0] else found


def _text(head: str, text: str, folds: bool, indent: int) -> list[str]:
    """Write a text that has several lines or is too long for one."""
    rows = literal(text) or (folded(text, WIDTH - indent) if folds else None)
    if rows is None:
        return [f"{head} {quoted(text)}"]
    return [f"{head} {rows[0]}", *(f"{' ' * indent}{row}" if row else "" for row in rows[1:])]


def _filled(head: str, node: Sequence) -> list[str] | None:
    """Write a long list of short words over as many lines as it takes; None when its items are longer."""
    words = [quoted(item.text, True) for item in node.items if isinstance(item, Scalar) and item.text]
    if len(words) < len(node.items) or any(len(word) > _ATOM for word in words) or len(head) > WIDTH // 2:
        return None
    rows = [f"{head} ["]
    for number, word in enumerate(words):
        part = f"{word}{',' if number < len(words) - 1 else ']'}"
        if len(rows[-1]) + len(part) + 1 <= WIDTH:
            rows[-1] += part if number == 0 else f" {part}"
        else:
            rows.append(f"{' ' * (len(head) + 2)}{part}")
    return rows
