"""Amounts: charges, credits and caps go in; findings come out where currencies, signs or bases do not fit."""

from collections.abc import Iterator

from accordant.check.found import found, quoted
from accordant.check.paid import amounts_of, credits, currency_of, payments
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.remedy import Charge, ServiceCredit
from accordant.terms.values import Length, Money


def currencies(agreement: Agreement) -> Iterator[Finding]:
    """Find amounts in another currency than the charge they are paid, floored or capped by."""
    charges = {charge.name: charge for charge in agreement.charges}
    for charge in agreement.charges:
        several = sorted({amount.currency for amount in amounts_of(charge)})
        if len(several) > 1:
            message = f"'{charge.name}' has amounts in {' and '.join(several)}"
            yield found("mixed-currencies", message, charge.place, "write a charge for each")
    for credit in credits(agreement):
        base = currency_of(charges.get(credit.base))
        for amount in (credit.floor, credit.at_most, *payments(credit)):
            if isinstance(amount, Money) and base and amount.currency != base:
                message = f"'{credit.name}' has {amount}, and '{credit.base}' is in {base}"
                related = (f"'{credit.base}' is here", charges[credit.base].place)
                yield found("mixed-currencies", message, credit.place, f"write it in {base}", related)
    yield from _caps(agreement, charges)


def negative(agreement: Agreement) -> Iterator[Finding]:
    """Find charges, payments, floors and caps below zero."""
    for charge in agreement.charges:
        for amount in amounts_of(charge):
            if amount.amount < 0:
                yield found("negative-amount", f"'{charge.name}' is {amount}", charge.place, "a charge is paid")
    for credit in credits(agreement):
        for each in (credit.floor, credit.at_most, *payments(credit)):
            if isinstance(each, Money) and each.amount < 0:
                yield found("negative-amount", f"'{credit.name}' has {each}", credit.place, "a credit pays")
    for cap in agreement.caps:
        if isinstance(cap.at_most, Money) and cap.at_most.amount < 0:
            yield found("negative-amount", f"the cap is {cap.at_most}", cap.place, "a cap leaves something")


def baseless(agreement: Agreement) -> Iterator[Finding]:
    """Find credits that pay a share or days of a charge, and name none, or one whose days have no price."""
    charges = {charge.name: charge for charge in agreement.charges}
    for credit in credits(agreement):
        shares = [pays for pays in payments(credit) if not isinstance(pays, Money)]
        if shares and not credit.base and credit.days != "added to the term":
            pays = credit.pays_text or shares[0]
            message = f"'{credit.name}' pays {pays}, and does not say of which charge"
            known = quoted((charge.name for charge in agreement.charges), "or")
            hint = f"write 'base:' with {known}" if known else "add a charge"
            yield found("no-base", message, credit.place, hint)
        base = charges.get(credit.base)
        days = [pays for pays in payments(credit) if isinstance(pays, Length)]
        if base and days and not _has_days(base, credit):
            message = f"'{credit.name}' pays {days[0]} of '{base.name}', which is paid {_paid_per(base)}"
            yield found("no-base", message, credit.place, "pay a share of it: '1/30', '10%'")


def _has_days(charge: Charge, credit: ServiceCredit) -> bool:
    """Say whether a day of a charge has a price."""
    no_days = ("once",) if credit.days == "of the month" else ("once", "term")
    return charge.per not in no_days or credit.days == "added to the term"


def _paid_per(charge: Charge) -> str:
    return "once" if charge.per == "once" else f"for the {charge.per}"


def _caps(agreement: Agreement, charges: dict[str, Charge]) -> Iterator[Finding]:
    for cap in agreement.caps:
        limit = cap.at_most.currency if isinstance(cap.at_most, Money) else currency_of(charges.get(cap.of))
        for credit in credits(agreement):
            paid = _currency(credit, charges)
            if credit.name in cap.over and limit and paid and limit != paid:
                told = cap.at_most if isinstance(cap.at_most, Money) else f"of '{cap.of}', in {limit}"
                message = f"the cap is {told}, and '{credit.name}' pays in {paid}"
                yield found("mixed-currencies", message, cap.place, f"write it in {paid}")


def _currency(credit: ServiceCredit, charges: dict[str, Charge]) -> str:
    """Return the currency a credit pays in: of its amounts, else of its base."""
    paid = {pays.currency for pays in payments(credit) if isinstance(pays, Money)}
    return paid.pop() if len(paid) == 1 else currency_of(charges.get(credit.base))
