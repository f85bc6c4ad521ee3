"""The scorecard on a terminal: both sides beside each other, readable without colour."""

import re
from functools import cache

import pytest

from accordant.report.scorecard import Scorecard, scorecard
from accordant.report.subject import NoSuchWindow
from accordant.report.text import scorecard_text
from report.november import items, moments, november
from report.small import card_of, event, small

CODES = re.compile(r"\x1b\[[0-9;]*m")


@cache
def card() -> Scorecard:
    return scorecard(november(), items, "2026-11", (), (), moments)


def test_both_sides_stand_beside_each_other_where_there_is_room() -> None:
    lines = scorecard_text(card(), False, 120).splitlines()
    assert any("Marketing" in line and "Sales" in line and "kept 1 of 3" in line for line in lines)
    assert any("Qualified leads" in line and "Speed" in line for line in lines)


def test_on_a_narrow_terminal_one_side_stands_below_the_other() -> None:
    lines = scorecard_text(card(), False, 80).splitlines()
    assert not any("Qualified leads" in line and "Speed" in line for line in lines)
    assert any(line.startswith("Sales") for line in lines)


@pytest.mark.parametrize("width", [72, 80, 100, 120, 160])
def test_no_line_is_wider_than_the_terminal_but_the_commands(width: int) -> None:
    lines = scorecard_text(card(), False, width).splitlines()
    assert [line for line in lines if len(line) > width and not line.startswith("  accordant ")] == []


@pytest.mark.parametrize("width", [40, 80, 120])
def test_long_names_wrap_beside_their_state(width: int) -> None:
    name = "answers to everything that anybody in the northern region asks of the second level support desk"
    parties = "  left: {name: The Department for Long Names of the Northern Region}\n  right: {name: Right}"
    obligations = (
        f"\n  {name}: {{owed by: left, owed to: right, count: answered, target: at least 1, window: month}}\n"
    )
    made = card_of(*small(obligations, [], "2026-04-10 12:00", parties=parties), "2026-03")
    lines = scorecard_text(made, False, width).splitlines()
    commands = ("  accordant ", "  explain: ")
    assert [line for line in lines if len(line) > width and not line.startswith(commands)] == []
    assert any("desk" in line and "✘ missed" in line for line in lines)


def test_every_state_is_a_sign_and_a_word() -> None:
    text = scorecard_text(card(), False, 120)
    for words in ("◒ degraded", "✘ missed", "✔ met", "◌ owed", "◷ pending"):
        assert words in text


def test_what_is_left_stands_in_units_people_feel() -> None:
    text = scorecard_text(card(), False, 120)
    for words in ("Left: 0, 79 leads short", "Left: 19 leads of 62", "Left: 0, 24 too many", "546 of 600"):
        assert words in text
    assert "23.5 behind, needed 35.7 a day (planned 33.35)" in text


def test_colour_adds_nothing_but_colour() -> None:
    plain, coloured = (scorecard_text(card(), colour, 120) for colour in (False, True))
    assert "\x1b" not in plain
    assert "\x1b" in coloured
    assert CODES.sub("", coloured) == plain


def test_the_commands_that_ask_again_name_the_instant_and_the_window() -> None:
    text = scorecard_text(card(), False, 120)
    asked = [line.strip() for line in text.splitlines() if line.startswith("  accordant ")]
    assert [line.split()[1] for line in asked] == ["evaluate", "explain", "evaluate"]
    assert all("--as-of 2026-12-31T00:00-05:00" in line for line in asked)
    assert "--window 2026-11" in asked[0] and "--items items.csv" in asked[2]
    assert asked[1].startswith("accordant explain agreement.yaml speed L0 ")


def test_without_a_window_the_last_that_has_ended_is_shown() -> None:
    assert scorecard(november()).window == "2026-11"


def test_a_window_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(NoSuchWindow, match="there is no window '2025-01'; those that have begun: 2026-01,"):
        scorecard(november(), window="2025-01")


def test_an_agreement_without_weights_has_no_score() -> None:
    obligations = """
  answers: {owed by: left, owed to: right, count: answered, target: at least 1, window: month}
"""
    evaluation, engine = small(obligations, [event("a", "answered", "2026-03-02 10:00")], "2026-04-10 12:00")
    shown = card_of(evaluation, engine, "2026-03")
    assert (shown.summary.score, shown.summary.parts) == ("", ())
    assert "The promise was kept." in scorecard_text(shown, False, 100)
