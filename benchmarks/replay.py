"""Replay of a log: one `time` promise with pauses on business hours, ours against hand-written SQL.

Run from the root of the project: `python -m benchmarks.replay [EVENTS ...]` (millions; 1, 5 and 20 by default).
Needs the extras `dev` and `bench`. The log is generated, in Parquet: an entity is opened, may be paused and
resumed, and is closed, in random order of rows. The question of all candidates: how many were met, missed and
pending in each month of their due instant. The hand-written SQL joins the same calendar and relies on every
ticket being paused once at most and in good order, which ours tests. The bare GROUP BY answers nothing: it is the
floor. The counts are compared. Each candidate runs in a process of its own, which tells its peak memory; times
are the better of two, of the processor (all threads) and of the clock.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from time import perf_counter_ns, process_time_ns

import duckdb

from accordant.measure.measurement import Measured
from accordant.measure.sql.duck import DuckEngine
from accordant.plan.calendar import open_time
from accordant.plan.steps import Limit, Limits, Moments, Pair, Plan, Reading, Spans, Tally, Time, Timeline
from accordant.plan.timeline import midnight
from accordant.terms.calendar import Calendar, OpenTime, Shift
from accordant.terms.definition import Condition, Definition, Moment, Span
from accordant.terms.predicate import Column, Compare, Constant, In, Predicate
from accordant.terms.source import Source, Sources
from accordant.terms.values import Length
from accordant.terms.window import WindowSpan

ZONE = "Europe/Berlin"
HOUR = 3_600_000_000
BEGINS = (datetime(2025, 1, 1) - datetime(1970, 1, 1)).days * 24 * HOUR
AS_OF = BEGINS + 365 * 24 * HOUR
MILLIONS = (1, 5, 20)
PROMISES = (1, 5, 10)

Counts = dict[str, int]


def generate(path: Path, events: int) -> None:
    """Write a log of about so many events: five in six entities are paused once, one in fifty is never closed."""
    with duckdb.connect() as connection:
        connection.execute(f"""
            COPY (
              WITH entities AS (
                SELECT i, {BEGINS} + hash(i) % {350 * 24 * 3600} * 1000000 AS t0,
                       hash(i, 1) % 60000 * 1000000 AS a, hash(i, 2) % 200000 * 1000000 AS b,
                       hash(i, 3) % 60000 * 1000000 AS c,
                       hash(i, 4) % 6 > 0 AS is_paused, hash(i, 5) % 50 > 0 AS is_closed
                FROM range({events * 300 // 1094}) AS r(i)),
              events AS (
                SELECT i, 'opened' AS event, t0 AS t FROM entities
                UNION ALL SELECT i, 'paused', t0 + a FROM entities WHERE is_paused
                UNION ALL SELECT i, 'resumed', t0 + a + b FROM entities WHERE is_paused
                UNION ALL SELECT i, 'closed', t0 + a + b + c FROM entities WHERE is_closed)
              SELECT printf('ticket-%09d', i) AS ticket, event, make_timestamp(t::BIGINT) AS happened
              FROM events WHERE t <= {AS_OF} ORDER BY hash(i, event)
            ) TO '{path}' (FORMAT parquet)""")


def calendar() -> OpenTime:
    """Return two shifts on weekdays, over a horizon of three years."""
    shifts = (Shift(9 * 60, 12 * 60), Shift(13 * 60, 17 * 60))
    week = (shifts,) * 5 + ((), ())
    office = Calendar("office", ZONE, week)
    return open_time([(date(2024, 1, 1), office)], BEGINS - 60 * 24 * HOUR, AS_OF + 2 * 366 * 24 * HOUR)


def sources(path: Path) -> Sources:
    """Return how the log is read."""
    columns = {"event_column": "event", "happened": "happened", "zone": "UTC"}
    return Sources((Source("log", path.name, "ticket", ("ticket",), "parquet", **columns),), str(path.parent))


def event(*names: str) -> Predicate:
    """Return the predicate that an event has one of these names."""
    if len(names) == 1:
        return Compare(Column("event"), "=", Constant(names[0]))
    return In(Column("event"), tuple(map(Constant, names)))


def moments(name: str, *events: str) -> Moments:
    """Return the moments of some events."""
    return Moments(name, "ticket", (Reading(Definition(name, "ticket", Moment(Condition("", event(*events))))),))


def plan(promises: int, office: OpenTime) -> Plan:
    """Return a plan of so many promises: their limits differ, and every other one is stopped by a pause too."""
    months = [midnight(ZONE, date(2024 + (11 + m) // 12, (11 + m) % 12 + 1, 1)) for m in range(1, 27)]
    windows = tuple(
        WindowSpan(str(i), low, high, low, high, first_cell=i, last_cell=i)
        for i, (low, high) in enumerate(pairwise(months))
    )
    pause = Span(Condition("", event("paused")), Condition("", event("resumed")))
    waiting = Spans("waiting", "ticket", (Reading(Definition("waiting", "ticket", pause)),))
    stops = (moments("closed", "closed"), moments("touched", "closed", "paused"))
    tallies, lines = [], []
    for i in range(promises):
        pair = Pair("ticket", (moments("opened", "opened"),), (stops[i % 2],))
        limit = Limit(Length(8 + i, "hour", business=True), office, ZONE)
        time = Time(pair, Limits("", (), limit), (waiting,))
        tallies.append(Tally(f"promise {i}", 1, time, months[0], months[-1], tuple(months)))
        lines.append(Timeline(f"promise {i}", windows, tuple(months)))
    return Plan(AS_OF, AS_OF, tuple(tallies), tuple(lines))


def ours(path: Path, promises: int) -> Callable[[], Counts]:
    """Return a run of the engine, from the file to the tallies."""
    asked = plan(promises, calendar())
    return lambda: counted(DuckEngine(sources(path)).measure(asked))


def counted(measured: Measured) -> Counts:
    """Return the counts of the first promise by month and outcome."""
    tallies = measured.measurements[0].tallies
    return {f"{t.window} {outcome.value}": n for t in tallies for outcome, n in t.counts.items() if n}


def bare(path: Path) -> Callable[[], Counts]:
    """Return a run of the floor: one sum an entity."""
    sums = f"SELECT ticket, sum(epoch_us(happened)) AS s FROM '{path}' GROUP BY ticket"
    return lambda: {
        "entities": duckdb.connect().execute(f"SELECT count(*) FROM ({sums}) WHERE s > 0").fetchall()[0][0]
    }


def by_hand(path: Path) -> Callable[[], Counts]:
    """Return a run of hand-written SQL that relies on tickets being paused once at most, in good order."""
    office, cells = calendar(), plan(1, calendar()).tallies[0].cells
    starts = range(office.instants[0], office.end, HOUR)
    hours = [(t // HOUR, office.until(t), int(office.between(t, min(t + HOUR, office.end)) > 0)) for t in starts]
    limit, last = 8 * HOUR, office.until(AS_OF)
    months = " ".join(f"WHEN due <= {office.until(stop - 1)} THEN {i}" for i, stop in enumerate(cells[1:]))

    def run() -> Counts:
        connection = duckdb.connect()
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        columns = "unnest($1::BIGINT[]) AS k, unnest($2::BIGINT[]) AS v, unnest($3::BIGINT[]) AS s"
        connection.execute(
            f"CREATE TABLE f AS SELECT {columns}", [list(column) for column in zip(*hours, strict=True)]
        )
        return {f"{month} {outcome}": n for month, outcome, n in connection.execute(sql).fetchall()}

    sql = f"""
        WITH timed AS (
          SELECT ticket, event, f.v + f.s * (epoch_us(happened) - f.k * {HOUR}) AS f
          FROM '{path}' JOIN f ON f.k = epoch_us(happened) // {HOUR}),
        roles AS (
          SELECT ticket, min(f) FILTER (event = 'opened') AS opened, min(f) FILTER (event = 'closed') AS closed,
                 coalesce(min(f) FILTER (event = 'paused'), {last}) AS paused,
                 coalesce(min(f) FILTER (event = 'resumed'), {last}) AS resumed
          FROM timed GROUP BY ticket),
        spent AS (SELECT *, coalesce(closed, {last}) - opened - (resumed - paused) AS elapsed FROM roles),
        aimed AS (
          SELECT *, CASE WHEN elapsed < {limit} THEN coalesce(closed, {last}) + {limit} - elapsed
                    WHEN paused - opened < {limit} THEN opened + {limit} + resumed - paused
                    ELSE opened + {limit} END AS due FROM spent)
        SELECT CASE {months} END AS month,
               CASE WHEN elapsed > {limit} THEN 'missed' WHEN closed IS NULL THEN 'pending'
                    ELSE 'met' END AS outcome,
               count(*) FROM aimed GROUP BY month, outcome"""
    return run


@dataclass(frozen=True)
class Result:
    """What a candidate took: seconds of the processor and of the clock, peak memory, and its counts."""

    cpu: float
    wall: float
    megabytes: int
    counts: Counts


CANDIDATES: dict[str, Callable[[Path], Callable[[], Counts]]] = {
    "bare GROUP BY": bare,
    "hand-written SQL": by_hand,
    **{f"accordant, {n} promise{'s' * (n > 1)}": lambda path, n=n: ours(path, n) for n in PROMISES},
}


def measured(name: str, path: Path) -> Result:
    """Run a candidate in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.replay", "--one", name, str(path)], check=True, capture_output=True
    )
    return Result(**json.loads(told.stdout))


def run_one(name: str, path: Path) -> None:
    """Run one candidate, the better of two times, and print its result as JSON."""
    run = CANDIDATES[name](path)
    times = []
    for _ in range(2):
        cpu, wall = process_time_ns(), perf_counter_ns()
        counts = run()
        times.append(((process_time_ns() - cpu) / 1e9, (perf_counter_ns() - wall) / 1e9))
    # Not ru_maxrss, which a new process takes over from the one that started it.
    status = dict(
        line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    )
    peak = int(status["VmHWM"].split()[0]) // 1024
    print(json.dumps(asdict(Result(*min(times), peak, counts))))


def report(millions: int, folder: Path) -> list[str]:
    """Generate a log and return the rows of its table."""
    path = folder / "log.parquet"
    generate(path, millions * 1_000_000)
    results = {name: measured(name, path) for name in CANDIDATES}
    floor, hand, one = list(results.values())[:3]
    if hand.counts != one.counts:
        raise SystemExit("the hand-written SQL and accordant give different counts")
    rows = []
    for name, result in results.items():
        ratios = f"{result.cpu / floor.cpu:7.2f} {result.cpu / hand.cpu:7.2f} {result.cpu / one.cpu:7.2f}"
        ns = result.cpu * 1000 / millions
        rows.append(f"{millions:3}M  {name:24} {ns:7.0f} {ratios} {result.wall:8.2f} {result.megabytes:7}")
    return rows


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    if arguments[:1] == ["--one"]:
        run_one(arguments[1], Path(arguments[2]))
        return
    print("                              CPU ns      x       x       x     seconds  peak")
    print("                              an event    floor   hand    one   wall     MB")
    for millions in [int(text) for text in arguments] or MILLIONS:
        with tempfile.TemporaryDirectory() as folder:
            print("\n".join(report(millions, Path(folder))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
