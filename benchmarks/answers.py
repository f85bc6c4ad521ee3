"""How an evaluation of the log of leads is asked for, and its answer as counts that SQL by hand can be held to."""

from collections.abc import Iterable
from pathlib import Path

from accordant.evaluate import Evaluation, evaluate
from accordant.measure.sql.duck import DuckEngine
from accordant.terms.agreement import Agreement
from benchmarks import leads
from benchmarks.apart import Answer, Run


def on_duckdb(agreement: Agreement, path: Path, *, has_region: bool = False) -> Run:
    """Return a run from the file to the verdicts of every window."""
    return lambda: counts(evaluate(agreement, DuckEngine(leads.sources(path, has_region=has_region)), leads.AS_OF))


def counts(evaluation: Evaluation) -> Answer:
    """Return the counts of the first promise, by month and outcome."""
    first = evaluation.measurements[0]
    windows = next(line.windows for line in evaluation.plan.timelines if line.obligation == first.obligation)
    return {
        f"{windows[tally.window].label} {outcome.value}": n
        for tally in first.tallies
        for outcome, n in tally.counts.items()
        if n
    }


def counted(rows: Iterable[tuple[str, str, int]]) -> Answer:
    """Return rows of month, outcome and count as an answer."""
    return {f"{month} {outcome}": int(n) for month, outcome, n in rows}
