"""How cost grows: with events, obligations, calendars and windows, and when there is little memory.

Run from the root of the project: `python -m benchmarks scale [--most MILLIONS] [--width MILLIONS] [--memory 2GB]`.
Needs the extra `dev`. Whole evaluations on DuckDB, from a log in Parquet and the text of an agreement to verdicts;
the logs are made in a temporary folder and removed. Events go up to `--most`; obligations, calendars and windows
grow over logs of `--width`. Each promise about the same clock has a limit of its own; different clocks differ in
calendar, stop or pauses. Each calendar is that of the leads of one region. The drawings go to docs/benchmarks/.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from accordant.evaluate import evaluate
from accordant.measure.sql.duck import DuckEngine
from benchmarks import leads
from benchmarks.answers import counts, on_duckdb
from benchmarks.apart import Answer, Cost, Run, measured, same
from benchmarks.curve import Curve, drawn
from benchmarks.leads import Promise
from benchmarks.tables import Aim, aims, table

DRAWINGS = Path(__file__).parents[1] / "docs" / "benchmarks"
MODULE = "benchmarks.scale"
EVENTS = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 80.0)
OBLIGATIONS = (1, 5, 10, 20)
CALENDARS = (1, 10, 50)
WINDOWS = {1: "term", 5: "year", 20: "quarter", 60: "month"}
YEARS = 5
SAME, OTHER = "obligations, one clock", "obligations, own clocks"
PLACES, PLACE, WIDER = "regions, own calendars", "regions, one calendar", "windows"

Costs = dict[float, Cost] | dict[int, Cost]


def same_clock(count: int) -> tuple[Promise, ...]:
    """Return promises about one clock, each with a limit of its own."""
    return tuple(Promise(leads.LIMIT + 15 * i) for i in range(count))


def other_clocks(count: int) -> tuple[Promise, ...]:
    """Return promises about as many clocks: five calendars, two stops, with and without pauses."""
    stops = ("answered", "touched")
    return tuple(Promise(leads.LIMIT, _office(i % 5), stops[i // 5 % 2], i // 10 % 2 == 0) for i in range(count))


def regions(count: int) -> tuple[Promise, ...]:
    """Return promises about the leads of one region each, by its own calendar."""
    return tuple(Promise(leads.LIMIT, _office(i), region=f"r{i}") for i in range(count))


def _office(i: int) -> str:
    return f"office {i}" if i else "office"


def little_memory(path: str, memory: str) -> Run:
    """Return a run that may use so much memory, and tells what it wrote to its folder for lack of it."""
    terms = leads.agreement()

    def run() -> Answer:
        engine = DuckEngine(leads.sources(Path(path)), memory=memory)
        (row,) = engine.connection.execute("SELECT current_setting('temp_directory')").fetchall()
        folder = Folder(Path(row[0]))
        with folder:
            answer = counts(evaluate(terms, engine, leads.AS_OF))
        return {**answer, "~spilled MB": folder.peak // 2**20}

    return run


@dataclass
class Folder:
    """A folder that is watched for the most bytes it ever holds."""

    path: Path
    peak: int = 0
    ended: Event = field(default_factory=Event)

    def __enter__(self) -> None:
        self.watcher = Thread(target=self._watch, daemon=True)
        self.watcher.start()

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.watcher.join()

    def _watch(self) -> None:
        while not self.ended.wait(0.02):
            self.peak = max(self.peak, sum(_size(file) for file in self.path.glob("**/*")))


def _size(file: Path) -> int:
    try:
        return file.stat().st_blocks * 512
    except FileNotFoundError:
        return 0


CANDIDATES: dict[str, Callable[..., Run]] = {
    "events": lambda path: on_duckdb(leads.agreement(), Path(path)),
    "little memory": little_memory,
    SAME: lambda path, n: on_duckdb(leads.agreement(same_clock(int(n))), Path(path)),
    OTHER: lambda path, n: on_duckdb(leads.agreement(other_clocks(int(n))), Path(path)),
    PLACES: lambda path, n: on_duckdb(
        leads.agreement(regions(int(n)), calendars=int(n)), Path(path), has_region=True
    ),
    PLACE: lambda path, n: on_duckdb(
        leads.agreement(tuple(Promise(region=f"r{i}") for i in range(int(n)))), Path(path), has_region=True
    ),
    WIDER: lambda path, n: on_duckdb(leads.agreement(window=WINDOWS[int(n)], years=YEARS), Path(path)),
}


def by_events(folder: Path, most: float, memory: str) -> tuple[Costs, Cost]:
    """Measure logs of growing size, the last of them with little memory too."""
    path, found = folder / "log.parquet", {}
    for millions in (m for m in EVENTS if m <= most):
        leads.generate(path, round(millions * 1_000_000))
        found[millions] = measured(MODULE, "events", str(path))
    little = measured(MODULE, "little memory", str(path), memory)
    same({"all memory": found[max(found)], memory: little})
    return found, little


def by_count(path: Path, name: str, sizes: Iterable[int]) -> Costs:
    """Measure a candidate of growing count over one log; fifty regions take so long that one run is enough."""
    once = name in (PLACES, PLACE)
    return {n: measured(MODULE, name, str(path), str(n), runs=1 if once and n >= 50 else 3) for n in sizes}


def by_width(folder: Path, millions: float) -> dict[str, Costs]:
    """Measure all that grows over a log of one size; that of the regions is a tenth of it."""
    path, events = folder / "log.parquet", round(millions * 1_000_000)
    leads.generate(path, events)
    found = {name: by_count(path, name, OBLIGATIONS) for name in (SAME, OTHER)}
    leads.generate(path, events, YEARS)
    found[WIDER] = by_count(path, WIDER, WINDOWS)
    leads.generate(path, events // 10, regions=max(CALENDARS))
    return found | {name: by_count(path, name, CALENDARS) for name in (PLACES, PLACE)}


def main(arguments: Sequence[str]) -> None:
    """Print the tables and draw the curves."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks scale")
    parser.add_argument("--most", type=float, default=10, metavar="MILLIONS")
    parser.add_argument("--width", type=float, metavar="MILLIONS", help="default: 2, or the most if that is less")
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--drawings", type=Path, default=DRAWINGS)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        events, little = by_events(Path(name), asked.most, asked.memory)
        counted = by_width(Path(name), asked.width or min(asked.most, 2))
    asked.drawings.mkdir(exist_ok=True)
    print(aims(reached(events, counted)))
    print(f"\n{told_events(asked.drawings, events, little, asked.memory)}")
    print(f"\n{told_counts(asked.drawings, counted)}")


def reached(events: Costs, counted: dict[str, Costs]) -> list[Aim]:
    """Hold the costs to the aims of growth."""
    # What every evaluation costs at least flattens the curve where logs are small: the large ones tell more.
    large = {millions: cost for millions, cost in events.items() if millions >= 5}
    same, other = ([cost.cpu for cost in counted[name].values()] for name in (SAME, OTHER))
    tens = OBLIGATIONS.index(10)
    return [
        slope("wall", events, lambda cost: cost.wall),
        slope("CPU", events, lambda cost: cost.cpu),
        *([slope("wall", large, lambda cost: cost.wall)] if len(large) > 1 else []),
        Aim("ten obligations on one clock / one", 1.5, same[tens] / same[0]),
        Aim("ten obligations on ten clocks / one", 4, other[tens] / other[0]),
    ]


def slope(time: str, events: Costs, of: Callable[[Cost], float]) -> Aim:
    """Return the aim of growth over logs of some sizes."""
    sizes = f"{min(events):g}M to {max(events):g}M events"
    return Aim(f"slope of log {time} time against log events, {sizes}", 1.05, curve("", events, of).slope, unit="")


def curve(name: str, costs: Costs, of: Callable[[Cost], float]) -> Curve:
    """Return one line of a drawing."""
    return Curve(name, tuple((size, of(cost)) for size, cost in costs.items()))


def told_events(drawings: Path, events: Costs, little: Cost, memory: str) -> str:
    """Return the table and the drawing of growing logs."""
    lines = (curve("wall time", events, lambda c: c.wall), curve("CPU time", events, lambda c: c.cpu))
    drawing = drawn("One promise, growing log", "million events", "seconds", lines)
    (drawings / "events.svg").write_text(drawing, encoding="utf-8")
    first = events[min(events)].cpu / min(events)
    rows = [event_row(f"{millions:g}", millions, cost, first) for millions, cost in events.items()]
    rows.append(event_row(f"{max(events):g}, in {memory}", max(events), little, first))
    heads = (
        "million events",
        "x an event of the first",
        "CPU ns an event",
        "CPU s",
        "wall s",
        "peak MB",
        "spilled MB",
    )
    return f"{table(heads, rows)}\n\n![Cost by events](benchmarks/events.svg)"


def event_row(title: str, millions: float, cost: Cost, first: float) -> tuple[str, ...]:
    """Return the cells of one size of the log."""
    return (
        title,
        f"{cost.cpu / millions / first:.2f}",
        f"{cost.cpu * 1000 / millions:.0f}",
        f"{cost.cpu:.2f}",
        f"{cost.wall:.2f}",
        f"{cost.megabytes:,}",
        f"{cost.notes.get('spilled MB', '-')}",
    )


def told_counts(drawings: Path, counted: dict[str, Costs]) -> str:
    """Return the table and the drawing of what grows over one log."""
    lines = []
    for name, costs in counted.items():
        one = costs[min(costs)].cpu
        lines.append(curve(name, costs, lambda cost, one=one: cost.cpu / one))
    drawing = drawn("More of it, same log", "how many", "times the CPU time of one", lines)
    (drawings / "counts.svg").write_text(drawing, encoding="utf-8")
    rows = [
        (name, n, f"{cost.cpu / costs[min(costs)].cpu:.2f}", f"{cost.cpu:.2f}", f"{cost.wall:.2f}", cost.megabytes)
        for name, costs in counted.items()
        for n, cost in costs.items()
    ]
    heads = ("growing", "how many", "x one", "CPU s", "wall s", "peak MB")
    return f"{table(heads, rows)}\n\n![Cost by how many](benchmarks/counts.svg)"


if __name__ == "__main__":
    main(sys.argv[1:])
