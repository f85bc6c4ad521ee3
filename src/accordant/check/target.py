"""Targets: bounds and what they bound go in; findings come out for those nobody can reach or anybody does."""

from collections.abc import Iterator
from decimal import Decimal

from accordant.check.found import found
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.indicator import Count, Share, Statistic, Sum
from accordant.terms.obligation import Obligation
from accordant.terms.target import Bound, Target, targets

_WHOLE = Decimal(100)


def impossible(agreement: Agreement) -> Iterator[Finding]:
    """Find targets beyond what the indicator can be: a share above 100%, less than nothing."""
    for obligation, target in _each(agreement):
        low, high = target.bound.low, target.bound.high
        if low and _is_share(obligation) and low.number > _WHOLE:
            message = f"'{obligation.name}' can never be {target.bound}: the whole is 100%"
            yield found("impossible-target", message, target.place or obligation.place)
        elif high and high.number < 0 and not isinstance(obligation.indicator, Statistic):
            message = f"'{obligation.name}' can never be {target.bound}: it is never below zero"
            yield found("impossible-target", message, target.place or obligation.place)


def effortless(agreement: Agreement) -> Iterator[Finding]:
    """Find targets that are met whatever happens."""
    for obligation, target in _each(agreement):
        why = _why_effortless(obligation, target)
        if why:
            message = f"'{obligation.name}' is kept whatever happens: {why}"
            yield found("effortless-target", message, target.place or obligation.place)


def _why_effortless(obligation: Obligation, target: Target) -> str:
    bound, allowed = target.bound, target.allowed
    if isinstance(obligation.indicator, Statistic) and obligation.indicator.under is None:
        return ""
    if bound.relation == "at least" and bound.low and bound.low.number <= 0:
        return f"{bound} is always true"
    if bound.relation == "at most" and bound.high and _is_share(obligation) and bound.high.number >= _WHOLE:
        return f"{bound} is always true"
    if allowed and allowed.fewer_than and allowed.misses >= allowed.fewer_than - 1:
        return f"{allowed.misses} misses are allowed of fewer than {allowed.fewer_than}"
    return ""


def neighbours(agreement: Agreement) -> Iterator[Finding]:
    """Find a stretch or expected level that is easier than the target, or a minimum that is harder."""
    for obligation, target in _each(agreement):
        levels = (
            ("stretch", target.stretch, 1),
            ("expected", target.expected, 1),
            ("minimum", target.minimum, -1),
        )
        for word, level, side in levels:
            if level and _harder(level, target.bound) * side < 0:
                which = "easier" if side > 0 else "harder"
                message = f"the {word} of '{obligation.name}', {level}, is {which} than its target, {target.bound}"
                yield found("stretch-below-target", message, target.place or obligation.place)


def samples(agreement: Agreement) -> Iterator[Finding]:
    """Find promises of every item that are not judged in a small sample."""
    for obligation, target in _each(agreement):
        every = target.bound.relation == "all" or (target.bound.low and target.bound.low.number == _WHOLE)
        if every and target.minimum_sample > 1 and _is_share(obligation):
            size = target.minimum_sample
            message = f"'{obligation.name}' promises every item, and fewer than {size} are not judged"
            hint = "one miss of one is a miss; leave 'minimum sample' away"
            yield found("all-with-minimum-sample", message, target.place or obligation.place, hint)


def _harder(level: Bound, than: Bound) -> int:
    """Return 1 where a bound asks for more than another, -1 where for less, 0 where they cannot be compared."""
    if level.relation != than.relation:
        return 0
    if level.relation == "at least" and level.low and than.low:
        return (level.low.number > than.low.number) - (level.low.number < than.low.number)
    if level.relation == "at most" and level.high and than.high:
        return (level.high.number < than.high.number) - (level.high.number > than.high.number)
    return 0


def _is_share(obligation: Obligation) -> bool:
    """Say whether the value lies between 0% and 100%; a flow may exceed it."""
    match obligation.indicator:
        case Count() | Sum() | Share(counted_by="flow") | Statistic(under=None):
            return False
        case _:
            return True


def _each(agreement: Agreement) -> Iterator[tuple[Obligation, Target]]:
    for obligation in agreement.obligations:
        for target in targets(obligation.target):
            yield obligation, target
