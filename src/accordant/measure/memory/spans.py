"""Definitions on a history -> the spans in which they hold: machine 1 of SEMANTICS section 2, and unions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from accordant.measure.memory.history import History
from accordant.measure.memory.moments import Hit, hits
from accordant.measure.memory.readings import Readings
from accordant.measure.stretches import at_least, united
from accordant.plan.steps import AnySpans, JoinedSpans, Spans
from accordant.terms.definition import While
from accordant.terms.values import Instant


@dataclass(frozen=True)
class Found:
    """A span of one entity; `ended` is False when it still lasts at `as_of`."""

    start: Instant
    stop: Instant
    ended: bool = True


def spans(step: AnySpans, history: History, readings: Readings, as_of: Instant) -> list[Found]:
    """Return the spans of a definition in a history, disjoint and ascending; open ones reach to `as_of`."""
    match step:
        case Spans():
            return list(_machine(step, history, readings, as_of))
        case JoinedSpans(parts=parts, least=least):
            of = [united((s.start, s.stop) for s in spans(part, history, readings, as_of)) for part in parts]
            return [Found(*stretch) for stretch in at_least(least, of)]
        case _:
            assert_never(step)


def _machine(step: Spans, history: History, readings: Readings, as_of: Instant) -> Iterator[Found]:
    """Run the two-state machine: at one instant an opening and a closing close first, then open."""
    opened: Hit | None = None
    closing: list[Hit] = []
    for version, hit in _openings(step, history, readings):
        end = _next(closing, opened)
        if opened is not None and (end is None or end.order > hit.order):
            continue
        if opened is not None and end is not None:
            yield Found(opened.instant, end.instant)
        closing = _closings(step, version, history, readings)
        was_open = end is not None and end.order == hit.order
        closes_at_once = any(close.order == hit.order for close in closing)
        opened = None if closes_at_once and not was_open else hit
    if opened is not None:
        end = _next(closing, opened)
        yield Found(opened.instant, end.instant) if end else Found(opened.instant, as_of, ended=False)


def _next(closing: Sequence[Hit], opened: Hit | None) -> Hit | None:
    """Return the first closing after an opening."""
    return next((close for close in closing if opened is not None and opened.order < close.order), None)


def _openings(step: Spans, history: History, readings: Readings) -> list[tuple[int, Hit]]:
    """Return (version, hit) of every opening in order."""
    sight = readings.of("pause")
    found = [(n, hit) for n, moments in enumerate(step.openings) for hit in hits(moments, history, sight)]
    return sorted(found, key=lambda pair: pair[1].order)


def _closings(step: Spans, version: int, history: History, readings: Readings) -> list[Hit]:
    """Return the closings by the version the span opened under; a state has ended wherever it is not TRUE."""
    moments = step.closings[version]
    if not isinstance(step.readings[version].definition.shape, While):
        return hits(moments, history, readings.of("resume"))
    # NULL ends a state too, save for the reading in which UNKNOWN is taken for it.
    sight = readings.of("pause")
    lens = sight.lens(moments.readings[0].definition)
    return [
        Hit(s.order, s.instant, frozenset()) for s in history.steps if not sight.as_true(lens.test(s.attributes))
    ]


def told(step: AnySpans, history: History, readings: Readings) -> list[Instant]:
    """Return when the spans of an entity were announced: the later of happened and recorded of each telling."""
    if isinstance(step, JoinedSpans):
        return sorted(instant for part in step.parts for instant in told(part, history, readings))
    found = []
    for moments in step.notices:
        for hit in hits(moments, history, readings.of("start")):
            events = history.steps[hit.order].events
            found += [max(events[i].happened, events[i].recorded) for i in hit.events]
    return sorted(found)
