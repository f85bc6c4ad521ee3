"""Anchors: a definition that a deadline counts from and what was told go in; its moments of one miss come out."""

from collections.abc import Iterator, Sequence

from accordant.measure.measurement import Answer
from accordant.settle.extent import outages
from accordant.settle.raised import Raised
from accordant.terms.indicator import Availability, Time
from accordant.terms.values import Instant


def moments_of(name: str, each: Raised, answers: Sequence[Answer]) -> tuple[Instant, ...]:
    """Return the moments of a definition that belong to a miss, ascending.

    Of the entities that had the outages, or the item, the first at or after each of these began; of another kind
    of entity, or where none of them has any, the first in the window that was missed. Empty when nothing was told.
    """
    told = sorted((a for a in answers if a.definition == name), key=lambda a: (a.happened, a.entity.encode()))
    own = [first for entity, start in _causes(name, each) if (first := _first(told, start, entity)) is not None]
    if own:
        return tuple(sorted(set(own)))
    window = each.verdict.window
    inside = [a.happened for a in told if window.start <= a.happened < window.stop]
    return tuple(inside[:1])


def _first(told: Sequence[Answer], start: Instant, entity: str) -> Instant | None:
    return next((a.happened for a in told if a.entity == entity and a.happened >= start), None)


def _causes(name: str, each: Raised) -> Iterator[tuple[str, Instant]]:
    """Yield the entities and instants at which a miss began, when they are of the definition's kind."""
    kinds = {definition.name: definition.of for definition in each.terms.definitions}
    match each.obligation.indicator:
        case Availability() as indicator if kinds.get(name) in {kinds.get(one) for one in _spans(indicator)}:
            found = outages(each) or ()
            yield from ((entity, outage.start) for outage in found for entity in outage.entities)
        case Time(clock=clock) if each.case and kinds.get(clock.starts[0]) == kinds.get(name):
            yield each.case.entity, each.case.start


def _spans(indicator: Availability) -> Iterator[str]:
    """Yield the definitions of downtime, those of the parts of a composite too."""
    yield from indicator.down
    parts = [indicator.composite] if indicator.composite is not None else []
    while parts:
        part = parts.pop()
        if isinstance(part, str):
            yield part
        else:
            parts += part.parts
