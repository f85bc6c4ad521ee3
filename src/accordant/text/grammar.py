"""How files are spelled, as data: keys in their order, what may stand behind each, and the term it becomes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Text:
    """A scalar: one of `words`, or what `pattern` matches in whole; without either any text.

    `prose` is for people and may be folded over several lines. `like` is an example.
    """

    pattern: str = ""
    words: tuple[str, ...] = ()
    like: str = ""
    prose: bool = False


@dataclass(frozen=True)
class Many:
    """A list; where a single one may stand for itself, `alone` is true. One of `block` has lines of its own."""

    of: "Kind"
    alone: bool = True
    block: bool = False


@dataclass(frozen=True)
class Named:
    """Names that the parties choose, each with the same kind of thing behind it, in the order they chose.

    `names` restricts the names themselves by a pattern. A section (`block`) always has lines of its own.
    """

    of: "Kind"
    names: str = ""
    block: bool = False


@dataclass(frozen=True)
class Choice:
    """One of several kinds."""

    kinds: tuple["Kind", ...]


@dataclass(frozen=True)
class Key:
    """A key as written and the field of the term it fills; `kind` None follows the type of that field.

    With `is_pattern` the word is a regular expression (`on 2nd miss in a row`).
    """

    word: str
    kind: "Kind | None" = None
    field: str = ""
    required: bool = False
    is_pattern: bool = False

    def fits(self, word: str) -> bool:
        """Say whether a word is this key."""
        return bool(re.fullmatch(self.word, word)) if self.is_pattern else word == self.word


@dataclass(frozen=True)
class Clause:
    """Keys in the order they are written; `term` is the dataclass that their values become.

    `one_of` are keys of which exactly one stands, or none where `instead` does; `any_of` those of which at least
    one stands. A clause of `block` always has lines of its own. With `spills` a text may go on in keys without
    values: a comma inside {} ends a value.
    """

    keys: tuple[Key, ...]
    term: type | None = None
    one_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    block: bool = False
    spills: bool = False
    instead: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return the keys that are plain words."""
        return tuple(key.word for key in self.keys if not key.is_pattern)

    def key(self, word: str) -> Key | None:
        """Return the key that a word is; None when it is none of them."""
        return next((key for key in self.keys if key.fits(word)), None)

    def rank(self, word: str) -> int:
        """Return where a word stands among the keys; unknown ones come last."""
        return next((rank for rank, key in enumerate(self.keys) if key.fits(word)), len(self.keys))


Kind = str | Text | Many | Named | Choice | Clause
Grammar = Mapping[str, Kind]

_BY_TYPE = {"Length": "length", "Quantity": "quantity", "Money": "money", "date": "date", "Condition": "predicate"}


def kind_of(key: Key, clause: Clause) -> Kind:
    """Return what may stand behind a key: as the grammar says, else as the type of the term's field says."""
    if key.kind is not None:
        return key.kind
    if clause.term is None:
        return Text()
    return _of_type(_types(clause.term)[field_of(key)])


def clause_of(grammar: Grammar, kind: Kind, *path: str) -> Clause:
    """Return the clause that a kind is or may be, or the one behind some keys of it, from the outermost in."""
    clause = next(one for one in _unfolded(grammar, kind) if isinstance(one, Clause))
    if not path:
        return clause
    key = clause.key(path[0])
    assert key, "a path is made of keys of the grammar"
    return clause_of(grammar, kind_of(key, clause), *path[1:])


def _unfolded(grammar: Grammar, kind: Kind) -> Iterator[Kind]:
    match kind:
        case str():
            yield from _unfolded(grammar, grammar[kind])
        case Choice(kinds):
            for one in kinds:
                yield from _unfolded(grammar, one)
        case Many(of) | Named(of):
            yield from _unfolded(grammar, of)
        case _:
            yield kind


def field_of(key: Key) -> str:
    """Return the name of the term's field that a key fills."""
    return key.field or key.word.replace(" ", "_")


@cache
def _types(term: type) -> dict[str, object]:
    return get_type_hints(term)


def _of_type(hint: object) -> Kind:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        kinds = tuple(_of_type(argument) for argument in arguments if argument is not type(None))
        return kinds[0] if len(kinds) == 1 else Choice(kinds)
    if origin is Literal:
        return Text(words=arguments)
    if origin is tuple:
        return Many(_of_type(arguments[0]))
    plain: dict[object, Kind] = {str: Text(), int: "whole", bool: "flag"}
    return plain.get(hint) or _BY_TYPE[getattr(hint, "__name__", "")]
