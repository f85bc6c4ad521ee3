"""Clock cycles -> items: elapsed time, limits in force, due instants and outcomes (SEMANTICS sections 1 and 2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accordant.measure.measurement import Item, Outcome
from accordant.measure.memory.clock import Cycle
from accordant.measure.memory.history import History
from accordant.measure.memory.predicate import truth
from accordant.measure.stretches import Stretch, united
from accordant.plan.calendar import OutsideHorizon
from accordant.plan.length import budget, due, elapsed
from accordant.plan.steps import Limit, Limits, Time
from accordant.terms.values import Instant, Microseconds


@dataclass(frozen=True)
class Stage:
    """A part of a cycle under one limit; `limit` None is out of scope, or no target matches (`in_scope`)."""

    since: Instant
    until: Instant
    limit: Limit | None
    in_scope: bool


@dataclass(frozen=True)
class Reckoning:
    """The time of one cycle: `start` (that of entry, if agreed), the cut-out spans, and until when it ran."""

    start: Instant
    until: Instant
    cut: tuple[Stretch, ...]

    def elapsed(self, limit: Limit, at: Instant) -> Microseconds:
        """Return the elapsed time of the limit's clock at an instant."""
        return elapsed(limit.open_time, self.start, at, self.cut)

    def budget(self, limit: Limit) -> Microseconds:
        """Return the time that may elapse; lengths by date are turned into it once, at the start."""
        calendar = limit.open_time if limit.length.business else None
        return budget(limit.length, self.start, limit.zone, calendar)

    def due(self, limit: Limit) -> tuple[Instant, Instant] | None:
        """Return due and last moment if nothing more pauses; None beyond the calendar's horizon."""
        by_day = limit.length.business and limit.length.unit == "day" and not limit.length.end_of_day
        try:
            return due(limit.open_time, self.start, self.budget(limit), self.cut, at_opening=by_day)
        except OutsideHorizon:
            return None


def time_item(time: Time, cycle: Cycle, history: History, cut: Sequence[Stretch], as_of: Instant) -> Item | None:
    """Judge one cycle; None when it never was in scope. `window`, version and group are the tally's to fill."""
    ran = min(t for t in (cycle.stop, cycle.voided, cycle.withdrawn, as_of) if t is not None)
    stages = list(_stages(time, cycle, history, ran))
    if not any(stage.in_scope for stage in stages):
        return None
    start = next(s.since for s in stages if s.in_scope) if time.from_entry else cycle.start
    clipped = tuple((a, min(b, ran)) for a, b in united([*cut, *cycle.cuts]) if a < ran)
    reckoning = Reckoning(start, ran, clipped)
    missed = _first_miss(stages, reckoning)
    last = stages[-1]
    governing = missed[0] if missed else last.limit or next((s.limit for s in reversed(stages) if s.limit), None)
    outcome, reason = _outcome(cycle, missed is not None, last)
    return _item(cycle, history, reckoning, governing, missed, (outcome, reason))


def _stages(time: Time, cycle: Cycle, history: History, ran: Instant) -> Iterator[Stage]:
    """Yield the parts of `[start, ran]` between the attributes' changes.

    One at the instant that ends a cycle changes nothing; while it is open, one at `as_of` does.
    """
    if not time.limits.by and time.scope is None:
        yield Stage(cycle.start, ran, time.limits.otherwise, in_scope=True)
        return
    steps = history.steps[cycle.order :]
    edge = ran + cycle.is_open
    for i, step in enumerate(steps):
        until = min(steps[i + 1].instant, edge) if i + 1 < len(steps) else edge
        is_last = until == edge
        if step.instant < until or is_last:
            in_scope = time.scope is None or truth(time.scope.tree, step.attributes) is True
            limit = limit_for(time.limits, step.attributes.get(time.limits.by)) if in_scope else None
            yield Stage(step.instant, min(until, ran), limit, in_scope)
        if is_last:
            return


def limit_for(limits: Limits, attribute: object) -> Limit | None:
    """Return the limit of an attribute's value, or the one for all others, if there is one."""
    return next((limit for value, limit in limits.tiers if value == attribute), limits.otherwise)


def _first_miss(stages: Sequence[Stage], reckoning: Reckoning) -> tuple[Limit, Instant] | None:
    """Return the limit first exceeded, and the first instant at which it was."""
    for stage in stages:
        if stage.limit is None:
            continue
        last = stage.until if stage is stages[-1] else stage.until - 1
        if reckoning.elapsed(stage.limit, last) > reckoning.budget(stage.limit):
            reached = reckoning.due(stage.limit)
            assert reached is not None, "a limit that was exceeded was reached"
            return stage.limit, max(stage.since, reached[1] + 1)
    return None


def _outcome(cycle: Cycle, missed: bool, last: Stage) -> tuple[Outcome, str]:
    if cycle.voided is not None:
        return Outcome.CANCELLED, "cancelled"
    if missed:
        return Outcome.MISSED, "elapsed beyond the limit"
    if cycle.withdrawn is not None:
        return Outcome.CANCELLED, "reset before its limit"
    if last.limit is None:
        return Outcome.CANCELLED, "no target matches" if last.in_scope else "left the scope"
    if cycle.stop is not None:
        return Outcome.MET, "stopped within the limit"
    return Outcome.PENDING, "running"


def _item(
    cycle: Cycle,
    history: History,
    reckoning: Reckoning,
    limit: Limit | None,
    missed: tuple[Limit, Instant] | None,
    verdict: tuple[Outcome, str],
) -> Item:
    reached = reckoning.due(limit) if limit else None
    return Item(
        obligation="",
        entity=history.entity,
        start=cycle.start,
        window=-1,
        raw=verdict[0],
        outcome=verdict[0],
        reason=verdict[1],
        stop=cycle.stop,
        due=reached[0] if reached else None,
        last_moment=reached[1] if reached else None,
        missed_from=missed[1] if missed else None,
        elapsed=reckoning.elapsed(limit, reckoning.until) if limit else None,
        limit=reckoning.budget(limit) if limit else None,
        flags=tuple(cycle.flags),
    )


def left_at(time: Time, cycle: Cycle, history: History, as_of: Instant) -> Instant:
    """Return when a cancelled cycle was cancelled: by an event, or when its last scope or target was left."""
    ended = [t for t in (cycle.voided, cycle.withdrawn) if t is not None]
    if ended:
        return min(ended)
    ran = min(t for t in (cycle.stop, as_of) if t is not None)
    stages = list(_stages(time, cycle, history, ran))
    held = [stage.until for stage in stages if stage.limit is not None]
    return held[-1] if held else cycle.start
