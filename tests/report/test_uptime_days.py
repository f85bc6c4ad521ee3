"""Uptime by day and error budgets: dates that are up, down, untold and to come are never confused."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from accordant.report.page import scorecard_html
from accordant.report.scorecard import Scorecard
from accordant.report.text import scorecard_text
from accordant.report.uptime import dates_between, time_by_day
from report.reading import Page
from report.small import ZONE, at, card_of, event, small

UPTIME = """
  uptime:
    owed by: left
    owed to: right
    availability: {down: outage, denominator: window}
    target: at least 99.9%
    window: month
"""
WATCHED = """
  uptime:
    owed by: left
    owed to: right
    availability: {down: outage, denominator: window, gap after: 2 days, unknown at most: 100%}
    target: at least 99.9%
    window: month
"""
ANSWERS = """
  answers:
    owed by: left
    owed to: right
    time: {from: asked, to: answered}
    within: 1 day
    target: at least 50%
    window: month
"""
OUTAGES = [
    event("o1", "down", "2026-03-09 23:00"),
    event("o1", "up", "2026-03-10 01:10"),
    event("o2", "down", "2026-02-03 10:00"),
    event("o2", "up", "2026-02-03 10:20"),
]
MINUTE = 60_000_000


def looked_at(obligations: str, as_of: str, window: str, events: list[object] = OUTAGES) -> Scorecard:
    return card_of(*small(obligations, events, as_of), window)


def kinds(card: Scorecard, month: int) -> dict[int, str]:
    days = card.uptimes[0].bars[0].days
    return {day.date.day: day.kind for day in days if day.date.month == month}


def test_an_outage_over_midnight_is_down_on_both_dates() -> None:
    card = looked_at(UPTIME, "2026-04-01 00:00", "2026-03")
    days = {day.date: day.down for day in card.uptimes[0].bars[0].days if day.down}
    assert days[date(2026, 3, 9)] == 60 * MINUTE
    assert days[date(2026, 3, 10)] == 70 * MINUTE


def test_months_before_stand_beside_the_window_with_their_own_value_and_state() -> None:
    spans = looked_at(UPTIME, "2026-04-01 00:00", "2026-03").uptimes[0].bars[0].spans
    assert [(span.label, span.state.word) for span in spans] == [
        ("2026-01", "met"),
        ("2026-02", "met"),
        ("2026-03", "missed"),
    ]
    assert [len(span.days) for span in spans] == [31, 28, 31]


def test_a_date_that_has_not_come_is_neither_up_nor_without_data() -> None:
    found = kinds(looked_at(UPTIME, "2026-03-20 12:00", "2026-03"), 3)
    assert (found[8], found[9], found[20], found[21]) == ("up", "down", "up", "to come")


def test_a_date_nobody_told_of_is_not_up() -> None:
    found = kinds(looked_at(WATCHED, "2026-03-20 12:00", "2026-03"), 3)
    assert (found[1], found[9], found[12], found[15]) == ("unknown", "down", "unknown", "unknown")


@given(st.lists(st.tuples(st.integers(0, 80 * 24 * 60), st.integers(1, 3_000)), max_size=6))
def test_the_dates_add_up_to_the_time_down_whatever_the_change_of_clocks(spans: list[tuple[int, int]]) -> None:
    begin = at("2026-02-10 00:00")
    stretches = [(begin + start * MINUTE, begin + (start + length) * MINUTE) for start, length in spans]
    dates = dates_between(begin, begin + 90 * 1_440 * MINUTE, ZONE)
    minutes = {minute for start, length in spans for minute in range(start, start + length)}
    assert sum(time_by_day(stretches, dates, ZONE)) == len(minutes) * MINUTE


def test_every_bar_says_its_date_and_those_that_were_down_lead_to_the_outages() -> None:
    page = Page(scorecard_html(looked_at(UPTIME, "2026-04-01 00:00", "2026-03")))
    titles = {title.text for title in page.all("title")}
    assert {"Mon 9 Mar: 1 h down", "Sun 8 Mar: no minute down", "Tue 3 Feb: 20 min down"} <= titles
    links = {link.attributes["href"] for link in page.all("a") if link.children and link.children[0].tag == "rect"}
    assert links == {"#promise-uptime.outages.items"}
    assert links <= {f"#{one}" for one in page.ids}


def test_an_overdrawn_budget_says_by_how_much() -> None:
    card = looked_at(UPTIME, "2026-04-01 00:00", "2026-03")
    words = "2 h 10 min of 45 min spent: overdrawn by 1 h 25 min"
    assert words in scorecard_text(card, colour=False, width=200)
    assert f"{words}." in Page(scorecard_html(card)).text.replace(" :", ":")


def test_a_running_budget_says_how_fast_it_burns_and_when_it_is_gone() -> None:
    early = [event("o1", "down", "2026-03-04 10:00"), event("o1", "up", "2026-03-04 10:20")]
    text = scorecard_text(looked_at(UPTIME, "2026-03-08 00:00", "2026-03", early), colour=False, width=300)
    assert "20 min of 45 min spent, 25 min left; burning 2 times as fast as the month allows" in text
    assert "at this pace nothing is left after 16 Mar" in text


def test_of_items_the_budget_counts_misses_by_the_date_they_became_one() -> None:
    asked = [event(f"c{n}", "asked", f"2026-03-0{n} 10:00") for n in range(1, 5)]
    answered = [event(f"c{n}", "answered", f"2026-03-0{n} 11:00") for n in range(1, 4)]
    burn = looked_at(ANSWERS, "2026-04-01 00:00", "2026-03", [*asked, *answered]).burns[0]
    assert (burn.allowance, burn.spent, burn.is_time) == (2, 1, False)
    assert burn.by_day[3:6] == (0, 1, 1)


def test_where_nothing_may_be_lost_there_is_no_budget() -> None:
    assert not looked_at(UPTIME.replace("99.9%", "100%"), "2026-04-01 00:00", "2026-03").burns


def test_on_a_terminal_a_window_is_a_line_with_a_bar_a_date() -> None:
    text = scorecard_text(looked_at(UPTIME, "2026-03-20 12:00", "2026-03"), colour=False, width=120)
    line = next(line for line in text.splitlines() if line.startswith("  Mar"))
    assert line.split()[1] == "▁" * 8 + "▇█" + "▁" * 10
    assert line.endswith("✘ missed")
