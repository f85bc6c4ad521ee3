"""What SQL cannot do is said before anything runs; what it leaves to Python is few, and is all that is fetched."""

from collections.abc import Iterator, Mapping

import pytest
from engines.gaps import GAPS, THERE
from golden import Case, opened
from scripts import CASES, kinds_of, planned

from accordant.cli.engine import load
from accordant.evaluate import evaluate
from accordant.measure.sql.database import Row
from accordant.measure.sql.dialects.known import DIALECTS
from accordant.measure.sql.engines.duck import DuckDatabase, connect
from accordant.measure.sql.unmeasurable import Obstacle, Unmeasurable, obstacles, require
from accordant.measure.sql.warehouse import Warehouse
from accordant.record.event import Event
from accordant.terms.source import Sources

CASE = {case.name: case for case in CASES}


class Counting(DuckDatabase):
    """DuckDB in place of a warehouse; it remembers what was asked of it."""

    asked: list[str] = []  # noqa: RUF012

    def columns_of(self, _table: str) -> Mapping[str, str]:
        return {}

    def close(self) -> None:
        self.connection.close()

    def stream(self, sql: str) -> Iterator[Row]:
        for row in super().stream(sql):
            self.asked.append(sql)
            yield row

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:
        self.asked.append(sql)
        super().keep(table, sql, once=once)


@pytest.fixture
def warehouse() -> Warehouse:
    Counting.asked = []
    return Warehouse(Counting(connect()), Sources(()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_refused_where_a_gap_is_marked_and_nowhere_else(case: Case) -> None:
    plan, sources = planned(case)
    found = {obstacle.reason for obstacle in obstacles(plan, kinds_of(sources), "postgres")}
    assert found == {gap.reason for gap in GAPS if gap.case == case.name and "postgres" in gap.engines}


def test_gaps_are_of_dialects_that_there_are() -> None:
    assert all(set(gap.engines) <= set(THERE) and gap.case in CASE for gap in GAPS)
    assert all(not dialect.gaps for dialect in DIALECTS.values()), (
        "a step that a dialect lacks is a gap to be marked"
    )


def test_a_refusal_names_the_promise_the_step_the_reason_and_what_to_do() -> None:
    plan, sources = planned(CASE["attempts-apart"])
    with pytest.raises(Unmeasurable) as refused:
        require(plan, kinds_of(sources), "spark")
    assert str(refused.value) == (
        "Apache Spark cannot measure this agreement: promise 'spaced': 'attempts' cannot be measured in SQL:"
        " attempts that must lie apart depend on those counted before them; state it in a way that SQL can"
        " measure, or export the events to files and measure with '--engine duckdb'"
    )
    assert [one.promise for one in refused.value.obstacles] == ["spaced"]


def test_an_answer_that_has_no_form_in_sql_is_of_no_promise() -> None:
    said = Obstacle("", "the moments of 'plan'", "for a reason").sentence
    assert said.startswith("an answer to a consequence: the moments of 'plan' cannot be measured in SQL")


def test_a_warehouse_refuses_before_it_runs_anything(warehouse: Warehouse) -> None:
    case = CASE["attempts-apart"]
    plan, sources = planned(case)
    warehouse.load(events_of(case), sources)
    Counting.asked.clear()
    with pytest.raises(Unmeasurable):
        warehouse.measure(plan)
    assert Counting.asked == []


@pytest.mark.parametrize("name", ["deliver-monthly-and-quarterly", "exclusion-force-majeure"])
def test_a_warehouse_tells_what_other_engines_do(warehouse: Warehouse, name: str) -> None:
    case = CASE[name]
    agreement, sources = opened(case)
    plan, _ = planned(case)
    warehouse.load(events_of(case), sources)
    other = evaluate(agreement, load("memory", sources, agreement), plan.as_of, plan.known_at)
    assert evaluate(agreement, warehouse, plan.as_of, plan.known_at) == other


def test_only_entities_that_deliver_are_fetched(warehouse: Warehouse) -> None:
    case = CASE["deliver-monthly-and-quarterly"]
    plan, sources = planned(case)
    events = events_of(case)
    one = events[0]
    other = [Event(one.kind, f"other {i}", "unlike", one.happened, one.recorded) for i in range(50)]
    warehouse.load([*events, *other], sources)
    Counting.asked.clear()
    warehouse.measure(plan)
    fetched = [sql for sql in Counting.asked if '"flags"' in sql]
    assert 0 < len(fetched) <= len(plan.tallies) * len(events)


def events_of(case: Case) -> list[Event]:
    agreement, sources = opened(case)
    read = load("memory", sources, agreement)
    return [event for kind in kinds_of(sources) for event in read.events_of(kind)]
