"""Display: rounded to be read, never into another verdict."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant.judge.rounding import shown
from accordant.terms.target import Bound
from accordant.terms.values import Quantity


def least(number: str, unit: str = "%") -> Bound:
    return Bound("at least", Quantity(Decimal(number), unit))


@pytest.mark.parametrize(
    ("value", "target", "met", "digits", "text"),
    [
        (Fraction(91, 100), "95", False, 1, "91.0%"),
        (Fraction(141, 588), "25", False, 2, "23.98%"),
        (Fraction(9_989_996, 10_000_000), "99.9", False, 2, "99.89996%"),
        (Fraction(94_951, 100_000), "94.96", False, 1, "94.95%"),
        (Fraction(99_904, 100_000), "99.903", True, 2, "99.904%"),
        (Fraction(33, 35), "95", True, 1, "94.3%"),
        (Fraction(1, 8), "5", True, 1, "12.5%"),
        (Fraction(1, 800), "0", True, 2, "0.12%"),
        (Fraction(3, 800), "0", True, 2, "0.38%"),
    ],
)
def test_values_print_as_people_write_them(value: Fraction, target: str, met: bool, digits: int, text: str):
    assert shown(value, least(target), met, digits) == text


def test_amounts_print_with_their_unit():
    assert shown(Fraction(190_000), least("200000", "USD"), False, 0) == "190,000 USD"
    assert shown(Fraction(-3, 2), None, None, 1) == "-1.5"


def test_nothing_judged_is_merely_rounded():
    assert shown(Fraction(9_989_996, 10_000_000), least("99.9"), None, 1) == "99.9%"


shares = st.fractions(0, 1)
targets = st.decimals(0, 100, places=3)


@given(shares, targets, st.integers(0, 3))
def test_what_is_printed_falls_on_the_side_of_the_target_on_which_it_was_judged(
    value: Fraction, target: Decimal, digits: int
):
    bound = least(str(target))
    met = value >= Fraction(target) / 100
    printed = Fraction(Decimal(shown(value, bound, met, digits).removesuffix("%")))
    assert (printed >= Fraction(target)) == met


@given(shares, st.integers(0, 6))
def test_rounding_is_off_by_at_most_half_a_digit(value: Fraction, digits: int):
    printed = Fraction(Decimal(shown(value, None, None, digits, "%").removesuffix("%")))
    assert abs(printed - value * 100) <= Fraction(1, 2 * 10**digits)
