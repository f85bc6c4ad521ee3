"""Outages that seem to last for ever because their end was told to be before their start."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from accordant.measure.measurement import Measurement
from accordant.measure.memory.engine import MemoryEngine
from accordant.measure.memory.moments import Hit, hits
from accordant.measure.memory.readings import Readings
from accordant.plan.steps import Plan, Spans, Uptime
from accordant.record.event import Event
from accordant.terms.definition import Definition, While
from accordant.terms.values import Instant

Histories = Callable[[str, str], Iterable[Event]]


@dataclass(frozen=True)
class Reversed:
    """An outage of an entity that has not ended, and the event that ended it before it began."""

    definition: Definition
    entity: str
    start: Instant
    end: Event


def reversed_outages(plan: Plan, measurements: Sequence[Measurement], history: Histories) -> tuple[Reversed, ...]:
    """Return the outages still counted that an earlier event was meant to end, each once.

    `history` gives every event told of one entity of a kind; only those with an outage that lasts are asked for.
    """
    found: dict[tuple[str, str], Reversed] = {}
    for obligation, entity in dict.fromkeys(_lasting(measurements)):
        for leaf in _leaves(plan, obligation):
            for one in _reversed(plan, leaf, tuple(history(leaf.kind, entity))):
                found.setdefault((leaf.name, entity), one)
    return tuple(found.values())


def _lasting(measurements: Sequence[Measurement]) -> Iterator[tuple[str, str]]:
    for measurement in measurements:
        for tally in measurement.tallies:
            for outage in tally.uptime.outages if tally.uptime else ():
                if not outage.ended:
                    yield from ((measurement.obligation, entity) for entity in outage.entities)


def _leaves(plan: Plan, obligation: str) -> Iterator[Spans]:
    for step in plan.tallies:
        if step.obligation == obligation and isinstance(step.source, Uptime):
            yield from step.source.down.leaves


def _reversed(plan: Plan, leaf: Spans, events: Sequence[Event]) -> Iterator[Reversed]:
    """Yield what is still open and follows an end told while nothing was open; a state has no such end."""
    engine = MemoryEngine(events)
    seen = engine.see(plan)
    readings = Readings(seen.sight(leaf.kind))
    for history in seen.histories.get(leaf.kind, ()):
        for opening, closing, reading in zip(leaf.openings, leaf.closings, leaf.readings, strict=True):
            if isinstance(reading.definition.shape, While):
                continue
            starts = [(hit, True) for hit in hits(opening, history, readings.of("pause"))]
            ends = [(hit, False) for hit in hits(closing, history, readings.of("resume"))]
            pair = _open_after_stray([*starts, *ends])
            if pair is not None:
                end = history.steps[pair[1].order]
                yield Reversed(
                    reading.definition, history.entity, pair[0].instant, end.events[min(pair[1].events)]
                )


def _open_after_stray(told: Sequence[tuple[Hit, bool]]) -> tuple[Hit, Hit] | None:
    """Return the start of what stays open, and the end before it that closed nothing; None without both."""
    opened: Hit | None = None
    stray: Hit | None = None
    for hit, opens in sorted(told, key=lambda pair: (pair[0].order, pair[1])):
        if opens:
            opened = opened or hit
        elif opened is None:
            stray = hit
        else:
            opened, stray = None, None
    return (opened, stray) if opened and stray else None
