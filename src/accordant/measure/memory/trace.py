"""One entity of one obligation -> how its items came about: which events counted, which did not, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accordant.measure.measurement import Item
from accordant.measure.memory.history import History, Step
from accordant.measure.memory.moments import Hit, Sight, hits
from accordant.measure.memory.predicate import truth
from accordant.measure.memory.readings import Readings
from accordant.measure.memory.seen import Seen
from accordant.measure.memory.spans import spans
from accordant.measure.memory.telling import standings
from accordant.plan.steps import Moments, Tally, Time, Uptime
from accordant.record.event import Event
from accordant.terms.definition import Moment
from accordant.terms.predicate import And, Predicate, columns, text
from accordant.terms.values import Instant


@dataclass(frozen=True)
class Role:
    """What one event was to the obligation: the definitions it met, and why the others did not count."""

    event: Event
    plays: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Cut:
    """Time taken out of a clock: `[start, stop)`, and the pause or exclusion that takes it."""

    start: Instant
    stop: Instant
    name: str


@dataclass(frozen=True)
class Trace:
    """The items of one entity, the time cut out of its clock, and every event of it."""

    items: tuple[Item, ...]
    cuts: tuple[Cut, ...]
    roles: tuple[Role, ...]


def trace(seen: Seen, step: Tally, history: History) -> Trace:
    """Return how the items of one entity came about."""
    items = tuple(item for item in seen.items(step) if _is_of(item, history.entity))
    sight = seen.sight(history_kind(step))
    named = dict(_definitions(step))
    found = {role: hits(moments, history, sight) for role, moments in named.items()}
    if isinstance(step.source, Uptime):
        found |= dict(standings(step.source, history, sight))
    roles = tuple(_role(named, found, s, i, items, sight) for s in history.steps for i in range(len(s.events)))
    return Trace(items, tuple(_cuts(seen, step, history, sight)), roles)


def _is_of(item: Item, entity: str) -> bool:
    """Say whether an item is of an entity; an outage is of all that had it."""
    return f", {entity}, " in f", {item.entity}, "


def history_kind(step: Tally) -> str:
    """Return the kind of entity whose events make the items of a tally."""
    return step.source.source.kind if isinstance(step.source, Time) else step.source.kind


def _definitions(step: Tally) -> Iterator[tuple[str, Moments]]:
    """Yield the role and moments of every definition the step reads."""
    source = step.source.source if isinstance(step.source, Time) else step.source
    words = {
        "starts": "starts",
        "per": "starts",
        "of": "counts",
        "stops": "stops",
        "good": "good",
        "until": "stops",
        "cancels": "cancels",
        "less": "takes away",
        "resets": "resets",
        "reopens": "reopens",
        "ends": "ends",
    }
    for field, word in words.items():
        value: Moments | Sequence[Moments] = getattr(source, field, ())
        for moments in (value,) if isinstance(value, Moments) else value:
            yield f"{word}: {moments.name}", moments


def _role(
    named: dict[str, Moments],
    found: dict[str, list[Hit]],
    step: Step,
    i: int,
    items: Sequence[Item],
    sight: Sight,
) -> Role:
    """Say what one event was used as, and why not as anything else."""
    event = step.events[i]
    made = [role for role, hits_ in found.items() if any(h.order == step.order and i in h.events for h in hits_)]
    idle = {role: why for role in made if (why := _idle(role, step.instant, items))}
    reasons = [f"{role.split(': ')[1]}, but {why}" for role, why in idle.items()]
    reasons += _reasons(named, found, step, event, i, sight)
    return Role(event, tuple(role for role in made if role not in idle), "; ".join(reasons))


def _idle(role: str, instant: Instant, items: Sequence[Item]) -> str:
    """Say why a moment changed nothing: it came before a start or after a stop, or the clock ran already."""
    word = role.split(":", maxsplit=1)[0]
    if word == "stops" and instant not in {item.stop for item in items}:
        return "after the stop" if any(item.start <= instant for item in items) else "before the start"
    if word == "starts" and instant not in {item.start for item in items}:
        return "the clock had begun"
    if word == "counts" and items and all(item.stop is not None and item.stop < instant for item in items):
        return "after the stop"
    return ""


def _reasons(
    named: dict[str, Moments], found: dict[str, list[Hit]], step: Step, event: Event, i: int, sight: Sight
) -> Iterator[str]:
    """Say of each definition that an event nearly met what was missing."""
    for role, moments in named.items():
        if any(hit.order == step.order and i in hit.events for hit in found[role]):
            continue
        definition = moments.readings[-1].definition
        if isinstance(definition.shape, Moment):
            missing = _missing(definition.shape.when.tree, step, event, sight)
            if missing == () and definition.declared_by and event.by != definition.declared_by:
                yield f"{moments.name} is declared by {definition.declared_by}"
            elif missing == ():
                yield f"{moments.name} holds, not for the first time or not in time"
            elif missing:
                yield f"{moments.name} says {' and '.join(missing)}"


def _missing(tree: Predicate, step: Step, event: Event, sight: Sight) -> tuple[str, ...] | None:
    """Return the parts of a conjunction that are not TRUE; None when the part about this event is not."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    row = step.row(event)
    about_event = [p for p in parts if any(c.name in sight.fields for c in columns(p))]
    if not about_event or not any(truth(part, row) is True for part in about_event):
        return None
    return tuple(text(part) for part in parts if truth(part, row) is not True)


def _cuts(seen: Seen, step: Tally, history: History, sight: Sight) -> Iterator[Cut]:
    if not isinstance(step.source, Time | Uptime):
        return
    for pause in step.source.pauses if isinstance(step.source, Time) else ():
        for span in spans(pause, history, Readings(sight), seen.as_of):
            yield Cut(span.start, span.stop, pause.name)
    for exclusion in step.source.excluded:
        for start, stop in seen.excluded_by(exclusion):
            yield Cut(start, stop, exclusion.name)
