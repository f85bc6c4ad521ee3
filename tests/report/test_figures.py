"""Numbers to be read: rounded, never across a verdict; markup that escapes what it is given."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant.measure.measurement import Outcome
from accordant.report.figure import felt, part_text, quotient, score_text, share_text, short, signed
from accordant.report.markup import el
from accordant.report.period import asked_words, end_words, look_words, period_short, period_words
from accordant.report.subject import keys
from accordant.terms.target import Bound
from accordant.terms.values import Quantity
from accordant.zone import local_instant

MINUTE, HOUR = 60_000_000, 3_600_000_000


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (45_000_000, "45 s"),
        (20 * MINUTE, "20 min"),
        (101 * MINUTE, "1 h 41 min"),
        (8 * HOUR, "1 day"),
        (9 * HOUR, "1 day 1 h"),
        (16 * HOUR - MINUTE, "2 days"),
        (100 * HOUR, "13 days"),
    ],
)
def test_lengths_of_time_are_said_in_two_units(length: int, words: str) -> None:
    assert felt(length, 8 * HOUR) == words


def test_a_division_says_whether_it_came_out_even() -> None:
    assert quotient(546, 600) == "546 ÷ 600 = 0.91"
    assert quotient(141, 588) == "141 ÷ 588 ≈ 0.239796"


def test_differences_carry_their_sign() -> None:
    assert (signed(Fraction(-47, 2)), signed(Fraction(12)), signed(Fraction(0))) == ("−23.5", "+12", "0")
    assert short(Fraction(667, 20)) == "33.35"


@given(st.fractions(0, 1))
def test_only_a_full_score_prints_as_100(value: Fraction) -> None:
    assert (score_text(value) == "100.0") == (value == 1)


@given(st.fractions(0, 50), st.integers(1, 50))
def test_a_part_never_prints_as_the_whole(value: Fraction, whole: int) -> None:
    if value < whole:
        assert Fraction(part_text(value, Fraction(whole))) < whole


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from(["95", "99.9", "100", "50"]))
def test_a_missed_share_never_prints_at_its_target(good: int, valid: int, percent: str) -> None:
    bound = Bound("at least", Quantity(Decimal(percent), "%"))
    value = Fraction(min(good, valid), valid)
    if value < bound.low.fraction:  # type: ignore[union-attr]
        shown = share_text(value, bound, Outcome.MISSED)
        assert Fraction(shown.rstrip("%")) < Fraction(percent)


@pytest.mark.parametrize(
    ("label", "words", "brief"),
    [
        ("2026-11", "November 2026", "Nov"),
        ("2026-Q4", "Q4 2026", "Q4"),
        ("2026-W40", "week of 28 September 2026", "W40"),
        ("2026-10-05", "5 October 2026", "5 Oct"),
        ("2026", "2026", "2026"),
        ("term", "the whole term", "term"),
    ],
)
def test_windows_have_names_for_people(label: str, words: str, brief: str) -> None:
    assert (period_words(label), period_short(label)) == (words, brief)


def test_a_deadline_at_the_end_of_a_date_is_24_00_of_it() -> None:
    midnight = local_instant("America/New_York", datetime(2026, 12, 9))
    assert end_words(midnight, "America/New_York") == "Tue 8 Dec 24:00"
    assert end_words(midnight - 1, "America/New_York") == "Tue 8 Dec 24:00"
    assert end_words(midnight + HOUR, "America/New_York") == "Wed 9 Dec 01:00"


def test_the_last_instant_of_a_date_is_asked_for_by_the_date() -> None:
    midnight = local_instant("America/New_York", datetime(2026, 12, 9))
    assert look_words(midnight - 1, "America/New_York") == "Tue 8 Dec 2026 24:00 EST"
    assert asked_words(midnight - 1, "America/New_York") == "2026-12-08"
    assert look_words(midnight, "America/New_York") == "Wed 9 Dec 2026 00:00 EST"
    assert asked_words(midnight, "America/New_York") == "2026-12-09T00:00-05:00"


@given(st.lists(st.text(min_size=1), unique=True, max_size=20))
def test_every_name_gets_a_link_of_its_own_without_spaces(names: list[str]) -> None:
    found = keys(names)
    assert len(set(found.values())) == len(names)
    assert all(word and not any(c.isspace() for c in word) for word in found.values())


@given(st.text(), st.text())
def test_text_and_attributes_come_back_as_they_were(text: str, attribute: str) -> None:
    seen: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.update({tag: dict(attrs)["title"] or ""})

        def handle_data(self, data: str) -> None:
            seen["text"] = seen.get("text", "") + data

    reader = Reader(convert_charrefs=True)
    reader.feed(el("p", text, title=attribute))
    reader.close()
    assert seen.get("text", "") == text
    assert seen["p"] == attribute
