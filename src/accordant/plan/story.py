"""A plan -> its story: what is read, kept, paired, timed and counted, one step a line, told from the bottom."""

from collections.abc import Iterator
from typing import assert_never

from accordant.plan.steps import (
    AnySpans,
    Cohort,
    Down,
    Due,
    Excluded,
    Flow,
    Itemise,
    JoinedSpans,
    Limit,
    Limits,
    Moments,
    Occur,
    Pair,
    Plan,
    Rates,
    Spans,
    Tally,
    Time,
    Tries,
    Uptime,
    Values,
)
from accordant.terms.definition import Moment, Rate, Span, Value, While

_INDENT = "  "
_SECOND = 1_000_000


def story(plan: Plan, obligation: str = "") -> str:
    """Tell a plan, or the part of one obligation, as text; the last thing done stands first."""
    told = [_tally(step) for step in plan.tallies if obligation in ("", step.obligation)]
    told += [f"'{name}': {why}" for name, why in plan.unmeasured if obligation in ("", name)]
    return "\n\n".join(told)


def _tally(step: Tally) -> str:
    by = f" and {step.group}" if step.group else ""
    head = f"'{step.obligation}', version {step.version}: {len(step.cells) - 1} windows at once"
    lines = [f"Tally    outcomes by window{by}"]
    if step.relief:
        lines.append(f"Relieve  {step.relief.of.name} beyond the ceiling of their day, in the order they arrive")
    return "\n".join([head, *(f"{_INDENT}{line}" for line in [*lines, *_itemise(step.source)])])


def _itemise(step: Itemise) -> Iterator[str]:
    match step:
        case Time(source, limits, pauses, excluded, scope):
            yield f"Judge    elapsed <= {_limits(limits)}, at every instant of the cycle"
            yield f"Time     elapsed := {_clock(limits)} from start to stop, less what is cut out"
            yield from (f"Exclude  {_exclusion(exclusion)}" for exclusion in excluded)
            yield from (f"Clip     {_spans(pause)}" for pause in pauses)
            if scope:
                yield f"Keep     while {scope.text}"
            yield from _pair(source)
        case Cohort(_, of, good, less, horizon, scope):
            yield f"Judge    good within {_limits(horizon) if horizon else 'any time'}"
            yield f"Pair     {of.name} -> {good.name}, of the same entity"
            yield from _less(less)
            yield from _read(of, good, *less)
            if scope:
                yield f"Keep     where {scope.text}"
        case Flow(_, of, good, less, _):
            yield f"Count    {good.name} and {of.name}, each at its own instant"
            yield from _less(less)
            yield from _read(of, good, *less)
        case Occur(_, of, less, _, worth, _):
            yield f"Sum      the worth of {of.name}" if worth else f"Count    {of.name}"
            yield from _less(less)
            yield from _read(of, *less)
        case Due(_, of, dues, _):
            yield f"Pair     {len(dues)} due instants -> {of.name} after the due before and up to it"
            yield from _read(of)
        case Uptime():
            yield from _uptime(step)
        case Rates():
            yield from _rates(step)
        case Values():
            yield from _values(step)
        case _:
            assert_never(step)


def _uptime(step: Uptime) -> Iterator[str]:
    time = f"open time of '{step.service.name}'" if step.service else "real time"
    yield f"Sum      {time} down, by window"
    yield from (f"Exclude  {_exclusion(exclusion)}" for exclusion in step.excluded)
    if step.gap_after is not None:
        yield f"Unknown  from {step.gap_after // _SECOND} s after a probe to the next one"
    if step.counts_from:
        yield f"Keep     outages of {step.counts_from // _SECOND} s and longer"
    yield f"Unite    down while {_down(step.down)}"
    if step.confirmation > 1:
        yield f"Keep     spans that {step.confirmation} instants tell"
    if step.scope:
        yield f"Keep     while {step.scope.text}"
    for leaf in dict.fromkeys(step.down.leaves):
        yield f"Read     {_spans(leaf)}, of {leaf.kind}"


def _down(down: Down) -> str:
    parts = [part.name if isinstance(part, Spans) else f"({_down(part)})" for part in down.parts]
    joint = " and " if down.least == len(parts) > 1 else " or "
    return joint.join(parts) if down.least in (1, len(parts)) else f"{down.least} of {', '.join(parts)}"


def _rates(step: Rates) -> Iterator[str]:
    yield "Sum      requests and failures" if step.by_request else "Mean     of the rates of the intervals"
    yield from (f"Exclude  {_exclusion(exclusion)}" for exclusion in step.excluded)
    if not step.by_request:
        yield f"Cut      into intervals of {step.each // _SECOND} s, those nobody told: {step.gap}"
    if step.scope:
        yield f"Keep     where {step.scope.text}"
    yield from _read(step.of)


def _values(step: Values) -> Iterator[str]:
    yield f"Take     {'the share at or below ' + str(step.under) if step.under else step.take}"
    if step.each is not None:
        yield f"Mean     of each interval of {step.each // _SECOND} s"
    if step.scope:
        yield f"Keep     where {step.scope.text}"
    yield from _read(step.of)


def _pair(step: Pair | Tries) -> Iterator[str]:
    if isinstance(step, Tries):
        until = f" or {_names(step.until)}" if step.until else ""
        yield f"Pair     {step.per.name} -> {step.at_least} of {step.of.name}{until}, one cycle each"
        yield from _read(step.per, step.of, *step.until, *step.cancels)
        return
    ends = f", over at {_names(step.ends)}" if step.ends else ""
    cycles = {"first": "the first cycle", "each": "each cycle"}.get(step.cycles, "each cycle after the first")
    yield f"Pair     {_names(step.starts)} -> {_names(step.stops)}, {cycles}{ends}"
    if step.cancels:
        yield f"Void     at {_names(step.cancels)}"
    yield from _read(*step.starts, *step.stops, *step.cancels, *step.resets, *step.reopens, *step.ends)


def _less(less: tuple[Moments, ...]) -> Iterator[str]:
    if less:
        yield f"Less     {_names(less)}"


def _read(*moments: Moments) -> Iterator[str]:
    for one in dict.fromkeys(moments):
        readings = {reading.definition: None for reading in one.readings}
        for definition in readings:
            yield f"Read     {one.name}: {_shape(definition.shape)}, of {one.kind}"


def _shape(shape: object) -> str:
    match shape:
        case Moment(when):
            return when.text
        case Span(opens, closes):
            return f"from {opens.text} to {closes.text}"
        case While(state):
            return f"while {state.text}"
        case Value(column):
            return f"the value of {column}"
        case Rate(bad, out_of, each):
            return f"{bad} out of {out_of} each {each}"
        case _:
            return "joined spans"


def _spans(step: AnySpans) -> str:
    if isinstance(step, JoinedSpans):
        return f"{step.name}: at least {step.least} of {', '.join(part.name for part in step.parts)}"
    return f"{step.name}: {_shape(step.readings[-1].definition.shape)}"


def _exclusion(step: Excluded) -> str:
    ahead = f", told {step.told_ahead.length} ahead" if step.told_ahead else ""
    return f"{step.name}: {_spans(step.spans)}{ahead}"


def _names(moments: tuple[Moments, ...]) -> str:
    return " or ".join(one.name for one in moments)


def _limits(limits: Limits) -> str:
    tiers = [f"{limit.length} where {limits.by} = {value}" for value, limit in limits.tiers]
    return ", ".join([*tiers, *([f"{limits.otherwise.length}"] if limits.otherwise else [])])


def _clock(limits: Limits) -> str:
    bound = [limit for _, limit in limits.tiers] + ([limits.otherwise] if limits.otherwise else [])
    return " or ".join(dict.fromkeys(_time(limit) for limit in bound))


def _time(limit: Limit) -> str:
    return f"open time of '{limit.open_time.name}'" if limit.length.business else "real time"
