"""Credits: what is paid for which miss goes in; findings come out where a worse result pays less, or nothing."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from accordant.check.clock import compared
from accordant.check.found import found, quoted
from accordant.check.names import targets
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Tiers
from accordant.terms.finding import Finding
from accordant.terms.obligation import Obligation
from accordant.terms.remedy import AtRiskPool, Band, Charge, ClaimRule, Pay, Remedy, ServiceCredit
from accordant.terms.values import Length, Money, Quantity

_SHORTEST = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
_LENGTHS = ("downtime", "longest outage", "elapsed")


def uneven_bands(agreement: Agreement) -> Iterator[Finding]:
    """Find bands of which a worse one pays less than a milder one."""
    for credit in _credits(agreement):
        for milder, worse in _pairs(credit.bands):
            if _paid(worse.pays, milder.pays) < 0:
                message = f"'{credit.name}' pays {worse.pays} {_edge(worse)} and {milder.pays} {_edge(milder)}"
                yield found("uneven-bands", message, credit.place, "a worse result pays at least as much")
        if {band.edge in ("below", "at most") for band in credit.bands} == {True, False}:
            message = f"the bands of '{credit.name}' look up and down: which result is worse?"
            yield found("uneven-bands", message, credit.place, "use 'below' and 'at most', or 'above' and 'from'")


def band_units(agreement: Agreement) -> Iterator[Finding]:
    """Find thresholds in another unit than what they are compared with."""
    for credit in _credits(agreement):
        for band in credit.bands:
            wanted = _wanted(credit, agreement)
            given = "a length of time" if isinstance(band.threshold, Length) else _unit(band.threshold.unit)
            if wanted and given not in wanted:
                compares = f"what is compared is in {quoted(wanted, 'or')}".replace("'", "")
                message = f"'{_edge(band)}' of '{credit.name}' is {given}, and {compares}"
                yield found("band-unit", message, credit.place)


def claims(agreement: Agreement) -> Iterator[Finding]:
    """Find claims that fall due before the window they are about has ended."""
    for remedy, rule in _claims(agreement):
        shortest = _shortest_window(remedy, agreement)
        for deadline in rule.deadlines:
            if not deadline.definition or deadline.after is None or shortest is None:
                continue
            if (order := compared(deadline.after, shortest)) is not None and order < 0:
                written = f"{deadline.after} after {deadline.anchor}"
                message = f"the claim of '{remedy.name}', {written}, may be due before its window ends"
                hint = "count from 'window end', when both know what is owed"
                yield found("claim-before-window-end", message, rule.place or remedy.place, hint)


def currencies(agreement: Agreement) -> Iterator[Finding]:
    """Find amounts in another currency than the charge they are paid, floored or capped by."""
    charges = {charge.name: charge for charge in agreement.charges}
    for credit in _credits(agreement):
        base = _currency(charges.get(credit.base))
        amounts = (credit.floor, credit.at_most, credit.pays, *(band.pays for band in credit.bands))
        for amount in amounts:
            if isinstance(amount, Money) and base and amount.currency != base:
                message = f"'{credit.name}' has {amount}, and '{credit.base}' is in {base}"
                related = (f"'{credit.base}' is here", charges[credit.base].place)
                yield found("mixed-currencies", message, credit.place, f"write it in {base}", related)
    for cap in agreement.caps:
        for credit in _credits(agreement):
            base = _currency(charges.get(credit.base))
            if (
                credit.name in cap.over
                and isinstance(cap.at_most, Money)
                and base
                and cap.at_most.currency != base
            ):
                message = f"the cap is {cap.at_most}, and '{credit.name}' pays in {base}"
                yield found("mixed-currencies", message, cap.place, f"write it in {base}")


def pools(agreement: Agreement) -> Iterator[Finding]:
    """Find obligations that lead to a pool which allots them nothing, and allotments that nothing leads to."""
    for pool in agreement.remedies:
        if not isinstance(pool, AtRiskPool):
            continue
        allotted = {name for name, _ in pool.allocation}
        leading = {o.name for o in agreement.obligations if any(pool.name in rule.remedies for rule in o.on_miss)}
        for name in sorted(leading - allotted):
            message = f"'{name}' leads to '{pool.name}', which allots it nothing"
            yield found("unallocated-pool", message, pool.place, f"allocation: {{{name}: ...}}")
        for name in sorted(allotted - leading):
            message = f"'{pool.name}' allots a part to '{name}', which never leads to it"
            yield found("unallocated-pool", message, pool.place, f"write 'on miss: [{pool.name}]' in '{name}'")


def _credits(agreement: Agreement) -> Iterator[ServiceCredit]:
    return (remedy for remedy in agreement.remedies if isinstance(remedy, ServiceCredit))


def _claims(agreement: Agreement) -> Iterator[tuple[Remedy, ClaimRule]]:
    for remedy in agreement.remedies:
        if isinstance(remedy, ServiceCredit | AtRiskPool) and remedy.claim:
            yield remedy, remedy.claim


def _leading(remedy: Remedy, agreement: Agreement) -> list[Obligation]:
    return [o for o in agreement.obligations if any(remedy.name in rule.remedies for rule in o.on_miss)]


def _pairs(bands: tuple[Band, ...]) -> Iterator[tuple[Band, Band]]:
    """Yield each band with the next worse one that looks the same way."""
    for edges, falling in ((("below", "at most"), True), (("above", "from"), False)):
        alike = [band for band in bands if band.edge in edges and _size(band) is not None]
        ordered = sorted(alike, key=lambda band: _size(band) or Fraction(0), reverse=falling)
        yield from pairwise(ordered)


def _size(band: Band) -> Fraction | None:
    if isinstance(band.threshold, Quantity):
        return band.threshold.fraction
    if band.threshold.is_exact:
        return Fraction(band.threshold.microseconds)
    return (
        Fraction(timedelta(days=band.threshold.amount) // timedelta(microseconds=1))
        if band.threshold.unit == "day"
        else None
    )


def _paid(one: Pay, other: Pay) -> int:
    """Return -1, 0 or 1 as one payment is smaller, equal or larger; 0 when they cannot be compared."""
    match one, other:
        case Quantity(), Quantity():
            return (one.fraction > other.fraction) - (one.fraction < other.fraction)
        case Money(mine, currency), Money(yours, other_currency) if currency == other_currency:
            return (mine > yours) - (mine < yours)
        case _:
            return 0


def _edge(band: Band) -> str:
    return f"{band.edge} {band.threshold}"


def _unit(unit: str) -> str:
    return unit or "a plain number"


def _wanted(credit: ServiceCredit, agreement: Agreement) -> list[str]:
    """Return the units in which a credit's thresholds may be written; none when nothing says."""
    if credit.by in _LENGTHS:
        return ["a length of time"]
    if credit.by in ("overshoot", "shortfall"):
        return ["%", *_units(credit, agreement)]
    return _units(credit, agreement)


def _units(credit: ServiceCredit, agreement: Agreement) -> list[str]:
    units: dict[str, None] = {}
    for obligation in _leading(credit, agreement):
        for target in targets(obligation.target):
            end = target.bound.low or target.bound.high
            units[_unit(end.unit) if end else "%"] = None
    return list(units)


def _shortest_window(remedy: Remedy, agreement: Agreement) -> Length | None:
    windows = [obligation.window for obligation in _leading(remedy, agreement)]
    if not windows or any(window.unit == "term" for window in windows):
        return None
    return Length(min(window.days or _SHORTEST[window.unit] for window in windows), "day")


def _currency(charge: Charge | None) -> str:
    """Return the currency of a charge; "" when there is none, or its tiers have several."""
    match charge:
        case None:
            return ""
        case Charge(amount=Money(currency=currency)):
            return currency
        case Charge(amount=Tiers(tiers=tiers)):
            several = {amount.currency for _, amount in tiers if isinstance(amount, Money)}
            return several.pop() if len(several) == 1 else ""
    return ""
