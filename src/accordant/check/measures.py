"""Measures: what each party is measured by goes in; findings come out where the choice invites the wrong deeds."""

from collections.abc import Iterator, Sequence

from accordant.check.found import found
from accordant.check.frame import is_procedure
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Rate
from accordant.terms.finding import Finding
from accordant.terms.indicator import Attempts, Availability, Count, Share, Statistic, Sum, Time
from accordant.terms.obligation import Obligation
from accordant.terms.party import Party
from accordant.terms.target import targets
from accordant.terms.values import Length, Place

MOST, FEWEST = 7, 3
_MINUTE = 60_000_000
_BY_HAND = ("by hand", "manual", "manually")


def speed_alone(agreement: Agreement) -> Iterator[Finding]:
    """Find parties that owe speed, and neither depth (attempts) nor an outcome beside it."""
    for party, owed in _owed(agreement):
        speeds = [obligation for obligation in owed if isinstance(obligation.indicator, Time)]
        deep = Attempts | Share | Count | Sum | Availability | Statistic
        if speeds and not any(isinstance(obligation.indicator, deep) for obligation in owed):
            message = f"'{party.key}' owes speed alone: '{speeds[0].name}' can be kept by hasty answers"
            hint = "add an obligation about depth or outcome: 'attempts', 'share', 'count' or 'sum'"
            yield found("speed-without-depth", message, speeds[0].place, hint)


def count_alone(agreement: Agreement) -> Iterator[Finding]:
    """Find parties that owe numbers, and neither value nor quality beside them."""
    for party, owed in _owed(agreement):
        counts = [o for o in owed if isinstance(o.indicator, Count) and _asks_for_more(o)]
        if counts and not any(isinstance(o.indicator, Sum | Share | Statistic) for o in owed):
            message = f"'{party.key}' owes numbers alone: '{counts[0].name}' can be kept by the worst that count"
            hint = "add a 'share' for quality or a 'sum' for value"
            yield found("count-without-value", message, counts[0].place, hint)


def _asks_for_more(obligation: Obligation) -> bool:
    return any(target.bound.low is not None for target in targets(obligation.target))


def number_of_measures(agreement: Agreement) -> Iterator[Finding]:
    """Find parties that owe more than seven measures, or fewer than three where the agreement binds both sides."""
    for party, owed in _owed(agreement):
        if len(owed) > MOST:
            message = f"'{party.key}' owes {len(owed)} measures, and nobody steers by more than {MOST}"
            hint = "keep those that decide, report the others"
            yield found("too-many-measures", message, party.place, hint)
        elif len(owed) < FEWEST and agreement.kind != "commitment":
            number = f"{len(owed)} measure{'' if len(owed) == 1 else 's'}"
            message = f"'{party.key}' owes {number}: one miss looks like a breach of everything"
            hint = f"agree on {FEWEST} to {MOST}, such as amount, quality and speed"
            yield found("too-few-measures", message, party.place, hint)


def by_hand(agreement: Agreement) -> Iterator[Finding]:
    """Find measures that somebody collects by hand."""
    for obligation in agreement.obligations:
        if obligation.collected.casefold().strip() in _BY_HAND:
            message = f"'{obligation.name}' is collected {obligation.collected}"
            hint = "measure it from events that a system writes anyway"
            yield found("collected-by-hand", message, obligation.place, hint)


def voluminous(agreement: Agreement) -> Iterator[Finding]:
    """Find rates and probes taken more often than each minute."""
    for name, each, place in _intervals(agreement):
        if each.is_exact and 0 < each.microseconds < _MINUTE:
            a_day = 86_400_000_000 // each.microseconds
            message = f"'{name}' is taken each {each}: {a_day:,} records a day of each source"
            yield found("too-much-data", message, place, "a minute or longer says as much")


def _intervals(agreement: Agreement) -> Iterator[tuple[str, Length, Place | None]]:
    for definition in agreement.definitions:
        if isinstance(definition.shape, Rate):
            yield definition.name, definition.shape.each, definition.place
    for obligation in agreement.obligations:
        if isinstance(obligation.indicator, Statistic) and obligation.indicator.each:
            yield obligation.name, obligation.indicator.each, obligation.place


def _owed(agreement: Agreement) -> Iterator[tuple[Party, Sequence[Obligation]]]:
    """Yield each party that owes something by its own choice, with what it owes."""
    if is_procedure(agreement):
        return
    for party in agreement.parties:
        owed = [obligation for obligation in agreement.obligations if obligation.owed_by == party.key]
        if owed:
            yield party, owed
