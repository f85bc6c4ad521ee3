"""Credits of worked examples: a verdict that facts gave goes in, what a credit pays for it comes out."""

from collections.abc import Sequence
from decimal import Decimal

from accordant.check.paid import currency_of
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.settle.credit import gross
from accordant.settle.raised import Raised
from accordant.terms.agreement import Agreement, Version
from accordant.terms.remedy import ServiceCredit
from accordant.terms.values import Quantity


def tells_enough(credit: ServiceCredit) -> bool:
    """Say whether all downtime together is enough to tell what a credit pays."""
    by_each = credit.for_each is not None and credit.counted == "each outage"
    by_date = credit.for_each is not None and credit.for_each.of in ("outage", "affected")
    return credit.by not in ("longest outage", "elapsed") and not by_each and not by_date


def paid_by(
    credit: ServiceCredit, terms: Agreement, verdict: Verdict, versions: Sequence[Version]
) -> tuple[Quantity | None, str]:
    """Return what a credit pays for a verdict, in its currency or in days, with the sum; nothing when it is kept.

    None when the sum cannot be told.
    """
    if verdict.outcome is not Outcome.MISSED:
        return Quantity(Decimal(0), _unit(credit, terms)), f"'{verdict.obligation}' is {verdict.outcome.value}"
    obligation = terms.obligation(verdict.obligation)
    at = verdict.window.stop if verdict.missed_at is None else verdict.missed_at
    found = gross(credit, Raised(terms, obligation, verdict, credit, at, versions=versions))
    if not found.is_due:
        return Quantity(Decimal(0), _unit(credit, terms)), found.reckoning
    if found.service is not None:
        return Quantity(Decimal(int(found.service)), "days"), found.reckoning
    return (Quantity(found.amount.amount, found.amount.currency) if found.amount else None), found.reckoning


def _unit(credit: ServiceCredit, terms: Agreement) -> str:
    """Return the currency of nothing: that of the charge, of the floor or of the term."""
    if credit.days == "added to the term":
        return "days"
    charge = next((charge for charge in terms.charges if charge.name == credit.base), None)
    return (currency_of(charge) if charge else "") or terms.term.currency
