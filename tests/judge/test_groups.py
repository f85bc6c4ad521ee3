"""Groups, tiers and dated targets: who is judged by which number."""

from fractions import Fraction

from promises import at, counted, measured, of, version

from accordant.judge.judge import judge
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome, Tally

DECEMBER = at("2026-12-01")
SPEED = """
  speed:
    owed by: sales
    owed to: marketing
    time: {from: MQL, to: attempt}
    within: 2 hours
    window: month
"""
EACH = f"{SPEED}    for each: region\n    target: at least 90%\n"
TIERED = f"{SPEED}    target: {{by: region, tiers: {{north: at least 95%, south: at least 80%}}}}\n"


def november(text: str, tallies: list[Tally], as_of: int = DECEMBER, name: str = "speed") -> Verdict:
    versions = (version(text),)
    return of(judge(versions, [measured(versions, name, {"2026-11": tallies})], as_of), name, "2026-11")


def group(name: str, **numbers: int) -> Tally:
    return counted(group=name, **numbers)


def test_a_promise_for_each_is_missed_when_one_group_misses_and_attains_their_mean():
    # North 80% of 90% = 8/9, south kept: (8/9 + 1)/2 = 17/18.
    verdict = november(EACH, [group("north", met=80, missed=20), group("south", met=9, missed=1)])
    assert (verdict.outcome, verdict.attained_low) == (Outcome.MISSED, Fraction(17, 18))
    assert [(each.group, each.outcome) for each in verdict.groups] == [
        ("north", Outcome.MISSED),
        ("south", Outcome.MET),
    ]
    assert verdict.reason == "1 of 2 missed: north (80 of 100 in time, 80.0% against at least 90%)"
    assert verdict.missed_at == DECEMBER


def test_groups_are_ordered_by_their_bytes():
    tallies = [group("é", met=1), group("z", met=1), group("Z", met=1)]
    assert [each.group for each in november(EACH, tallies).groups] == ["Z", "z", "é"]


def test_each_tier_is_judged_by_its_own_target():
    verdict = november(TIERED, [group("north", met=94, missed=6), group("south", met=80, missed=20)])
    assert [each.outcome for each in verdict.groups] == [Outcome.MISSED, Outcome.MET]


def test_a_group_that_no_tier_matches_has_no_data():
    verdict = november(TIERED, [group("east", met=1, missed=9), group("south", met=9, missed=1)])
    assert verdict.outcome is Outcome.MET
    assert verdict.groups[0].reason == "no target matches"


def test_groups_are_not_met_before_the_window_ends_for_another_may_come():
    count = """
  leads:
    owed by: marketing
    owed to: sales
    count: MQL
    for each: region
    target: at least 5
    window: month
"""
    tallies = [group("north", met=5)]
    assert november(count, tallies, at("2026-11-10"), "leads").outcome is Outcome.PENDING
    assert november(count, tallies, DECEMBER, "leads").outcome is Outcome.MET


def test_a_tier_of_a_count_without_a_moment_is_short_of_all_of_it():
    count = """
  leads:
    owed by: marketing
    owed to: sales
    count: MQL
    target: {by: region, tiers: {north: at least 5, south: at least 3}}
    window: month
"""
    verdict = november(count, [group("north", met=5)], name="leads")
    assert [(each.outcome, each.spare) for each in verdict.groups] == [(Outcome.MET, 0), (Outcome.MISSED, 3)]


def test_a_dated_target_holds_for_windows_that_begin_on_or_after_its_date():
    dated = f"{SPEED}    target: [{{from: 2026-01-01, at least: 90%}}, {{from: 2026-11-02, at least: 99%}}]\n"
    versions = (version(dated),)
    tallies = {"2026-11": counted(met=95, missed=5), "2026-12": counted(met=95, missed=5)}
    verdicts = judge(versions, [measured(versions, "speed", tallies)], at("2027-01-01"))
    assert of(verdicts, "speed", "2026-11").outcome is Outcome.MET
    assert of(verdicts, "speed", "2026-12").outcome is Outcome.MISSED


def test_verdicts_stand_by_end_of_window_and_then_as_written():
    two = f"{SPEED}    target: all\n{SPEED.replace('speed:', 'calls:').replace('month', 'week')}    target: all\n"
    versions = (version(two),)
    calls = {"2026-W44": counted(met=1), "2026-W45": counted(met=1)}
    found = [measured(versions, "calls", calls), measured(versions, "speed", {"2026-11": counted(met=1)})]
    verdicts = judge(versions, found, at("2026-11-03"))
    assert [v.window.stop for v in verdicts] == sorted(v.window.stop for v in verdicts)
    assert verdicts == judge(versions, list(reversed(found)), at("2026-11-03"))


def test_a_window_that_has_not_begun_has_no_verdict():
    versions = (version(f"{SPEED}    target: all\n"),)
    found = [measured(versions, "speed", {})]
    labels = [v.window.label for v in judge(versions, found, at("2026-02-28T23:59"))]
    assert labels == ["2026-01", "2026-02"]


def test_after_the_term_only_windows_with_items_are_judged():
    versions = (version(f"{SPEED}    target: all\n"),)
    found = [measured(versions, "speed", {"2028-01": counted(met=1)})]
    labels = [v.window.label for v in judge(versions, found, at("2028-12-31"))]
    assert labels[-2:] == ["2027-12", "2028-01"]
