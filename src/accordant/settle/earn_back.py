"""Earn-back: credits of a pool and the windows after them go in; which are returned, and when, comes out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction

from accordant.judge.rounding import shown
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.settle.ledger import EarnedBack
from accordant.settle.price import dates_of
from accordant.settle.raised import Raised
from accordant.terms.remedy import AtRiskPool, EarnBack
from accordant.terms.target import Bound
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan

VerdictOf = Callable[[str, str, WindowSpan], Verdict | None]


def earned_back(
    lines: Sequence[Raised], windows: Callable[[str], Sequence[WindowSpan]], verdict_of: VerdictOf, as_of: Instant
) -> Iterator[EarnedBack]:
    """Yield each obligation and window whose credit from a pool the windows after it have earned back by `as_of`.

    The mean of the windows' values, exact and each window weighing the same, has to reach the bound, inclusive,
    however what is open in them ends. All of them have to have a value; windows without one are not skipped. It is
    dated at the end of the last of them. Source: SEMANTICS 5 (ledger), DOMAIN F4.9.
    """
    told: set[tuple[str, str, str]] = set()
    for line in lines:
        pool, name, window = line.remedy, line.obligation.name, line.verdict.window
        if not isinstance(pool, AtRiskPool) or pool.earn_back is None or (pool.name, name, line.part) in told:
            continue
        told.add((pool.name, name, line.part))
        after = [one for one in windows(name) if one.start >= window.stop and one.in_term]
        found = _fulfilled(pool.earn_back, line, after[: pool.earn_back.windows], verdict_of)
        if found is not None and after[pool.earn_back.windows - 1].stop <= as_of:
            at, on = after[pool.earn_back.windows - 1].stop, dates_of(line)[1] - timedelta(days=1)
            yield EarnedBack(pool.name, name, line.part, at, on, reckoning=found)


def _fulfilled(rule: EarnBack, line: Raised, after: Sequence[WindowSpan], verdict_of: VerdictOf) -> str | None:
    """Return the sum in words where the windows after a miss reach the bound, else None."""
    name, group = line.obligation.name, line.verdict.group
    found = [verdict_of(name, group, window) for window in after]
    bound = _bound(rule, line)
    if bound is None:
        return None
    known = [v for v in found if v is not None and v.outcome is not Outcome.UNKNOWN]
    values = [value for v in known if (value := v.lowest if bound.low else v.highest) is not None]
    if len(values) < rule.windows:
        return None
    mean = sum(values, Fraction(0)) / len(values)
    limit = bound.low or bound.high
    if limit is None or not (mean >= limit.fraction if bound.low else mean <= limit.fraction):
        return None
    parts = ", ".join(shown(value, None, None, 6, limit.unit) for value in values)
    return f"the mean of {parts} is {shown(mean, None, None, 6, limit.unit)}, {bound}"


def _bound(rule: EarnBack, line: Raised) -> Bound | None:
    target = line.verdict.target
    match rule.level:
        case "stretch":
            return target.stretch if target else None
        case "target":
            return target.bound if target else None
        case _:
            return rule.bound
