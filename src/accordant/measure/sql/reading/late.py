"""Late rows: typed rows and the limit of their source go in, the numbers of those recorded too late come out."""

from duckdb import DuckDBPyConnection

from accordant.measure.sql import quote
from accordant.measure.sql.reading.scans import NUMBER
from accordant.measure.sql.reading.united import Relation
from accordant.record.rows import LateLimit, surely_accepted


def overdue(connection: DuckDBPyConnection, relation: Relation, event: int, limit: LateLimit) -> str:
    """Return the SELECT of the numbers of the rows whose event was recorded later than accepted.

    The limit is asked once for each instant at which an event happened that was recorded so much later that it
    may be too late; it is never earlier than its length in wall time (`surely_accepted`).
    """
    source, happened = relation.rows.source, f"r.{quote.name(f'happened {event}')}"
    doubted, limits = quote.name("doubted"), quote.name("limits")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {doubted} AS SELECT r.{NUMBER}, {happened} AS happened, r.recorded"
        f" FROM {relation.name} AS r WHERE r.recorded - {happened} > {surely_accepted(source)}"
    )
    found = connection.execute(f"SELECT DISTINCT happened FROM {doubted}").fetchall()
    instants = [instant for (instant,) in found]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {limits} AS"
        " SELECT unnest($1::BIGINT[]) AS happened, unnest($2::BIGINT[]) AS until",
        [instants, [limit(source, instant) for instant in instants]],
    )
    return f"SELECT d.{NUMBER} FROM {doubted} AS d JOIN {limits} AS l USING (happened) WHERE d.recorded > l.until"
