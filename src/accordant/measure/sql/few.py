"""Few entities: those that have any moment of some definitions, whose events alone the reference engine reads."""

from collections.abc import Iterable, Iterator, Sequence

from accordant.measure.sql import needs, quote
from accordant.measure.sql.log import Log
from accordant.measure.sql.moments import Unsupported, hits
from accordant.measure.sql.query import Query
from accordant.plan.steps import AnySpans, Due, Excluded, JoinedSpans, Moments, Tally


def with_any(log: Log, moments: Iterable[Moments], title: str) -> dict[str, str]:
    """Return by kind the condition of the entities (alias e) with any moment of some definitions.

    Definitions without an SQL form ask for all events of their kind.
    """
    by_kind: dict[str, list[Moments]] = {}
    for one in moments:
        by_kind.setdefault(one.kind, []).append(one)
    return {kind: _condition(log, kind, of, quote.name(f"{title} {kind}")) for kind, of in by_kind.items()}


def _condition(log: Log, name: str, moments: Sequence[Moments], table: str) -> str:
    query, kind = Query(), log.kind(name)
    try:
        stories = [needs.moments_story(query, log.shelf, kind, log.seen, one) for one in moments]
        found = [f"SELECT entity FROM {hits(story, one)}" for story, one in zip(stories, moments, strict=True)]
    except Unsupported as why:
        log.leave(why)
        return "TRUE"
    every = " UNION ALL ".join(found)
    names = quote.listed(dict.fromkeys(f"'{one.name}'" for one in moments))
    log.database.about(f"Entities that were ever {names}.")
    log.database.keep(table, query.statement(f"SELECT DISTINCT entity FROM ({every}) AS d"))
    return f"EXISTS (SELECT 1 FROM {table} AS o WHERE o.entity = e.entity)"


def excluding(log: Log, exclusions: Iterable[Excluded]) -> dict[str, str]:
    """Return by kind the condition of the entities that may have a span of exclusions: it must open."""
    openings = (opening for one in exclusions for opening in _openings(one.spans))
    return with_any(log, openings, "excluding")


def _openings(spans: AnySpans) -> Iterator[Moments]:
    if isinstance(spans, JoinedSpans):
        for part in spans.parts:
            yield from _openings(part)
    else:
        yield from spans.openings


def delivering(log: Log, step: Tally) -> dict[str, str]:
    """Return by kind the condition of the entities that ever delivered what a step says is due."""
    return with_any(log, _deliveries(step), "delivering")


def _deliveries(step: Tally) -> Iterator[Moments]:
    if isinstance(step.source, Due):
        yield step.source.of
    if step.inherits is not None:
        yield from _deliveries(step.inherits)
