"""Sources of one kind united: typed rows go in, a SELECT for each event that they can tell comes out.

Each has all columns of its kind (`events.BASE`, fields, attributes), NULL for what its source does not tell.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accordant.measure.sql import quote
from accordant.measure.sql.events import BASE, Told, field_column, told_column, value_column
from accordant.measure.sql.reading.columns import ZONED
from accordant.measure.sql.reading.scans import NUMBER
from accordant.measure.sql.reading.truth import FALSE, some
from accordant.measure.sql.reading.typed import SEPARATOR, Rows
from accordant.record.cells import FLOORED
from accordant.terms.values import Instant

_EXACT = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS")


@dataclass(frozen=True)
class Relation:
    """The typed rows of a source: their relation, and the table of the numbers of rows to leave out ("" none)."""

    rows: Rows
    name: str
    misfits: str = ""

    @property
    def extent(self) -> tuple[Instant, Instant] | None:
        """Return the first and last instant of its events, where the statistics of a file tell them exactly.

        Then every row is an event, and happened when its cell says, without an offset.
        """
        source, scan = self.rows.source, self.rows.scan
        if self.misfits or source.events or source.retracted:
            return None
        column = scan.column(source.happened)
        is_utc = column.type == ZONED or (column.type in _EXACT and source.zone == "UTC")
        return column.span if is_utc and column.is_bounded else None


def events_of(relation: Relation, told: Mapping[str, Told]) -> Iterator[str]:
    """Yield the SELECT of each event that rows can tell."""
    source = relation.rows.source
    own = {("field", rule.name) for rule in source.fields} | {
        ("attribute", rule.name) for rule in source.attributes
    }
    columns = [column for name, rule in told.items() for column in _told(name, rule, (rule.role, name) in own)]
    for event in range(relation.rows.events):
        base = _base(relation, event)
        titled = [f"CAST({base[title]} AS {type_}) AS {quote.name(title)}" for title, type_ in BASE]
        where = f" WHERE r.{quote.name(f'happened {event}')} IS NOT NULL" if source.events else ""
        yield f"SELECT {quote.listed([*titled, *columns])} FROM {_kept(relation)}{where}"


def _kept(relation: Relation) -> str:
    """Return the rows without the misfits; no condition on all cells, so that a query reads only its columns."""
    if not relation.misfits:
        return f"{relation.name} AS r"
    return f"{relation.name} AS r ANTI JOIN {relation.misfits} AS m ON m.{NUMBER} = r.{NUMBER}"


def of_relation(relation: str, told: Mapping[str, Told]) -> str:
    """Return the SELECT of all events of a relation of these columns."""
    columns = [quote.name(title) for title, _ in BASE]
    columns += [column for name, rule in told.items() for column in _told(name, rule, True)]
    return f"SELECT {quote.listed(columns)} FROM {relation} AS r"


def _base(relation: Relation, event: int) -> dict[str, str]:
    """Return the expressions of the columns that all kinds have."""
    rows, source = relation.rows, relation.rows.source
    happened = rows.column(f"happened {event}")
    name = quote.text(source.events[event][0]) if source.events else rows.column("name 0")
    identity = rows.column("identity")
    floored = some((rows.column("floored"), rows.column(f"floored {event}")))
    return {
        "entity": rows.column("entity"),
        "name": name,
        "happened": happened,
        "recorded": rows.column("recorded") if source.recorded else happened,
        "by": rows.column("by"),
        "identity": f"{identity} || {SEPARATOR} || {name}" if source.events and source.identity else identity,
        "sequence": rows.column("sequence"),
        "retracted": rows.column("retracted"),
        "source": quote.text(source.name),
        "row": f"r.{NUMBER}",
        "flags": "NULL" if floored == FALSE else f"CASE WHEN {floored} THEN {quote.text(FLOORED)} END",
    }


def _told(name: str, rule: Told, is_told: bool) -> Iterator[str]:
    """Yield the columns of a field or an attribute."""
    if rule.role == "field":
        yield _or_null(field_column(name), rule, is_told)
        return
    yield _or_null(value_column(name), rule, is_told)
    yield told_column(name) if is_told else f"FALSE AS {told_column(name)}"


def _or_null(column: str, rule: Told, is_told: bool) -> str:
    return f"TRY_CAST({column if is_told else 'NULL'} AS {rule.sql_type}) AS {column}"
