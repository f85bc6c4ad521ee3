"""Deadlines and claims: `30 days after window end` goes in, an anchor and a length after it come out."""

import re

from accordant.terms.remedy import ANCHORS, ClaimRule, Deadline
from accordant.text.quantity import length
from accordant.text.read_fields import Reading, as_items, as_line, fields, quoted
from accordant.text.spelling import clause
from accordant.text.tree import Node, Scalar

_WINDOWS = re.compile("end of ([1-9][0-9]{0,2})(?:st|nd|rd|th) window after (.+)")
_AFTER = re.compile("(.+?) after (.+)")


def read_claim(node: Node, reading: Reading) -> ClaimRule | None:
    """Read who claims by which moment, before which deadlines, with what evidence."""
    taken = fields(node, "'claim'", clause("claim"), reading)
    if taken is None:
        return None
    before = taken.node("before")
    deadlines = (
        [read_deadline(item, "before", reading) for item in as_items(before, "before", reading)] if before else []
    )
    by, made = taken.name("by", "party"), taken.name("made", "moment")
    found = tuple(deadline for deadline in deadlines if deadline)
    rule = ClaimRule(by, made, taken.texts("before"), taken.texts("with"), found, taken.place)
    return rule if by and made and found else None


def read_deadline(node: Node, key: str, reading: Reading) -> Deadline | None:
    """Read `72 hours after fault`, `30 days after window end`, `end of 2nd window after miss`."""
    scalar = as_line(node, key, "text like '30 days after window end'", reading)
    if scalar is None:
        return None
    text = scalar.text
    if match := _WINDOWS.fullmatch(text):
        return Deadline(_anchor(scalar, match[2], match.start(2), key, reading), windows=int(match[1]))
    match = _AFTER.fullmatch(text)
    after = length(match[1]) if match else None
    if not match or not after:
        hint = "write '30 days after window end' or 'end of 2nd window after miss'"
        reading.error("E215", f"{quoted(text)} is not a deadline", scalar.place, hint)
        return None
    return Deadline(_anchor(scalar, match[2], match.start(2), key, reading), after)


def _anchor(scalar: Scalar, words: str, offset: int, key: str, reading: Reading) -> str:
    """An anchor is one of the format's own, or the name of a definition; `of each` is every window it is about."""
    name = words.removesuffix(" of each")
    if name not in ANCHORS:
        reading.refer(Scalar(name, scalar.part(offset, len(name))), "definition", key)
    return name
