"""Use: everything an agreement declares goes in; findings come out for what nothing in it uses."""

from collections.abc import Iterator

from accordant.check.found import found
from accordant.check.names import named
from accordant.terms.agreement import Agreement
from accordant.terms.condition import Happened
from accordant.terms.exclusion import Surge
from accordant.terms.finding import Finding
from accordant.terms.remedy import AtRiskPool, Bonus, MakeGood, PassThrough, ServiceCredit
from accordant.terms.values import Place


def unused(agreement: Agreement) -> Iterator[Finding]:
    """Find definitions, remedies, calendars and charges that nothing uses.

    A definition with a `meaning` may stand for its words alone.
    """
    for noun, name, place in _unused(agreement):
        yield found(
            "unused-clause", f"nothing in the agreement uses {noun} '{name}'", place, "use it, or leave it away"
        )


def _unused(agreement: Agreement) -> Iterator[tuple[str, str, Place | None]]:
    read = _definitions_used(agreement)
    for definition in agreement.definitions:
        if definition.name not in read and not definition.meaning:
            yield "definition", definition.name, definition.place
    raised = _remedies_used(agreement)
    for remedy in agreement.remedies:
        if remedy.name not in raised and not isinstance(remedy, Bonus | PassThrough):
            yield "remedy", remedy.name, remedy.place
    counted = {agreement.term.calendar, *(obligation.calendar for obligation in agreement.obligations)}
    for calendar in agreement.calendars:
        if calendar.name not in counted:
            yield "calendar", calendar.name, calendar.place
    paid = {getattr(remedy, "base", "") for remedy in agreement.remedies} | {cap.of for cap in agreement.caps}
    for charge in agreement.charges:
        if charge.name not in paid:
            yield "charge", charge.name, charge.place


def _definitions_used(agreement: Agreement) -> set[str]:
    names = {name for obligation in agreement.obligations for name in named(obligation)}
    reliefs = (relief for obligation in agreement.obligations for relief in obligation.relief)
    names |= {relief.of for relief in reliefs if isinstance(relief, Surge)}
    names |= {exclusion.span for exclusion in agreement.exclusions} | set(agreement.stages)
    lines = (
        *agreement.verdict.degraded,
        *agreement.verdict.breached,
        *(c for r in agreement.ending for c in r.when),
    )
    names |= {line.definition for line in lines if isinstance(line, Happened)}
    names |= set(_answers(agreement)) | set(_examples(agreement)) | set(_indemnities(agreement))
    names |= {name for definition in agreement.definitions for name in definition.made_of}
    prose = " ".join((*(right.noticed for right in agreement.ending), *_bonuses(agreement)))
    return names | {definition.name for definition in agreement.definitions if definition.name in prose}


def _bonuses(agreement: Agreement) -> Iterator[str]:
    return (remedy.when for remedy in agreement.remedies if isinstance(remedy, Bonus))


def _answers(agreement: Agreement) -> Iterator[str]:
    for remedy in agreement.remedies:
        yield from (getattr(remedy, key, "") for key in ("done", "made", "paid"))
        if isinstance(remedy, ServiceCredit | AtRiskPool) and remedy.claim:
            yield remedy.claim.made
            yield from (deadline.anchor for deadline in remedy.claim.deadlines)


def _examples(agreement: Agreement) -> Iterator[str]:
    return (name for example in agreement.examples for name, _ in example.facts)


def _indemnities(agreement: Agreement) -> Iterator[str]:
    for indemnity in agreement.indemnities:
        yield from (*indemnity.covers, *indemnity.less, indemnity.filed, indemnity.told)


def _remedies_used(agreement: Agreement) -> set[str]:
    names = {name for o in agreement.obligations for rule in o.on_miss for name in rule.remedies}
    return names | {remedy.then for remedy in agreement.remedies if isinstance(remedy, MakeGood)}
