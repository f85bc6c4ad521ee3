"""Money back: service credits and pools at risk go in as written, bands, pieces and printed tables come out."""

import re
from fractions import Fraction
from typing import Literal, cast

from accordant.terms.remedy import AtRiskPool, Band, Days, EarnBack, OneIncident, ServiceCredit, TableRow
from accordant.terms.target import Bound
from accordant.terms.values import Length, Money, Quantity
from accordant.text.quantity import (
    COLUMN,
    FURTHER,
    LENGTH,
    PAY,
    PAYMENT,
    PERCENTAGE,
    SHARE_OR_MONEY,
    Form,
    bound,
    length,
    money,
    quantity,
)
from accordant.text.read_deadline import read_claim
from accordant.text.read_fields import Fields, Reading, as_items, as_mapping, fields, parse
from accordant.text.read_piece import read_piece
from accordant.text.spelling import clause
from accordant.text.tree import Node, Scalar

_EDGES = ("below", "at most", "above", "from")
_ROW_EDGES = ("from", "at least", "above", "below", "at most")


def read_credit(taken: Fields, name: str) -> ServiceCredit:
    """Read a service credit: by bands, by piece, or by a printed table."""
    ways = [key for key in ("bands", "pays", "table") if taken.has(key)]
    if len(ways) > 1 or not (ways or taken.has("text")):
        message = f"{taken.what} needs one of 'bands', 'pays', 'table'"
        taken.reading.error("E312", message, taken.place, "say what is paid, in one way")
    floor = taken.parse("floor", _FLOOR)
    pays = taken.parse("pays", PAYMENT)
    return ServiceCredit(
        name,
        taken.name("base", "charge"),
        taken.choice("by", "measured"),
        taken.read("bands", _bands) or (),
        taken.parse("then", FURTHER),
        taken.read("table", _table) or (),
        pays,
        taken.text("pays") if isinstance(pays, Fraction) else "",
        taken.read("for each", read_piece),
        taken.flag("part counts"),
        taken.choice("counted", "together"),
        cast(Days, taken.choice("days", "30 a month")),
        floor[0] if floor else None,
        bool(floor and floor[1]),
        taken.parse("at most", SHARE_OR_MONEY),
        taken.choice("rounding", "half up"),
        taken.text("form"),
        taken.name("paid", "moment"),
        taken.parse("expires", LENGTH),
        taken.read("claim", read_claim),
        taken.parse("same", COLUMN) or "",
        taken.text("text"),
        taken.place,
    )


def read_pool(taken: Fields, name: str) -> AtRiskPool | None:
    """Read a share of the invoice at risk, and how it is spread over obligations."""
    base, paid = taken.name("base", "charge"), taken.name("paid", "moment")
    at_risk = taken.parse("at risk", PERCENTAGE)
    allocation = taken.read("allocation", _allocation) or ()
    one_incident, earn_back = taken.read("one incident", _one_incident), taken.read("earn back", _earn_back)
    claim = taken.read("claim", read_claim)
    if not (at_risk and allocation):
        return None
    return AtRiskPool(name, base, at_risk, allocation, one_incident, earn_back, claim, paid, taken.place)


def _threshold(text: str) -> Quantity | Length | None:
    """A length where it reads as one (`4 hours`), else a number with its unit (`99.9%`); months have no length."""
    found = length(text)
    if found is None:
        return quantity(text)
    has_size = found.is_exact or (found.unit in ("day", "week") and not found.business)
    return found if has_size else None


def _band_key(text: str) -> tuple[str, Quantity | Length] | None:
    edge = next((edge for edge in _EDGES if text.startswith(f"{edge} ")), "")
    threshold = _threshold(text[len(edge) + 1 :]) if edge else None
    return (edge, threshold) if threshold else None


def _floor(text: str) -> tuple[Money, bool] | None:
    amount = money(text.removeprefix("more than "))
    return (amount, text.startswith("more than ")) if amount else None


_FLOOR = Form(_floor, "an amount of money", "more than 1 USD", "E303")
_THRESHOLD: Form[Quantity | Length] = Form(_threshold, "a threshold", "99.9%", "E306")
_BAND_KEY: Form[tuple[str, Quantity | Length]] = Form(_band_key, "a band", "below 99.9%", "E306")


def _bands(node: Node, reading: Reading) -> tuple[Band, ...]:
    mapping = as_mapping(node, "'bands'", reading)
    found = []
    for entry in mapping.entries if mapping else ():
        key = parse(Scalar(entry.key, entry.place), "bands", _BAND_KEY, reading)
        pays = parse(entry.node, entry.key, PAY, reading)
        if key and pays:
            found.append(Band(cast(Literal["below", "at most", "above", "from"], key[0]), key[1], pays))
    return tuple(found)


def _table(node: Node, reading: Reading) -> tuple[TableRow, ...]:
    """Read a printed table as it is: bounds may overlap or leave gaps, which is for `check` to find."""
    found = []
    for item in as_items(node, "table", reading):
        taken = fields(item, "a row of 'table'", clause("table row"), reading)
        if taken is None:
            continue
        read = [(edge, taken.parse(edge, _THRESHOLD)) for edge in _ROW_EDGES]
        bounds = tuple((edge, threshold) for edge, threshold in read if threshold)
        pays = taken.parse("pays", PAY)
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
    taken = fields(node, "'one incident'", clause("at-risk pool", "one incident"), reading)
    if taken is None:
        return None
    pays = taken.choice("pays", "highest only")
    return OneIncident(taken.parse("same", COLUMN) or "", pays, taken.flag("revive"))


def _earn_back(node: Node, reading: Reading) -> EarnBack | None:
    taken = fields(node, "'earn back'", clause("at-risk pool", "earn back"), reading)
    over, mean = (taken.parse("over", _NEXT), taken.parse("mean", _MEAN)) if taken else (None, None)
    if over is None or mean is None:
        return None
    number = re.search("[0-9]+", over)
    return EarnBack(over, mean[0], int(number[0]) if number else 1, *mean[1:])


def _next(text: str) -> str | None:
    return text if re.fullmatch("next (window|[1-9][0-9]? windows)", text) else None


def _mean(text: str) -> tuple[str, str, Bound | None] | None:
    if match := re.fullmatch("at (?:least|most) (stretch|target)", text):
        return text, match[1], None
    found = bound(text)
    return (text, "", found) if found and found.relation in ("at least", "at most") else None


_NEXT = Form(_next, "the windows to earn it back in", "next 3 windows", "E311")
_MEAN = Form(_mean, "a bound on their mean", "at least stretch", "E311")
