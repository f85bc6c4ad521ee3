"""The entities of a kind that may be counted otherwise than before, and their events then and now."""

from collections.abc import Collection
from dataclasses import dataclass

from accordant.measure.sql import quote
from accordant.measure.sql.database import Database, count
from accordant.measure.sql.events import Kind, load_events
from accordant.measure.sql.grown import few, united
from accordant.terms.values import Instant


@dataclass(frozen=True)
class Touched:
    """The table of the entities, and the events of these alone: before and after."""

    table: str
    before: Kind
    after: Kind


def touched(
    database: Database,
    then: Kind | None,
    added: Kind | None,
    seen: tuple[Instant, Instant],
    extent: tuple[Instant, Instant] | None,
    waiting: Collection[str],
) -> Touched:
    """Find the entities of which anything was told or came into sight since `seen`, and those that wait.

    `then` are the events as they were, within `extent`, `added` those since. Events of one id go together, also where they name
    several entities: which of them counts is found among all.
    """
    kind = then or added
    assert kind is not None, "asked of a kind of which there are events"
    table = quote.name(f"touched {kind.name}")
    selects = [f"SELECT entity FROM {added.relation}"] if added else []
    selects += [late] if then and (late := _came_into_sight(then, seen, extent)) else []
    if waiting:
        named = quote.name("waiting")
        database.send(named, [("entity", "VARCHAR")], [sorted(waiting)])
        selects.append(f"SELECT entity FROM {named}")
    union = " UNION ALL ".join(selects) or f"SELECT entity FROM {kind.relation} AS e WHERE FALSE"
    database.keep(table, f"SELECT DISTINCT entity FROM ({union}) AS t")
    parts = [part for part in (then, added) if part is not None]
    if any(part.identified for part in parts):
        _close(database, table, parts)
    before = few(database, f"before {kind.name}", then, table) if then else _none(database, kind)
    return Touched(table, before, united(database, f"after {kind.name}", [before, *([added] if added else [])]))


def _came_into_sight(then: Kind, seen: tuple[Instant, Instant], extent: tuple[Instant, Instant] | None) -> str:
    """Print the SELECT of the entities with events that were not seen then; "" when there are none."""
    as_of, known_at = seen
    tests = [] if extent and extent[1] <= as_of else [f"e.happened > {quote.constant(as_of)}"]
    if then.recorded or known_at < as_of:
        tests.append(f"e.recorded > {quote.constant(known_at)}")
    return f"SELECT entity FROM {then.relation} AS e WHERE {quote.some(tests)}" if tests else ""


def _close(database: Database, table: str, parts: list[Kind]) -> None:
    """Add the entities that events of the same ids name, until there are no more."""
    shared = quote.name("shared ids")
    while True:
        ids = " UNION ALL ".join(
            f"SELECT e.identity FROM {part.relation} AS e JOIN {table} AS t ON t.entity = e.entity"
            " WHERE e.identity IS NOT NULL"
            for part in parts
        )
        database.keep(shared, f"SELECT DISTINCT identity FROM ({ids}) AS i")
        named = " UNION ALL ".join(
            f"SELECT e.entity FROM {part.relation} AS e JOIN {shared} AS i ON i.identity = e.identity"
            for part in parts
        )
        before = count(database, table)
        database.extend(
            table,
            f"SELECT DISTINCT n.entity FROM ({named}) AS n WHERE NOT EXISTS"
            f" (SELECT 1 FROM {table} AS t WHERE t.entity = n.entity)",
        )
        if count(database, table) == before:
            return


def _none(database: Database, kind: Kind) -> Kind:
    return load_events(database, kind.name, [], None, kind.told, f"before {kind.name}")
