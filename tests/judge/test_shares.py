"""Windows of shares: so many of so many, with what is still open."""

from fractions import Fraction

import pytest
from promises import at, counted, measured, of, version

from accordant.judge.judge import judge
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome, Tally

DECEMBER = at("2026-12-01")


def november(target: str, tally: Tally, as_of: int = DECEMBER, extra: str = "") -> Verdict:
    """Judge one November of a promise of speed."""
    versions = (
        version(f"""
  speed:
    owed by: sales
    owed to: marketing
    time: {{from: MQL, to: attempt}}
    within: 2 hours
    target: {target}
    window: month
    {extra}
"""),
    )
    return of(judge(versions, [measured(versions, "speed", {"2026-11": tally})], as_of), "speed", "2026-11")


def test_546_of_600_in_time_is_91_percent_and_misses_95():
    # SC1: 546/600 = 0.91; 5% of 600 = 30 may be late, 54 were: 24 too many.
    verdict = november("at least 95%", counted(met=546, missed=54))
    assert verdict.outcome is Outcome.MISSED
    assert verdict.actual == Fraction(91, 100)
    assert verdict.spare == -24
    assert verdict.attained_low == verdict.attained_high == Fraction(91, 95)
    assert verdict.reason == "546 of 600 in time, 91.0% against at least 95%"


def test_38_of_40_meets_95_percent_exactly():
    # DOMAIN F4.9: 2 late of 40 -> 38/40 = 95.000%, inclusive.
    assert november("at least 95%", counted(met=38, missed=2)).outcome is Outcome.MET


def test_33_of_35_misses_95_percent():
    # DOMAIN F4.9: 2 late of 35 -> 33/35 = 94.286%.
    verdict = november("at least 95%", counted(met=33, missed=2))
    assert verdict.outcome is Outcome.MISSED
    assert verdict.reason == "33 of 35 in time, 94.3% against at least 95%"


ALLOWED = "{at least: 95%, allowed misses: 2 when fewer than 40}"


def test_two_misses_are_allowed_in_a_small_window():
    # SC8: with "2 when fewer than 40", 33 of 35 is met; nothing is taken from the score.
    verdict = november(ALLOWED, counted(met=33, missed=2))
    assert (verdict.outcome, verdict.attained_low) == (Outcome.MET, 1)
    assert verdict.reason.endswith("2 misses allowed")
    assert verdict.spare == 0


def test_three_misses_are_not_allowed_in_a_small_window():
    assert november(ALLOWED, counted(met=32, missed=3)).outcome is Outcome.MISSED


def test_allowed_misses_end_at_the_stated_size():
    # 37/40 = 92.5%, and 40 is not fewer than 40.
    assert november(ALLOWED, counted(met=37, missed=3)).outcome is Outcome.MISSED


def test_a_share_is_compared_unrounded():
    # SEMANTICS 6.36: 9,989,996 of 10,000,000 is 99.89996%: it prints as 99.9% and is not.
    verdict = november("at least 99.9%", counted(met=9_989_996, missed=10_004))
    assert verdict.outcome is Outcome.MISSED
    assert "99.89996%" in verdict.reason


def test_relieved_items_leave_the_population_and_the_result_without_relief_stands_beside():
    # SC4: 62 leads, 11 late, 8 of them among the 12 relieved: 62-12 = 50, late 11-8 = 3, 47/50 = 94.0%;
    # without relief 51/62 = 82.26%.
    verdict = november("at least 90%", counted(met=47, missed=3, relieved=8, saved=4))
    assert (verdict.outcome, verdict.actual) == (Outcome.MET, Fraction(94, 100))
    assert (verdict.raw, verdict.raw_actual) == (Outcome.MISSED, Fraction(51, 62))
    assert verdict.reason == "47 of 50 in time, 94.0% against at least 90%; without relief 51 of 62 in time, 82.3%"


def test_an_ended_window_is_pending_while_open_items_decide_it():
    # 95 kept, 3 lost, 2 open of 100: from 95% to 97%, and the target is 96%.
    verdict = november("at least 96%", counted(met=95, missed=3, pending=2))
    assert verdict.outcome is Outcome.PENDING
    assert (verdict.lowest, verdict.highest) == (Fraction(95, 100), Fraction(97, 100))
    assert verdict.actual == Fraction(95, 98)
    assert verdict.attained_low == Fraction(95, 96)
    assert verdict.attained_high == 1


def test_an_ended_window_is_decided_when_the_open_items_cannot_change_it():
    assert november("at least 95%", counted(met=95, missed=3, pending=2)).outcome is Outcome.MET
    assert november("at least 98%", counted(met=95, missed=3, pending=2)).outcome is Outcome.MISSED


def test_unknown_items_leave_a_window_unknown_and_it_says_how_many_would_have_to_be_known():
    # 90 kept, 4 lost, 6 unknown of 100: from 90% to 96%. 95% needs 5 of the 6 known kept; missing it 2 known lost.
    verdict = november("at least 95%", counted(met=90, missed=4, unknown=6))
    assert verdict.outcome is Outcome.UNKNOWN
    assert "6 could not be decided, at least 2 of them would have to be known" in verdict.reason


def test_pending_items_that_may_decide_leave_it_pending_although_some_are_unknown():
    # 90 kept, 4 lost, 2 unknown, 4 open: with three of the open lost, at most 93 of 100 are kept.
    assert november("at least 95%", counted(met=90, missed=4, unknown=2, pending=4)).outcome is Outcome.PENDING


def test_an_empty_window_has_no_data():
    verdict = november("at least 95%", counted())
    assert (verdict.outcome, verdict.actual, verdict.attained_low) == (Outcome.NO_DATA, None, None)
    assert verdict.reason == "nothing to judge: no items"


def test_a_window_below_the_minimum_sample_has_no_data():
    verdict = november("{at least: 95%, minimum sample: 20}", counted(met=19))
    assert verdict.outcome is Outcome.NO_DATA
    assert verdict.reason == "19 items, and the minimum sample is 20"


def test_a_window_that_relief_emptied_is_excused():
    verdict = november("at least 95%", counted(relieved=3))
    assert (verdict.outcome, verdict.raw) == (Outcome.EXCUSED, Outcome.MISSED)


@pytest.mark.parametrize("tally", [counted(met=100), counted(missed=100), counted()])
def test_a_share_is_never_decided_before_its_window_ends(tally: Tally):
    assert november("at least 95%", tally, as_of=DECEMBER - 1).outcome is Outcome.PENDING


def test_all_is_missed_at_the_first_miss():
    # The pipeline status due on Fri 27 Nov 17:00 is missed from the first instant after.
    first = at("2026-11-27T17:00") + 1
    verdict = november("all", counted(met=3, missed=1, first_miss=first), as_of=at("2026-11-28"))
    assert (verdict.outcome, verdict.missed_at) == (Outcome.MISSED, first)


def test_all_attains_kept_of_all():
    verdict = november("all", counted(met=3, missed=1, first_miss=at("2026-11-28")))
    assert (verdict.attained_low, verdict.spare) == (Fraction(3, 4), -1)


def test_none_is_missed_at_the_first_item():
    verdict = november("none", counted(met=1), as_of=at("2026-11-28"))
    assert (verdict.outcome, verdict.attained_high) == (Outcome.MISSED, 0)


def test_a_band_is_broken_on_either_side():
    assert november("between 20% and 40%", counted(met=30, missed=70)).outcome is Outcome.MET
    low = november("between 20% and 40%", counted(met=15, missed=85))
    high = november("between 20% and 40%", counted(met=50, missed=50))
    # 15/20 = 3/4 of the lower bound; 40/50 = 4/5 of the upper.
    assert (low.outcome, low.attained_low) == (Outcome.MISSED, Fraction(3, 4))
    assert (high.outcome, high.attained_low) == (Outcome.MISSED, Fraction(4, 5))


def test_a_miss_counts_from_the_end_of_the_window():
    assert november("at least 95%", counted(met=90, missed=10)).missed_at == DECEMBER


def test_a_miss_that_a_late_loss_made_certain_counts_from_it():
    # 100 items, 95% allows 5 losses: the 6th is certain. 4 before the end, then on 3, 5 and 9 December.
    late = (at("2026-12-03"), at("2026-12-05"), at("2026-12-09"))
    verdict = november("at least 95%", counted(met=93, missed=7, late=late), as_of=at("2026-12-10"))
    assert verdict.missed_at == at("2026-12-05")


def test_a_window_that_was_lost_at_its_end_counts_from_there_whatever_came_later():
    late = (at("2026-12-03"),)
    verdict = november("at least 95%", counted(met=90, missed=10, late=late), as_of=at("2026-12-10"))
    assert verdict.missed_at == DECEMBER


def test_spare_is_what_may_still_be_missed():
    # Screens: 577 of 620 kept up, 10% of 620 = 62 allowed, 43 lost: 19 left.
    assert november("at least 90%", counted(met=577, missed=43)).spare == 19
