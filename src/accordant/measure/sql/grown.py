"""A log that grows: the events of a kind in parts, the log as it was when last measured, and what is new since.

Parts are relations of their own; those of one log are united by a view. What was told once is never changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from accordant.measure.sql import quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.events import (
    BASE,
    Kind,
    Told,
    columns_of,
    field_column,
    load_events,
    told_column,
    value_column,
)
from accordant.record.event import Event
from accordant.terms.source import Sources

Kinds = dict[str, Kind]


class Unlike(Exception):
    """New events tell a column by another type than those before."""


@dataclass(frozen=True)
class Parts:
    """The parts of the events of one kind, as they were told: so many are the log `then`, so many the `latest`."""

    of: tuple[Kind, ...] = ()
    then: int = 0
    latest: int = 0


@dataclass
class Log:
    """All kinds: the log `then`, as it was measured last, and what was `added` since and is to be measured."""

    database: Database
    parts: dict[str, Parts] = field(default_factory=dict)
    number: int = 0

    def add(self, kind: Kind) -> None:
        """Add a part. Raises Unlike."""
        known = self.parts.get(kind.name, Parts())
        merged((*known.of, kind))
        self.parts[kind.name] = replace(known, of=(*known.of, kind))

    def load(self, name: str, events: Sequence[Event], sources: Sources | None) -> None:
        """Add events of a kind. Raises Unlike."""
        self.number += 1
        kind = load_events(self.database, name, events, sources, title=f"added {self.number} {name}")
        instants = [event.happened for event in events]
        self.add(replace(kind, extent=(min(instants), max(instants))))

    def settle(self) -> None:
        """Let what was measured last be the log then, and all that was added the log now."""
        self.parts = {name: Parts(one.of, one.latest, len(one.of)) for name, one in self.parts.items()}

    def all(self) -> Kinds:
        """Return every event."""
        return self._united("all", {name: one.of for name, one in self.parts.items()})

    def then(self) -> Kinds:
        """Return the events of the log then."""
        return self._united("then", {name: one.of[: one.then] for name, one in self.parts.items()})

    def added(self) -> Kinds:
        """Return the events added between then and now."""
        return self._united("added", {name: one.of[one.then : one.latest] for name, one in self.parts.items()})

    def _united(self, title: str, parts: Mapping[str, Sequence[Kind]]) -> Kinds:
        return {name: united(self.database, f"{title} {name}", of) for name, of in parts.items() if of}


def united(database: Database, title: str, parts: Sequence[Kind]) -> Kind:
    """Return parts of one kind as one: itself, or a view of that title."""
    if len(parts) == 1:
        return parts[0]
    told, relation = merged(parts), quote.name(title)
    database.view(relation, " UNION ALL ".join(select(one, told) for one in parts))
    extents = [one.extent for one in parts if one.extent is not None]
    is_known = len(extents) == len(parts)
    return Kind(
        parts[0].name,
        relation,
        told,
        identified=any(one.identified for one in parts),
        sequenced=any(one.sequenced for one in parts),
        recorded=any(one.recorded for one in parts),
        extent=(min(low for low, _ in extents), max(high for _, high in extents)) if is_known else None,
    )


def merged(parts: Sequence[Kind]) -> dict[str, Told]:
    """Return the columns that parts tell together. Raises Unlike when one is told by two types."""
    found: dict[str, Told] = {}
    for name in dict.fromkeys(name for part in parts for name in part.told):
        told = [part.told[name] for part in parts if name in part.told]
        if len({(one.role, one.type) for one in told}) > 1:
            raise Unlike(name)
        is_always = len(told) == len(parts) and all(one.always for one in told)
        found[name] = replace(told[0], scale=max(one.scale for one in told), always=is_always)
    return found


def select(part: Kind, told: Mapping[str, Told]) -> str:
    """Print the SELECT of the events of a part by columns that tell no less than its own."""
    columns = [quote.name(title) for title, _ in BASE]
    for name, rule in told.items():
        columns += _columns(name, rule, part.told.get(name))
    return f"SELECT {quote.listed(columns)} FROM {part.relation} AS e"


def _columns(name: str, rule: Told, own: Told | None) -> Iterator[str]:
    title = field_column(name) if rule.role == "field" else value_column(name)
    value = "NULL" if own is None else title
    yield (
        title
        if own is not None and own.sql_type == rule.sql_type
        else f"CAST({value} AS {rule.sql_type}) AS {title}"
    )
    if rule.role == "attribute" and not rule.always:
        flag = "FALSE" if own is None else "TRUE" if own.always else told_column(name)
        yield f"{flag} AS {told_column(name)}"


def few(database: Database, title: str, kind: Kind, entities: str) -> Kind:
    """Copy the events of the entities of a table."""
    columns = quote.listed(f"e.{column}" for column in columns_of(kind))
    relation = quote.name(title)
    database.keep(
        relation, f"SELECT {columns} FROM {kind.relation} AS e JOIN {entities} AS n ON n.entity = e.entity"
    )
    return replace(kind, relation=relation)
