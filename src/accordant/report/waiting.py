"""How long items waited: elapsed times become columns, percentiles and a row for those still waiting."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from accordant.measure.measurement import Item, Outcome
from accordant.report.figure import felt
from accordant.terms.calendar import OpenTime
from accordant.terms.definition import Tiers
from accordant.terms.obligation import Obligation
from accordant.terms.values import Length, Microseconds

_SECOND, _MINUTE, _HOUR = 1_000_000, 60_000_000, 3_600_000_000
_SECONDS = (1, 2, 5, 10, 15, 20, 30, 45)
_MINUTES = (1, 2, 3, 5, 8, 11, 15, 20, 30, 45)
_HALF_HOURS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48)
_DAYS = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 270, 365, 545, 730)
_COLUMNS = 19


@dataclass(frozen=True)
class Column:
    """Items that waited more than `over` and no more than `upto` (None: without end), in time and late ones."""

    over: Microseconds
    upto: Microseconds | None
    kept: int
    late: int


@dataclass(frozen=True)
class LimitLine:
    """A limit of the promise on the axis of waiting times, and whom it is for."""

    at: Microseconds
    text: str


@dataclass(frozen=True)
class Group:
    """One value of the attribute that tells the items apart: how many were judged, kept, late."""

    name: str
    judged: int
    kept: int


@dataclass(frozen=True)
class Waiting:
    """The distribution of one promise's waiting times in a window.

    `waiting` are late and still without an answer: they count as longest. `open` are still within their limit
    and stand apart. Percentiles are nearest rank over all but the open ones; None is "still waiting".
    `at_once` of those in the columns took no time of the clock. `day` is how long a day of the clock is.
    """

    columns: tuple[Column, ...]
    waiting: int
    open: int
    p50: Microseconds | None
    p90: Microseconds | None
    p95: Microseconds | None
    limits: tuple[LimitLine, ...]
    groups: tuple[Group, ...]
    business: bool
    at_once: int
    day: Microseconds

    @property
    def size(self) -> int:
        """Return how many items are in the picture, those still waiting too."""
        return self.waiting + sum(column.kept + column.late for column in self.columns)

    @property
    def kept(self) -> int:
        """Return how many were in time."""
        return sum(column.kept for column in self.columns)


def day_length(calendar: OpenTime | None) -> Microseconds:
    """Return how long a day of a clock is: the open time of most open dates; 24 hours without a calendar."""
    if calendar is None or not calendar.days:
        return 24 * _HOUR
    whole = (day for day in calendar.days if calendar.instants[0] <= day.opens and day.closes <= calendar.end)
    counted = Counter(calendar.between(day.opens, day.closes) for day in whole)
    return counted.most_common(1)[0][0] if counted else 24 * _HOUR


def waited(wait: Waiting, length: Microseconds | None) -> str:
    """Write a percentile: a length of time, or `still waiting`."""
    return "still waiting" if length is None else felt(length, wait.day)


def waiting(obligation: Obligation, items: Sequence[Item], calendar: OpenTime | None) -> Waiting | None:
    """Distribute the waiting times of the judged items; None when there are none to judge."""
    judged = [item for item in items if item.outcome in (Outcome.MET, Outcome.MISSED) and item.elapsed is not None]
    if not judged:
        return None
    answered = [item for item in judged if item.stop is not None]
    still = len(judged) - len(answered)
    business = _is_business(obligation)
    day = day_length(calendar) if business else 24 * _HOUR
    limits = _limits(obligation, day)
    lengths = sorted(item.elapsed for item in answered if item.elapsed is not None)
    p50, p90, p95 = (_percentile(lengths, still, Fraction(p, 100)) for p in (50, 90, 95))
    return Waiting(
        columns=_columns(answered, _edges([line.at for line in limits], lengths, day)),
        waiting=still,
        open=sum(item.outcome is Outcome.PENDING for item in items),
        p50=p50,
        p90=p90,
        p95=p95,
        limits=limits,
        groups=_groups(judged, limits),
        business=business,
        at_once=sum(item.elapsed == 0 for item in answered),
        day=day,
    )


def _percentile(lengths: Sequence[Microseconds], still: int, share: Fraction) -> Microseconds | None:
    """Return the nearest-rank percentile, with those still waiting as longest (None)."""
    rank = ceil(share * (len(lengths) + still))
    return lengths[rank - 1] if rank <= len(lengths) else None


def _columns(items: Sequence[Item], edges: Sequence[Microseconds]) -> tuple[Column, ...]:
    bounds: list[Microseconds | None] = [*edges, None]
    counted = Counter((_place(item.elapsed or 0, edges), item.outcome) for item in items)
    return tuple(
        Column(edges[i], bounds[i + 1], counted[i, Outcome.MET], counted[i, Outcome.MISSED])
        for i in range(len(edges))
    )


def _place(length: Microseconds, edges: Sequence[Microseconds]) -> int:
    """Return the column of a length: over its lower edge, up to its upper one; nothing at all is in the first."""
    return next((i for i in reversed(range(len(edges))) if length > edges[i]), 0)


def _edges(
    limits: Sequence[Microseconds], lengths: Sequence[Microseconds], day: Microseconds
) -> list[Microseconds]:
    """Choose the lower edges of at most so many columns: round lengths, the limits among them, and 0."""
    largest = max((*limits, *lengths[-1:]), default=_HOUR)
    smallest = min((*limits, largest))
    ladder = {n * _SECOND for n in _SECONDS} | {n * _MINUTE for n in _MINUTES}
    ladder |= {n * _HOUR // 2 for n in _HALF_HOURS if n * _HOUR // 2 < day} | {n * day for n in _DAYS}
    ceiling = max(8 * max(limits, default=largest), smallest)
    lowest = max(smallest // 120, min([smallest // 30, *lengths[len(lengths) // 4 :][:1]]))
    wanted = sorted({edge for edge in ladder if lowest <= edge < min(largest, ceiling)} | set(limits))
    while len(wanted) >= _COLUMNS:
        wanted = _thinned(wanted, set(limits))
    return [0, *wanted]


def _thinned(edges: list[Microseconds], keep: set[Microseconds]) -> list[Microseconds]:
    """Leave out the edge that stands closest to its neighbour, as a ratio; limits stay."""
    ratios = {later: Fraction(later, earlier) for earlier, later in pairwise(edges) if later not in keep}
    if not ratios:
        return edges[: _COLUMNS - 1]
    closest = min(ratios, key=lambda edge: (ratios[edge], edge))
    return [edge for edge in edges if edge != closest]


def _limits(obligation: Obligation, day: Microseconds) -> tuple[LimitLine, ...]:
    match obligation.within:
        case None:
            return ()
        case Tiers(by=_, tiers=tiers, otherwise=otherwise):
            named = [*tiers, ("all others", otherwise)]
            lines = [_limit(length, day, f", {name}") for name, length in named if length]
            return tuple(sorted(lines, key=lambda line: line.at))
        case length:
            return (_limit(length, day, ""),)


def _limit(length: Length, day: Microseconds, whom: str) -> LimitLine:
    at = _reach(length, day)
    return LimitLine(at, f"{felt(at, day)}{whom}")


def _reach(length: Length, day: Microseconds) -> Microseconds:
    """Return where a limit stands on the axis; lengths by date at so many days of the clock."""
    if length.is_exact:
        return length.microseconds
    return length.amount * day * {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}[length.unit]


def _is_business(obligation: Obligation) -> bool:
    match obligation.within:
        case Length(business=business):
            return business
        case Tiers(tiers=tiers, otherwise=otherwise):
            return any(length.business for length in (*(t for _, t in tiers), otherwise) if length)
        case _:
            return False


def _groups(items: Sequence[Item], limits: Sequence[LimitLine]) -> tuple[Group, ...]:
    """Tell the items apart by their group or, where they have none, by the limit that was theirs."""
    told = {line.at: line.text for line in limits} if len(limits) > 1 else {}
    named = [(item.group or told.get(item.limit or 0, ""), item.outcome is Outcome.MET) for item in items]
    judged = Counter(name for name, _ in named)
    kept = Counter(name for name, is_kept in named if is_kept)
    if len(judged) < 2:
        return ()
    return tuple(Group(name or "all others", judged[name], kept[name]) for name in sorted(judged, key=str.encode))
