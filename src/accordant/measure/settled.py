"""What stays as it was: steps of two plans, and whether the tallies of one hold for the other.

An item whose entity nobody tells anything new about changes by time alone, or by other entities. Steps whose
items do neither once they are decided are taken over; all others are measured whole: time down, rates and
statistics (which unite entities), deliveries (which are few), items handed over by an amendment, and surges (which
rank all the entities of a day).
"""

from dataclasses import fields, replace
from itertools import takewhile
from typing import Any

from accordant.measure.restate import Key
from accordant.plan.steps import (
    Bounded,
    Cohort,
    Excluded,
    Flow,
    JoinedSpans,
    Moments,
    Occur,
    Pair,
    Reading,
    Spans,
    Tally,
    Time,
    Tries,
)
from accordant.terms.values import Instant

_STEPS = (Bounded, Cohort, Excluded, Flow, JoinedSpans, Moments, Occur, Pair, Spans, Time, Tries)


def is_by_entity(step: Tally) -> bool:
    """Say whether the items of an entity depend on nothing but itself, and on time only until they are decided."""
    handed = step.inherits is not None or step.bequeathed is not None
    return isinstance(step.source, Time | Cohort | Flow | Occur) and step.relief is None and not handed


def is_same(then: Tally, now: Tally, as_of: Instant) -> bool:
    """Say whether two steps read what happened up to `as_of` alike, windows aside."""
    bounds = then.until == now.until or min(then.until, now.until) > as_of
    named = (then.obligation, then.version, then.since, then.group, then.same)
    return (
        is_by_entity(then)
        and is_by_entity(now)
        and named == (now.obligation, now.version, now.since, now.group, now.same)
        and bounds
        and up_to(then.source, as_of) == up_to(now.source, as_of)
    )


def common_cells(then: Tally, now: Tally) -> int:
    """Return how many cells, from the first on, are the same in both."""
    pairs = zip(then.cells, now.cells, strict=False)
    return max(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) - 1, 0)


def is_within(tallied: dict[Key, Any], cells: int) -> bool:
    """Say whether all tallies stand in the first so many cells."""
    return all(cell < cells for cell, _ in tallied)


def up_to(step: Any, as_of: Instant) -> Any:
    """Return a step, or what one is made of, as far as events up to `as_of` are read by it.

    What a later version reads otherwise makes no difference to them.
    """
    if isinstance(step, tuple):
        readings = [one for one in step if not isinstance(one, Reading) or _has_begun(one, as_of)]
        return tuple(up_to(one, as_of) for one in readings)
    if isinstance(step, Reading):
        until = step.until if step.until is not None and step.until <= as_of else None
        return replace(step, until=until, within=up_to(step.within, as_of))
    if isinstance(step, _STEPS):
        return replace(step, **{field.name: up_to(getattr(step, field.name), as_of) for field in fields(step)})
    return step


def _has_begun(reading: Reading, as_of: Instant) -> bool:
    return reading.since is None or reading.since <= as_of
