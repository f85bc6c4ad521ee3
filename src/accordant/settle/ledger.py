"""The ledger: credits that fall payable go in; a walk forward in time gives what each pays and what goes back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from accordant.settle.cap import Limit
from accordant.settle.money import added, less
from accordant.terms.values import Instant, Money


@dataclass(frozen=True)
class Claim:
    """A credit at the instant it falls payable; `number` is its place among those that were raised.

    `on` is the last local date of the window that was missed, `window` tells it from others; `gross` is what the
    incident leaves of it.
    """

    number: int
    remedy: str
    at: Instant
    on: date
    gross: Money
    limits: tuple[Limit, ...] = ()
    obligation: str = ""
    window: str = ""


@dataclass(frozen=True)
class EarnedBack:
    """Later windows reached the bound at `at`: what the pool paid for an obligation in a window is returned.

    `anew` is what other claims would be due without it, by their number: the next highest of one incident, where
    that takes the place of the one returned. Claims that are not there stay as they were.
    """

    remedy: str
    obligation: str
    window: str
    at: Instant
    on: date
    anew: tuple[tuple[int, Money], ...] = ()
    reckoning: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the ledger: what a claim pays, and what the caps held back."""

    claim: Claim
    amount: Money


@dataclass(frozen=True)
class Counter:
    """A counter-entry: what was `held` of a window, what `stays` without the obligation, and the difference."""

    earned: EarnedBack
    held: Money
    stays: Money
    amount: Money


@dataclass
class Book:
    """What the ledger holds, in order of time. It reads only its own past and never changes it."""

    entries: list[Entry] = field(default_factory=list)
    counters: list[Counter] = field(default_factory=list)

    def enter(self, claim: Claim) -> None:
        """Enter what a claim pays: the room that is left under all its limits."""
        rooms = [self._room(limit, self.entries) for limit in claim.limits]
        self.entries.append(Entry(claim, least(claim.gross, rooms)))

    def earn_back(self, earned: EarnedBack) -> None:
        """Enter what an obligation that was earned back leaves too much in its window; nothing is no entry."""
        mine = [entry for entry in self.entries if _is_of(entry.claim, earned)]
        if not any(entry.claim.obligation == earned.obligation for entry in mine):
            return
        before = [counter for counter in self.counters if _is_same(counter.earned, earned)]
        currency = mine[0].amount.currency
        held = less(_sum(mine, currency), added([counter.amount for counter in before], currency))
        gone = {earned.obligation, *(counter.earned.obligation for counter in before)}
        stays = least(held, [_sum(self._without(mine, gone, earned), currency)])
        self.counters.append(Counter(earned, held, stays, less(held, stays)))

    def _without(self, mine: Sequence[Entry], gone: set[str], earned: EarnedBack) -> list[Entry]:
        """Enter the claims of a window anew without some obligations, under the caps as they stood at each."""
        due, own = dict(earned.anew), {entry.claim.number for entry in mine}
        anew: list[Entry] = []
        for place, entry in enumerate(self.entries):
            claim = entry.claim
            if claim.number in own and claim.obligation not in gone:
                others = [one for one in self.entries[:place] if one.claim.number not in own]
                rooms = [self._room(limit, [*others, *anew], claim.at) for limit in claim.limits]
                anew.append(Entry(claim, least(due.get(claim.number, claim.gross), rooms)))
        return anew

    def _room(self, limit: Limit, entries: Sequence[Entry], until: Instant | None = None) -> Money:
        currency = limit.at_most.currency
        used = [entry.amount for entry in entries if limit.counts(entry.claim.remedy, entry.claim.on)]
        back = [
            counter.amount
            for counter in self.counters
            if limit.counts(counter.earned.remedy, counter.earned.on)
            and (until is None or counter.earned.at < until)
        ]
        left = less(added([limit.at_most, *_in(back, currency)], currency), added(_in(used, currency), currency))
        return left if left.amount > 0 else added([], currency)


def walk(claims: Sequence[Claim]) -> tuple[Entry, ...]:
    """Enter the claims in order of time, those of one instant by their number; entries are in that order.

    Each pays what room is left under all of its limits by what the ledger holds at that instant. An entry never
    changes an earlier one. Credits that expired unclaimed are not entered: they use no cap.
    Source: SEMANTICS 5 (ledger).
    """
    return tuple(book(claims).entries)


def book(claims: Sequence[Claim], earned: Sequence[EarnedBack] = ()) -> Book:
    """Walk forward in time over claims and what was earned back, which at one instant comes after the claims.

    An earn-back returns payable(window) less payable(the same window without that obligation, caps as they stood
    then); the room that it leaves under caps is there for later claims only. Source: SEMANTICS 5 (ledger).
    """
    in_order = sorted(claims, key=lambda claim: (claim.at, claim.number))
    returned = sorted(earned, key=lambda one: one.at)
    found = Book()
    for claim in in_order:
        while returned and returned[0].at < claim.at:
            found.earn_back(returned.pop(0))
        found.enter(claim)
    for one in returned:
        found.earn_back(one)
    return found


def least(first: Money, others: Sequence[Money]) -> Money:
    """Return the smallest of amounts of one currency."""
    smallest = first
    for other in others:
        smallest = other if other.amount < smallest.amount else smallest
    return smallest


def _is_of(claim: Claim, earned: EarnedBack) -> bool:
    return claim.remedy == earned.remedy and claim.window == earned.window


def _is_same(one: EarnedBack, other: EarnedBack) -> bool:
    return one.remedy == other.remedy and one.window == other.window


def _sum(entries: Sequence[Entry], currency: str) -> Money:
    return added([entry.amount for entry in entries], currency)


def _in(amounts: Sequence[Money], currency: str) -> list[Money]:
    return [money for money in amounts if money.currency == currency]
