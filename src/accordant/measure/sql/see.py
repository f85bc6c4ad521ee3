"""Events that count as known at an instant: one row an event id, the one recorded last (SEMANTICS 1, As of)."""

from dataclasses import dataclass, field, replace

from accordant.measure.sql import quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.events import Kind, columns_of, field_column, told_column, value_column
from accordant.terms.values import Instant


@dataclass
class Latest:
    """The events of each kind that count, found once for all runs that know as much as the one before.

    The tables are those of one `known_at` only: a year of instants does not fill the memory. `title` tells the
    tables of one log from those of another of the same connection.
    """

    database: Database
    title: str = ""
    known_at: Instant | None = None
    found: dict[str, tuple[Kind, Kind, frozenset[str]]] = field(default_factory=dict)

    def of(self, kind: Kind, known_at: Instant) -> tuple[Kind, frozenset[str]]:
        """Return what `counted` does."""
        if known_at != self.known_at:
            self.known_at, self.found = known_at, {}
        if kind.name not in self.found or self.found[kind.name][0] is not kind:
            self.found[kind.name] = (kind, *counted(self.database, kind, known_at, self.title))
        return self.found[kind.name][1:]


def counted(database: Database, kind: Kind, known_at: Instant, title: str = "") -> tuple[Kind, frozenset[str]]:
    """Return the kind with one row an id, and the entities of which rows of one id contradict each other.

    A kind without ids, or whose ids are all different and none withdrawn, is returned as it is.
    """
    if not kind.identified or not _repeats(database, kind):
        return replace(kind, identified=False), frozenset()
    known = f"e.recorded <= {quote.constant(known_at)}"
    contents = quote.listed(f"e.{column}" for column in _content(kind))
    ranked = quote.name(f"told by id {kind.name}{title}")
    database.about(f"Events of kind '{kind.name}' by their id: the row recorded last (age 1) says what counts.")
    database.keep(
        ranked,
        "SELECT e.*,"
        " dense_rank() OVER (PARTITION BY e.identity ORDER BY e.recorded DESC) AS age,"
        f" dense_rank() OVER (PARTITION BY e.identity, e.recorded ORDER BY {contents}) AS reading,"
        f" row_number() OVER (PARTITION BY e.identity, e.recorded ORDER BY {contents}) AS copy"
        f" FROM {kind.relation} AS e WHERE {known} AND e.identity IS NOT NULL",
    )
    contradicted = f"SELECT identity FROM {ranked} WHERE age = 1 AND reading > 1"
    database.about(
        "Entities of which rows of one id contradict each other: an engine is told to leave them out of every"
        " promise, and the reference engine reckons with them."
    )
    found = database.rows(f"SELECT DISTINCT entity FROM {ranked} WHERE age = 1 AND identity IN ({contradicted})")
    latest = quote.name(f"latest {kind.name}{title}")
    database.about(
        f"Events of kind '{kind.name}' that count: one row an id, none withdrawn, none in contradiction."
    )
    kept = f"age = 1 AND copy = 1 AND NOT retracted AND identity NOT IN ({contradicted})"
    columns = quote.listed(f"e.{column}" for column in columns_of(kind))
    database.keep(
        latest,
        f"SELECT {columns} FROM {kind.relation} AS e WHERE {known} AND e.identity IS NULL UNION ALL"
        f" SELECT {columns} FROM {ranked} AS e WHERE {kept}",
    )
    return replace(kind, relation=latest, identified=False), frozenset(row[0] for row in found)


def _repeats(database: Database, kind: Kind) -> bool:
    database.about(f"Does an id of kind '{kind.name}' stand in several rows, or does one withdraw another?")
    repeats = "count(DISTINCT identity) <> count(identity) OR coalesce(bool_or(retracted), FALSE)"
    return bool(database.value(f"SELECT {repeats} FROM {kind.relation}"))


def _content(kind: Kind) -> list[str]:
    columns = ["entity", "name", "happened", '"by"', "sequence", "retracted"]
    for name, told in kind.told.items():
        columns += [field_column(name)] if told.role == "field" else [value_column(name)]
        columns += [told_column(name)] if told.role == "attribute" and not told.always else []
    return columns
