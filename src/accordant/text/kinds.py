"""Which of the kinds that may stand at a place a node is: a grammar and a node go in, its shape comes out."""

from collections.abc import Iterator

from accordant.text.grammar import Choice, Clause, Grammar, Kind, Many, Named, Text, kind_of
from accordant.text.tree import Mapping, Scalar


def clause_for(grammar: Grammar, node: Mapping, kind: Kind | None) -> Clause | Named | None:
    """Choose which of the kinds that may stand here a mapping is: the clause that knows most of its keys."""
    found: Clause | Named | None = None
    best = 0
    for one in _alternatives(grammar, kind):
        match one:
            case Clause():
                known = _known(node, one)
                if known > best:
                    found, best = one, known
            case Named() if found is None:
                found = one
    return found


def item_kind(grammar: Grammar, kind: Kind | None) -> Kind | None:
    """Return the kind of the items of a list; None when a list has no place here."""
    return next((one.of for one in unfolded(grammar, kind) if isinstance(one, Many)), None)


def is_prose(grammar: Grammar, kind: Kind | None) -> bool:
    """Say whether the text that may stand here is for people."""
    return any(isinstance(one, Text) and one.prose for one in _alternatives(grammar, kind))


def _alternatives(grammar: Grammar, kind: Kind | None) -> Iterator[Kind]:
    """Yield the kinds that may stand here, a list's single item among them."""
    for one in unfolded(grammar, kind):
        if isinstance(one, Many):
            yield from _alternatives(grammar, one.of)
        yield one


def unfolded(grammar: Grammar, kind: Kind | None) -> Iterator[Kind]:
    """Yield the kinds that a name or a choice stands for; a list is one of them."""
    match kind:
        case None:
            return
        case str():
            yield from unfolded(grammar, grammar[kind])
        case Choice(kinds):
            for one in kinds:
                yield from unfolded(grammar, one)
        case _:
            yield kind


def _known(node: Mapping, clause: Clause) -> int:
    """Count the keys of a mapping that a clause knows; a word that must stand there counts more than any."""
    score = 0
    for entry in node.entries:
        key = clause.key(entry.key)
        if key:
            score += 1
            words = key.kind.words if isinstance(key.kind, Text) else ()
            if isinstance(entry.node, Scalar) and words:
                score += 100 if entry.node.text in words else -1
    return score


def kind_behind(shape: Clause | Named | None, word: str) -> Kind | None:
    """Return what may stand behind a word of a mapping; None when nobody knows it."""
    match shape:
        case Named(of):
            return of
        case Clause():
            key = shape.key(word)
            return kind_of(key, shape) if key else None
        case None:
            return None
