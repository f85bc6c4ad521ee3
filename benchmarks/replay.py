"""Replay of a log: one `time` promise with pauses on business hours, ours against SQL by hand.

Run from the root of the project: `python -m benchmarks replay [EVENTS ...]` (millions; 1, 5 and 20 by default).
The question of all candidates: how many were met, missed and pending in each month of their due instant. Ours goes
from the file and the text of the agreement to verdicts. SQL by hand joins the same calendar and relies on every
lead having waited once at most and in good order, which ours tests. The bare GROUP BY answers nothing: it is the
floor. The untidy log has one lead in twenty made to wait twice and resumed out of order; the reference engine in
plain Python answers it too, where it is small.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from accordant.evaluate import evaluate
from accordant.measure.memory.loaded import LoadedMemory
from benchmarks import hand, leads
from benchmarks.answers import counts, on_duckdb
from benchmarks.apart import Answer, Cost, Run, measured, same
from benchmarks.tables import Aim, aims, table

MILLIONS = (1.0, 5.0, 20.0)
UNTIDY, FEW = 1_000_000, 30_000
MODULE = "benchmarks.replay"


def bare(path: str) -> Run:
    """Return a run of the floor: one sum an entity."""
    sums = f"SELECT lead, sum(epoch_us(happened)) AS s FROM '{path}' GROUP BY lead"

    def run() -> Answer:
        with duckdb.connect() as connection:
            (row,) = connection.execute(f"SELECT count(*) FROM ({sums}) WHERE s > 0").fetchall()
        return {"leads": row[0]}

    return run


def reference(path: str) -> Run:
    """Return a run of the reference engine in plain Python."""
    terms, sources = leads.agreement(), leads.sources(Path(path))
    return lambda: counts(evaluate(terms, LoadedMemory(sources, None), leads.AS_OF))


FLOOR, HAND, OURS = "bare GROUP BY", "hand-written SQL", "accordant"
CANDIDATES: dict[str, Callable[[str], Run]] = {
    FLOOR: bare,
    HAND: lambda path: hand.on_duckdb(Path(path), "due"),
    OURS: lambda path: on_duckdb(leads.agreement(), Path(path)),
    "reference": reference,
}


def report(millions: float, folder: Path) -> dict[str, Cost]:
    """Run the candidates over a log of so many events."""
    path = folder / "log.parquet"
    leads.generate(path, round(millions * 1_000_000))
    costs = {name: measured(MODULE, name, str(path)) for name in (FLOOR, HAND, OURS)}
    same({name: cost for name, cost in costs.items() if name != FLOOR})
    return costs


def untidy(folder: Path) -> tuple[Cost, Cost]:
    """Run ours over a tidy log and over one that is not; the reference engine must agree on a small one."""
    path = folder / "log.parquet"
    leads.generate(path, FEW, untidy=20)
    same({name: measured(MODULE, name, str(path), runs=1) for name in (OURS, "reference")})
    leads.generate(path, UNTIDY)
    tidy = measured(MODULE, OURS, str(path))
    leads.generate(path, UNTIDY, untidy=20)
    return tidy, measured(MODULE, OURS, str(path))


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    asked = [float(text) for text in arguments] or MILLIONS
    with tempfile.TemporaryDirectory() as name:
        found = {millions: report(millions, Path(name)) for millions in asked}
        tidy, other = untidy(Path(name))
    rows = [row(millions, name, costs) for millions, costs in found.items() for name in costs]
    last = found[max(found)]
    reached = [
        Aim(f"accordant / hand-written SQL, {max(found):g}M events", 1.2, last[OURS].cpu / last[HAND].cpu),
        Aim(f"accordant / bare GROUP BY, {max(found):g}M events", 4, last[OURS].cpu / last[FLOOR].cpu),
    ]
    heads = ("candidate", "million events", "x hand", "x floor", "CPU ns an event", "CPU s", "wall s", "peak MB")
    print(f"{aims(reached)}\n\n{table(heads, rows)}")
    print(
        f"\nA log in which one lead in twenty waits twice, out of order: {other.cpu / tidy.cpu:.2f} x the CPU time"
        f" of a tidy one at {UNTIDY:,} events; equal counts by the reference engine in plain Python at {FEW:,}."
    )


def row(millions: float, name: str, costs: dict[str, Cost]) -> tuple[str, ...]:
    """Return the cells of a candidate."""
    cost = costs[name]
    return (
        name,
        f"{millions:g}",
        f"{cost.cpu / costs[HAND].cpu:.2f}",
        f"{cost.cpu / costs[FLOOR].cpu:.2f}",
        f"{cost.cpu * 1000 / millions:.0f}",
        f"{cost.cpu:.2f}",
        f"{cost.wall:.2f}",
        f"{cost.megabytes:,}",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
