"""Quantities as people write them: exact, with their unit in words, and nothing that only looks like one."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordant.terms.condition import Missed
from accordant.terms.target import AllowedMisses, Bound
from accordant.terms.values import Length, Money, Quantity
from accordant.terms.window import Window
from accordant.text import quantity


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("4 business hours", Length(4, "hour", business=True)),
        ("1 business hour", Length(1, "hour", business=True)),
        ("2 business days", Length(2, "day", business=True)),
        ("2 business days end of day", Length(2, "day", business=True, end_of_day=True)),
        ("2 business days, end of day", Length(2, "day", business=True, end_of_day=True)),
        ("end of day", Length(0, "day", business=True, end_of_day=True)),
        ("30 days", Length(30, "day")),
        ("1 month", Length(1, "month")),
        ("1,000 minutes", Length(1000, "minute")),
    ],
)
def test_lengths_name_their_clock(text: str, length: Length) -> None:
    assert quantity.length(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "4",
        "4h",
        "4 hrs",
        "1.5 hours",
        "-1 hours",
        "4 business months",
        "30 days end of day",
        "four hours",
        "",
        "4 Hours",
    ],
)
def test_other_words_are_no_length(text: str) -> None:
    assert quantity.length(text) is None


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("667", "667", ""),
        ("95%", "95", "%"),
        ("99.97%", "99.97", "%"),
        ("45 ms", "45", "ms"),
        ("600,000 USD", "600000", "USD"),
        ("-3.5 °C", "-3.5", "°C"),
        ("0.1", "0.1", ""),
    ],
)
def test_quantities_are_exact_and_keep_their_unit(text: str, number: str, unit: str) -> None:
    found = quantity.quantity(text)
    assert found == Quantity(Decimal(number), unit)
    assert found is not None and str(found.number) == number


@pytest.mark.parametrize(
    "text", ["60,00", "1,0000", "6,000,00", "45ms", "1e3", "NaN", "inf", "٣", "95 %%", "%", "1_000"]
)
def test_other_figures_are_no_quantity(text: str) -> None:
    assert quantity.quantity(text) is None


def test_money_has_a_currency_and_no_more_digits_than_its_smallest_unit() -> None:
    assert quantity.money("250,000 EUR") == Money(Decimal(250000), "EUR")
    assert quantity.money("0.05 USD") == Money(Decimal("0.05"), "USD")
    assert quantity.money("1.234 BHD") == Money(Decimal("1.234"), "BHD")
    for wrong in ("0.005 USD", "1.5 JPY", "100 EURO", "100", "EUR 100"):
        assert quantity.money(wrong) is None


def test_a_thirtieth_stays_a_fraction() -> None:
    assert quantity.payment("1/30") == Fraction(1, 30)
    assert quantity.payment("1/0") is None


def test_bounds_read_as_sentences() -> None:
    assert quantity.bound("at least 95%") == Bound("at least", low=Quantity(Decimal(95), "%"))
    assert quantity.bound("at most 45 ms") == Bound("at most", high=Quantity(Decimal(45), "ms"))
    both = Bound("between", Quantity(Decimal(10), "ms"), Quantity(Decimal(20), "ms"))
    assert quantity.bound("between 10 and 20 ms") == quantity.bound("between 10 ms and 20 ms") == both
    assert quantity.bound("all") == Bound("all")
    assert quantity.bound("none") == Bound("none")
    for wrong in ("95%", "at least", "between 20 and 10", "between 10 s and 20 ms", "every", "at least all"):
        assert quantity.bound(wrong) is None


def test_windows_are_calendar_units_or_roll() -> None:
    assert quantity.window("month") == Window("month")
    assert quantity.window("rolling 30 days") == Window("rolling", 30)
    for wrong in ("months", "30 days", "rolling 0 days", "rolling month", "hour"):
        assert quantity.window(wrong) is None


def test_runs_of_misses_are_counted_in_words() -> None:
    assert quantity.missed("speed missed") == Missed("speed")
    assert quantity.missed("speed missed in 2 consecutive windows") == Missed("speed", 2, 2)
    assert quantity.missed("speed missed in 2 of 3 consecutive windows") == Missed("speed", 2, 3)
    assert quantity.missed("speed missed twice in a row") == Missed("speed", 2, 2)
    assert quantity.missed("calls missed missed") == Missed("calls missed")
    for wrong in ("speed missed in 3 of 2 consecutive windows", "speed misses", "missed"):
        assert quantity.missed(wrong) is None


def test_misses_may_be_forgiven_in_small_windows() -> None:
    assert quantity.allowed_misses("2 when fewer than 40") == AllowedMisses(2, 40)
    assert quantity.allowed_misses("2") == AllowedMisses(2)


def test_dates_and_times_of_day_exist() -> None:
    assert quantity.day("2024-02-29") == date(2024, 2, 29)
    assert quantity.day("2026-02-29") is None
    assert quantity.day("2026-1-1") is None
    assert quantity.minute("24:00") == 1440
    assert quantity.minute("24:01") is None
    assert quantity.minute("9:00") is None


@settings(deadline=None)
@given(
    st.builds(
        Length, st.integers(0, 9_999_999), st.sampled_from(["second", "minute", "hour", "day"]), st.booleans()
    )
)
def test_a_length_reads_back_as_it_prints(length: Length) -> None:
    assert quantity.length(str(length)) == length


@settings(deadline=None)
@given(st.decimals(-(10**12), 10**12, places=3), st.sampled_from(["", "%", "ms", "USD", "open tickets"]))
def test_a_quantity_reads_back_as_it_prints(number: Decimal, unit: str) -> None:
    assert quantity.quantity(str(Quantity(number, unit))) == Quantity(number, unit)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_no_text_makes_a_form_raise(text: str) -> None:
    forms = [form for form in vars(quantity).values() if isinstance(form, quantity.Form)]
    assert len(forms) > 10
    for form in forms:
        form.read(text)
