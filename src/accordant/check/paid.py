"""What is paid: an agreement goes in; its credits, what leads to them and what they pay come out."""

from collections.abc import Iterator
from fractions import Fraction

from accordant.settle.extent import has_size
from accordant.terms.agreement import Agreement
from accordant.terms.obligation import Obligation
from accordant.terms.remedy import Charge, Pay, Remedy, ServiceCredit
from accordant.terms.target import Target, targets
from accordant.terms.values import Length, Money, Quantity

TIMED = ("downtime", "longest outage", "elapsed")


def credits(agreement: Agreement) -> Iterator[ServiceCredit]:
    """Yield the service credits of an agreement."""
    return (remedy for remedy in agreement.remedies if isinstance(remedy, ServiceCredit))


def leading(remedy: Remedy, agreement: Agreement) -> list[Obligation]:
    """Return the obligations whose misses bring a remedy."""
    return [o for o in agreement.obligations if any(remedy.name in rule.remedies for rule in o.on_miss)]


def leading_targets(remedy: Remedy, agreement: Agreement) -> list[tuple[Obligation, Target]]:
    """Return those obligations with each of their targets."""
    return [
        (obligation, target) for obligation in leading(remedy, agreement) for target in targets(obligation.target)
    ]


def thresholds(credit: ServiceCredit) -> list[Quantity | Length]:
    """Return the thresholds of a credit's bands and the bounds of its table's rows."""
    bounds = (limit for row in credit.table for _, limit in row.bounds)
    return [*(band.threshold for band in credit.bands), *bounds]


def payments(credit: ServiceCredit) -> list[Fraction | Pay]:
    """Return everything a credit may pay."""
    flat = [] if credit.pays is None else [credit.pays]
    return [*flat, *(band.pays for band in credit.bands), *(row.pays for row in credit.table)]


def is_sized(credit: ServiceCredit) -> bool:
    """Say whether all of its thresholds have sizes of one kind, so that they can be put in order."""
    found = thresholds(credit)
    return all(has_size(one) for one in found) and len({isinstance(one, Length) for one in found}) == 1


def compared_pay(one: Fraction | Pay, other: Fraction | Pay) -> int:
    """Return -1, 0 or 1 as one payment is smaller, equal or larger; 0 when they cannot be compared."""
    match one, other:
        case Quantity(), Quantity():
            return (one.fraction > other.fraction) - (one.fraction < other.fraction)
        case Length(), Length() if one.unit == other.unit:
            return (one.amount > other.amount) - (one.amount < other.amount)
        case Money(mine, currency), Money(yours, other_currency) if currency == other_currency:
            return (mine > yours) - (mine < yours)
        case _:
            return 0


def amounts_of(charge: Charge) -> list[Money]:
    """Return every amount of a charge: one, or those of its tiers."""
    if isinstance(charge.amount, Money):
        return [charge.amount]
    rest = [charge.amount.otherwise] if charge.amount.otherwise else []
    return [*(amount for _, amount in charge.amount.tiers), *rest]


def currency_of(charge: Charge | None) -> str:
    """Return the currency of a charge; "" when there is none, or its tiers have several."""
    several = {amount.currency for amount in amounts_of(charge)} if charge else set()
    return several.pop() if len(several) == 1 else ""


def is_rising(credit: ServiceCredit, agreement: Agreement) -> bool:
    """Say whether more is worse of what a credit compares."""
    ends = [target.bound for _, target in leading_targets(credit, agreement)]
    return credit.by != "measured" or (bool(ends) and all(bound.low is None and bound.high for bound in ends))
