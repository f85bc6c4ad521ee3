"""Definitions on a history -> the moments at which they hold or come to hold (SEMANTICS section 3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from accordant.measure.memory.history import History, Step
from accordant.measure.memory.predicate import Logic, all_of, truth
from accordant.plan.length import budget
from accordant.plan.steps import Bounded, Limit, Moments, Reading
from accordant.record.event import Event
from accordant.terms.definition import Definition, Moment, Value
from accordant.terms.predicate import And, Predicate, columns
from accordant.terms.values import Instant

OWN_FIELDS = frozenset({"event", "by", "happened_at", "recorded_at"})


@dataclass(frozen=True)
class Hit:
    """A moment: at which step of the history, and which of its events (indices) make it."""

    order: int
    instant: Instant
    events: frozenset[int]


@dataclass(frozen=True)
class Sight:
    """How predicates are read: which columns are fields of an event, and what UNKNOWN is taken for."""

    fields: frozenset[str] = OWN_FIELDS
    unknown: bool = False

    def as_true(self, value: Logic) -> bool:
        """Return a truth value as TRUE or not TRUE."""
        return self.unknown if value is None else value


def hits(moments: Moments, history: History, sight: Sight) -> list[Hit]:
    """Return the moments of a definition in a history, in order."""
    found: list[Hit] = []
    was = False
    for step in history.steps:
        reading = _in_force(moments.readings, history, step.instant)
        if reading is None:
            was = False
            continue
        events, was = _makers(reading.definition, step, was, sight)
        hit = Hit(step.order, step.instant, events)
        if events and (reading.within is None or _is_within(reading.within, hit, history, sight)):
            found.append(hit)
            if reading.definition.first:
                break
    return found


def _makers(definition: Definition, step: Step, was: bool, sight: Sight) -> tuple[frozenset[int], bool]:
    """Return the events that make a moment at a step, and whether a state holds there.

    A state holds from instant to instant and makes a moment only when it comes to hold.
    """
    if isinstance(definition.shape, Value) or is_happening(_tree(definition), sight):
        return _where(step, lambda event: _event_truth(definition, step, event), sight), False
    holds = sight.as_true(truth(_tree(definition), step.attributes))
    if not holds or was:
        return frozenset(), holds
    return _where(step, lambda event: _tells(definition, step, event), sight), True


def _where(step: Step, test: Callable[[Event], Logic], sight: Sight) -> frozenset[int]:
    return frozenset(i for i, event in enumerate(step.events) if sight.as_true(test(event)))


def _event_truth(definition: Definition, step: Step, event: Event) -> Logic:
    """Return whether an event is the happening that a definition names, declared by whom it says."""
    shape = definition.shape
    row = step.row(event)
    if isinstance(shape, Value):
        told = event.fields.get(shape.column, event.attributes.get(shape.column)) is not None
        where = definition.where
        return all_of((told, truth(where.tree, row) if where else True, _declared(definition, event)))
    return all_of((truth(_tree(definition), row), _declared(definition, event)))


def _tells(definition: Definition, step: Step, event: Event) -> Logic:
    """Return whether an event told the state: one of its attributes, or it stands alone at the instant."""
    named = {column.name for column in columns(_tree(definition))}
    told_by_any = any(named & event.attributes.keys() for event in step.events)
    return all_of((not told_by_any or bool(named & event.attributes.keys()), _declared(definition, event)))


def _declared(definition: Definition, event: Event) -> Logic:
    if not definition.declared_by:
        return True
    return None if event.by is None else event.by == definition.declared_by


def _tree(definition: Definition) -> Predicate:
    assert isinstance(definition.shape, Moment), "only moments have a predicate of their own"
    when = definition.shape.when.tree
    return And((when, definition.where.tree)) if definition.where else when


def is_happening(tree: Predicate, sight: Sight) -> bool:
    """Say whether a predicate names a field, and so is about single events; else it is about a state."""
    return any(column.name in sight.fields for column in columns(tree))


def _in_force(readings: Sequence[Reading], history: History, instant: Instant) -> Reading | None:
    for reading in readings:
        judged = history.steps[0].instant if reading.definition.first else instant
        if (reading.since is None or reading.since <= judged) and (
            reading.until is None or judged < reading.until
        ):
            return reading
    return None


def _is_within(bound: Bounded, hit: Hit, history: History, sight: Sight) -> bool:
    """Say whether a moment of the bounding definition lies no further back than the limit."""
    plain = replace(sight, unknown=False)
    return any(
        is_in_time(bound.limit, since.instant, hit.instant)
        for since in hits(bound.of, history, plain)
        if since.instant <= hit.instant
    )


def is_in_time(limit: Limit, start: Instant, stop: Instant) -> bool:
    """Say whether a limit that began at `start` still holds at `stop`, inclusive."""
    calendar = limit.open_time if limit.length.business else None
    return limit.open_time.between(start, stop) <= budget(limit.length, start, limit.zone, calendar)


def is_undecided(moments: Moments, history: History, sight: Sight) -> bool:
    """Say whether the definition was UNKNOWN for this entity and never TRUE.

    A happening counts at any event, a state by its last instant: what became FALSE was decided.
    """
    plain = replace(sight, unknown=False)
    if not hits(moments, history, replace(sight, unknown=True)) or hits(moments, history, plain):
        return False
    last = history.steps[-1]
    reading = _in_force(moments.readings, history, last.instant)
    if reading is None or isinstance(reading.definition.shape, Value):
        return reading is not None
    tree = _tree(reading.definition)
    return is_happening(tree, sight) or truth(tree, last.attributes) is None
