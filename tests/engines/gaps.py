"""Gaps: what an engine that measures where the events are cannot do, with the reason and the case that shows it.

The tests hold them: a case that is marked is refused with that reason, and no other case is. The table of
docs/engines.md is made from them.
"""

from dataclasses import dataclass

from accordant.measure.sql.dialects.known import DIALECTS

THERE = tuple(name for name in DIALECTS if name != "duckdb")
"""The dialects of engines whose events stay where they are; DuckDB reads what it needs beside SQL."""


@dataclass(frozen=True)
class Gap:
    """What some engines cannot do: `case` is a golden case that asks for it."""

    engines: tuple[str, ...]
    what: str
    reason: str
    case: str


GAPS = (
    Gap(
        THERE,
        "open items that pass to a new version (`open items: too`)",
        "items are handed over between versions",
        "amendment-takes-open-items",
    ),
    Gap(
        THERE,
        "attempts that must lie `apart`",
        "attempts that must lie apart depend on those counted before them",
        "attempts-apart",
    ),
    Gap(
        THERE,
        "pauses by a span that an amendment defines anew",
        "span 'waiting' has several versions",
        "version-definitions-and-spans",
    ),
    Gap(
        THERE,
        "a definition by the state of an entity that an amendment makes one by events, or the other way round",
        "'MQL' is read by entity in one version and by event in another",
        "version-mql-redefined",
    ),
)
