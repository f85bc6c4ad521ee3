"""Attempts as SQL: each `per` moment begins a cycle, the n-th attempt after it or `until` stops it."""

from collections.abc import Sequence

from accordant.measure.sql.moments import Unsupported, hits
from accordant.measure.sql.story import Story
from accordant.plan.steps import Moments, Tries


def tries(story: Story, step: Tries) -> str:
    """Return the part with one cycle for each moment of `per`; its attempts are those before the next one."""
    if step.apart is not None:
        raise Unsupported("attempts that must lie apart depend on those counted before them")
    begun = story.query.part(
        "begun",
        "SELECT entity, happened AS start, turn AS begun,"
        " lead(happened, 1, 9223372036854775807) OVER (PARTITION BY entity ORDER BY happened, turn) AS next_start,"
        " lead(turn, 1, CAST(9223372036854775807 AS BIGINT)) OVER (PARTITION BY entity ORDER BY happened,"
        " turn) AS next_begun"
        f" FROM {hits(story, step.per)}",
    )
    attempts = _inside(story, begun, [step.of])
    number = "row_number() OVER (PARTITION BY entity, start, begun ORDER BY happened, turn)"
    enough = story.query.part(
        "enough",
        f"SELECT entity, start, begun, happened FROM (SELECT a.*, {number} AS number FROM {attempts} AS a) AS a"
        f" WHERE number = {step.at_least}",
    )
    ended = f"SELECT entity, start, begun, happened FROM {enough}"
    if step.until:
        ended += f" UNION ALL SELECT entity, start, begun, happened FROM {_inside(story, begun, step.until)}"
    stops = _earliest(story, "stops", ended)
    voids = (
        _earliest(story, "voids", f"SELECT * FROM {_inside(story, begun, step.cancels)}") if step.cancels else ""
    )
    on = "{0}.entity = b.entity AND {0}.start = b.start AND {0}.begun = b.begun"
    voided = "v.happened" if voids else "CAST(NULL AS BIGINT)"
    joined = f" LEFT JOIN {voids} AS v ON {on.format('v')}" if voids else ""
    return story.query.part(
        "cycles",
        f"SELECT b.entity, b.start, b.begun, s.happened AS stop, {voided} AS voided, FALSE AS near, FALSE AS early"
        f" FROM {begun} AS b LEFT JOIN {stops} AS s ON {on.format('s')}{joined}",
    )


def _inside(story: Story, begun: str, definitions: Sequence[Moments]) -> str:
    """Return the moments of the definitions that fall into each cycle."""
    every = " UNION ALL ".join(f"SELECT entity, happened, turn FROM {hits(story, one)}" for one in definitions)
    return story.query.part(
        "inside",
        f"SELECT b.entity, b.start, b.begun, h.happened, h.turn FROM ({every}) AS h JOIN {begun} AS b"
        " ON b.entity = h.entity WHERE (h.happened > b.start OR (h.happened = b.start AND h.turn >= b.begun))"
        " AND (h.happened < b.next_start OR (h.happened = b.next_start AND h.turn < b.next_begun))",
    )


def _earliest(story: Story, hint: str, select: str) -> str:
    return story.query.part(
        hint,
        f"SELECT entity, start, begun, min(happened) AS happened FROM ({select}) AS e GROUP BY entity,"
        " start, begun",
    )
