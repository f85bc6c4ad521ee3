"""Laws of earn-back: what a counter-entry returns, under caps, at each instant of the ledger."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from accordant.settle.cap import Limit
from accordant.settle.ledger import Book, Claim, EarnedBack, book, walk
from accordant.settle.money import added
from accordant.terms.values import Money

MONTHS = {"2026-01": date(2026, 1, 31), "2026-02": date(2026, 2, 28), "2026-03": date(2026, 3, 31)}
WHOLE = (date(2026, 1, 1), date(2027, 1, 1))


def usd(amount: int) -> Money:
    return Money(Decimal(amount).scaleb(-2), "USD")


def cents(amounts: list[Money]) -> int:
    return int(added(amounts, "USD").amount * 100)


@st.composite
def pools(draw):
    """Draw the claims of a pool over three months and promises, its limit a month and one for the whole term."""
    monthly, whole = draw(st.integers(0, 40)), draw(st.integers(0, 80))
    term = Limit(("pool",), *WHOLE, usd(whole))
    found, number = [], 0
    for month, on in MONTHS.items():
        own = Limit(("pool",), on.replace(day=1), date(2026, on.month + 1, 1), usd(monthly))
        for name in draw(st.lists(st.sampled_from("abc"), unique=True)):
            at = draw(st.integers(0, 9))
            found.append(Claim(number, "pool", at, on, usd(draw(st.integers(0, 30))), (own, term), name, month))
            number += 1
    earned = [
        EarnedBack("pool", claim.obligation, claim.window, draw(st.integers(claim.at, 14)), claim.on)
        for claim in found
        if draw(st.booleans())
    ]
    return found, earned


def held(ledger: Book, until: int, month: str = "") -> int:
    """Return what stands at the end of an instant."""
    entries = [e.amount for e in ledger.entries if e.claim.at <= until and month in ("", e.claim.window)]
    back = [c.amount for c in ledger.counters if c.earned.at <= until and month in ("", c.earned.window)]
    return cents(entries) - cents(back)


@given(pools())
def test_caps_hold_at_each_instant_with_what_was_earned_back(drawn):
    found, earned = drawn
    ledger = book(found, earned)
    for limit in {limit for claim in found for limit in claim.limits}:
        months = [month for month, on in MONTHS.items() if limit.counts("pool", on)]
        for until in range(15):
            assert sum(held(ledger, until, month) for month in months) <= limit.at_most.amount * 100


@given(pools())
def test_no_month_ever_holds_less_than_nothing(drawn):
    ledger = book(*drawn)
    assert all(held(ledger, until, month) >= 0 for until in range(15) for month in MONTHS)
    assert all(counter.amount.amount >= 0 for counter in ledger.counters)


@given(pools())
def test_the_first_thing_earned_back_returns_exactly_the_difference_it_makes(drawn):
    found, earned = drawn
    ledger = book(found, earned)
    if not ledger.counters:
        return
    first = ledger.counters[0]
    alone, free = walk(found), {}
    for entry in alone:
        claim = entry.claim
        mine = claim.window == first.earned.window
        if mine and claim.obligation == first.earned.obligation:
            free[claim.number] = 0
            continue
        if not mine:
            free[claim.number] = cents([entry.amount])
            continue
        before = [one.claim for one in alone if one.claim.number in free]
        rooms = [
            cents([limit.at_most]) - sum(free[one.number] for one in before if limit.counts("pool", one.on))
            for limit in claim.limits
        ]
        free[claim.number] = max(0, min(cents([claim.gross]), *rooms))
    stays = sum(free[entry.claim.number] for entry in alone if entry.claim.window == first.earned.window)
    was = sum(cents([entry.amount]) for entry in alone if entry.claim.window == first.earned.window)
    if all(entry.claim.at <= first.earned.at for entry in alone if entry.claim.window == first.earned.window):
        assert cents([first.amount]) == was - stays


@given(pools())
def test_a_month_of_which_everything_is_earned_back_holds_nothing(drawn):
    found, _ = drawn
    all_of_it = [EarnedBack("pool", one.obligation, one.window, 20 + one.number, one.on) for one in found]
    ledger = book(found, all_of_it)
    assert all(held(ledger, 100, month) == 0 for month in MONTHS)


@given(pools(), st.integers(0, 14))
def test_the_ledger_at_an_earlier_instant_is_a_prefix_of_the_later_one(drawn, until):
    found, earned = drawn
    earlier = book([c for c in found if c.at <= until], [e for e in earned if e.at <= until])
    later = book(found, earned)
    assert later.entries[: len(earlier.entries)] == earlier.entries
    assert later.counters[: len(earlier.counters)] == earlier.counters


@given(pools(), st.randoms())
def test_the_order_in_which_things_are_handed_over_does_not_matter(drawn, random):
    found, earned = drawn
    apart = [e for n, e in enumerate(earned) if all(e.at != other.at for other in earned[:n])]
    there, back = book(found, apart), book(random.sample(found, len(found)), random.sample(apart, len(apart)))
    assert (there.entries, there.counters) == (back.entries, back.counters)
