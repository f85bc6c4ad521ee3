"""Machine 1 as SQL: openings and closings go in, disjoint spans (entity, since, until) come out."""

from collections.abc import Sequence
from typing import assert_never

from accordant.measure.sql import quote
from accordant.measure.sql.moments import Unsupported, play
from accordant.measure.sql.pair import flag, kept_joins
from accordant.measure.sql.predicate import expression
from accordant.measure.sql.story import Story
from accordant.plan.steps import AnySpans, JoinedSpans, Spans
from accordant.terms.definition import Span, While


def spans(story: Story, steps: Sequence[AnySpans]) -> str:
    """Return the part with the union of several definitions' spans, disjoint within an entity."""
    parts = [part for step in steps for part in _parts(story, step)]
    if len(parts) == 1:
        return parts[0]
    every = " UNION ALL ".join(f"SELECT entity, since, until FROM {part}" for part in parts)
    return disjoint(story, story.query.part("spans", every))


def disjoint(story: Story, spans_part: str) -> str:
    """Cut from each span what an earlier one covers already."""
    reach = (
        "max(until) OVER (PARTITION BY entity ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1"
        " PRECEDING)"
    )
    reached = f"SELECT s.*, {reach} AS reach FROM {spans_part} AS s WHERE since < until"
    since = "CASE WHEN reach > since THEN reach ELSE since END"
    return story.query.part(
        "disjoint",
        f"SELECT entity, {since} AS since, until FROM ({reached}) AS s WHERE reach IS NULL OR reach < until",
    )


def _parts(story: Story, step: AnySpans) -> list[str]:
    match step:
        case Spans():
            return [_machine(story, step)]
        case JoinedSpans(parts=parts, least=1):
            return [found for part in parts for found in _parts(story, part)]
        case JoinedSpans():
            return [_at_least(story, step)]
        case _:
            assert_never(step)


def _machine(story: Story, step: Spans) -> str:
    """Pair openings with the closings after them; at an instant with both the state stays as it was."""
    marks = _marks(story, step)
    until = f"lead(happened, 1, {quote.constant(story.as_of)}) OVER (PARTITION BY entity ORDER BY happened, turn)"
    changes = f"SELECT entity, happened AS since, {until} AS until, opens FROM {marks} WHERE opens <> closes"
    return story.query.part("spans", f"SELECT entity, since, until FROM ({changes}) AS c WHERE opens = 1")


def _marks(story: Story, step: Spans) -> str:
    """Return one row an instant with an opening or a closing: 1 for each that is there, else 0."""
    if len(step.readings) > 1:
        raise Unsupported(f"span '{step.name}' has several versions")
    shape = step.readings[0].definition.shape
    if isinstance(shape, While):
        return _marks_of_state(story, step, shape)
    if not isinstance(shape, Span):
        raise Unsupported(f"'{step.name}' is not a span")
    opening, closing = play(story, step.openings[0]), play(story, step.closings[0])
    kept = {one.kept: f"k{i}" for i, one in enumerate(dict.fromkeys((opening, closing))) if one.kept}
    opens, closes = flag(opening, kept), flag(closing, kept)
    return story.query.part(
        "marks",
        f"SELECT r.entity, r.happened, r.turn, max(CASE WHEN {opens} THEN 1 ELSE 0 END) AS opens,"
        f" max(CASE WHEN {closes} THEN 1 ELSE 0 END) AS closes FROM {story.rows()} AS r{kept_joins(kept)}"
        f" WHERE {opens} OR {closes} GROUP BY r.entity, r.happened, r.turn",
    )


def _marks_of_state(story: Story, step: Spans, shape: While) -> str:
    """A state that is no longer TRUE has ended, FALSE or NULL; `where` belongs to the opening."""
    opening = play(story, step.openings[0])
    if not opening.kept:
        raise Unsupported(f"'{step.name}' is a span of happenings")
    holds = f"coalesce({expression(shape.state.tree, story.column('i'))}, FALSE)"
    return story.query.part(
        "marks",
        "SELECT i.entity, i.happened, i.turn, CASE WHEN k.entity IS NULL THEN 0 ELSE 1 END AS opens,"
        f" CASE WHEN {holds} THEN 0 ELSE 1 END AS closes FROM {story.instants()} AS i"
        f" LEFT JOIN {opening.kept} AS k ON k.entity = i.entity AND k.happened = i.happened AND k.turn = i.turn"
        f" WHERE k.entity IS NOT NULL OR NOT {holds}",
    )


def _at_least(story: Story, step: JoinedSpans) -> str:
    """Count how many parts hold from mark to mark, and keep where enough of them do."""
    united = [spans(story, [part]) for part in step.parts]
    every = " UNION ALL ".join(
        f"SELECT entity, since AS mark, 1 AS change FROM {part} WHERE since < until"
        f" UNION ALL SELECT entity, until AS mark, -1 AS change FROM {part} WHERE since < until"
        for part in united
    )
    marks = f"SELECT entity, mark, sum(change) AS change FROM ({every}) AS e GROUP BY entity, mark"
    window = "OVER (PARTITION BY entity ORDER BY mark"
    counted = (
        f"SELECT entity, mark AS since, lead(mark, 1, mark) {window}) AS until,"
        f" sum(change) {window} ROWS UNBOUNDED PRECEDING) AS holding FROM ({marks}) AS m"
    )
    return story.query.part(
        "joined",
        f"SELECT entity, since, until FROM ({counted}) AS c WHERE holding >= {step.least} AND since < until",
    )
