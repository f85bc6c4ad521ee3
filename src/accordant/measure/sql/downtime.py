"""The facts of an uptime step: found by SQL, kind by kind, for the few entities beside it by the reference engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from accordant.measure.memory import downtime
from accordant.measure.sql import beside, needs, quote, uptime
from accordant.measure.sql.database import count
from accordant.measure.sql.events import told_column
from accordant.measure.sql.log import Log
from accordant.measure.sql.moments import Unsupported, named_columns
from accordant.measure.sql.query import Query
from accordant.measure.sql.story import Story
from accordant.measure.stretches import Stretch, united
from accordant.measure.uptime import Facts, Told
from accordant.measure.windows import group_text
from accordant.plan.steps import Spans, Tally
from accordant.plan.steps import Uptime as Step
from accordant.terms.predicate import columns
from accordant.terms.values import Instant


@dataclass(frozen=True)
class _Found:
    """What SQL finds of one kind: the spans of its leaves, and the condition of the entities left out."""

    down: Mapping[int, Sequence[Told]]
    first: Mapping[str, Instant]
    spoken: Mapping[str, Sequence[Stretch]]
    beside: str


def facts(log: Log, step: Tally) -> Facts:
    """Return what is known of an uptime step at `as_of`."""
    source = step.source
    assert isinstance(source, Step), "asked for the time down of an uptime"
    found = {kind: _of_kind(log, step, kind) for kind in source.kinds}
    wanted = {kind: one.beside for kind, one in found.items() if one.beside}
    rest = _beside(log, step, wanted) if wanted else Facts(tuple(() for _ in source.down.leaves))
    ours = [found[leaf.kind].down.get(i, ()) for i, leaf in enumerate(source.down.leaves)]
    sides = [
        None if side is None else tuple((*mine, *others) for mine, others in zip(ours, side, strict=True))
        for side in (rest.down, rest.maybe)
    ]
    every: list[_Found | Facts] = [*found.values(), rest]
    assert sides[0] is not None, "only the other reading may be missing"
    return Facts(sides[0], sides[1], _earliest(one.first for one in every), _all(one.spoken for one in every))


def _beside(log: Log, step: Tally, wanted: dict[str, str]) -> Facts:
    assert isinstance(step.source, Step), "asked for the time down of an uptime"
    seen = log.see(wanted)
    sights = {kind: seen.sight(kind) for kind in step.source.kinds}
    return downtime.facts(step, seen.histories, sights, log.seen[0])


def _earliest(found: Iterable[Mapping[str, Instant]]) -> dict[str, Instant]:
    first: dict[str, Instant] = {}
    for one in found:
        for group, instant in one.items():
            first[group] = min(first.get(group, instant), instant)
    return first


def _all(found: Iterable[Mapping[str, Sequence[Stretch]]]) -> dict[str, list[Stretch]]:
    every: dict[str, list[Stretch]] = {}
    for one in found:
        for group, stretches in one.items():
            every.setdefault(group, []).extend(stretches)
    return {group: united(stretches) for group, stretches in every.items()}


def _of_kind(log: Log, step: Tally, name: str) -> _Found:
    """Return what SQL finds of a kind; all of its entities are left out when its spans have no SQL form."""
    try:
        return _in_sql(log, step, name)
    except Unsupported as why:
        log.leave(why)
        return _Found({}, {}, {}, "TRUE")


def _in_sql(log: Log, step: Tally, name: str) -> _Found:
    assert isinstance(step.source, Step), "asked for the time down of an uptime"
    leaves = {i: leaf for i, leaf in enumerate(step.source.down.leaves) if leaf.kind == name}
    table, outside = quote.name(f"edges {name}"), quote.name(f"outside {name}")
    log.database.send(outside, [("entity", "VARCHAR")], [sorted(log.disputed(name))])
    story = _story(log, step, name, tuple(leaves.values()))
    _find(log, step, story, tuple(leaves.values()), table, outside)
    if story.plain:
        tied = _tied(log, table, name)
        if tied:
            grouped = replace(story, query=Query(), plain=False, inside=tied)
            _find(log, step, grouped, tuple(leaves.values()), table, outside, more=True)
    return _read(log, step, leaves, table, outside)


def _story(log: Log, step: Tally, name: str, leaves: Sequence[Spans]) -> Story:
    """Return what the leaves of a kind read; plain when every event tells all the attributes that they name."""
    assert isinstance(step.source, Step), "asked for the time down of an uptime"
    scope = step.source.scope
    sides = list(needs.sides(leaves))
    named = {*named_columns(sides), step.group, step.same}
    named |= {column.name for column in columns(scope.tree)} if scope else set()
    told = needs.build(Query(), log.shelf, log.kind(name), log.seen, frozenset(named), None)
    tells = [told_column(a) for a in told.attributes if not told.kind.told[a].always]
    if not tells:
        return replace(told, plain=True)
    # Where the statistics of a file say that every row tells them, nothing is read.
    silent = told.query.statement(
        f"SELECT count(*) FROM (SELECT 1 AS one FROM {told.seen()} WHERE NOT ({quote.every(tells)}) LIMIT 1) AS s"
    )
    return replace(told, query=Query(), plain=not log.database.value(silent))


def _find(
    log: Log, step: Tally, story: Story, leaves: Sequence[Spans], table: str, outside: str, more: bool = False
) -> None:
    """Put the edges of the entities of a story into a table, and those it must leave out into another."""
    sides = uptime.Sides()
    shown = [uptime.leaf(story, leaf, sides) for leaf in leaves]
    numbered = _numbered(log, story)
    statement = story.query.statement(uptime.edges(story, step, shown, sides, numbered))
    put = log.database.extend if more else log.database.keep
    put(table, statement)
    other = replace(story, query=Query())
    unknown = [select for side in needs.sides(leaves) if (select := beside.unknown(other, side))]
    if unknown:
        found = other.query.statement(" UNION ".join(f"({select})" for select in dict.fromkeys(unknown)))
        log.database.extend(outside, found)


def _numbered(log: Log, story: Story) -> str:
    """Return the table of the entities of a kind with a small number for each."""
    table, kind = quote.name(f"numbered {story.kind.name}"), story.kind
    log.database.keep(
        table,
        "SELECT entity, CAST(row_number() OVER () AS INTEGER) AS id"
        f" FROM (SELECT DISTINCT entity FROM {kind.relation}) AS e",
    )
    return table


def _tied(log: Log, table: str, name: str) -> str:
    """Take the entities with several events at one instant out of a table; "" if there are none."""
    tied = quote.name(f"tied {name}")
    if not log.database.keep_and_count(tied, f"SELECT DISTINCT entity FROM {table} WHERE tied"):
        return ""
    log.database.without(table, f"entity IN (SELECT entity FROM {tied})")
    return tied


def _read(log: Log, step: Tally, leaves: Mapping[int, Spans], table: str, outside: str) -> _Found:
    """Return what the edges of a kind tell, but for the entities left out."""
    source, as_of = step.source, log.seen[0]
    assert isinstance(source, Step), "asked for the time down of an uptime"
    few = count(log.database, outside) > 0
    if few:
        log.database.without(table, f"entity IN (SELECT entity FROM {outside})")
    down = {}
    for at, i in enumerate(leaves):
        found = uptime.spans(table, at, source.confirmation if uptime.is_confirmed(leaves[i]) else 1, as_of)
        if source.scope is not None:
            found = uptime.in_scope(table, found, as_of)
        down[i] = list(_spans(log, found, as_of))
    first = dict[str, Instant]()
    if step.group:
        told = log.database.rows(uptime.first_told(table))
        first = _earliest({group_text(group): instant} for group, instant in told if group_text(group))
    spoken: dict[str, list[Stretch]] = {}
    if source.gap_after is not None:
        for group, since, until in log.database.rows(uptime.spoken(table, source.gap_after, as_of)):
            spoken.setdefault(group_text(group), []).append((since, until))
    return _Found(down, first, spoken, f"e.entity IN (SELECT entity FROM {outside})" if few else "")


def _spans(log: Log, select: str, as_of: Instant) -> Iterator[Told]:
    for entity, since, until, group, incident in log.database.rows(select):
        yield Told(entity, since, min(until, as_of), group_text(group), until <= as_of, group_text(incident))
