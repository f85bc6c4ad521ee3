"""Indicators -> the step that makes items of an obligation's events."""

from collections.abc import Iterable
from typing import assert_never

from accordant.plan.availability import available, real_time, values
from accordant.plan.clocks import Clocks
from accordant.plan.definition import Dictionary
from accordant.plan.steps import Cohort, Excluded, Flow, Itemise, Moments, Occur, Pair, Time, Tries
from accordant.terms.agreement import Agreement
from accordant.terms.clock import Clock
from accordant.terms.definition import Moment
from accordant.terms.exclusion import Exclusion
from accordant.terms.indicator import Attempts, Availability, Count, Deliver, Share, Statistic, Sum
from accordant.terms.indicator import Time as TimePromise
from accordant.terms.obligation import Obligation


def itemise(
    promise: Obligation, dictionary: Dictionary, clocks: Clocks, excluded: tuple[Excluded, ...]
) -> Itemise | None:
    """Return the step for an obligation's indicator; None of a delivery, whose due instants are its version's."""
    match promise.indicator:
        case TimePromise(clock):
            return _time(promise, clock, dictionary, clocks, excluded)
        case Attempts():
            return _attempts(promise, promise.indicator, dictionary, clocks, excluded)
        case Share(good, of, "cohort"):
            less = _all(promise.less, dictionary)
            moments = dictionary.moments(of)
            horizon = clocks.limits(promise)
            return Cohort(moments.kind, moments, dictionary.moments(good), less, horizon, promise.where)
        case Share(good, of):
            moments = dictionary.moments(of)
            less = _all(promise.less, dictionary)
            return Flow(moments.kind, moments, dictionary.moments(good), less, promise.where)
        case Count(of) | Sum(of):
            return _occur(promise, of, dictionary)
        case Availability():
            return available(promise, promise.indicator, dictionary, clocks, excluded)
        case Statistic():
            return values(promise, promise.indicator, dictionary, clocks)
        case Deliver():
            return None
        case _:
            assert_never(promise.indicator)


def _all(names: Iterable[str], dictionary: Dictionary) -> tuple[Moments, ...]:
    return tuple(dictionary.moments(name) for name in names)


def _time(
    promise: Obligation, clock: Clock, dictionary: Dictionary, clocks: Clocks, excluded: tuple[Excluded, ...]
) -> Time:
    starts = _all(clock.starts, dictionary)
    reopen = clock.reopen
    pair = Pair(
        kind=starts[0].kind,
        starts=starts,
        stops=_all(clock.stops, dictionary),
        cancels=_all(clock.cancels, dictionary),
        resets=_all(clock.resets, dictionary),
        reopens=_all([reopen.when], dictionary) if reopen else (),
        reopen_within=clocks.limit(reopen.within, promise.calendar) if reopen and reopen.within else None,
        ends=_all(clock.ends, dictionary),
        cycles=clock.cycles,
        skew=real_time(clock.skew, clocks) if clock.skew else 0,
    )
    limits = clocks.limits(promise)
    assert limits is not None, "reading gives every time promise a limit"
    pauses = tuple(dictionary.spans(name) for name in clock.pauses)
    return Time(pair, limits, pauses, excluded, promise.where, clock.from_entry, clock.counted_in)


def _attempts(
    promise: Obligation,
    attempts: Attempts,
    dictionary: Dictionary,
    clocks: Clocks,
    excluded: tuple[Excluded, ...],
) -> Time:
    per = dictionary.moments(attempts.per)
    tries = Tries(
        kind=per.kind,
        per=per,
        of=dictionary.moments(attempts.of),
        at_least=attempts.at_least,
        until=_all(attempts.until, dictionary),
        cancels=_all(attempts.cancels, dictionary),
        apart=clocks.limit(attempts.apart, promise.calendar) if attempts.apart else None,
    )
    limits = clocks.limits(promise)
    assert limits is not None, "reading gives every attempts promise a limit"
    return Time(tries, limits, (), excluded, promise.where, counted_in=attempts.counted_in)


def _occur(promise: Obligation, of: str, dictionary: Dictionary) -> Occur:
    moments = dictionary.moments(of)
    reviews = [dictionary.review(name, of) for name in promise.less]
    shape = moments.readings[-1].definition.shape
    worth = shape.worth if isinstance(shape, Moment) else getattr(shape, "column", None)
    return Occur(
        kind=moments.kind,
        of=moments,
        less=_all(promise.less, dictionary),
        reviews=tuple(review for review in reviews if review),
        worth=worth if isinstance(promise.indicator, Sum) else None,
        scope=promise.where,
    )


def excluded(
    terms: Agreement, promise: Obligation, dictionary: Dictionary, clocks: Clocks
) -> tuple[Excluded, ...]:
    """Return the exclusions that take time away from an obligation: by its name, its indicator, or all."""
    names = {promise.name, promise.indicator.word}
    return tuple(
        _exclude(exclusion, dictionary, clocks)
        for exclusion in terms.exclusions
        if not exclusion.applies or names & set(exclusion.applies)
    )


def _exclude(exclusion: Exclusion, dictionary: Dictionary, clocks: Clocks) -> Excluded:
    spans = dictionary.spans(exclusion.span)
    most = exclusion.at_most
    return Excluded(
        exclusion.name,
        spans,
        clocks.limit(exclusion.told_ahead) if exclusion.told_ahead else None,
        None if most is None else real_time(most, clocks),
        exclusion.per,
        clocks.zone,
    )
