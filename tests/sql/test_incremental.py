"""Measured again after events were added, a plan has the tallies of an engine that never measured before."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_plans import (
    AS_OF,
    DAY,
    HOUR,
    SOURCES,
    cohorts,
    events,
    flows,
    occurs,
    plain_events,
    plain_times,
    plans,
    times,
)

from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.incremental import Incremental

SETTINGS = settings(
    max_examples=settings().max_examples // 33, deadline=None, suppress_health_check=list(HealthCheck)
)
KINDS = {"time": times, "cohort": cohorts, "flow": flows, "occur": occurs}


@st.composite
def grown(draw, events, fewest=15):
    """Draw a log of several entities, and one or two times at which so many of its events had been told."""
    log = draw(
        st.lists(st.builds(lambda one, entity: moved(one, entity), events, entities), min_size=fewest, max_size=50)
    )
    hours = sorted(draw(st.lists(st.sampled_from([0, 1, 6, 24, 30, 72, 100, 150]), min_size=1, max_size=2)))[::-1]
    counts = sorted(draw(st.lists(st.integers(len(log) // 2, len(log)), min_size=len(hours), max_size=len(hours))))
    late = draw(st.sampled_from([0, 0, DAY, -DAY]))
    return log, [
        (n, AS_OF - back * HOUR, AS_OF - back * HOUR - late) for n, back in zip(counts, hours, strict=True)
    ]


entities = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "é"])


def moved(event, entity):
    return replace(event, entity=entity) if event.kind == "lead" else event


@pytest.fixture(scope="module")
def engines():
    return DuckEngine.from_events([]), DuckEngine.from_events([])


def compared(engines, plan, log, rounds):
    """Measure at each cut of the log, then all of it; each time compare with an engine that measures first."""
    grown, fresh = engines
    found = None
    told = 0
    for count, as_of, known_at in [*rounds, (len(log), AS_OF, AS_OF)]:
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
    @given(plans(sources), grown(events()))
    def agree(plan, told):
        compared(engines, plan, *told)

    agree()


@SETTINGS
@given(plans(plain_times, alone=True), grown(plain_events()))
def test_clocks_told_by_one_group_by_are_measured_again_alike(engines, plan, told):
    compared(engines, plan, *told)
