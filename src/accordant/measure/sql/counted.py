"""Rows of a tally's statement go in, tallies come out: one for each cell and group."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import repeat
from typing import Any

from accordant.measure.measurement import Outcome, Tally
from accordant.measure.windows import group_text
from accordant.plan.steps import Flow
from accordant.plan.steps import Tally as Step
from accordant.terms.values import Instant

Key = tuple[int, str]


def counted(step: Step, rows: Sequence[tuple[Any, ...]]) -> list[Tally]:
    """Return the tallies of the rows of `placing.counts`."""
    return [_counted(step, key, of) for key, of in sorted(_grouped(rows).items())]


def _grouped(rows: Sequence[tuple[Any, ...]]) -> dict[Key, list[tuple[Any, ...]]]:
    found: dict[Key, list[tuple[Any, ...]]] = {}
    for cell, grouped, *rest in rows:
        found.setdefault((cell, group_text(grouped)), []).append(tuple(rest))
    return found


def _counted(step: Step, key: Key, rows: Sequence[tuple[Any, ...]]) -> Tally:
    if isinstance(step.source, Flow):
        kept = [(is_good, n) for _, outcome, is_good, _, n, _, _ in rows if outcome == "met"]
        good, valid = (sum(n for is_good, n in kept if is_good == side) for side in (1, 0))
        return Tally(*key, good=good, valid=valid)
    return Tally(
        *key,
        counts=_sums(rows, 1),
        raw=_sums(rows, 0),
        total=_worth(rows, 1, "met"),
        raw_total=_worth(rows, 0, "met"),
        open_total=_worth(rows, 1, "pending"),
        first_miss=min((row[6] for row in rows if row[6] is not None), default=None),
        late=tuple(sorted(_late(rows))),
    )


def _late(rows: Sequence[tuple[Any, ...]]) -> Iterator[Instant]:
    for _, _, _, late, n, *_ in rows:
        if late is not None:
            yield from repeat(late, n)


def _sums(rows: Sequence[tuple[Any, ...]], column: int) -> dict[Outcome, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row[column]] = found.get(row[column], 0) + row[4]
    return {outcome: found[outcome.value] for outcome in Outcome if outcome.value in found}


def _worth(rows: Sequence[tuple[Any, ...]], column: int, outcome: str) -> Decimal:
    return sum((Decimal(row[5]) for row in rows if row[column] == outcome and row[5] is not None), Decimal(0))
