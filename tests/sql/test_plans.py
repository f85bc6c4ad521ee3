"""What DuckDB is made to do, as it tells itself: how often it reads the log, what it joins, hashes and sorts."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from accordant.evaluate import evaluate
from accordant.measure.sql.engine import SqlEngine
from accordant.measure.sql.engines.duck import DuckDatabase, connect
from accordant.measure.sql.reading.open import relations
from accordant.terms.agreement import Agreement
from accordant.terms.source import ColumnRule, Source, Sources
from accordant.text.read import read_agreement_text

AS_OF = 1_772_323_200_000_000  # 2026-03-01
HEAD = """format: 1
title: Leads
kind: internal
parties: {marketing: {name: Marketing}, sales: {name: Sales}}
term: {from: 2026-01-01, through: 2026-12-31, zone: Europe/Berlin, currency: EUR, calendar: office}
calendars:
  office: {zone: Europe/Berlin, open: {mon-fri: 09:00-17:00}}
  early: {zone: Europe/Berlin, open: {mon-fri: 07:00-15:00}}
definitions:
  created: {of: lead, when: event = 'created'}
  answered: {of: lead, when: event = 'answered'}
  touched: {of: lead, when: "event IN ('answered', 'paused')"}
  waiting: {of: lead, from: event = 'paused', to: event = 'resumed'}
obligations:
"""
SIDES = "    owed by: sales\n    owed to: marketing\n    target: at least 90%\n    window: month\n"


def promised(name: str, minutes: int, calendar: str = "office", stop: str = "answered") -> str:
    within = f"    within: {minutes} business minutes\n    calendar: {calendar}\n"
    return f"  {name}:\n{SIDES}    time: {{from: created, to: {stop}, pause: waiting}}\n{within}"


ONE = promised("an hour", 60)
SAME_CLOCK = "".join(promised(f"{minutes} minutes", minutes) for minutes in range(30, 330, 30))
OTHER_CLOCKS = "".join(
    promised(f"{calendar} {stop}", 60, calendar, stop)
    for calendar in ("office", "early")
    for stop in ("answered", "touched")
)


@dataclass(frozen=True)
class Node:
    """One step of a plan, as DuckDB's EXPLAIN tells it."""

    name: str
    told: dict[str, Any]
    children: tuple["Node", ...]

    def all(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.all()


def node(told: dict[str, Any]) -> Node:
    return Node(told["name"].strip(), told.get("extra_info", {}), tuple(map(node, told.get("children", ()))))


@dataclass(frozen=True)
class Explained(DuckDatabase):
    """DuckDB, which explains every statement that it is going to run."""

    plans: list[Node] = field(default_factory=list)

    def _run(self, sql: str, values: Sequence[object] | None = None) -> duckdb.DuckDBPyConnection:
        if values is None and "SELECT" in sql and " VIEW " not in sql:
            (_, told) = self.connection.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()[0]
            self.plans.extend(map(node, json.loads(told)))
        return super()._run(sql, values)

    def steps(self, name: str) -> list[Node]:
        return [step for plan in self.plans for step in plan.all() if name in step.name]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a log of some thousand events, with a column that nobody asks for."""
    folder = tmp_path_factory.mktemp("plans")
    steps = "[('created', 0), ('paused', 600), ('resumed', 9000), ('answered', 12000), ('noted', 13000)]"
    with duckdb.connect() as connection:
        connection.execute(f"""
            COPY (SELECT 'lead ' || i AS lead, s[1] AS event, 'text ' || i AS note,
                         make_timestamp((1767225600 + (i * 977 % 4000000) + s[2]) * 1000000) AS happened
                  FROM range(2000) AS r(i), (SELECT unnest({steps}) AS s)) TO '{folder}/log.parquet'""")
    return folder


def explained(folder: Path, promises: str) -> Explained:
    columns = {"event_column": "event", "happened": "happened", "zone": "UTC"}
    notes = (ColumnRule("note", "note"),)
    log = Source("log", "log.parquet", "lead", ("lead",), "parquet", attributes=notes, **columns)
    database = Explained(connect())
    engine = SqlEngine(database)
    engine.kinds, rejected = relations(database.connection, Sources((log,), str(folder)), None)
    assert not rejected
    agreement, findings = read_agreement_text(HEAD + promises)
    assert isinstance(agreement, Agreement), findings
    found = evaluate(agreement, engine, AS_OF)
    assert all(sum(t.counts.values()) for m in found.measurements for t in m.tallies)
    return database


@pytest.mark.parametrize("promises", [ONE, SAME_CLOCK, OTHER_CLOCKS], ids=["one", "one clock", "own clocks"])
def test_the_log_is_read_once_for_all_promises_with_a_plain_clock(folder, promises):
    assert len(explained(folder, promises).steps("READ_PARQUET")) == 1


def test_only_the_columns_that_a_promise_names_are_read(folder):
    (scan,) = explained(folder, ONE).steps("READ_PARQUET")
    assert set(scan.told["Projections"]) == {"lead", "event", "happened"}


def test_events_that_no_definition_names_are_left_out_as_they_are_read(folder):
    (scan,) = explained(folder, ONE).steps("READ_PARQUET")
    assert "'answered'" in str(scan.told["Filters"])
    assert "'noted'" not in str(scan.told["Filters"])


@pytest.mark.parametrize("promises", [ONE, SAME_CLOCK, OTHER_CLOCKS], ids=["one", "one clock", "own clocks"])
def test_every_join_of_a_plain_clock_has_a_small_table_on_its_build_side(folder, promises):
    joins = explained(folder, promises).steps("HASH_JOIN")
    built = [[step.told.get("Table", "") for step in join.children[1].all()] for join in joins]
    assert joins
    assert all(len(tables) == 1 and '"steps ' in tables[0] for tables in built)


@pytest.mark.parametrize("promises", [ONE, SAME_CLOCK, OTHER_CLOCKS], ids=["one", "one clock", "own clocks"])
def test_a_plain_clock_needs_no_sort(folder, promises):
    database = explained(folder, promises)
    assert not [step for name in ("ORDER", "WINDOW", "TOP_N", "ASOF") for step in database.steps(name)]


@pytest.mark.parametrize("promises", [ONE, SAME_CLOCK], ids=["one", "one clock"])
def test_entities_are_grouped_once_for_promises_about_one_clock(folder, promises):
    groupings = [
        step
        for plan in explained(folder, promises).plans
        for step in plan.all()
        if "GROUP_BY" in step.name and any("PARQUET" in below.name for below in step.all())
    ]
    assert len(groupings) == 1


def test_no_item_is_written_down_when_only_tallies_are_asked_for(folder):
    database = explained(folder, SAME_CLOCK)
    made = [row[0] for row in database.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    assert not [table for table in made if "items" in table]


def test_a_scope_by_an_attribute_that_never_changes_needs_no_history(folder):
    scoped = "".join(f"{promised(f'but {i}', 60)}    where: note <> 'text {i}'\n" for i in range(3))
    database = explained(folder, scoped)
    assert len(database.steps("READ_PARQUET")) == 1
    assert not [step for name in ("ORDER", "WINDOW", "TOP_N", "ASOF") for step in database.steps(name)]
