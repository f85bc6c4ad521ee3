"""The relation of the events of one kind of entity: its columns, and how events get into it and out of it.

Columns: entity, name, happened, recorded (microseconds), by, identity, sequence, retracted, source, row, flags;
`field X` for each field; `value X` and, where not every row tells it, `told X` for each attribute.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain

from accordant.measure.sql import quote
from accordant.measure.sql.database import Database
from accordant.record.event import Cell, Event
from accordant.terms.source import OWN_FIELDS, ColumnRule, ColumnType, Source, Sources
from accordant.terms.values import Instant

OWN_COLUMNS = {"event": "name", "by": '"by"', "happened_at": "happened", "recorded_at": "recorded"}
BASE = (
    ("entity", "VARCHAR"),
    ("name", "VARCHAR"),
    ("happened", "BIGINT"),
    ("recorded", "BIGINT"),
    ("by", "VARCHAR"),
    ("identity", "VARCHAR"),
    ("sequence", "BIGINT"),
    ("retracted", "BOOLEAN"),
    ("source", "VARCHAR"),
    ("row", "BIGINT"),
    ("flags", "VARCHAR"),
)


@dataclass(frozen=True)
class Told:
    """A field or attribute of a kind: its type, and for decimals the digits after the point.

    `always`: every row tells it, so there is no `told` column.
    """

    role: str
    type: ColumnType
    scale: int = 0
    always: bool = False

    @property
    def sql_type(self) -> str:
        """Return the type of its column."""
        match self.type:
            case "text":
                return "VARCHAR"
            case "integer":
                return "HUGEINT" if self.scale else "BIGINT"
            case "decimal":
                return f"DECIMAL({38 if self.scale > 9 else 28}, {self.scale})"
            case "boolean":
                return "BOOLEAN"
            case "date":
                return "DATE"
            case "instant":
                return "BIGINT"

    def least(self, sql: str) -> str:
        """Return the least of its values; not every engine orders truth."""
        return f"bool_and({sql})" if self.type == "boolean" else f"min({sql})"

    def greatest(self, sql: str) -> str:
        """Return the greatest of its values."""
        return f"bool_or({sql})" if self.type == "boolean" else f"max({sql})"


@dataclass(frozen=True)
class Kind:
    """The relation of one kind of entity: a table or a view of the connection, and what its rows may hold.

    False flags are facts about the data that let steps be left out: no row has an identity, a sequence number,
    another recorded time than its happened one, or withdraws another. `extent` is the first and last `happened`
    of all its events as read, where that is known without reading them.
    """

    name: str
    relation: str
    told: Mapping[str, Told] = field(default_factory=dict)
    identified: bool = True
    sequenced: bool = True
    recorded: bool = True
    extent: tuple[Instant, Instant] | None = None

    def columns_of(self, role: str) -> tuple[str, ...]:
        """Return the names of its fields, or of its attributes."""
        return tuple(name for name, told in self.told.items() if told.role == role)


def field_column(name: str) -> str:
    """Return the column of a field."""
    return quote.name(f"field {name}")


def value_column(name: str) -> str:
    """Return the column of the value an attribute was told."""
    return quote.name(f"value {name}")


def told_column(name: str) -> str:
    """Return the column that says whether the row tells the attribute."""
    return quote.name(f"told {name}")


def told_as(rule: ColumnRule, role: str = "field") -> Told:
    """Return the column that a rule fills in the relation of its kind."""
    if rule.derive:
        return Told(role, "boolean")
    return Told(role, rule.type, rule.scale if rule.type == "decimal" else 0)


def told_of(sources: Sequence[Source]) -> dict[str, Told]:
    """Return every field and attribute that the sources of one kind tell; a decimal has the most digits of all."""
    told: dict[str, Told] = {}
    for source in sources:
        for role, ruled in (("field", source.fields), ("attribute", source.attributes)):
            for rule in ruled:
                column, known = told_as(rule, role), told.get(rule.name)
                scale = max(column.scale, known.scale) if known and known.type == column.type else column.scale
                told[rule.name] = Told(role, column.type, scale)
    return told


def load_events(
    database: Database,
    kind: str,
    events: Sequence[Event],
    sources: Sources | None,
    stated: Mapping[str, Told] | None = None,
    title: str = "",
) -> Kind:
    """Send the events of one kind as a table: columns as stated, or by the sources' types, or by the values."""
    types = sources.column_types(kind) if sources else {}
    told = dict(stated) if stated is not None else _told(events, types)
    columns: dict[str, tuple[str, list[object]]] = {name: (type_, []) for name, type_ in BASE}
    for name, rule in told.items():
        columns |= {column: (type_, []) for column, type_ in _titles(name, rule)}
    for event in events:
        for column, cell in _cells(event, told):
            columns[column][1].append(cell)
    instants = [event.happened for event in events]
    relation = quote.name(title or f"events {kind}")
    titled = [(column, type_) for column, (type_, _) in columns.items()]
    database.send(relation, titled, [values for _, values in columns.values()])
    return Kind(
        kind,
        relation,
        told,
        identified=any(event.identity for event in events),
        sequenced=any(event.sequence is not None for event in events),
        recorded=any(event.recorded != event.happened for event in events),
        extent=(min(instants), max(instants)) if instants else None,
    )


def _told(events: Sequence[Event], types: Mapping[str, tuple[str, ColumnType]]) -> dict[str, Told]:
    values: dict[tuple[str, str], list[Cell]] = {}
    for event in events:
        for role, cells in (("field", event.fields), ("attribute", event.attributes)):
            for name, cell in cells.items():
                values.setdefault((role, name), []).append(cell)
    found = {}
    for (role, name), told in values.items():
        stated = types.get(name, (role, None))[1]
        found[name] = _rule(role, told, stated, len(told) == len(events))
    for name, (role, type_) in types.items():
        if name not in OWN_FIELDS:
            found.setdefault(name, Told(role, type_))
    return found


def _rule(role: str, cells: Sequence[Cell], stated: ColumnType | None, always: bool) -> Told:
    known = [cell for cell in cells if cell is not None]
    type_ = stated or (_type(known[0]) if known else "text")
    scale = 0
    if type_ == "decimal":
        scale = max((_scale(cell) for cell in known if isinstance(cell, Decimal)), default=0)
    elif type_ == "integer":
        scale = int(any(isinstance(cell, int) and abs(cell) >= 1 << 63 for cell in known))
    return Told(role, type_, scale, always)


def _scale(cell: Decimal) -> int:
    exponent = cell.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _type(cell: Cell) -> ColumnType:
    match cell:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case Decimal():
            return "decimal"
        case date():
            return "date"
        case _:
            return "text"


def _titles(name: str, rule: Told) -> Iterator[tuple[str, str]]:
    if rule.role == "field":
        yield f"field {name}", rule.sql_type
        return
    yield f"value {name}", rule.sql_type
    if not rule.always:
        yield f"told {name}", "BOOLEAN"


def _cells(event: Event, told: Mapping[str, Told]) -> Iterator[tuple[str, object]]:
    own = (event.entity, event.name, event.happened, event.recorded, event.by, event.identity or None)
    last = (event.sequence, event.retracted, event.source, event.row, "\n".join(event.flags))
    yield from zip((name for name, _ in BASE), (*own, *last), strict=True)
    for name, rule in told.items():
        if rule.role == "field":
            yield f"field {name}", _sendable(event.fields.get(name))
            continue
        yield f"value {name}", _sendable(event.attributes.get(name))
        if not rule.always:
            yield f"told {name}", name in event.attributes


def _sendable(cell: Cell) -> object:
    return f"{cell:f}" if isinstance(cell, Decimal) else cell.isoformat() if isinstance(cell, date) else cell


def fetch_events(database: Database, kind: Kind, where: str = "TRUE") -> Iterator[Event]:
    """Yield the events of a relation whose rows fulfil an SQL condition."""
    listed = quote.listed(f"e.{column}" for column in columns_of(kind))
    for row in database.stream(f"SELECT {listed} FROM {kind.relation} AS e WHERE {where}"):
        yield _event(kind, row)


def columns_of(kind: Kind) -> list[str]:
    """Return the columns of the relation of a kind, in their order."""
    return [quote.name(title) for title, _ in columns_titled(kind)]


def columns_titled(kind: Kind) -> list[tuple[str, str]]:
    """Return the columns of the relation of a kind, with their canonical types."""
    return [*BASE, *chain.from_iterable(_titles(name, rule) for name, rule in kind.told.items())]


def _event(kind: Kind, row: tuple[object, ...]) -> Event:
    entity, name, happened, recorded, by, identity, sequence, retracted, source, number, flags = row[: len(BASE)]
    fields: dict[str, Cell] = {}
    attributes: dict[str, Cell] = {}
    cells = iter(row[len(BASE) :])
    for title, rule in kind.told.items():
        value = next(cells)
        if rule.role == "field":
            fields[title] = value  # type: ignore[assignment]  # the column's type is the cell's
        elif rule.always or next(cells):
            attributes[title] = value  # type: ignore[assignment]
    return Event(
        kind.name,
        entity,  # type: ignore[arg-type]
        name,  # type: ignore[arg-type]
        happened,  # type: ignore[arg-type]
        recorded,  # type: ignore[arg-type]
        by,  # type: ignore[arg-type]
        str(identity or ""),
        sequence,  # type: ignore[arg-type]
        fields,
        attributes,
        bool(retracted),
        str(source or ""),
        int(str(number or 0)),
        tuple(str(flags).split("\n")) if flags else (),
    )
