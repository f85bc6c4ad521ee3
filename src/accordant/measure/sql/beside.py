"""The way beside SQL: a few entities whose history needs the reference engine, found by SQL and reckoned by it.

They are those of which rows of one event contradict each other, of which a predicate that may change the
outcome is UNKNOWN, whose clock is reset or reopened, or is stopped before it starts within the skew of a clock of
several cycles. Whatever has no SQL form at all (`Unsupported`) takes this way with all of its entities.
"""

from collections.abc import Sequence
from dataclasses import replace

from accordant.measure.measurement import Item
from accordant.measure.memory.history import histories
from accordant.measure.memory.moments import OWN_FIELDS
from accordant.measure.memory.seen import Seen
from accordant.measure.sql import needs
from accordant.measure.sql.counting import contested
from accordant.measure.sql.events import Kind
from accordant.measure.sql.moments import hits, is_state, named_columns, play, tree_of
from accordant.measure.sql.pair import skewed
from accordant.measure.sql.predicate import expression
from accordant.measure.sql.story import Story
from accordant.plan.steps import Due, Flow, Moments, Occur, Pair, Tally, Time
from accordant.record.event import Event
from accordant.terms.definition import Moment


def outside(story: Story, step: Tally) -> list[str]:
    """Return the SELECTs of the entities of a tally that SQL leaves to the reference engine."""
    if isinstance(step.source, Flow | Due):
        return []
    found = [unknown(story, moments) for moments in needs.others(step)]
    found += [unknown(story, side) for side in needs.sides(needs.pauses(step))]
    source = step.source.source if isinstance(step.source, Time) else None
    if isinstance(source, Pair):
        found += [_ever(story, moments) for moments in (*source.resets, *source.reopens)]
        if source.skew and source.cycles != "first":
            found.append(f"SELECT entity FROM {skewed(story, source)}")
    if isinstance(step.source, Occur):
        found.append(contested(story, step.source))
    return [select for select in found if select]


def unknown(story: Story, moments: Moments) -> str:
    """Return the SELECT of the entities for which a definition is UNKNOWN at any of their events."""
    tests = []
    for reading in moments.readings:
        bare = replace(reading, definition=replace(reading.definition, first=False), within=None)
        tests.append(_unknown_reading(story, Moments(moments.name, moments.kind, (bare,))))
    return " UNION ALL ".join(test for test in tests if test)


def _unknown_reading(story: Story, moments: Moments) -> str:
    definition = moments.readings[0].definition
    if not _may_be_unknown(moments):
        return ""
    if isinstance(definition.shape, Moment) and is_state(story.kind, definition):
        holds = expression(tree_of(definition), story.column("r"))
        unknown = f"SELECT r.entity FROM {story.instants()} AS r WHERE {holds} IS NULL"
        if definition.declared_by:
            unknown += f' UNION ALL SELECT r.entity FROM {story.rows()} AS r WHERE r."by" IS NULL'
        return unknown
    return f"SELECT r.entity FROM {story.rows()} AS r WHERE ({play(story, moments).flag}) IS NULL"


def _may_be_unknown(moments: Moments) -> bool:
    named = set(named_columns([moments])) - {"event", "happened_at", "recorded_at"}
    return bool(named) or any(reading.definition.declared_by for reading in moments.readings)


def _ever(story: Story, moments: Moments) -> str:
    """Return the SELECT of the entities with any moment of a definition."""
    return f"SELECT entity FROM {hits(story, moments)}"


def reference(
    events: Sequence[Event], disputed: frozenset[tuple[str, str]], kinds: Sequence[Kind], as_of: int
) -> Seen:
    """Return what the reference engine sees in events that count already."""
    fields = {kind.name: frozenset(kind.columns_of("field")) | OWN_FIELDS for kind in kinds}
    return Seen(histories(events, disputed), fields, as_of)


def items(seen: Seen, step: Tally) -> list[Item]:
    """Return the reference engine's items of a tally before relief, which needs all entities."""
    return seen.items(replace(step, relief=None))
