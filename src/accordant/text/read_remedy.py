"""Remedies: what follows a miss goes in as written, one act or payment by its kind comes out."""

from collections.abc import Callable

from accordant.terms.remedy import (
    Action,
    Bonus,
    Escalation,
    MakeGood,
    PassThrough,
    RecoveryPlan,
    Remedy,
    Renegotiation,
)
from accordant.terms.values import Quantity
from accordant.text.quantity import (
    LENGTH,
    PERCENTAGE,
    POSITIVE,
    Form,
    percentage,
)
from accordant.text.read_credit import read_credit, read_pool
from accordant.text.read_fields import (
    Fields,
    Reading,
    as_line,
    as_mapping,
    choice,
    quoted,
)
from accordant.text.spelling import clause
from accordant.text.tree import Entry, Node, Scalar


def read_remedy(entry: Entry, reading: Reading) -> Remedy | None:
    """Read one remedy by its `kind`."""
    what = f"remedy {quoted(entry.key)}"
    mapping = as_mapping(entry.node, what, reading)
    node = mapping.get("kind") if mapping else None
    if mapping is None:
        return None
    if node is None:
        hint = f"add 'kind:', one of: {', '.join(KINDS)}"
        reading.error("E121", f"{what} has no 'kind'", entry.place, hint)
        return None
    kind = choice(node, "kind", tuple(KINDS), reading)
    if not kind:
        return None
    what = f"{kind} {quoted(entry.key)}"
    return KINDS[kind](Fields(mapping, what, clause(kind), reading, entry.place), entry.key)


def _recovery_plan(taken: Fields, name: str) -> RecoveryPlan:
    return RecoveryPlan(
        name,
        taken.parse("due", LENGTH),
        taken.name("done", "moment"),
        taken.texts("contents"),
        taken.flag("public"),
        taken.text("text"),
        taken.place,
    )


def _escalation(taken: Fields, name: str) -> Escalation:
    to, within, done = taken.texts("to"), taken.parse("within", LENGTH), taken.name("done", "moment")
    return Escalation(name, to, within, done, taken.text("text"), taken.place)


def _action(taken: Fields, name: str) -> Action:
    due, done = taken.parse("due", LENGTH), taken.name("done", "moment")
    return Action(name, taken.text("text"), due, done, taken.place)


def _renegotiation(taken: Fields, name: str) -> Renegotiation:
    due, done = taken.parse("due", LENGTH), taken.name("done", "moment")
    return Renegotiation(name, due, done, taken.text("text"), taken.place)


def _make_good(taken: Fields, name: str) -> MakeGood:
    return MakeGood(
        name,
        taken.choice("into", "next window"),
        taken.parse("at most", _OF_TARGET),
        taken.name("then", "remedy"),
        taken.name("made", "moment"),
        taken.place,
    )


def _pass_through(taken: Fields, name: str) -> PassThrough:
    base, pays, users = taken.name("base", "charge"), taken.parse("pays", PERCENTAGE), taken.name("users", "party")
    upstream, text, number = taken.text("upstream"), taken.text("text"), taken.parse("number", POSITIVE) or 0
    return PassThrough(name, upstream, base, pays, users, text, taken.place, number)


def _bonus(taken: Fields, name: str) -> Bonus:
    base, pays = taken.name("base", "charge"), taken.parse("pays", PERCENTAGE)
    of = taken.read("when", _stretch) or ""
    return Bonus(name, base, pays, taken.text("when"), taken.text("text"), taken.place, of)


def _stretch(node: Node, reading: Reading) -> str | None:
    """Read `stretch reached` of all obligations, or `NAME stretch reached` of one: return its name."""
    scalar = as_line(node, "when", "text like 'stretch reached'", reading)
    if scalar is None or scalar.text == "stretch reached":
        return None
    name = scalar.text.removesuffix(" stretch reached")
    if name == scalar.text:
        hint = "write 'stretch reached' or 'NAME stretch reached'"
        reading.error("E151", f"{quoted(name)} is not a condition of a bonus", scalar.place, hint)
        return None
    return reading.refer(Scalar(name, scalar.part(0, len(name))), "obligation", "when")


KINDS: dict[str, Callable[[Fields, str], Remedy | None]] = {
    "recovery plan": _recovery_plan,
    "escalation": _escalation,
    "action": _action,
    "renegotiation": _renegotiation,
    "make good": _make_good,
    "service credit": read_credit,
    "at-risk pool": read_pool,
    "pass-through": _pass_through,
    "bonus": _bonus,
}


def _of_target(text: str) -> Quantity | None:
    return percentage(text.removesuffix(" of target"))


_OF_TARGET = Form(_of_target, "a share of the target", "20% of target", "E302")
