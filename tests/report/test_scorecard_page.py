"""The scorecard's page: one file that stands alone, with states in words and numbers that lead to their items."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib.resources import files

import pytest

from accordant.measure.measurement import Item, Near
from accordant.report.fact import plain
from accordant.report.left import left
from accordant.report.nouns import nouns
from accordant.report.page import scorecard_html
from accordant.report.scorecard import Scorecard, scorecard
from accordant.report.state import MET
from report.november import items, moments, november
from report.reading import Element, Page
from report.small import at, card_of, event, small

SPEED = """
  speed:
    owed by: left
    owed to: right
    time: {from: asked, to: answered}
    within: 2 business hours
    target: at least 95%
    window: month
"""
ANSWERED = [
    event("one", "asked", "2026-03-02 10:00"),
    event("one", "answered", "2026-03-02 10:30"),
    event("two", "asked", "2026-03-03 10:00"),
]


@cache
def november_card() -> Scorecard:
    return scorecard(november(), items, "2026-11", (), ["12 rows were rejected"], moments)


@cache
def november_page() -> Page:
    return Page(scorecard_html(november_card()))


def states(page: Page) -> list[Element]:
    return page.all("span", "st")


def pages() -> dict[str, Page]:
    one_sided = small(
        SPEED,
        ANSWERED,
        "2026-04-10 12:00",
        kind="customer",
        parties=("  left: {name: City}\n  right: {name: Residents, kind: audience}"),
    )
    running = small(SPEED, ANSWERED, "2026-03-20 12:00")
    silent = small(SPEED, [], "2026-04-10 12:00")
    return {
        "november": november_page(),
        "without items": Page(scorecard_html(scorecard(november(), None, "2026-11"))),
        "one-sided": Page(scorecard_html(card_of(*one_sided, "2026-03"))),
        "running": Page(scorecard_html(card_of(*running, "2026-03"))),
        "no data": Page(scorecard_html(card_of(*silent, "2026-03"))),
    }


PAGES = pages()
each_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


@each_page
def test_nothing_is_fetched_and_nothing_runs(page: Page) -> None:
    assert not page.all("script")
    for element in page.elements:
        for name, value in element.attributes.items():
            assert name != "style" and not name.startswith("on"), f"{element.tag} has {name}"
            assert name not in ("src", "action", "formaction", "poster", "srcset")
            if name in ("href", "xlink:href") and element.tag != "link":
                assert value.startswith("#"), f"{element.tag} leads to {value}"
    icon = page.all("link")
    assert [one.attributes["href"][:19] for one in icon] == ["data:image/svg+xml,"]
    assert "url(" not in re.sub(r"url\(#[^)]*\)", "", "".join(one.text for one in page.all("style")))


@each_page
def test_the_tokens_stand_first_word_for_word(page: Page) -> None:
    tokens = files("accordant.report").joinpath("templates", "tokens.css").read_text("utf-8")
    assert "".join(page.all("style")[0].texts) == tokens


@each_page
def test_every_link_leads_to_a_place_on_the_page(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    links = [one for one in page.elements if one.tag in ("a", "use") and "href" in one.attributes]
    assert {one.attributes["href"][1:] for one in links} <= set(page.ids)
    labelled = [one.attributes["aria-labelledby"] for one in page.elements if "aria-labelledby" in one.attributes]
    assert {word for words in labelled for word in words.split()} <= set(page.ids)


@each_page
def test_every_fill_by_pattern_is_defined(page: Page) -> None:
    used = {v[5:-1] for e in page.elements for v in e.attributes.values() if v.startswith("url(#")}
    assert used <= {one.attributes["id"] for one in page.all("pattern")}


@each_page
def test_there_is_one_heading_of_the_first_order_and_sections_have_the_second(page: Page) -> None:
    assert len(page.all("h1")) == 1
    assert all(any(child.tag == "header" for child in one.children) for one in page.all("section"))


@each_page
def test_a_state_is_an_icon_and_a_word(page: Page) -> None:
    assert states(page)
    for one in states(page):
        assert one.text, "a state without its word"
        assert [child.tag for child in one.children] == ["svg"], "a state without its icon"


@each_page
def test_a_chart_says_its_result_and_is_drawn_twice(page: Page) -> None:
    for figure in page.all("figure", "chart"):
        drawings = [one for one in figure.children if one.tag == "svg"]
        assert [one.attributes["class"] for one in drawings] == ["wide", "narrow"]
        for one in drawings:
            assert one.attributes["role"] == "img"
            title, told = one.children[:2]
            assert (title.tag, told.tag) == ("title", "desc") and title.text and told.text


@each_page
def test_every_number_with_a_dotted_line_has_a_row_that_says_how_it_was_counted(page: Page) -> None:
    rows = {one.attributes["id"]: one for one in page.all("tr") if "id" in one.attributes}
    for link in page.all("a", "n"):
        row = rows[link.attributes["href"][1:]]
        cells = [child.text for child in row.children]
        assert cells[1], "a number that does not say what it is"


def test_november_reads_as_the_two_teams_agreed() -> None:
    text = november_page().text
    for words in (
        "Four of six promises were missed, two on each side.",
        "The agreement is degraded, not breached.",
        "92.3%",
        "unrounded 0.922883",
        "588 of at least 667 MQLs",
        "Qualified leads and lead quality: from 640 to 588",
        "0, 79 leads short",
        "91.0% of at least 95%",
        "0, 24 too many",
        "93.1% of at least 90%",
        "19 leads of 62",
        "3 of all 4 reports",
        "kept 1 of 3",
        "31 could not be told to be MQL or not",
        "12 rows were rejected",
    ):
        assert words in text, words


def test_a_tab_shows_the_window_and_its_verdict_first() -> None:
    title = november_page().all("title")[0].text
    assert title == "November 2026: degraded, 92.3%. Marketing and Sales agreement 2026"


def test_the_waterfall_says_how_far_behind_and_what_it_takes() -> None:
    text = november_page().text
    assert "79 short of 667. On Fri 13 Nov it was 23.5 behind, and needed 35.7 a day (planned 33.35)." in text
    assert "forecast on 13 Nov: 620, 8 in 10 between 587 and 653" in text
    assert "26 shut" in text


def test_the_waiting_times_count_those_still_waiting_and_never_a_mean_alone() -> None:
    text = november_page().text
    assert "7 are late and still waiting" in text
    assert "546 of 600 within their limit, 91.0% against at least 95%." in text
    assert "Percentiles are nearest rank over all 600, those still waiting included." in text


def test_the_pipeline_follows_the_counted_leads_by_source() -> None:
    line = november_card().pipeline
    assert line is not None
    assert (line.stages, line.total.reached) == (("MQL", "SAL", "SQL", "won"), (588, 431, 141, 17))
    assert [(source.name, source.reached) for source in line.sources] == [
        ("referral", (294, 215, 70, 8)),
        ("webinar", (294, 216, 71, 9)),
    ]


def test_what_was_taken_away_is_split_by_the_reasons_the_agreement_lists() -> None:
    """SC1: 52 rejections, 31 duplicates, 13 without such a person, 8 competitors; 640 - 52 = 588."""
    outs = [out for side in november_card().sides for out in side.left_out]
    assert [(label, number) for label, number in outs[0].lines if isinstance(number, int)] == [
        ("Rejected: duplicate", -31),
        ("Rejected: no such person", -13),
        ("Rejected: competitor", -8),
    ]
    assert outs[0].heading == "Qualified leads and lead quality: from 640 to 588"
    assert ("Cancelled: rejected or spam", -55) in outs[1].lines


def test_the_pipeline_says_why_a_promise_counts_fewer_than_reached_the_stage() -> None:
    """141 became SQL within 30 days and five more later: the promise counts 141, the pipeline 146."""

    def late(stage: str, near: Near | None) -> Iterator[Item]:
        yield from moments(stage)
        if stage == "SQL":
            yield from (replace(one, obligation="SQL") for one in list(moments("SAL"))[200:205])

    line = scorecard(november(), items, "2026-11", moments=late).pipeline
    assert line is not None and line.total.reached[2] == 146
    assert line.notes == ("Of the 146 SQLs, 141 came within 30 days, as lead quality asks.",)
    assert november_card().pipeline.notes == ()  # type: ignore[union-attr]


def test_a_promise_named_like_a_part_of_the_page_keeps_its_own_place() -> None:
    named = [
        SPEED.replace("  speed:", f"  {name}:") for name in ("notes", "speed", "speed met", "numbers", "open")
    ]
    page = Page(scorecard_html(card_of(*small("".join(named), ANSWERED, "2026-04-10 12:00"), "2026-03")))
    assert len(page.ids) == len(set(page.ids))


def test_a_percentage_stands_with_its_two_counts() -> None:
    for card in november_card().cards:
        if card.verdict and card.verdict.valid and "%" in card.value.text:  # type: ignore[union-attr]
            counts = f"{card.verdict.good:,} of {card.verdict.valid:,}"
            assert any(fact.text == counts for fact in card.facts), card.title


def test_missing_data_is_never_shown_as_kept() -> None:
    evaluation, engine = small(SPEED, [], "2026-04-10 12:00")
    card = card_of(evaluation, engine, "2026-03")
    assert [one.state.word for one in card.cards] == ["no data"]
    page = Page(scorecard_html(card))
    words = {one.text for one in states(page)}
    assert words == {"no data"}
    assert "100%" not in page.text and "0%" not in page.text.replace("100%", "")


def test_below_the_minimum_sample_nothing_is_too_many() -> None:
    few = SPEED.replace("target: at least 95%", "target: {at least: 95%, minimum sample: 50}")
    one = card_of(*small(few, ANSWERED, "2026-04-10 12:00"), "2026-03").cards[0]
    assert (one.state.word, one.facts[0].text) == ("no data", "nothing is judged")
    assert one.lines == ("2 items, and the minimum sample is 50.",)


def test_a_miss_by_a_hair_does_not_read_as_its_target() -> None:
    kept = [
        e
        for i in range(1_899)
        for e in (event(f"k{i}", "asked", "2026-03-02 10:00"), event(f"k{i}", "answered", "2026-03-02 10:30"))
    ]
    late = [event(f"l{i}", "asked", "2026-03-02 10:00") for i in range(100)]
    target = SPEED.replace("95%", "95.0%")
    card = card_of(*small(target, [*kept, *late], "2026-04-10 12:00"), "2026-03")
    shown = card.cards[0]
    assert shown.state.word == "missed"
    assert shown.value.text == "94.997%"  # type: ignore[union-attr]


def test_what_sources_tell_is_text_and_not_markup() -> None:
    nasty = "<script>alert(1)</script>&\"'"
    events = [event(nasty, "asked", "2026-03-02 10:00")]
    evaluation, engine = small(SPEED, events, "2026-04-10 12:00", title="'<b>Bold</b> & more'")
    html = scorecard_html(card_of(evaluation, engine, "2026-03"))
    assert "<script" not in html and "<b>Bold</b>" not in html
    page = Page(html)
    assert nasty in page.text and "<b>Bold</b> & more" in page.text


def test_long_lists_are_cut_and_say_so() -> None:
    page, card = november_page(), november_card()
    lengths = [len(number.listed.items) for number in card.numbers if number.listed]
    assert max(lengths) == card.listed
    assert f"The first {card.listed} of 588, by start" in page.text
    assert "--items items.csv" in page.text


def test_a_window_that_runs_is_said_to_run_and_says_what_would_lose_it() -> None:
    evaluation, engine = small(SPEED, ANSWERED[:2], "2026-03-20 12:00")
    card = card_of(evaluation, engine, "2026-03")
    page = Page(scorecard_html(card))
    assert "Still running: what is shown can change" in page.text
    assert "1 more miss and March 2026 is lost, if nothing else comes." in page.text
    assert all(one.text != MET.word for one in states(page)[:1])


QUALITY = """
  quality: {owed by: left, owed to: right, share: {good: answered, of: asked}, within: 30 days,
    target: at least 25%, window: month}
"""


def test_an_open_cohort_shows_its_bounds_and_never_the_share_of_those_who_were_quick() -> None:
    """Three asked, one was answered, thirty days have not passed: between 1 and 3 of 3, one of three is needed."""
    events = [*ANSWERED, event("three", "asked", "2026-03-04 10:00")]
    card = card_of(*small(QUALITY, events, "2026-03-20 12:00"), "2026-03").cards[0]
    assert card.value.text == "33.3 to 100.0%"  # type: ignore[union-attr]
    assert [(fact.label, fact.text) for fact in card.facts[1:]] == [
        ("Good of valid", "1 of 1, 2 open"),
        ("Needed", "1 of 3"),
    ]
    assert [(point.value, point.text) for point in card.trend][-1] == (None, "1 so far")


def test_a_missed_count_that_can_still_rise_says_how_far() -> None:
    obligation = november_card().terms.obligation("qualified leads")
    missed = next(c.verdict for c in november_card().cards if c.obligation.name == "qualified leads")
    assert missed is not None
    rising = replace(missed, actual=Fraction(537), spare=Fraction(130), highest=Fraction(588))
    words = nouns(obligation, november_card().terms)
    assert plain(left(obligation, rising, words, ended=True)) == "0, 79 to 130 leads short"
    assert plain(left(obligation, rising, words, ended=False)) == "130 leads to go"


def test_what_is_still_open_from_the_window_before_stands_under_the_next_one() -> None:
    follows = scorecard(november(), items, "2026-12").follows
    assert not follows.here
    assert ("Make good", "qualified leads", "Thu 31 Dec 24:00") in [
        (step.name, step.obligation, step.due) for step in follows.earlier
    ]


def test_the_sides_of_a_two_sided_agreement_are_columns_of_one_grid() -> None:
    sides = november_page().all("div", "side")
    assert [one.children[0].text.split()[0] for one in sides] == ["Marketing", "Sales"]
    assert all("panel" in one.classes for one in sides)


def test_a_party_that_owes_nothing_is_named_all_the_same() -> None:
    page = PAGES["one-sided"]
    assert "Residents owes nothing here Promises are owed to it; it signs nothing." in page.text
    assert "Speed" in page.text


def test_silenced_rules_stand_on_the_page_with_their_reason() -> None:
    rest = "silence: {R202: the teams share a goal elsewhere}\n"
    evaluation, engine = small(SPEED, ANSWERED, "2026-04-10 12:00", rest=rest)
    page = Page(scorecard_html(card_of(evaluation, engine, "2026-03")))
    assert "R202: the teams share a goal elsewhere" in page.text


def test_the_same_evaluation_gives_the_same_bytes() -> None:
    again = scorecard(november(), items, "2026-11", (), ["12 rows were rejected"], moments)
    assert scorecard_html(again) == scorecard_html(november_card())


def test_weeks_inside_a_month_are_shown_one_by_one() -> None:
    weekly = SPEED.replace("window: month", "window: week")
    evaluation, engine = small(weekly, ANSWERED, "2026-04-10 12:00")
    card = card_of(evaluation, engine, "2026-03").cards[0]
    assert [row.state.word for row in card.rows] == ["no data", "missed", "no data", "no data", "no data"]
    assert card.state.word == "missed"


def test_groups_are_shown_each_with_its_state() -> None:
    tiers = SPEED.replace(
        "target: at least 95%", "target: {by: colour, tiers: {red: at least 95%, blue: at least 50%}}"
    )
    events = [
        event("one", "asked", "2026-03-02 10:00", colour="red"),
        event("two", "asked", "2026-03-02 10:00", colour="blue"),
        event("two", "answered", "2026-03-02 10:10", colour="blue"),
    ]
    card = card_of(*small(tiers, events, "2026-04-10 12:00"), "2026-03").cards[0]
    assert {row.name: row.state.word for row in card.rows} == {"red": "missed", "blue": "met"}
    assert at("2026-03-02 10:00") < at("2026-03-02 10:10")
