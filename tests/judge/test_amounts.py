"""Windows of counts and sums: so many, or worth so much."""

from fractions import Fraction

from promises import HEAD, at, counted, measured, of, version

from accordant.judge.judge import judge
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome, Tally

DECEMBER = at("2026-12-01")


def november(promise: str, tally: Tally, as_of: int = DECEMBER) -> Verdict:
    """Judge one November of a promise to deliver."""
    versions = (version(f"  leads:\n    owed by: marketing\n    owed to: sales\n    {promise}\n"),)
    return of(judge(versions, [measured(versions, "leads", {"2026-11": tally})], as_of), "leads", "2026-11")


NET = "count: MQL\n    less: rejected\n    target: at least 667\n    window: month"
GROSS = "count: MQL\n    target: at least 90\n    window: month"


def test_588_counted_leads_miss_667_by_79():
    # SC1: 640 submitted - 52 rejected = 588; 588/667 = 88.156%; 667 - 588 = 79.
    verdict = november(NET, counted(met=588, cancelled=52))
    assert (verdict.outcome, verdict.actual, verdict.spare) == (Outcome.MISSED, 588, 79)
    assert verdict.attained_low == Fraction(588, 667)
    assert verdict.missed_at == DECEMBER
    assert verdict.reason == "588 MQL against at least 667; 79 short"


def test_a_count_of_nothing_is_missed_and_not_without_data():
    assert november(GROSS, counted()).outcome is Outcome.MISSED


def test_a_count_is_met_as_soon_as_it_is_reached():
    assert november(GROSS, counted(met=89), as_of=at("2026-11-10")).outcome is Outcome.PENDING
    assert november(GROSS, counted(met=90), as_of=at("2026-11-10")).outcome is Outcome.MET


def test_a_running_count_says_what_is_still_to_go():
    assert (
        november(GROSS, counted(met=31), as_of=at("2026-11-10")).reason == "31 MQL against at least 90; 59 to go"
    )


def test_a_count_from_which_something_may_be_taken_is_not_met_before_the_end():
    assert november(NET, counted(met=700), as_of=at("2026-11-20")).outcome is Outcome.PENDING


def test_a_count_at_most_is_missed_as_soon_as_it_is_passed():
    few = "count: MQL\n    target: at most 5\n    window: month"
    assert november(few, counted(met=5), as_of=at("2026-11-10")).outcome is Outcome.PENDING
    verdict = november(few, counted(met=6), as_of=at("2026-11-10"))
    # Nothing tells the instant of the sixth: consequences count from the end of the window.
    assert (verdict.outcome, verdict.missed_at, verdict.spare) == (Outcome.MISSED, DECEMBER, -1)


def test_items_in_review_keep_an_ended_count_pending_while_they_decide_it():
    assert november(NET, counted(met=660, pending=8)).outcome is Outcome.PENDING
    assert november(NET, counted(met=660, pending=6)).outcome is Outcome.MISSED
    assert november(NET, counted(met=667, pending=6)).outcome is Outcome.MET


def test_a_count_is_missed_from_the_rejection_that_left_too_few():
    # 668 stood at the end, two were rejected in December: the second left 666 of 667.
    late = (at("2026-12-01T10:00"), at("2026-12-02T11:00"))
    verdict = november(NET, counted(met=666, cancelled=2, late=late), as_of=at("2026-12-03"))
    assert verdict.missed_at == late[1]


VALUE = "sum: worth\n    target: at least 200,000 USD\n    window: month"


def test_a_target_in_value_is_missed_where_the_count_is_met():
    # SC2: 20 x 4,800 + 45 x 1,200 + 25 x 1,600 = 96,000 + 54,000 + 40,000 = 190,000 = 95% of 200,000, 90 leads.
    worth, number = november(VALUE, counted(met=90, total=190_000)), november(GROSS, counted(met=90))
    assert (number.outcome, number.attained_low) == (Outcome.MET, 1)
    assert (worth.outcome, worth.attained_low, worth.spare) == (Outcome.MISSED, Fraction(95, 100), 10_000)


def test_a_shortfall_in_value_says_how_many_of_each_tier_would_close_it():
    # SC2: 10,000 / 4,800 = 2.08 -> 3; / 1,200 = 8.33 -> 9; / 1,600 = 6.25 -> 7.
    verdict = november(VALUE, counted(met=90, total=190_000))
    assert verdict.reason == (
        "190,000 USD against at least 200,000 USD; "
        "10,000 USD short: 3 more demo or 9 more webinar or 7 more paper would do"
    )


def test_a_sum_with_something_of_unknown_worth_is_met_or_unknown_but_never_missed():
    assert november(VALUE, counted(met=9, unknown=1, total=200_000)).outcome is Outcome.MET
    assert november(VALUE, counted(met=9, unknown=1, total=199_999)).outcome is Outcome.UNKNOWN


def part(how: str, tally: Tally) -> Verdict:
    """Judge the first window of a term that begins on 20 November: 11 of 30 dates."""
    promise = f"count: MQL\n    target: at least 90\n    window: month\n    part windows: {how}"
    head = HEAD.replace("term: {from: 2026-01-01,", "term: {from: 2026-11-20,")
    versions = (version(f"  leads:\n    owed by: marketing\n    owed to: sales\n    {promise}\n", head=head),)
    return of(judge(versions, [measured(versions, "leads", {"2026-11": tally})], DECEMBER), "leads", "2026-11")


def test_a_part_window_is_held_to_the_whole_target_unless_it_is_prorated():
    assert part("judged", counted(met=40)).outcome is Outcome.MISSED


def test_a_prorated_part_window_wants_its_share_of_the_local_dates():
    # 20 to 30 November are 11 dates of 30: 90 x 11/30 = 33.
    assert part("prorated", counted(met=33)).outcome is Outcome.MET
    verdict = part("prorated", counted(met=32))
    assert (verdict.outcome, verdict.low, verdict.spare) == (Outcome.MISSED, 33, 1)
    assert verdict.reason == "32 MQL against at least 90, prorated to 33; 1 short"


def test_a_part_window_that_is_not_judged_has_no_data():
    assert part("not judged", counted(met=0)).outcome is Outcome.NO_DATA
