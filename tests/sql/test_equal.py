"""Both engines give the same items and tallies, whatever the plan and however malformed the log."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_plans import (
    FIELDS,
    SOURCES,
    cohorts,
    flows,
    logs,
    occurs,
    plain_logs,
    plain_times,
    plans,
    requests,
    statistics,
    steady_logs,
    steady_times,
    times,
    uptimes,
)

from accordant.measure.memory.engine import MemoryEngine
from accordant.measure.sql.duck import DuckEngine

SETTINGS = settings(
    max_examples=settings().max_examples // 4, deadline=None, suppress_health_check=list(HealthCheck)
)
KINDS = {
    "time": times,
    "cohort": cohorts,
    "flow": flows,
    "occur": occurs,
    "uptime": uptimes,
    "rate": requests,
    "statistic": statistics,
}


@pytest.fixture(scope="module")
def duck():
    return DuckEngine.from_events([])


def items(duck, plan, log):
    duck.load(log, SOURCES)
    return list(duck.items(plan, "o"))


@pytest.mark.parametrize("sources", KINDS.values(), ids=KINDS)
def test_both_engines_agree_on_every_plan_and_log(sources, duck):
    @SETTINGS
    @given(plans(sources), logs)
    def agree(plan, log):
        memory = MemoryEngine(log, FIELDS)
        assert items(duck, plan, log) == list(memory.items(plan, "o"))
        assert duck.measure(plan) == memory.measure(plan)

    agree()


@SETTINGS
@given(plans(plain_times, alone=True), plain_logs)
def test_both_engines_agree_where_sql_reckons_alone(duck, plan, log):
    memory = MemoryEngine(log, FIELDS)
    assert items(duck, plan, log) == list(memory.items(plan, "o"))
    assert duck.measure(plan) == memory.measure(plan)


@SETTINGS
@given(plans(steady_times, alone=True), steady_logs(), st.sampled_from(["", "prio"]))
def test_both_engines_agree_where_attributes_stay_as_they_are(duck, plan, log, group):
    tallies = tuple(replace(step, group=group, same="") for step in plan.tallies)
    plan = replace(plan, tallies=tallies)
    memory = MemoryEngine(log, FIELDS)
    duck.load(log, SOURCES)
    assert duck.measure(plan) == memory.measure(plan)


@SETTINGS
@given(plans(), logs, st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(duck, plan, log, random):
    found = items(duck, plan, log)
    assert items(duck, plan, random.sample(log, len(log))) == found
