"""Laws of the ledger and of answers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant.measure.measurement import Answer
from accordant.settle.answers import Asked, matched
from accordant.settle.cap import Limit
from accordant.settle.ledger import Claim, walk
from accordant.settle.money import EXACT, added, rounded
from accordant.terms.values import Money


def usd(cents: int) -> Money:
    return Money(Decimal(cents).scaleb(-2), "USD")


limits = st.builds(
    Limit,
    st.sampled_from([("a",), ("b",), ("a", "b")]),
    st.just(date(2026, 1, 1)),
    st.sampled_from([date(2026, 1, 4), date(2026, 1, 9)]),
    st.integers(0, 500).map(usd),
)


@st.composite
def claims(draw):
    """Draw claims under a few limits; each is under those that name its remedy on its date."""
    caps = draw(st.lists(limits, max_size=3))
    found = []
    for number in range(draw(st.integers(0, 8))):
        remedy, on = draw(st.sampled_from("ab")), date(2026, 1, 1) + timedelta(draw(st.integers(0, 9)))
        under = tuple(cap for cap in caps if cap.counts(remedy, on))
        found.append(Claim(number, remedy, draw(st.integers(0, 5)), on, usd(draw(st.integers(0, 300))), under))
    return caps, found


@given(claims())
def test_claims_never_exceed_a_cap_at_any_instant(drawn):
    caps, found = drawn
    entries = walk(found)
    for n in range(len(entries) + 1):
        for cap in caps:
            paid = [e.amount for e in entries[:n] if cap.counts(e.claim.remedy, e.claim.on)]
            assert added(paid, "USD").amount <= cap.at_most.amount


@given(claims())
def test_a_claim_pays_no_more_than_itself_and_less_only_where_a_cap_is_used_up(drawn):
    _, found = drawn
    entries = walk(found)
    for n, entry in enumerate(entries):
        assert 0 <= entry.amount.amount <= entry.claim.gross.amount
        if entry.amount != entry.claim.gross:
            held = entries[: n + 1]
            assert any(
                sum(e.amount.amount for e in held if cap.counts(e.claim.remedy, e.claim.on)) == cap.at_most.amount
                for cap in entry.claim.limits
            )


@given(claims(), st.integers(0, 5))
def test_the_ledger_at_an_earlier_instant_is_a_prefix_of_the_later_one(drawn, until):
    _, found = drawn
    earlier = walk([claim for claim in found if claim.at <= until])
    assert walk(found)[: len(earlier)] == earlier


@given(claims(), st.randoms())
def test_the_order_in_which_claims_are_handed_over_does_not_matter(drawn, random):
    _, found = drawn
    shuffled = random.sample(found, len(found))
    assert walk(shuffled) == walk(found)


asked = st.builds(
    Asked,
    st.sampled_from(["plan", "claim"]),
    st.sampled_from(["us", "them"]),
    st.sampled_from(["x", "y"]),
    st.sampled_from(["1", "2"]),
    st.integers(0, 9),
    st.none() | st.integers(5, 12),
)
answers = st.builds(
    Answer,
    st.sampled_from(["plan", "claim"]),
    st.integers(0, 12),
    st.sampled_from(["e1", "e2", "e3"]),
    st.sampled_from(["", "us", "them"]),
    st.sampled_from(["", "x", "y"]),
    st.sampled_from(["", "1", "2"]),
)


@given(st.lists(asked, max_size=6), st.lists(answers, max_size=6), st.randoms())
def test_the_order_in_which_answers_are_told_does_not_matter(waiting, told, random):
    assert matched(waiting, random.sample(told, len(told))) == matched(waiting, told)


@given(st.lists(asked, max_size=6), st.lists(answers, max_size=6), st.integers(0, 12))
def test_an_answer_given_by_an_instant_is_never_taken_away_by_a_later_one(waiting, told, until):
    before = matched(waiting, [answer for answer in told if answer.happened <= until])
    after = matched(waiting, told)
    assert before.items() <= after.items()


@given(st.lists(asked, max_size=6), st.lists(answers, max_size=6))
def test_each_answer_answers_one_consequence_of_its_declarer(waiting, told):
    found = matched(waiting, told)
    for i, answer in found.items():
        assert answer.definition == waiting[i].definition
        assert answer.by in ("", waiting[i].party)
    assert all(list(found.values()).count(answer) <= told.count(answer) for answer in found.values())


@given(st.fractions(0, 10**6), st.sampled_from(["USD", "JPY", "KWD"]))
def test_rounding_is_off_by_at_most_half_a_unit_and_half_goes_up(amount, currency):
    places = {"USD": 2, "JPY": 0, "KWD": 3}[currency]
    money = Fraction(rounded(amount, currency).amount)
    off = money - amount
    assert -Fraction(1, 2 * 10**places) < off <= Fraction(1, 2 * 10**places)


def test_a_sum_beyond_38_digits_raises_instead_of_losing_a_cent():
    with pytest.raises(ArithmeticError):
        EXACT.add(Decimal(10**38 - 1), Decimal("0.01"))
