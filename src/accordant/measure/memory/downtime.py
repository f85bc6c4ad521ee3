"""Definitions on histories -> the facts of an uptime step: who was down when, what probes spoke for."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from accordant.measure.memory.history import History, Step
from accordant.measure.memory.moments import Sight
from accordant.measure.memory.predicate import truth
from accordant.measure.memory.readings import Readings
from accordant.measure.memory.spans import Found, spans
from accordant.measure.memory.values import first_told
from accordant.measure.stretches import Stretch, clipped, united
from accordant.measure.uptime import Facts, Told
from accordant.measure.windows import group_text
from accordant.plan.steps import Spans, Tally, Uptime
from accordant.terms.definition import While
from accordant.terms.values import Instant, Microseconds


def facts(
    step: Tally, histories: Mapping[str, Sequence[History]], sights: Mapping[str, Sight], as_of: Instant
) -> Facts:
    """Return what is known of an uptime step at `as_of`; `sights` has one for each kind it reads."""
    source = step.source
    assert isinstance(source, Uptime), "asked for the time down of an uptime"

    def reading(favourable: bool) -> tuple[list[Told], ...]:
        return tuple(
            [
                one
                for history in histories.get(leaf.kind, ())
                for one in _told(step, leaf, history, sights[leaf.kind], as_of, favourable)
            ]
            for leaf in source.down.leaves
        )

    down, maybe = reading(True), reading(False)
    of_kinds = [history for kind in source.kinds for history in histories.get(kind, ())]
    spoken = {} if source.gap_after is None else _spoken(step, source.gap_after, of_kinds, as_of)
    return Facts(down, None if maybe == down else maybe, first_told(step, of_kinds), spoken)


def _told(
    step: Tally, leaf: Spans, history: History, sight: Sight, as_of: Instant, favourable: bool
) -> Iterator[Told]:
    """Yield the spans in which an entity was down, as far as it was in scope.

    Of a disputed entity nothing is certain: read against the obligor it was down all the time.
    """
    assert isinstance(step.source, Uptime), "asked for the time down of an uptime"
    if history.disputed:
        if not favourable:
            yield from _all_the_time(step, history, as_of)
        return
    # An opening of an outage harms the obligor, where that of a pause helps: the readings change places.
    found = spans(leaf, history, Readings(sight, not favourable), as_of)
    scope = _in_scope(step.source, history, as_of)
    for span in found:
        if not _is_confirmed(step.source, leaf, history, sight, span):
            continue
        group, incident = (_at(history, span.start, name) for name in (step.group, step.same))
        for start, stop in clipped(scope, span.start, span.stop + (not span.ended)):
            yield Told(history.entity, start, min(stop, as_of), group, stop <= as_of, incident)


def _all_the_time(step: Tally, history: History, as_of: Instant) -> Iterator[Told]:
    assert isinstance(step.source, Uptime), "asked for the time down of an uptime"
    if step.source.scope is not None and not _in_scope(step.source, history, as_of):
        return
    groups = {_attribute(each, step.group) for each in history.steps} if step.group else {""}
    for group in sorted(groups, key=str.encode):
        yield Told(history.entity, step.since, as_of, group, ended=False)


def _is_confirmed(source: Uptime, leaf: Spans, history: History, sight: Sight, span: Found) -> bool:
    """Say whether enough instants told the state of a `while` span; an event that opens one needs no other."""
    if source.confirmation == 1 or not any(isinstance(r.definition.shape, While) for r in leaf.readings):
        return True
    named = {
        name for moments in leaf.openings for r in moments.readings for name in sight.lens(r.definition).named
    }
    inside = (each for each in history.steps if span.start <= each.instant < span.stop + (not span.ended))
    telling = (each for each in inside if any(not named.isdisjoint(event.attributes) for event in each.events))
    return len(list(telling)) >= source.confirmation


def _in_scope(source: Uptime, history: History, as_of: Instant) -> list[Stretch]:
    """Return when an entity was in scope, to beyond `as_of`: read at every instant."""
    scope = source.scope
    return united(
        (each.instant, until)
        for each, until in _lasting(history, as_of + 1)
        if scope is None or truth(scope.tree, each.attributes) is True
    )


def _lasting(history: History, until: Instant) -> Iterator[tuple[Step, Instant]]:
    """Yield each instant of a history with the next one."""
    ends = [*(step.instant for step in history.steps[1:]), until]
    yield from zip(history.steps, ends, strict=True)


def _spoken(
    step: Tally, longest: Microseconds, histories: Sequence[History], as_of: Instant
) -> dict[str, list[Stretch]]:
    """Return when any probe spoke, by group: each event of an entity in scope until its next, at most so long."""
    assert isinstance(step.source, Uptime), "asked for the probes of an uptime"
    found: dict[str, list[Stretch]] = defaultdict(list)
    for history in histories:
        for each, until in _lasting(history, as_of + 1):
            if _holds(step.source, each):
                group = _attribute(each, step.group)
                found[group].append((each.instant, min(until, each.instant + longest)))
    return {group: united(stretches) for group, stretches in found.items()}


def _holds(source: Uptime, step: Step) -> bool:
    return source.scope is None or truth(source.scope.tree, step.attributes) is True


def _attribute(step: Step, name: str) -> str:
    return group_text(step.attributes.get(name)) if name else ""


def _at(history: History, instant: Instant, name: str) -> str:
    """Return an attribute as it stands at an instant of a history."""
    if not name:
        return ""
    return _attribute(history.steps[bisect_right(history.steps, instant, key=lambda step: step.instant) - 1], name)
