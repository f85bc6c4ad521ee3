"""Promises that rest on time or values: what is left is a time or a number, never a count of items."""

from decimal import Decimal

from accordant.report.card import Card
from accordant.report.page import scorecard_html
from accordant.report.text import scorecard_text
from report.reading import Page
from report.small import card_of, event, small

UPTIME = """
  uptime: {owed by: left, owed to: right, availability: {down: [outage]}, target: at least 99.9%, window: month}
"""
DELAY = """
  pace: {owed by: left, owed to: right, statistic: {take: mean, of: delay}, target: at most 45 ms, window: month}
"""
DOWN = [event("web", "down", "2026-03-02 10:00"), event("web", "up", "2026-03-02 12:00")]


def card(obligations: str, events: list, as_of: str = "2026-04-10 12:00") -> Card:  # type: ignore[type-arg]
    made = card_of(*small(obligations, events, as_of), "2026-03")
    assert made.cards[0].title in Page(scorecard_html(made)).text
    assert "items" not in scorecard_text(made, False, 100).split("Ask again")[0]
    return made.cards[0]


def told(one: Card) -> dict[str, str]:
    return {fact.label: fact.text for fact in one.facts}


def test_downtime_stands_beside_what_was_allowed() -> None:
    """March in Berlin has 743 hours; 0.1% of them are 44.58 minutes, and two hours were down."""
    one = card(UPTIME, DOWN)
    assert (one.value.text, one.against) == ("99.73%", "of at least 99.9%")  # type: ignore[union-attr]
    assert told(one) == {
        "Left": "0, 1 h 15 min too much",
        "Down": "2 h in 1 outage, 45 min allowed",
        "Measured": "31 days",
    }


def test_a_month_that_runs_says_how_much_more_downtime_loses_it() -> None:
    short = [event("web", "down", "2026-03-02 10:00"), event("web", "up", "2026-03-02 10:10")]
    one = card(UPTIME, short, "2026-03-20 12:00")
    assert told(one)["Left"] == "35 min of 45 min"
    assert "More than 35 min of further downtime and March 2026 is lost." in one.lines


def test_a_number_is_told_in_its_unit_and_never_as_a_percentage() -> None:
    events = [event(f"p{i}", "seen", f"2026-03-0{i} 10:00", pace=Decimal(40 + 5 * i)) for i in (1, 2)]
    one = card(DELAY, events)
    assert (one.state.word, one.value.text) == ("missed", "47.50 ms")  # type: ignore[union-attr]
    assert told(one) == {"Left": "2.5 ms beyond the limit", "Measured": "2 values"}
