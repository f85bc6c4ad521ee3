"""Rows as an export has them: roughly in the order of recording, some out of order, some twice."""

from collections import Counter
from random import Random

from accordant.sample import office
from accordant.sample.log import Row


def disordered(rng: Random, rows: list[Row], counts: Counter[str]) -> list[Row]:
    """Return `rows` and copies of some, displaced by up to three days; equal seeds give equal order."""
    placed = [(_place(rng, row, 20), n, row) for n, row in enumerate(rows)]
    copies = rng.sample(rows, len(rows) * 12 // 1000)
    placed += [(_place(rng, row, 1000), len(rows) + n, row) for n, row in enumerate(copies)]
    placed.sort()
    counts["duplicated rows"] = len(copies)
    counts["rows out of order"] = _descents([row for _, _, row in placed])
    return [row for _, _, row in placed]


def _place(rng: Random, row: Row, in_thousand: int) -> int:
    """Return where in the export a row stands: at its recording, or displaced from it."""
    return row.logged + (rng.randrange(3 * office.DAY) if rng.randrange(1000) < in_thousand else 0)


def _descents(rows: list[Row]) -> int:
    """Count the rows recorded before a row that stands above them."""
    latest, found = 0, 0
    for row in rows:
        found += row.logged < latest
        latest = max(latest, row.logged)
    return found
