"""Measured again after events were added, a plan has the tallies of an engine that never measured before."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_plans import (
    AS_OF,
    HOUR,
    SOURCES,
    cohorts,
    flows,
    logs,
    occurs,
    plain_logs,
    plain_times,
    plans,
    times,
)

from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.incremental import Incremental

SETTINGS = settings(
    max_examples=settings().max_examples // 4, deadline=None, suppress_health_check=list(HealthCheck)
)
KINDS = {"time": times, "cohort": cohorts, "flow": flows, "occur": occurs}
cuts = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 20 * 24), st.integers(0, 3 * 24)), min_size=1, max_size=2
).map(sorted)


@pytest.fixture(scope="module")
def engines():
    return DuckEngine.from_events([]), DuckEngine.from_events([])


def compared(engines, plan, log, rounds):
    """Measure at each cut of the log, then all of it; each time compare with an engine that measures first."""
    grown, fresh = engines
    found = None
    told = 0
    for count, hours, late in [*rounds, (len(log), 0, 0)]:
        as_of, known_at = AS_OF - hours * HOUR, AS_OF - hours * HOUR - late * HOUR
        one = replace(plan, as_of=as_of, known_at=known_at)
        if found is None:
            grown.load(log[:count], SOURCES)
            found = Incremental(grown, SOURCES)
        else:
            found.add(log[told:count])
        told = max(told, count)
        fresh.load(log[:told], SOURCES)
        assert found.measure(one) == fresh.measure(one)


@pytest.mark.parametrize("sources", KINDS.values(), ids=KINDS)
def test_a_plan_measured_again_is_as_if_measured_first(sources, engines):
    @SETTINGS
    @given(plans(sources), logs, cuts)
    def agree(plan, log, rounds):
        compared(engines, plan, log, rounds)

    agree()


@SETTINGS
@given(plans(plain_times, alone=True), plain_logs, cuts)
def test_clocks_told_by_one_group_by_are_measured_again_alike(engines, plan, log, rounds):
    compared(engines, plan, log, rounds)
