"""What one would write instead: a script with pandas, a notebook with a library, SQL by hand; equal answers.

Run from the root of the project: `python -m benchmarks peers [--events MILLIONS ...]`. Needs the extras `dev` and
`bench`. The question: of the leads created in each month, how many were answered within 60 business minutes, time
waiting for the customer taken out? All start from the same Parquet log and give the counts of met, missed and
pending, which are compared. Libraries that take one pair a call get as small a log as they can do in seconds, and
are compared by the lead. Ratios are of the time of the processors.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from benchmarks import hand, leads, session
from benchmarks.answers import on_duckdb
from benchmarks.apart import Answer, Cost, Failed, Run, measured, same
from benchmarks.tables import Aim, aims, table

Seconds = Callable[[Any, Any], float]


def pandas_script(path: str) -> Run:
    """Return a run of a script: pandas, and one call of business-duration for each stretch of time."""

    def run() -> Answer:
        from business_duration import businessDuration

        shut = dict.fromkeys(leads.HOLIDAYS, "holiday")
        rule = {"starttime": time(9), "endtime": time(17), "holidaylist": shut, "unit": "sec"}
        return by_month(path, lambda since, until: round(businessDuration(since, until, **rule)))

    return run


def notebook(path: str) -> Run:
    """Return a run of a notebook: pandas, and one call of businesstimedelta for each stretch of time."""

    def run() -> Answer:
        from businesstimedelta import HolidayRule, Rules, WorkDayRule

        # It fails when no holiday follows: one beyond the log keeps it going.
        shut = {*leads.HOLIDAYS, date(2026, 1, 1), date(2027, 1, 1)}
        rules = Rules([WorkDayRule(time(9), time(17)), HolidayRule(shut)])
        return by_month(path, lambda since, until: rules.difference(since, until).timedelta.total_seconds())

    return run


def by_month(path: str, open_seconds: Seconds) -> Answer:
    """Answer the question with pandas; `open_seconds` counts between two local times without a zone."""
    import pandas

    log = pandas.read_parquet(path)
    log["happened"] = log["happened"].dt.tz_localize("UTC").dt.tz_convert(leads.ZONE).dt.tz_localize(None)
    wide = log.pivot_table(index="lead", columns="event", values="happened", aggfunc="min")
    ended = pandas.Timestamp(datetime(2026, 1, 1, 1))  # what AS_OF is in Berlin
    found: dict[str, int | str] = {}
    for row in wide.itertuples():
        spent = open_seconds(row.created, ended if pandas.isna(row.answered) else row.answered)
        if not pandas.isna(row.paused):
            spent -= open_seconds(row.paused, ended if pandas.isna(row.resumed) else row.resumed)
        late = "missed" if spent > 60 * leads.LIMIT else "pending" if pandas.isna(row.answered) else "met"
        key = f"{row.created:%Y-%m} {late}"
        found[key] = int(found.get(key, 0)) + 1
    return found


def ours(path: str, counted_in: str) -> Run:
    """Return a run of accordant, from the file and the text of the agreement to the verdicts."""
    return on_duckdb(leads.agreement(counted_in=counted_in), Path(path))


OURS, DUE, HAND, SPARK = (
    "accordant",
    "accordant, by month due",
    "hand-written DuckDB SQL",
    "hand-written Spark SQL",
)
CANDIDATES: dict[str, Callable[[str], Run]] = {
    "notebook, businesstimedelta": notebook,
    "pandas script, business-duration": pandas_script,
    SPARK: lambda path: hand.on_spark(session.session(Path(path)), "start"),
    HAND: lambda path: hand.on_duckdb(Path(path), "start"),
    OURS: lambda path: ours(path, "start"),
    DUE: lambda path: ours(path, "due"),
}
"""Each gives its answer by the month of creation, but the last, which gives it by the month of the due instant."""
EVENTS = {"notebook, businesstimedelta": 10_000, "pandas script, business-duration": 50_000}
MODULE = "benchmarks.peers"


def leads_in(cost: Cost) -> int:
    """Return how many leads an answer counts."""
    return sum(int(n) for n in cost.answer.values())


def small(folder: Path, name: str, events: int) -> tuple[Cost, Cost]:
    """Run a peer, and ours, over a log that it can do in seconds."""
    path = folder / "small.parquet"
    leads.generate(path, events)
    costs = {name: measured(MODULE, name, str(path)), OURS: measured(MODULE, OURS, str(path))}
    same(costs)
    return costs[name], costs[OURS]


def large(folder: Path, millions: float) -> dict[str, Cost]:
    """Run all that can read a large log; Spark is left out where it is not installed."""
    path, costs = folder / "large.parquet", {}
    leads.generate(path, round(millions * 1_000_000))
    for name in (name for name in CANDIDATES if name not in EVENTS):
        try:
            costs[name] = measured(MODULE, name, str(path), before=int(name == SPARK))
        except Failed as error:
            if session.Missing.__name__ not in str(error):
                raise
            print(f"{name} is left out: {error}", file=sys.stderr)
    same({name: cost for name, cost in costs.items() if name != DUE})
    return costs


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks peers")
    parser.add_argument("--events", type=float, nargs="+", default=[1, 5], metavar="MILLIONS")
    asked = parser.parse_args(arguments).events
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = {peer: small(folder, peer, events) for peer, events in EVENTS.items()}
        many = {millions: large(folder, millions) for millions in asked}
    first = many[max(asked)][OURS]
    by_lead = first.cpu / leads_in(first)
    rows = [
        row(peer, cost, cost.cpu / leads_in(cost) / by_lead, cost.cpu / own.cpu)
        for peer, (cost, own) in few.items()
    ]
    for costs in many.values():
        own = costs[OURS]
        for title, cost in costs.items():
            rows.append(row(title, cost, cost.cpu / leads_in(cost) / by_lead, cost.cpu / own.cpu))
    ratio = first.cpu / many[max(asked)][HAND].cpu
    print(aims([Aim("accordant / hand-written DuckDB SQL, by month of creation", 1.2, ratio)]))
    heads = ("candidate", "leads", "x a lead", "x the same log", "CPU µs a lead", "CPU s", "wall s", "peak MB")
    print(f"\n{table(heads, rows)}")
    print(f"\n`x a lead`: against accordant over {leads_in(first):,} leads; `x the same log`: against it there.")


def row(title: str, cost: Cost, by_lead: float, alike: float) -> tuple[str, ...]:
    """Return the cells of a candidate."""
    count = leads_in(cost)
    return (
        title,
        f"{count:,}",
        f"{by_lead:,.2f}",
        f"{alike:,.2f}",
        f"{cost.cpu * 1e6 / count:,.2f}",
        f"{cost.cpu:.2f}",
        f"{cost.wall:.2f}",
        f"{cost.megabytes:,}",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
