"""Definitions on a history -> the spans in which they hold: machine 1 of SEMANTICS section 2, and unions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import assert_never

from accordant.measure.memory.history import History
from accordant.measure.memory.moments import Hit, Sight, hits
from accordant.measure.memory.predicate import truth
from accordant.plan.steps import AnySpans, JoinedSpans, Moments, Reading, Spans
from accordant.terms.definition import Condition, Definition, Moment, Span, While
from accordant.terms.values import Instant

Stretch = tuple[Instant, Instant]


@dataclass(frozen=True)
class Found:
    """A span of one entity; `ended` is False when it still lasts at `as_of`."""

    start: Instant
    stop: Instant
    ended: bool = True


def spans(step: AnySpans, history: History, sight: Sight, as_of: Instant) -> list[Found]:
    """Return the spans of a definition in a history, disjoint and ascending; open ones reach to `as_of`.

    `sight.unknown` TRUE reads UNKNOWN openings as openings and UNKNOWN closings as none.
    """
    match step:
        case Spans():
            return list(_machine(step, history, sight, as_of))
        case JoinedSpans(parts=parts, least=least):
            of = [united((s.start, s.stop) for s in spans(part, history, sight, as_of)) for part in parts]
            return [Found(*stretch) for stretch in at_least(least, of)]
        case _:
            assert_never(step)


def _machine(step: Spans, history: History, sight: Sight, as_of: Instant) -> Iterator[Found]:
    """Run the two-state machine: at one instant an opening and a closing close first, then open."""
    opened: Hit | None = None
    closing: list[Hit] = []
    for reading, hit in sorted(_openings(step, history, sight), key=lambda pair: pair[1].order):
        end = _next(closing, opened)
        if opened is not None and (end is None or end.order > hit.order):
            continue
        if opened is not None and end is not None:
            yield Found(opened.instant, end.instant)
        closing = _closings(reading, history, sight)
        was_open = end is not None and end.order == hit.order
        closes_at_once = any(close.order == hit.order for close in closing)
        opened = None if closes_at_once and not was_open else hit
    if opened is not None:
        end = _next(closing, opened)
        yield Found(opened.instant, end.instant) if end else Found(opened.instant, as_of, ended=False)


def _next(closing: Sequence[Hit], opened: Hit | None) -> Hit | None:
    """Return the first closing after an opening."""
    return next((close for close in closing if opened is not None and opened.order < close.order), None)


def _openings(step: Spans, history: History, sight: Sight) -> Iterator[tuple[Reading, Hit]]:
    for reading in step.readings:
        one = replace(reading, definition=_moment(reading.definition, _opens(reading.definition)))
        yield from ((reading, hit) for hit in hits(Moments(step.name, step.kind, (one,)), history, sight))


def _closings(reading: Reading, history: History, sight: Sight) -> list[Hit]:
    """Return the closings by the version the span opened under, at any later time."""
    definition = reading.definition
    opposite = replace(sight, unknown=not sight.unknown)
    match definition.shape:
        case Span(closes=closes):
            bare = replace(_moment(definition, closes), where=None, declared_by="", first=False)
        case While(state=state):
            # A state that is no longer TRUE has ended, FALSE or NULL; `where` belongs to the opening.
            return _ends_of_state(state, history, sight)
        case _:
            raise TypeError(f"'{definition.name}' is not a span")
    return hits(Moments(definition.name, definition.of, (Reading(bare),)), history, opposite)


def _ends_of_state(state: Condition, history: History, sight: Sight) -> list[Hit]:
    return [
        Hit(step.order, step.instant, frozenset())
        for step in history.steps
        if not sight.as_true(truth(state.tree, step.attributes))
    ]


def _opens(definition: Definition) -> Condition:
    shape = definition.shape
    assert isinstance(shape, Span | While), "only spans open"
    return shape.opens if isinstance(shape, Span) else shape.state


def _moment(definition: Definition, condition: Condition) -> Definition:
    return replace(definition, shape=Moment(condition))


def told(step: AnySpans, history: History, sight: Sight) -> list[Instant]:
    """Return when the spans of an entity were announced: the later of happened and recorded of each telling."""
    if isinstance(step, JoinedSpans):
        return sorted(instant for part in step.parts for instant in told(part, history, sight))
    found = []
    for reading in step.readings:
        shape = reading.definition.shape
        if not isinstance(shape, Span | While) or shape.told is None:
            continue
        plain = replace(_moment(reading.definition, shape.told), where=None, declared_by="", first=False)
        for hit in hits(Moments(step.name, step.kind, (replace(reading, definition=plain),)), history, sight):
            events = history.steps[hit.order].events
            found += [max(events[i].happened, events[i].recorded) for i in hit.events]
    return sorted(found)


def united(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the union of spans as disjoint, ascending, non-empty ones; touching spans become one."""
    found: list[Stretch] = []
    for start, stop in sorted(stretches):
        if start >= stop:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        else:
            found.append((start, stop))
    return found


def at_least(least: int, of: Sequence[Sequence[Stretch]]) -> list[Stretch]:
    """Return where at least so many of several united span lists hold."""
    marks = sorted({mark for stretches in of for stretch in stretches for mark in stretch})
    holding = (
        (a, b) for a, b in pairwise(marks) if sum(any(s <= a and b <= e for s, e in one) for one in of) >= least
    )
    return united(holding)
