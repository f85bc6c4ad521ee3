"""One entity of one obligation -> its items explained: the engine says how they stand, the reference why."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from accordant.cli.engine import Loaded
from accordant.evaluate import Evaluation
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item, Outcome
from accordant.measure.memory.engine import MemoryEngine
from accordant.measure.memory.history import History
from accordant.measure.memory.timing import limit_for
from accordant.measure.memory.trace import Trace, history_kind, trace
from accordant.plan.steps import Cohort, Limit, Limits, Plan, Tally, Time, Uptime
from accordant.record.event import Event
from accordant.report.explained import Cut, Explained, Used
from accordant.report.subject import Asked
from accordant.terms.calendar import OpenTime
from accordant.terms.source import Sources
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan


def explain(
    evaluation: Evaluation, engine: Loaded, sources: Sources, obligation: str, entity: str, asked: Asked
) -> Explained | None:
    """Return the item of an entity that matters most, with the others beside it; None when it has none."""
    items = [item for item in engine.items(evaluation.plan, obligation) if _is_of(item, entity)]
    if not items:
        return None
    item = min(items, key=_interest)
    step = next(s for s in evaluation.plan.tallies if (s.obligation, s.version) == (obligation, item.version))
    version = evaluation.versions[item.version - 1].terms
    reason, history = _why(step, evaluation.plan, engine, sources, _teller(step, entity))
    limit = _limit(step, item, history)
    window = evaluation.plan.timelines
    line = next(t for t in window if t.obligation == obligation)
    span = line.windows[item.window] if item.window >= 0 else None
    verdict = next((v for v in evaluation.verdicts if v.obligation == obligation and v.window == span), None)
    until = item.stop if item.stop is not None else evaluation.as_of
    cuts = [Cut(c.start, c.stop, c.name) for c in reason.cuts if c.start < until]
    return Explained(
        terms=version,
        obligation=version.obligation(obligation),
        item=item,
        as_of=evaluation.as_of,
        known_at=evaluation.known_at,
        open_time=_open_time(step, limit),
        length=limit.length if limit else None,
        cuts=(*_uncounted(step, item, span, until, verdict), *cuts),
        events=tuple(Used(role.event, ", ".join(role.plays), role.why) for role in reason.roles),
        verdict=verdict,
        others=tuple(other for other in items if other is not item),
        asked=asked,
        entity=entity,
    )


def _is_of(item: Item, entity: str) -> bool:
    """Say whether an item is of an entity; an outage is of all that had it."""
    return item.entity == entity or entity in item.entity.split(", ")


def _teller(step: Tally, entity: str) -> str:
    """Return an entity whose events tell of an item: of several that had an outage, the first."""
    return entity.split(", ", maxsplit=1)[0] if isinstance(step.source, Uptime) else entity


def _open_time(step: Tally, limit: Limit | None) -> OpenTime | None:
    if isinstance(step.source, Uptime):
        return step.source.service
    return limit.open_time if limit and limit.length.business else None


def _uncounted(
    step: Tally, item: Item, span: WindowSpan | None, until: Instant, verdict: Verdict | None
) -> Iterator[Cut]:
    """Yield what of an outage does not count: too short, in another window, or nobody told."""
    if not isinstance(step.source, Uptime):
        return
    if until - item.start < step.source.counts_from:
        yield Cut(item.start, until, item.reason)
        return
    if span is not None:
        yield Cut(item.start, max(item.start, span.start), "in the window before")
        yield Cut(min(until, span.stop), until, "in the window after")
    for group in (verdict.groups or (verdict,)) if verdict else ():
        uptime = group.tally.uptime if group.tally and group.group == item.group else None
        for start, stop in uptime.unknown_in if uptime else ():
            yield Cut(max(start, item.start), min(stop, until), "nobody told")


def _interest(item: Item) -> tuple[bool, int]:
    """Rank items for a reader who asks about an entity: a missed one first, then the earliest."""
    return (item.outcome is not Outcome.MISSED, item.start)


def _why(step: Tally, plan: Plan, engine: Loaded, sources: Sources, entity: str) -> tuple[Trace, History]:
    """Run the reference engine over the entity's own events, and those of the spans that exclude time."""
    kind = history_kind(step)
    excluding = list(_excluding(step, engine))
    is_told = any(event.kind == kind for event in excluding)
    events = excluding if is_told else [*engine.history(kind, entity), *excluding]
    fields = {k: _fields(sources, k) for k in {event.kind for event in events}}
    seen = MemoryEngine(events, fields).see(plan)
    history = next(h for h in seen.histories[kind] if h.entity == entity)
    return trace(seen, step, history), history


def _excluding(step: Tally, engine: Loaded) -> Iterable[Event]:
    if isinstance(step.source, Time | Uptime):
        for kind in {exclusion.spans.kind for exclusion in step.source.excluded}:
            yield from engine.events_of(kind)


def _fields(sources: Sources, kind: str) -> frozenset[str]:
    return frozenset(name for name, (role, _) in sources.column_types(kind).items() if role == "field")


def _limit(step: Tally, item: Item, history: History) -> Limit | None:
    """Return the limit that the item was judged by: that of its tier when it was decided."""
    limits: Limits | None = None
    match step.source:
        case Time(limits=bound):
            limits = bound
        case Cohort(horizon=bound):
            limits = bound
        case _:
            return None
    if limits is None:
        return None
    decided = item.missed_from or item.stop or history.steps[-1].instant
    steps: Sequence[int] = [s.instant for s in history.steps]
    i = max(bisect_right(steps, decided) - 1, 0)
    return limit_for(limits, history.steps[i].attributes.get(limits.by))
