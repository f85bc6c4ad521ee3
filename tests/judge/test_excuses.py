"""One side's miss excuses the other: by raw verdicts, in windows that end no later."""

import re

from hypothesis import given
from hypothesis import strategies as st
from promises import at, counted, measured, of, version

from accordant.judge.judge import judge
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome, Tally

PROMISES = """
  leads:
    owed by: marketing
    owed to: sales
    share: {good: SQL, of: MQL}
    within: 30 days
    target: at least 25%
    window: month
  speed:
    owed by: sales
    owed to: marketing
    time: {from: MQL, to: attempt}
    within: 2 hours
    target: at least 95%
    window: month
    relief: {other side: leads missed}
  calls:
    owed by: sales
    owed to: marketing
    time: {from: MQL, to: attempt}
    within: 2 hours
    target: all
    window: week
    relief: {other side: speed missed}
"""
LATE = counted(met=90, missed=10, first_miss=at("2026-11-10"))


def judged(name: str, label: str, as_of: str, **tallies: dict[str, Tally]) -> Verdict:
    versions = (version(PROMISES),)
    found = [measured(versions, each, tallies.get(each, {})) for each in ("leads", "speed", "calls")]
    return of(judge(versions, found, at(as_of)), name, label)


def test_a_window_is_excused_by_the_other_sides_miss_in_the_same_month():
    leads = {"2026-11": counted(met=10, missed=90)}
    verdict = judged("speed", "2026-11", "2026-12-01", leads=leads, speed={"2026-11": LATE})
    assert (verdict.outcome, verdict.raw) == (Outcome.EXCUSED, Outcome.MISSED)
    assert (verdict.attained_low, verdict.missed_at) == (None, None)
    assert verdict.reason.startswith("excused by a miss of leads; without it missed: 90 of 100 in time")


def test_a_kept_promise_of_the_other_side_excuses_nothing():
    leads = {"2026-11": counted(met=30, missed=70)}
    verdict = judged("speed", "2026-11", "2026-12-01", leads=leads, speed={"2026-11": LATE})
    assert verdict.outcome is Outcome.MISSED


def test_while_the_other_side_is_undecided_so_is_what_it_may_excuse():
    leads = {"2026-11": counted(met=20, missed=60, pending=20)}
    verdict = judged("speed", "2026-11", "2026-12-01", leads=leads, speed={"2026-11": LATE})
    assert (verdict.outcome, verdict.raw) == (Outcome.PENDING, Outcome.MISSED)
    assert (verdict.attained_low, verdict.attained_high) == (0, 1)


def test_a_window_that_ends_later_excuses_nothing():
    # October's leads were kept; November's, missed, end after October's speed.
    leads = {"2026-10": counted(met=30, missed=70), "2026-11": counted(met=10, missed=90)}
    verdict = judged("speed", "2026-10", "2026-12-01", leads=leads, speed={"2026-10": LATE})
    assert verdict.outcome is Outcome.MISSED


def test_an_excuse_reads_the_verdict_before_any_relief():
    # Speed is excused itself by the leads, and its raw miss in October still excuses a week of November.
    leads = {"2026-10": counted(met=10, missed=90)}
    calls = {"2026-W46": counted(met=1, missed=1, first_miss=at("2026-11-10"))}
    tallies = {"leads": leads, "speed": {"2026-10": LATE}, "calls": calls}
    assert judged("speed", "2026-10", "2026-12-01", **tallies).outcome is Outcome.EXCUSED
    assert judged("calls", "2026-W46", "2026-12-01", **tallies).outcome is Outcome.EXCUSED


def test_a_window_without_data_stays_without_data():
    verdict = judged("speed", "2026-11", "2026-12-01", leads={"2026-11": counted(missed=1)})
    assert verdict.outcome is Outcome.NO_DATA


numbers = st.builds(
    lambda met, missed, pending, unknown: counted(met=met, missed=missed, pending=pending, unknown=unknown),
    *[st.integers(0, 3)] * 4,
)
WITH = (version(PROMISES),)
WITHOUT = (version(re.sub("    relief: .*\n", "", PROMISES)),)


@given(numbers, numbers, numbers, st.sampled_from(["2026-11-20", "2026-12-01"]))
def test_an_excuse_only_ever_excuses_or_waits_and_touches_no_other_promise(leads, speed, calls, day):
    tallies = {"leads": {"2026-11": leads}, "speed": {"2026-11": speed}, "calls": {"2026-W47": calls}}
    found = [measured(WITH, name, tally) for name, tally in tallies.items()]
    for relieved, plain in zip(judge(WITH, found, at(day)), judge(WITHOUT, found, at(day)), strict=True):
        assert relieved.raw == plain.raw
        if relieved.outcome is not plain.outcome:
            assert relieved.outcome in (Outcome.EXCUSED, Outcome.PENDING)
            assert relieved.obligation != "leads"
