"""Scope and tiers as SQL: which limit governs a cycle, read at every instant of it (SEMANTICS section 1).

Governed cycles: the columns of cycles, and `ran` (until when), `measured` (its start, or its entry), `ruling`
(which limit gives the due instant, NULL none), `missed_since` (where the stage begins in which a limit was
exceeded), `ruled` and `in_scope` (at its end), `left_at` (when its last limit was left).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accordant.measure.sql import quote
from accordant.measure.sql.length import budget
from accordant.measure.sql.predicate import expression
from accordant.measure.sql.story import Story, at_column
from accordant.plan.steps import Limit, Limits, Time

if TYPE_CHECKING:
    from accordant.measure.sql.timing import Cut


@dataclass(frozen=True)
class Governed:
    """The part with the governed cycles."""

    part: str


def unstaged(story: Story, ran: str, limits: Sequence[Limit]) -> Governed:
    """Return cycles that one limit governs from start to end."""
    assert len(limits) == 1, "without tiers and scope there is one limit"
    return Governed(
        story.query.part(
            "governed",
            "SELECT r.*, r.start AS measured, 0 AS ruling, CAST(NULL AS BIGINT) AS missed_since, TRUE AS ruled,"
            f" TRUE AS in_scope, CAST(NULL AS BIGINT) AS left_at FROM {ran} AS r",
        )
    )


def governed(story: Story, time: Time, ran: str, limits: Sequence[Limit], cut: "Cut") -> Governed:
    """Return cycles with the limit that decided them; those that never were in scope are left out."""
    stages = _stages(story, time, ran, limits)
    checked = " UNION ALL ".join(_exceeded(story, stages, limit, i, cut) for i, limit in enumerate(limits))
    exceeded = story.query.part("exceeded", checked or f"SELECT * FROM {stages} AS g WHERE FALSE")
    misses = story.query.part(
        "misses",
        "SELECT entity, start, begun, ruling, since FROM (SELECT e.*, row_number() OVER"
        " (PARTITION BY entity, start, begun ORDER BY since, turn) AS number"
        f" FROM {exceeded} AS e) AS e WHERE number = 1",
    )
    return Governed(story.query.part("governed", _summary(stages, misses)))


def tier_index(story: Story, limits: Limits, known: Sequence[Limit], alias: str) -> str:
    """Return the index of the limit in force by the attribute's value, or NULL."""
    otherwise = "CAST(NULL AS INTEGER)" if limits.otherwise is None else str(known.index(limits.otherwise))
    told = story.kind.told.get(limits.by)
    if not limits.by or told is None or told.role != "attribute" or told.type != "text":
        return otherwise
    column = f"{alias}.{at_column(limits.by)}"
    cases = " ".join(
        f"WHEN {column} = {quote.text(value)} THEN {known.index(limit)}" for value, limit in limits.tiers
    )
    return f"CASE {cases} ELSE {otherwise} END" if cases else otherwise


def _stages(story: Story, time: Time, ran: str, limits: Sequence[Limit]) -> str:
    """Return the parts of each cycle between the entity's instants.

    One at the instant that ends a cycle changes nothing; while it is open, one at `as_of` does.
    """
    scope = "TRUE"
    if time.scope is not None:
        scope = f"coalesce({expression(time.scope.tree, story.attributes_of('i'))}, FALSE)"
    following = "lead(i.happened, 1, 9223372036854775807) OVER (PARTITION BY i.entity ORDER BY i.happened, i.turn)"
    ruled = story.query.part(
        "ruled",
        f"SELECT i.entity, i.happened AS since, i.turn, {following} AS following, {scope} AS in_scope,"
        f" CASE WHEN {scope} THEN {tier_index(story, time.limits, limits, 'i')} END AS ruling"
        f" FROM {story.instants()} AS i",
    )
    edge = "(r.ran + CASE WHEN r.stop IS NULL AND r.voided IS NULL THEN 1 ELSE 0 END)"
    later = f"(s.since > r.start OR (s.since = r.start AND s.turn > r.begun)) AND s.since < {edge}"
    own = "s.since = r.start AND s.turn = r.begun"
    lasting = f"s.since < least(s.following, {edge}) OR s.following >= {edge}"
    staged = story.query.part(
        "staged",
        f"SELECT r.*, s.since, s.turn, least(s.following, r.ran) AS until, s.following >= {edge} AS is_last,"
        f" s.in_scope, s.ruling FROM {ran} AS r JOIN {ruled} AS s ON s.entity = r.entity"
        f" WHERE (({later}) OR ({own})) AND ({lasting})",
    )
    entered = "min(CASE WHEN in_scope THEN since END) OVER (PARTITION BY entity, start, begun)"
    measured = entered if time.from_entry else "start"
    return story.query.part(
        "stages",
        f"SELECT * FROM (SELECT s.*, {entered} AS entered, {measured} AS measured FROM {staged} AS s) AS s"
        " WHERE entered IS NOT NULL",
    )


def _exceeded(story: Story, stages: str, limit: Limit, index: int, cut: "Cut") -> str:
    """Return the SELECT of the stages under a limit at whose last instant more than it had elapsed."""
    from accordant.measure.sql.timing import pause_overlaps

    clock = story.shelf.open_time(story.shelf.lessened(limit.open_time, cut.excluded))
    join, allowed = budget(story, limit, "l", "g.measured")
    end = "greatest(g.measured, CASE WHEN g.is_last THEN g.until ELSE g.until - 1 END)"
    checked = story.query.part(
        "checked",
        f"SELECT g.entity, g.start, g.begun, g.ruling, g.since, g.turn, g.measured, {end} AS checked,"
        f" {clock.value('a', 'g.measured')} AS f_start, {clock.value('b', end)} AS f_checked, {allowed} AS allowed"
        f" FROM {stages} AS g {clock.join('a', 'g.measured')} {clock.join('b', end)} {join} WHERE g.ruling"
        f" = {index}",
    )
    if not cut.pauses:
        return f"SELECT c.* FROM {checked} AS c WHERE c.f_checked - c.f_start > c.allowed"
    key = "entity, start, begun, since, turn"
    staged = f"(SELECT c.*, c.since AS stage, c.turn AS stage_turn FROM {checked} AS c)"
    overlaps = pause_overlaps(story, staged, clock, cut.pauses, "checked", ", t.stage, t.stage_turn")
    paused = (
        f"SELECT entity, start, begun, stage AS since, stage_turn AS turn, CAST(sum(length) AS BIGINT) AS length"
        f" FROM ({overlaps}) AS o GROUP BY entity, start, begun, stage, stage_turn"
    )
    on = " AND ".join(f"p.{column} = c.{column}" for column in key.split(", "))
    return (
        f"SELECT c.* FROM {checked} AS c LEFT JOIN ({paused}) AS p ON {on}"
        " WHERE c.f_checked - c.f_start - coalesce(p.length, 0) > c.allowed"
    )


def _summary(stages: str, misses: str) -> str:
    """Return the SELECT with one row a cycle: what its first miss, its last stage and its last limit say."""
    of_cycle = "OVER (PARTITION BY entity, start, begun ORDER BY since DESC, turn DESC)"
    ranked = (
        f"SELECT s.*, row_number() {of_cycle} AS from_last,"
        " sum(CASE WHEN ruling IS NULL THEN 0 ELSE 1 END)"
        f" {of_cycle[:-1]} ROWS UNBOUNDED PRECEDING) AS limits_after FROM {stages} AS s"
    )
    held = "CASE WHEN s.limits_after = 1 AND s.ruling IS NOT NULL THEN"
    return (
        "SELECT s.entity, s.start, s.begun, max(s.stop) AS stop, max(s.voided) AS voided,"
        " max(CASE WHEN s.near THEN 1 ELSE 0 END) = 1 AS near, max(CASE WHEN s.early THEN 1 ELSE 0 END) ="
        " 1 AS early,"
        " max(s.ran) AS ran, max(s.measured) AS measured,"
        f" coalesce(max(m.ruling), max({held} s.ruling END)) AS ruling, max(m.since) AS missed_since,"
        " max(CASE WHEN s.from_last = 1 AND s.ruling IS NOT NULL THEN 1 ELSE 0 END) = 1 AS ruled,"
        " max(CASE WHEN s.from_last = 1 AND s.in_scope THEN 1 ELSE 0 END) = 1 AS in_scope,"
        f" coalesce(max({held} s.until END), s.start) AS left_at"
        f" FROM ({ranked}) AS s LEFT JOIN {misses} AS m"
        " ON m.entity = s.entity AND m.start = s.start AND m.begun = s.begun GROUP BY s.entity, s.start, s.begun"
    )
