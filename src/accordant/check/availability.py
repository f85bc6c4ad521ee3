"""Time and values: availabilities and statistics go in; findings come out for terms without effect or meaning."""

from collections.abc import Iterator

from accordant.check.found import found
from accordant.check.names import services
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Definition, Joined, Rate, Span
from accordant.terms.finding import Finding
from accordant.terms.indicator import Availability, Statistic
from accordant.terms.obligation import Obligation
from accordant.terms.values import Length


def gaps(agreement: Agreement) -> Iterator[Finding]:
    """Find terms about time that nobody told, where nothing says from when on nobody did."""
    for obligation, indicator in _available(agreement):
        told = indicator.gap != "removed" or indicator.unknown_at_most is not None
        if told and not indicator.rate and indicator.gap_after is None:
            message = f"'{obligation.name}' says how gaps count, and without 'gap after' there are none"
            hint = "add how long a probe speaks for, such as 'gap after: 5 minutes'"
            yield found("idle-gap", message, obligation.place, hint)


def denominators(agreement: Agreement) -> Iterator[Finding]:
    """Find denominators that do not fit what is measured, and service hours without a calendar."""
    for obligation, indicator in _available(agreement):
        by_count = indicator.denominator in ("requests", "intervals")
        if by_count and not indicator.rate:
            message = f"'{obligation.name}' is measured in time, and its denominator is '{indicator.denominator}'"
            yield found("unfit-denominator", message, obligation.place, "measure a 'rate' for it")
        elif indicator.rate and not by_count and indicator.denominator != Availability().denominator:
            message = (
                f"'{obligation.name}' is measured by a rate, and its denominator is '{indicator.denominator}'"
            )
            yield found("unfit-denominator", message, obligation.place, "write 'intervals' or 'requests'")
        elif indicator.denominator == "service hours" and not (obligation.calendar or agreement.term.calendar):
            message = f"'{obligation.name}' counts service hours, and no calendar says which they are"
            yield found("unfit-denominator", message, obligation.place, "add 'calendar'")


def confirmations(agreement: Agreement) -> Iterator[Finding]:
    """Find confirmation counts of outages that two events tell: no third one confirms them."""
    for obligation, indicator in _available(agreement):
        told = [name for name in _services(agreement, indicator) if _is_told_by_events(agreement, name)]
        if indicator.confirmation > 1 and told:
            message = (
                f"'{obligation.name}' waits for {indicator.confirmation} confirmations, and '{told[0]}' has none"
            )
            hint = "it goes from one event to another; a state that probes tell is written 'while'"
            yield found("idle-confirmation", message, obligation.place, hint)


def _is_told_by_events(agreement: Agreement, name: str) -> bool:
    definition = _definition(agreement, name)
    return definition is not None and isinstance(definition.shape, Span)


def business_time(agreement: Agreement) -> Iterator[Finding]:
    """Find lengths in business time where time runs on: probes, outages and intervals know no office hours."""
    for obligation in agreement.obligations:
        for word, length in _lengths(agreement, obligation):
            if length is not None and length.business:
                message = (
                    f"'{word}: {length}' of '{obligation.name}' is business time, and this is counted in real time"
                )
                yield found("business-time-measured", message, obligation.place)


def _lengths(agreement: Agreement, obligation: Obligation) -> Iterator[tuple[str, Length | None]]:
    match obligation.indicator:
        case Availability() as indicator:
            yield "outage counts from", indicator.counts_from
            yield "gap after", indicator.gap_after
            rate = _definition(agreement, indicator.rate)
            if rate is not None and isinstance(rate.shape, Rate):
                yield "each", rate.shape.each
        case Statistic(each=each):
            yield "each", each


def _available(agreement: Agreement) -> Iterator[tuple[Obligation, Availability]]:
    for obligation in agreement.obligations:
        if isinstance(obligation.indicator, Availability):
            yield obligation, obligation.indicator


def _services(agreement: Agreement, indicator: Availability) -> Iterator[str]:
    """Yield the names of the spans that say what is down, those that join others taken apart."""
    names = [*indicator.down, *services(indicator.composite)]
    for name in names:
        definition = _definition(agreement, name)
        joined = definition.shape.names if definition and isinstance(definition.shape, Joined) else (name,)
        yield from joined


def _definition(agreement: Agreement, name: str) -> Definition | None:
    return next((definition for definition in agreement.definitions if definition.name == name), None)
