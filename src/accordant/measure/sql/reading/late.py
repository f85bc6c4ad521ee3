"""Late rows: typed rows and the limit of their source go in, the numbers of those recorded too late come out."""

from duckdb import DuckDBPyConnection

from accordant.measure.sql import quote
from accordant.measure.sql.reading.scans import NUMBER
from accordant.measure.sql.reading.united import Relation
from accordant.record.rows import LateLimit
from accordant.terms.source import Source

_DAY = 86_400_000_000
_DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 84, "year": 365}


def overdue(connection: DuckDBPyConnection, relation: Relation, event: int, limit: LateLimit) -> str:
    """Return the SELECT of the numbers of the rows whose event was recorded later than accepted.

    The limit is asked once for each instant at which an event happened that was recorded so much later that it
    may be too late; it is never earlier than its length in wall time (`_surely_accepted`).
    """
    source, happened = relation.rows.source, f"r.{quote.name(f'happened {event}')}"
    doubted, limits = quote.name("doubted"), quote.name("limits")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {doubted} AS SELECT r.{NUMBER}, {happened} AS happened, r.recorded"
        f" FROM {relation.name} AS r WHERE r.recorded - {happened} > {_surely_accepted(source)}"
    )
    found = connection.execute(f"SELECT DISTINCT happened FROM {doubted}").fetchall()
    instants = [instant for (instant,) in found]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {limits} AS"
        " SELECT unnest($1::BIGINT[]) AS happened, unnest($2::BIGINT[]) AS until",
        [instants, [limit(source, instant) for instant in instants]],
    )
    return f"SELECT d.{NUMBER} FROM {doubted} AS d JOIN {limits} AS l USING (happened) WHERE d.recorded > l.until"


def _surely_accepted(source: Source) -> int:
    """Return how much later a row may be recorded and be in time by every calendar.

    A length by date may end at the closing of the open date before its last, and begin at the end of a date.
    """
    length = source.accept_late
    if length is None:
        return 0
    return length.microseconds if length.is_exact else max(length.amount * _DAYS[length.unit] - 3, 0) * _DAY
