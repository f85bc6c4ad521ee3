"""Probes of random entities against a walk by the minute: who was down, who spoke, who was in scope."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from accordant.evaluate import evaluate
from accordant.judge.verdict import Verdict
from accordant.measure.memory.engine import MemoryEngine
from accordant.record.event import Event
from accordant.text.read import read_agreement_text

MINUTE = 60_000_000
MIDNIGHT = 20_605 * 1_440 * MINUTE  # 1 June 2026
HOURS = 24
# A probe each hour at most; the walk goes by the hour, the day is the window.
HOUR = 60 * MINUTE
TEXT = """
format: 1
title: Probes
kind: vendor
parties: {carrier: {name: Carrier}, us: {name: Us}}
term: {from: 2026-06-01, through: 2026-06-01, zone: UTC}
definitions:
  failing: {of: probe, while: status = 'down'}
obligations:
"""
PROMISE = """
  up:
    owed by: carrier
    owed to: us
    availability: {down: failing, denominator: window, unknown at most: 100%TERMS}
    target: at least 50%
    window: day
SCOPE"""

# By entity the hours at which it is probed, with what the probe tells: a status, and whether it is ours.
probes = st.dictionaries(
    st.sampled_from("AB"),
    st.dictionaries(
        st.integers(0, HOURS - 1), st.tuples(st.sampled_from(["up", "down"]), st.booleans()), max_size=8
    ),
    max_size=2,
)
Told = dict[str, dict[int, tuple[str, bool]]]


def judged(told: Told, terms: str, scope: str) -> Verdict:
    text = TEXT + PROMISE.replace("TERMS", terms).replace("SCOPE", scope)
    agreement, findings = read_agreement_text(text)
    assert agreement is not None and not [finding for finding in findings if finding.stops]
    events = [
        Event("probe", entity, "probe", at, at, attributes={"status": status, "ours": ours})
        for entity, by_hour in told.items()
        for hour, (status, ours) in by_hour.items()
        for at in [MIDNIGHT + hour * HOUR]
    ]
    (verdict,) = evaluate(agreement, MemoryEngine(events), MIDNIGHT + HOURS * HOUR).verdicts
    return verdict


def last(by_hour: dict[int, tuple[str, bool]], hour: int) -> tuple[int, str, bool] | None:
    """Return the last probe up to an hour: when, and what it told."""
    known = [at for at in by_hour if at <= hour]
    return (max(known), *by_hour[max(known)]) if known else None


def down_hours(by_hour: dict[int, tuple[str, bool]], confirmation: int) -> set[int]:
    """Return the hours of unbroken runs of failed probes, those of enough of them."""
    found: set[int] = set()
    run: list[int] = []
    for at in [*sorted(by_hour), HOURS]:
        if at < HOURS and by_hour[at][0] == "down":
            run.append(at)
            continue
        if len(run) >= confirmation:
            found |= set(range(run[0], at))
        run = []
    return found


@given(probes, st.integers(1, 3))
def test_down_is_where_any_entity_failed_and_was_confirmed(told: Told, confirmation: int) -> None:
    down = set[int]().union(*(down_hours(by_hour, confirmation) for by_hour in told.values()))
    verdict = judged(told, f", confirmation: {confirmation}", "")
    assert verdict.actual == Fraction(HOURS - len(down), HOURS)


@given(probes, st.integers(1, 5), st.sampled_from(["up", "down", "removed"]))
def test_what_no_entity_spoke_for_counts_as_agreed(told: Told, longest: int, gap: str) -> None:
    spoken = {
        hour
        for hour in range(HOURS)
        for by_hour in told.values()
        if (probe := last(by_hour, hour)) and hour < probe[0] + longest
    }
    down = set[int]().union(*(down_hours(by_hour, 1) for by_hour in told.values())) & spoken
    lost = len(down) + (HOURS - len(spoken) if gap == "down" else 0)
    agreed = len(spoken) if gap == "removed" else HOURS
    verdict = judged(told, f", gap: {gap}, gap after: {longest} hours", "")
    assert verdict.actual == (Fraction(agreed - lost, agreed) if agreed else None)


@given(probes)
def test_an_entity_counts_as_long_as_it_is_in_scope(told: Told) -> None:
    down = {
        hour
        for hour in range(HOURS)
        for by_hour in told.values()
        if (probe := last(by_hour, hour)) and probe[1] == "down" and probe[2]
    }
    assert judged(told, "", "    where: ours").actual == Fraction(HOURS - len(down), HOURS)
