"""Consequences: obligations and their remedies go in; findings come out where nothing or too much follows."""

from collections.abc import Iterator

from accordant.check.found import found
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding


def nothing_follows(agreement: Agreement) -> Iterator[Finding]:
    """Find obligations that may be missed without anything following."""
    for obligation in agreement.obligations:
        if not obligation.on_miss:
            hint = "add 'on miss: [...]'; a recovery plan is the mildest remedy"
            message = f"nothing follows when '{obligation.name}' is missed"
            yield found("no-consequence", message, obligation.place, hint)
