"""What the engine on DuckDB promises beside equal results: its join order, its own rules, its inputs."""

import gc
import json
from dataclasses import replace

import pytest
from random_plans import AS_OF, BEGINS, CELLS, DAY, HOUR, OFFICE, WALL, WINDOWS, named, plain

from accordant.measure.measurement import Outcome
from accordant.measure.memory.engine import MemoryEngine
from accordant.measure.sql import quote
from accordant.measure.sql.duck import DuckEngine, connect
from accordant.measure.sql.lookup import first_instants, last_instants, less, open_time
from accordant.measure.sql.moments import event_names
from accordant.plan.calendar import OutsideHorizon, inverse, last_moment
from accordant.plan.steps import Limit, Limits, Pair, Plan, Tally, Time, Timeline
from accordant.record.event import Event
from accordant.terms.predicate import And, Column, Constant, Not, Or, Truth
from accordant.terms.values import Length


def happened(entity: str, name: str, at: int) -> Event:
    return Event("lead", entity, name, at, at)


TIMED = Pair("lead", (plain("start", "open"),), (plain("stop", "close"),))


def plan(hours: int, pair: Pair = TIMED) -> Plan:
    time = Time(pair, Limits("", (), Limit(Length(hours, "hour", business=True), OFFICE, "Europe/Berlin")))
    step = Tally("o", 1, time, CELLS[0], CELLS[-1], CELLS)
    return Plan(AS_OF, AS_OF, (step,), (Timeline("o", WINDOWS, CELLS),))


def joins(node) -> list:
    found = [node] if "HASH_JOIN" in node.get("name", "") else []
    return found + [join for child in node.get("children", []) for join in joins(child)]


def tables(node) -> list[str]:
    own = [str(node.get("extra_info", {}).get("Table", ""))]
    return own + [table for child in node.get("children", []) for table in tables(child)]


def test_the_calendar_stands_on_the_build_side_of_its_join():
    engine = DuckEngine.from_events([happened("a", "open", BEGINS), happened("a", "close", BEGINS + DAY)])
    list(engine.items(plan(4), "o"))
    table = engine._shelf.open_time(OFFICE)
    sql = f"SELECT e.entity, a.base FROM {engine.kinds['lead'].relation} AS e {table.join('a', 'e.happened')}"
    (told,) = json.loads(engine.connection.execute(f"EXPLAIN (FORMAT json) {sql}").fetchone()[1])
    (join,) = joins(told)
    built = join["children"][1]
    assert any(table.table.strip(chr(34)) in name for name in tables(built))


def test_a_clock_is_met_missed_and_pending():
    log = [
        happened("a", "open", BEGINS + 9 * HOUR),
        happened("a", "close", BEGINS + 10 * HOUR),
        happened("b", "open", BEGINS + 9 * HOUR),
        happened("b", "close", BEGINS + 5 * DAY),
        happened("c", "open", AS_OF - HOUR),
    ]
    (measurement,) = DuckEngine.from_events(log).measure(plan(4)).measurements
    counts = [(outcome, n) for tally in measurement.tallies for outcome, n in tally.counts.items()]
    assert sorted(outcome.value for outcome, _ in counts) == ["met", "missed", "pending"]


def test_a_cycle_that_is_void_is_not_void_again():
    names = ("open", "note", "cancel", "cancel")
    log = [happened("a", name, BEGINS + (0, HOUR, 2 * HOUR, 3 * DAY)[i]) for i, name in enumerate(names)]
    pair = Pair(
        "lead", (plain("s", "open"),), (), (plain("c", "cancel"),), ends=(plain("e", "note"),), cycles="each"
    )
    items = list(DuckEngine.from_events(log).items(plan(4, pair), "o"))
    assert items == list(MemoryEngine(log).items(plan(4, pair), "o"))
    assert items[0].outcome is Outcome.CANCELLED
    assert CELLS[items[0].window] <= BEGINS + 2 * HOUR < CELLS[items[0].window + 1]


def test_an_event_before_the_horizon_of_a_calendar_is_an_error_and_no_lost_row():
    with pytest.raises(ValueError, match="horizon"):
        DuckEngine.from_events([happened("a", "open", 0)]).measure(plan(4))


def test_names_and_texts_cannot_break_out():
    name = "x'); DROP TABLE y; --\"\x00"
    log = [happened(name, "open", BEGINS), Event("lead", name, "it's", BEGINS, BEGINS, fields={name: name})]
    items = list(DuckEngine.from_events(log).items(plan(4), "o"))
    assert [(item.entity, item.outcome) for item in items] == [(name, Outcome.MISSED)]


def test_a_predicate_tells_which_events_it_can_mean():
    both = And((named("open", "close"), Truth(Column("auto"))))
    assert event_names(both) == {"open", "close"}
    assert event_names(Or((both, named("note")))) == {"open", "close", "note"}
    assert event_names(Not(named("open"))) is None
    assert event_names(Or((named("open"), Truth(Column("auto"))))) is None


def test_an_identifier_is_always_quoted():
    assert quote.name('a"b') == '"a""b"'
    assert quote.constant(-1) == "(-1)"
    assert quote.text("it's") == "'it''s'"
    assert Constant(1).value == 1


@pytest.mark.parametrize("calendar", [OFFICE, less(OFFICE, [(BEGINS + 10 * HOUR, BEGINS + 33 * HOUR)])])
def test_step_tables_are_the_functions_of_the_calendar(calendar):
    opened = open_time(calendar).pieces
    for t in range(calendar.instants[0], calendar.instants[40], 7 * HOUR // 3):
        (piece,) = [piece for piece in opened if piece.since <= t < piece.until]
        assert piece.value(t) == calendar.until(t)
    for steps, function in ((first_instants(calendar), inverse), (last_instants(calendar), last_moment)):
        for amount in (0, 1, HOUR, 3 * HOUR, 7 * HOUR, 7 * HOUR + 1, calendar.until(calendar.end), 1 << 60):
            found = [piece.value(amount) for piece in steps.pieces if piece.since <= amount < piece.until]
            try:
                assert found == [function(calendar, amount)]
            except OutsideHorizon:
                assert found == []


def test_what_has_no_room_in_memory_leaves_nothing_behind(tmp_path, monkeypatch):
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    connection = connect(threads=1, memory="50MB")
    connection.execute("CREATE TABLE t AS SELECT range AS a, hash(range) AS b FROM range(8000000) ORDER BY b")
    (folder,) = elsewhere.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert any(folder.iterdir()), "the table was meant to be too large"
    del connection
    gc.collect()
    assert list(tmp_path.iterdir()) == [elsewhere]
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("counted_in", ["due", "start"])
def test_a_promise_of_which_all_windows_are_shut_is_measured(counted_in):
    log = [happened("a", "open", BEGINS + 9 * HOUR), happened("a", "close", BEGINS + 20 * HOUR)]
    shut = less(OFFICE, [(CELLS[0] - DAY, CELLS[-1] + DAY)])
    step = plan(4).tallies[0]
    limits = Limits("", (), Limit(Length(4, "hour", business=True), shut, "Europe/Berlin"))
    source = replace(step.source, counted_in=counted_in, limits=limits)
    asked = replace(plan(4), tallies=(replace(step, source=source),))
    assert DuckEngine.from_events(log).measure(asked) == MemoryEngine(log).measure(asked)


@pytest.mark.parametrize("cells", [CELLS, CELLS[:4]], ids=["days follow", "the last day"])
@pytest.mark.parametrize("same", ["", "prio"], ids=["by one GROUP BY", "item by item"])
def test_of_items_counted_where_they_start_those_lost_at_the_end_of_their_day_or_later_are_late(cells, same):
    starts = {
        "a": 22 * HOUR,
        "b": 19 * HOUR,
        "c": 20 * HOUR,
        "d": 20 * HOUR - 1,
        "e": 22 * HOUR,
        "f": 20 * HOUR - 2,
    }
    log = [happened(entity, "open", BEGINS + start) for entity, start in starts.items()]
    limits = Limits("", (), Limit(Length(4, "hour"), WALL, "UTC"))
    step = Tally("o", 1, Time(TIMED, limits, counted_in="start"), CELLS[0], CELLS[-1], cells, same=same)
    windows = tuple(window for window in WINDOWS if window.last_cell < len(cells) - 1)
    asked = Plan(AS_OF, AS_OF, (step,), (Timeline("o", windows, cells),))
    measured = DuckEngine.from_events(log).measure(asked)
    (counts,) = measured.measurements[0].tallies
    midnight = BEGINS + DAY
    assert counts.late == (midnight, midnight + 1, midnight + 2 * HOUR + 1, midnight + 2 * HOUR + 1)
    assert measured == MemoryEngine(log).measure(asked)
