"""Items and cell tallies -> measurements by window; common to all engines."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from accordant.measure import sample, uptime
from accordant.measure.measurement import Item, Measurement, Outcome, Tally
from accordant.plan.steps import Flow, Plan, Timeline
from accordant.plan.steps import Tally as TallyStep
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan

Picks = Mapping[tuple[int, str], Fraction]


def cell_of(cells: Sequence[Instant], instant: Instant) -> int:
    """Return the cell an instant falls into, -1 outside of them."""
    i = bisect_right(cells, instant) - 1
    return i if i < len(cells) - 1 else -1


def group_text(value: object) -> str:
    """Return a group's attribute as agreements spell it; "" for what nobody told."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def tally(step: TallyStep, items: Iterable[Item]) -> list[Tally]:
    """Count items by cell and group; `item.window` is their cell. Items outside the cells are left out."""
    grouped: dict[tuple[int, str], list[Item]] = defaultdict(list)
    for item in items:
        if item.window >= 0:
            grouped[item.window, item.group].append(item)
    return [_tally(step, cell, group, found) for (cell, group), found in sorted(grouped.items())]


def _tally(step: TallyStep, cell: int, group: str, items: Sequence[Item]) -> Tally:
    if isinstance(step.source, Flow):
        kept = [item for item in items if item.outcome is Outcome.MET]
        good = sum(item.reason == "good" for item in kept)
        return Tally(cell, group, good=good, valid=len(kept) - good)
    misses = [
        item.missed_from for item in items if item.outcome is Outcome.MISSED and item.missed_from is not None
    ]
    return Tally(
        cell,
        group,
        counts=_counts(item.outcome for item in items),
        raw=_counts(item.raw for item in items),
        total=_worth(items, Outcome.MET),
        raw_total=sum((i.value for i in items if i.raw is Outcome.MET and i.value is not None), Decimal(0)),
        open_total=_worth(items, Outcome.PENDING),
        first_miss=min(misses, default=None),
        late=tuple(sorted(t for t in lost(items) if t >= step.cells[cell + 1])),
        incidents=incidents(item.incident for item in items if item.outcome is Outcome.MISSED),
    )


def incidents(told: Iterable[str]) -> tuple[str, ...]:
    """Return the incidents that were told, each once, in order of their bytes."""
    return tuple(sorted({one for one in told if one}, key=str.encode))


def order(item: Item) -> tuple[int, Instant, bytes, int, bytes, Decimal, str]:
    """Return what items are listed by: window, start, entity; values of one instant by group and number."""
    value = Decimal(0) if item.value is None else item.value
    return (
        item.window,
        item.start,
        item.entity.encode(),
        item.version,
        item.group.encode(),
        value,
        item.outcome.value,
    )


def lost(items: Iterable[Item]) -> Iterable[Instant]:
    """Yield the instants at which items were lost: missed, or taken away from a count or a cohort."""
    for item in items:
        if item.outcome is Outcome.MISSED and item.missed_from is not None:
            yield item.missed_from
        elif item.outcome is Outcome.CANCELLED and item.reason == "taken away" and item.stop is not None:
            yield item.stop


def _counts(outcomes: Iterable[Outcome]) -> dict[Outcome, int]:
    found: dict[Outcome, int] = {}
    for outcome in outcomes:
        found[outcome] = found.get(outcome, 0) + 1
    return {outcome: found[outcome] for outcome in Outcome if outcome in found}


def _worth(items: Iterable[Item], outcome: Outcome) -> Decimal:
    return sum((i.value for i in items if i.outcome is outcome and i.value is not None), Decimal(0))


def assemble(
    plan: Plan,
    cells: Mapping[str, Sequence[Tally]],
    undecided: Mapping[str, Mapping[str, int]],
    picks: Mapping[str, Picks] = MappingProxyType({}),
) -> tuple[Measurement, ...]:
    """Merge the cell tallies of every version into windows; windows nobody needs yet are left out.

    A window is kept that has begun within the term by `as_of`, or that has items. `picks` are what the ranks of
    statistics pick, by obligation.
    """
    found = []
    for line in plan.timelines:
        merged = _by_window(line, cells.get(line.obligation, ()), plan.as_of, picks.get(line.obligation, {}))
        used = {t.window for t in merged}
        last = max(
            (i for i, w in enumerate(line.windows) if (w.in_term and w.start <= plan.as_of) or i in used),
            default=-1,
        )
        windows = line.windows[: last + 1]
        found.append(
            Measurement(line.obligation, windows, tuple(merged), dict(undecided.get(line.obligation, {})))
        )
    return tuple(found)


def _by_window(line: Timeline, cells: Sequence[Tally], as_of: Instant, picks: Picks) -> list[Tally]:
    grouped: dict[tuple[int, str], list[Tally]] = defaultdict(list)
    spread = _windows_of_cells(line.windows, {cell.window for cell in cells})
    for cell in cells:
        for window in spread[cell.window]:
            grouped[window, cell.group].append(cell)
    found = [
        _merged(line.windows[i], i, group, parts, picks.get((i, group)))
        for (i, group), parts in sorted(grouped.items())
    ]
    return [tally for tally in found if _exists(tally, line.windows[tally.window], as_of)]


def _exists(tally: Tally, window: WindowSpan, as_of: Instant) -> bool:
    """Say whether a window has begun and its group was known in it, where time is measured and not items."""
    measured = tally.uptime or tally.sample
    return measured is None or (measured.told and window.start <= as_of)


def _windows_of_cells(windows: Sequence[WindowSpan], wanted: set[int]) -> dict[int, list[int]]:
    spread: dict[int, list[int]] = {cell: [] for cell in wanted}
    for i, window in enumerate(windows):
        for cell in range(window.first_cell, window.last_cell + 1):
            if cell in spread:
                spread[cell].append(i)
    return spread


def _merged(window: WindowSpan, index: int, group: str, parts: Sequence[Tally], picked: Fraction | None) -> Tally:
    return Tally(
        index,
        group,
        counts=_added(part.counts for part in parts),
        raw=_added(part.raw for part in parts),
        total=sum((part.total for part in parts), Decimal(0)),
        raw_total=sum((part.raw_total for part in parts), Decimal(0)),
        open_total=sum((part.open_total for part in parts), Decimal(0)),
        good=sum(part.good for part in parts),
        valid=sum(part.valid for part in parts),
        first_miss=min((part.first_miss for part in parts if part.first_miss is not None), default=None),
        late=tuple(sorted(t for part in parts for t in part.late if t >= window.stop)),
        uptime=uptime.merged([part.uptime for part in parts if part.uptime is not None]),
        sample=sample.merged([part.sample for part in parts if part.sample is not None], picked),
        incidents=incidents(one for part in parts for one in part.incidents),
    )


def _added(counts: Iterable[Mapping[Outcome, int]]) -> dict[Outcome, int]:
    found: dict[Outcome, int] = {}
    for part in counts:
        for outcome, n in part.items():
            found[outcome] = found.get(outcome, 0) + n
    return {outcome: found[outcome] for outcome in Outcome if outcome in found}
