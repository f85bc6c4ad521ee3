"""Targets and limits: text, map, tiers or dates go in, bounds with their neighbours come out."""

from datetime import date

from accordant.terms.definition import Tiers
from accordant.terms.target import AnyTarget, Bound, Dated, Target
from accordant.terms.values import Length
from accordant.text.quantity import ALLOWED, BOUND, DATE, LENGTH, POSITIVE, Form, between, single_bound
from accordant.text.read_fields import Fields, Reading, fields, parse
from accordant.text.read_tiers import is_tiered, read_tiers
from accordant.text.spelling import clause
from accordant.text.tree import Mapping, Node, Sequence

RELATIONS = ("at least", "at most", "between")

_LOW = Form(lambda text: single_bound("at least", text), "a number with its unit", "95%", "E302")
_HIGH = Form(lambda text: single_bound("at most", text), "a number with its unit", "45 ms", "E302")
_BETWEEN = Form(between, "two numbers, the lower one first,", "10 and 20 ms", "E307")
_FORMS = {"at least": _LOW, "at most": _HIGH, "between": _BETWEEN}


def read_any_target(node: Node, reading: Reading) -> AnyTarget | None:
    """Read a target: plain, tiered (judged tier by tier) or dated."""
    if isinstance(node, Sequence):
        return _dated(node, reading)
    if is_tiered(node):
        return read_tiers(node, "target", read_target, reading)
    return read_target(node, reading)


def read_target(node: Node, reading: Reading) -> Target | None:
    """Read `at least 95%`, or a map of the bound and what stands beside it."""
    if not isinstance(node, Mapping):
        found = parse(node, "target", BOUND, reading)
        return Target(found, place=node.place) if found else None
    taken = fields(node, "'target'", clause("target"), reading)
    return _target(taken) if taken else None


def read_limit(node: Node, reading: Reading) -> Length | Tiers[Length] | None:
    """Read the `within` of an obligation: a length, or lengths by tier."""
    if isinstance(node, Mapping):
        return read_tiers(node, "within", lambda n, r: parse(n, "within", LENGTH, r), reading)
    return parse(node, "within", LENGTH, reading)


def _target(taken: Fields) -> Target | None:
    given = [relation for relation in RELATIONS if taken.has(relation)]
    if len(given) != 1:
        message = "'target' needs one of 'at least', 'at most', 'between'"
        taken.reading.error("E301", message if not given else f"{message}, not several", taken.place)
        return None
    relation = given[0]
    found = taken.parse(relation, _FORMS[relation])
    stretch, expected, minimum = (_neighbour(taken, key, relation) for key in ("stretch", "expected", "minimum"))
    sample = taken.parse("minimum sample", POSITIVE) or 1
    allowed = taken.parse("allowed misses", ALLOWED)
    return Target(found, stretch, expected, minimum, sample, allowed, taken.mapping.place) if found else None


def _neighbour(taken: Fields, key: str, relation: str) -> Bound | None:
    """A stretch is written as a bound of its own, or as the quantity of the target's bound."""
    own = Form(lambda text: _FORMS[relation].read(text) or BOUND.read(text), "a quantity", "99.97%", "E302")
    return taken.parse(key, own)


def _dated(node: Sequence, reading: Reading) -> Dated | None:
    since: list[date] = []
    targets: list[Target] = []
    for item in node.items:
        taken = fields(item, "a dated target", clause("dated target"), reading)
        on = taken.parse("from", DATE) if taken else None
        target = _target(taken) if taken else None
        if since and on and on <= since[-1]:
            reading.error("E216", f"the target from {on} must come after that from {since[-1]}", item.place)
        elif on and target:
            since.append(on)
            targets.append(target)
    if not node.items:
        reading.error("E301", "'target' has no dated targets", node.place)
    return Dated(tuple(since), tuple(targets), node.place) if targets else None
