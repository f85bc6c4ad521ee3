"""Evaluating again: a log that grew by a thousandth, measured whole and measured again.

Run from the root of the project: `python -m benchmarks incremental [EVENTS ...]` (millions; 5 and 20 by default).
One `time` promise with pauses on business hours, from a log in Parquet. An engine has evaluated it as of an
instant in autumn; the thousandth of the events that comes next is added, and the promise is evaluated as of its
end. Another engine evaluates the whole log as of then. Both give the same counts.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from accordant.evaluate import evaluate
from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.incremental import Incremental
from accordant.record.event import Event
from benchmarks import leads
from benchmarks.answers import counts
from benchmarks.apart import Answer, Cost, Run, measured, same
from benchmarks.tables import Aim, aims, table

MILLIONS = (5.0, 20.0)
MODULE = "benchmarks.incremental"
THEN = leads.AS_OF - 60 * leads.DAY
WHOLE, FIRST, AGAIN = "whole", "whole, remembered", "again"


def split(folder: Path, events: int) -> tuple[Path, Path, Path, int]:
    """Write the log up to the first instant, what comes next, and both; return them and the second instant."""
    path = folder / "log.parquet"
    leads.generate(path, events)
    then, added, now = (folder / f"{name}.parquet" for name in ("then", "added", "now"))
    with duckdb.connect() as connection:
        (last,) = connection.execute(
            f"SELECT max(t) FROM (SELECT epoch_us(happened) AS t FROM '{path}' WHERE t > {THEN} ORDER BY t"
            f" LIMIT {events // 1000})"
        ).fetchall()
        for file, where in (
            (then, f"<= {THEN}"),
            (added, f"BETWEEN {THEN + 1} AND {last[0]}"),
            (now, f"<= {last[0]}"),
        ):
            connection.execute(
                f"COPY (FROM '{path}' WHERE epoch_us(happened) {where}) TO '{file}' (FORMAT parquet)"
            )
    return then, added, now, int(last[0])


def whole(now: str, at: str) -> Run:
    """Return a run that measures the whole log."""

    def run() -> Answer:
        return counts(evaluate(leads.agreement(), DuckEngine(leads.sources(Path(now))), int(at)))

    return run


def first(now: str, at: str) -> Run:
    """Return a run that measures the whole log and remembers what the next one needs."""

    def run() -> Answer:
        engine = Incremental(DuckEngine(leads.sources(Path(now))))
        return counts(evaluate(leads.agreement(), engine, int(at)))

    return run


def again(then: str, added: str, at: str) -> Run:
    """Return a run that adds events to a log already measured, and measures it again."""
    terms, sources = leads.agreement(), leads.sources(Path(then))
    engine = Incremental(DuckEngine(sources), sources)
    evaluate(terms, engine, THEN)
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT lead, event, epoch_us(happened) FROM '{added}'").fetchall()
    events = [Event("lead", lead, event, t, t) for lead, event, t in rows]

    def run() -> Answer:
        engine.add(events)
        return counts(evaluate(terms, engine, int(at)))

    return run


CANDIDATES: dict[str, Callable[..., Run]] = {WHOLE: whole, FIRST: first, AGAIN: again}


def report(millions: float, folder: Path) -> dict[str, Cost]:
    """Run the candidates over a log of so many events."""
    then, added, now, at = split(folder, round(millions * 1_000_000))
    costs = {
        WHOLE: measured(MODULE, WHOLE, str(now), str(at)),
        FIRST: measured(MODULE, FIRST, str(now), str(at)),
        AGAIN: measured(MODULE, AGAIN, str(then), str(added), str(at), runs=1),
    }
    same(costs)
    return costs


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    asked = [float(text) for text in arguments] or MILLIONS
    with tempfile.TemporaryDirectory() as name:
        found = {millions: report(millions, Path(name)) for millions in asked}
    most = max(found)
    reached = [Aim(f"again / whole, {most:g}M events", 0.2, found[most][AGAIN].cpu / found[most][WHOLE].cpu)]
    heads = ("candidate", "million events", "x whole", "CPU s", "wall s", "peak MB")
    rows = [
        (
            name,
            f"{millions:g}",
            f"{cost.cpu / costs[WHOLE].cpu:.3f}",
            f"{cost.cpu:.2f}",
            f"{cost.wall:.2f}",
            f"{cost.megabytes:,}",
        )
        for millions, costs in found.items()
        for name, cost in costs.items()
    ]
    print(f"{aims(reached)}\n\n{table(heads, rows)}")


if __name__ == "__main__":
    main(sys.argv[1:])
