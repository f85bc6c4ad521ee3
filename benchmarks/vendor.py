"""A vendor agreement over probes and latencies, ours against hand-written SQL that answers the same.

Run from the root of the project: `python -m benchmarks vendor [PROBES LATENCIES]` (millions; 2.6 and 10 by
default). The logs are generated, in Parquet: one probe a minute, some of which never came, and latencies in
tenths of a millisecond. Uptime: how long the service was down and how long nobody knew, by month, where a probe
speaks for two minutes at most. Latency: the 95th percentile by nearest rank and the mean of a month. Ours goes
from the files and the text of the agreement to its verdicts; SQL by hand from the files to the numbers, which
are compared.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import duckdb

from accordant.evaluate import Evaluation, evaluate
from accordant.measure.sql.duck import DuckEngine
from accordant.terms.agreement import Agreement
from accordant.terms.source import ColumnRule, Source, Sources
from accordant.text.read import read_agreement_text
from benchmarks.apart import Answer, Cost, Run, measured, same
from benchmarks.tables import Aim, aims, table

MINUTE = 60_000_000
BEGINS = 1_609_459_200_000_000  # 2021-01-01
MILLIONS = ("2.6", "10")
MONTHS = 60

AGREEMENT = """format: 1
title: A service and its probes
kind: vendor
parties: {vendor: {name: Vendor}, customer: {name: Customer}}
term: {from: 2021-01-01, through: 2025-12-31, zone: UTC, currency: USD}
definitions:
  down: {of: probe, while: NOT up}
  latency: {of: sample, value: latency, unit: ms}
obligations:
"""
UPTIME = """  uptime:
    owed by: vendor
    owed to: customer
    availability: {down: down, gap after: 2 minutes, unknown at most: 50%}
    target: at least 99.9%
    window: month
"""
LATENCY = """  slowest:
    owed by: vendor
    owed to: customer
    statistic: {take: p95, of: latency}
    target: at most 120 ms
    window: month
  average:
    owed by: vendor
    owed to: customer
    statistic: {take: mean, of: latency}
    target: at most 60 ms
    window: month
"""
SOURCES = {
    "probes": ("probe", "probed", (), (ColumnRule("up", "up", "boolean"),)),
    "samples": ("sample", "measured", (ColumnRule("latency", "latency", "decimal", scale=1),), ()),
}

MODULE = "benchmarks.vendor"


def generate(folder: Path, probes: float, samples: float) -> None:
    """Write the two logs, the same at every run."""
    spread = MONTHS * 30 * 24 * 60 * MINUTE
    with duckdb.connect() as connection:
        connection.execute(f"""
            COPY (SELECT 'checkout' AS id, make_timestamp({BEGINS} + i * {MINUTE}) AS happened,
                         hash(i // 7) % 500 > 0 AS up
                  FROM range({round(probes * 1_000_000)}) AS r(i) WHERE hash(i // 30, 1) % 997 > 0)
            TO '{folder}/probes.parquet' (FORMAT parquet)""")
        connection.execute(f"""
            COPY (SELECT 'service ' || hash(i) % 5 AS id,
                         make_timestamp({BEGINS} + (hash(i, 1) % {spread})::BIGINT) AS happened,
                         CAST(20 - 30 * ln((1 + hash(i, 2) % 1000000) / 1000001) AS DECIMAL(9, 1)) AS latency
                  FROM range({round(samples * 1_000_000)}) AS r(i))
            TO '{folder}/samples.parquet' (FORMAT parquet)""")


def sources(folder: Path, log: str) -> Sources:
    """Return how one of the logs is read."""
    kind, event, fields, attributes = SOURCES[log]
    told = Source(
        log,
        f"{log}.parquet",
        kind,
        ("id",),
        "parquet",
        event_always=event,
        happened="happened",
        zone="UTC",
        fields=fields,
        attributes=attributes,
    )
    return Sources((told,), str(folder))


def judged(folder: Path, log: str, promises: str) -> Evaluation:
    """Evaluate an agreement with some promises over one of the logs."""
    agreement, findings = read_agreement_text(AGREEMENT + promises)
    assert isinstance(agreement, Agreement), findings
    return evaluate(agreement, DuckEngine(sources(folder, log)), BEGINS + (MONTHS * 31) * 24 * 60 * MINUTE)


def our_uptime(folder: Path) -> Answer:
    """Return the time down and the time unknown of each month by the engine."""
    found: dict[str, int | str] = {}
    for tally in judged(folder, "probes", UPTIME).measurements[0].tallies:
        if tally.uptime is not None and tally.uptime.seen > tally.uptime.unknown:
            found[str(tally.window)] = f"{tally.uptime.down}, {tally.uptime.unknown}"
    return found


def our_latency(folder: Path) -> Answer:
    """Return percentile and mean of each month by the engine."""
    found: dict[str, int | str] = {}
    for measurement in judged(folder, "samples", LATENCY).measurements:
        for tally in measurement.tallies:
            if tally.sample is not None:
                found[f"{measurement.obligation} {tally.window}"] = str(tally.sample.value)
    return found


_MONTH = "(year(happened) - 2021) * 12 + month(happened) - 1"


def hand_uptime(folder: Path) -> Answer:
    """Return the same by hand: every probe speaks until the next, two minutes at most, cut at the month's end."""
    rows = (
        duckdb.connect()
        .execute(f"""
        WITH spoken AS (
          SELECT {_MONTH} AS month, epoch_us(happened) AS since, up,
                 epoch_us(date_trunc('month', happened) + INTERVAL 1 MONTH) AS month_end,
                 least(lead(epoch_us(happened), 1, {2**62}) OVER (ORDER BY happened),
                       epoch_us(happened) + {2 * MINUTE}) AS until
          FROM '{folder}/probes.parquet'),
        parts AS (
          SELECT month, up, least(until, month_end) - since AS length, month_end FROM spoken
          UNION ALL
          SELECT month + 1, up, until - month_end, epoch_us(make_timestamp(month_end) + INTERVAL 1 MONTH)
          FROM spoken WHERE until > month_end)
        SELECT month, coalesce(sum(length) FILTER (NOT up), 0),
               max(month_end) - epoch_us(make_timestamp(max(month_end)) - INTERVAL 1 MONTH) - sum(length)
        FROM parts WHERE month < {MONTHS} GROUP BY month ORDER BY month""")
        .fetchall()
    )
    return {str(month): f"{down}, {unknown}" for month, down, unknown in rows}


def hand_latency(folder: Path) -> Answer:
    """Return the same by hand."""
    rows = (
        duckdb.connect()
        .execute(f"""
        SELECT {_MONTH} AS month, quantile_disc(latency, 0.95), sum(latency), count(*)
        FROM '{folder}/samples.parquet' GROUP BY month ORDER BY month""")
        .fetchall()
    )
    slowest = {f"slowest {month}": str(Fraction(p95)) for month, p95, _, _ in rows}
    return slowest | {f"average {month}": str(Fraction(total) / n) for month, _, total, n in rows}


def prepared(answer: Callable[[Path], Answer]) -> Callable[[str], Run]:
    """Return a candidate that has nothing to prepare."""
    return lambda folder: lambda: answer(Path(folder))


QUESTIONS = {"uptime": (hand_uptime, our_uptime), "latency": (hand_latency, our_latency)}
HAND, OURS = "hand-written SQL", "accordant"
CANDIDATES = {
    f"{question}, {name}": prepared(answer)
    for question, both in QUESTIONS.items()
    for name, answer in zip((HAND, OURS), both, strict=True)
}


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    probes, samples = map(float, arguments or MILLIONS)
    sizes = dict(zip(QUESTIONS, (probes, samples), strict=True))
    found: dict[str, dict[str, Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), probes, samples)
        for question in QUESTIONS:
            costs = {name: measured(MODULE, f"{question}, {name}", folder) for name in (HAND, OURS)}
            same(costs)
            found[question] = costs
    reached = [
        Aim(f"{question}: accordant / {HAND}", 1.5, costs[OURS].cpu / costs[HAND].cpu)
        for question, costs in found.items()
    ]
    rows = [
        (
            f"{question}, {name}",
            f"{sizes[question]:g}",
            f"{cost.cpu / costs[HAND].cpu:.2f}",
            f"{cost.cpu * 1000 / sizes[question]:.0f}",
            f"{cost.cpu:.2f}",
            f"{cost.wall:.2f}",
            f"{cost.megabytes:,}",
        )
        for question, costs in found.items()
        for name, cost in costs.items()
    ]
    heads = ("candidate", "million events", "x hand", "CPU ns an event", "CPU s", "wall s", "peak MB")
    print(f"{aims(reached)}\n\n{table(heads, rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
