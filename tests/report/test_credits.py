"""The credit ledger of a scorecard: arithmetic, deadlines with the time left, totals; rights and losses."""

from datetime import datetime
from pathlib import Path

import pytest

from accordant.cli.engine import late_limit
from accordant.evaluate import evaluate
from accordant.measure.memory.loaded import LoadedMemory
from accordant.report.page import scorecard_html
from accordant.report.scorecard import Scorecard, scorecard
from accordant.report.text import scorecard_text
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources
from accordant.zone import local_instant
from report.reading import Page

CASES = Path(__file__).parents[1] / "cases"


def looked_at(case: str, when: str, window: str | None = None) -> Scorecard:
    agreement, _ = read_agreement(CASES / case / "agreement.yaml")
    sources, _ = read_sources(CASES / case / "sources.yaml")
    assert agreement is not None and sources is not None
    as_of = local_instant(agreement.term.zone, datetime.fromisoformat(when))
    return scorecard(evaluate(agreement, LoadedMemory(sources, late_limit(agreement)), as_of), window=window)


def text_of(card: Scorecard) -> str:
    return " ".join(scorecard_text(card, colour=False, width=100).split())


@pytest.fixture(scope="module")
def calendar() -> Scorecard:
    return looked_at("claim-calendar-of-one-incident", "2026-12-10 15:00", "2026-11")


def test_each_credit_says_until_when_to_claim_it_and_how_long_that_is(calendar: Scorecard) -> None:
    told = {line.name: line.countdown for line in calendar.credits.here}
    assert told["Verizon claim"] == "claim by Mon 14 Dec 24:00, 4 days 9 h left"
    assert told["Cogent"] == "claim was to be made by Wed 9 Dec 24:00, over for 15 h"
    assert told["Bonterms"] == "claim by Wed 30 Dec 24:00, 20 days left"


def test_a_deadline_that_reads_in_two_ways_is_said_to_on_terminal_and_page(calendar: Scorecard) -> None:
    words = "may be read as 2027-01-31 too: the earlier date, 2027-01-30, counts"
    assert words in text_of(calendar)
    assert words in Page(scorecard_html(calendar)).text


def test_totals_keep_what_can_be_claimed_apart_from_what_expired(calendar: Scorecard) -> None:
    assert "All windows so far: 900.00 USD to claim, 450.00 USD expired" in text_of(calendar)
    page = Page(scorecard_html(calendar)).text
    assert "To claim Expired USD 900.00 USD 450.00 USD" in page


def test_what_caps_took_off_has_a_total_of_its_own() -> None:
    card = looked_at("sc6-two-templates", "2026-12-10 00:00", "2026-11")
    assert "cut by caps or shared incidents" in text_of(card)


def test_an_amount_stands_with_its_arithmetic() -> None:
    card = looked_at("sc5-cloud-credits", "2026-12-10 00:00", "2026-11")
    told = {line.name: (line.amount, line.reckoning) for line in card.credits.here}
    assert told["Instance credit"][0] == "93.00 USD"
    assert "30% of instance bill is 93.00 USD" in told["Instance credit"][1]
    assert all(reckoning in Page(scorecard_html(card)).text for _, reckoning in told.values())


def test_a_right_stands_with_its_misses_and_notices() -> None:
    told = text_of(looked_at("right-chronic-failure", "2026-12-07 09:00", "2026-11"))
    assert "Chronic failure, of Customer ◷ not yet" in told
    assert "Uptime, September 2026: missed, noticed Mon 5 Oct" in told


def test_a_loss_stands_with_every_cost_and_how_it_counts() -> None:
    page = Page(scorecard_html(looked_at("indemnity-capped", "2026-07-01 00:00", "2026-06"))).text
    assert "Third-party claims, S1 payable 100,000.00 USD Provider bears it for Our company." in page
    assert "'lost profit' 50,000.00 USD excluded" in page


def test_without_any_credit_there_is_no_section_of_them() -> None:
    card = looked_at("availability-one-failed-probe", "2026-12-10 00:00")
    assert "Credits" not in scorecard_text(card, colour=False, width=100).splitlines()
    assert "credits" not in Page(scorecard_html(card)).ids
