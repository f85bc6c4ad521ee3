"""What comes later: an agreement goes in; clauses come out that are read now and evaluated by a later release."""

from collections.abc import Iterator

from accordant.check.found import found
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.remedy import AtRiskPool, Bonus, PassThrough
from accordant.terms.values import Place


def evaluated_later(agreement: Agreement) -> Iterator[Finding]:
    """Tell by name what no scorecard of this release can say yet: remedies, rights, publications."""
    for message, place in (*_measured_later(agreement), *_settled_later(agreement)):
        yield found("evaluated-later", message, place)


def _measured_later(agreement: Agreement) -> Iterator[tuple[str, Place | None]]:
    for definition in agreement.definitions:
        if definition.known_by_sight:
            message = f"'{definition.name}' is not counted by sight yet: it is, from when it was recorded"
            yield message, definition.place
    for right in agreement.ending:
        if right.when:
            yield f"right '{right.name}' is not evaluated yet: it hangs on conditions", right.place
    if agreement.publication:
        yield "the publication is not made yet", agreement.publication.place


def _settled_later(agreement: Agreement) -> Iterator[tuple[str, Place | None]]:
    for remedy in agreement.remedies:
        match remedy:
            case AtRiskPool() | PassThrough() | Bonus():
                yield f"'{remedy.name}' is not settled yet: it is a remedy '{remedy.word}'", remedy.place
    for indemnity in agreement.indemnities:
        yield f"'{indemnity.name}' is not settled yet: it is an indemnity", indemnity.place
