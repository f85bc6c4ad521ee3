"""What comes later: an agreement goes in; clauses come out that are read now and evaluated by a later release."""

from collections.abc import Iterator

from accordant.check.found import found
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding


def evaluated_later(agreement: Agreement) -> Iterator[Finding]:
    """Tell by name what no scorecard of this release can say yet: moments known by sight, publications."""
    for definition in agreement.definitions:
        if definition.known_by_sight:
            message = f"'{definition.name}' is not counted by sight yet: it is, from when it was recorded"
            yield found("evaluated-later", message, definition.place)
    if agreement.publication:
        yield found("evaluated-later", "the publication is not made yet", agreement.publication.place)
