"""YAML text goes in, a small frozen tree of texts with their places comes out; no scalar has a type yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import yaml

from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place
from accordant.text.guard import MAX_DEPTH, MAX_NODES, inspect
from accordant.text.place import spanning, top, within

# The C scanner is fast; only events are asked of it, because its composer overflows the stack on deep nesting.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Scalar:
    """A text as written; `indent` characters of quotes stand before it, or None when it is not verbatim.

    Verbatim is a text on one line without escapes: only then has each of its characters a place of its own.
    """

    text: str
    place: Place
    indent: int | None = 0

    def part(self, offset: int, length: int = 1) -> Place:
        """Return the place of some of its characters, or its own when they have none."""
        if self.indent is None or offset > len(self.text):
            return self.place
        return within(self.place, self.indent + offset, length)


@dataclass(frozen=True)
class Entry:
    """A key with its place, and the node it leads to."""

    key: str
    place: Place
    node: "Node"


@dataclass(frozen=True)
class Mapping:
    """Entries in the order written; no key stands twice."""

    entries: tuple[Entry, ...]
    place: Place

    def get(self, key: str) -> "Node | None":
        """Return the node of a key; None when there is none."""
        return next((entry.node for entry in self.entries if entry.key == key), None)


@dataclass(frozen=True)
class Sequence:
    """Nodes in the order written."""

    items: tuple["Node", ...]
    place: Place


Node = Scalar | Mapping | Sequence


class Refused(Exception):
    """The text cannot be built into a tree; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def compose(text: str, file: str) -> tuple[Node | None, list[Finding]]:
    """Build the tree of a text; None when it has none, and every finding on the way.

    Refuses depth above 32, more than 20,000 nodes, aliases and second documents; reports anchors, tags,
    duplicate keys (the first stands) and keys that are not text. Never raises.
    """
    findings = inspect(text, file)
    if findings:
        return None, findings
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except Refused as refusal:
        return None, [*builder.findings, refusal.finding]
    except yaml.YAMLError as trouble:
        return None, [*builder.findings, _syntax(trouble, file)]
    if builder.root is None or (isinstance(builder.root, Scalar) and not builder.root.text):
        return None, [*builder.findings, _error("E113", "the file is empty", top(file))]
    return builder.root, builder.findings


@dataclass
class _Open:
    """A mapping or sequence whose end has not been seen."""

    place: Place
    is_mapping: bool
    nodes: list[Node] = field(default_factory=list)


@dataclass
class _Builder:
    file: str
    findings: list[Finding] = field(default_factory=list)
    root: Node | None = None
    stack: list[_Open] = field(default_factory=list)
    nodes: int = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the scanner."""
        match event:
            case yaml.AliasEvent():
                hint = "write the value out at each place: who signs reads it where it holds"
                raise Refused(
                    _error("E108", f"alias '*{event.anchor}' must not be used", self._place(event), hint)
                )
            case yaml.ScalarEvent():
                self._guard(event)
                self._add(_scalar(event, self._place(event)))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._guard(event)
                self.stack.append(_Open(self._place(event), isinstance(event, yaml.MappingStartEvent)))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.DocumentStartEvent() if self.root is not None:
                raise Refused(_error("E110", "a second document must not follow", self._place(event)))

    def _guard(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        self.nodes += 1
        place = self._place(event)
        if self.nodes > MAX_NODES:
            raise Refused(_error("E107", f"the file has more than {MAX_NODES:,} values", place))
        if len(self.stack) >= MAX_DEPTH:
            raise Refused(_error("E106", f"values are nested more than {MAX_DEPTH} deep", place))
        if event.anchor is not None:
            self.findings.append(_error("E108", f"anchor '&{event.anchor}' must not be used", place))
        if event.tag is not None:
            hint = "every value is text; where it stands decides what it means"
            self.findings.append(_error("E109", f"tag '{event.tag}' must not be used", place, hint))

    def _add(self, node: Node) -> None:
        if self.stack:
            self.stack[-1].nodes.append(node)
        else:
            self.root = node

    def _close(self, event: yaml.Event) -> None:
        opened = self.stack.pop()
        place = self._extent(opened, event)
        if opened.is_mapping:
            self._add(Mapping(tuple(self._entries(opened.nodes)), place))
        else:
            self._add(Sequence(tuple(opened.nodes), place))

    def _extent(self, opened: _Open, event: yaml.Event) -> Place:
        """A flow collection on one line is shown whole, any other by its first node."""
        _, end = _ends(event)
        if end[0] + 1 == opened.place.line and end[1] >= opened.place.column:
            return spanning(self.file, (end[0], opened.place.column - 1), end)
        first = opened.nodes[0].place if opened.nodes else opened.place
        begins_there = (first.line, first.column) == (opened.place.line, opened.place.column)
        return first if begins_there else opened.place

    def _entries(self, nodes: list[Node]) -> Iterator[Entry]:
        seen: dict[str, Place] = {}
        for key, node in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar) or not key.text:
                self.findings.append(_error("E112", "a key must be text", key.place))
            elif key.text in seen:
                related = (("first written here", seen[key.text]),)
                message = f"'{_clip(key.text)}' is written twice"
                self.findings.append(Finding("E111", Severity.ERROR, message, key.place, "", related))
            else:
                seen[key.text] = key.place
                yield Entry(key.text, key.place, node)

    def _place(self, event: yaml.Event) -> Place:
        start, end = _ends(event)
        if isinstance(event, yaml.CollectionStartEvent):
            end = (start[0], start[1] + 1)
        return spanning(self.file, start, end)


def _ends(event: yaml.Event) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the 0-based line and column of the first character of an event and of that after its last."""
    start, end = cast(yaml.Mark, event.start_mark), cast(yaml.Mark, event.end_mark)
    return (start.line, start.column), (end.line, end.column)


def _scalar(event: yaml.ScalarEvent, place: Place) -> Scalar:
    indent = 1 if event.style in ("'", '"') else 0
    start, end = _ends(event)
    one_line = start[0] == end[0] and event.style not in ("|", ">")
    verbatim = one_line and place.length == max(len(event.value) + 2 * indent, 1)
    return Scalar(event.value, place, indent if verbatim else None)


def _syntax(trouble: yaml.YAMLError, file: str) -> Finding:
    mark = getattr(trouble, "problem_mark", None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else top(file)
    problem = getattr(trouble, "problem", None) or "the text cannot be read"
    return _error("E105", f"not YAML: {problem}", place, "a text with ': ' or ' #' in it needs quotes")


def _error(code: str, message: str, place: Place, hint: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, place, hint)


def _clip(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
