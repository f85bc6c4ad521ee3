"""Machine 2 as SQL: the roles that events play go in, one row a clock cycle comes out (SEMANTICS section 2).

Roles: one row an instant at which any role is played; `ord` counts an entity's instants. Cycles: entity, start,
begun (the turn of its start), stop, voided, near (stopped within the skew), early (a stop before that does not
count).
"""

from collections.abc import Mapping, Sequence

from accordant.measure.sql import quote
from accordant.measure.sql.moments import Play, play
from accordant.measure.sql.query import Query
from accordant.measure.sql.story import STEP, Story
from accordant.plan.steps import Moments, Pair

SKEWED = "stopped before it started, within the agreed skew"
EARLY = "a stop before the start did not count"
_ORDER = "PARTITION BY entity ORDER BY happened, turn"
_BEFORE = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
_AFTER = "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING"


def cycles(story: Story, pair: Pair) -> str:
    """Return the part with the cycles of a clock; reset and reopen are the reference engine's."""
    played = {
        "starts": pair.starts,
        "stops": pair.stops,
        "ends": pair.ends,
        "cancels": pair.cancels,
    }
    found = roles(story, played)
    return _first(story, pair, found) if pair.cycles == "first" else _each(story, pair, found)


def roles(story: Story, played: Mapping[str, Sequence[Moments]]) -> str:
    """Return the part with the roles of each instant, `pure` and `pure_end` those of events that are no start."""
    plays = {role: [play(story, moments) for moments in definitions] for role, definitions in played.items()}
    complex_plays = [one for of_role in plays.values() for one in of_role if one.kept]
    kept = {one.kept: f"k{i}" for i, one in enumerate(dict.fromkeys(complex_plays))}
    flags = {role: quote.some(flag(one, kept) for one in of_role) for role, of_role in plays.items()}
    listed = quote.listed(f"coalesce({played_here}, FALSE) AS {role}" for role, played_here in flags.items())
    events = f"SELECT r.entity, r.happened, r.turn, {listed} FROM {story.rows()} AS r{kept_joins(kept)}"
    playing = " OR ".join(flags)
    return story.query.part("roles", _by_instant(events, playing, tuple(flags)))


def kept_joins(kept: Mapping[str, str]) -> str:
    """Print the joins of rows (alias r) with the instants that plays keep, by part and alias."""
    return "".join(
        f" LEFT JOIN {part} AS {alias} ON {alias}.entity = r.entity AND {alias}.happened = r.happened"
        f" AND {alias}.turn = r.turn"
        for part, alias in kept.items()
    )


def flag(one: Play, kept: Mapping[str, str]) -> str:
    """Print when a row makes a moment, once joined with the instants kept."""
    return f"{one.flag} AND {kept[one.kept]}.entity IS NOT NULL" if one.kept else one.flag


def _by_instant(events: str, playing: str, names: Sequence[str]) -> str:
    pure = "max(CASE WHEN (stops OR ends) AND NOT starts THEN 1 ELSE 0 END) = 1 AS pure"
    pure_end = "max(CASE WHEN ends AND NOT starts THEN 1 ELSE 0 END) = 1 AS pure_end"
    any_of = quote.listed(f"max(CASE WHEN {name} THEN 1 ELSE 0 END) = 1 AS {name}" for name in names)
    return f"SELECT {STEP}, {any_of}, {pure}, {pure_end} FROM ({events}) AS r WHERE {playing} GROUP BY {STEP}"


def _numbered(story: Story, found: str) -> str:
    """Count the instants of each entity; where no source has sequence numbers the instant itself will do."""
    order = f"row_number() OVER ({_ORDER})" if story.kind.sequenced else "happened"
    return story.query.part("numbered", f"SELECT r.*, {order} AS ord FROM {found} AS r")


def _first(story: Story, pair: Pair, found: str) -> str:
    """Take the first start, the first stop after it (or a pure one at it), the first cancel from it on."""
    found = _numbered(story, found)
    begun = story.query.part(
        "begun",
        "SELECT entity, min(ord) AS ord, min(happened) AS start, min(turn) AS begun"
        f" FROM (SELECT *, row_number() OVER ({_ORDER}) AS number FROM {found} WHERE starts) AS s"
        " WHERE number = 1 GROUP BY entity"
        if story.kind.sequenced
        else f"SELECT entity, min(ord) AS ord, min(happened) AS start, 0 AS begun FROM {found}"
        " WHERE starts GROUP BY entity",
    )
    near = f"r.ord < b.ord AND r.stops AND b.start - r.happened <= {quote.constant(pair.skew)}"
    closes = "(r.ord > b.ord AND (r.stops OR r.ends)) OR (r.ord = b.ord AND r.pure)"
    cancels = "r.ord >= b.ord AND r.cancels"
    looked = story.query.part(
        "looked",
        "SELECT b.entity, b.start, b.begun,"
        f" min(CASE WHEN {near} THEN r.happened END) AS near,"
        " max(CASE WHEN r.ord < b.ord AND r.stops THEN 1 ELSE 0 END) = 1 AS early,"
        f" min(CASE WHEN {closes} THEN r.happened END) AS closed, min(CASE WHEN {closes} THEN r.ord END)"
        " AS closed_ord,"
        f" min(CASE WHEN {cancels} THEN r.happened END) AS voided, min(CASE WHEN {cancels} THEN r.ord END)"
        " AS voided_ord"
        f" FROM {found} AS r JOIN {begun} AS b ON b.entity = r.entity GROUP BY b.entity, b.start, b.begun",
    )
    return story.query.part("cycles", f"SELECT entity, start, begun, {_ENDED} FROM {looked}")


# A stop that comes after the cancel finds no running clock.
_STOP = "CASE WHEN near IS NOT NULL THEN near WHEN voided_ord < closed_ord THEN NULL ELSE closed END"
_ENDED = f"{_STOP} AS stop, voided, near IS NOT NULL AS near, early AND near IS NULL AS early"


def _each(story: Story, pair: Pair, found: str) -> str:
    """Follow the state from instant to instant: it is that of the last earlier one that changes it."""
    query = story.query
    numbered = query.part("numbered", f"SELECT r.*, row_number() OVER ({_ORDER}) AS ord FROM {found} AS r")
    after = (
        "CASE WHEN cancels THEN 0 WHEN starts THEN CASE WHEN pure THEN NULL ELSE 1 END WHEN stops OR ends"
        " THEN 0 END"
    )
    before = f"max(ord * 2 + ({after})) OVER ({_ORDER} {_BEFORE})"
    stated = query.part(
        "stated",
        f"SELECT *, coalesce({before} % 2, 0) = 1 AS running,"
        f" coalesce(max(CASE WHEN starts THEN 1 ELSE 0 END) OVER ({_ORDER} {_BEFORE}), 0) = 1 AS begun_before,"
        f" min(CASE WHEN stops OR ends THEN ord END) OVER ({_ORDER} {_AFTER}) AS closed_ord,"
        f" min(CASE WHEN stops OR ends THEN happened END) OVER ({_ORDER} {_AFTER}) AS closed"
        f" FROM {numbered}",
    )
    over = "CASE WHEN running THEN ends WHEN starts THEN pure_end ELSE ends AND begun_before END"
    ended = query.part(
        "ended",
        f"SELECT *, min(CASE WHEN {over} THEN ord END) OVER (PARTITION BY entity) AS over_ord FROM {stated}",
    )
    begins = "starts AND (over_ord IS NULL OR ord <= over_ord) AND (NOT running OR (stops AND NOT ends))"
    begun = query.part(
        "begun",
        f"SELECT *, lead(ord, 1, 9223372036854775807) OVER ({_ORDER}) AS next_ord,"
        f" row_number() OVER ({_ORDER}) AS cycle FROM {ended} WHERE {begins}",
    )
    closed = _closed(query, pair, numbered, begun)
    kept = "cycle > 1" if pair.cycles == "after the first" else "TRUE"
    return query.part("cycles", f"SELECT entity, start, begun, {_ENDED} FROM ({closed}) AS c WHERE {kept}")


def _closed(query: Query, pair: Pair, numbered: str, begun: str) -> str:
    """Return the SELECT of the cycles with the first stop and cancel of each, and what stopped too early."""
    cancelled = query.part(
        "cancelled",
        "SELECT b.entity, b.ord, min(c.ord) AS voided_ord, min(c.happened) AS voided"
        f" FROM {numbered} AS c JOIN {begun} AS b ON b.entity = c.entity"
        " WHERE c.cancels AND c.ord >= b.ord AND c.ord < b.next_ord GROUP BY b.entity, b.ord",
    )
    early = query.part(
        "early",
        "SELECT b.entity, b.ord, max(b.happened - s.happened) AS longest, max(CASE WHEN b.happened - s.happened <="
        f" {quote.constant(pair.skew)} THEN b.happened - s.happened END) AS near"
        f" FROM {numbered} AS s JOIN {begun} AS b ON b.entity = s.entity"
        " WHERE s.stops AND s.ord < b.ord AND b.cycle = 1 GROUP BY b.entity, b.ord",
    )
    return (
        "SELECT b.entity, b.happened AS start, b.turn AS begun, b.cycle,"
        " CASE WHEN b.pure AND NOT b.running THEN b.happened ELSE b.closed END AS closed,"
        " CASE WHEN b.pure AND NOT b.running THEN b.ord ELSE b.closed_ord END AS closed_ord,"
        " c.voided, c.voided_ord, b.happened - e.near AS near, e.longest IS NOT NULL AS early"
        f" FROM {begun} AS b LEFT JOIN {cancelled} AS c ON c.entity = b.entity AND c.ord = b.ord"
        f" LEFT JOIN {early} AS e ON e.entity = b.entity AND e.ord = b.ord"
    )


def skewed(story: Story, pair: Pair) -> str:
    """Return the part of the entities that a stop within the skew may have stopped before they started."""
    found = roles(story, {"starts": pair.starts, "stops": pair.stops, "ends": (), "cancels": ()})
    return story.query.part(
        "skewed",
        f"SELECT s.entity FROM {found} AS s JOIN {found} AS b ON b.entity = s.entity WHERE s.stops AND b.starts"
        f" AND b.happened >= s.happened AND b.happened - s.happened <= {quote.constant(pair.skew)}"
        " GROUP BY s.entity",
    )
