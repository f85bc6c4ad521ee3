"""Remedies, charges and caps: what follows a miss goes in, acts and money with their rules come out."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal, cast

from accordant.terms.definition import Tiers
from accordant.terms.remedy import (
    Action,
    AtRiskPool,
    Band,
    Bonus,
    Cap,
    Charge,
    EarnBack,
    Escalation,
    MakeGood,
    OneIncident,
    PassThrough,
    RecoveryPlan,
    Remedy,
    Renegotiation,
    ServiceCredit,
    TableRow,
)
from accordant.terms.values import Length, Money, Quantity
from accordant.text.quantity import (
    FURTHER,
    LENGTH,
    MONEY,
    PAYMENT,
    PERCENTAGE,
    SHARE_OR_MONEY,
    Form,
    length,
    money,
    percentage,
    quantity,
)
from accordant.text.read_deadline import read_claim
from accordant.text.read_fields import (
    Fields,
    Keys,
    Reading,
    as_items,
    as_mapping,
    as_scalar,
    choice,
    fields,
    parse,
    quoted,
)
from accordant.text.read_tiers import is_tiered, read_tiers
from accordant.text.tree import Entry, Node, Scalar

PER = ("day", "week", "month", "quarter", "year", "term")
CHARGE = Keys(("per",), ("amount", "by", "tiers", "otherwise"))
CAP = Keys(("over", "at most"), ("per",))
ONE_INCIDENT = Keys(("same",), ("pays", "revive"))
EARN_BACK = Keys(("over", "mean"), ())

_EDGES = ("below", "at most", "above", "from")
_ROW_EDGES = ("from", "at least", "above", "below", "at most")
_BY = ("measured", "downtime", "longest outage", "overshoot", "shortfall", "elapsed")
_COMMON = ("kind", "text")


def read_charge(entry: Entry, reading: Reading) -> Charge | None:
    """Read an amount that one party pays, alike for all or by tiers."""
    taken = fields(entry.node, f"charge {quoted(entry.key)}", CHARGE, reading, entry.place)
    if taken is None:
        return None
    amount: Money | Tiers[Money] | None = taken.parse("amount", MONEY)
    if is_tiered(entry.node):
        amount = read_tiers(
            entry.node, "charge", lambda n, r: parse(n, "tiers", MONEY, r), reading, ("per", "amount")
        )
    elif not taken.has("amount"):
        reading.error("E121", f"{taken.what} has no 'amount'", entry.place, "add 'amount:' or 'by:' and 'tiers:'")
    per = taken.choice("per", PER)
    return Charge(entry.key, amount, per, entry.place) if amount and per else None


def read_cap(node: Node, reading: Reading) -> Cap | None:
    """Read a limit on what some remedies pay together: `100% of port` or an amount."""
    taken = fields(node, "a cap", CAP, reading)
    if taken is None:
        return None
    over, per = taken.names("over", "remedy"), taken.choice("per", PER, "month")
    limit = taken.read("at most", _limit)
    return Cap(over, limit[0], limit[1], per, node.place) if over and limit else None


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
    keys, reader = KINDS[kind]
    return reader(Fields(mapping, f"{kind} {quoted(entry.key)}", keys, reading, entry.place), entry.key)


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
        taken.choice("into", ("next window",), "next window"),
        taken.parse("at most", _OF_TARGET),
        taken.name("then", "remedy"),
        taken.name("made", "moment"),
        taken.place,
    )


def _service_credit(taken: Fields, name: str) -> ServiceCredit | None:
    ways = [key for key in ("bands", "pays", "table") if taken.has(key)]
    if len(ways) != 1:
        message = f"{taken.what} needs one of 'bands', 'pays', 'table'"
        taken.reading.error("E312", message, taken.place, "say what is paid, in one way")
    floor = taken.parse("floor", _FLOOR)
    pays = taken.parse("pays", PAYMENT)
    return ServiceCredit(
        name,
        taken.name("base", "charge"),
        taken.choice("by", _BY, "measured"),
        taken.read("bands", _bands) or (),
        taken.parse("then", FURTHER),
        taken.read("table", _table) or (),
        pays,
        taken.text("pays") if isinstance(pays, Fraction) else "",
        taken.text("for each"),
        taken.flag("part counts"),
        taken.choice("counted", ("together", "each outage"), "together"),
        taken.text("days"),
        floor[0] if floor else None,
        bool(floor and floor[1]),
        taken.parse("at most", SHARE_OR_MONEY),
        taken.choice("rounding", ("half up", "half even", "down", "up"), "half up"),
        taken.text("form"),
        taken.name("paid", "moment"),
        taken.parse("expires", LENGTH),
        taken.read("claim", read_claim),
        taken.text("same"),
        taken.text("text"),
        taken.place,
    )


def _pool(taken: Fields, name: str) -> AtRiskPool | None:
    at_risk = taken.parse("at risk", PERCENTAGE)
    allocation = taken.read("allocation", _allocation) or ()
    pool = AtRiskPool(
        name,
        taken.name("base", "charge"),
        at_risk or Quantity(0),  # type: ignore[arg-type]  # returned only when there is one
        allocation,
        taken.read("one incident", _one_incident),
        taken.read("earn back", _earn_back),
        taken.read("claim", read_claim),
        taken.name("paid", "moment"),
        taken.place,
    )
    return pool if at_risk and allocation else None


def _pass_through(taken: Fields, name: str) -> PassThrough:
    base, pays, users = taken.name("base", "charge"), taken.parse("pays", PERCENTAGE), taken.name("users", "party")
    return PassThrough(name, taken.text("upstream"), base, pays, users, taken.text("text"), taken.place)


def _bonus(taken: Fields, name: str) -> Bonus:
    base, pays = taken.name("base", "charge"), taken.parse("pays", PERCENTAGE)
    return Bonus(name, base, pays, taken.text("when"), taken.text("text"), taken.place)


KINDS: dict[str, tuple[Keys, Callable[[Fields, str], Remedy | None]]] = {
    "recovery plan": (Keys(("kind",), ("due", "done", "contents", "public", "text")), _recovery_plan),
    "escalation": (Keys(("kind",), ("to", "within", "done", "text")), _escalation),
    "action": (Keys(("kind",), ("text", "due", "done")), _action),
    "renegotiation": (Keys(("kind",), ("due", "done", "text")), _renegotiation),
    "make good": (Keys(("kind",), ("into", "at most", "then", "made")), _make_good),
    "service credit": (
        Keys(
            ("kind",),
            (
                "base",
                "by",
                "bands",
                "then",
                "table",
                "pays",
                "for each",
                "part counts",
                "counted",
                "days",
                "floor",
                "at most",
                "rounding",
                "form",
                "paid",
                "expires",
                "claim",
                "same",
                "text",
            ),
        ),
        _service_credit,
    ),
    "at-risk pool": (
        Keys(("kind", "base", "at risk", "allocation"), ("one incident", "earn back", "claim", "paid")),
        _pool,
    ),
    "pass-through": (Keys(("kind",), ("upstream", "base", "pays", "users", "text")), _pass_through),
    "bonus": (Keys(("kind",), ("base", "pays", "when", "text")), _bonus),
}


def _threshold(text: str) -> Quantity | Length | None:
    """A length where it reads as one (`4 hours`), else a number with its unit (`99.9%`)."""
    return length(text) or quantity(text)


def _band_key(text: str) -> tuple[str, Quantity | Length] | None:
    edge = next((edge for edge in _EDGES if text.startswith(f"{edge} ")), "")
    threshold = _threshold(text[len(edge) + 1 :]) if edge else None
    return (edge, threshold) if threshold else None


def _of_target(text: str) -> Quantity | None:
    return percentage(text.removesuffix(" of target"))


def _floor(text: str) -> tuple[Money, bool] | None:
    amount = money(text.removeprefix("more than "))
    return (amount, text.startswith("more than ")) if amount else None


_OF_TARGET = Form(_of_target, "a share of the target", "20% of target", "E302")
_FLOOR = Form(_floor, "an amount of money", "more than 1 USD", "E303")
_THRESHOLD: Form[Quantity | Length] = Form(_threshold, "a threshold", "99.9%", "E306")
_BAND_KEY: Form[tuple[str, Quantity | Length]] = Form(_band_key, "a band", "below 99.9%", "E306")


def _bands(node: Node, reading: Reading) -> tuple[Band, ...]:
    mapping = as_mapping(node, "'bands'", reading)
    found = []
    for entry in mapping.entries if mapping else ():
        key = parse(Scalar(entry.key, entry.place), "a key of 'bands'", _BAND_KEY, reading)
        pays = parse(entry.node, entry.key, SHARE_OR_MONEY, reading)
        if key and pays:
            found.append(Band(cast(Literal["below", "at most", "above", "from"], key[0]), key[1], pays))
    return tuple(found)


def _table(node: Node, reading: Reading) -> tuple[TableRow, ...]:
    """Read a printed table as it is: bounds may overlap or leave gaps, which is for `check` to find."""
    found = []
    for item in as_items(node, "table", reading):
        taken = fields(item, "a row of 'table'", Keys(("pays",), _ROW_EDGES), reading)
        if taken is None:
            continue
        read = [(edge, taken.parse(edge, _THRESHOLD)) for edge in _ROW_EDGES]
        bounds = tuple((edge, threshold) for edge, threshold in read if threshold)
        pays = taken.parse("pays", SHARE_OR_MONEY)
        if not any(taken.has(edge) for edge in _ROW_EDGES):
            reading.error(
                "E306", "a row of 'table' has no bound", item.place, f"add one of: {', '.join(_ROW_EDGES)}"
            )
        if bounds and pays:
            found.append(TableRow(bounds, pays, item.place))
    return tuple(found)


def _allocation(node: Node, reading: Reading) -> tuple[tuple[str, Quantity], ...]:
    mapping = as_mapping(node, "'allocation'", reading)
    found = []
    for entry in mapping.entries if mapping else ():
        reading.refer(Scalar(entry.key, entry.place), "obligation", "allocation")
        share = parse(entry.node, entry.key, PERCENTAGE, reading)
        if share:
            found.append((entry.key, share))
    return tuple(found)


def _one_incident(node: Node, reading: Reading) -> OneIncident | None:
    taken = fields(node, "'one incident'", ONE_INCIDENT, reading)
    if taken is None:
        return None
    pays = taken.choice("pays", ("highest only",), "highest only")
    return OneIncident(taken.text("same"), pays, taken.flag("revive"))


def _earn_back(node: Node, reading: Reading) -> EarnBack | None:
    taken = fields(node, "'earn back'", EARN_BACK, reading)
    over, mean = (taken.parse("over", _NEXT), taken.parse("mean", _MEAN)) if taken else (None, None)
    return EarnBack(over, mean) if over and mean else None


def _next(text: str) -> str | None:
    return text if re.fullmatch("next (window|[1-9][0-9]? windows)", text) else None


def _mean(text: str) -> str | None:
    return text if re.fullmatch("at (least|most) (stretch|target|.*[0-9].*)", text) else None


_NEXT = Form(_next, "the windows to earn it back in", "next 3 windows", "E311")
_MEAN = Form(_mean, "a bound on their mean", "at least stretch", "E311")


def _limit(node: Node, reading: Reading) -> tuple[Quantity | Money, str] | None:
    """Read `100% of port`, whose base is a charge, or an amount of money."""
    scalar = as_scalar(node, "at most", "text like '100% of port'", reading)
    if scalar is None:
        return None
    first, _, base = scalar.text.partition(" of ")
    limit = percentage(first) if base else money(first)
    if limit is None:
        message = f"'at most' must be like '100% of port' or '5,000 USD', not {quoted(scalar.text)}"
        reading.error("E311", message, scalar.place)
        return None
    if base:
        reading.refer(Scalar(base, scalar.part(len(first) + 4, len(base))), "charge", "at most")
    return limit, base
