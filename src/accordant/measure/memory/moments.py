"""Definitions on a history -> the moments at which they hold or come to hold (SEMANTICS section 3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from accordant.measure.memory.history import History, Step
from accordant.measure.memory.predicate import Logic, Test, all_of, closure
from accordant.plan.length import budget
from accordant.plan.steps import Bounded, Limit, Moments, Reading
from accordant.record.event import Cell, Event
from accordant.terms import source
from accordant.terms.definition import Definition, Moment, Rate, Value
from accordant.terms.predicate import And, Predicate, columns
from accordant.terms.values import Instant

OWN_FIELDS = frozenset(source.OWN_FIELDS)


@dataclass(frozen=True)
class Hit:
    """A moment: at which step of the history, and which of its events (indices) make it."""

    order: int
    instant: Instant
    events: frozenset[int]


@dataclass(frozen=True)
class Lens:
    """A definition ready to be seen through: its predicate as a function, and what it is about."""

    definition: Definition
    tree: Predicate | None
    test: Test
    named: frozenset[str]
    is_happening: bool


@dataclass
class Doubts:
    """Whether anything was UNKNOWN since it was last asked: if not, every reading is the plain one."""

    met: bool = False


@dataclass(frozen=True)
class Sight:
    """How predicates are read: which columns are fields of an event, and what UNKNOWN is taken for.

    `lenses` keeps the lens of every definition of the plan, by its identity; it says nothing of its own. `doubts`
    are shared by all meanings of UNKNOWN.
    """

    fields: frozenset[str] = OWN_FIELDS
    unknown: bool = False
    lenses: dict[int, Lens] = field(default_factory=dict, compare=False, repr=False)
    doubts: Doubts = field(default_factory=Doubts, compare=False, repr=False)

    def as_true(self, value: Logic) -> bool:
        """Return a truth value as TRUE or not TRUE."""
        if value is None:
            self.doubts.met = True
            return self.unknown
        return value

    def taking(self, unknown: bool) -> "Sight":
        """Return the same sight with another meaning of UNKNOWN."""
        return self if self.unknown is unknown else replace(self, unknown=unknown)

    def lens(self, definition: Definition) -> Lens:
        """Return the lens of a definition, made once."""
        found = self.lenses.get(id(definition))
        if found is None:
            found = self.lenses[id(definition)] = _lens(definition, self.fields)
        return found


def _lens(definition: Definition, fields: frozenset[str]) -> Lens:
    tree = _tree(definition)
    named = frozenset(column.name for column in columns(tree)) if tree else frozenset()
    happens = isinstance(definition.shape, Value | Rate) or bool(named & fields)
    return Lens(definition, tree, closure(tree) if tree else lambda _row: True, named, happens)


def _tree(definition: Definition) -> Predicate | None:
    """Return the predicate with the definition's own `where`; a value without one has none."""
    where = definition.where.tree if definition.where else None
    if not isinstance(definition.shape, Moment):
        return where
    when = definition.shape.when.tree
    return And((when, where)) if where else when


def hits(moments: Moments, history: History, sight: Sight) -> list[Hit]:
    """Return the moments of a definition in a history, in order."""
    found: list[Hit] = []
    was = False
    for step in history.steps:
        reading = _in_force(moments.readings, history, step.instant)
        if reading is None:
            was = False
            continue
        events, was = _makers(sight.lens(reading.definition), step, was, sight)
        if not events:
            continue
        hit = Hit(step.order, step.instant, events)
        if reading.within is None or _is_within(reading.within, hit, history, sight):
            found.append(hit)
            if reading.definition.first:
                break
    return found


def _makers(lens: Lens, step: Step, was: bool, sight: Sight) -> tuple[frozenset[int], bool]:
    """Return the events that make a moment at a step, and whether a state holds there.

    A state holds from instant to instant and makes a moment only when it comes to hold.
    """
    if lens.is_happening:
        return _where(step, lambda event: _happens(lens, step, event), sight), False
    holds = sight.as_true(lens.test(step.attributes))
    if not holds or was:
        return frozenset(), holds
    return _where(step, lambda event: _tells(lens, step, event), sight), True


def _where(step: Step, test: Callable[[Event], Logic], sight: Sight) -> frozenset[int]:
    return frozenset(i for i, event in enumerate(step.events) if sight.as_true(test(event)))


def _happens(lens: Lens, step: Step, event: Event) -> Logic:
    """Return whether an event is the happening that a definition names, declared by whom it says."""
    shape = lens.definition.shape
    if isinstance(shape, Value | Rate):
        columns_told = (shape.column,) if isinstance(shape, Value) else (shape.bad, shape.out_of)
        told = all(cell_told(event, column) is not None for column in columns_told)
        return all_of((told, lens.test(step.row(event)), _declared(lens.definition, event)))
    return all_of((lens.test(step.row(event)), _declared(lens.definition, event)))


def cell_told(event: Event, column: str) -> Cell:
    """Return what an event itself tells of a column; None when nothing."""
    return event.fields.get(column, event.attributes.get(column))


def _tells(lens: Lens, step: Step, event: Event) -> Logic:
    """Return whether an event told the state: one of its attributes, unless no event of the instant did."""
    told_by_any = any(not lens.named.isdisjoint(event.attributes) for event in step.events)
    tells = not told_by_any or not lens.named.isdisjoint(event.attributes)
    return all_of((tells, _declared(lens.definition, event)))


def _declared(definition: Definition, event: Event) -> Logic:
    if not definition.declared_by:
        return True
    return None if event.by is None else event.by == definition.declared_by


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
    plain = sight.taking(False)
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
    sight.doubts.met = False
    if hits(moments, history, sight.taking(False)) or not sight.doubts.met:
        return False
    if not hits(moments, history, sight.taking(True)):
        return False
    last = history.steps[-1]
    reading = _in_force(moments.readings, history, last.instant)
    lens = sight.lens(reading.definition) if reading else None
    return lens is not None and (lens.is_happening or lens.test(last.attributes) is None)
