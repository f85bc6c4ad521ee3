"""The plan on Apache Spark, in local mode: against Spark SQL by hand, and what a million events cost.

Run from the root of the project: `python -m benchmarks spark [EVENTS ...]` (millions; 1 and 5 by default).
Needs the extra `bench` and Java 17. Both read the same table over the log in Parquet and give the counts of
met, missed and pending by month due, which are compared. Starting Spark is not measured; the first of four
runs, in which it compiles its code, is not counted.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from accordant.evaluate import evaluate
from benchmarks import hand, leads, session
from benchmarks.answers import counts, on_duckdb
from benchmarks.apart import Cost, Failed, Run, measured, same
from benchmarks.curve import Curve
from benchmarks.servers import spark
from benchmarks.session import Missing
from benchmarks.tables import Aim, aims, table

MILLIONS = (1.0, 5.0)
MODULE = "benchmarks.spark"


def by_hand(path: str) -> Run:
    """Return a run of the SQL that one would write."""
    return hand.on_spark(session.session(Path(path)), "due")


def ours(path: str) -> Run:
    """Return a run from the table and the text of the agreement to the verdicts."""
    from accordant.measure.sql.warehouse import Warehouse

    log, terms = Path(path), leads.agreement()
    database, sources = spark(log), leads.sources(log, is_table=True)
    return lambda: counts(evaluate(terms, Warehouse(database, sources), leads.AS_OF))


HAND, OURS, HERE = "hand-written Spark SQL", "accordant on Spark", "accordant on DuckDB"
CANDIDATES: dict[str, Callable[[str], Run]] = {
    HAND: by_hand,
    OURS: ours,
    HERE: lambda path: on_duckdb(leads.agreement(), Path(path)),
}


def report(millions: float, folder: Path) -> dict[str, Cost]:
    """Run the candidates over a log of so many events. Raises Failed."""
    path = folder / "leads.parquet"
    leads.generate(path, round(millions * 1_000_000))
    found = {name: measured(MODULE, name, str(path), before=0 if name == HERE else 1) for name in CANDIDATES}
    same(found)
    return found


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    asked = [float(text) for text in arguments] or MILLIONS
    try:
        with tempfile.TemporaryDirectory() as name:
            found = {millions: report(millions, Path(name)) for millions in asked}
    except Failed as error:
        if Missing.__name__ not in str(error):
            raise
        print("| not measured |\n| --- |\n| pyspark is not installed |")
        return
    most = max(found)
    costs = found[most]
    ratio = costs[OURS].cpu / costs[HAND].cpu
    rows = [row(millions, name, costs) for millions, costs in found.items() for name in costs]
    heads = ("candidate", "million events", "x hand", "CPU s a million", "CPU s", "wall s", "peak MB")
    reached = [Aim(f"accordant / hand-written Spark SQL, {most:g}M events", 1.2, ratio)]
    print(f"{aims(reached)}\n\n{table(heads, rows)}")
    if len(found) > 1:
        grown = [Curve(name, tuple((m, c[name].wall) for m, c in found.items())).slope for name in (OURS, HAND)]
        print(f"\nSlope of log time against log events: accordant {grown[0]:.2f}, by hand {grown[1]:.2f}.")


def row(millions: float, name: str, costs: dict[str, Cost]) -> tuple[str, ...]:
    """Return the cells of a candidate."""
    cost = costs[name]
    return (
        name,
        f"{millions:g}",
        f"{cost.cpu / costs[HAND].cpu:.2f}",
        f"{cost.cpu / millions:.2f}",
        f"{cost.cpu:.2f}",
        f"{cost.wall:.2f}",
        f"{cost.megabytes:,}",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
