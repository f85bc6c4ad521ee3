"""The ledger: credits that fall payable go in; one walk forward in time gives what each pays under the caps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accordant.settle.cap import Limit
from accordant.settle.money import added, less
from accordant.terms.values import Instant, Money


@dataclass(frozen=True)
class Claim:
    """A credit at the instant it falls payable; `number` is its place among those that were raised.

    `on` is the last local date of the window that was missed.
    """

    number: int
    remedy: str
    at: Instant
    on: date
    gross: Money
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of the ledger: what a claim pays, and what the caps held back."""

    claim: Claim
    amount: Money


def walk(claims: Sequence[Claim]) -> tuple[Entry, ...]:
    """Enter the claims in order of time, those of one instant by their number; entries are in that order.

    Each pays what room is left under all of its limits by what the ledger holds at that instant. An entry never
    changes an earlier one. Credits that expired unclaimed are not entered: they use no cap.
    Source: SEMANTICS 5 (ledger).
    """
    held: list[Entry] = []
    for claim in sorted(claims, key=lambda claim: (claim.at, claim.number)):
        rooms = [_room(limit, held) for limit in claim.limits]
        amount = min([claim.gross, *rooms], key=lambda money: money.amount)
        held.append(Entry(claim, amount))
    return tuple(held)


def _room(limit: Limit, held: Sequence[Entry]) -> Money:
    currency = limit.at_most.currency
    used = [entry.amount for entry in held if limit.counts(entry.claim.remedy, entry.claim.on)]
    left = less(limit.at_most, added([money for money in used if money.currency == currency], currency))
    return left if left.amount > 0 else added([], currency)
