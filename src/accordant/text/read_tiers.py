"""Terms that depend on an attribute: `{by:, tiers:, otherwise:}` goes in, the term of each value comes out."""

from collections.abc import Callable
from typing import TypeVar

from accordant.terms.definition import Tiers
from accordant.text.grammar import Clause, Key, Text
from accordant.text.quantity import COLUMN
from accordant.text.read_fields import Reading, as_mapping, fields
from accordant.text.spelling_words import tiers as spelled
from accordant.text.tree import Mapping, Node

T = TypeVar("T")


def is_tiered(node: Node) -> bool:
    """Say whether a node is spelled by tiers."""
    return isinstance(node, Mapping) and (node.get("tiers") is not None or node.get("by") is not None)


def read_tiers(
    node: Node, key: str, reader: Callable[[Node, Reading], T | None], reading: Reading, also: tuple[str, ...] = ()
) -> Tiers[T] | None:
    """Read each tier by `reader`; `also` are keys beside these that somebody else takes."""
    taken = fields(node, f"'{key}'", _clause(also), reading)
    if taken is None:
        return None
    tiers = taken.read("tiers", lambda n, r: as_mapping(n, "'tiers'", r))
    pairs = [(entry.key, reader(entry.node, reading)) for entry in tiers.entries] if tiers else []
    otherwise = taken.read("otherwise", reader)
    by = taken.parse("by", COLUMN)
    if not by or not pairs or any(term is None for _, term in pairs):
        return None
    return Tiers(by, tuple((name, term) for name, term in pairs if term is not None), otherwise, node.place)


def _clause(also: tuple[str, ...]) -> Clause:
    return Clause((*spelled(Text()).keys, *map(Key, also)))
