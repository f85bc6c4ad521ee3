"""Checking: an agreement goes in; all that is wrong, missing or unwise in it comes out, without any data."""

from collections.abc import Callable, Iterable, Iterator

from accordant.check import (
    amount,
    availability,
    balance,
    calendar,
    claim,
    clock,
    consequence,
    control,
    credit,
    dead_band,
    example,
    frame,
    later,
    length,
    measures,
    need,
    piece,
    prose,
    relief,
    table,
    target,
    use,
    verdict,
    words,
)
from accordant.check.silence import silenced, silences
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.text.message import in_order

Rule = Callable[[Agreement], Iterable[Finding]]

CHECKS: tuple[Rule, ...] = (
    words.vague,
    words.near_twins,
    words.same_meanings,
    words.funnel_terms,
    words.stages,
    words.mixed_stages,
    prose.differing,
    prose.unmeasured,
    later.evaluated_later,
    use.unused,
    calendar.out_of_reach,
    calendar.never_open,
    calendar.moved,
    calendar.holidays_end_early,
    calendar.holidays_outside,
    length.beyond_calendars,
    clock.response_and_resolution,
    clock.update_and_response,
    clock.cycles,
    clock.attempts,
    clock.no_time,
    clock.horizons,
    clock.reviews,
    clock.schedules,
    clock.grouped_deliveries,
    target.impossible,
    target.effortless,
    target.neighbours,
    target.samples,
    availability.gaps,
    availability.denominators,
    availability.confirmations,
    availability.business_time,
    verdict.weights,
    verdict.conditions,
    verdict.ladders,
    credit.uneven_bands,
    credit.band_units,
    table.gaps,
    table.overlaps,
    dead_band.dead_bands,
    piece.unmeasured,
    claim.before_window_end,
    claim.before_report,
    claim.nobody_claims,
    amount.currencies,
    amount.negative,
    amount.baseless,
    credit.pools,
    relief.mutual,
    relief.by_own_miss,
    relief.surges,
    relief.notices,
    measures.speed_alone,
    measures.count_alone,
    measures.number_of_measures,
    measures.by_hand,
    measures.voluminous,
    control.uncontrolled,
    control.cancelled_at_will,
    control.owner_clock_alone,
    balance.one_sided,
    balance.commitment,
    balance.contacts,
    frame.purpose,
    frame.goal,
    frame.review,
    frame.ending,
    need.unmet,
    need.met_by_oneself,
    need.unserved,
    need.goalless,
    consequence.nothing_follows,
    consequence.harsh,
    consequence.toothless,
    consequence.remedies_in_a_circle,
    consequence.nothing_to_make_good,
    example.examples,
)


def check(agreement: Agreement) -> list[Finding]:
    """Check an agreement by every rule, as signed and as each amendment makes it read, ordered by place.

    A finding that several versions share is told once. What `silence` names keeps its reason in `silenced`.
    Never raises, whatever was read.
    """
    texts = (agreement, *(amendment.agreement for amendment in agreement.amendments))
    return in_order(dict.fromkeys(finding for text in texts for finding in _of_text(text)))


def _of_text(agreement: Agreement) -> Iterator[Finding]:
    findings = [finding for rule in CHECKS for finding in rule(agreement)]
    yield from silenced(agreement, findings)
    yield from silences(agreement, findings)
