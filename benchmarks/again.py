"""Measuring again after a day: what one more day costs, against measuring everything anew.

Run from the root of the project: `python -m benchmarks again [EVENTS ...]` (millions; 1 and 5 by default).
Needs the extra `dev`. An engine that has measured the log up to a day is given the events of that day and
measures as of its end, three days one after the other; another engine reads the whole log up to the end of the
third day. The counts of all months are compared. Reading the log the first time is not measured.
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
from benchmarks.tables import table

MILLIONS = (1.0, 5.0)
MODULE = "benchmarks.again"
DAYS = 3
FIRST = leads.AS_OF - 41 * leads.DAY
LAST = FIRST + DAYS * leads.DAY


def anew(folder: str) -> Run:
    """Return a run over the whole log."""
    terms, sources = leads.agreement(), leads.sources(Path(folder) / "whole.parquet")
    return lambda: counts(evaluate(terms, DuckEngine(sources), LAST))


def again(folder: str) -> Run:
    """Return a run that adds the next day each time and measures as of its end."""
    terms, sources = leads.agreement(), leads.sources(Path(folder) / "before.parquet")
    engine = Incremental(DuckEngine(sources), sources)
    evaluate(terms, engine, FIRST)
    days = [FIRST + i * leads.DAY for i in range(1, DAYS + 1)]
    added = iter([(day, told(Path(folder) / "whole.parquet", day)) for day in days])

    def run() -> Answer:
        day, events = next(added)
        engine.add(events)
        return {**counts(evaluate(terms, engine, day)), "~added": len(events)}

    return run


def told(log: Path, day: int) -> list[Event]:
    """Return the events of the day that ends at an instant."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT lead, event, epoch_us(happened) AS t FROM '{log}'"
            f" WHERE epoch_us(happened) > {day - leads.DAY} AND epoch_us(happened) <= {day}"
        ).fetchall()
    return [Event("lead", lead, name, t, t) for lead, name, t in rows]


ANEW, AGAIN = "the whole log anew", "one more day"
CANDIDATES: dict[str, Callable[[str], Run]] = {ANEW: anew, AGAIN: again}


def report(millions: float, folder: Path) -> dict[str, Cost]:
    """Run both over a log of so many events."""
    log = folder / "log.parquet"
    leads.generate(log, round(millions * 1_000_000))
    with duckdb.connect() as connection:
        for name, end in (("before", FIRST), ("whole", LAST)):
            some = f"SELECT * FROM '{log}' WHERE epoch_us(happened) <= {end}"
            connection.execute(f"COPY ({some}) TO '{folder}/{name}.parquet' (FORMAT parquet)")
    costs = {name: measured(MODULE, name, str(folder), runs=DAYS) for name in CANDIDATES}
    same(costs)
    return costs


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    asked = [float(text) for text in arguments] or MILLIONS
    with tempfile.TemporaryDirectory() as name:
        found = {millions: report(millions, Path(name)) for millions in asked}
    rows = [
        (
            name,
            f"{millions:g}",
            f"{cost.notes.get('added', '-')}",
            f"{cost.cpu / costs[ANEW].cpu:.2f}",
            f"{cost.cpu:.2f}",
            f"{cost.wall:.2f}",
            f"{cost.megabytes:,}",
        )
        for millions, costs in found.items()
        for name, cost in costs.items()
    ]
    print(table(("measured", "million events", "events added", "x anew", "CPU s", "wall s", "peak MB"), rows))


if __name__ == "__main__":
    main(sys.argv[1:])
