"""Moments -> cycles of `attempts`: each `per` moment begins one, the n-th attempt or `until` stops it."""

from collections.abc import Sequence

from accordant.measure.memory.clock import Cycle
from accordant.measure.memory.history import History
from accordant.measure.memory.moments import Hit, hits
from accordant.measure.memory.readings import Readings
from accordant.plan.length import budget
from accordant.plan.steps import Limit, Tries
from accordant.terms.values import Instant


def tries(step: Tries, history: History, readings: Readings) -> list[Cycle]:
    """Return one cycle for each moment of `per`; its attempts are those before the next one."""
    begins = hits(step.per, history, readings.of("start"))
    if not begins:
        return []
    attempts = hits(step.of, history, readings.of("stop"))
    until = [hit for moments in step.until for hit in hits(moments, history, readings.of("stop"))]
    cancels = [hit for moments in step.cancels for hit in hits(moments, history, readings.of("cancel"))]
    found = []
    for i, begin in enumerate(begins):
        end = begins[i + 1].order if i + 1 < len(begins) else len(history.steps)
        inside = range(begin.order, end)
        counted = _apart(step.apart, [hit for hit in attempts if hit.order in inside])
        enough = [hit.instant for hit in counted[step.at_least - 1 :][:1]]
        met = [hit.instant for hit in until if hit.order in inside]
        voided = [hit.instant for hit in cancels if hit.order in inside]
        stop, void = min(enough + met, default=None), min(voided, default=None)
        found.append(Cycle(begin.instant, begin.order, stop=stop, voided=void))
    return found


def _apart(limit: Limit | None, attempts: Sequence[Hit]) -> list[Hit]:
    """Return the attempts that come no sooner than agreed after the one counted before them."""
    counted: list[Hit] = []
    for hit in attempts:
        if limit is None or not counted or _is_past(limit, counted[-1].instant, hit.instant):
            counted.append(hit)
    return counted


def _is_past(limit: Limit, since: Instant, instant: Instant) -> bool:
    calendar = limit.open_time if limit.length.business else None
    return limit.open_time.between(since, instant) >= budget(limit.length, since, limit.zone, calendar)
