"""Rows that the record reads: those of a scan that do not fit go in, events or the reasons why not come out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from accordant.measure.sql import quote
from accordant.measure.sql.engines.duck import DuckDatabase
from accordant.measure.sql.events import Told, load_events
from accordant.measure.sql.reading.scans import NUMBER, Scan
from accordant.record import rows
from accordant.record.cells import Raw
from accordant.record.event import Event, Rejected
from accordant.record.rows import LateLimit, RowError
from accordant.terms.source import Source

_BATCH = 20_000


@dataclass
class Beside:
    """The events of one kind that Python read, sent to a table of the connection some thousands at a time."""

    connection: DuckDBPyConnection
    kind: str
    told: Mapping[str, Told]
    relation: str = ""
    _rejected: list[Rejected] = field(default_factory=list)
    _waiting: list[Event] = field(default_factory=list)

    def take(self, read: Iterator[list[Event] | Rejected]) -> None:
        """Take rows as the record read them."""
        for row in read:
            if isinstance(row, Rejected):
                self._rejected.append(row)
                continue
            self._waiting += row
            if len(self._waiting) >= _BATCH:
                self.send()

    def send(self) -> None:
        """Send what waits; the table is made by the first to be sent, be it nothing."""
        title = f"{'more' if self.relation else 'beside'} {self.kind}"
        sent = load_events(DuckDatabase(self.connection), self.kind, self._waiting, None, self.told, title)
        if self.relation:
            self.connection.execute(f"INSERT INTO {self.relation} SELECT * FROM {sent.relation}")
            self.connection.execute(f"DROP TABLE {sent.relation}")
        self.relation = self.relation or sent.relation
        self._waiting = []

    def rejections(self) -> list[Rejected]:
        """Return, once, the rows that were rejected."""
        found, self._rejected = self._rejected, []
        return found

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was taken that tells an event."""
        return not self.relation and not self._waiting


def misfits(
    connection: DuckDBPyConnection, source: Source, scan: Scan, numbers: str, limit: LateLimit | None
) -> Iterator[list[Event] | Rejected]:
    """Yield the events of the rows whose numbers a table holds, or why they were rejected, as they stand."""
    ready = rows.mapping(source, limit)
    copied = quote.name("cells of misfits")
    wanted = scan.rows(f"{NUMBER} IN (SELECT {NUMBER} FROM {numbers})")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {copied} AS {wanted}")
    first = 0
    # Page by page: events are sent on the same connection in between.
    while batch := connection.execute(
        f"SELECT * FROM {copied} WHERE rowid >= {first} AND rowid < {first + _BATCH} ORDER BY 1"
    ).fetchall():
        yield from (_read(ready, number, scan.raw(cells)) for number, *cells in batch)
        first += _BATCH
    connection.execute(f"DROP TABLE {copied}")


def _read(ready: rows.Mapping, number: int, cells: Sequence[Raw]) -> list[Event] | Rejected:
    try:
        return list(rows.events(ready, number, cells))
    except RowError as error:
        return Rejected(ready.source.name, number, error.column, error.reason, error.text)
