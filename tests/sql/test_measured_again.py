"""Measured again where items are decided by time alone, a plan has the tallies of the reference engine.

Each law tells how much it tried: of the looks after the first, in how many something was taken over, and in how
many the tallies had changed since the look before.
"""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from random_growth import Look, looks
from random_plans import (
    BEGINS,
    CELLS,
    FIELDS,
    HOUR,
    SOURCES,
    WALL,
    WINDOWS,
    cohorts,
    flows,
    maintenance,
    occurs,
    plain,
    plain_times,
    plans,
    steady_times,
    times,
)

from accordant.measure.memory.engine import MemoryEngine
from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.incremental import Incremental
from accordant.plan.steps import Ceiling, Excluded, Limit, Limits, Pair, Plan, Tally, Time, Timeline
from accordant.record.event import Event
from accordant.terms.values import Length

# Shrinking one takes minutes: what failed is told as it was drawn.
SETTINGS = settings(
    max_examples=settings().max_examples // 8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
KINDS = {"time": (times, False), "cohort": (cohorts, False), "flow": (flows, False), "occur": (occurs, False),
         "plain": (plain_times, True), "steady": (steady_times, True)}  # fmt: skip


@pytest.fixture(scope="module")
def duck():
    return DuckEngine.from_events([])


def looked(duck, told) -> Counter[str]:
    """Compare each look with the reference engine; count the later looks, those taken over and those changed."""
    log, engine, last = list(told[0].added), None, None
    found: Counter[str] = Counter()
    for look in told:
        if engine is None:
            duck.load(look.added, SOURCES)
            engine = Incremental(duck, SOURCES)
        else:
            engine.add(look.added)
            log += look.added
        expected = MemoryEngine(log, FIELDS).measure(look.plan)
        assert engine.measure(look.plan) == expected
        if last is not None:
            found.update(looks=1, taken=bool(engine.taken), changed=expected.measurements != last)
        last = expected.measurements
    return found


@pytest.mark.parametrize(("sources", "alone"), KINDS.values(), ids=KINDS)
def test_what_time_decides_is_measured_again(sources, alone, duck):
    tried: Counter[str] = Counter()

    @SETTINGS
    @given(looks(plans(sources, alone=alone), plain=alone))
    def agree(told):
        found = looked(duck, told)
        event("taken over" if found["taken"] else "measured whole")
        tried.update(found)

    agree()
    assert tried["taken"] * 3 > tried["looks"], tried
    assert tried["changed"] * 3 > tried["looks"], tried


FOUR_HOURS, FOUR_DAYS = (Limit(Length(hours, "hour"), WALL, "UTC") for hours in (4, 96))
BY_PRIO = Limits("prio", (("p1", FOUR_DAYS),), FOUR_HOURS)


def answered(limits: Limits, hours: int, cells: tuple[int, ...] = CELLS) -> Plan:
    """Return the plan of a clock from open to close, so many hours after the beginning."""
    clock = Time(Pair("lead", (plain("start", "open"),), (plain("stop", "close"),)), limits)
    windows = tuple(window for window in WINDOWS if window.last_cell < len(cells) - 1)
    as_of = BEGINS + hours * HOUR
    step = Tally("o", 1, clock, CELLS[0], CELLS[-1], cells, begun=4)
    return Plan(as_of, as_of, (step,), (Timeline("o", windows, cells),))


def happens(entity: str, name: str, hour: int, prio: str = "p1", told: int = 0, identity: str = "") -> Event:
    at = BEGINS + hour * HOUR
    recorded = max(at, BEGINS + told * HOUR)
    return Event("lead", entity, name, at, recorded, "sales", identity, attributes={"prio": prio})


def test_a_clock_that_began_after_a_stop_becomes_missed_by_time_alone(duck):
    log = (happens("a", "close", 0), happens("a", "open", 1), happens("b", "open", 1), happens("b", "close", 2))
    limits = Limits("", (), FOUR_HOURS)
    assert looked(duck, [Look(log, answered(limits, 3)), Look((), answered(limits, 9))])["taken"]


def test_an_item_due_beyond_all_windows_under_one_of_several_limits_has_its_window_later(duck):
    log = (happens("a", "open", 1), happens("a", "close", 2), happens("b", "open", 1, "p2"))
    assert looked(duck, [Look(log, answered(BY_PRIO, 3, CELLS[:5])), Look((), answered(BY_PRIO, 4))])["changed"]


def test_an_event_that_is_given_to_another_entity_is_taken_from_its_own(duck):
    limits, given_to = Limits("", (), FOUR_HOURS), happens("b", "close", 2, told=5, identity="2")
    log = (happens("a", "open", 1, identity="1"), happens("a", "close", 2, identity="2"), happens("b", "open", 1))
    looks = [Look(log, answered(limits, 3)), Look((given_to,), answered(limits, 9))]
    assert looked(duck, looks)["changed"]


def test_a_first_miss_that_was_none_gives_way_to_the_next(duck):
    limits, late = Limits("", (), FOUR_HOURS), happens("a", "close", 2, told=12)
    log = (happens("a", "open", 1), happens("b", "open", 2), happens("c", "open", 3))
    looks = [Look(log, answered(limits, 9)), Look((late,), answered(limits, 13))]
    assert looked(duck, looks)["changed"]


def test_an_incident_of_which_nothing_is_left_is_forgotten(duck):
    first, second = answered(Limits("", (), FOUR_HOURS), 9), answered(Limits("", (), FOUR_HOURS), 13)
    plans = [replace(one, tallies=(replace(one.tallies[0], same="prio"),)) for one in (first, second)]
    log = (happens("a", "open", 3, "p2"), happens("b", "open", 2), happens("c", "open", 1))
    assert looked(duck, [Look(log, plans[0]), Look((happens("a", "close", 4, "p2", 12),), plans[1])])["changed"]


def test_a_late_miss_that_was_none_is_no_longer_listed(duck):
    counted = [answered(Limits("", (), FOUR_HOURS), hours) for hours in (30, 33)]
    plans = [
        replace(one, tallies=(replace(one.tallies[0], source=replace(one.tallies[0].source, counted_in="start")),))
        for one in counted
    ]
    log = (happens("a", "open", 22), happens("b", "open", 21), happens("c", "open", 1))
    assert looked(duck, [Look(log, plans[0]), Look((happens("a", "close", 23, told=32),), plans[1])])["changed"]


def restepped(plan: Plan, **changes) -> Plan:
    """Return a plan of one step with something else of it."""
    return replace(plan, tallies=(replace(plan.tallies[0], **changes),))


def test_items_of_windows_that_were_moved_are_counted_in_those_of_now(duck):
    moved = tuple(bound + 2 * HOUR if bound == BEGINS + 24 * HOUR else bound for bound in CELLS)
    looks = [answered(Limits("", (), FOUR_HOURS), 30), answered(Limits("", (), FOUR_HOURS), 33, moved)]
    log = (happens("a", "open", 21), happens("b", "open", 1))
    assert looked(duck, [Look(log, looks[0]), Look((), looks[1])])["changed"]


def test_items_begun_after_what_is_now_the_end_are_counted_no_more(duck):
    first, second = (answered(Limits("", (), FOUR_HOURS), hours) for hours in (11, 13))
    log = (happens("a", "open", 5), happens("b", "open", 1))
    looks = [Look(log, first), Look((), restepped(second, until=BEGINS + 4 * HOUR))]
    assert looked(duck, looks)["changed"]


def test_what_a_definition_no_longer_says_of_the_past_is_forgotten(duck):
    first, second = (answered(Limits("", (), FOUR_HOURS), hours) for hours in (11, 13))
    (start,) = second.tallies[0].source.source.starts
    ended = replace(start, readings=(replace(start.readings[0], until=BEGINS + 2 * HOUR),))
    clock = replace(second.tallies[0].source, source=replace(second.tallies[0].source.source, starts=(ended,)))
    log = (happens("a", "open", 3), happens("b", "open", 1))
    assert looked(duck, [Look(log, first), Look((), restepped(second, source=clock))])["changed"]


def test_an_item_told_by_itself_that_is_due_beyond_all_windows_has_its_window_later(duck):
    log = (happens("a", "open", 1), happens("a", "close", 2))
    limits = Limits("", (), FOUR_DAYS)
    looks = [answered(limits, 3, CELLS[:5]), answered(limits, 4)]
    told = [Look(log, restepped(looks[0], same="prio")), Look((), restepped(looks[1], same="prio"))]
    found = looked(duck, told)
    assert found["taken"]
    assert found["changed"]


def with_resets(plan: Plan) -> Plan:
    """Return the plan of a clock that a note resets: whose entity has one is told beside SQL."""
    clock = plan.tallies[0].source
    return restepped(plan, source=replace(clock, source=replace(clock.source, resets=(plain("reset", "note"),))))


def test_an_item_told_beside_sql_that_is_due_beyond_all_windows_has_its_window_later(duck):
    log = (happens("a", "open", 1), happens("a", "note", 2), happens("a", "close", 3))
    limits = Limits("", (), FOUR_DAYS)
    looks = [with_resets(answered(limits, 4, CELLS[:5])), with_resets(answered(limits, 5))]
    found = looked(duck, [Look(log, looks[0]), Look((), looks[1])])
    assert found["taken"]
    assert found["changed"]


def test_an_item_told_beside_sql_becomes_missed_by_time_alone(duck):
    log = (happens("a", "open", 1), happens("a", "note", 2))
    looks = [with_resets(answered(Limits("", (), FOUR_HOURS), hours)) for hours in (3, 9)]
    found = looked(duck, [Look(log, looks[0]), Look((), looks[1])])
    assert found["taken"]
    assert found["changed"]


def test_who_was_not_relieved_is_when_another_is_found_to_have_come_first(duck):
    relief = Ceiling(plain("surge", "open"), CELLS[:-1], (1,) * (len(CELLS) - 1))
    looks = [restepped(answered(Limits("", (), FOUR_HOURS), hours), relief=relief) for hours in (11, 13)]
    first = happens("a", "open", 2, told=12)
    assert looked(duck, [Look((happens("b", "open", 5),), looks[0]), Look((first,), looks[1])])["changed"]


@pytest.mark.parametrize("kind", ["site", "lead"])
def test_time_that_is_found_to_be_excluded_is_taken_from_everybody(duck, kind):
    excluded = Excluded("maintenance", replace(maintenance, kind=kind), None, None, "month", "Europe/Berlin")
    plans = [answered(Limits("", (), FOUR_HOURS), hours) for hours in (11, 13)]
    looks = [restepped(one, source=replace(one.tallies[0].source, excluded=(excluded,))) for one in plans]
    log = (happens("a", "open", 1), happens("a", "close", 6))
    down = tuple(replace(happens("m", name, at, told=12), kind=kind) for name, at in (("down", 2), ("up", 4)))
    assert looked(duck, [Look(log, looks[0]), Look(down, looks[1])])["changed"]
