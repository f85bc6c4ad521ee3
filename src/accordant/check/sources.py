"""Checking sources: an agreement and its sources go in; findings come out where one does not fit the other."""

from collections.abc import Iterator

from accordant.check.check import in_order
from accordant.check.columns import Use, uses
from accordant.check.found import did_you_mean, found
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.source import Sources


def check_sources(agreement: Agreement, sources: Sources) -> list[Finding]:
    """Check that the sources tell what the agreement's clauses read, ordered by place. Never raises."""
    return in_order([*untold(agreement, sources)])


def untold(agreement: Agreement, sources: Sources) -> Iterator[Finding]:
    """Find columns that no source tells."""
    told = {source.entity for source in sources.sources}
    for use in uses(agreement):
        if use.kind in told and use.column not in sources.column_types(use.kind):
            yield _untold(use, sources)


def _untold(use: Use, sources: Sources) -> Finding:
    known = sources.column_types(use.kind)
    message = f"{use.clause} names column '{use.column}', which no source of '{use.kind}' tells"
    hint = did_you_mean(use.column, known) or f"they tell: {', '.join(known)}"
    return found("untold-column", message, use.place, hint)
