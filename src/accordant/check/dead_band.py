"""Dead bands: credits and targets go in; misses that cost nothing come out."""

from collections.abc import Iterator
from fractions import Fraction

from accordant.check.found import found
from accordant.check.paid import TIMED, credits, is_rising, is_sized, leading_targets
from accordant.check.table import stretches
from accordant.settle.extent import lasting, size
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.indicator import Availability, Time
from accordant.terms.obligation import Obligation
from accordant.terms.remedy import ServiceCredit
from accordant.terms.target import Target
from accordant.terms.values import Length, Quantity

_DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
_DAY = 24 * 3_600_000_000


def dead_bands(agreement: Agreement) -> Iterator[Finding]:
    """Find credits whose first band begins only beyond the target: a miss between them costs nothing."""
    for credit in credits(agreement):
        first = _first(credit, agreement)
        for obligation, target in leading_targets(credit, agreement) if first else ():
            if first and (message := _dead(credit, first, obligation, target, agreement)):
                related = (f"'{credit.name}' is here", credit.place)
                at = target.place or obligation.place
                yield found("dead-band", message, at, "begin at the target", related)


def _dead(
    credit: ServiceCredit, first: Quantity | Length, obligation: Obligation, target: Target, agreement: Agreement
) -> str:
    """Say that a miss costs nothing; "" when it does."""
    allowed, rising = _allowed(credit, obligation, target), is_rising(credit, agreement)
    if allowed is None or isinstance(first, Length) is not (credit.by in TIMED):
        return ""
    if not (size(first) > allowed if rising else size(first) < allowed):
        return ""
    return (
        f"'{obligation.name}' promises {target.bound}{_allowing(credit, allowed)}, and '{credit.name}' pays only "
        f"{'above' if rising else 'below'} {first}: a miss between them costs nothing"
    )


def _first(credit: ServiceCredit, agreement: Agreement) -> Quantity | Length | None:
    """Return the threshold which the mildest result that is paid for has to pass."""
    if not (credit.bands or credit.table) or not is_sized(credit):
        return None
    ends = [band.threshold for band in credit.bands]
    if is_rising(credit, agreement):
        ends += [one.low.limit for one in stretches(credit) if one.low]
        return min(ends, key=size, default=None)
    ends += [one.high.limit for one in stretches(credit) if one.high]
    return max(ends, key=size, default=None)


def _allowed(credit: ServiceCredit, obligation: Obligation, target: Target) -> Fraction | None:
    """Return what the target still allows, as what the credit compares; None when that is not known here."""
    low, high = target.bound.low, target.bound.high
    match credit.by:
        case "measured":
            end = low or high
            return end.fraction if end and not (low and high) else None
        case "downtime" if isinstance(obligation.indicator, Availability) and low:
            days = 30 if obligation.indicator.denominator == "30 days" else _DAYS.get(obligation.window.unit, 0)
            return (1 - low.fraction) * (obligation.window.days or days) * _DAY
        case "overshoot" | "shortfall":
            return Fraction(0)
        case "elapsed" if isinstance(obligation.indicator, Time) and isinstance(obligation.within, Length):
            return Fraction(obligation.within.microseconds) if obligation.within.is_exact else None
        case _:
            return None


def _allowing(credit: ServiceCredit, allowed: Fraction) -> str:
    """Say how much time the target allows, of the shortest window where windows differ."""
    if credit.by not in TIMED:
        return ""
    if credit.by == "elapsed":
        return f" within {lasting(allowed)}"
    return f", which allows {lasting(allowed)} in the shortest window" if allowed else ""
