"""A predicate tried on events: which entities have a moment of it, which have none, which cannot be told."""

from collections.abc import Iterable
from dataclasses import dataclass

from accordant.measure.memory.history import Step, histories
from accordant.measure.memory.moments import OWN_FIELDS, Hit, Sight, hits, is_undecided
from accordant.plan.steps import Moments, Reading
from accordant.record.event import Event
from accordant.terms.definition import Condition, Definition, Moment

Example = tuple[Event, dict[str, object]]


@dataclass(frozen=True)
class Trial:
    """One example (event and row) of each entity that matched, did not, or cannot be told; and all moments."""

    matched: list[Example]
    unmatched: list[Example]
    unknown: list[Example]
    moments: int
    is_happening: bool


def trial(condition: Condition, kind: str, events: Iterable[Event], fields: frozenset[str]) -> Trial:
    """Try a predicate on every entity of a kind, each with its whole history."""
    sight = Sight(fields | OWN_FIELDS)
    definition = Definition("tried", kind, Moment(condition))
    moments = Moments("tried", kind, (Reading(definition),))
    found = Trial([], [], [], 0, sight.lens(definition).is_happening)
    count = 0
    for history in histories(events).get(kind, ()):
        made = hits(moments, history, sight)
        count += len(made)
        if made:
            found.matched.append(_example(history.steps[made[0].order], made[0]))
        elif is_undecided(moments, history, sight):
            found.unknown.append(_example(history.steps[-1], None))
        else:
            found.unmatched.append(_example(history.steps[-1], None))
    return Trial(found.matched, found.unmatched, found.unknown, count, found.is_happening)


def _example(step: Step, hit: Hit | None) -> Example:
    event = step.events[min(hit.events) if hit else 0]
    return event, dict(step.row(event))
