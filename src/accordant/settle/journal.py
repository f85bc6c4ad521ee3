"""The journal: what the ledger says moved between the parties, as dated transactions that sum to zero."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from accordant.settle.money import added, less
from accordant.terms.values import Instant, Money

Kind = Literal["due", "paid", "offset", "expired", "earned back"]


@dataclass(frozen=True)
class Posting:
    """An amount on an account, named by party and purpose (`us:receivable:provider`); negative: taken."""

    account: str
    amount: Money


@dataclass(frozen=True)
class Transaction:
    """One dated entry: the postings sum to zero in each currency. It is never changed afterwards."""

    at: Instant
    kind: Kind
    text: str
    postings: tuple[Posting, ...]
    remedy: str = ""
    obligation: str = ""
    window: str = ""
    group: str = ""
    item: str = ""


@dataclass(frozen=True)
class Debt:
    """Who pays whom by which clause, for what: `service credits`, `bonus`, `indemnity`, `compensation`."""

    debtor: str
    creditor: str
    purpose: str
    remedy: str
    obligation: str = ""
    window: str = ""
    group: str = ""
    item: str = ""

    @property
    def receivable(self) -> str:
        """Return the account on which what is owed stands until it is paid, offset or lost."""
        return f"{self.creditor}:receivable:{self.debtor}"

    def falls_due(self, at: Instant, amount: Money, text: str) -> Transaction:
        """Enter that so much is owed; a negative amount takes back what was."""
        return self._moved(at, "due", text, amount, self.receivable, f"{self.debtor}:{self.purpose}")

    def paid(self, at: Instant, amount: Money, text: str) -> Transaction:
        """Enter that what was owed was paid."""
        return self._moved(at, "paid", text, amount, f"{self.creditor}:received", self.receivable)

    def offset(self, at: Instant, amount: Money, text: str) -> Transaction:
        """Enter that what was owed was set off against an invoice."""
        return self._moved(at, "offset", text, amount, f"{self.creditor}:invoices:{self.debtor}", self.receivable)

    def expired(self, at: Instant, amount: Money, text: str) -> Transaction:
        """Enter that what was owed is owed no more, for nobody asked for it in time."""
        return self._moved(at, "expired", text, amount, f"{self.creditor}:expired", self.receivable)

    def earned_back(self, at: Instant, amount: Money, text: str) -> Transaction:
        """Enter that so much of what was owed, or paid, goes back."""
        return self._moved(at, "earned back", text, amount, f"{self.debtor}:earned back", self.receivable)

    def _moved(self, at: Instant, kind: Kind, text: str, amount: Money, to: str, source: str) -> Transaction:
        negative = less(added([], amount.currency), amount)
        postings = (Posting(to, amount), Posting(source, negative))
        return Transaction(
            at, kind, text, postings, self.remedy, self.obligation, self.window, self.group, self.item
        )


def in_order(transactions: Iterable[Transaction]) -> tuple[Transaction, ...]:
    """Sort transactions by instant; those of one instant stand as they are handed over."""
    return tuple(sorted(transactions, key=lambda one: one.at))


def balances(transactions: Sequence[Transaction]) -> dict[tuple[str, str], Money]:
    """Return what stands on each account, by account and currency, in order of their names."""
    found: dict[tuple[str, str], list[Money]] = {}
    for transaction in transactions:
        for posting in transaction.postings:
            found.setdefault((posting.account, posting.amount.currency), []).append(posting.amount)
    return {key: added(amounts, key[1]) for key, amounts in sorted(found.items())}
