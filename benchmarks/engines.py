"""One agreement on every engine: rows that differ from those of DuckDB, and how much longer it takes.

Run from the root of the project: `python -m benchmarks engines [EVENTS]` (millions; 0.2 by default). Needs the
extra `bench`, Debian's package of PostgreSQL, and Java 17 for Spark. The log is a table of each engine, loaded
beforehand; DuckDB and Spark read it from Parquet. Measured is an evaluation from the tables and the text of the
agreement to the verdicts of five promises. Then every item of each promise, with all that is known of it, is
compared with DuckDB's. An engine that is not installed is left out, and a line says so.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from accordant.evaluate import evaluate
from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.engine import SqlEngine
from accordant.terms.agreement import Agreement
from benchmarks import leads
from benchmarks.answers import counts
from benchmarks.apart import Answer, Cost, Failed, Run, measured
from benchmarks.servers import SERVERS
from benchmarks.session import Missing
from benchmarks.tables import Aim, aims, table

EVENTS = 0.2
MODULE = "benchmarks.engines"
FIRST = "DuckDB"
MORE = """
  by start:
    owed by: sales
    owed to: marketing
    time: {from: created, to: touched, counted in: start}
    within: 3 business hours
    target: at least 50%
    window: week
  volume: {owed by: marketing, owed to: sales, count: created, target: at least 100, window: month}
  answered at all:
    owed by: sales
    owed to: marketing
    share: {good: answered, of: created, counted by: cohort}
    within: 5 days
    target: at least 90%
    window: month
  persistence:
    owed by: sales
    owed to: marketing
    attempts: {of: touched, per: created, at least: 2}
    within: 5 business days
    target: at least 50%
    window: month
"""


def terms() -> Agreement:
    """Return the agreement of five promises."""
    return leads.agreement(more=MORE)


def opened(name: str, log: Path) -> Callable[[], SqlEngine]:
    """Start an engine, and return what opens the log there."""
    if name == FIRST:
        return lambda: DuckEngine(leads.sources(log))
    from accordant.measure.sql.warehouse import Warehouse

    database = SERVERS[name](log)
    return lambda: Warehouse(database, leads.sources(log, is_table=True))


def evaluated(name: str, path: str) -> Run:
    """Return a run of an evaluation on one engine."""
    engine, agreement = opened(name, Path(path)), terms()
    return lambda: counts(evaluate(agreement, engine(), leads.AS_OF))


def listed(name: str, path: str, to: str) -> Run:
    """Return a run that writes every item of every promise to a file, one a line."""
    engine, agreement = opened(name, Path(path)), terms()

    def run() -> Answer:
        held = engine()
        plan = evaluate(agreement, held, leads.AS_OF).plan
        with Path(to).open("w", encoding="utf-8") as file:
            rows = 0
            for promise in agreement.obligations:
                for item in held.items(plan, promise.name):
                    rows += file.write(f"{item!r}\n") > 0
        return {"rows": rows}

    return run


NAMES = (FIRST, *SERVERS)
CANDIDATES: dict[str, Callable[..., Run]] = {
    **{name: lambda path, name=name: evaluated(name, path) for name in NAMES},
    **{f"{name}, rows": lambda path, to, name=name: listed(name, path, to) for name in NAMES},
}


def differing(one: Path, other: Path) -> int:
    """Return how many rows stand in one of two files only."""
    rows = [Counter(file.read_text(encoding="utf-8").splitlines()) for file in (one, other)]
    return sum((rows[0] - rows[1]).values()) + sum((rows[1] - rows[0]).values())


def main(arguments: Sequence[str]) -> None:
    """Print the tables, and leave with 1 when rows differ."""
    millions = float(arguments[0]) if arguments else EVENTS
    found: dict[str, tuple[Cost, int, int]] = {}
    missing, failed = [], []
    with tempfile.TemporaryDirectory() as folder:
        log, first = Path(folder) / "leads.parquet", Path(folder) / f"{FIRST}.rows"
        leads.generate(log, round(millions * 1_000_000))
        for name in NAMES:
            rows = Path(folder) / f"{name}.rows"
            try:
                cost = measured(MODULE, name, apart(log, name))
                total = measured(MODULE, f"{name}, rows", apart(log, f"{name} rows"), str(rows), runs=1).answer[
                    "rows"
                ]
            except Failed as error:
                what = str(error).removeprefix(f"{Missing.__module__}.{Missing.__name__}: ")
                (failed if what == str(error) else missing).append((name, what))
                continue
            found[name] = cost, int(total), differing(first, rows)
    own = found[FIRST][0]
    heads = (
        "engine",
        "rows that differ",
        "of rows",
        "x DuckDB, wall",
        "x DuckDB, CPU",
        "wall s",
        "CPU s",
        "peak MB",
    )
    cells = [row(name, own, *of) for name, of in found.items()]
    reached = [
        Aim("rows that differ, all engines", 0, sum(different for _, _, different in found.values()), unit="")
    ]
    told = [f"{millions:g} million events, five promises."]
    told += [f"{name} is left out: {what} is not installed." for name, what in missing]
    told += [f"{name} failed: {what}" for name, what in failed]
    print("\n\n".join([aims(reached), table(heads, cells), "\n".join(told)]))
    if failed or reached[0].found:
        raise SystemExit("an engine failed, or gave other rows")


def apart(log: Path, name: str) -> str:
    """Return the log in a folder of its own, where an engine may write."""
    folder = log.parent / name
    folder.mkdir()
    (folder / log.name).hardlink_to(log)
    return str(folder / log.name)


def row(name: str, own: Cost, cost: Cost, total: int, different: int) -> tuple[str, ...]:
    """Return the cells of an engine."""
    return (
        name,
        f"{different:,}",
        f"{total:,}",
        f"{cost.wall / own.wall:.1f}",
        f"{cost.cpu / own.cpu:.1f}",
        f"{cost.wall:.2f}",
        f"{cost.cpu:.2f}",
        f"{cost.megabytes:,}",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
