"""The agreement's own verdict: score, state, runs of misses (SC1)."""

from fractions import Fraction
from itertools import pairwise

from promises import at, counted, measured, version

from accordant.judge.agreement import judge_agreement
from accordant.judge.judge import judge
from accordant.judge.verdict import AgreementVerdict
from accordant.measure.measurement import Answer, Tally
from accordant.terms.window import WindowSpan

OBLIGATIONS = """
  qualified leads:
    owed by: marketing
    owed to: sales
    count: MQL
    less: rejected
    target: at least 667
    window: month
  lead quality:
    owed by: marketing
    owed to: sales
    share: {good: SQL, of: MQL}
    within: 30 days
    target: at least 25%
    window: month
  initiatives: {owed by: marketing, owed to: sales, count: report, target: at least 3, window: month}
  speed:
    owed by: sales
    owed to: marketing
    critical: yes
    time: {from: MQL, to: attempt}
    within: 2 business hours
    target: at least 95%
    window: month
  persistence:
    owed by: sales
    owed to: marketing
    attempts: {of: attempt, per: MQL, at least: 6}
    within: 15 business days
    target: at least 90%
    window: month
  pipeline status:
    owed by: sales
    owed to: marketing
    deliver: report
    every: week
    due: Friday 17:00
    target: all
    window: month
"""
WEIGHTS = (
    "{qualified leads: 30, lead quality: 20, initiatives: 10, speed: 20, persistence: 10, pipeline status: 10}"
)


def rules(breached: str) -> str:
    return f"verdict:\n  window: month\n  weights: {WEIGHTS}\n  breached: [{breached}]\n"


FLAGSHIP = rules("score below 80%, speed missed in 2 consecutive windows")
OCTOBER = {
    "qualified leads": counted(met=674),
    "lead quality": counted(met=170, missed=504),
    "initiatives": counted(met=4),
    "speed": counted(met=615, missed=31),
    "persistence": counted(met=603, missed=48),
    "pipeline status": counted(met=5),
}
NOVEMBER = {
    "qualified leads": counted(met=588, cancelled=52),
    "lead quality": counted(met=141, missed=447, cancelled=52),
    "initiatives": counted(met=3),
    "speed": counted(met=546, missed=54),
    "persistence": counted(met=577, missed=43),
    "pipeline status": counted(met=3, missed=1, first_miss=at("2026-11-27T17:00") + 1),
}
FINAL = at("2026-12-31")


def months() -> list[WindowSpan]:
    starts = [at(day) for day in ("2026-10-01", "2026-11-01", "2026-12-01", "2027-01-01")]
    return [
        WindowSpan(f"2026-{n}", start, stop, start, stop)
        for n, (start, stop) in enumerate(pairwise(starts), start=10)
    ]


def overall(
    november: dict[str, Tally],
    as_of: int = FINAL,
    rest: str = FLAGSHIP,
    october: dict[str, Tally] | None = None,
    moments: tuple[Answer, ...] = (),
) -> AgreementVerdict:
    """Judge the agreement's November from what was counted in October and November."""
    versions = (version(OBLIGATIONS, rest),)
    before = OCTOBER if october is None else october
    found = [measured(versions, name, {"2026-10": before[name], "2026-11": november[name]}) for name in november]
    verdicts = judge(versions, found, as_of)
    return judge_agreement(versions, verdicts, months(), as_of, moments)[1]


def test_november_scores_0_922883_and_is_degraded_not_breached():
    # SC1: .30 x 588/667 + .20 x (141/588)/.25 + .10 + .20 x .91/.95 + .10 + .10 x 3/4
    #    = .264468 + .191837 + .10 + .191579 + .10 + .075 = .922883
    verdict = overall(NOVEMBER)
    by_hand = (
        Fraction(30, 100) * Fraction(588, 667)
        + Fraction(20, 100) * Fraction(141, 147)
        + Fraction(10, 100)
        + Fraction(20, 100) * Fraction(91, 95)
        + Fraction(10, 100)
        + Fraction(10, 100) * Fraction(3, 4)
    )
    assert verdict.score_low == verdict.score_high == by_hand
    assert round(by_hand * 10**6) == 922_883
    assert verdict.state == "degraded"
    assert [part.outcome.value for part in verdict.parts] == ["missed", "missed", "met", "missed", "met", "missed"]


def test_on_1_december_the_score_is_an_interval_while_lead_quality_runs():
    # 100 of 588 are SQL so far, 400 may still be: (100/588)/.25 = .680272 to 1, so .30 x .881559 + .20 x .680272
    # + .10 + .191579 + .10 + .075 = .867101 to .931047: the final .922883 lies in it.
    still = NOVEMBER | {"lead quality": counted(met=100, missed=88, pending=400)}
    verdict = overall(still, as_of=at("2026-12-01"))
    assert round(verdict.score_low * 10**6) == 867_101
    assert round(verdict.score_high * 10**6) == 931_047
    # The whole interval is above 80%, speed was met in October: degraded is certain already.
    assert verdict.state == "degraded"


def test_a_score_that_may_still_fall_below_the_line_leaves_the_agreement_pending():
    # Without any SQL so far: .731047 to .931047, and the line is 80%.
    still = NOVEMBER | {"lead quality": counted(pending=588)}
    verdict = overall(still, as_of=at("2026-12-01"))
    assert (round(verdict.score_low * 10**6), verdict.state) == (731_047, "pending")
    assert "not decided yet, breached: score below 80%" in verdict.because


def test_a_score_that_is_below_the_line_however_it_ends_is_a_breach():
    # Nothing delivered: .30 x 0 + .20 + .10 + .191579 + .10 + .075 = .666579 at most.
    still = NOVEMBER | {"qualified leads": counted(), "lead quality": counted(pending=588)}
    assert overall(still, as_of=at("2026-12-01")).state == "breached"


def test_two_consecutive_misses_of_a_promise_breach_the_agreement():
    missed = OCTOBER | {"speed": counted(met=600, missed=46)}
    assert overall(NOVEMBER, october=missed).state == "breached"


def test_only_a_miss_continues_a_run():
    missed = OCTOBER | {"speed": counted()}
    assert overall(NOVEMBER, october=missed).state == "degraded"


def test_all_kept_is_kept_and_scores_one():
    verdict = overall(OCTOBER | {"pipeline status": counted(met=4)})
    assert (verdict.state, verdict.score_low) == ("kept", 1)


def test_promises_without_data_leave_the_score():
    # Left: 30 x .881559 + 10 + 20 x .957895 + 10 + 10 x .75 = 73.104669 of 80.
    verdict = overall(NOVEMBER | {"lead quality": counted()})
    assert round(verdict.score_low * 10**6) == 913_808


def test_a_running_month_is_pending_and_may_score_anything_its_counts_leave():
    verdict = overall({name: counted() for name in NOVEMBER}, as_of=at("2026-11-10"))
    assert (verdict.state, verdict.score_low, verdict.score_high) == ("pending", 0, 1)


def test_a_miss_is_known_to_degrade_before_the_month_ends_but_not_to_keep():
    early = {name: counted() for name in NOVEMBER} | {"pipeline status": counted(missed=1, first_miss=1)}
    assert overall(early, as_of=at("2026-11-10"), rest="").state == "degraded"


def test_any_critical_promise_missed_twice_in_a_row():
    rest = rules("any critical obligation missed twice in a row")
    missed = OCTOBER | {"speed": counted(met=600, missed=46)}
    assert overall(NOVEMBER, rest=rest, october=missed).state == "breached"
    others = OCTOBER | {"pipeline status": counted(met=4, missed=1)}
    assert overall(NOVEMBER, rest=rest, october=others).state == "degraded"


def test_two_of_three_windows_may_have_a_kept_one_between():
    rest = rules("speed missed in 2 of 3 consecutive windows")
    versions = (version(OBLIGATIONS, rest),)
    tallies = {"2026-09": counted(missed=1), "2026-10": counted(met=1), "2026-11": counted(missed=1)}
    verdicts = judge(versions, [measured(versions, "speed", tallies)], FINAL)
    states = [v.state for v in judge_agreement(versions, verdicts, months(), FINAL)]
    assert states[:2] == ["kept", "breached"]


def test_a_moment_of_a_named_definition_breaches_the_window_it_falls_into():
    rest = rules("plan sent")
    told = Answer("plan sent", at("2026-11-30T23:59"), "plan 1")
    after = Answer("plan sent", at("2026-12-01T00:00"), "plan 2")
    assert overall(NOVEMBER, rest=rest, moments=(told,)).state == "breached"
    assert overall(NOVEMBER, rest=rest, moments=(after,)).state == "degraded"


def test_several_windows_in_one_of_the_agreement_count_by_their_mean():
    weekly = """
  reports:
    owed by: sales
    owed to: marketing
    deliver: report
    every: day
    due: 17:00
    target: at least 100%
    window: week
"""
    versions = (version(weekly),)
    # Weeks end on Mon 2, 9, 16, 23 and 30 November: attained 1, 1/2, 1, 1, 1.
    tallies = {f"2026-W{n}": counted(met=5) for n in (44, 46, 47, 48)} | {"2026-W45": counted(met=2, missed=2)}
    verdicts = judge(versions, [measured(versions, "reports", tallies)], FINAL)
    verdict = judge_agreement(versions, verdicts, months(), FINAL)[1]
    assert verdict.score_low == Fraction(9, 10)
    assert verdict.state == "degraded"
