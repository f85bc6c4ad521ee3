"""Request counts -> what each interval was up, by cell and group; common to all engines (SEMANTICS 3.12 and 4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import assert_never

from accordant.measure.cells import begun_cells, cell_in
from accordant.measure.measurement import Item, Outcome, Sample
from accordant.measure.measurement import Tally as Counted
from accordant.measure.stretches import Stretch, overlapping, without
from accordant.plan.steps import Rates, Tally
from accordant.terms.values import Instant

UNIT = 10**12


@dataclass(frozen=True)
class Requests:
    """Failed requests out of all, as one event (or one interval) told; `known` is False of disputed entities."""

    bad: Decimal
    out_of: Decimal
    known: bool = True


@dataclass(frozen=True)
class Asked:
    """The intervals of one cell and group of which requests are known: their rates of failure added up, and how
    many more had none.
    """

    n: int
    failed: Fraction = Fraction(0)
    empty: int = 0


@dataclass(frozen=True)
class Row:
    """One event that tells both numbers, in scope."""

    entity: str
    instant: Instant
    requests: Requests
    group: str = ""


@dataclass(frozen=True)
class Facts:
    """What an engine finds for a step of rates: what was told by (cell, group, interval), excluded time left out.

    Intervals are counted from the start of their cell; a step by request needs but interval 0 for a whole cell.
    `first` is the first instant at which each group was told.
    """

    told: Mapping[tuple[int, str, int], Requests]
    first: Mapping[str, Instant] = field(default_factory=dict)


@dataclass(frozen=True)
class Interval:
    """One interval of a cell, `[start, stop)`, that was over at `as_of` and did not begin in excluded time."""

    cell: int
    number: int
    start: Instant
    stop: Instant


def intervals(step: Tally, excluded: Sequence[Stretch], as_of: Instant) -> Iterator[Interval]:
    """Yield the intervals of every cell begun by `as_of`, each once: with the version in which it begins."""
    each = _rates(step).each
    for cell, (start, stop) in begun_cells(step):
        begins, ends = step.cells[cell], step.cells[cell + 1]
        number = -((begins - start) // each)
        while (since := begins + number * each) < stop and min(since + each, ends) <= as_of:
            if not overlapping(excluded, since, since + 1):
                yield Interval(cell, number, since, min(since + each, ends))
            number += 1


def lengths(step: Tally, excluded: Sequence[Stretch], as_of: Instant) -> dict[int, int]:
    """Return how many intervals each cell has, of the cells that have any."""
    each = _rates(step).each
    found = {}
    for cell, (start, stop) in begun_cells(step):
        begins, ends = step.cells[cell], step.cells[cell + 1]
        over = (start, min(stop, as_of if as_of >= ends else as_of - each + 1))
        n = sum(_beginning(begins, each, *stretch) for stretch in without([over], excluded))
        if n:
            found[cell] = n
    return found


def _beginning(begins: Instant, each: int, start: Instant, stop: Instant) -> int:
    """Return how many intervals, counted from `begins`, begin in `[start, stop)`."""
    return (begins - start) // each - (begins - stop) // each


def gathered(
    step: Tally, rows: Iterable[Row], excluded: Sequence[Stretch]
) -> dict[tuple[int, str, int], Requests]:
    """Add up what was told by cell, group and interval, save in excluded time."""
    source, cells = _rates(step), list(begun_cells(step))
    found: dict[tuple[int, str, int], list[Requests]] = defaultdict(list)
    for row in rows:
        cell = cell_in(cells, row.instant)
        if cell is None or (source.by_request and overlapping(excluded, row.instant, row.instant + 1)):
            continue
        number = 0 if source.by_request else (row.instant - step.cells[cell]) // source.each
        # By request what is doubtful stands beside what is known, as interval -1.
        found[cell, row.group, number if row.requests.known or not source.by_request else -1].append(row.requests)
    return {key: _added(told) for key, told in found.items()}


def _added(told: Sequence[Requests]) -> Requests:
    bad, out_of = (sum((getattr(one, name) for one in told), Decimal(0)) for name in ("bad", "out_of"))
    return Requests(bad, out_of, all(one.known for one in told))


def tallies(step: Tally, facts: Facts, excluded: Sequence[Stretch], as_of: Instant) -> list[Counted]:
    """Return the sample of every cell and group: all requests, or what the intervals were up."""
    found: dict[tuple[int, str], Sample] = {}
    if _rates(step).by_request:
        found = _by_request(facts)
    else:
        pieces = list(intervals(step, excluded, as_of))
        for group in groups(step, facts):
            found |= _by_interval(step, facts, pieces, group)
    return [Counted(cell, group, sample=sample) for (cell, group), sample in sorted(found.items())]


def _by_request(facts: Facts) -> dict[tuple[int, str], Sample]:
    found: dict[tuple[int, str], Sample] = defaultdict(lambda: Sample(0))
    for (cell, group, _), told in facts.told.items():
        so_far = found[cell, group]
        if told.known:
            n, total = so_far.n + int(told.out_of), so_far.total + Fraction(told.out_of - told.bad)
            found[cell, group] = replace(so_far, n=n, total=total)
        else:
            found[cell, group] = replace(so_far, unknown=so_far.unknown + int(told.out_of))
    return dict(found)


def groups(step: Tally, facts: Facts) -> list[str]:
    """Return the groups; those nobody told are one when requests of it were told."""
    if not step.group:
        return [""]
    return sorted({*facts.first, *(group for _, group, _ in facts.told)}, key=str.encode)


def _by_interval(
    step: Tally, facts: Facts, pieces: Sequence[Interval], group: str
) -> dict[tuple[int, str], Sample]:
    found: dict[tuple[int, str], Sample] = {}
    known = facts.first.get(group)
    for cell, of in groupby(pieces, key=lambda piece: piece.cell):
        # Before a group was first told nothing of it could be up, and no interval of it is a gap.
        inside = [piece for piece in of if known is None or known < piece.stop]
        sample = _of_cell(_rates(step), [facts.told.get((cell, group, piece.number)) for piece in inside])
        found[cell, group] = replace(sample, told=known is None or known < step.cells[cell + 1])
    return found


def _of_cell(source: Rates, told: Sequence[Requests | None]) -> Sample:
    known = [one for one in told if one is not None and one.known]
    asked = [Fraction(rate(source, one) or 0) for one in known if one.out_of]
    return _sample(source, len(told), Asked(len(asked), sum(asked, Fraction(0)), len(known) - len(asked)))


def _sample(source: Rates, pieces: int, asked: Asked) -> Sample:
    """Return what so many intervals were up: those asked, those without requests, those nobody told."""
    n, total, gaps = asked.n, asked.n - asked.failed, pieces - asked.n - asked.empty
    if source.empty is not None:
        n, total = n + asked.empty, total + asked.empty * (1 - source.empty.fraction)
    match source.gap:
        case "up":
            n, total = n + gaps, total + gaps
        case "down":
            n += gaps
        case "removed":
            pass
        case _:
            assert_never(source.gap)
    return Sample(n, total, gaps=gaps)


def added(
    step: Tally,
    asked: Mapping[tuple[int, str], Asked],
    first: Mapping[str, Instant],
    excluded: Sequence[Stretch],
    as_of: Instant,
) -> list[Counted]:
    """Return the sample of every cell and group, of what its intervals add up to."""
    named = sorted({*first, *(group for _, group in asked)}, key=str.encode) if step.group else [""]
    found = []
    for cell, pieces in lengths(step, excluded, as_of).items():
        for group in named:
            sample = _sample(_rates(step), pieces, asked.get((cell, group), Asked(0)))
            known = first.get(group)
            told = known is None or known < step.cells[cell + 1]
            found.append(Counted(cell, group, sample=replace(sample, told=told)))
    return sorted(found, key=lambda one: (one.window, one.group))


def rate(source: Rates, told: Requests) -> Fraction | None:
    """Return the rate of failures in whole 10^-12, floored; without requests the agreed one, or None."""
    if not told.out_of:
        return source.empty.fraction if source.empty else None
    return Fraction(Fraction(told.bad) * UNIT // Fraction(told.out_of), UNIT)


def items(step: Tally, facts: Facts, excluded: Sequence[Stretch], as_of: Instant) -> list[Item]:
    """Return every interval as an item, missed where any request failed; none of a step by request."""
    if _rates(step).by_request:
        return []
    pieces = list(intervals(step, excluded, as_of))
    return [
        _item(step, piece, group, facts.told.get((piece.cell, group, piece.number)))
        for group in groups(step, facts)
        for piece in pieces
        if facts.first.get(group, piece.start) < piece.stop
    ]


def _item(step: Tally, piece: Interval, group: str, told: Requests | None) -> Item:
    outcome, reason = _standing(_rates(step), told)
    return Item(
        obligation=step.obligation,
        entity="",
        start=piece.start,
        window=piece.cell,
        raw=outcome,
        outcome=outcome,
        reason=reason,
        version=step.version,
        group=group,
        stop=piece.stop,
        missed_from=piece.start if outcome is Outcome.MISSED else None,
    )


def _standing(source: Rates, told: Requests | None) -> tuple[Outcome, str]:
    if told is None:
        return Outcome.UNKNOWN, "nobody told"
    if not told.known:
        return Outcome.UNKNOWN, "rows of one event contradict each other"
    failed = rate(source, told)
    if failed is None:
        return Outcome.CANCELLED, "no requests"
    outcome = Outcome.MISSED if failed else Outcome.MET
    return outcome, f"{told.bad.normalize():,f} of {told.out_of.normalize():,f} failed"


def _rates(step: Tally) -> Rates:
    assert isinstance(step.source, Rates), "asked for the rates of a step of rates"
    return step.source
