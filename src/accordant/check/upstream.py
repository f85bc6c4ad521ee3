"""Upstream: an agreement and those whose credits it passes on go in; circles and promises beyond them come out."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from accordant.check.found import found
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Tiers
from accordant.terms.finding import Finding
from accordant.terms.remedy import AtRiskPool, Charge, PassThrough, ServiceCredit
from accordant.terms.values import Length, Money, Quantity

Sum = tuple[Fraction, str]
# How many months a period has, to compare what is paid for one of each.
_MONTHS = {"day": Fraction(1, 30), "month": Fraction(1), "quarter": Fraction(3), "year": Fraction(12)}


def in_a_circle(agreement: Agreement, name: str) -> Iterator[Finding]:
    """Find the remedies that pass on what an agreement pays that passes on what this one pays."""
    for remedy in _passing(agreement, name):
        message = f"'{remedy.name}' passes on what '{name}' pays, which leads back to this agreement"
        yield found("upstream-in-a-circle", message, remedy.place, "one of the two must stand alone")


def beyond_upstream(agreement: Agreement, upstream: Mapping[str, Agreement]) -> Iterator[Finding]:
    """Find what is promised to end users above what upstream pays for its mildest miss, for a month of each."""
    for name, above in upstream.items():
        pays = [amount for amount in map(_mildest, above.remedies, [above] * len(above.remedies)) if amount]
        for remedy in _passing(agreement, name):
            owed = _owed(remedy, agreement)
            least = min((amount for amount, currency in pays if owed and currency == owed[1]), default=None)
            if owed and least is not None and owed[0] > least:
                message = f"'{remedy.name}' promises {_money(owed)}, and '{name}' may pay no more than"
                message += f" {_money((least, owed[1]))}"
                hint = "promise a share of what is recovered, or agree more upstream"
                yield found("downstream-above-upstream", message, remedy.place, hint)


def _passing(agreement: Agreement, name: str) -> Iterator[PassThrough]:
    yield from (one for one in agreement.remedies if isinstance(one, PassThrough) and one.upstream == name)


def _owed(remedy: PassThrough, agreement: Agreement) -> Sum | None:
    base = _month(agreement, remedy.base)
    return (base[0] * remedy.pays.fraction * (remedy.number or 1), base[1]) if base and remedy.pays else None


def _mildest(remedy: object, agreement: Agreement) -> Sum | None:
    """Return the least that a credit or a pool pays for one miss in a month; None where that hangs on the miss."""
    match remedy:
        case AtRiskPool(base=name, at_risk=risk, allocation=shares):
            base = _month(agreement, name)
            least = min((share.fraction for _, share in shares), default=None)
            return (base[0] * risk.fraction * least, base[1]) if base and least is not None else None
        case ServiceCredit(for_each=None, base=name) as credit:
            base = _month(agreement, name)
            flat = [credit.pays] if credit.pays is not None else [band.pays for band in credit.bands]
            priced = [_priced(pays, base) for pays in flat]
            return min((one for one in priced if one), default=None)
        case _:
            return None


def _priced(pays: Fraction | Quantity | Money | Length, base: Sum | None) -> Sum | None:
    match pays:
        case Money():
            return Fraction(pays.amount), pays.currency
        case Quantity():
            return (base[0] * pays.fraction, base[1]) if base else None
        case Fraction():
            return (base[0] * pays, base[1]) if base else None
        case _:
            return None


def _month(agreement: Agreement, name: str) -> Sum | None:
    """Return what a charge comes to in a month; None of tiers, of one paid once, or where there is none."""
    charge: Charge | None = next((one for one in agreement.charges if one.name == name), None)
    if charge is None or isinstance(charge.amount, Tiers) or charge.per not in _MONTHS:
        return None
    return Fraction(charge.amount.amount) / _MONTHS[charge.per], charge.amount.currency


def _money(amount: Sum) -> str:
    cents = round(amount[0] * 100)
    return f"{cents // 100:,}.{cents % 100:02} {amount[1]}"
