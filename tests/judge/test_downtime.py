"""Windows of availability: how much may be down, when it was too much, what is left."""

from dataclasses import replace
from fractions import Fraction

import pytest
from promises import at, measured, of, version

from accordant.judge.judge import judge
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outage, Outcome, Tally, Uptime

HEAD = """
format: 1
title: A test
kind: internal
parties: {marketing: {name: Marketing}, sales: {name: Sales}}
term: {from: 2026-01-01, through: 2027-12-31, zone: America/New_York}
definitions:
  outage: {of: line, from: event = 'down', to: event = 'up'}
"""
MINUTE = 60_000_000
DECEMBER = at("2026-12-01")
BEGINS = at("2026-11-01")
# In New York November has an hour more: 30 days and 60 minutes.
NOVEMBER = 30 * 1_440 + 60


def judged(uptime: Uptime, target: str = "at least 99.9%", terms: str = "", as_of: int = DECEMBER) -> Verdict:
    """Judge one November of an availability."""
    versions = (
        version(
            f"""
  up:
    owed by: sales
    owed to: marketing
    availability: {{down: outage{terms}}}
    target: {target}
    window: month
""",
            "",
            head=HEAD,
        ),
    )
    return of(
        judge(versions, [measured(versions, "up", {"2026-11": Tally(0, uptime=uptime)})], as_of), "up", "2026-11"
    )


def month(
    down: int = 0, *, minutes: int = NOVEMBER, seen: int | None = None, excluded: int = 0, unknown: int = 0
) -> Uptime:
    """Return a month of so many minutes, down from its first minute on."""
    outages = (Outage(BEGINS, BEGINS + down * MINUTE, ((BEGINS, BEGINS + down * MINUTE),)),) if down else ()
    passed = minutes if seen is None else seen
    return Uptime(minutes * MINUTE, passed * MINUTE, excluded * MINUTE, unknown * MINUTE, outages)


# DOMAIN F4.1: allowed downtime in minutes by target and days of the window.
ALLOWED = {
    "99%": ("403.2", "432", "446.4", "5256"),
    "99.5%": ("201.6", "216", "223.2", "2628"),
    "99.9%": ("40.32", "43.2", "44.64", "525.6"),
    "99.95%": ("20.16", "21.6", "22.32", "262.8"),
    "99.99%": ("4.032", "4.32", "4.464", "52.56"),
    "99.999%": ("0.4032", "0.432", "0.4464", "5.256"),
}
DAYS = (28, 30, 31, 365)


@pytest.mark.parametrize(
    ("target", "days", "allowed"),
    [(target, days, told) for target, row in ALLOWED.items() for days, told in zip(DAYS, row, strict=True)],
)
def test_the_table_of_allowed_downtime(target: str, days: int, allowed: str) -> None:
    verdict = judged(month(minutes=days * 1_440), f"at least {target}")
    assert verdict.budget is not None
    assert verdict.budget.allowance == Fraction(allowed) * MINUTE
    assert verdict.spare == verdict.budget.allowance


def test_down_for_all_that_is_allowed_is_met_and_a_microsecond_more_is_not() -> None:
    exactly = Uptime(1_000_000, 1_000_000, outages=(Outage(BEGINS, BEGINS + 1_000, ((BEGINS, BEGINS + 1_000),)),))
    more = Uptime(1_000_000, 1_000_000, outages=(Outage(BEGINS, BEGINS + 1_001, ((BEGINS, BEGINS + 1_001),)),))
    assert (judged(exactly).outcome, judged(more).outcome) == (Outcome.MET, Outcome.MISSED)
    assert judged(more).missed_at == BEGINS + 1_001


def test_before_its_end_it_is_missed_once_the_allowance_of_the_whole_window_is_spent() -> None:
    noon = BEGINS + 12 * 60 * MINUTE
    assert judged(month(43, seen=720), as_of=noon).outcome is Outcome.PENDING
    verdict = judged(month(44, seen=720), as_of=noon)
    assert verdict.outcome is Outcome.MISSED
    assert verdict.missed_at == BEGINS + 43_260_000 * 60 + 1
    assert verdict.spare == Fraction("43.26") * MINUTE - 44 * MINUTE


def test_nothing_else_is_decided_before_its_end() -> None:
    # With one minute to go and nothing down it cannot be missed any more, and is pending all the same.
    verdict = judged(month(seen=NOVEMBER - 1), as_of=DECEMBER - MINUTE)
    assert verdict.outcome is Outcome.PENDING
    assert (verdict.lowest, verdict.highest) == (Fraction(NOVEMBER - 1, NOVEMBER), 1)
    assert verdict.attained_high == 1


def test_what_is_still_to_come_bounds_what_may_be_attained() -> None:
    verdict = judged(month(60, seen=1_440), "at least 50%", as_of=BEGINS + 1_440 * MINUTE)
    assert verdict.actual == Fraction(1_380, 1_440)
    assert verdict.lowest == Fraction(1_380, NOVEMBER)
    assert verdict.highest == Fraction(NOVEMBER - 60, NOVEMBER)
    assert verdict.attained_low == Fraction(1_380, NOVEMBER) / Fraction(1, 2)
    assert verdict.attained_high == 1


def test_half_of_the_budget_spent_in_half_of_the_window_burns_at_one() -> None:
    verdict = judged(
        month(2_163, minutes=NOVEMBER, seen=NOVEMBER // 2), "at least 90%", as_of=BEGINS + NOVEMBER // 2 * MINUTE
    )
    assert verdict.budget is not None
    assert verdict.budget.spent == Fraction(1, 2)
    assert verdict.budget.burn_rate == 1


@pytest.mark.parametrize(
    ("gap", "actual"),
    [("removed", Fraction(900, 950)), ("up", Fraction(950, 1_000)), ("down", Fraction(900, 1_000))],
)
def test_unknown_time_counts_as_agreed(gap: str, actual: Fraction) -> None:
    verdict = judged(month(50, minutes=1_000, unknown=50), terms=f", gap: {gap}, gap after: 1 minute")
    assert verdict.actual == actual
    assert "unknown (5%)" in verdict.reason


def test_more_than_five_percent_unknown_leaves_the_window_unknown() -> None:
    verdict = judged(month(50, minutes=1_000, unknown=51))
    assert verdict.outcome is Outcome.UNKNOWN
    assert verdict.missed_at is None
    assert (verdict.lowest, verdict.highest) == (Fraction(899, 1_000), Fraction(950, 1_000))
    assert judged(month(50, minutes=1_000, unknown=51), terms=", unknown at most: 6%").outcome is Outcome.MISSED


def test_a_window_that_is_all_excluded_is_excused_and_one_without_agreed_time_has_no_data() -> None:
    assert judged(month(minutes=100, excluded=100)).outcome is Outcome.EXCUSED
    assert judged(Uptime(0, 0)).outcome is Outcome.NO_DATA


def test_thirty_days_are_divided_by_thirty_days() -> None:
    verdict = judged(month(44, minutes=44_640), terms=", denominator: 30 days")
    assert verdict.actual == Fraction(43_156, 43_200)
    assert judged(month(44_640, minutes=44_640), terms=", denominator: 30 days").actual == 0


def test_time_of_which_nothing_was_told_is_no_data_where_any_gap_is_agreed() -> None:
    verdict = judged(month(minutes=100, unknown=100), terms=", unknown at most: 100%")
    assert verdict.outcome is Outcome.NO_DATA
    assert judged(month(minutes=100, unknown=100)).outcome is Outcome.UNKNOWN


def test_unknown_time_that_counts_as_down_spends_the_allowance_when_it_passes() -> None:
    gone = (BEGINS + 10 * MINUTE, BEGINS + 60 * MINUTE)
    time = replace(month(minutes=1_000, unknown=50), unknown_in=(gone,))
    verdict = judged(time, "at least 99%", ", gap: down, gap after: 1 minute")
    assert verdict.outcome is Outcome.MISSED
    assert verdict.missed_at == BEGINS + 20 * MINUTE + 1
