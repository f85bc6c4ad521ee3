"""Entities that could not be decided: a definition was UNKNOWN for them and never TRUE (SEMANTICS section 3.8)."""

from accordant.measure.memory.moments import is_undecided
from accordant.measure.memory.seen import Seen
from accordant.measure.sql.moments import Unsupported, hits, is_state, named_columns, play, tree_of
from accordant.measure.sql.predicate import expression
from accordant.measure.sql.story import Story
from accordant.plan.steps import Moments
from accordant.terms.definition import Moment, Value


def candidates(story: Story, moments: Moments) -> str:
    """Return the SELECT of the entities that may be undecided; "" when no definition of its can be UNKNOWN."""
    if not _may_be_unknown(moments):
        return ""
    never = (
        "SELECT DISTINCT u.entity FROM ({0}) AS u WHERE NOT EXISTS (SELECT 1 FROM {1} AS h WHERE h.entity ="
        " u.entity)"
    )
    try:
        return never.format(_unknown(story, moments), hits(story, moments))
    except Unsupported:
        return f"SELECT DISTINCT entity FROM {story.seen()}"


def is_decided_by_sql(story: Story, moments: Moments) -> bool:
    """Say whether the candidates are the undecided themselves: one reading, no limit, a plain predicate."""
    reading = moments.readings[0]
    definition = reading.definition
    if len(moments.readings) > 1 or reading.within or isinstance(definition.shape, Value):
        return False
    return not (is_state(story.kind, definition) and definition.declared_by)


def count(seen: Seen, moments: Moments) -> int:
    """Count the undecided among the histories seen."""
    sight = seen.sight(moments.kind)
    return sum(is_undecided(moments, history, sight) for history in seen.histories.get(moments.kind, ()))


def _may_be_unknown(moments: Moments) -> bool:
    named = set(named_columns([moments])) - {"event", "happened_at", "recorded_at"}
    return bool(named) or any(
        reading.definition.declared_by or isinstance(reading.definition.shape, Value)
        for reading in moments.readings
    )


def _unknown(story: Story, moments: Moments) -> str:
    """Return the SELECT of the entities with an event, or for states a last instant, that is UNKNOWN."""
    reading = moments.readings[0]
    if is_decided_by_sql(story, moments) and isinstance(reading.definition.shape, Moment):
        tree = tree_of(reading.definition)
        if is_state(story.kind, reading.definition):
            last = "row_number() OVER (PARTITION BY entity ORDER BY happened DESC, turn DESC)"
            latest = f"(SELECT i.*, {last} AS number FROM {story.instants()} AS i)"
            holds = expression(tree, story.column("r"))
            return f"SELECT r.entity FROM {latest} AS r WHERE r.number = 1 AND {holds} IS NULL"
        return f"SELECT r.entity FROM {story.rows()} AS r WHERE ({play(story, moments).flag}) IS NULL"
    return f"SELECT entity FROM {story.seen()}"
