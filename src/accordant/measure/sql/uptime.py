"""Time down as SQL: one pass over a log finds the few instants at which anything changes, the edges.

Edges: entity, happened, turn, grouped, incident and inside (scope) as they stand there; `o0`, `c0` ... whether
leaf 0 ... of the kind opens or closes; `n0` ... how many instants before told its state, `all_n0` how many ever
did; `prev` is the instant before, `begins` and `ends` bound the runs in which probes follow each other soon
enough; `tied` tells that a row is not an instant of its own. All that follows reads the edges alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accordant.measure.sql import quote
from accordant.measure.sql.events import told_column
from accordant.measure.sql.moments import Unsupported, is_complex, is_state, play, tree_of
from accordant.measure.sql.predicate import expression
from accordant.measure.sql.story import STEP, Story, at_column
from accordant.plan.steps import Moments, Spans, Tally
from accordant.plan.steps import Uptime as Step
from accordant.terms.definition import While
from accordant.terms.predicate import columns


@dataclass
class Sides:
    """What the leaves of one kind read at an instant: states that hold there, happenings told there."""

    states: dict[str, str] = field(default_factory=dict)
    happenings: dict[str, str] = field(default_factory=dict)

    def state(self, holds: str) -> str:
        """Return the column of a state, adding it when it is new."""
        return self.states.setdefault(holds, f"s{len(self.states)}")

    def happening(self, flag: str) -> str:
        """Return the column of a happening, adding it when it is new."""
        return self.happenings.setdefault(flag, f"f{len(self.happenings)}")


@dataclass(frozen=True)
class Leaf:
    """When a leaf opens and closes, over the columns of an edge; `told`: attributes that confirm its state, None: not one."""

    opens: str
    closes: str
    told: tuple[str, ...] | None = None


def leaf(story: Story, spans: Spans, sides: Sides) -> Leaf:
    """Return how a leaf shows in the instants of a story. Raises Unsupported for what has no such form."""
    reading = spans.readings[0]
    if len(spans.readings) > 1 or reading.since is not None or reading.until is not None:
        raise Unsupported(f"span '{spans.name}' has several versions")
    opening, closing = spans.openings[0], spans.closings[0]
    opens = _rises(story, opening, sides)
    if not isinstance(reading.definition.shape, While):
        return Leaf(opens, _rises(story, closing, sides))
    if not is_state(story.kind, closing.readings[0].definition):
        raise Unsupported(f"'{spans.name}' is a span of happenings")
    state = _state(story, closing, sides)
    named = {column.name for column in columns(tree_of(opening.readings[0].definition))}
    return Leaf(opens, f"(p_{state} AND NOT {state})", tuple(sorted(named & set(story.attributes))))


def is_confirmed(spans: Spans) -> bool:
    """Say whether a leaf is a state, which several instants may have to tell before it counts."""
    return isinstance(spans.readings[0].definition.shape, While)


def _rises(story: Story, moments: Moments, sides: Sides) -> str:
    """Return whether a moment is made at an instant: a state comes to hold there, or a happening is told."""
    definition = moments.readings[0].definition
    if definition.first or moments.readings[0].within is not None:
        raise Unsupported(f"'{moments.name}' keeps some of its moments only")
    if is_state(story.kind, definition):
        if definition.declared_by:
            raise Unsupported(f"who told the state '{moments.name}' matters")
        state = _state(story, moments, sides)
        return f"({state} AND NOT p_{state})"
    assert not is_complex(story, moments), "a happening alone is told by its row"
    return sides.happening(play(story, moments).flag)


def _state(story: Story, moments: Moments, sides: Sides) -> str:
    return sides.state(expression(tree_of(moments.readings[0].definition), story.column("r")))


def edges(story: Story, step: Tally, leaves: Sequence[Leaf], sides: Sides, numbered: str) -> str:
    """Return the SELECT of the edges of one kind; `numbered` is the table of its entities: entity, id.

    Windows over numbers are much faster than those over texts, so that entities get their ids back at the edges.
    """
    source = step.source
    assert isinstance(source, Step), "only time down has edges"
    longest = source.gap_after
    over = f"OVER (PARTITION BY t.id ORDER BY {'t.happened, t.turn' if story.kind.sequenced else 't.happened'})"
    held = [name for name, there in _held(story, step) if there]
    window = [f"lag(t.happened) {over} AS prev"]
    window += [f"lag(t.{s}, 1, FALSE) {over} AS p_{s}" for s in sides.states.values()]
    window += [f"lag(t.{name}) {over} AS p_{name}" for name in held]
    window += [f"lag(t.turn) {over} AS p_turn"] if story.kind.sequenced else []
    window += [f"lead(FALSE, 1, TRUE) {over} AS ends"] if longest is not None else []
    counted = _counts(step, leaves)
    ticks = _ticks(story, step, sides, leaves if counted else (), numbered)
    marked = story.query.part("marked", f"SELECT {quote.listed(['t.*', *window, *counted])} FROM {ticks} AS t")
    anew = quote.some(["prev IS NULL", *(f"p_{name} IS DISTINCT FROM {name}" for name in held)])
    late = "FALSE" if longest is None else f"coalesce(happened - prev > {longest}, FALSE)"
    ends = "FALSE" if longest is None else "ends"
    same_turn = " AND p_turn = turn" if story.kind.sequenced else ""
    tied = f"coalesce(prev = happened{same_turn}, FALSE)" if story.plain else "FALSE"
    constants = [name if there else constant for name, there, constant in _columns(story, step, held)]
    sought = [column for one in leaves for column in (one.opens, one.closes)]
    marks = [m for i, one in enumerate(leaves) for m in (f"{one.opens} AS o{i}", f"{one.closes} AS c{i}")]
    counts = [
        n for i, one in enumerate(leaves) if counted and one.told is not None for n in (f"n{i}", f"all_n{i}")
    ]
    turn = "turn" if story.kind.sequenced else "CAST(0 AS BIGINT) AS turn"
    own = f"entity, happened, {turn}, {quote.listed(constants)}, prev, {anew} AS anew, {anew} OR {late} AS begins"
    return (
        f"SELECT {quote.listed([own, f'{ends} AS ends', f'{tied} AS tied', *marks, *counts])} FROM {marked} AS m"
        f" JOIN {numbered} AS i ON i.id = m.id WHERE {quote.some([*dict.fromkeys(sought), anew, late, ends, tied])}"
    )


def _held(story: Story, step: Tally) -> list[tuple[str, bool]]:
    """Return what is compared with the instant before, and whether the step asks for it at all."""
    assert isinstance(step.source, Step), "only time down has edges"
    return [
        ("grouped", step.group in story.attributes),
        ("incident", step.same in story.attributes and story.kind.sequenced),
        ("inside", step.source.scope is not None),
    ]


def _columns(story: Story, step: Tally, held: Sequence[str]) -> list[tuple[str, bool, str]]:
    """Return group, incident and scope of an edge: whether instants have them, and what they are if not."""
    nothing = "CAST(NULL AS VARCHAR)"
    return [
        ("grouped", "grouped" in held, f"{nothing} AS grouped"),
        ("incident", step.same in story.attributes, f"{nothing} AS incident"),
        ("inside", "inside" in held, "TRUE AS inside"),
    ]


def _counts(step: Tally, leaves: Sequence[Leaf]) -> list[str]:
    """Return how many instants told the state of each leaf: those before an instant, and all of them."""
    assert isinstance(step.source, Step), "only time down is confirmed"
    if step.source.confirmation == 1:
        return []
    before = "ORDER BY t.happened RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
    return [
        text
        for i, one in enumerate(leaves)
        if one.told is not None
        for text in (
            f"count(CASE WHEN t.told{i} THEN 1 END) OVER (PARTITION BY t.id {before}) AS n{i}",
            f"count(CASE WHEN t.told{i} THEN 1 END) OVER (PARTITION BY t.id) AS all_n{i}",
        )
    ]


def _ticks(story: Story, step: Tally, sides: Sides, confirmed: Sequence[Leaf], numbered: str) -> str:
    """Return the part with one row an instant: what is read there of the leaves, the scope and the group."""
    assert isinstance(step.source, Step), "only time down has edges"
    scope = step.source.scope
    read = [f"coalesce({holds}, FALSE) AS {name}" for holds, name in sides.states.items()]
    source = f"{story.rows() if story.plain else story.instants()} AS r"
    if story.plain:
        read += [f"coalesce({flag}, FALSE) AS {name}" for flag, name in sides.happenings.items()]
    elif sides.happenings:
        read += [f"coalesce(h.{name}, FALSE) AS {name}" for name in sides.happenings.values()]
        on = "h.entity = r.entity AND h.happened = r.happened AND h.turn = r.turn"
        source += f" LEFT JOIN {_told(story, sides)} AS h ON {on}"
    told = ([f"r.{told_column(a)}" for a in one.told or ()] for one in confirmed)
    tells = [f"{quote.some(of)} AS told{i}" for i, of in enumerate(told)]
    source += f" JOIN {numbered} AS i ON i.entity = r.entity"
    own = ["i.id", "r.happened", *(["r.turn"] if story.kind.sequenced else [])]
    asked = (("grouped", step.group), ("incident", step.same))
    own += [f"r.{at_column(name)} AS {title}" for title, name in asked if name in story.attributes]
    if scope is not None:
        own.append(f"coalesce({expression(scope.tree, story.attributes_of('r'))}, FALSE) AS inside")
    return story.query.part("ticks", f"SELECT {quote.listed([*own, *read, *tells])} FROM {source}")


def _told(story: Story, sides: Sides) -> str:
    """Return the part with the instants at which any happening was told, by one of their events."""
    flags = quote.listed(
        f"max(CASE WHEN {flag} THEN 1 ELSE 0 END) = 1 AS {name}" for flag, name in sides.happenings.items()
    )
    every = quote.some(sides.happenings)
    return story.query.part(
        "happenings",
        f"SELECT r.entity, r.happened, r.turn, {flags} FROM {story.rows()} AS r WHERE {every}"
        " GROUP BY r.entity, r.happened, r.turn",
    )


def spans(table: str, i: int, confirmation: int, as_of: int) -> str:
    """Return the SELECT of the spans of leaf `i`: entity, since, until (beyond `as_of`: open), grouped, incident.

    Machine 1: at an instant with both an opening and a closing a span that is open ends and another begins.
    """
    last = "OVER (PARTITION BY entity, happened ORDER BY turn ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    counts = f"n{i} AS n, all_n{i} AS all_n" if confirmation > 1 else "0 AS n, 0 AS all_n"
    at_instant = (
        f"SELECT {STEP}, last_value(grouped) {last} AS grouped, last_value(incident) {last} AS incident,"
        f" CASE WHEN o{i} THEN 1 ELSE 0 END AS o, CASE WHEN c{i} THEN 1 ELSE 0 END AS c, {counts} FROM {table}"
    )
    numbered = (
        "SELECT *, row_number() OVER (PARTITION BY entity ORDER BY happened, turn) AS number"
        f" FROM ({at_instant}) AS a WHERE o + c > 0"
    )
    earlier = "OVER (PARTITION BY entity ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    state = f"coalesce(max(CASE WHEN o <> c THEN 2 * number + o END) {earlier}, 0) % 2"
    changes = f"SELECT * FROM (SELECT n.*, {state} AS was FROM ({numbered}) AS n) AS n WHERE was = c"
    following = "OVER (PARTITION BY entity ORDER BY number)"
    paired = (
        f"SELECT entity, happened AS since, lead(happened, 1, {as_of + 1}) {following} AS until, o, grouped,"
        f" incident, lead(n, 1, all_n) {following} - n AS n FROM ({changes}) AS c"
    )
    enough = f" AND n >= {confirmation}" if confirmation > 1 else ""
    return f"SELECT entity, since, until, grouped, incident FROM ({paired}) AS p WHERE o = 1 AND since < until{enough}"


def in_scope(table: str, found: str, as_of: int) -> str:
    """Return the SELECT of the parts of spans in which their entity was in scope."""
    until = f"lead(happened, 1, {as_of + 1}) OVER (PARTITION BY entity ORDER BY happened, turn)"
    stays = f"SELECT entity, happened AS since, {until} AS until, inside FROM {table} WHERE anew"
    return (
        "SELECT s.entity, greatest(s.since, i.since) AS since, least(s.until, i.until) AS until, s.grouped,"
        f" s.incident FROM ({found}) AS s JOIN ({stays}) AS i ON i.entity = s.entity"
        " WHERE i.inside AND s.since < i.until AND i.since < s.until AND i.since < i.until"
    )


def first_told(table: str) -> str:
    """Return the SELECT of the first instant of each group in scope."""
    return f"SELECT grouped, min(happened) FROM {table} WHERE inside AND grouped IS NOT NULL GROUP BY grouped"


def spoken(table: str, longest: int, as_of: int) -> str:
    """Return the SELECT of the stretches in which any probe of a group spoke: grouped, since, until; united."""
    ahead = "OVER (PARTITION BY entity ORDER BY happened, turn)"
    bounds = (
        f"SELECT {STEP}, grouped, inside, begins, ends, lead(happened) {ahead} AS next, lead(prev) {ahead} AS before,"
        f" lead(begins) {ahead} AS goes_on FROM {table} WHERE begins OR ends"
    )
    runs = (
        f"SELECT grouped, happened AS since, CASE WHEN ends THEN least({as_of + 1}, happened + {longest})"
        f" WHEN goes_on THEN least(next, before + {longest}) ELSE least({as_of + 1}, next + {longest}) END AS until"
        f" FROM ({bounds}) AS b WHERE begins AND inside"
    )
    reach = "OVER (PARTITION BY grouped ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    reached = (
        f"SELECT r.*, max(until) {reach} AS reach, max(until) OVER (PARTITION BY grouped) AS last"
        f" FROM ({runs}) AS r WHERE since < until"
    )
    return (
        "SELECT grouped, since, lead(reach, 1, last) OVER (PARTITION BY grouped ORDER BY since) AS until"
        f" FROM ({reached}) AS r WHERE reach IS NULL OR since > reach"
    )
