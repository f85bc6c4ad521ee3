"""Cohorts, flows and counts as SQL: one item a moment (SEMANTICS section 1, the table of items)."""

from collections.abc import Sequence

from accordant.measure.sql import quote
from accordant.measure.sql.length import budget
from accordant.measure.sql.moments import hits, numbers_of, own_cell, play
from accordant.measure.sql.predicate import expression
from accordant.measure.sql.stages import tier_index
from accordant.measure.sql.story import STEP, Story
from accordant.plan.steps import Cohort, Flow, Limit, Moments, Occur
from accordant.terms.definition import Condition, Tiers

_NEVER = 9223372036854775807
_NOTHING = "CAST(NULL AS BIGINT)"


def cohort(story: Story, step: Cohort) -> str:
    """Return the part with one item for each moment of `of`: met when `good` follows within the horizon."""
    members = _taken(story, _members(story, step.of, step.scope), step.less)
    horizon = step.horizon
    if horizon is None:
        return _open_cohort(story, step, members)
    limits = list(
        dict.fromkeys([limit for _, limit in horizon.tiers] + ([horizon.otherwise] if horizon.otherwise else []))
    )
    index = tier_index(story, horizon, limits, "i")
    ruled = story.query.part(
        "ruled",
        f"SELECT m.*, {index} AS ruling FROM {members} AS m JOIN {story.instants()} AS i"
        " ON i.entity = m.entity AND i.happened = m.happened AND i.turn = m.turn",
    )
    timed = [_timed_members(story, step, ruled, limit, i) for i, limit in enumerate(limits)]
    unmatched = story.query.part("unmatched", f"SELECT r.* FROM {ruled} AS r WHERE ruling IS NULL")
    timed.append(
        "SELECT m.entity, m.happened, m.turn, m.taken, CAST(NULL AS BIGINT) AS kept, TRUE AS unmatched,"
        f" g.good, {_NOTHING} AS due, {_NOTHING} AS last_moment FROM {_with_good(story, step.good, unmatched)}"
    )
    return story.query.part("items", _cohort_items(story, " UNION ALL ".join(timed)))


def _open_cohort(story: Story, step: Cohort, members: str) -> str:
    """Without a horizon good may come at any time: an item is met or pending."""
    return story.query.part(
        "items",
        _cohort_items(
            story,
            "SELECT m.entity, m.happened, m.turn, m.taken, g.good AS kept, FALSE AS unmatched, g.good,"
            f" {_NOTHING} AS due, {_NOTHING} AS last_moment FROM {_with_good(story, step.good, members)}",
        ),
    )


def _with_good(story: Story, good: Moments, members: str) -> str:
    """Return members (alias m) joined with their first good moment (alias g), from their own instant on."""
    at = "h.happened > m.happened OR (h.happened = m.happened AND h.turn >= m.turn)"
    found = story.query.part(
        "first good",
        f"SELECT m.entity, m.happened, m.turn, min(h.happened) AS good FROM {members} AS m"
        f" JOIN {hits(story, good)} AS h ON h.entity = m.entity WHERE {at}"
        " GROUP BY m.entity, m.happened, m.turn",
    )
    return f"{members} AS m LEFT JOIN {found} AS g ON {_same('g', 'm')}"


def _timed_members(story: Story, step: Cohort, ruled: str, limit: Limit, index: int) -> str:
    """Return the SELECT of the members under one limit, with the first good moment and the first kept one."""
    shelf, query = story.shelf, story.query
    clock = shelf.open_time(limit.open_time)
    join, allowed = budget(story, limit, "l", "r.happened")
    reached = _reach(
        story,
        limit,
        ruled,
        index,
        f"{clock.value('a', 'r.happened')} + {allowed}",
        f"{clock.join('a', 'r.happened')} {join}",
    )
    at = "g.happened > r.happened OR (g.happened = r.happened AND g.turn >= r.turn)"
    found = query.part(
        "good",
        f"SELECT r.entity, r.happened, r.turn, min(g.happened) AS good,"
        f" min(CASE WHEN {clock.value('b', 'g.happened')} <= r.f_end THEN g.happened END) AS kept"
        f" FROM {reached} AS r JOIN {hits(story, step.good)} AS g ON g.entity = r.entity"
        f" {clock.join('b', 'g.happened')} WHERE {at} GROUP BY r.entity, r.happened, r.turn",
    )
    return (
        "SELECT r.entity, r.happened, r.turn, r.taken, f.kept, FALSE AS unmatched, f.good, r.due, r.last_moment"
        f" FROM {reached} AS r LEFT JOIN {found} AS f"
        " ON f.entity = r.entity AND f.happened = r.happened AND f.turn = r.turn"
    )


def _reach(story: Story, limit: Limit, source: str, index: int | None, f_end: str, joins: str) -> str:
    """Return the part of the moments with due instant and last moment of a limit that nothing pauses."""
    first, last = story.shelf.first_instants(limit.open_time), story.shelf.last_instants(limit.open_time)
    mine = "TRUE" if index is None else f"r.ruling = {index}"
    ends = story.query.part("ends", f"SELECT r.*, {f_end} AS f_end FROM {source} AS r {joins} WHERE {mine}")
    by_day = limit.length.business and limit.length.unit == "day" and not limit.length.end_of_day
    due = last.value("m", "r.f_end") if by_day else first.value("d", "r.f_end")
    both = "d.k IS NOT NULL AND m.k IS NOT NULL"
    return story.query.part(
        "reached",
        f"SELECT r.*, CASE WHEN {both} THEN greatest(r.happened, {due}) END AS due,"
        f" CASE WHEN {both} THEN greatest(r.happened, {last.value('m', 'r.f_end')}) END AS last_moment"
        f" FROM {ends} AS r {first.join('d', 'r.f_end', outer=True)} {last.join('m', 'r.f_end', outer=True)}",
    )


def _cohort_items(story: Story, members: str) -> str:
    now = quote.constant(story.as_of)
    passed = f"CASE WHEN last_moment < {now} THEN last_moment + 1 END"
    cases = (
        ("taken IS NOT NULL", "cancelled", "taken away"),
        ("unmatched", "cancelled", "no target matches"),
        ("kept IS NOT NULL", "met", "good within the horizon"),
        (f"({passed}) IS NOT NULL", "missed", "not good within the horizon"),
    )
    raw = " ".join(f"WHEN {test} THEN '{outcome}'" for test, outcome, _ in cases)
    reason = " ".join(f"WHEN {test} THEN '{text}'" for test, _, text in cases)
    missed = f"taken IS NULL AND NOT unmatched AND kept IS NULL AND ({passed}) IS NOT NULL"
    return (
        "SELECT entity, happened AS start, turn AS begun, coalesce(kept, good) AS stop, due, last_moment,"
        f" CASE WHEN {missed} THEN {passed} END AS missed_from, {_NOTHING} AS elapsed, {_NOTHING} AS allowed,"
        f" CASE {raw} ELSE 'pending' END AS raw, CASE {reason} ELSE 'the horizon has not passed' END AS reason,"
        f" happened AS counted, {_NOTHING} AS value, FALSE AS early, FALSE AS near FROM ({members}) AS c"
    )


def flow(story: Story, step: Flow) -> str:
    """Return the part with every moment of `of` and of `good` for itself."""
    members = _taken(story, _members(story, step.of, step.scope), step.less)
    good = _members(story, step.good, step.scope)
    rest = (
        f"{_NOTHING} AS stop, {_NOTHING} AS due, {_NOTHING} AS last_moment, {_NOTHING} AS missed_from,"
        f" {_NOTHING} AS elapsed, {_NOTHING} AS allowed"
    )
    last = f"happened AS counted, {_NOTHING} AS value, FALSE AS early, FALSE AS near"
    raw = "CASE WHEN taken IS NULL THEN 'met' ELSE 'cancelled' END"
    return story.query.part(
        "items",
        f"SELECT entity, happened AS start, turn AS begun, {rest}, {raw} AS raw, 'of' AS reason, {last}"
        f" FROM {members}"
        f" UNION ALL SELECT entity, happened AS start, turn AS begun, {rest}, 'met' AS raw, 'good' AS"
        f" reason, {last}"
        f" FROM {good}",
    )


def occur(story: Story, step: Occur) -> str:
    """Return the part with one item a moment: met, pending while it may be taken away, cancelled when it was."""
    members = _members(story, step.of, step.scope)
    worth = _worth(story, step) if step.worth is not None else ""
    members = _taken(story, members, step.less)
    reviewed, due, last, in_review = _reviewed(story, step, members)
    worthless = "FALSE" if step.worth is None else "v.value IS NULL"
    joined = f" LEFT JOIN {worth} AS v ON {_same('v', 'r')}" if worth else ""
    value = "v.value" if worth else _NOTHING
    cases = (
        ("r.taken IS NOT NULL", "cancelled", "taken away"),
        (worthless, "unknown", "nobody told its worth"),
        (in_review, "pending", "may still be taken away"),
    )
    raw = " ".join(f"WHEN {test} THEN '{outcome}'" for test, outcome, _ in cases)
    reason = " ".join(f"WHEN {test} THEN '{text}'" for test, _, text in cases)
    return story.query.part(
        "items",
        f"SELECT r.entity, r.happened AS start, r.turn AS begun, r.taken AS stop, {due} AS due, {last} AS"
        " last_moment,"
        f" {_NOTHING} AS missed_from, {_NOTHING} AS elapsed, {_NOTHING} AS allowed, CASE {raw} ELSE 'met'"
        " END AS raw,"
        f" CASE {reason} ELSE 'counted' END AS reason, r.happened AS counted, {value} AS value, FALSE AS early,"
        f" FALSE AS near FROM {reviewed} AS r{joined}",
    )


def _reviewed(story: Story, step: Occur, members: str) -> tuple[str, str, str, str]:
    """Return the members with the ends of their reviews: the part, due, last moment, if one still runs."""
    if not step.reviews:
        return members, _NOTHING, _NOTHING, "FALSE"
    found, dues, lasts = members, list[str](), list[str]()
    for i, limit in enumerate(step.reviews):
        clock = story.shelf.open_time(limit.open_time)
        join, allowed = budget(story, limit, "l", "r.happened")
        f_end = f"{clock.value('a', 'r.happened')} + {allowed}"
        reached = _reach(story, limit, found, None, f_end, f"{clock.join('a', 'r.happened')} {join}")
        found = story.query.part(
            "review",
            f"SELECT {quote.listed(['r.entity', 'r.happened', 'r.turn', 'r.taken', *dues, *lasts])},"
            f" r.due AS due_{i}, r.last_moment AS last_{i} FROM {reached} AS r",
        )
        dues.append(f"r.due_{i}")
        lasts.append(f"r.last_{i}")
    now = quote.constant(story.as_of)
    running = quote.some(f"{last} IS NULL OR {last} >= {now}" for last in lasts)
    return found, _latest(dues), _latest(lasts), running


def _latest(columns: Sequence[str]) -> str:
    """Return the greatest of columns that are not NULL."""
    return columns[0] if len(columns) == 1 else f"greatest({quote.listed(columns)})"


def _members(story: Story, moments: Moments, scope: Condition | None) -> str:
    """Return the moments of a definition within the scope: entity, happened, turn."""
    if scope is None:
        return hits(story, moments)
    found = play(story, moments)
    inside = f"({found.flag}) AND {expression(scope.tree, story.column('r'))}"
    if not found.kept:
        return story.query.part(
            "members", f"SELECT {STEP} FROM {story.rows()} AS r WHERE {inside} GROUP BY {STEP}"
        )
    return story.query.part(
        "members",
        f"SELECT r.entity, r.happened, r.turn FROM {story.rows()} AS r JOIN {found.kept} AS k ON {_same('k', 'r')}"
        f" WHERE {inside} GROUP BY r.entity, r.happened, r.turn",
    )


def _taken(story: Story, members: str, less: Sequence[Moments]) -> str:
    """Add when an item was taken away: the first moment of `less` from its own on, before its entity's next."""
    if not less:
        return story.query.part("members", f"SELECT m.*, {_NOTHING} AS taken FROM {members} AS m")
    every = " UNION ALL ".join(f"SELECT entity, happened, turn FROM {hits(story, one)}" for one in less)
    window = "OVER (PARTITION BY entity ORDER BY happened, turn)"
    following = story.query.part(
        "following",
        f"SELECT m.*, lead(happened, 1, {_NEVER}) {window} AS next_happened, lead(turn, 1, CAST({_NEVER}"
        f" AS BIGINT)) {window}"
        f" AS next_turn FROM {members} AS m",
    )
    inside = (
        "(t.happened > m.happened OR (t.happened = m.happened AND t.turn >= m.turn))"
        " AND (t.happened < m.next_happened OR (t.happened = m.next_happened AND t.turn < m.next_turn))"
    )
    taken = story.query.part(
        "taken",
        f"SELECT m.entity, m.happened, m.turn, min(t.happened) AS taken FROM ({every}) AS t JOIN {following} AS m"
        f" ON m.entity = t.entity WHERE {inside} GROUP BY m.entity, m.happened, m.turn",
    )
    return story.query.part(
        "members", f"SELECT m.*, t.taken FROM {members} AS m LEFT JOIN {taken} AS t ON {_same('t', 'm')}"
    )


def _same(one: str, other: str) -> str:
    return f"{one}.entity = {other}.entity AND {one}.happened = {other}.happened AND {one}.turn = {other}.turn"


def contested(story: Story, step: Occur) -> str:
    """Return the SELECT of the entities of which events of one instant tell a different worth; "" for a count."""
    if step.worth is None:
        return ""
    return f"SELECT entity FROM {_worth(story, step)} WHERE NOT alike"


def _worth(story: Story, step: Occur) -> str:
    """Return the part with the worth of each moment, and whether its events tell it alike.

    A value is an item of each event that tells it, so that several at one instant are never alike.
    """
    found = play(story, step.of)
    kept = f" JOIN {found.kept} AS k ON {_same('k', 'r')}" if found.kept else ""
    value = _worth_of_row(story, step)
    making = (
        f"SELECT r.entity, r.happened, r.turn, {value} AS value FROM {story.rows()} AS r{kept} WHERE {found.flag}"
    )
    alike = "count(value) = 0 OR (count(value) = count(*) AND min(value) = max(value))"
    if numbers_of(step.of.readings[-1].definition):
        alike = "count(*) = 1"
    return story.query.part(
        "worth", f"SELECT {STEP}, min(value) AS value, {alike} AS alike FROM ({making}) AS m GROUP BY {STEP}"
    )


def _worth_of_row(story: Story, step: Occur) -> str:
    """Print the worth of one event: a column, or the amount of its tier; NULL when nobody told."""
    if isinstance(step.worth, Tiers):
        by = story.column("r")(step.worth.by)
        rest = quote.decimal(step.worth.otherwise.number) if step.worth.otherwise else "NULL"
        tiers = step.worth.tiers if by.type == "text" and by.sql != "NULL" else ()
        cases = " ".join(f"WHEN {by.sql} = {quote.text(tier)} THEN {quote.decimal(q.number)}" for tier, q in tiers)
        return f"CASE {cases} ELSE {rest} END" if cases else f"CAST({rest} AS DECIMAL(38, 9))"
    column = story.column("r")(step.worth or "")
    if column.type not in ("integer", "decimal", "instant"):
        return "CAST(NULL AS BIGINT)"
    is_value = bool(numbers_of(step.of.readings[-1].definition))
    return own_cell(story, step.worth or "", "r") if is_value else column.sql
