"""Surge relief on the moments of a day: those beyond the ceiling are relieved, in the order they arrived."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable

from accordant.measure.memory.history import History
from accordant.measure.memory.moments import hits
from accordant.measure.memory.readings import Readings
from accordant.plan.steps import Ceiling
from accordant.terms.values import Instant


def relieved(ceiling: Ceiling, histories: Iterable[History], readings: Readings) -> dict[tuple[str, Instant], str]:
    """Return the relieved (entity, moment) with the reason: rank within the day by instant, then entity bytes."""
    days: dict[int, list[tuple[Instant, bytes, str]]] = defaultdict(list)
    for history in histories:
        for hit in hits(ceiling.of, history, readings.of("start")):
            day = bisect_right(ceiling.starts, hit.instant) - 1
            if day >= 0:
                days[day].append((hit.instant, history.entity.encode(), history.entity))
    found = {}
    for day, arrived in days.items():
        most = ceiling.ceilings[day]
        for rank, (instant, _, entity) in enumerate(sorted(arrived), start=1):
            if rank > most:
                found[entity, instant] = f"surge: number {rank} of {len(arrived)} that day, beyond {most}"
    return found
