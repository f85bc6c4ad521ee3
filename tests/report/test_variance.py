"""Variance: a difference of worth is split exactly, and only where the text has every piece of the plan."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from accordant.report.page import scorecard_html
from accordant.report.scorecard import Scorecard, scorecard
from accordant.report.text import scorecard_text
from accordant.report.variance import Chain, Effects, effects
from accordant.report.variance_words import outcome, question, rows
from report.november import items, moments, november
from report.reading import Page
from report.small import card_of, event, small

AMOUNTS = st.fractions(0, 10**6, max_denominator=1000)
CHAINS = st.builds(Chain, AMOUNTS, st.fractions(0, 1, max_denominator=100), AMOUNTS)
PROMISES = """
  asks: {owed by: left, owed to: right, count: asked, target: at least 10, window: month}
  closing: {owed by: right, owed to: left, share: {good: sold, of: asked, counted by: flow},
    target: at least 50%, window: month}
  revenue: {owed by: right, owed to: left, sum: sold, target: "at least 1,000 EUR", window: month}
"""


def test_sc1_is_short_by_volume_and_conversion_and_not_by_value() -> None:
    """DOMAIN F1.8: (588 - 2000/3) x 3% x 18,000 = -42,480; 588 x (17/588 - 3%) x 18,000 = -11,520; value 0."""
    planned = Chain(Fraction(2000, 3), Fraction(3, 100), Fraction(18_000))
    actual = Chain(Fraction(588), Fraction(17, 588), Fraction(18_000))
    assert (planned.worth, actual.worth) == (360_000, 306_000)
    found = effects(planned, actual)
    assert found == Effects(Fraction(-42_480), Fraction(-11_520), Fraction(0))
    assert found.total == -54_000


@given(CHAINS, CHAINS)
def test_the_effects_add_up_to_the_whole_difference(planned: Chain, actual: Chain) -> None:
    assert effects(planned, actual).total == actual.worth - planned.worth


def sales(asked: int, sold: int, price: str) -> Scorecard:
    events = [event(f"c{i}", "asked", "2026-03-02 10:00") for i in range(asked)]
    events += [event(f"c{i}", "sold", "2026-03-09 10:00", price=Decimal(price)) for i in range(sold)]
    return card_of(*small(PROMISES, events, "2026-04-10 12:00"), "2026-03")


def test_three_promises_that_make_a_chain_say_why_the_worth_fell_short() -> None:
    """Planned 10 x 50% x 200 = 1,000; came 8, 3 sold at 220: -200 by number, -200 by conversion, +60 by value."""
    card = sales(8, 3, "220")
    told = card.variance
    assert told is not None and told.effects == Effects(Fraction(-200), Fraction(-200), Fraction(60))
    assert question(told) == "Why it was 340 EUR short"
    assert outcome(told) == "of 1,000 EUR (3 sold at 220 EUR): 66.0%"
    assert [(row.name, row.arithmetic, row.effect) for row in rows(told)] == [
        ("Fewer asked", "(8 − 10) × 50% × 200 EUR", "−200 EUR"),
        ("Fewer of them sold", "8 × (3 ÷ 8 − 50%) × 200 EUR", "−200 EUR"),
        ("More each", "3 × (220 − 200)", "+60 EUR"),
        ("Short of the plan", "", "−340 EUR"),
    ]
    assert "Order of substitution" in Page(scorecard_html(card)).text
    assert "Revenue: why it was 340 EUR short" in scorecard_text(card, False, 100)


def test_a_flow_is_short_of_its_good_ones_and_not_of_misses() -> None:
    """Half of 8 is 4; 3 were sold."""
    card = next(one for one in sales(8, 3, "220").cards if one.title == "Closing")
    assert card.facts[0].text == "0, 1 sold short"
    assert card.lines == ()
    assert sales(8, 3, "220").summary.lead == "All three promises were missed, one by Left and two by Right."


def test_nothing_sold_leaves_no_value_effect() -> None:
    told = sales(10, 0, "1").variance
    assert told is not None and told.effects == Effects(Fraction(0), Fraction(-1000), Fraction(0))


def test_a_text_without_every_piece_of_the_plan_has_no_variance() -> None:
    """The flagship counts leads and their quality, and says nothing of what a customer is worth."""
    assert scorecard(november(), items, "2026-11", moments=moments).variance is None
