"""An entity of an uptime -> which of its events told that a service is down, and which that it is up."""

from collections.abc import Iterator

from accordant.measure.memory.history import History
from accordant.measure.memory.moments import Hit, Sight, hits
from accordant.plan.steps import Spans, Uptime
from accordant.terms.definition import Definition, While


def standings(source: Uptime, history: History, sight: Sight) -> Iterator[tuple[str, list[Hit]]]:
    """Yield `down: outage` and `up: outage` with the events that tell so, of the services of the first kind."""
    for leaf in source.down.leaves:
        if leaf.kind != source.kind:
            continue
        if isinstance(leaf.readings[-1].definition.shape, While):
            yield from _states(leaf, leaf.readings[-1].definition, history, sight)
            continue
        yield f"down: {leaf.name}", [hit for moments in leaf.openings for hit in hits(moments, history, sight)]
        yield f"up: {leaf.name}", [hit for moments in leaf.closings for hit in hits(moments, history, sight)]


def _states(
    leaf: Spans, definition: Definition, history: History, sight: Sight
) -> Iterator[tuple[str, list[Hit]]]:
    """Yield the events that tell a column of a state, by how the state stands after them."""
    lens = sight.lens(leaf.openings[-1].readings[0].definition)
    for word, holds in (("down", True), ("up", False)):
        found = []
        for step in history.steps:
            telling = frozenset(i for i, e in enumerate(step.events) if not lens.named.isdisjoint(e.attributes))
            if telling and lens.test(step.attributes) is holds:
                found.append(Hit(step.order, step.instant, telling))
        yield f"{word}: {definition.name}", found
