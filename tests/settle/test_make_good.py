"""Make good: the shortfall owed on top in the next window, a line of its own."""

from decimal import Decimal

import pytest
from promises import at, counted, measured, office, version

from accordant.judge.judge import judge
from accordant.measure.measurement import Answer, Measured, Tally
from accordant.settle.consequence import Consequence
from accordant.settle.settle import settle

LEADS = """
  leads:
    owed by: marketing
    owed to: sales
    count: MQL
    less: rejected
    target: at least 667
    window: month
    on miss: [make good]
"""
REMEDIES = """
remedies:
  make good:  {kind: make good, into: next window, at most: 20% of target, then: escalation}
  escalation: {kind: escalation, to: [d@example.com], within: 2 business days}
"""


def follow(
    as_of: str,
    tallies: dict[str, Tally],
    text: str = LEADS,
    rest: str = REMEDIES,
    answers: tuple[Answer, ...] = (),
) -> tuple[Consequence, ...]:
    versions = (version(text, rest),)
    months = {f"2026-{month:02}": counted(met=667, total=10**6) for month in range(1, 11)}
    found = (measured(versions, "leads", months | tallies),)
    verdicts = judge(versions, found, at(as_of))
    return settle(versions, Measured(found, answers), verdicts, (), office(versions), at(as_of)).consequences


NOVEMBER = {"2026-11": counted(met=588)}


def test_79_leads_are_owed_on_top_in_december():
    # 667 - 588 = 79, below 20% of 667 = 133.4; 667 + 79 = 746.
    (line,) = follow("2026-12-01", NOVEMBER)
    assert (line.carried, line.made, line.into, line.state) == (79, 0, "2026-12", "pending")
    assert line.due == at("2027-01-01") - 1
    assert line.reckoning == "79 on top of 667 in 2026-12: 746; 0 made, 79 to go"


def test_what_december_has_beyond_its_own_target_makes_it_good():
    # 731 so far: 731 - 667 = 64 made, 746 - 731 = 15 to go.
    (line,) = follow("2026-12-30T17:00", NOVEMBER | {"2026-12": counted(met=731)})
    assert (line.made, line.state) == (64, "pending")
    assert line.reckoning == "79 on top of 667 in 2026-12: 746; 64 made, 15 to go"


def test_it_is_done_when_december_delivers_both():
    (line,) = follow("2027-01-05", NOVEMBER | {"2026-12": counted(met=746), "2027-01": counted()})
    assert (line.made, line.state) == (79, "done")


def test_unkept_it_turns_into_its_then():
    # 745 of 746: December itself is met; the escalation counts from its end: Mon 4 and Tue 5 January.
    good, turned = follow("2027-01-05", NOVEMBER | {"2026-12": counted(met=745)})
    assert (good.state, good.made) == ("late", 78)
    assert (turned.remedy, turned.caused_by, turned.window) == ("escalation", "make good", "2026-12")
    assert turned.raised == at("2027-01-01")
    assert turned.due == at("2027-01-06") - 1


def test_shortfalls_do_not_compound():
    # December owes 667 for itself and 79 for November; with 600 it is 67 short, and not 146.
    found = follow("2027-01-05", NOVEMBER | {"2026-12": counted(met=600)})
    carried = [(c.window, c.carried, c.state) for c in found if c.kind == "make good"]
    assert carried == [("2026-11", 79, "late"), ("2026-12", 67, "pending")]


def test_no_more_than_the_stated_share_is_carried():
    # 667 - 400 = 267, and 20% of 667 = 133.4: 133 leads at most.
    (line,) = follow("2026-12-01", {"2026-11": counted(met=400)})
    assert line.carried == 133


def test_leads_still_in_review_are_not_short_yet():
    # 580 counted and 8 that may still be rejected: at least 667 - 588 = 79 are short, whatever happens.
    (line,) = follow("2026-12-01", {"2026-11": counted(met=580, pending=8)})
    assert line.carried == 79


def test_december_in_review_keeps_it_pending():
    (line,) = follow("2027-01-02", NOVEMBER | {"2026-12": counted(met=740, pending=10), "2027-01": counted()})
    assert (line.made, line.state) == (73, "pending")


@pytest.mark.parametrize(("total", "short"), [("190000", "10000"), ("199999.99", "0.01")])
def test_a_sum_carries_its_worth_exactly(total: str, short: str):
    worth = LEADS.replace(
        "count: MQL\n    less: rejected\n    target: at least 667", "sum: worth\n    target: at least 200,000 USD"
    )
    (line,) = follow("2026-12-01", {"2026-11": counted(met=9, total=total)}, text=worth)
    assert line.carried == Decimal(short)


def test_a_share_has_no_shortfall_to_carry():
    share = LEADS.replace(
        "count: MQL\n    less: rejected\n    target: at least 667",
        "share: {good: SQL, of: MQL}\n    within: 30 days\n    target: at least 25%",
    )
    (line,) = follow("2026-12-01", {"2026-11": counted(met=1, missed=99)}, text=share)
    assert line.state == "not due"


def test_a_moment_that_says_it_was_made_ends_it():
    rest = REMEDIES.replace("then: escalation", "then: escalation, made: plan sent")
    told = Answer("plan sent", at("2026-12-20"), "plan 1")
    tallies = NOVEMBER | {"2026-12": counted(met=667)}
    assert [c.state for c in follow("2027-01-05", tallies, rest=rest, answers=(told,))] == ["done"]


def test_the_last_window_of_the_term_has_none_after_it():
    versions = (version(LEADS, REMEDIES),)
    months = {f"{year}-{month:02}": counted(met=667) for year in (2026, 2027) for month in range(1, 13)}
    found = (measured(versions, "leads", months | {"2027-12": counted(met=600)}),)
    as_of = at("2028-01-02")
    verdicts = judge(versions, found, as_of)
    (line,) = settle(versions, Measured(found), verdicts, (), office(versions), as_of).consequences
    assert (line.state, line.carried, line.into) == ("owed", 67, "")
