"""Clock cycles as items: elapsed time, limits in force, due instants and outcomes (SEMANTICS sections 1 and 2).

Cycles go in (entity, start, begun, stop, voided, near, early). Items come out: entity, start, stop, due,
last_moment, missed_from, elapsed, allowed, raw, reason, counted (the instant that places it), value, early, near.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from accordant.measure.sql import quote
from accordant.measure.sql.length import budget
from accordant.measure.sql.load import StepTable
from accordant.measure.sql.moments import Unsupported
from accordant.measure.sql.stages import Governed, governed, unstaged
from accordant.measure.sql.story import Story
from accordant.plan.steps import Limit, Time
from accordant.terms.calendar import OpenTime
from accordant.terms.values import Instant

CYCLE = "entity, start, begun"


@dataclass(frozen=True)
class Cut:
    """What is cut out of the clocks: pauses of the entity (a part, "" none), time excluded for all."""

    pauses: str = ""
    excluded: Sequence[tuple[Instant, Instant]] = ()


def items(story: Story, time: Time, cycles: str, cut: Cut) -> str:
    """Return the part with the items of a `time` or `attempts` promise."""
    ran = story.query.part(
        "ran",
        f"SELECT c.*, least(coalesce(c.stop, {_now(story)}), coalesce(c.voided, {_now(story)}), {_now(story)})"
        f" AS ran FROM {cycles} AS c",
    )
    named = [*(limit for _, limit in time.limits.tiers), time.limits.otherwise]
    limits = list(dict.fromkeys(limit for limit in named if limit is not None))
    plain = not time.limits.by and time.scope is None
    found = unstaged(story, ran, limits) if plain else governed(story, time, ran, limits, cut)
    timed = [_timed(story, found, limits, calendar, cut) for calendar in _calendars(limits)]
    timed += [] if plain else [_untimed(found)]
    every = story.query.part("timed", " UNION ALL ".join(timed))
    return story.query.part("items", _judged(time, every))


def _now(story: Story) -> str:
    return quote.constant(story.as_of)


def _calendars(limits: Sequence[Limit]) -> list[OpenTime]:
    return list({id(limit.open_time): limit.open_time for limit in limits}.values())


def _timed(story: Story, found: Governed, limits: Sequence[Limit], calendar: OpenTime, cut: Cut) -> str:
    """Return the SELECT of the cycles governed by a limit of one calendar, with due and last moment."""
    query, shelf = story.query, story.shelf
    lessened = shelf.lessened(calendar, cut.excluded)
    clock = shelf.open_time(lessened)
    mine = [i for i, limit in enumerate(limits) if limit.open_time is calendar]
    joins, allowed = _allowed(story, limits, mine)
    until = "greatest(g.ran, g.measured)"
    timed = query.part(
        "clocked",
        f"SELECT g.*, {until} AS until, {clock.value('a', 'g.measured')} AS f_start,"
        f" {clock.value('b', until)} AS f_until,"
        f" {allowed} AS allowed FROM {found.part} AS g {clock.join('a', 'g.measured')}"
        f" {clock.join('b', until)}{joins}"
        f" WHERE g.ruling IN ({quote.listed(map(str, mine))})",
    )
    paused = _paused(story, timed, clock, cut)
    spent = query.part(
        "spent", f"SELECT t.*, t.f_until - t.f_start - {paused.sum} AS elapsed FROM {timed} AS t{paused.join}"
    )
    crossed = _crossed(story, spent, paused.overlaps)
    return _reached(story, crossed, calendar, lessened, limits, mine)


def _allowed(story: Story, limits: Sequence[Limit], mine: Sequence[int]) -> tuple[str, str]:
    """Return the joins and the expression of the budget of the ruling limit."""
    joins, cases = "", []
    for i in mine:
        join, allowed = budget(story, limits[i], f"l{i}", "g.measured")
        joins += f" {join}" if join else ""
        cases.append(f"WHEN {i} THEN {allowed}")
    return joins, f"CASE g.ruling {' '.join(cases)} END" if len(mine) > 1 else cases[0].split(" THEN ", 1)[1]


@dataclass(frozen=True)
class _Paused:
    """How paused time is subtracted: a JOIN, the sum, and the part with each pause's share of each cycle."""

    join: str = ""
    sum: str = "0"
    overlaps: str = ""


def _paused(story: Story, timed: str, clock: StepTable, cut: Cut) -> _Paused:
    if not cut.pauses:
        return _Paused()
    overlaps = story.query.part("overlaps", pause_overlaps(story, timed, clock, cut.pauses, "until"))
    summed = story.query.part(
        "paused", f"SELECT {CYCLE}, CAST(sum(length) AS BIGINT) AS length FROM {overlaps} GROUP BY {CYCLE}"
    )
    on = "p.entity = t.entity AND p.start = t.start AND p.begun = t.begun"
    return _Paused(f" LEFT JOIN {summed} AS p ON {on}", "coalesce(p.length, 0)", overlaps)


def pause_overlaps(story: Story, timed: str, table: StepTable, pauses: str, until: str, carried: str = "") -> str:
    """Return the SELECT of the time that each pause takes from each cycle of `timed` before its `until`."""
    spans = story.query.part(
        "pauses",
        f"SELECT s.entity, s.since, s.until, {table.value('a', 's.since')} AS f_since,"
        f" {table.value('b', 's.until')} AS f_until FROM {pauses} AS s"
        f" {table.join('a', 's.since')} {table.join('b', 's.until')} WHERE s.since < s.until",
    )
    return (
        f"SELECT t.entity, t.start, t.begun{carried}, s.since AS paused, greatest(s.f_since, t.f_start) AS"
        " f_since,"
        f" least(s.f_until, t.f_{until}) - greatest(s.f_since, t.f_start) AS length"
        f" FROM {timed} AS t JOIN {spans} AS s ON s.entity = t.entity"
        f" WHERE s.since < t.{until} AND s.until > t.measured"
    )


def _crossed(story: Story, spent: str, overlaps: str) -> str:
    """Add by how much pauses had moved the limit when it was reached: those begun before it, and at it."""
    if not overlaps:
        return story.query.part("crossed", f"SELECT s.*, 0 AS before, 0 AS upto FROM {spent} AS s")
    on = "o.entity = s.entity AND o.start = s.start AND o.begun = s.begun"
    earlier = (
        "coalesce(sum(o.length) OVER (PARTITION BY o.entity, o.start, o.begun ORDER BY o.paused"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)"
    )
    reached = (
        f"SELECT o.entity, o.start, o.begun, o.length, s.allowed, o.f_since - s.f_start - {earlier} AS worked"
        f" FROM {overlaps} AS o JOIN {spent} AS s ON {on} WHERE s.elapsed >= s.allowed"
    )
    moved = story.query.part(
        "moved",
        f"SELECT {CYCLE}, CAST(sum(CASE WHEN worked < allowed THEN length ELSE 0 END) AS BIGINT) AS before,"
        " CAST(sum(CASE WHEN worked <= allowed THEN length ELSE 0 END) AS BIGINT) AS upto"
        f" FROM ({reached}) AS r GROUP BY {CYCLE}",
    )
    return story.query.part(
        "crossed",
        "SELECT s.*, coalesce(o.before, 0) AS before, coalesce(o.upto, 0) AS upto"
        f" FROM {spent} AS s LEFT JOIN {moved} AS o ON {on}",
    )


def _reached(
    story: Story,
    crossed: str,
    calendar: OpenTime,
    lessened: OpenTime,
    limits: Sequence[Limit],
    mine: Sequence[int],
) -> str:
    """Return the SELECT with due and last moment: the crossing once it is reached, else what is left from then."""
    by_day = [i for i in mine if _at_opening(limits[i])]
    if lessened is not calendar:
        if by_day:
            raise Unsupported("a limit in business days with exclusions")
        return _reached_with_exclusions(story, crossed, calendar, lessened)
    first, last = story.shelf.first_instants(calendar), story.shelf.last_instants(calendar)
    aimed = story.query.part(
        "aimed",
        "SELECT c.*, CASE WHEN elapsed >= allowed THEN f_start + allowed + before ELSE f_until + allowed -"
        " elapsed END"
        " AS first_f, CASE WHEN elapsed >= allowed THEN f_start + allowed + upto ELSE f_until + allowed -"
        " elapsed END"
        f" AS last_f FROM {crossed} AS c",
    )
    opening = f"c.ruling IN ({quote.listed(map(str, by_day))})" if by_day else "FALSE"
    due = f"CASE WHEN {opening} THEN {last.value('o', 'c.first_f')} ELSE {first.value('d', 'c.first_f')} END"
    opens = last.join("o", "c.first_f", outer=True) if by_day else ""
    if not by_day:
        due = first.value("d", "c.first_f")
    return _select(
        "c.elapsed, c.allowed, c.elapsed > c.allowed AS exceeded",
        due,
        last.value("m", "c.last_f"),
        f"{aimed} AS c {first.join('d', 'c.first_f', outer=True)}"
        f" {last.join('m', 'c.last_f', outer=True)} {opens}",
    )


def _reached_with_exclusions(story: Story, crossed: str, calendar: OpenTime, lessened: OpenTime) -> str:
    """As `_reached`: the crossing by the calendar less what is excluded, the rest by the calendar alone."""
    shelf = story.shelf
    plain, past, ahead = shelf.open_time(calendar), shelf.first_instants(lessened), shelf.first_instants(calendar)
    past_last, ahead_last = shelf.last_instants(lessened), shelf.last_instants(calendar)
    aimed = story.query.part(
        "aimed",
        "SELECT c.*, f_start + allowed + before AS first_f, f_start + allowed + upto AS last_f,"
        f" {plain.value('n', 'c.until')} + greatest(allowed - elapsed, 0) AS ahead_f"
        f" FROM {crossed} AS c {plain.join('n', 'c.until')}",
    )
    joins = " ".join(
        table.join(alias, f"c.{column}", outer=True)
        for table, alias, column in (
            (past, "d", "first_f"),
            (ahead, "e", "ahead_f"),
            (past_last, "m", "last_f"),
            (ahead_last, "n", "ahead_f"),
        )
    )
    due = (
        f"CASE WHEN elapsed >= allowed THEN {past.value('d', 'c.first_f')} ELSE"
        f" {ahead.value('e', 'c.ahead_f')} END"
    )
    last = (
        f"CASE WHEN elapsed > allowed THEN {past_last.value('m', 'c.last_f')}"
        f" ELSE {ahead_last.value('n', 'c.ahead_f')} END"
    )
    exceeded = "c.elapsed, c.allowed, c.elapsed > c.allowed AS exceeded"
    return _select(exceeded, due, last, f"{aimed} AS c {joins}")


_CARRIED = (
    "c.entity, c.start, c.begun, c.stop, c.voided, c.near, c.early, c.ran, c.measured, c.missed_since, c.ruled,"
    " c.in_scope, c.left_at"
)


def _select(spent: str, due: str, last: str, source: str) -> str:
    both = f"({due}) IS NOT NULL AND ({last}) IS NOT NULL"
    return (
        f"SELECT {_CARRIED}, {spent}, CASE WHEN {both} THEN greatest(c.measured, {due}) END AS due,"
        f" CASE WHEN {both} THEN greatest(c.measured, {last}) END AS last_moment FROM {source}"
    )


def _untimed(found: Governed) -> str:
    """Return the SELECT of the cycles that never had a limit."""
    nothing = "CAST(NULL AS BIGINT)"
    return (
        f"SELECT {_CARRIED}, {nothing} AS elapsed, {nothing} AS allowed, FALSE AS exceeded, {nothing} AS due,"
        f" {nothing} AS last_moment FROM {found.part} AS c WHERE c.ruling IS NULL"
    )


def _at_opening(limit: Limit) -> bool:
    return limit.length.business and limit.length.unit == "day" and not limit.length.end_of_day


def _judged(time: Time, every: str) -> str:
    """Return the SELECT with outcome, reason and the instant that places the item."""
    plain = not time.limits.by and time.scope is None
    missed = "exceeded" if plain else "missed_since IS NOT NULL"
    since = "last_moment + 1" if plain else "greatest(missed_since, last_moment + 1)"
    cases = (
        ("voided IS NOT NULL", "cancelled", "'cancelled'"),
        (missed, "missed", "'elapsed beyond the limit'"),
        ("NOT ruled", "cancelled", "CASE WHEN in_scope THEN 'no target matches' ELSE 'left the scope' END"),
        ("stop IS NOT NULL", "met", "'stopped within the limit'"),
    )
    raw = " ".join(f"WHEN {test} THEN '{outcome}'" for test, outcome, _ in cases)
    reason = " ".join(f"WHEN {test} THEN {text}" for test, _, text in cases)
    counted = {"due": "due", "start": "start", "stop": "coalesce(stop, due)"}[time.counted_in]
    placed = (
        f"CASE WHEN voided IS NOT NULL THEN voided WHEN NOT ({missed}) AND NOT ruled THEN left_at ELSE"
        f" {counted} END"
    )
    return (
        f"SELECT entity, start, begun, stop, due, last_moment, CASE WHEN {missed} THEN {since} END AS missed_from,"
        f" elapsed, allowed, CASE {raw} ELSE 'pending' END AS raw, CASE {reason} ELSE 'running' END AS reason,"
        f" {placed} AS counted, CAST(NULL AS BIGINT) AS value, early, near FROM {every} AS t"
    )
