"""Entries of credits: what became of each credit goes in; its transactions in the journal come out."""

from collections.abc import Iterator

from accordant.settle.claim import Settled, Standing
from accordant.settle.indemnity import Paid
from accordant.settle.journal import Debt, Transaction
from accordant.settle.ledger import Counter
from accordant.settle.raised import Raised
from accordant.terms.remedy import AtRiskPool, ServiceCredit


def entries_of(settled: Settled) -> Iterator[Transaction]:
    """Yield what falls due, is paid or offset, lapses and is earned back, of every credit that pays anything."""
    for standing in settled.standings:
        yield from _of_credit(standing)
        if standing.back is not None:
            yield from _earned_back(standing, standing.back)


def _of_credit(standing: Standing) -> Iterator[Transaction]:
    credit, amount = standing.credit, standing.entered
    if amount is None or not amount.amount or standing.payable is None:
        return
    debt, text = debt_of(credit.raised, "service credits"), credit.gross.reckoning
    text = text if amount == credit.gross.amount else f"{text}, of which {amount} is left to pay"
    yield debt.falls_due(standing.payable, amount, text)
    if standing.paid is not None:
        enter = debt.offset if _is_offset(credit.remedy) else debt.paid
        yield enter(standing.paid.happened, amount, f"'{credit.remedy.paid}' told of it")
    elif standing.lapses is not None and standing.as_of > standing.lapses:
        yield debt.expired(standing.lapses + 1, amount, "not used in time")


def _earned_back(standing: Standing, back: Counter) -> Iterator[Transaction]:
    if back.amount.amount:
        debt = debt_of(standing.credit.raised, "service credits")
        yield debt.earned_back(back.earned.at, back.amount, back.earned.reckoning)


def paid_credits(settled: Settled) -> Iterator[Paid]:
    """Yield the credits that were paid or set off."""
    for one in settled.standings:
        if one.paid is not None and one.entered is not None:
            promise = one.credit.raised.obligation
            yield Paid(promise.owed_by, promise.owed_to, one.paid.happened, one.entered)


def debt_of(each: Raised, purpose: str) -> Debt:
    """Return the debt that a miss makes: of who owes the obligation to whom it is owed."""
    promise, verdict = each.obligation, each.verdict
    named = (each.remedy.name, promise.name, verdict.window.label, verdict.group, each.item)
    return Debt(promise.owed_by, promise.owed_to, purpose, *named)


def _is_offset(remedy: ServiceCredit | AtRiskPool) -> bool:
    """Say whether a credit is set off against invoices: its `form` says how, where it is no payment of money."""
    return isinstance(remedy, ServiceCredit) and bool(remedy.form)
