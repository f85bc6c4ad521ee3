"""Definitions: a mapping of the tree goes in, a moment, a span or a value with its name comes out."""

import re

from accordant.terms.definition import (
    Condition,
    Definition,
    Joined,
    Moment,
    Rate,
    Shape,
    Span,
    Tiers,
    Value,
    While,
    Within,
)
from accordant.terms.values import Length, Quantity
from accordant.text.predicate import read_condition
from accordant.text.quantity import COLUMN, LENGTH, QUANTITY, Form, length
from accordant.text.read_fields import Fields, Reading, as_scalar, fields, parse, quoted
from accordant.text.read_tiers import read_tiers
from accordant.text.spelling import clause
from accordant.text.tree import Entry, Mapping, Node, Scalar

SHAPES: dict[str, tuple[str, ...]] = {
    "moment": ("when",),
    "span": ("from", "while", "any of", "all of", "at least 2 of"),
    "value": ("value",),
    "rate": ("bad",),
}
_ONLY_OF = {"to": "from", "out of": "bad", "each": "bad", "empty": "bad", "worth": "when", "first": "when"}
_AT_LEAST = re.compile("at least ([1-9][0-9]?) of")


def shape_of(node: Node) -> str:
    """Say from the keys alone whether a definition is a moment, a span, a value or a rate; "" when unclear."""
    if not isinstance(node, Mapping):
        return ""
    keys = {_plain(entry.key) for entry in node.entries}
    found = [shape for shape, marks in SHAPES.items() if keys.intersection(marks)]
    if found == ["moment"] and "worth" in keys:
        return "worth"
    return found[0] if len(found) == 1 else ""


def read_definition(entry: Entry, reading: Reading) -> Definition | None:
    """Read one definition: exactly one shape, and what stands beside it."""
    what = f"definition {quoted(entry.key)}"
    taken = fields(entry.node, what, clause("definition"), reading, entry.place)
    if taken is None:
        return None
    least = _least(entry.node)
    shape = _shape(taken, least)
    _report_strays(taken)
    joins = least or taken.has("any of") or taken.has("all of")
    if not taken.has("of") and not joins:
        reading.error("E121", f"{what} has no 'of'", entry.place, "say whose events it reads, such as 'of: lead'")
    definition = Definition(
        entry.key,
        taken.text("of"),
        shape or Value(""),
        where=taken.read("where", read_where),
        declared_by=taken.name("declared by", "party"),
        first=taken.flag("first"),
        within=taken.read("within", _within),
        unit=taken.text("unit"),
        meaning=taken.text("meaning"),
        known_by_sight=taken.choice("known by") == "sight",
        place=entry.place,
    )
    return definition if shape else None


def read_where(node: Node, reading: Reading) -> Condition | None:
    """Read a predicate."""
    scalar = as_scalar(node, "the predicate", "text", reading)
    if scalar is None:
        return None
    condition, findings = read_condition(scalar)
    reading.findings.extend(findings)
    return condition


def _plain(key: str) -> str:
    return "at least 2 of" if _AT_LEAST.fullmatch(key) else key


def _least(node: Node) -> tuple[str, int] | None:
    """Return the key `at least 3 of` and its number."""
    keys = [entry.key for entry in node.entries] if isinstance(node, Mapping) else []
    return next(((key, int(match[1])) for key in keys if (match := _AT_LEAST.fullmatch(key))), None)


def _shape(taken: Fields, least: tuple[str, int] | None) -> Shape | None:
    marks = [key for keys in SHAPES.values() for key in keys if key != "at least 2 of"]
    found = [key for key in marks if taken.has(key)] + ([least[0]] if least else [])
    if len(found) != 1:
        _report_shapes(taken, found)
        return None
    match found[0]:
        case "when":
            when = taken.read("when", read_where)
            return Moment(when, taken.read("worth", _worth)) if when else None
        case "from":
            return _span(taken)
        case "while":
            state = taken.read("while", read_where)
            return While(state, taken.read("told", read_where)) if state else None
        case "value":
            named = taken.parse("value", COLUMN)
            return Value(named) if named else None
        case "bad":
            return _rate(taken)
        case key:
            return _joined(taken, key, least)


def _report_shapes(taken: Fields, found: list[str]) -> None:
    if found:
        names = " and ".join(quoted(key) for key in found)
        taken.reading.error("E413", f"{taken.what} has {names}: one name is one thing", taken.place)
    else:
        hint = "add 'when:' for a moment, 'from:' and 'to:' for a span, 'value:' for a value"
        taken.reading.error("E412", f"{taken.what} does not say what it is", taken.place, hint)


def _report_strays(taken: Fields) -> None:
    for key, owner in _ONLY_OF.items():
        if taken.has(key) and not taken.has(owner):
            message = f"{quoted(key)} of {taken.what} needs '{owner}' beside it"
            place = next(entry.place for entry in taken.mapping.entries if entry.key == key)
            taken.reading.error("E414", message, place)


def _span(taken: Fields) -> Span | None:
    opens = taken.read("from", read_where)
    closes = taken.read("to", read_where)
    if not taken.has("to"):
        taken.reading.error("E121", f"{taken.what} has no 'to'", taken.place, "say what ends the span")
    return Span(opens, closes, taken.read("told", read_where)) if opens and closes else None


def _joined(taken: Fields, key: str, least: tuple[str, int] | None) -> Joined | None:
    names = taken.names(key, "span")
    number = {"any of": 1, "all of": len(names)}.get(key, least[1] if least else 1)
    if names and number > len(names):
        taken.reading.error("E415", f"{taken.what} asks for {number} of {len(names)} spans", taken.place)
        return None
    return Joined(names, number) if names else None


def _rate(taken: Fields) -> Rate | None:
    for key in ("out of", "each"):
        if not taken.has(key):
            taken.reading.error("E121", f"{taken.what} has no '{key}'", taken.place, f"add '{key}:'")
    each = taken.parse("each", LENGTH)
    empty = taken.parse("empty", QUANTITY)
    bad, out_of = taken.parse("bad", COLUMN), taken.parse("out of", COLUMN)
    return Rate(bad, out_of, each, empty) if each and bad and out_of else None


def _worth(node: Node, reading: Reading) -> str | Tiers[Quantity] | None:
    if isinstance(node, Mapping):
        return read_tiers(node, "worth", lambda n, r: parse(n, "worth", QUANTITY, r), reading)
    return parse(node, "worth", COLUMN, reading)


def _limit(text: str) -> tuple[Length, str] | None:
    first, _, name = text.partition(" of ")
    found = length(first)
    return (found, name) if found and name else None


_WITHIN = Form(_limit, "a limit from a moment", "2 business days of MQL", "E201")


def _within(node: Node, reading: Reading) -> Within | None:
    found = parse(node, "within", _WITHIN, reading)
    if found is None or not isinstance(node, Scalar):
        return None
    offset = node.text.find(" of ") + 4
    name = Scalar(found[1], node.part(offset, len(found[1])))
    return Within(found[0], reading.refer(name, "moment", "within"))


def entity_of(definition: Definition, names: dict[str, Definition]) -> str:
    """Return whose events a definition reads; of joined spans that of all of them, if they agree."""
    if definition.of or not isinstance(definition.shape, Joined):
        return definition.of
    kinds = {names[name].of for name in definition.shape.names if name in names}
    return kinds.pop() if len(kinds) == 1 else ""
