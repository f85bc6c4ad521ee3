"""A mapping of the tree goes in and is taken key by key; what does not fit is noted and reading goes on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place
from accordant.text.grammar import Clause, Text, kind_of
from accordant.text.quantity import FLAG, Form
from accordant.text.tree import Entry, Mapping, Node, Scalar, Sequence

T = TypeVar("T")

MAX_LINE = 200
# Looking for near words is slow, and a text of a thousand findings is not mended by them.
HINTS = 100
Related = tuple[tuple[str, Place], ...]


@dataclass(frozen=True)
class Reference:
    """A name used at a place for something declared elsewhere; resolved when all has been read."""

    name: str
    wants: str
    key: str
    place: Place


@dataclass
class Reading:
    """What reading has noted so far: findings, names used, names declared by section, shapes of definitions."""

    findings: list[Finding] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    declared: dict[str, dict[str, Place]] = field(default_factory=dict)
    shapes: dict[str, str] = field(default_factory=dict)

    def error(self, code: str, message: str, place: Place, hint: str = "", related: Related = ()) -> None:
        """Note a finding that stops evaluation."""
        self.findings.append(Finding(code, Severity.ERROR, message, place, hint, related))

    def suggest(self, word: str, words: Iterable[str]) -> str:
        """Return a hint for a word that is not known; a text with very many findings gets no more of them."""
        return did_you_mean(word, words) if len(self.findings) < HINTS else ""

    def near(self, word: str, words: Iterable[str]) -> str:
        """Return the word that was probably meant, "" when none is near or nobody asks any more."""
        return nearest(word, words) if len(self.findings) < HINTS else ""

    def refer(self, scalar: Scalar, wants: str, key: str) -> str:
        """Note a name that is used, and return it."""
        self.references.append(Reference(scalar.text, wants, key, scalar.place))
        return scalar.text

    def declare(self, kind: str, entries: Mapping) -> None:
        """Note the names of a section, whether or not their terms can be read."""
        self.declared[kind] = {entry.key: entry.place for entry in entries.entries}


def quoted(text: str) -> str:
    """Return the user's words in single quotes, cut to what a line can show."""
    return f"'{text if len(text) <= 60 else text[:59] + '…'}'"


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the one of `words` that was probably meant, "" when none is near."""
    by_lower = {other.lower(): other for other in list(words)[:300] if len(other) <= 60}
    close = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6) if len(word) <= 60 else []
    return by_lower[close[0]] if close else ""


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return a hint that names the near match, or the words there are when they are few."""
    known = list(words)
    if near := nearest(word, known):
        return f"did you mean '{near}'?"
    return f"use one of: {', '.join(known)}" if 0 < len(known) <= 12 else ""


def as_scalar(node: Node, key: str, like: str, reading: Reading) -> Scalar | None:
    """Take a node as a text that is not empty; `like` says in the finding what is wanted."""
    match node:
        case Scalar(text="", indent=0):
            reading.error("E123", f"'{key}' has no value", node.place, f"write {like} or leave the key away")
        case Scalar():
            return node
        case _:
            reading.error("E122", f"'{key}' must be {like}, not {_kind(node)}", node.place)
    return None


def as_line(node: Node, key: str, like: str, reading: Reading) -> Scalar | None:
    """Take a node as a text of one line, short enough to be a rule."""
    scalar = as_scalar(node, key, like, reading)
    if scalar and (len(scalar.text) > MAX_LINE or "\n" in scalar.text):
        reading.error("E122", f"'{key}' must be {like}, not several lines", scalar.place)
        return None
    return scalar


def as_mapping(node: Node, what: str, reading: Reading) -> Mapping | None:
    """Take a node as keys with values."""
    if isinstance(node, Mapping):
        return node
    reading.error("E122", f"{what} must be keys with values, not {_kind(node)}", node.place)
    return None


def as_items(node: Node, key: str, reading: Reading) -> tuple[Node, ...]:
    """Take a node as a list; a single text or mapping is a list of one."""
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, Scalar) and as_scalar(node, key, "a list", reading) is None:
        return ()
    return (node,)


def parse(node: Node, key: str, form: Form[T], reading: Reading) -> T | None:
    """Read a text by its form; a misfit is noted with the words as written."""
    like = f"{form.noun} like '{form.like}'" if form.like else form.noun
    scalar = as_scalar(node, key, like, reading)
    if scalar is None:
        return None
    value = form.read(" ".join(scalar.text.split())) if len(scalar.text) <= MAX_LINE else None
    if value is None:
        reading.error(form.code, f"'{key}' must be {like}, not {quoted(scalar.text)}", scalar.place)
    return value


def choice(node: Node, key: str, words: Iterable[str], reading: Reading) -> str:
    """Read one of the words that may stand here; "" when it is another."""
    scalar = as_scalar(node, key, "text", reading)
    if scalar is None or scalar.text in words:
        return scalar.text if scalar else ""
    hint = reading.suggest(scalar.text, words)
    reading.error("E124", f"'{key}' cannot be {quoted(scalar.text)}", scalar.place, hint)
    return ""


class Fields:
    """The keys of one mapping: unknown and missing ones are noted at once, the others are taken by their kind."""

    def __init__(
        self, node: Mapping, what: str, clause: Clause, reading: Reading, place: Place | None = None
    ) -> None:
        self.mapping = node
        self.clause = clause
        self.place = place or node.place
        self.reading = reading
        self.what = what
        self._nodes = {entry.key: entry.node for entry in node.entries}
        spilled = {entry.key for entry in node.entries if clause.spills and is_bare(entry.node)}
        known = {entry.key for entry in node.entries if clause.key(entry.key)}
        meant = {self._report(entry, clause.words) for entry in node.entries if entry.key not in known | spilled}
        for key in clause.keys:
            if key.required and key.word not in known | meant:
                reading.error("E121", f"{what} has no '{key.word}'", self.place, f"add '{key.word}:'")
        if clause.any_of and not (known | meant) & set(clause.any_of):
            hint = "add " + " or ".join(f"'{word}:'" for word in clause.any_of)
            reading.error("E121", f"{what} has no '{clause.any_of[0]}'", self.place, hint)

    def has(self, key: str) -> bool:
        """Say whether the key was written."""
        return key in self._nodes

    def node(self, key: str) -> Node | None:
        """Return what the key leads to."""
        return self._nodes.get(key)

    def text(self, key: str, default: str = "") -> str:
        """Return prose or a word that nothing resolves; `default` when the key is not there."""
        node = self._nodes.get(key)
        scalar = as_scalar(node, key, "text", self.reading) if node else None
        return scalar.text if scalar else default

    def parse(self, key: str, form: Form[T]) -> T | None:
        """Read the key by its form; None when it is not there or does not fit."""
        node = self._nodes.get(key)
        return parse(node, key, form, self.reading) if node else None

    def flag(self, key: str) -> bool:
        """Read `yes` or `no`; not there is no."""
        told = self.parse(key, FLAG)
        return told is True

    def choice(self, key: str, default: str = "") -> str:
        """Read one of the words that may stand behind a key; `default` when it is not there or is another word."""
        node, spelled = self._nodes.get(key), self.clause.key(key)
        kind = kind_of(spelled, self.clause) if spelled else None
        assert isinstance(kind, Text) and kind.words, "a choice is asked only of keys that have words"
        return (choice(node, key, kind.words, self.reading) if node else "") or default

    def name(self, key: str, wants: str) -> str:
        """Read the name of something declared elsewhere."""
        node = self._nodes.get(key)
        scalar = as_scalar(node, key, "a name", self.reading) if node else None
        return self.reading.refer(scalar, wants, key) if scalar else ""

    def names(self, key: str, wants: str) -> tuple[str, ...]:
        """Read one name or a list of them."""
        return tuple(self.reading.refer(scalar, wants, key) for scalar in self._scalars(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Read one text or a list of them."""
        return tuple(scalar.text for scalar in self._scalars(key))

    def read(self, key: str, reader: Callable[[Node, Reading], T]) -> T | None:
        """Read the key by a function of its own; None when it is not there."""
        node = self._nodes.get(key)
        return reader(node, self.reading) if node else None

    def _report(self, entry: Entry, words: tuple[str, ...]) -> str:
        """Note an unknown key; return the key that was probably meant, which is then not missing."""
        near = self.reading.near(entry.key, words)
        # The rest of a text that has a comma inside {} arrives as a key without a value.
        hint = "a text with a comma inside {} needs quotes" if is_bare(entry.node) and not near else ""
        message = f"{quoted(entry.key)} is not a key of {self.what}"
        self.reading.error("E120", message, entry.place, hint or self.reading.suggest(entry.key, words))
        return near

    def _scalars(self, key: str) -> list[Scalar]:
        node = self._nodes.get(key)
        items = as_items(node, key, self.reading) if node else ()
        return [scalar for item in items if (scalar := as_scalar(item, key, "text", self.reading))]


def fields(node: Node, what: str, clause: Clause, reading: Reading, place: Place | None = None) -> Fields | None:
    """Take a node as a mapping with these keys; a missing key is noted at `place`, or where the mapping begins."""
    mapping = as_mapping(node, what, reading)
    return Fields(mapping, what, clause, reading, place) if mapping else None


def is_bare(node: Node) -> bool:
    """Say whether a key stands without a value."""
    return isinstance(node, Scalar) and not node.text


def _kind(node: Node) -> str:
    match node:
        case Scalar():
            return f"the text {quoted(node.text)}" if node.text else "empty"
        case Mapping():
            return "keys with values"
        case Sequence():
            return "a list"
