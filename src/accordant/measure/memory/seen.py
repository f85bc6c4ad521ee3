"""What can be seen at an instant -> the items of a plan's tallies, entity by entity."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from accordant.measure import rates, sample, uptime
from accordant.measure.measurement import Answer, Item, Outcome
from accordant.measure.measurement import Tally as Counted
from accordant.measure.memory import downtime, values
from accordant.measure.memory.clock import Cycle, cycles
from accordant.measure.memory.counting import cohort, deliveries, flow, occur, told_values
from accordant.measure.memory.excluding import excluded
from accordant.measure.memory.history import History
from accordant.measure.memory.moments import OWN_FIELDS, Hit, Sight, hits, is_undecided
from accordant.measure.memory.readings import Readings
from accordant.measure.memory.relief import relieved
from accordant.measure.memory.spans import spans
from accordant.measure.memory.timing import left_at, time_item
from accordant.measure.memory.tries import tries
from accordant.measure.stretches import Stretch, united
from accordant.measure.windows import cell_of, group_text, tally
from accordant.plan.steps import (
    Cohort,
    Due,
    Excluded,
    Flow,
    Moments,
    Occur,
    Pair,
    Rates,
    Tally,
    Time,
    Uptime,
    Values,
)
from accordant.record.event import Cell
from accordant.terms.values import Instant

OwnFields = Mapping[str, frozenset[str]]
ByEntity = Time | Cohort | Flow | Occur


@dataclass(frozen=True)
class Seen:
    """The histories that can be seen at `as_of`, by kind of entity."""

    histories: Mapping[str, Sequence[History]]
    fields: OwnFields
    as_of: Instant
    sights: dict[str, Sight] = field(default_factory=dict)

    def sight(self, kind: str) -> Sight:
        """Return how predicates about a kind of entity are read."""
        found = self.sights.get(kind)
        if found is None:
            found = self.sights[kind] = Sight(self.fields.get(kind, OWN_FIELDS) | OWN_FIELDS)
        return found

    def items(self, step: Tally) -> list[Item]:
        """Return the items of one tally with their cell, version, group and relief; in no particular order."""
        measured = self._itemised(step)
        if measured is not None:
            return measured
        named = (replace(item, obligation=step.obligation, version=step.version) for item in self._raw(step))
        found = list(named)
        own = [item for item in found if step.since <= item.start < step.until]
        if step.bequeathed is not None:
            own = [item for item in own if not _is_open(item, step.bequeathed)]
        if step.inherits is not None:
            open_then = {
                (item.entity, item.start)
                for item in self.items(replace(step.inherits, bequeathed=None, relief=None))
                if _is_open(item, step.since)
            }
            own += [item for item in found if (item.entity, item.start) in open_then]
        return self._relieve(step, own)

    def tallies(self, step: Tally) -> list[Counted]:
        """Return the tallies of one step by cell and group."""
        match step.source:
            case Uptime():
                return uptime.tallies(step, self._downtime(step), self._excluded(step.source), self.as_of)
            case Rates():
                return rates.tallies(step, self._requests(step), self._excluded(step.source), self.as_of)
            case Values():
                return sample.tallies(step, self.numbers(step))
            case _:
                return tally(step, self.items(step))

    def numbers(self, step: Tally) -> dict[tuple[int, str], sample.Numbers]:
        """Return the numbers that a statistic is taken of, by cell and group."""
        return sample.numbers(step, self._values(step))

    def _itemised(self, step: Tally) -> list[Item] | None:
        """Return the items of time down, intervals and values; None of steps whose items are of one entity."""
        match step.source:
            case Uptime():
                return uptime.items(step, self._downtime(step), self._excluded(step.source), self.as_of)
            case Rates():
                return rates.items(step, self._requests(step), self._excluded(step.source), self.as_of)
            case Values():
                return sample.items(step, self._values(step))
            case _:
                return None

    def _downtime(self, step: Tally) -> uptime.Facts:
        assert isinstance(step.source, Uptime), "asked for the time down of an uptime"
        sights = {kind: self.sight(kind) for kind in step.source.kinds}
        return downtime.facts(step, self.histories, sights, self.as_of)

    def _requests(self, step: Tally) -> rates.Facts:
        assert isinstance(step.source, Rates), "asked for the requests of a step of rates"
        kind = step.source.kind
        of_kind = self.histories.get(kind, ())
        rows = values.rows(step, of_kind, self.sight(kind))
        told = rates.gathered(step, rows, self._excluded(step.source))
        return rates.Facts(told, values.first_told(step, of_kind))

    def _values(self, step: Tally) -> Iterator[sample.Value]:
        assert isinstance(step.source, Values), "asked for the values of a statistic"
        kind = step.source.kind
        return values.values(step, self.histories.get(kind, ()), self.sight(kind))

    def undecided(self, step: Tally) -> dict[str, int]:
        """Count the entities for which a definition that makes items was UNKNOWN and never TRUE."""
        counts = {}
        for moments in _makers(step):
            sight = self.sight(moments.kind)
            counts[moments.name] = sum(
                is_undecided(moments, history, sight) for history in self.histories.get(moments.kind, ())
            )
        return {name: count for name, count in counts.items() if count}

    def answers(self, moments: Moments) -> list[Answer]:
        """Return the moments of a definition as answers to consequences, in order; of values one an event."""
        found = []
        for history, hit in self._hits(moments):
            step = history.steps[hit.order]
            rows = [step.row(step.events[i]) for i in hit.events]
            told = {name: _only(row.get(name) for row in rows) for name in ("by", "obligation", "window")}
            answer = Answer(
                moments.name, hit.instant, history.entity, told["by"], told["obligation"], told["window"]
            )
            found += [replace(answer, value=value) for value in told_values(moments, step, hit)] or [answer]
        return sorted(found, key=lambda answer: (answer.happened, answer.entity.encode()))

    def _relieve(self, step: Tally, items: list[Item]) -> list[Item]:
        if step.relief is None:
            return items
        kind = step.relief.of.kind
        reasons = relieved(step.relief, self.histories.get(kind, ()), Readings(self.sight(kind)))
        return [
            replace(item, outcome=Outcome.EXCUSED, reason=reasons[item.entity, item.start])
            if (item.entity, item.start) in reasons and item.outcome is not Outcome.CANCELLED
            else item
            for item in items
        ]

    def _raw(self, step: Tally) -> Iterator[Item]:
        source = step.source
        if isinstance(source, Due):
            yield from self._due(step, source)
            return
        if isinstance(source, Uptime | Rates | Values):
            return
        kind = source.source.kind if isinstance(source, Time) else source.kind
        cut = self._excluded(source) if isinstance(source, Time) else []
        for history in self.histories.get(kind, ()):
            for item in self._decided(step, source, history, cut):
                group, incident = (_attribute(name, item, history) for name in (step.group, step.same))
                yield replace(item, group=group, incident=incident)

    def _decided(self, step: Tally, source: ByEntity, history: History, cut: Sequence[Stretch]) -> list[Item]:
        """Return the items of one entity; unknown where the two readings of what is UNKNOWN differ."""
        sight = self.sight(source.source.kind if isinstance(source, Time) else source.kind)
        sight.doubts.met = False
        plain = list(self._read(step, source, history, cut, Readings(sight)))
        if not plain or isinstance(source, Flow):
            return plain
        if history.disputed:
            return [_unknown(item, "rows of one event contradict each other") for item in plain]
        if not sight.doubts.met:
            return plain
        one, other = (
            {item.start: item.raw for item in self._read(step, source, history, cut, Readings(sight, side))}
            for side in (True, False)
        )
        reason = "it depends on what nobody told"
        return [
            _unknown(item, reason) if one.get(item.start) is not other.get(item.start) else item for item in plain
        ]

    def _read(
        self,
        step: Tally,
        source: ByEntity,
        history: History,
        cut: Sequence[Stretch],
        readings: Readings,
    ) -> Iterator[Item]:
        match source:
            case Time():
                yield from self._timed(step, source, history, cut, readings)
            case Cohort():
                yield from _placed(step, cohort(source, history, readings, self.as_of))
            case Flow():
                yield from _placed(step, flow(source, history, readings))
            case Occur():
                yield from _placed(step, occur(source, history, readings, self.as_of))

    def _timed(
        self, step: Tally, source: Time, history: History, cut: Sequence[Stretch], readings: Readings
    ) -> Iterator[Item]:
        make = cycles if isinstance(source.source, Pair) else tries
        paused = [
            (span.start, span.stop)
            for pause in source.pauses
            for span in spans(pause, history, readings, self.as_of)
        ]
        for cycle in make(source.source, history, readings):  # type: ignore[arg-type]  # the pair of its kind
            item = time_item(source, cycle, history, [*paused, *cut], self.as_of)
            if item is not None:
                yield self._place(step, source, cycle, history, item)

    def _place(self, step: Tally, source: Time, cycle: Cycle, history: History, item: Item) -> Item:
        at: Instant | None = {"due": item.due, "start": item.start, "stop": item.stop or item.due}[
            source.counted_in
        ]
        if item.outcome is Outcome.CANCELLED:
            at = left_at(source, cycle, history, self.as_of)
        return replace(item, window=-1 if at is None else cell_of(step.cells, at))

    def excluded_by(self, exclusion: Excluded) -> list[Stretch]:
        """Return the time that one exclusion takes away."""
        readings = Readings(self.sight(exclusion.spans.kind))
        return excluded((exclusion,), self.histories, readings, self.as_of)

    def _excluded(self, source: Time | Uptime | Rates) -> list[Stretch]:
        return united(stretch for exclusion in source.excluded for stretch in self.excluded_by(exclusion))

    def _due(self, step: Tally, source: Due) -> Iterator[Item]:
        delivered = sorted(
            ((hit.instant, history.entity) for history, hit in self._hits(source.of)),
            key=lambda pair: (pair[0], pair[1].encode()),
        )
        cell = cell_of(step.cells, self.as_of)
        until = step.cells[cell + 1] if cell >= 0 else min(step.until, max(self.as_of, step.since))
        for item in deliveries(source, delivered, self.as_of, until):
            yield replace(item, window=cell_of(step.cells, item.start))

    def _hits(self, moments: Moments) -> Iterator[tuple[History, Hit]]:
        sight = self.sight(moments.kind)
        for history in self.histories.get(moments.kind, ()):
            yield from ((history, hit) for hit in hits(moments, history, sight))


def _makers(step: Tally) -> Iterable[Moments]:
    """Return the definitions whose moments are the items of a tally."""
    match step.source:
        case Time(source=source):
            return source.starts if isinstance(source, Pair) else (source.per,)
        case Flow(of=of, good=good):
            return (of, good)
        case Cohort(of=of) | Occur(of=of) | Due(of=of):
            return (of,)
        case Uptime() | Rates() | Values():
            return ()
        case _:
            assert_never(step.source)


def _is_open(item: Item, instant: Instant) -> bool:
    """Say whether an item was still undecided at an instant; one that was cancelled stays where it was."""
    match item.raw:
        case Outcome.PENDING | Outcome.UNKNOWN:
            return True
        case Outcome.MISSED:
            return item.missed_from is not None and item.missed_from >= instant
        case Outcome.MET:
            decided = item.stop if item.stop is not None else item.last_moment
            return decided is not None and decided >= instant
        case _:
            return False


def _only(cells: Iterable[Cell]) -> str:
    """Return the one text that all events of a moment tell; "" when they tell none or several."""
    told = {str(cell) for cell in cells if cell is not None}
    return told.pop() if len(told) == 1 else ""


def _placed(step: Tally, items: Iterable[Item]) -> Iterator[Item]:
    yield from (replace(item, window=cell_of(step.cells, item.start)) for item in items)


def _unknown(item: Item, reason: str) -> Item:
    return replace(item, raw=Outcome.UNKNOWN, outcome=Outcome.UNKNOWN, reason=reason)


def _attribute(name: str, item: Item, history: History) -> str:
    """Return an attribute as it stood at the item's start; "" when nobody had told it."""
    if not name:
        return ""
    i = bisect_right(history.steps, item.start, key=lambda s: s.instant) - 1
    return group_text(history.steps[max(i, 0)].attributes.get(name))
