"""Names: an obligation goes in; the definitions come out that begin its items, decide them or take them away."""

from collections.abc import Iterator
from typing import assert_never

from accordant.terms.agreement import Agreement
from accordant.terms.definition import Condition, Definition, Joined, Moment, Rate, Span, Tiers, Value, While
from accordant.terms.indicator import (
    All,
    Any,
    Attempts,
    Availability,
    Composite,
    Count,
    Deliver,
    Share,
    Statistic,
    Sum,
    Time,
)
from accordant.terms.obligation import Obligation
from accordant.terms.values import Length


def definitions(agreement: Agreement) -> dict[str, Definition]:
    """Return the definitions by name; a name that reading found twice is its last."""
    return {definition.name: definition for definition in agreement.definitions}


def beginning(obligation: Obligation) -> tuple[str, ...]:
    """Return the definitions whose moments or values are the items of an obligation."""
    match obligation.indicator:
        case Time(clock):
            return clock.starts
        case Attempts(per=per):
            return (per,)
        case Count(of) | Sum(of) | Share(of=of) | Deliver(of) | Statistic(of=of):
            return (of,)
        case Availability() as availability:
            return (*availability.down, *filter(None, [availability.rate]), *services(availability.composite))
        case _:
            assert_never(obligation.indicator)


def deciding(obligation: Obligation) -> tuple[str, ...]:
    """Return the definitions whose moments keep an item of an obligation."""
    match obligation.indicator:
        case Time(clock):
            return (*clock.stops, *clock.ends)
        case Attempts(of=of):
            return (of,)
        case Share(good=good):
            return (good,)
        case Count(of) | Sum(of) | Deliver(of):
            return (of,)
        case Availability() | Statistic():
            return ()
        case _:
            assert_never(obligation.indicator)


def cancelling(obligation: Obligation) -> tuple[str, ...]:
    """Return the definitions whose moments say that an item of a clock or of attempts never was one."""
    match obligation.indicator:
        case Time(clock):
            return clock.cancels
        case Attempts(cancels=cancels):
            return cancels
        case _:
            return ()


def named(obligation: Obligation) -> set[str]:
    """Return every definition an obligation names."""
    names = {*beginning(obligation), *deciding(obligation), *cancelling(obligation), *obligation.less}
    match obligation.indicator:
        case Time(clock):
            names.update(clock.pauses, clock.resets, [clock.reopen.when] if clock.reopen else [])
        case Attempts(until=until):
            names.update(until)
    return names


def services(composite: Composite | None) -> Iterator[str]:
    """Yield the definitions a composite is made of."""
    match composite:
        case None:
            return
        case All(parts) | Any(parts):
            for part in parts:
                yield from services(part)
        case name:
            yield name


def limits(within: Length | Tiers[Length] | None) -> tuple[Length, ...]:
    """Return every length of a limit, tier by tier."""
    match within:
        case None:
            return ()
        case Tiers():
            return within.terms
        case length:
            return (length,)


def conditions(definition: Definition) -> Iterator[Condition]:
    """Yield every predicate of a definition, in the order written."""
    match definition.shape:
        case Moment(when):
            yield when
        case Span(opens, closes, told):
            yield from (condition for condition in (opens, closes, told) if condition)
        case While(state, told):
            yield from (condition for condition in (state, told) if condition)
        case Joined() | Value() | Rate():
            pass
        case _:
            assert_never(definition.shape)
    if definition.where:
        yield definition.where


def measured(agreement: Agreement) -> set[str]:
    """Return the definitions that obligations and exclusions are measured by, through others too."""
    by_name = definitions(agreement)
    waiting = [name for obligation in agreement.obligations for name in named(obligation)]
    waiting += [exclusion.span for exclusion in agreement.exclusions]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in reached:
            reached.add(name)
            waiting.extend(by_name[name].made_of)
    return reached
