"""Columns: how a source names its events, who did them and what they tell goes in, rules for each come out."""

from typing import cast

from accordant.terms.source import OWN_FIELDS, ColumnRule, ColumnType, PartyRule, Sources
from accordant.text.quantity import WHOLE, column
from accordant.text.read_fields import Fields, Reading, as_mapping, as_scalar, did_you_mean, fields, quoted
from accordant.text.spelling_sources import clause
from accordant.text.tree import Entry, Mapping, Node, Scalar


def read_events(node: Node, reading: Reading) -> tuple[tuple[str, str], ...]:
    """Read which time column is which event."""
    mapping = as_mapping(node, "'events'", reading)
    return _pairs(mapping, "events", reading) if mapping else ()


def read_event(node: Node, reading: Reading) -> tuple[str, tuple[tuple[str, str], ...], str] | None:
    """Read `event: COLUMN`, `{column:, is: {...}}` or `{always: NAME}` as column, words and fixed name."""
    if isinstance(node, Scalar):
        scalar = as_scalar(node, "event", "a column", reading)
        return (scalar.text, (), "") if scalar else None
    taken = fields(node, "'event'", clause("event"), reading)
    if taken is None or not _one_way(taken, "event"):
        return None
    return taken.text("column"), taken.read("is", _words) or (), taken.text("always")


def read_by(node: Node, reading: Reading) -> PartyRule | None:
    """Read who did it: a column, a column with its words, or one party for all rows."""
    if isinstance(node, Scalar):
        scalar = as_scalar(node, "by", "a column", reading)
        return PartyRule(scalar.text) if scalar else None
    taken = fields(node, "'by'", clause("by"), reading)
    if taken is None or not _one_way(taken, "by"):
        return None
    otherwise = taken.text("otherwise") if taken.has("otherwise") else None
    return PartyRule(taken.text("column"), taken.read("is", _words) or (), otherwise, taken.text("always"))


def _one_way(taken: Fields, key: str) -> bool:
    if taken.has("column") == taken.has("always"):
        message = f"'{key}' needs one of 'column', 'always'"
        taken.reading.error("E610", message, taken.place)
    return taken.has("column") != taken.has("always")


def _words(node: Node, reading: Reading) -> tuple[tuple[str, str], ...]:
    mapping = as_mapping(node, "'is'", reading)
    return _pairs(mapping, "is", reading) if mapping else ()


def _pairs(mapping: Mapping, key: str, reading: Reading) -> tuple[tuple[str, str], ...]:
    read = [(entry.key, as_scalar(entry.node, entry.key, "text", reading)) for entry in mapping.entries]
    if not mapping.entries:
        reading.error("E123", f"'{key}' has no value", mapping.place)
    return tuple((name, scalar.text) for name, scalar in read if scalar)


def read_columns(taken: Fields, key: str) -> tuple[ColumnRule, ...]:
    """Read the fields or the attributes of a source."""
    mapping = taken.read(key, lambda n, r: as_mapping(n, f"'{key}'", r))
    read = [_column(entry, taken.reading) for entry in mapping.entries] if mapping else []
    return tuple(rule for rule in read if rule)


def _column(entry: Entry, reading: Reading) -> ColumnRule | None:
    """Read `name: COLUMN`, `{column:, type:, ...}` or `{from:, derive:, list:}`."""
    if not column(entry.key) or entry.key in OWN_FIELDS:
        hint = "letters, digits and _ only, and none of: " + ", ".join(OWN_FIELDS)
        reading.error("E605", f"{quoted(entry.key)} cannot name a column", entry.place, hint)
        return None
    if isinstance(entry.node, Scalar):
        scalar = as_scalar(entry.node, entry.key, "a column", reading)
        return ColumnRule(entry.key, scalar.text, place=entry.place) if scalar else None
    taken = fields(entry.node, f"column {quoted(entry.key)}", clause("column"), reading, entry.place)
    return _rule(taken, entry.key) if taken else None


def _rule(taken: Fields, name: str) -> ColumnRule | None:
    derive = taken.choice("derive")
    source = "from" if taken.has("derive") else "column"
    if not taken.has(source):
        taken.reading.error("E121", f"{taken.what} has no '{source}'", taken.place, f"add '{source}:'")
    kind = taken.choice("type", "boolean" if derive else "text")
    words = taken.read("is", _words) or ()
    if kind == "boolean":
        _check_flags(taken, words)
    return ColumnRule(
        name,
        taken.text(source),
        cast(ColumnType, kind),
        _scale(taken, kind),
        words,
        taken.text("otherwise") if taken.has("otherwise") else None,
        derive,
        taken.text("list"),
        taken.texts("blank"),
        taken.texts("clears"),
        taken.text("unit"),
        taken.place,
    )


def _scale(taken: Fields, kind: str) -> int:
    scale = taken.parse("scale", WHOLE)
    if kind == "decimal" and not taken.has("scale"):
        message = f"{taken.what} is a decimal without 'scale'"
        taken.reading.error("E607", message, taken.place, "say how many digits follow the point, at most 9")
    if scale is not None and (kind != "decimal" or scale > 9):
        node = taken.node("scale")
        message = "'scale' is for decimals, from 0 to 9 digits"
        taken.reading.error("E607", message, node.place if node else taken.place)
    return min(scale or 0, 9)


def _check_flags(taken: Fields, words: tuple[tuple[str, str], ...]) -> None:
    """The words of a boolean column stand for yes, no or unknown."""
    node = taken.node("is")
    told = [*(word for _, word in words), *([taken.text("otherwise")] if taken.has("otherwise") else [])]
    for word in told:
        if word not in ("yes", "no", "unknown"):
            place = node.place if node else taken.place
            hint = did_you_mean(word, ("yes", "no", "unknown"))
            taken.reading.error("E606", f"{taken.what} is a boolean and cannot be {quoted(word)}", place, hint)


def check_columns(sources: Sources, reading: Reading) -> None:
    """Note a column of one kind of entity that two sources tell with different types or roles."""
    seen: dict[tuple[str, str], tuple[str, ColumnRule]] = {}
    for source in sources.sources:
        for role, rules in (("a field", source.fields), ("an attribute", source.attributes)):
            for rule in rules:
                first_role, first = seen.setdefault((source.entity, rule.name), (role, rule))
                if (first_role, first.type, first.scale) != (role, rule.type, rule.scale) and rule.place:
                    told = f"{quoted(rule.name)} of {source.entity} is told as {role} of type {rule.type}"
                    message = f"{told}, elsewhere as {first_role} of type {first.type}"
                    related = ((f"{quoted(rule.name)} is told here too", first.place),) if first.place else ()
                    reading.error("E611", message, rule.place, "one column, one type", related)
