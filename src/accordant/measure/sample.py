"""Values and request counts -> samples by cell and group; common to all engines. Exact: SEMANTICS 3.12 and 4."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accordant.measure.cells import begun_cells, cell_in
from accordant.measure.measurement import Item, Outcome, Sample
from accordant.measure.measurement import Tally as Counted
from accordant.plan.steps import Plan, Tally, Timeline, Values
from accordant.terms.values import Instant

RANKED = ("median", "min", "max")


@dataclass(frozen=True)
class Value:
    """One value, in scope, at its instant; `known` is False of an entity whose rows contradict each other."""

    entity: str
    instant: Instant
    number: Decimal
    group: str = ""
    known: bool = True


@dataclass(frozen=True)
class Numbers:
    """The numbers of one cell and group that a statistic is taken of, and how many more nobody knows."""

    known: tuple[Fraction, ...]
    unknown: int = 0


def is_ranked(source: Values) -> bool:
    """Say whether a statistic is one of its values, or lies between two: it is taken window by window."""
    return source.take in RANKED or source.take.startswith("p")


def numbers(step: Tally, values: Iterable[Value]) -> dict[tuple[int, str], Numbers]:
    """Return the numbers by cell and group: the values, or their means by interval."""
    assert isinstance(step.source, Values), "asked for the values of a statistic"
    cells = list(begun_cells(step))
    found: dict[tuple[int, str, int], list[Value]] = defaultdict(list)
    for i, value in enumerate(values):
        cell = cell_in(cells, value.instant)
        if cell is not None:
            each = step.source.each
            piece = i if each is None else (value.instant - step.cells[cell]) // each
            found[cell, value.group, piece].append(value)
    return _gathered(found)


def _gathered(pieces: Mapping[tuple[int, str, int], Sequence[Value]]) -> dict[tuple[int, str], Numbers]:
    known: dict[tuple[int, str], list[Fraction]] = defaultdict(list)
    unknown: dict[tuple[int, str], int] = defaultdict(int)
    for (cell, group, _), values in pieces.items():
        if all(value.known for value in values):
            known[cell, group].append(sum((Fraction(v.number) for v in values), Fraction(0)) / len(values))
        else:
            unknown[cell, group] += 1
    return {key: Numbers(tuple(known[key]), unknown[key]) for key in sorted({*known, *unknown})}


def tallies(step: Tally, found: Mapping[tuple[int, str], Numbers]) -> list[Counted]:
    """Return the samples by cell and group; what a rank picks comes later, by window."""
    assert isinstance(step.source, Values), "asked for the values of a statistic"
    return [Counted(cell, group, sample=_sample(step.source, of)) for (cell, group), of in found.items()]


def _sample(source: Values, of: Numbers) -> Sample:
    if source.under is None:
        return Sample(len(of.known), sum(of.known, Fraction(0)), unknown=of.unknown)
    limit = source.under.fraction
    under = sum(number <= limit for number in of.known)
    return Sample(len(of.known), Fraction(under), unknown=of.unknown)


def picks(
    plan: Plan, found: Iterable[tuple[Tally, Mapping[tuple[int, str], Numbers]]]
) -> dict[str, dict[tuple[int, str], Fraction]]:
    """Return what ranks pick, by obligation, window and group, of the numbers of all versions' tallies."""
    steps: dict[str, dict[int, Tally]] = defaultdict(dict)
    cells: dict[str, dict[tuple[int, str], list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    for step, by_cell in found:
        steps[step.obligation][step.version] = step
        for key, of in by_cell.items():
            cells[step.obligation][key] += of.known
    lines = (line for line in plan.timelines if line.obligation in steps)
    return {line.obligation: dict(_picked(line, steps[line.obligation], cells[line.obligation])) for line in lines}


def _picked(
    line: Timeline, by_version: Mapping[int, Tally], cells: Mapping[tuple[int, str], Sequence[Fraction]]
) -> Iterator[tuple[tuple[int, str], Fraction]]:
    groups = sorted({group for _, group in cells}, key=str.encode)
    for i, window in enumerate(line.windows):
        step = by_version.get(window.version)
        if step is None or not isinstance(step.source, Values) or not is_ranked(step.source):
            continue
        for group in groups:
            inside = range(window.first_cell, window.last_cell + 1)
            of = [number for cell in inside for number in cells.get((cell, group), ())]
            if of:
                yield (i, group), pick(step.source, sorted(of))


def pick(source: Values, numbers: Sequence[Fraction]) -> Fraction:
    """Return the number at the rank that a statistic takes of ascending numbers.

    Nearest rank: the ceil(p * n)-th smallest. Interpolated: rank 1 + (n - 1) * p, linear between its neighbours.
    """
    match source.take:
        case "min":
            return numbers[0]
        case "max":
            return numbers[-1]
        case take:
            share = Fraction(take.removeprefix("p") if take != "median" else 50) / 100
    if not source.interpolated:
        return numbers[max(-(-share.numerator * len(numbers) // share.denominator), 1) - 1]
    below, part = divmod((len(numbers) - 1) * share, 1)
    above = numbers[min(below + 1, len(numbers) - 1)]
    return numbers[below] + part * (above - numbers[below])


def items(step: Tally, values: Iterable[Value]) -> list[Item]:
    """Return every value as an item; of a share under a limit those above it are missed."""
    assert isinstance(step.source, Values), "asked for the values of a statistic"
    limit = None if step.source.under is None else step.source.under.fraction
    cells = list(begun_cells(step))
    return [
        _item(step, value, cell, limit) for value in values if (cell := cell_in(cells, value.instant)) is not None
    ]


def _item(step: Tally, value: Value, cell: int, limit: Fraction | None) -> Item:
    outcome, reason = Outcome.MET, "counted"
    if not value.known:
        outcome, reason = Outcome.UNKNOWN, "rows of one event contradict each other"
    elif limit is not None:
        is_under = Fraction(value.number) <= limit
        outcome = Outcome.MET if is_under else Outcome.MISSED
        reason = "at or below the limit" if is_under else "above the limit"
    return Item(
        obligation=step.obligation,
        entity=value.entity,
        start=value.instant,
        window=cell,
        raw=outcome,
        outcome=outcome,
        reason=reason,
        version=step.version,
        group=value.group,
        value=value.number,
        missed_from=value.instant if outcome is Outcome.MISSED else None,
    )


def merged(parts: Sequence[Sample], picked: Fraction | None) -> Sample | None:
    """Add up the samples of the cells of a window; what a rank picks is taken of the numbers themselves."""
    if not parts:
        return None
    return Sample(
        sum(part.n for part in parts),
        sum((part.total for part in parts), Fraction(0)),
        picked,
        sum(part.gaps for part in parts),
        sum(part.unknown for part in parts),
        any(part.told for part in parts),
    )
