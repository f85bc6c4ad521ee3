"""Conditions of verdicts and rights: a line of words goes in, what it asks of misses and scores comes out."""

import re

from accordant.terms.condition import AnyMissed, Happened, Missed, ScoreBelow, VerdictCondition, VerdictRule
from accordant.text.quantity import POSITIVE, missed, percentage
from accordant.text.read_fields import Reading, as_items, as_line, as_mapping, fields, parse, quoted
from accordant.text.spelling import clause
from accordant.text.tree import Node, Scalar

_ANY = re.compile(
    r"any (critical )?obligation missed(?:( twice in a row)| in ([1-9][0-9]{0,2}) consecutive windows)?"
)


def read_verdict(node: Node, reading: Reading) -> VerdictRule | None:
    """Read how obligations add up to the verdict of the agreement."""
    taken = fields(node, "'verdict'", clause("verdict"), reading)
    if taken is None:
        return None
    return VerdictRule(
        taken.choice("window", "month"),
        taken.read("weights", _weights) or (),
        read_conditions(taken.node("degraded"), "degraded", reading) if taken.has("degraded") else (AnyMissed(),),
        read_conditions(taken.node("breached"), "breached", reading),
        taken.place,
    )


def read_conditions(node: Node | None, key: str, reading: Reading) -> tuple[VerdictCondition, ...]:
    """Read one condition or a list of them, of which any suffices."""
    scalars = [as_line(item, key, "a condition", reading) for item in as_items(node, key, reading)] if node else []
    found = [_condition(scalar, key, reading) for scalar in scalars if scalar]
    return tuple(condition for condition in found if condition)


def read_missed(node: Node, key: str, reading: Reading) -> Missed | None:
    """Read `NAME missed` and its runs."""
    scalar = as_line(node, key, "a condition like 'speed missed'", reading)
    if scalar is None:
        return None
    found = missed(scalar.text)
    if found is None:
        reading.error("E151", f"'{key}' must be like 'speed missed', not {quoted(scalar.text)}", scalar.place)
        return None
    return _named(found, scalar, key, reading)


def _condition(scalar: Scalar, key: str, reading: Reading) -> VerdictCondition | None:
    text = scalar.text
    if match := _ANY.fullmatch(text):
        run = 2 if match[2] else int(match[3] or 1)
        return AnyMissed(bool(match[1]), run, scalar.place)
    if text.startswith("score below "):
        limit = percentage(text[len("score below ") :])
        if limit is None:
            reading.error("E151", f"{quoted(text)} is not a condition", scalar.place, "write 'score below 80%'")
            return None
        return ScoreBelow(limit, scalar.place)
    if found := missed(text):
        return _named(found, scalar, key, reading)
    return Happened(reading.refer(scalar, "condition", key), scalar.place)


def _named(found: Missed, scalar: Scalar, key: str, reading: Reading) -> Missed:
    name = Scalar(found.obligation, scalar.part(0, len(found.obligation)))
    reading.refer(name, "obligation", key)
    return Missed(found.obligation, found.misses, found.among, scalar.place)


def _weights(node: Node, reading: Reading) -> tuple[tuple[str, int], ...]:
    mapping = as_mapping(node, "'weights'", reading)
    found = []
    for entry in mapping.entries if mapping else ():
        reading.refer(Scalar(entry.key, entry.place), "obligation", "weights")
        weight = parse(entry.node, entry.key, POSITIVE, reading)
        if weight:
            found.append((entry.key, weight))
    return tuple(found)
