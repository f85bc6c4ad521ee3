"""Charges and caps: what is paid regularly and the most that remedies take of it go in, their terms come out."""

from accordant.terms.definition import Tiers
from accordant.terms.remedy import Cap, Charge
from accordant.terms.values import Money, Quantity
from accordant.text.quantity import MONEY, money, percentage
from accordant.text.read_fields import Reading, as_line, fields, parse, quoted
from accordant.text.read_tiers import is_tiered, read_tiers
from accordant.text.spelling import clause
from accordant.text.tree import Entry, Node, Scalar


def read_charge(entry: Entry, reading: Reading) -> Charge | None:
    """Read an amount that one party pays, alike for all or by tiers."""
    taken = fields(entry.node, f"charge {quoted(entry.key)}", clause("charge"), reading, entry.place)
    if taken is None:
        return None
    amount: Money | Tiers[Money] | None = taken.parse("amount", MONEY)
    if is_tiered(entry.node):
        amount = read_tiers(
            entry.node, "charge", lambda n, r: parse(n, "tiers", MONEY, r), reading, ("per", "amount")
        )
    elif not taken.has("amount"):
        reading.error("E121", f"{taken.what} has no 'amount'", entry.place, "add 'amount:' or 'by:' and 'tiers:'")
    per = taken.choice("per")
    return Charge(entry.key, amount, per, entry.place) if amount and per else None


def read_cap(node: Node, reading: Reading) -> Cap | None:
    """Read a limit on what some remedies pay together: `100% of port` or an amount."""
    taken = fields(node, "a cap", clause("cap"), reading)
    if taken is None:
        return None
    over, per = taken.names("over", "remedy"), taken.choice("per", "month")
    limit = taken.read("at most", _limit)
    return Cap(over, limit[0], limit[1], per, node.place) if over and limit else None


def _limit(node: Node, reading: Reading) -> tuple[Quantity | Money, str] | None:
    """Read `100% of port`, whose base is a charge, or an amount of money."""
    scalar = as_line(node, "at most", "text like '100% of port'", reading)
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
