"""Which target holds: an obligation's target, a window and a group go in, the numbers to compare with come out."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import assert_never

from accordant.terms.definition import Tiers
from accordant.terms.indicator import Count, Sum
from accordant.terms.obligation import Obligation
from accordant.terms.target import AllowedMisses, AnyTarget, Dated, Relation, Target
from accordant.terms.window import WindowSpan

_DAY = 86_400_000_000


@dataclass(frozen=True)
class Line:
    """The exact numbers a value is compared with, inclusive; None is no bound on that side.

    Shares are fractions of 1: `all` is `low` 1, `none` is `high` 0.
    """

    relation: Relation
    low: Fraction | None = None
    high: Fraction | None = None
    allowed: AllowedMisses | None = None


def target_of(target: AnyTarget, group: str, begins: date) -> Target | None:
    """Return the target of a group in a window that begins on a local date; None when none matches.

    Tiers are picked by the group; a dated target holds for windows that begin on or after its date.
    """
    match target:
        case Target():
            return target
        case Tiers():
            return target.pick(group)
        case Dated(since, targets):
            i = bisect_right(since, begins) - 1
            return targets[i] if i >= 0 else None
        case _:
            assert_never(target)


def line_of(target: Target, obligation: Obligation, window: WindowSpan) -> Line:
    """Return the numbers of a target in a window.

    Counts and sums of a part window are prorated when the agreement says so: by the share of the whole window's
    local dates, calendar days and not open ones, so that a calendar amended later never moves a target.
    """
    bound = target.bound
    part = _part(obligation, window)
    match bound.relation:
        case "all":
            return Line("all", low=Fraction(1), allowed=target.allowed)
        case "none":
            return Line("none", high=Fraction(0), allowed=target.allowed)
        case _:
            low = bound.low.fraction * part if bound.low else None
            high = bound.high.fraction * part if bound.high else None
            return Line(bound.relation, low, high, target.allowed)


def _part(obligation: Obligation, window: WindowSpan) -> Fraction:
    prorated = obligation.window.part_windows == "prorated" and isinstance(obligation.indicator, Count | Sum)
    if not (prorated and window.is_part):
        return Fraction(1)
    return Fraction(_dates(window.start, window.stop), _dates(window.whole_start, window.whole_stop))


def _dates(start: int, stop: int) -> int:
    """Count the local dates between two midnights; a change to daylight time is less than half a day."""
    return (stop - start + _DAY // 2) // _DAY
