"""Events as a plan may see them: the relation of a kind goes in, its rows and instants with attributes come out.

Rows (one an event): entity, name, happened, recorded, by, turn, `field X`, `at X`. Instants (one for each
entity, happened and turn): `at X` is attribute X as it stands after it, `told X` whether it was told there.
`turn` is the sequence number; an event without one comes first.
"""

from dataclasses import dataclass

from accordant.measure.sql import quote
from accordant.measure.sql.events import OWN_COLUMNS, Kind, field_column, told_column, value_column
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.predicate import Typed
from accordant.measure.sql.query import Query
from accordant.terms.source import OWN_FIELDS
from accordant.terms.values import Instant

STEP = "entity, happened, turn"
_NO_TURN = "CAST(-9223372036854775807 AS BIGINT)"


@dataclass(frozen=True)
class Story:
    """What one statement reads of one kind: the columns that its definitions name, and nothing else.

    `names` are the events it needs, None for all. `outside` is a relation of entities that are reckoned
    elsewhere ("" none), `inside` one of the only entities that are reckoned here ("" all). `plain`: every row
    is an instant of its own and tells all the attributes, so that nothing is gathered or carried forward.
    `own` are attributes that are read only at the events that tell them.
    """

    query: Query
    shelf: Shelf
    kind: Kind
    as_of: Instant
    known_at: Instant
    fields: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    names: frozenset[str] | None = None
    outside: str = ""
    inside: str = ""
    plain: bool = False
    own: tuple[str, ...] = ()

    def seen(self) -> str:
        """Return the part with the events that count at `as_of` as known at `known_at`, one row an event."""
        return self.query.part("seen", f"SELECT {quote.listed(self._columns())} FROM {self._counted()} AS e")

    def instants(self) -> str:
        """Return the part with one row an instant."""
        if self.plain:
            told = (f"e.{value_column(a)} AS {at_column(a)}, TRUE AS {told_column(a)}" for a in self.attributes)
            own = quote.listed(["e.entity", "e.happened", "e.turn", *told])
            return self.query.part("instants", f"SELECT {own} FROM {self.seen()} AS e")
        grouped = self.query.part("told", self._told())
        if not self.attributes:
            return grouped
        runs = self.query.part("runs", self._runs(grouped))
        carried = quote.listed(
            f"{self.kind.told[a].greatest(value_column(a))} OVER (PARTITION BY entity, {quote.name('run ' + a)}) AS {at_column(a)},"
            f" {told_column(a)}"
            for a in self.attributes
        )
        return self.query.part("instants", f"SELECT {STEP}, {carried} FROM {runs}")

    def rows(self) -> str:
        """Return the part with one row an event, attributes as they stand at its instant."""
        if not self.attributes:
            return self.seen()
        if self.plain:
            own = (f"e.{value_column(a)} AS {at_column(a)}, TRUE AS {told_any_column(a)}" for a in self.attributes)
            return self.query.part("rows", f"SELECT e.*, {quote.listed(own)} FROM {self.seen()} AS e")
        at = quote.listed(f"i.{at_column(a)}, i.{told_column(a)} AS {told_any_column(a)}" for a in self.attributes)
        told = quote.listed(f"e.{value_column(a)}, e.{told_column(a)}" for a in (*self.attributes, *self.own))
        fields = quote.listed(["e.name", "e.recorded", 'e."by"', *(f"e.{field_column(f)}" for f in self.fields)])
        return self.query.part(
            "rows",
            f"SELECT e.entity, e.happened, e.turn, {fields}, {told}, {at} FROM {self.seen()} AS e"
            f" JOIN {self.instants()} AS i ON i.entity = e.entity AND i.happened = e.happened AND i.turn = e.turn",
        )

    def column(self, alias: str) -> "Columns":
        """Return where predicates find their columns in a row or an instant of that alias."""
        return Columns(self.kind, alias)

    def attributes_of(self, alias: str) -> "Columns":
        """Return where conditions on attributes alone find them in an instant; anything else is NULL."""
        return Columns(self.kind, alias, instant=True)

    def _columns(self) -> list[str]:
        turn = f"coalesce(e.sequence, {_NO_TURN})" if self.kind.sequenced else "CAST(0 AS BIGINT)"
        columns = ["e.entity", "e.name", "e.happened", "e.recorded", 'e."by"', f"{turn} AS turn"]
        columns += [f"e.{field_column(f)}" for f in self.fields]
        for a in (*self.attributes, *self.own):
            told = "TRUE" if self.kind.told[a].always else f"e.{told_column(a)}"
            columns += [f"e.{value_column(a)}", f"{told} AS {told_column(a)}"]
        return columns

    def _counted(self) -> str:
        kind = self.kind
        inside = [] if self.shelf.is_all_past else [f"e.happened <= {quote.constant(self.as_of)}"]
        if self.names is not None:
            inside.append(quote.one_of("e.name", sorted(self.names)))
        if self.outside:
            inside.append(f"NOT EXISTS (SELECT 1 FROM {self.outside} AS o WHERE o.entity = e.entity)")
        if self.inside:
            inside.append(f"EXISTS (SELECT 1 FROM {self.inside} AS n WHERE n.entity = e.entity)")
        if kind.recorded or self.known_at < self.as_of:
            inside.append(f"e.recorded <= {quote.constant(self.known_at)}")
        return f"(SELECT * FROM {kind.relation} AS e WHERE {quote.every(inside)})"

    def _told(self) -> str:
        parts = [STEP]
        for a in self.attributes:
            value, told = f"CASE WHEN {told_column(a)} THEN {value_column(a)} END", told_column(a)
            rule = self.kind.told[a]
            alike = f"{rule.least(value)} = {rule.greatest(value)} AND count({value}) = count(CASE WHEN {told} THEN 1 END)"
            parts += [f"CASE WHEN {alike} THEN {rule.least(value)} END AS {value_column(a)}"]
            parts += [f"count(CASE WHEN {told} THEN 1 END) > 0 AS {told_column(a)}"]
        return f"SELECT {quote.listed(parts)} FROM {self.seen()} GROUP BY {STEP}"

    def _runs(self, grouped: str) -> str:
        runs = quote.listed(
            f"sum(CASE WHEN {told_column(a)} THEN 1 ELSE 0 END) OVER (PARTITION BY entity ORDER BY happened, turn"
            f" ROWS UNBOUNDED PRECEDING) AS {quote.name('run ' + a)}"
            for a in self.attributes
        )
        return f"SELECT *, {runs} FROM {grouped}"


@dataclass(frozen=True)
class Columns:
    """Predicate columns of a row: fields of the event, attributes of the entity; NULL for what no source tells."""

    kind: Kind
    alias: str
    instant: bool = False

    def __call__(self, name: str) -> Typed:
        """Return the column's expression and type."""
        told = self.kind.told.get(name)
        if told is None and name in OWN_FIELDS and not self.instant:
            return Typed(f"{self.alias}.{OWN_COLUMNS[name]}", OWN_FIELDS[name])
        if told is None or (self.instant and told.role == "field"):
            return Typed("NULL", "text")
        column = field_column(name) if told.role == "field" else at_column(name)
        return Typed(f"{self.alias}.{column}", told.type)


def at_column(name: str) -> str:
    """Return the column of an attribute as it stands at an instant."""
    return quote.name(f"at {name}")


def told_any_column(name: str) -> str:
    """Return the column that says whether any event of the instant tells the attribute."""
    return quote.name(f"told then {name}")
