"""What does not count: exclusions and reliefs go in as written, the time, items or windows they take come out."""

import re

from accordant.terms.exclusion import Exclusion, OtherSide, Relief, Surge
from accordant.terms.values import Quantity
from accordant.text.quantity import LENGTH, LENGTH_PER, Form, percentage
from accordant.text.read_condition import read_missed
from accordant.text.read_fields import Reading, as_items, fields, quoted
from accordant.text.spelling import clause
from accordant.text.tree import Entry, Node, Scalar

_BEYOND = re.compile("(.+) of the daily plan of (.+)")


def read_exclusion(entry: Entry, reading: Reading) -> Exclusion | None:
    """Read one exclusion: its span, the notice it needs, how much of it, and what it is for."""
    taken = fields(entry.node, f"exclusion {quoted(entry.key)}", clause("exclusion"), reading, entry.place)
    if taken is None:
        return None
    at_most = taken.parse("at most", LENGTH_PER)
    exclusion = Exclusion(
        entry.key,
        taken.name("span", "span"),
        taken.parse("told ahead", LENGTH),
        at_most[0] if at_most else None,
        at_most[1] if at_most else "",
        taken.names("for", "measured"),
        entry.place,
    )
    return exclusion if exclusion.span else None


def read_reliefs(node: Node, reading: Reading) -> tuple[Relief, ...]:
    """Read the reliefs of an obligation: items beyond a surge, windows by the other side's miss."""
    found: list[Relief | None] = []
    for item in as_items(node, "relief", reading):
        taken = fields(item, "'relief'", clause("relief"), reading)
        if taken is None:
            continue
        if not taken.has("surge") and not taken.has("other side"):
            reading.error("E121", "'relief' has no 'surge' and no 'other side'", taken.place)
        found.append(taken.read("surge", _surge))
        sides = taken.node("other side")
        for side in as_items(sides, "other side", reading) if sides else ():
            missed = read_missed(side, "other side", reading)
            found.append(OtherSide(missed, side.place) if missed else None)
    return tuple(relief for relief in found if relief)


def _beyond(text: str) -> tuple[Quantity, str] | None:
    match = _BEYOND.fullmatch(text)
    share = percentage(match[1]) if match else None
    return (share, match[2]) if match and share else None


_BEYOND_FORM = Form(_beyond, "a share of a plan", "150% of the daily plan of qualified leads", "E310")


def _surge(node: Node, reading: Reading) -> Surge | None:
    taken = fields(node, "'surge'", clause("surge"), reading)
    if taken is None:
        return None
    of, beyond = taken.name("of", "moment"), taken.parse("beyond", _BEYOND_FORM)
    written = taken.node("beyond")
    if not of or not beyond or not isinstance(written, Scalar):
        return None
    place = written.part(max(written.text.rfind(beyond[1]), 0), len(beyond[1]))
    plan = reading.refer(Scalar(beyond[1], place), "obligation", "beyond")
    return Surge(of, beyond[0], plan, taken.place)
