"""Availability and statistics -> the steps that measure time down, rates of failure and values."""

from collections.abc import Sequence
from dataclasses import replace

from accordant.plan.clocks import Clocks
from accordant.plan.definition import Dictionary
from accordant.plan.length import budget
from accordant.plan.steps import AnySpans, Down, Excluded, Rates, Spans, Uptime, Values
from accordant.terms.definition import Rate
from accordant.terms.indicator import All, Any, Availability, Composite, Statistic
from accordant.terms.obligation import Obligation
from accordant.terms.values import Length, Microseconds


def available(
    promise: Obligation,
    indicator: Availability,
    dictionary: Dictionary,
    clocks: Clocks,
    excluded: tuple[Excluded, ...],
) -> Uptime | Rates:
    """Return the step of an availability: by spans of `down` or of a composite, or by a rate of failures."""
    if indicator.rate:
        return _rates(promise, indicator, dictionary, clocks, excluded)
    if indicator.composite is not None:
        down = _composite(indicator.composite, dictionary)
    else:
        down = Down(tuple(_part(dictionary.spans(name)) for name in indicator.down))
    return Uptime(
        kind=down.leaves[0].kind,
        down=down,
        excluded=excluded,
        service=clocks.of(promise.calendar) if indicator.denominator == "service hours" else None,
        counts_from=real_time(indicator.counts_from, clocks) if indicator.counts_from else 0,
        confirmation=indicator.confirmation,
        gap_after=real_time(indicator.gap_after, clocks) if indicator.gap_after else None,
        scope=promise.where,
    )


def _composite(composite: Composite, dictionary: Dictionary) -> Down:
    """Return where a composite is down: a serial one where any part is, a parallel one where all parts are."""
    match composite:
        case All(parts):
            return Down(tuple(_composite(part, dictionary) for part in parts))
        case Any(parts):
            return Down(tuple(_composite(part, dictionary) for part in parts), len(parts))
        case name:
            return Down((_part(dictionary.spans(name)),))


def _part(spans: AnySpans) -> Spans | Down:
    """Return spans as a part: joined ones are joined within the measurement, not within each entity."""
    if isinstance(spans, Spans):
        return spans
    return Down(tuple(map(_part, spans.parts)), spans.least)


def _rates(
    promise: Obligation,
    indicator: Availability,
    dictionary: Dictionary,
    clocks: Clocks,
    excluded: tuple[Excluded, ...],
) -> Rates:
    of = dictionary.moments(indicator.rate)
    shape = of.readings[-1].definition.shape
    assert isinstance(shape, Rate), "reading lets 'rate' name rates only"
    each = real_time(shape.each, clocks)
    by_request = indicator.denominator == "requests"
    return Rates(of.kind, of, each, shape.empty, indicator.gap, excluded, by_request, promise.where)


def values(promise: Obligation, indicator: Statistic, dictionary: Dictionary, clocks: Clocks) -> Values:
    """Return the step of a statistic."""
    of = dictionary.moments(indicator.of)
    each = real_time(indicator.each, clocks) if indicator.each else None
    under = indicator.under
    if under is not None and under.unit == of.readings[-1].definition.unit == "%":
        # Such values are told in percent, so 99.5 stands for itself and not for 0.995.
        under = replace(under, unit="")
    return Values(of.kind, of, indicator.take, under, each, indicator.interpolated, promise.where)


def real_time(length: Length, clocks: Clocks) -> Microseconds:
    """Return a length of wall time, or of calendar days of 24 hours, in microseconds."""
    return budget(length, clocks.wall.instants[0], "UTC", None)


def one_incident(promise: Obligation, remedies: Sequence[object]) -> str:
    """Return the attribute by which the remedies of an obligation tell one incident; "" when none does."""
    named = {name for rule in promise.on_miss for name in rule.remedies}
    for remedy in remedies:
        if getattr(remedy, "name", "") in named:
            same = getattr(remedy, "same", "") or getattr(getattr(remedy, "one_incident", None), "same", "")
            if same:
                return str(same)
    return ""
