"""Surge relief -> a ceiling for each open day: so many items are judged, those beyond it are relieved."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from math import floor

from accordant.plan.clocks import Clocks
from accordant.plan.definition import Dictionary
from accordant.plan.steps import Ceiling
from accordant.plan.timeline import Reign, midnight, timeline
from accordant.terms.exclusion import Surge
from accordant.terms.target import Dated, Target
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan
from accordant.zone import local_time

_NO_CEILING = 2**62


def ceiling(surge: Surge, plan: Sequence[Reign], dictionary: Dictionary, clocks: Clocks) -> Ceiling | None:
    """Return the ceilings by open day of the term's calendar; None without a calendar or a plan in numbers.

    Daily plan = signed target of the plan's window / the open dates in it; the ceiling is the whole part of
    the agreed share of it. `plan` are the reigns of the obligation whose target is the plan.
    """
    calendar = clocks.of(plan[-1].obligation.calendar)
    if calendar is None:
        return None
    windows = timeline(surge.plan, plan, plan[-1].until, calendar).windows
    starts, ceilings = [calendar.instants[0]], []
    for day in calendar.days:
        starts.append(midnight(calendar.zone, local_time(calendar.zone, day.opens).date() + timedelta(days=1)))
        ceilings.append(_ceiling(surge, day.opens, windows, plan))
    return Ceiling(dictionary.moments(surge.of), tuple(starts[:-1]), tuple(ceilings))


def _ceiling(surge: Surge, opens: Instant, windows: Sequence[WindowSpan], plan: Sequence[Reign]) -> int:
    i = bisect_right([window.start for window in windows], opens) - 1
    if i < 0 or opens >= windows[i].stop or not windows[i].open_days:
        return _NO_CEILING
    target = _signed(windows[i], plan)
    if target is None:
        return _NO_CEILING
    return floor(surge.beyond.fraction * target / windows[i].open_days)


def _signed(window: WindowSpan, plan: Sequence[Reign]) -> Fraction | None:
    reign = next(reign for reign in plan if reign.version.number == window.version)
    match reign.obligation.target:
        case Target(bound):
            low = bound.low
        case Dated(since, targets):
            begins = local_time(reign.version.terms.term.zone, window.start).date()
            i = bisect_right(since, begins) - 1
            low = targets[i].bound.low if i >= 0 else None
        case _:
            low = None
    return low.fraction if low else None
