"""Probing: sources go in, findings about the files behind them come out, from their heads and first rows."""

from accordant.terms.finding import Finding
from accordant.terms.source import Sources


def probe(sources: Sources) -> list[Finding]:
    """Return what stands in the way of reading the sources."""
    return []
