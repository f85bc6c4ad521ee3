"""Ends before starts: an event that came too early goes in, the finding that names its row comes out."""

from accordant.record.event import Event
from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place


def ends_too_early(definition: str, entity: str, since: str, end: Event, at: Place | None) -> Finding:
    """Return the finding of a span that lasts because its end was told to be before its start.

    `since` is the start as people read it, `at` the definition's place. The row counts as it is.
    """
    row = f"row {end.row:,} of '{end.source}'" if end.source else f"an event '{end.name}'"
    message = f"'{entity}' is counted as '{definition}' from {since} on, for {row} ends it before that"
    return Finding("W666", Severity.WARNING, message, at, "mend the row, or add one that says when it ended")
