"""Rates as SQL: what intervals were up is added up by cell and group; one division an interval, on whole numbers."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from accordant.measure import rates
from accordant.measure.measurement import Item
from accordant.measure.measurement import Tally as Counted
from accordant.measure.rates import Asked, Facts, Requests
from accordant.measure.sql import quote
from accordant.measure.sql.log import Log
from accordant.measure.sql.told import Told, first_told, told
from accordant.measure.sql.values import NO_SQL
from accordant.measure.stretches import Stretch, clipped
from accordant.plan.steps import Rates, Tally
from accordant.terms.values import Instant


def tallies(log: Log, step: Tally) -> list[Counted]:
    """Return the sample of every cell and group."""
    try:
        return _tallies(log, step)
    except NO_SQL as why:
        log.leave(why)
        return log.see(_wanted(step)).tallies(step)


def items(log: Log, step: Tally) -> list[Item]:
    """Return every interval as an item."""
    try:
        return rates.items(step, _facts(log, step), log.excluded(_rates(step)), log.seen[0])
    except NO_SQL as why:
        log.leave(why)
        return log.see(_wanted(step)).items(step)


def _tallies(log: Log, step: Tally) -> list[Counted]:
    """Return the samples from sums by cell and group; the numbers of each interval only where these do not do."""
    source, excluded = _rates(step), log.excluded(_rates(step))
    if not source.by_request:
        found = told(log, step)
        sums = _sums(log, step, found)
        if sums is not None:
            return rates.added(step, sums, _first(log, step, found), excluded, log.seen[0])
    return rates.tallies(step, _facts(log, step), excluded, log.seen[0])


def _sums(log: Log, step: Tally, found: Told) -> dict[tuple[int, str], Asked] | None:
    """Return what was told of the intervals of each cell and group; None for numbers not whole or below zero."""
    if found.scale:
        return None
    source = _rates(step)
    failed = f"CAST(bad AS HUGEINT) * {rates.UNIT} // CAST(out_of AS HUGEINT)"
    counts = [
        f"count(CASE WHEN {test} THEN 1 END)"
        for test in ("counts AND out_of <> 0", "counts AND out_of = 0", "bad < 0 OR out_of < 0")
    ]
    selected = (
        f"SELECT cell, grouped, {quote.listed(counts)}, sum(CASE WHEN counts AND out_of <> 0 THEN {failed} END)"
        f" FROM ({_standing(step, found, log.excluded(source), log.seen[0])}) AS s GROUP BY cell, grouped"
    )
    rows = log.database.rows(found.query.statement(selected))
    if any(odd for _, _, _, _, odd, _ in rows):
        return None
    return {
        (cell, group): Asked(asked, Fraction(int(failed or 0), rates.UNIT), empty)
        for cell, group, asked, empty, _, failed in rows
    }


def _standing(step: Tally, found: Told, excluded: Sequence[Stretch], as_of: Instant) -> str:
    """Return the SELECT of the intervals told of, and which count: begun here, over, known and not excluded."""
    each = _rates(step).each
    since = f"cell_start + piece * {each}"
    inside = [
        f"{since} >= {quote.constant(step.since)}",
        f"least({since} + {each}, cell_stop) <= {quote.constant(as_of)}",
    ]
    inside += [f"NOT ({since} >= {quote.constant(a)} AND {since} < {quote.constant(b)})" for a, b in excluded]
    return f"SELECT *, known AND {quote.every(inside)} AS counts FROM {_intervals(step, found)}"


def _intervals(step: Tally, found: Told) -> str:
    """Return the part with the requests of each interval."""
    piece = f"(happened - cell_start) // {_rates(step).each}"
    return found.query.part(
        "intervals",
        f"SELECT cell, cell_start, cell_stop, grouped, {piece} AS piece, bool_and(known) AS known,"
        f" sum(number) AS bad, sum(number_2) AS out_of FROM {found.part}"
        " GROUP BY cell, cell_start, cell_stop, grouped, piece",
    )


def _facts(log: Log, step: Tally) -> Facts:
    """Return the requests of each interval, or of each cell by request."""
    found = told(log, step)
    source = _rates(step)
    if source.by_request:
        part = _requests(log, step, found)
    else:
        part = f"SELECT cell, grouped, piece, known, bad, out_of FROM {_intervals(step, found)}"
    rows = log.database.rows(found.query.statement(part))
    numbers = {
        (cell, group, piece): Requests(Decimal(bad), Decimal(out_of), known)
        for cell, group, piece, known, bad, out_of in rows
    }
    return Facts(numbers, _first(log, step, found))


def _requests(log: Log, step: Tally, found: Told) -> str:
    """Return the SELECT of all requests by cell and group; what is doubtful stands apart, as interval -1."""
    join, inside = "", "TRUE"
    excluded = [
        bound
        for stretch in clipped(log.excluded(_rates(step)), step.cells[0], step.cells[-1])
        for bound in stretch
    ]
    if excluded:
        starts = excluded if excluded[0] == step.cells[0] else [step.cells[0], *excluded]
        first = 1 if excluded[0] == step.cells[0] else 0
        away = log.shelf.days(starts, [(i + first) % 2 for i in range(len(starts))], step.cells[-1] + 1)
        join, inside = f" {away.join('x', 't.happened')}", "x.base = 0"
    return (
        "SELECT cell, grouped, CASE WHEN known THEN 0 ELSE -1 END AS piece, known, sum(number) AS bad,"
        f" sum(number_2) AS out_of FROM {found.part} AS t{join} WHERE {inside} GROUP BY cell, grouped, known"
    )


def _first(log: Log, step: Tally, found: Told) -> dict[str, Instant]:
    if not step.group:
        return {}
    return dict(log.database.rows(found.query.statement(first_told(found, step))))


def _wanted(step: Tally) -> dict[str, str]:
    return dict.fromkeys([_rates(step).kind, *(one.spans.kind for one in _rates(step).excluded)], "TRUE")


def _rates(step: Tally) -> Rates:
    assert isinstance(step.source, Rates), "asked for the rates of a step of rates"
    return step.source
