"""The question about the log of leads as somebody would write it by hand, for DuckDB and for Spark.

It relies on what our engine tests: each lead has its events once, in good order. The calendar comes in as a table
of hours: k, the open time before it and whether it is open. Months are those of the due instant or of creation.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from accordant.plan.calendar import open_time
from accordant.plan.timeline import midnight
from accordant.terms.calendar import OpenTime
from benchmarks import leads
from benchmarks.answers import counted
from benchmarks.apart import Answer, Run

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HOUR = 60 * leads.MINUTE
HOURS = tuple[list[int], list[int], list[int]]


def office() -> OpenTime:
    """Return the open time of the office, from before the log to two years after it."""
    terms = leads.agreement()
    start, end = leads.begins() - 40 * leads.DAY, leads.AS_OF + 2 * 366 * leads.DAY
    return open_time([(date(2024, 1, 1), terms.calendars[0])], start, end)


def hours(calendar: OpenTime) -> HOURS:
    """Return the columns of the table of hours."""
    starts = range(calendar.instants[0], calendar.end, HOUR)
    rows = [(t // HOUR, calendar.until(t), int(calendar.until(t + HOUR) > calendar.until(t))) for t in starts]
    k, v, s = zip(*rows, strict=True)
    return list(k), list(v), list(s)


def months() -> Iterator[tuple[str, int]]:
    """Yield the months of the log and the instants at which they end."""
    for month in range(1, 13):
        stop = date(leads.ENDS.year - (month < 12), month % 12 + 1, 1)
        yield f"{leads.ENDS.year - 1}-{month:02}", midnight(leads.ZONE, stop)


def sql(log: str, instant: str, divide: str, counted_in: str, calendar: OpenTime) -> str:
    """Print the SELECT of month, outcome and count over a log and the table of hours, `f`."""
    limit, last = leads.LIMIT * leads.MINUTE, calendar.until(leads.AS_OF)
    if counted_in == "due":
        cases = " ".join(f"WHEN due <= {calendar.until(stop - 1)} THEN '{month}'" for month, stop in months())
    else:
        cases = " ".join(f"WHEN t0 < {stop} THEN '{month}'" for month, stop in months())
    t0 = "min(t) FILTER (WHERE event = 'created')" if counted_in == "start" else "0"
    return f"""
        WITH timed AS (
          SELECT lead, event, t, f.v + f.s * (t - f.k * {HOUR}) AS f
          FROM (SELECT lead, event, {instant} AS t FROM {log}) AS e JOIN f ON f.k = {divide.format("t", HOUR)}),
        roles AS (
          SELECT lead, {t0} AS t0, min(f) FILTER (WHERE event = 'created') AS created,
                 min(f) FILTER (WHERE event = 'answered') AS answered,
                 coalesce(min(f) FILTER (WHERE event = 'paused'), {last}) AS paused,
                 coalesce(min(f) FILTER (WHERE event = 'resumed'), {last}) AS resumed
          FROM timed GROUP BY lead),
        spent AS (SELECT *, coalesce(answered, {last}) - created - (resumed - paused) AS elapsed FROM roles),
        aimed AS (
          SELECT *, CASE WHEN elapsed < {limit} THEN coalesce(answered, {last}) + {limit} - elapsed
                    WHEN paused - created < {limit} THEN created + {limit} + resumed - paused
                    ELSE created + {limit} END AS due FROM spent)
        SELECT CASE {cases} END AS month,
               CASE WHEN elapsed > {limit} THEN 'missed' WHEN answered IS NULL THEN 'pending'
                    ELSE 'met' END AS outcome,
               count(*) AS n FROM aimed GROUP BY 1, 2"""


def on_duckdb(path: Path, counted_in: str) -> Run:
    """Return a run on DuckDB, from the file to the counts."""
    calendar = office()
    table = hours(calendar)
    asked = sql(f"'{path}'", "epoch_us(happened)", "{} // {}", counted_in, calendar)

    def run() -> Answer:
        with duckdb.connect() as connection:
            connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
            columns = "unnest($1::BIGINT[]) AS k, unnest($2::BIGINT[]) AS v, unnest($3::BIGINT[]) AS s"
            connection.execute(f"CREATE TABLE f AS SELECT {columns}", list(table))
            return counted(row for row in connection.execute(asked).fetchall() if row[0])

    return run


def on_spark(session: "SparkSession", counted_in: str) -> Run:
    """Return a run on Spark, from the table `leads` to the counts; the table of hours is there before."""
    calendar = office()
    rows = list(zip(*hours(calendar), strict=True))
    session.createDataFrame(rows, "k BIGINT, v BIGINT, s INT").createOrReplaceTempView("f")
    instant = "unix_micros(CAST(happened AS TIMESTAMP))"
    asked = sql("leads", instant, "{} DIV {}", counted_in, calendar)
    return lambda: counted(tuple(row) for row in session.sql(asked).collect() if row[0])
