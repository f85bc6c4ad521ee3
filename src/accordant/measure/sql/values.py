"""Statistics as SQL: sums and counts by cell, and what ranks pick, window by window, from one histogram.

Whatever a rank needs of intervals (`each`), whose means are no decimals, is reckoned from their sums in Python.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from accordant.measure import sample
from accordant.measure.measurement import Item, Sample
from accordant.measure.measurement import Tally as Counted
from accordant.measure.sample import Numbers, Value
from accordant.measure.sql import quote, ranks
from accordant.measure.sql.database import Unfit
from accordant.measure.sql.log import Log
from accordant.measure.sql.moments import Unsupported
from accordant.measure.sql.told import KNOWN, NO_GROUP, Told, told
from accordant.measure.windows import Picks
from accordant.plan.steps import Plan, Tally, Timeline, Values

NO_SQL = (Unsupported, Unfit)
"""Why a statistic is left to the reference engine: it has no SQL form, or its numbers do not fit any column."""

Key = tuple[int, str]


@dataclass
class Statistics:
    """The samples of the statistics of a plan by place in it, and what ranks pick by obligation.

    `sums` are the rows that samples are made of, by the statement of what is told: promises about the same
    values read them once.
    """

    samples: dict[int, list[Counted]] = field(default_factory=dict)
    picks: dict[str, Picks] = field(default_factory=dict)
    sums: dict[str, list[Any]] = field(default_factory=dict)


def statistics(log: Log, plan: Plan) -> Statistics:
    """Return the samples and picks of all statistics of a plan."""
    found = Statistics()
    by_obligation: dict[str, list[tuple[int, Tally]]] = defaultdict(list)
    for i, step in enumerate(plan.tallies):
        if isinstance(step.source, Values):
            by_obligation[step.obligation].append((i, step))
    # Those with ranks come first: their histograms have the sums that the others need.
    for obligation, steps in sorted(by_obligation.items(), key=lambda one: not _has_ranks(one[1])):
        line = next((line for line in plan.timelines if line.obligation == obligation), None)
        try:
            _add(log, found, steps, line)
        except NO_SQL as why:
            log.leave(why)
            numbers = {i: log.see({_values(step).kind: "TRUE"}).numbers(step) for i, step in steps}
            _from_numbers(found, plan, steps, numbers)
    return found


def _has_ranks(steps: Sequence[tuple[int, Tally]]) -> bool:
    return any(sample.is_ranked(_values(step)) for _, step in steps)


def items(log: Log, step: Tally) -> list[Item]:
    """Return every value as an item."""
    try:
        found = told(log, step)
        rows = _run(log, found, f"SELECT entity, happened, number, grouped, known FROM {found.part}")
        values = [Value(entity, at, Decimal(number), group, known) for entity, at, number, group, known in rows]
    except NO_SQL as why:
        log.leave(why)
        return log.see({_values(step).kind: "TRUE"}).items(step)
    return sample.items(step, values)


def _add(log: Log, found: Statistics, steps: Sequence[tuple[int, Tally]], line: Timeline | None) -> None:
    """Add one obligation: by sums where they tell all, else by the numbers of its intervals."""
    of = [_values(step) for _, step in steps]
    is_ranked = _has_ranks(steps)
    if any(one.each is not None and (is_ranked or one.under is not None) for one in of):
        plan = Plan(*log.seen, tuple(step for _, step in steps), (line,) if line else ())
        _from_numbers(found, plan, steps, {i: _numbers(log, step) for i, step in steps})
        return
    tables = []
    for i, step in steps:
        if is_ranked:
            tables.append(quote.name(f"histogram {step.obligation} {step.version}"))
        found.samples[i] = _summed(log, step, tables[-1] if is_ranked else "", found.sums)
    if is_ranked and line is not None:
        # A cell that two versions share has the numbers of both.
        counts: Counter[Key] = Counter()
        for one in (one for i, _ in steps for one in found.samples[i]):
            counts[one.window, one.group] += one.sample.n if one.sample else 0
        sources = {step.version: _values(step) for _, step in steps}
        found.picks[line.obligation] = ranks.picks(log.database, line, sources, tables, counts)


def _from_numbers(
    found: Statistics,
    plan: Plan,
    steps: Sequence[tuple[int, Tally]],
    numbers: Mapping[int, Mapping[Key, Numbers]],
) -> None:
    for i, step in steps:
        found.samples[i] = sample.tallies(step, numbers[i])
    found.picks |= sample.picks(plan, [(step, numbers[i]) for i, step in steps])


def _summed(log: Log, step: Tally, histogram: str, sums: dict[str, list[Any]]) -> list[Counted]:
    """Return the samples by cell and group from sums; a histogram, if one is named, is made on the way."""
    source, found = _values(step), told(log, step)
    if source.each is not None:
        return _means(log, step, found)
    if source.under is not None:
        under = f"count(CASE WHEN number <= {_limit(source.under.fraction, found.scale)} THEN 1 END)"
        counted = f"SELECT cell, grouped, known, count(*), {under} FROM {found.part} GROUP BY cell, grouped, known"
        samples = _samples(_run(log, found, counted))
        if not histogram:
            return samples
    same = found.query.statement(found.part)
    totals = "cell, grouped, known, count(*) AS n, sum(number) AS total"
    if histogram:
        _count(log, found, histogram)
        rows = log.database.rows(_HISTOGRAM_SUMS.format(histogram))
    else:
        known = f"SELECT {totals} FROM {found.part} GROUP BY cell, grouped, known"
        rows = sums[same] if same in sums else _run(log, found, known)
    sums[same] = rows
    return _samples(rows) if source.under is None else samples


def _count(log: Log, found: Told, histogram: str) -> None:
    """Make the table of how often each number was told by cell and group."""
    # A key that is the same for all rows would keep DuckDB from counting in an array.
    keys = quote.listed(["cell", *found.varying, "number"])
    columns = quote.listed(name if name in found.varying else f"{same} AS {name}" for name, same in _SAME.items())
    counted = f"SELECT {keys}, count(*) AS n FROM {found.part} GROUP BY {keys}"
    made = found.query.statement(f"SELECT cell, {columns}, number, n FROM ({counted}) AS c")
    log.database.keep(histogram, made)


_SAME = {"grouped": NO_GROUP, "known": KNOWN}
_HISTOGRAM_SUMS = (
    "SELECT cell, grouped, known, CAST(sum(n) AS BIGINT), sum(number * CAST(n AS DECIMAL(10, 0)))"
    " FROM {} GROUP BY cell, grouped, known"
)


def _samples(rows: Iterable[Any]) -> list[Counted]:
    """Return the samples of rows: cell, group, whether it is known, how many, their total."""
    found: dict[Key, Sample] = {}
    for cell, group, known, n, total in rows:
        so_far = found.get((cell, group), Sample(0))
        found[cell, group] = Sample(
            so_far.n + n * known, so_far.total + Fraction(total) * known, unknown=so_far.unknown + n * (not known)
        )
    return [Counted(*key, sample=one) for key, one in sorted(found.items())]


def _means(log: Log, step: Tally, found: Told) -> list[Counted]:
    """Return the samples of the means of intervals: those of so many values each are added up before dividing."""
    pieces = _pieces(step, found)
    added = f"SELECT cell, grouped, known, n, count(*), sum(total) FROM {pieces} GROUP BY cell, grouped, known, n"
    rows = _run(log, found, added)
    return _samples((*key, many, Fraction(total) / n) for *key, n, many, total in rows)


def _pieces(step: Tally, found: Told) -> str:
    """Return the part with one row an interval: cell, grouped, piece, known, how many values, their total."""
    piece = f"(happened - cell_start) // {_values(step).each}"
    return found.query.part(
        "pieces",
        f"SELECT cell, grouped, {piece} AS piece, bool_and(known) AS known, count(*) AS n, sum(number) AS total"
        f" FROM {found.part} GROUP BY cell, grouped, piece",
    )


def _numbers(log: Log, step: Tally) -> dict[Key, Numbers]:
    """Return the numbers by cell and group: the means of intervals, or the values themselves."""
    found = told(log, step)
    part = found.part
    if _values(step).each is not None:
        part = _pieces(step, found)
    one = "n, total" if part != found.part else "1, number"
    known: dict[Key, list[Fraction]] = defaultdict(list)
    unknown: dict[Key, int] = defaultdict(int)
    for cell, group, is_known, n, total in _run(log, found, f"SELECT cell, grouped, known, {one} FROM {part}"):
        if is_known:
            known[cell, group].append(Fraction(total) / n)
        else:
            unknown[cell, group] += 1
    return {key: Numbers(tuple(known[key]), unknown[key]) for key in sorted({*known, *unknown})}


def _limit(limit: Fraction, scale: int) -> str:
    """Print the greatest number of so many digits after the point that is not above a limit."""
    number = limit * 10**scale // 1
    return quote.decimal(Decimal((int(number < 0), tuple(map(int, str(abs(number)))), -scale)))


def _run(log: Log, found: Told, select: str) -> list[Any]:
    return log.database.rows(found.query.statement(select))


def _values(step: Tally) -> Values:
    assert isinstance(step.source, Values), "asked for the values of a statistic"
    return step.source
