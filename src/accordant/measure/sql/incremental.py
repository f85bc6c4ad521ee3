"""Measuring again: only entities that were touched since are measured, all other counts are taken over.

An item depends on its entity's events and, until it is decided, on time (`settled`). So an entity is touched if
anything was told of it, or came into sight, since the plan was last measured, or if an item of it was not settled
then. The tallies of the touched are counted twice, as they were and as they are; the one is taken out of all
tallies, the other put in. What cannot be told so exactly is measured whole. The answer is always that of an engine
which never measured before.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from accordant.measure.measurement import Item, Measured, Near
from accordant.measure.measurement import Tally as Counted
from accordant.measure.restate import gathered
from accordant.measure.settled import is_by_entity
from accordant.measure.sql import needs
from accordant.measure.sql.again import Logs, Work, again
from accordant.measure.sql.engine import SqlEngine
from accordant.measure.sql.events import Kind
from accordant.measure.sql.grown import Log, Parts, Unlike
from accordant.measure.sql.remembered import Kept, Remembered
from accordant.measure.sql.waiting import waiting
from accordant.measure.windows import Picks, assemble
from accordant.plan.steps import Moments, Plan, Tally, Time
from accordant.record.event import Event, Rejected
from accordant.terms.source import Sources
from accordant.terms.values import Instant


class Incremental:
    """An engine that measures plans again, over a log to which events are added.

    `taken` are the obligations of which the last plan had a step that was not measured whole.
    """

    def __init__(self, engine: SqlEngine, sources: Sources | None = None) -> None:
        """Hold the events of an engine; `sources` give the types of events that are added."""
        self.engine, self.sources = engine, sources
        engine.hold({name: _bounded(engine, kind) for name, kind in engine.kinds.items()})
        self.log = Log(engine.database, {name: Parts((kind,)) for name, kind in engine.kinds.items()})
        self.last: Remembered | None = None
        self.latest: Remembered | None = None
        self.taken: tuple[str, ...] = ()
        self._has_grown = True
        self._logs: Logs | None = None

    def add(self, events: Iterable[Event]) -> None:
        """Add events to the log."""
        by_kind: dict[str, list[Event]] = {}
        for event in events:
            by_kind.setdefault(event.kind, []).append(event)
        try:
            for name, of in by_kind.items():
                self.log.load(name, of, self.sources)
        except Unlike:
            known = [event for name in self.engine.kinds for event in self.engine.events_of(name)]
            added = [event for of in by_kind.values() for event in of]
            self._begin_again([*known, *added])
        self.engine.hold(self.log.all())
        self._has_grown = True

    def resume(self, last: Remembered, parts: Mapping[str, Parts]) -> None:
        """Take up what another process measured, over the parts of the log that are said to be measured."""
        self.last, self.log.parts = last, dict(parts)

    def rejected(self) -> tuple[Rejected, ...]:
        """Return the rows that could not be read as events."""
        return self.engine.rejected()

    def history(self, kind: str, entity: str) -> tuple[Event, ...]:
        """Return every event that was told of one entity, in order of time."""
        return self.engine.history(kind, entity)

    def events_of(self, kind: str) -> tuple[Event, ...]:
        """Return every event that was told of one kind of entity, in no particular order."""
        return self.engine.events_of(kind)

    def extent(self) -> tuple[Instant, Instant] | None:
        """Return the first and last `happened` of all events, or None when there are none."""
        return self.engine.extent()

    def items(self, plan: Plan, obligation: str, near: Near | None = None) -> Iterator[Item]:
        """Yield the items of one obligation, all or those asked for, by window, start and entity."""
        return self.engine.items(plan, obligation, near)

    def measure(self, plan: Plan) -> Measured:
        """Return the tallies of every obligation of the plan."""
        now, last, logs = self._turn(plan), self.last, self._logs
        before = len(now.kept)
        if last is not None and logs is not None and last.as_of <= now.as_of and last.known_at <= now.known_at:
            for kind, work in _works(plan, last, now, logs).items():
                again(logs, kind, work, last, now)
        self.taken = tuple(dict.fromkeys(kept.step.obligation for kept in now.kept[before:]))
        return _measured(self.engine, plan, now)

    def _turn(self, plan: Plan) -> Remembered:
        """Return what is remembered of this instant; at another, or with new events, what was becomes the last."""
        if self.latest is None or self._has_grown or self.latest.seen != (plan.as_of, plan.known_at):
            self.last = self.latest or self.last
            self.log.settle()
            then, added = self.log.then(), self.log.added()
            self._logs = Logs(self.engine.shelf, then, added, self.engine.kinds)
            self.latest = Remembered(plan.as_of, plan.known_at, self.engine.extent())
            self._has_grown = False
        return self.latest

    def _begin_again(self, events: list[Event]) -> None:
        """Hold events of which a column has another type than before: nothing can be taken over."""
        self.last = self.latest = None
        number = self.log.number
        self.log = Log(self.engine.database, number=number)
        by_kind: dict[str, list[Event]] = {}
        for event in events:
            by_kind.setdefault(event.kind, []).append(event)
        for name, of in by_kind.items():
            self.log.load(name, of, self.sources)


def _bounded(engine: SqlEngine, kind: Kind) -> Kind:
    """Return a kind of which it is known when its events happened, so that it is not asked each time."""
    ends = kind.extent or engine.database.rows(f"SELECT min(happened), max(happened) FROM {kind.relation}")[0]
    return replace(kind, extent=None if ends[0] is None else (ends[0], ends[1]))


def _works(plan: Plan, last: Remembered, now: Remembered, logs: Logs) -> dict[str, Work]:
    """Return what can be taken over, by the kind of entity."""
    found: dict[str, Work] = {}
    for step in plan.tallies:
        if is_by_entity(step) and now.of(step) is None:
            kept, kind = last.like(step), needs.kind_of(step)
            if kept is not None and logs.is_alike(kind) and not _is_cut_by(step, kind):
                found.setdefault(kind, Work()).steps.append((kept, step))
    for moments in _makers(plan):
        counted = last.undecided_like(moments)
        if counted is not None and now.undecided_of(moments) is None and logs.is_alike(moments.kind):
            found.setdefault(moments.kind, Work()).undecided.append((*counted, moments))
    for moments in plan.answers:
        told = last.answers_like(moments)
        if told is not None and now.answers_of(moments) is None and logs.is_alike(moments.kind):
            found.setdefault(moments.kind, Work()).answers.append((*told, moments))
    return found


def _makers(plan: Plan) -> list[Moments]:
    """Return the definitions that make items, each once."""
    found: list[Moments] = []
    for moments in chain.from_iterable(needs.makers(step) for step in plan.tallies):
        if moments not in found:
            found.append(moments)
    return found


def _is_cut_by(step: Tally, kind: str) -> bool:
    """Say whether time is excluded from a step by events of the entities that it measures."""
    excluded = step.source.excluded if isinstance(step.source, Time) else ()
    return any(one.spans.kind == kind for one in excluded)


def _measured(engine: SqlEngine, plan: Plan, now: Remembered) -> Measured:
    """Measure whole what is not remembered yet, and put all together."""
    counted, picks = _rest(engine, plan, now)
    cells: dict[str, list[Counted]] = {}
    unknown: dict[str, dict[str, int]] = {}
    for i, step in enumerate(plan.tallies):
        kept = now.of(step)
        cells.setdefault(step.obligation, []).extend(kept.tallies.values() if kept else counted[i])
        numbers = {moments.name: now.undecided_of(moments) or 0 for moments in needs.makers(step)}
        unknown[step.obligation] = {name: number for name, number in numbers.items() if number}
    answers = tuple(chain.from_iterable(now.answers_of(moments) or () for moments in plan.answers))
    return Measured(assemble(plan, cells, unknown, picks), answers)


def _rest(engine: SqlEngine, plan: Plan, now: Remembered) -> tuple[dict[int, list[Counted]], dict[str, Picks]]:
    """Measure what is not remembered; return the tallies, by place, of the steps that cannot be remembered."""
    rest = {i: step for i, step in enumerate(plan.tallies) if now.of(step) is None}
    run = engine.run(replace(plan, tallies=tuple(rest.values())))
    run.waiting = {}
    found = run.tallies()
    regular = [step for n, step in enumerate(rest.values()) if n in found.regular]
    told = {id(step): frozenset(run.waiting.get(id(step), ())) for step in rest.values()}
    settled = {one: told[one] | names for one, names in waiting(run, regular).items()}
    settled |= {id(step): told[id(step)] for step in rest.values() if step not in regular}
    counted = dict(zip(rest, found.by_step, strict=True))
    _remember(now, rest, counted, settled)
    now.undecided += [(one, run.undecided_of(one)) for one in _makers(plan) if now.undecided_of(one) is None]
    now.answers += [(one, tuple(run.answers(one))) for one in plan.answers if now.answers_of(one) is None]
    return counted, found.picks


def _remember(
    now: Remembered,
    rest: dict[int, Tally],
    counted: dict[int, list[Counted]],
    settled: dict[int, frozenset[str]],
) -> None:
    for i, step in rest.items():
        if is_by_entity(step) and id(step) in settled:
            now.kept.append(Kept(step, gathered(counted[i]), settled[id(step)]))
