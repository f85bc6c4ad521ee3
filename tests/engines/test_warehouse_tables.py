"""Tables of each engine are read as the record reads their rows: the same events, the same reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import cycle, islice

from accordant.measure.sql import quote
from accordant.measure.sql.engine import SqlEngine
from accordant.measure.sql.events import fetch_events
from accordant.measure.sql.tables.open import relations
from accordant.record import rows as rules
from accordant.record.cells import Absolute, Local, Raw
from accordant.record.event import Event
from accordant.record.rows import RowError
from accordant.terms.source import ColumnRule, PartyRule, Source, Sources
from accordant.terms.values import Length

DAY = 86_400_000_000
EPOCH = datetime(1970, 1, 1)
TYPES = {
    "id": "text",
    "part": "integer",
    "what": "text",
    "at": "timestamp",
    "logged": "timestamptz",
    "due": "date",
    "many": "decimal(20, 0)",
    "worth": "decimal(10, 3)",
    "rate": "double",
    "mail": "text",
    "gone": "boolean",
    "event": "text",
}
NATIVE = {
    "postgres": {"text": "TEXT", "timestamp": "TIMESTAMP", "timestamptz": "TIMESTAMPTZ", "double": "FLOAT8"},
    "duckdb": {"text": "VARCHAR", "timestamp": "TIMESTAMP", "timestamptz": "TIMESTAMPTZ"},
    "spark": {"text": "STRING", "timestamp": "TIMESTAMP_NTZ", "timestamptz": "TIMESTAMP"},
    "clickhouse": {
        "text": "String",
        "integer": "Int64",
        "boolean": "Bool",
        "timestamp": "DateTime64(6)",
        "timestamptz": "DateTime64(6, 'UTC')",
        "date": "Date32",
        "double": "Float64",
    },
}
CELLS: dict[str, Sequence[object]] = {
    "id": ["a", "b", "é", "c", "d", "-", "e", "", "f", None],
    "part": [1, -7, 2, 0, 9223372036854775807, 3, 4, 5, None],
    "what": ["a", "b", "x", "a", None, "a", "b"],
    "at": [
        datetime(2026, 11, 3, 12),
        datetime(2026, 3, 8, 2, 30),
        datetime(2026, 11, 1, 1, 30, 0, 123456),
        datetime(1972, 1, 7, 0, 30),
        datetime(1900, 1, 1),
        datetime(2199, 12, 31, 18, 59, 59, 999999),
        datetime(2199, 12, 31, 19),
        None,
    ],
    "logged": [
        datetime(2026, 11, 3, 18, tzinfo=UTC),
        datetime(2026, 3, 8, 7, 30, tzinfo=UTC),
        datetime(2200, 1, 1, tzinfo=UTC),
        datetime(2026, 11, 20, tzinfo=UTC),
        None,
    ],
    "due": [date(2026, 3, 8), date(2024, 2, 29), date(1950, 1, 1), None],
    "many": [Decimal(0), Decimal(1), Decimal(-5), Decimal(1 << 63), Decimal((1 << 63) - 1), None],
    "worth": [Decimal("0.500"), Decimal("-1.250"), Decimal("1234567.130"), Decimal("2.125"), None],
    "rate": [0.0, 1.005, -2.5, 7.0, 2.675, 1e17, None],
    "mail": [
        *("a@gmail.com", "b@acme.example", "C@Sub.GMAIL.com", "D@Gmail.COM", "x", "a@b..c", "é@acme.example"),
        *("a b@c.de", "a@b@c.de", "a@é.de", "a@b.", "@b.de", "a@.de", "tab\t@b.de", None),
    ],
    "gone": [False, True, False, None, False],
    "event": ["i1", "i2", "", None, "i3"],
}
LONG = Source(
    "long",
    "",
    "call",
    ("id", "part"),
    "table",
    "things",
    zone="America/New_York",
    dates_mean="end of day",
    blank=("", "-"),
    event_column="what",
    event_words=(("a", "opened"),),
    happened="at",
    recorded="logged",
    identity="event",
    retracted="gone",
    sequence="part",
    accept_late=Length(5, "day"),
    by=PartyRule("what", (("a", "us"), ("b", "unknown")), "them"),
    fields=(
        ColumnRule("many", "many", "integer"),
        ColumnRule("worth", "worth", "decimal", 2),
        ColumnRule("rate", "rate", "decimal", 2),
        ColumnRule("due", "due", "date"),
        ColumnRule("size", "worth", words=(("0.500", "half"), ("-1.250", "less")), otherwise="other"),
    ),
    attributes=(
        ColumnRule("business", "mail", "boolean", derive="business email", list="free-mail-domains-2026-01"),
        ColumnRule("until", "due", "instant"),
        ColumnRule("left", "gone"),
        ColumnRule("whole", "rate", "integer", otherwise="unknown"),
        ColumnRule("on", "part", "boolean", clears=("-7",), otherwise="no"),
    ),
)
WIDE = replace(
    LONG,
    name="wide",
    entity="visit",
    event_column="",
    event_words=(),
    happened="",
    events=(("came", "at"), ("fell due", "due"), ("was noted", "logged")),
)


def late(_source: Source, happened: int) -> int:
    """Accept until the next day begins but two."""
    return (happened // DAY + 3) * DAY


def rows() -> list[tuple[object, ...]]:
    """Return rows in which most columns hold what they should: each column walks through its cells on its own."""
    longest = 420
    walked = [islice(cycle([*cells[:2] * (2 + i % 5), *cells]), longest) for i, cells in enumerate(CELLS.values())]
    return list(zip(*walked, strict=True))


def make(warehouse: SqlEngine, named: str) -> None:
    """Make the table, as its engine spells it."""
    columns = {name: native(named, type_) for name, type_ in TYPES.items()}
    mark = "`" if named == "spark" else '"'
    told = ", ".join("(" + ", ".join(map(constant, row)) + ")" for row in rows())
    if named == "spark":
        cast = ", ".join(f"CAST(c{i} AS {type_}) AS `{name}`" for i, (name, type_) in enumerate(columns.items()))
        numbered = ", ".join(f"c{i}" for i in range(len(columns)))
        warehouse.database.do(f"CREATE TEMPORARY VIEW things AS SELECT {cast} FROM VALUES {told} AS v({numbered})")
        return
    listed = ", ".join(f"{mark}{name}{mark} {type_}" for name, type_ in columns.items())
    do = warehouse.database.connection.execute if named == "duckdb" else warehouse.database.do
    do(f"CREATE TEMPORARY TABLE things ({listed})")
    do(f"INSERT INTO things VALUES {told}")


def native(named: str, type_: str) -> str:
    """Return how an engine spells a neutral type."""
    plain = {"integer": "BIGINT"}.get(type_, type_)
    found = NATIVE[named].get(type_, type_.capitalize() if named == "clickhouse" else plain)
    return f"Nullable({found})" if named == "clickhouse" else found


def constant(cell: object) -> str:
    """Return a constant that each engine casts to the type of its column."""
    match cell:
        case None:
            return "NULL"
        case datetime():
            return quote.text(cell.replace(tzinfo=None).isoformat(" "))
        case str() | date():
            return quote.text(str(cell))
        case float():
            return f"{cell:.3f}"
        case _:
            return str(cell)


def raw(cell: object) -> Raw:
    """Return a cell as the record takes it."""
    match cell:
        case None | str() | float():
            return cell
        case bool():
            return str(cell).lower()
        case datetime(tzinfo=None):
            return Local((cell - EPOCH) // timedelta(microseconds=1))
        case datetime():
            return Absolute((cell.replace(tzinfo=None) - EPOCH) // timedelta(microseconds=1))
        case date():
            return cell
        case _:
            return str(cell)


def told(event: Event) -> tuple[object, ...]:
    """Return all that an event tells; a field that tells NULL tells nothing."""
    own = (event.entity, event.name, event.happened, event.recorded, event.by, event.identity, event.sequence)
    fields = frozenset((name, cell) for name, cell in event.fields.items() if cell is not None)
    return (*own, event.retracted, event.flags, fields, frozenset(event.attributes.items()))


def by_the_record(source: Source) -> tuple[Counter[tuple[object, ...]], Counter[tuple[str, str]]]:
    """Read the rows without any engine."""
    ready = rules.mapping(source, late)
    read: Counter[tuple[object, ...]] = Counter()
    refused: Counter[tuple[str, str]] = Counter()
    for row in rows():
        cells = dict(zip(TYPES, row, strict=True))
        try:
            read.update(map(told, rules.events(ready, 0, [raw(cells[column]) for column in ready.columns])))
        except RowError as error:
            refused[error.column, error.reason] += 1
    return read, refused


def test_a_table_tells_the_same_events_and_reasons_on_every_engine(warehouse: SqlEngine, engine_name: str) -> None:
    make(warehouse, engine_name)
    kinds, rejected = relations(warehouse.database, Sources((LONG, WIDE)), late, lambda _: TYPES)
    for source in (LONG, WIDE):
        wanted, refused = by_the_record(source)
        found = Counter(map(told, fetch_events(warehouse.database, kinds[source.entity])))
        assert found - wanted == wanted - found == Counter()
        assert Counter((row.column, row.reason) for row in rejected if row.source == source.name) == refused
        assert found.total() > refused.total() / 2
