"""What events tell of values and requests, as SQL: one row an event, in its cell, group and interval.

Rows: entity, happened, cell with its bounds, grouped (as text), known (FALSE of entities whose rows contradict each
other) and a column of each number that the definition names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accordant.measure.sql import needs, quote
from accordant.measure.sql.events import told_column, value_column
from accordant.measure.sql.log import Log
from accordant.measure.sql.moments import (
    Unsupported,
    is_complex,
    named_columns,
    numbers_of,
    own_cell,
    play,
    within_reading,
)
from accordant.measure.sql.predicate import expression
from accordant.measure.sql.query import Query
from accordant.measure.sql.story import Story, at_column
from accordant.plan.steps import Rates, Tally, Values
from accordant.terms.predicate import columns

NUMBERS = ("number", "number_2")
NO_GROUP, KNOWN = "''", "TRUE"
"""Group and certainty of rows where all have the same."""


@dataclass(frozen=True)
class Told:
    """The part of a query with the rows, the stories they come from, and the digits after the point.

    `varying`: which of grouped and known may differ between rows.
    """

    query: Query
    part: str
    stories: tuple[Story, ...]
    scale: int
    varying: tuple[str, ...]


def told(log: Log, step: Tally) -> Told:
    """Return what is told of the numbers of a step in the cells begun by `as_of`."""
    source = _source(step)
    query = Query()
    stories = _stories(log, step, query)
    selects = [_rows(log, step, story) for story in stories]
    rules = log.kind(source.kind).told
    names = {name for reading in source.of.readings for name in numbers_of(reading.definition)}
    scale = max((rules[n].scale for n in names if n in rules and rules[n].type == "decimal"), default=0)
    shared = {grouped(story, step.group) for story in stories}, {_known(log.disputed(source.kind))}
    same = zip(("grouped", "known"), shared, ({NO_GROUP}, {KNOWN}), strict=True)
    varying = tuple(name for name, of, constant in same if of != constant)
    return Told(query, query.part(f"told {source.of.name}", " UNION ALL ".join(selects)), stories, scale, varying)


def first_told(found: Told, step: Tally) -> str:
    """Return the SELECT of the groups and the first instant at which an entity of each was told of, in scope."""
    scope = _source(step).scope
    selects = []
    for story in found.stories:
        inside = expression(scope.tree, story.attributes_of("r")) if scope else "TRUE"
        group = grouped(story, step.group)
        selects.append(f"SELECT {group} AS grouped, r.happened FROM {story.instants()} AS r WHERE {inside}")
    every = " UNION ALL ".join(selects)
    return f"SELECT grouped, min(happened) FROM ({every}) AS f WHERE grouped <> '' GROUP BY grouped"


def grouped(story: Story, group: str) -> str:
    """Return the grouping attribute as agreements spell it; '' for what nobody told."""
    rule = story.kind.told.get(group)
    if rule is None or rule.role != "attribute":
        return NO_GROUP
    column = f"r.{at_column(group)}"
    if rule.type == "boolean":
        return f"CASE {column} WHEN TRUE THEN 'yes' WHEN FALSE THEN 'no' ELSE '' END"
    return f"coalesce(CAST({column} AS VARCHAR), '')"


def _source(step: Tally) -> Values | Rates:
    assert isinstance(step.source, Values | Rates), "only statistics and rates have numbers"
    return step.source


def _stories(log: Log, step: Tally, query: Query) -> tuple[Story, ...]:
    """Return what tells the numbers: plain for entities whose attributes never change, else as it stands."""
    story = _story(log, step, query)
    if not story.attributes:
        return (story,)
    plain = replace(story, plain=True)
    changing = "" if is_complex(story, _source(step).of) else _changing(log, story)
    if changing is None:
        return (plain,)
    if not changing:
        return (story,)
    return replace(plain, outside=changing), replace(story, inside=changing)


def _story(log: Log, step: Tally, query: Query) -> Story:
    source = _source(step)
    scope = {column.name for column in columns(source.scope.tree)} if source.scope else set()
    own = {name for reading in source.of.readings for name in numbers_of(reading.definition)}
    named = {*named_columns([source.of]), *scope, step.group}
    carried = {*scope, step.group}
    for reading in source.of.readings:
        where = reading.definition.where
        carried |= {column.name for column in columns(where.tree)} if where else set()
        carried |= set(named_columns([reading.within.of])) if reading.within else set()
    story = needs.build(query, log.shelf, log.kind(source.kind), log.seen, frozenset(named), None)
    kept = tuple(name for name in story.attributes if name in carried)
    return replace(story, attributes=kept, own=tuple(n for n in story.attributes if n in own - carried))


def _changing(log: Log, story: Story) -> str | None:
    """Return the table of the entities that do not tell the same attributes at every event; None for none."""
    table, other = quote.name(f"changing {story.kind.name}"), replace(story, query=Query())
    tests = []
    for a in story.attributes:
        value = f"CASE WHEN {told_column(a)} THEN {value_column(a)} END"
        rule = story.kind.told[a]
        tests.append(f"count({value}) < count(*) OR {rule.least(value)} <> {rule.greatest(value)}")
    found = f"SELECT entity FROM {other.seen()} GROUP BY entity HAVING {quote.some(tests)}"
    return table if log.database.keep_and_count(table, other.query.statement(found)) else None


def _rows(log: Log, step: Tally, story: Story) -> str:
    """Return the SELECT of the rows of a story."""
    source = _source(step)
    found = play(story, source.of)
    kept = ""
    if found.kept:
        kept = f" JOIN {found.kept} AS k ON k.entity = r.entity AND k.happened = r.happened AND k.turn = r.turn"
    cells = log.shelf.cells(step.cells)
    numbers = _numbers(story, step)
    since = max(step.cells[0], step.since)
    until = max(min(step.cells[step.begun], step.until), since)
    told = [f"({found.flag})", *(f"({number}) IS NOT NULL" for number in numbers)]
    told += [f"r.happened >= {quote.constant(since)} AND r.happened < {quote.constant(until)}"]
    told += [expression(source.scope.tree, story.column("r"))] if source.scope else []
    own = [f"{sql} AS {name}" for name, sql in zip(NUMBERS, numbers, strict=False)]
    return (
        f"SELECT r.entity, r.happened, w.base AS cell, w.since AS cell_start, w.until AS cell_stop,"
        f" {grouped(story, step.group)} AS grouped,"
        f" {_known(log.disputed(source.kind))} AS known, {quote.listed(own)} FROM {story.rows()} AS r{kept}"
        f" {cells.join('w', 'r.happened')} WHERE {quote.every(told)}"
    )


def _known(disputed: frozenset[str]) -> str:
    return f"r.entity NOT IN ({quote.listed(map(quote.text, sorted(disputed)))})" if disputed else KNOWN


def _numbers(story: Story, step: Tally) -> Sequence[str]:
    """Return the numbers of a row, by the reading in force at its instant; NULL for what is no number."""
    readings = _source(step).of.readings
    of_each = [[_number(story, name) for name in numbers_of(reading.definition)] for reading in readings]
    return [within_reading(readings, cells, "NULL") for cells in zip(*of_each, strict=True)]


def _number(story: Story, name: str) -> str:
    rule = story.kind.told.get(name)
    if rule is None or rule.type not in ("integer", "decimal", "instant"):
        return "CAST(NULL AS BIGINT)"
    cell = own_cell(story, name, "r")
    # Measured values have 18 digits, 9 of them after the point at most; the rest takes the reference's way.
    if rule.type == "decimal" and rule.scale > 9:
        raise Unsupported(f"'{name}' has more than 9 digits after the point")
    fits = f"DECIMAL(18, {rule.scale})" if rule.type == "decimal" else "BIGINT"
    return f"CAST({cell} AS {fits})"
