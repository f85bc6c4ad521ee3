"""A vendor agreement over probes and latencies, ours against hand-written SQL that answers the same.

Run from the root of the project: `python -m benchmarks.vendor [PROBES LATENCIES]` (millions).
By default 2.6 and 10. Needs the extras `dev` and `bench`. The logs are generated, in Parquet: one probe a minute,
some of which never came, and latencies in tenths of a millisecond. Uptime: how long the service was down and how
long nobody knew, by month, where a probe speaks for two minutes at most. Latency: the 95th percentile by nearest
rank and the mean of a month. Ours goes from the files and the text of the agreement to its verdicts; SQL by
hand from the files to the numbers, which are compared. Each candidate runs in a process of its own, best of three.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from time import perf_counter_ns, process_time_ns

import duckdb

from accordant.evaluate import Evaluation, evaluate
from accordant.measure.sql.duck import DuckEngine
from accordant.terms.agreement import Agreement
from accordant.terms.source import ColumnRule, Source, Sources
from accordant.text.read import read_agreement_text

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

Answer = dict[str, list[str]]


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
    found: Answer = {}
    for tally in judged(folder, "probes", UPTIME).measurements[0].tallies:
        if tally.uptime is not None and tally.uptime.seen > tally.uptime.unknown:
            found[str(tally.window)] = [str(tally.uptime.down), str(tally.uptime.unknown)]
    return found


def our_latency(folder: Path) -> Answer:
    """Return percentile and mean of each month by the engine."""
    found: Answer = {}
    for measurement in judged(folder, "samples", LATENCY).measurements:
        for tally in measurement.tallies:
            if tally.sample is not None:
                found.setdefault(str(tally.window), []).append(str(tally.sample.value))
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
    return {str(month): [str(down), str(unknown)] for month, down, unknown in rows}


def hand_latency(folder: Path) -> Answer:
    """Return the same by hand."""
    rows = (
        duckdb.connect()
        .execute(f"""
        SELECT {_MONTH} AS month, quantile_disc(latency, 0.95), sum(latency), count(*)
        FROM '{folder}/samples.parquet' GROUP BY month ORDER BY month""")
        .fetchall()
    )
    return {str(month): [str(Fraction(p95)), str(Fraction(total) / n)] for month, p95, total, n in rows}


CANDIDATES: dict[str, Callable[[Path], Answer]] = {
    "uptime by hand": hand_uptime,
    "uptime, accordant": our_uptime,
    "latency by hand": hand_latency,
    "latency, accordant": our_latency,
}


@dataclass(frozen=True)
class Result:
    """What a candidate took, in seconds of the processor and of the clock, and its answer."""

    cpu: float
    wall: float
    answer: Answer


def run_one(name: str, folder: Path) -> None:
    """Run one candidate, the best of three times, and print its result as JSON."""
    times = []
    for _ in range(3):
        cpu, wall = process_time_ns(), perf_counter_ns()
        answer = CANDIDATES[name](folder)
        times.append(((process_time_ns() - cpu) / 1e9, (perf_counter_ns() - wall) / 1e9))
    print(json.dumps(asdict(Result(*min(times), answer))))


def measured(name: str, folder: Path) -> Result:
    """Run a candidate in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.vendor", "--one", name, str(folder)]
    return Result(**json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    if arguments[:1] == ["--one"]:
        run_one(arguments[1], Path(arguments[2]))
        return
    probes, samples = map(float, arguments or MILLIONS)
    print(f"{probes:g} million probes, {samples:g} million latencies")
    print("                        CPU s       x  wall s")
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), probes, samples)
        results = {name: measured(name, Path(folder)) for name in CANDIDATES}
    by_name = list(results.items())
    for (hand, one), (ours, other) in zip(by_name[::2], by_name[1::2], strict=True):
        if one.answer != other.answer:
            raise SystemExit(f"{hand} and {ours} give different answers")
        for name, result in ((hand, one), (ours, other)):
            print(f"{name:20} {result.cpu:8.2f} {result.cpu / one.cpu:7.2f} {result.wall:7.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
