"""Spans of entities -> outages and time down by cell and group; common to all engines.

An engine says which entities were down when (`Facts`); everything that follows is reckoned here, in this order:
unite over entities, join the parts of a composite, keep the outages that are long enough, cut out excluded time,
time that nobody told and shut hours, clip to cells. Source: SEMANTICS 1 (Availability), 6.55-6.58.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from accordant.measure.cells import begun_cells
from accordant.measure.measurement import Item, Outage, Outcome, Uptime
from accordant.measure.measurement import Tally as Counted
from accordant.measure.stretches import Stretch, at_least, clipped, in_hours, overlapping, total, united, without
from accordant.plan.steps import Down, Spans, Tally
from accordant.plan.steps import Uptime as Step
from accordant.terms.values import Instant


@dataclass(frozen=True)
class Told:
    """A span in which one entity was down, in scope; one that has not `ended` reaches to `as_of`."""

    entity: str
    start: Instant
    stop: Instant
    group: str = ""
    ended: bool = True
    incident: str = ""


@dataclass(frozen=True)
class Facts:
    """What an engine finds for an uptime step.

    `down[i]` are the spans of leaf i of its `down` in the reading that favours the obligor (UNKNOWN opens nothing
    and ends what is open), `maybe[i]` those in the reading against it; None where the two are the same. Spans of
    too few confirmations are left out of both. `first` has the groups and the first instant at which each was
    told, `spoken` when any probe of a group spoke, united (asked for only with `gap_after`).
    """

    down: tuple[Sequence[Told], ...]
    maybe: tuple[Sequence[Told], ...] | None = None
    first: Mapping[str, Instant] = field(default_factory=dict)
    spoken: Mapping[str, Sequence[Stretch]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Whole:
    """An outage before clipping: whether it is long enough, and the stretches of it that count."""

    start: Instant
    stop: Instant
    ended: bool
    tellers: tuple[Told, ...]
    long_enough: bool
    stretches: Sequence[Stretch]
    counts_since: Instant

    @property
    def entities(self) -> tuple[str, ...]:
        return tuple(sorted({told.entity for told in self.tellers}, key=str.encode))


@dataclass(frozen=True)
class _Measured:
    """One group over all of its time; what counts of outages, excluded and unknown time are disjoint.

    `doubtful` are the outages that there are only when what is UNKNOWN is read against the obligor.
    """

    group: str
    first: Instant | None
    outages: Sequence[_Whole]
    doubtful: Sequence[_Whole]
    excluded: Sequence[Stretch]
    unknown: Sequence[Stretch]


def tallies(step: Tally, facts: Facts, excluded: Sequence[Stretch], as_of: Instant) -> list[Counted]:
    """Return the uptime of every cell and group; `excluded` is the time that exclusions take away, united.

    Cells are those of windows that have begun within the term. A group has all of them, for windows to add up,
    and `told` says from which on it exists.
    """
    cells = list(begun_cells(step))
    groups = [_measured(step, facts, excluded, as_of, group) for group in _groups(step, facts)]
    return [_tally(step, one, cell, span, as_of) for cell, span in cells for one in groups]


def items(step: Tally, facts: Facts, excluded: Sequence[Stretch], as_of: Instant) -> list[Item]:
    """Return every outage once for each cell it meets, as it counts there; also those that count nowhere."""
    cells = list(begun_cells(step))
    groups = [_measured(step, facts, excluded, as_of, group) for group in _groups(step, facts)]
    return [
        _item(step, one, whole, cell, span)
        for one in groups
        for cell, span in cells
        for whole in (*_meeting(one.outages, *span), *_meeting(one.doubtful, *span))
    ]


def _groups(step: Tally, facts: Facts) -> list[str]:
    """Return the groups; those nobody told are one when something of it was down."""
    if not step.group:
        return [""]
    named = {told.group for leaf in facts.maybe or facts.down for told in leaf}
    return sorted({*facts.first, *named}, key=str.encode)


def _measured(step: Tally, facts: Facts, excluded: Sequence[Stretch], as_of: Instant, group: str) -> _Measured:
    source = step.source
    assert isinstance(source, Step), "uptime is measured by its own step"
    begins, ends = step.since, min(step.until, as_of)
    gone = without([(begins, ends)], facts.spoken.get(group, ())) if source.gap_after is not None else []
    away = united([*clipped(excluded, begins, ends), *gone])
    down = _outages(source, facts.down, group, away, as_of)
    maybe = down if facts.maybe is None else _outages(source, facts.maybe, group, away, as_of)
    certain = [stretch for whole in down for stretch in whole.stretches]
    doubt = without([stretch for whole in maybe for stretch in whole.stretches], certain)
    return _Measured(
        group,
        _first(facts, group),
        down,
        [whole for whole in maybe if not _meeting(down, whole.start, whole.stop)],
        clipped(excluded, begins, ends),
        united([*without(gone, excluded), *doubt]),
    )


def _first(facts: Facts, group: str) -> Instant | None:
    """Return when a group was first told; None: it always was."""
    if not facts.first and not group:
        return None
    spans = (told.start for leaf in facts.maybe or facts.down for told in leaf if told.group == group)
    return facts.first[group] if group in facts.first else min(spans)


def _outages(
    source: Step, by_leaf: tuple[Sequence[Told], ...], group: str, away: Sequence[Stretch], as_of: Instant
) -> list[_Whole]:
    """Return the outages of a group, ascending: the spans of all entities united, the parts joined."""
    of = [[told for told in leaf if told.group == group] for leaf in by_leaf]
    # What has not ended reaches beyond `as_of`, so that a span that ends right there is told apart.
    leaves = iter([united((t.start, t.stop + (not t.ended)) for t in leaf) for leaf in of])
    tellers = _tellers(told for leaf in of for told in leaf)
    found = []
    for start, stop in _joined(source.down, lambda _: next(leaves)):
        ends = min(stop, as_of)
        if start < ends:
            long_enough = ends - start >= source.counts_from
            counted = in_hours(without([(start, ends)], away), source.service) if long_enough else []
            since = start + source.counts_from
            found.append(_Whole(start, ends, stop <= as_of, tellers(start, ends), long_enough, counted, since))
    return found


def _tellers(spans: Iterable[Told]) -> Callable[[Instant, Instant], tuple[Told, ...]]:
    """Return a function that tells whose spans share time with a stretch; asked for ascending stretches."""
    coming = deque(sorted(spans, key=lambda told: (told.start, told.entity.encode())))
    lasting: list[Told] = []

    def tellers(start: Instant, stop: Instant) -> tuple[Told, ...]:
        while coming and coming[0].start < stop:
            lasting.append(coming.popleft())
        lasting[:] = [told for told in lasting if told.stop > start]
        return tuple(lasting)

    return tellers


def _joined(down: Down, of: Callable[[Spans], Sequence[Stretch]]) -> list[Stretch]:
    """Return where at least so many parts are down; leaves are asked for in order."""
    return at_least(
        down.least, [of(part) if isinstance(part, Spans) else _joined(part, of) for part in down.parts]
    )


def _tally(step: Tally, one: _Measured, cell: int, span: Stretch, as_of: Instant) -> Counted:
    assert isinstance(step.source, Step), "uptime is measured by its own step"
    service = step.source.service
    start, stop = span
    # A window is cut to when its group was first told, as it is cut to the term: before, nothing could be up.
    start = start if one.first is None else min(max(start, one.first), stop)
    now = min(max(start, as_of), stop)
    met = _meeting(one.outages, start, now)
    outages = [outage for whole in met if (outage := _outage(whole, start, now)).stretches]
    excluded, unknown = (in_hours(clipped(gone, start, now), service) for gone in (one.excluded, one.unknown))
    uptime = Uptime(
        whole=total([(start, stop)], service),
        seen=total([(start, now)], service),
        excluded=total(excluded, None),
        unknown=total(unknown, None),
        outages=tuple(outages),
        told=one.first is None or one.first < step.cells[cell + 1],
        excluded_in=tuple(excluded),
        unknown_in=tuple(unknown),
    )
    counted = {outage.start for outage in outages}
    incidents = {told.incident for whole in met if whole.start in counted for told in whole.tellers}
    return Counted(cell, one.group, uptime=uptime, incidents=tuple(sorted(incidents - {""}, key=str.encode)))


def _meeting(outages: Sequence[_Whole], start: Instant, stop: Instant) -> Sequence[_Whole]:
    """Return the outages, disjoint and ascending, that share time with `[start, stop)`."""
    first = bisect_right(outages, start, key=lambda whole: whole.stop)
    return outages[first : max(first, bisect_left(outages, stop, key=lambda whole: whole.start))]


def _outage(whole: _Whole, start: Instant, stop: Instant) -> Outage:
    stretches = tuple(clipped(whole.stretches, start, stop))
    return Outage(whole.start, whole.stop, stretches, whole.ended, whole.entities, whole.counts_since)


def _item(step: Tally, one: _Measured, whole: _Whole, cell: int, span: Stretch) -> Item:
    stretches = clipped(whole.stretches, *span)
    outcome, reason = _standing(one, whole, stretches, span)
    return Item(
        obligation=step.obligation,
        entity=", ".join(whole.entities),
        start=whole.start,
        window=cell,
        raw=outcome,
        outcome=outcome,
        reason=reason,
        version=step.version,
        group=one.group,
        stop=whole.stop if whole.ended else None,
        missed_from=stretches[0][0] if stretches else None,
        elapsed=sum(b - a for a, b in stretches),
        incident=next((told.incident for told in whole.tellers if told.incident), ""),
    )


def _standing(one: _Measured, whole: _Whole, counted: Sequence[Stretch], span: Stretch) -> tuple[Outcome, str]:
    """Say how an outage stands in a cell: missed where it counts, else why it does not."""
    start, stop = max(whole.start, span[0]), min(whole.stop, span[1])
    if whole in one.doubtful:
        return Outcome.UNKNOWN, "it depends on what nobody told"
    if counted:
        return Outcome.MISSED, "down"
    if not whole.long_enough:
        return Outcome.CANCELLED, "shorter than outages that count"
    if overlapping(one.unknown, start, stop):
        return Outcome.UNKNOWN, "nobody told"
    if overlapping(one.excluded, start, stop):
        return Outcome.EXCUSED, "excluded"
    return Outcome.CANCELLED, "outside of service hours"


def merged(parts: Sequence[Uptime]) -> Uptime | None:
    """Add up the uptime of the cells of a window, ascending; an outage cut at their edges is one again."""
    if not parts:
        return None
    outages: dict[Instant, Outage] = {}
    for outage in (outage for part in parts for outage in part.outages):
        known = outages.get(outage.start)
        outages[outage.start] = outage if known is None else _one(known, outage)
    return Uptime(
        whole=sum(part.whole for part in parts),
        seen=sum(part.seen for part in parts),
        excluded=sum(part.excluded for part in parts),
        unknown=sum(part.unknown for part in parts),
        outages=tuple(outages[start] for start in sorted(outages)),
        told=any(part.told for part in parts),
        excluded_in=tuple(united(stretch for part in parts for stretch in part.excluded_in)),
        unknown_in=tuple(united(stretch for part in parts for stretch in part.unknown_in)),
    )


def _one(first: Outage, second: Outage) -> Outage:
    entities = tuple(sorted({*first.entities, *second.entities}, key=str.encode))
    stretches = tuple(united([*first.stretches, *second.stretches]))
    ended, stop = first.ended and second.ended, max(first.stop, second.stop)
    return Outage(first.start, stop, stretches, ended, entities, first.counts_since)
