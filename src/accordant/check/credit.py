"""Credits: what is paid for which miss goes in; findings come out where a worse result pays less, or nothing."""

from collections.abc import Iterator
from itertools import pairwise

from accordant.check.found import found, quoted
from accordant.check.paid import TIMED, compared_pay, credits, is_rising, is_sized, leading
from accordant.check.table import stretches
from accordant.settle.extent import size
from accordant.settle.table import words
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.remedy import AtRiskPool, Band, Pay, ServiceCredit
from accordant.terms.target import targets
from accordant.terms.values import Length, Quantity

_FALLING = ("below", "at most")


def uneven_bands(agreement: Agreement) -> Iterator[Finding]:
    """Find bands and rows of which a worse one pays less than a milder one, or that look the wrong way."""
    for credit in credits(agreement):
        for (milder, mild), (worse, bad) in pairwise(_ordered(credit, agreement)):
            if compared_pay(bad, mild) < 0:
                message = f"'{credit.name}' pays {bad} {worse} and {mild} {milder}"
                yield found("uneven-bands", message, credit.place, "a worse result pays at least as much")
        looks = {band.edge in _FALLING for band in credit.bands}
        if looks == {True, False}:
            message = f"the bands of '{credit.name}' look up and down: which result is worse?"
            yield found("uneven-bands", message, credit.place, "use 'below' and 'at most', or 'above' and 'from'")
        elif looks and leading(credit, agreement) and looks != {not is_rising(credit, agreement)}:
            message = f"the bands of '{credit.name}' pay for a better result than the target"
            hint = "use 'above' and 'from'" if is_rising(credit, agreement) else "use 'below' and 'at most'"
            yield found("uneven-bands", message, credit.place, hint)


def band_units(agreement: Agreement) -> Iterator[Finding]:
    """Find thresholds in another unit than what they are compared with."""
    for credit in credits(agreement):
        wanted = _wanted(credit, agreement)
        for written, threshold in _written(credit):
            given = "a length of time" if isinstance(threshold, Length) else _unit(threshold.unit)
            if wanted and given not in wanted:
                compares = f"what is compared is in {quoted(wanted, 'or')}".replace("'", "")
                message = f"'{written}' of '{credit.name}' is {given}, and {compares}"
                yield found("band-unit", message, credit.place)


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


def _ordered(credit: ServiceCredit, agreement: Agreement) -> list[tuple[str, Pay]]:
    """Return the bands and rows of a credit from the mildest to the worst, as written, with what each pays."""
    if not (credit.bands or credit.table) or not is_sized(credit):
        return []
    if credit.table:
        rows: list[tuple[str, Pay]] = [(words(one.row), one.row.pays) for one in stretches(credit)]
        return rows if is_rising(credit, agreement) else rows[::-1]
    is_falling = credit.bands[0].edge in _FALLING
    alike = [band for band in credit.bands if (band.edge in _FALLING) is is_falling]
    ordered = sorted(alike, key=lambda band: size(band.threshold), reverse=is_falling)
    return [(_edge(band), band.pays) for band in ordered]


def _written(credit: ServiceCredit) -> Iterator[tuple[str, Quantity | Length]]:
    """Yield every threshold of a credit with the words in which it stands."""
    yield from ((_edge(band), band.threshold) for band in credit.bands)
    yield from ((f"{edge} {limit}", limit) for row in credit.table for edge, limit in row.bounds)
    if credit.further and credit.bands:
        yield f"for each further {credit.further.each}", credit.further.each


def _edge(band: Band) -> str:
    return f"{band.edge} {band.threshold}"


def _unit(unit: str) -> str:
    return unit or "a plain number"


def _wanted(credit: ServiceCredit, agreement: Agreement) -> list[str]:
    """Return the units in which a credit's thresholds may be written; none when nothing says."""
    if credit.by in TIMED:
        return ["a length of time", "%"] if credit.by == "downtime" else ["a length of time"]
    if credit.by in ("overshoot", "shortfall"):
        return ["%", *_units(credit, agreement)]
    return _units(credit, agreement)


def _units(credit: ServiceCredit, agreement: Agreement) -> list[str]:
    units: dict[str, None] = {}
    for obligation in leading(credit, agreement):
        for target in targets(obligation.target):
            end = target.bound.low or target.bound.high
            units[_unit(end.unit) if end else "%"] = None
    return list(units)
