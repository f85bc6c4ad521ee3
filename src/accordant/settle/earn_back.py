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
    dated at the end of the last of them. Of groups, which take an allocation once, each that was missed has to.
    Source: SEMANTICS 5 (ledger), DOMAIN F4.9.
    """
    missed: dict[tuple[str, str, str], list[Raised]] = {}
    for line in lines:
        if isinstance(line.remedy, AtRiskPool) and line.remedy.earn_back is not None:
            missed.setdefault((line.remedy.name, line.obligation.name, line.part), []).append(line)
    for (pool, name, part), of in missed.items():
        after = [one for one in windows(name) if one.start >= of[0].verdict.window.stop and one.in_term]
        found = list(_all_fulfilled(of, after, verdict_of, as_of))
        if len(found) == len(of):
            at, why = max(at for at, _ in found), " and ".join(why for _, why in found)
            yield EarnedBack(pool, name, part, at, dates_of(of[0])[1] - timedelta(days=1), reckoning=why)


def _all_fulfilled(
    of: Sequence[Raised], windows: Sequence[WindowSpan], verdict_of: VerdictOf, as_of: Instant
) -> Iterator[tuple[Instant, str]]:
    """Yield when, and by which sum, each of the groups that were missed is earned back."""
    for line in of:
        rule = line.remedy.earn_back if isinstance(line.remedy, AtRiskPool) else None
        after = windows[: rule.windows] if rule else ()
        found = _fulfilled(rule, line, after, verdict_of) if rule and after else None
        if found is not None and after[-1].stop <= as_of:
            yield after[-1].stop, found


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
