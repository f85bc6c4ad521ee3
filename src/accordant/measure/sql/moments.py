"""Definitions as SQL: readings of a moment go in, a flag for each row and the instants that keep it come out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accordant.measure.sql import quote
from accordant.measure.sql.events import Kind, field_column, told_column, value_column
from accordant.measure.sql.length import in_time
from accordant.measure.sql.predicate import expression
from accordant.measure.sql.story import STEP, Story, told_any_column
from accordant.plan.steps import Bounded, Moments, Reading
from accordant.terms.definition import Definition, Moment, Rate, Value
from accordant.terms.predicate import And, Column, Compare, Constant, In, Or, Predicate, columns
from accordant.terms.source import OWN_FIELDS


@dataclass(frozen=True)
class Play:
    """How a definition shows in the rows: `flag` is TRUE, FALSE or NULL for each row (alias r).

    Where `kept` is a part (entity, happened, turn), only flags at its instants count.
    """

    flag: str
    kept: str = ""


class Unsupported(Exception):
    """A plan that has no SQL form; the reference engine reckons it. Carries the reason."""


def play(story: Story, moments: Moments) -> Play:
    """Return how the moments of a definition show in the rows of a story."""
    readings = moments.readings
    flag = within_reading(readings, [_event_flag(story, r.definition, "r") for r in readings])
    if not is_complex(story, moments):
        return Play(flag)
    first = {reading.definition.first for reading in readings}
    if len(first) > 1 or (first == {True} and len(readings) > 1):
        raise Unsupported(f"'{moments.name}' is read by entity in one version and by event in another")
    kept = _made(story, moments, flag)
    if any(reading.within for reading in readings):
        kept = _in_time(story, moments, kept)
    return Play(flag, _firsts(story, kept) if True in first else kept)


def is_complex(story: Story, moments: Moments) -> bool:
    """Say whether more than the row itself decides: a state, a first moment, a limit of its own."""
    return any(
        reading.definition.first or reading.within or is_state(story.kind, reading.definition)
        for reading in moments.readings
    )


def is_state(kind: Kind, definition: Definition) -> bool:
    """Say whether a definition names attributes only."""
    return not isinstance(definition.shape, Value | Rate) and not _names_field(kind, tree_of(definition))


def hits(story: Story, moments: Moments) -> str:
    """Return the part with the moments of a definition: entity, happened, turn, one row an instant."""
    found = play(story, moments)
    if found.kept:
        return found.kept
    return story.query.part("hits", f"SELECT {STEP} FROM {story.rows()} AS r WHERE {found.flag} GROUP BY {STEP}")


def tree_of(definition: Definition) -> Predicate:
    """Return the predicate of a moment with its `where`. Raises Unsupported for other shapes."""
    if not isinstance(definition.shape, Moment):
        raise Unsupported(f"'{definition.name}' is not a moment")
    when = definition.shape.when.tree
    return And((when, definition.where.tree)) if definition.where else when


def names_of(moments: Sequence[Moments]) -> frozenset[str] | None:
    """Return the events that can be moments of the definitions; None when any event may matter."""
    found: set[str] = set()
    for one in moments:
        for reading in one.readings:
            definition = reading.definition
            if isinstance(definition.shape, Value | Rate) or (reading.definition.first and len(one.readings) > 1):
                return None
            names = event_names(tree_of(definition))
            within = names_of([reading.within.of]) if reading.within else frozenset[str]()
            if names is None or within is None:
                return None
            found |= names | within
    return frozenset(found)


def event_names(tree: Predicate) -> frozenset[str] | None:
    """Return the names that `event` must have for the predicate not to be FALSE; None when any may do."""
    match tree:
        case Compare(Column("event"), "=", Constant(str(name))) | Compare(
            Constant(str(name)), "=", Column("event")
        ):
            return frozenset({name})
        case In(Column("event"), options):
            return frozenset(str(option.value) for option in options)
        case And(parts):
            found = [names for part in parts if (names := event_names(part)) is not None]
            return frozenset.intersection(*found) if found else None
        case Or(parts):
            every = [event_names(part) for part in parts]
            return None if None in every else frozenset().union(*(names for names in every if names is not None))
        case _:
            return None


def named_columns(moments: Sequence[Moments]) -> Iterator[str]:
    """Yield every column that the definitions name."""
    for one in moments:
        for reading in one.readings:
            yield from definition_columns(reading.definition)
            if reading.within:
                yield from named_columns([reading.within.of])


def definition_columns(definition: Definition) -> Iterator[str]:
    """Yield the columns of a definition's predicates."""
    shape = definition.shape
    conditions = [getattr(shape, key, None) for key in ("when", "opens", "closes", "state", "told")]
    for condition in (*conditions, definition.where):
        if condition is not None:
            yield from (column.name for column in columns(condition.tree))
    yield from numbers_of(definition)


def numbers_of(definition: Definition) -> tuple[str, ...]:
    """Return the columns whose numbers a definition tells: a value, or failed requests and all of them."""
    match definition.shape:
        case Value(column):
            return (column,)
        case Rate(bad=bad, out_of=out_of):
            return (bad, out_of)
        case _:
            return ()


def _names_field(kind: Kind, tree: Predicate) -> bool:
    fields = {*OWN_FIELDS, *kind.columns_of("field")}
    return any(column.name in fields for column in columns(tree))


def within_reading(readings: Sequence[Reading], flags: Sequence[str], otherwise: str = "FALSE") -> str:
    """Return the flag, or the cell, of the reading in force at the row's instant."""
    if len(readings) == 1 and readings[0].since is None and readings[0].until is None:
        return flags[0]
    cases = " ".join(f"WHEN {_in_force(r)} THEN {flag}" for r, flag in zip(readings, flags, strict=True))
    return f"(CASE {cases} ELSE {otherwise} END)"


def _in_force(reading: Reading) -> str:
    since = [] if reading.since is None else [f"r.happened >= {quote.constant(reading.since)}"]
    until = [] if reading.until is None else [f"r.happened < {quote.constant(reading.until)}"]
    return quote.every([*since, *until])


def _event_flag(story: Story, definition: Definition, alias: str) -> str:
    """Return whether an event is the happening that is defined, or told the state, declared by whom it says."""
    declared = f'{alias}."by" = {quote.text(definition.declared_by)}' if definition.declared_by else ""
    if numbers_of(definition):
        found = _tells_numbers(story, definition, alias)
    elif is_state(story.kind, definition):
        found = _tells_state(story, tree_of(definition), alias)
    else:
        found = expression(tree_of(definition), story.column(alias))
    return f"({found} AND {declared})" if declared else found


def _tells_numbers(story: Story, definition: Definition, alias: str) -> str:
    """Return whether an event tells the columns of a value or a rate, and fulfils its `where`."""
    told = [own_cell(story, name, alias) for name in numbers_of(definition)]
    there = [f"{cell} IS NOT NULL" for cell in told]
    where = [expression(definition.where.tree, story.column(alias))] if definition.where else []
    return quote.every([*there, *where])


def own_cell(story: Story, name: str, alias: str) -> str:
    """Return what an event itself tells of a column; NULL when nothing."""
    told = story.kind.told.get(name)
    if told is None:
        return "NULL"
    if told.role == "field":
        return f"{alias}.{field_column(name)}"
    return f"CASE WHEN {alias}.{told_column(name)} THEN {alias}.{value_column(name)} END"


def _tells_state(story: Story, tree: Predicate, alias: str) -> str:
    """Return whether an event told one of the attributes named; where none did, every event counts."""
    named = sorted({column.name for column in columns(tree)} & set(story.attributes))
    told = quote.some(f"{alias}.{told_column(name)}" for name in named)
    nobody = quote.every(f"NOT {alias}.{told_any_column(name)}" for name in named)
    return f"(({told}) OR ({nobody}))"


def _made(story: Story, moments: Moments, flag: str) -> str:
    """Return the instants at which any event makes a moment; for states those at which they come to hold."""
    if not any(is_state(story.kind, reading.definition) for reading in moments.readings):
        return story.query.part("made", f"SELECT {STEP} FROM {story.rows()} AS r WHERE {flag} GROUP BY {STEP}")
    came = _came(story, moments)
    joined = "i.entity = r.entity AND i.happened = r.happened AND i.turn = r.turn"
    return story.query.part(
        "made",
        f"SELECT r.entity, r.happened, r.turn FROM {story.rows()} AS r JOIN {came} AS i ON {joined}"
        f" WHERE {flag} GROUP BY r.entity, r.happened, r.turn",
    )


def _came(story: Story, moments: Moments) -> str:
    """Return the instants at which a state comes to hold; those of happenings are all kept."""
    readings = moments.readings
    states = [is_state(story.kind, reading.definition) for reading in readings]
    holds = [
        f"coalesce({expression(tree_of(reading.definition), story.column('r'))}, FALSE)" if state else "FALSE"
        for reading, state in zip(readings, states, strict=True)
    ]
    happening = within_reading(readings, ["FALSE" if state else "TRUE" for state in states])
    held = story.query.part(
        "held",
        f"SELECT r.entity, r.happened, r.turn, {within_reading(readings, holds)} AS holds,"
        f" {happening} AS happening FROM {story.instants()} AS r",
    )
    before = "lag(h.holds, 1, FALSE) OVER (PARTITION BY h.entity ORDER BY h.happened, h.turn)"
    return story.query.part(
        "came",
        f"SELECT {STEP} FROM (SELECT h.*, {before} AS was FROM {held} AS h) AS h"
        " WHERE h.happening OR (h.holds AND NOT h.was)",
    )


def _in_time(story: Story, moments: Moments, made: str) -> str:
    """Keep the instants no further from a moment of the bounding definition than its limit."""
    kept = []
    for reading in moments.readings:
        inside = _in_force(reading)
        bound = reading.within
        if bound is None:
            kept.append(f"SELECT r.entity, r.happened, r.turn FROM {made} AS r WHERE {inside}")
            continue
        kept.append(_bounded(story, bound, made, inside))
    return story.query.part("within", " UNION ALL ".join(kept))


def _bounded(story: Story, bound: Bounded, made: str, inside: str) -> str:
    pairs = story.query.part(
        "bounded",
        f"SELECT r.entity, r.happened, r.turn, b.happened AS since FROM {made} AS r"
        f" JOIN {hits(story, bound.of)} AS b ON b.entity = r.entity"
        f" WHERE b.happened <= r.happened AND {inside}",
    )
    return f"SELECT DISTINCT {STEP} FROM {in_time(story, bound.limit, pairs, 'since', 'happened')}"


def _firsts(story: Story, made: str) -> str:
    """Keep each entity's first instant."""
    order = "row_number() OVER (PARTITION BY entity ORDER BY happened, turn)"
    return story.query.part(
        "first", f"SELECT {STEP} FROM (SELECT {STEP}, {order} AS number FROM {made}) AS f WHERE f.number = 1"
    )
