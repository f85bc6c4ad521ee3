"""One run of a plan on a connection: each tally as SQL, the few entities beside it by the reference engine."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import assert_never

from accordant.measure import uptime
from accordant.measure.measurement import Answer, Item, Measured, Near, Outcome
from accordant.measure.measurement import Tally as Counted
from accordant.measure.memory.seen import Seen
from accordant.measure.sql import (
    beside,
    counting,
    downtime,
    few,
    firsts,
    needs,
    placing,
    quote,
    rates,
    regular,
    timing,
    undecided,
    values,
)
from accordant.measure.sql.counted import counted
from accordant.measure.sql.database import Database
from accordant.measure.sql.events import Kind, fetch_events, load_events
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.moments import Unsupported
from accordant.measure.sql.pair import cycles
from accordant.measure.sql.query import Query
from accordant.measure.sql.see import Latest
from accordant.measure.sql.spans import spans
from accordant.measure.sql.story import Story
from accordant.measure.sql.tries import tries
from accordant.measure.stretches import united
from accordant.measure.windows import Picks, assemble, group_text, incidents, order, tally
from accordant.plan.steps import Cohort, Due, Flow, Moments, Occur, Pair, Plan, Rates, Tally, Time, Uptime, Values
from accordant.record.event import Event
from accordant.terms.values import Instant


@dataclass(frozen=True)
class Reckoned:
    """The items of one tally: those in SQL (a part of `query`, "" none), and those reckoned beside it."""

    step: Tally
    query: Query
    placed: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Tallies:
    """The tallies of the steps of a plan, in their order; `regular` are the places of those told by one GROUP BY."""

    by_step: tuple[list[Counted], ...]
    picks: dict[str, Picks]
    regular: frozenset[int] = frozenset()


@dataclass
class Run:
    """A plan that runs on a connection over the relations of some kinds of entities.

    `waiting`, if given, takes in the entities of which an item of a step is not settled, by the `id` of the step:
    such as are pending, unknown or in no cell. Steps told by one GROUP BY (`is_fast`) do not name theirs.
    `may_fetch`: whether all events of a kind may be fetched for a step that SQL cannot do. `unsure` counts, by definition,
    the entities of which nobody can say whether they ever fulfilled it.
    """

    database: Database
    shelf: Shelf
    kinds: dict[str, Kind]
    plan: Plan
    by_id: Latest
    latest: dict[str, tuple[Kind, frozenset[str]]] = field(default_factory=dict)
    is_fast: bool = True
    may_fetch: bool = True
    waiting: dict[int, set[str]] | None = None
    unsure: list[tuple[Moments, int]] = field(default_factory=list)

    @property
    def seen(self) -> tuple[Instant, Instant]:
        """Return `as_of` and `known_at`."""
        return self.plan.as_of, self.plan.known_at

    def measure(self) -> Measured:
        """Return the tallies of every obligation of the plan."""
        counted = self.tallies()
        cells: dict[str, list[Counted]] = {}
        for step, found in zip(self.plan.tallies, counted.by_step, strict=True):
            cells.setdefault(step.obligation, []).extend(found)
        unknown = {step.obligation: self.undecided(step) for step in self.plan.tallies}
        answers = tuple(chain.from_iterable(map(self.answers, self.plan.answers)))
        return Measured(assemble(self.plan, cells, unknown, counted.picks), answers)

    def tallies(self) -> Tallies:
        """Return the tallies by cell and group of each step of the plan."""
        found = self._regular() if self.is_fast else {}
        regular = frozenset(found)
        statistics = values.statistics(self, self.plan)
        for i, step in enumerate(self.plan.tallies):
            if isinstance(step.source, Uptime):
                found[i] = uptime.tallies(
                    step, downtime.facts(self, step), self.excluded(step.source), self.plan.as_of
                )
            elif isinstance(step.source, Rates):
                found[i] = rates.tallies(self, step)
            elif isinstance(step.source, Values):
                found[i] = statistics.samples[i]
            elif i not in found:
                found[i] = self._count(self.reckon(step))
        by_step = tuple(found[i] for i in range(len(self.plan.tallies)))
        return Tallies(by_step, statistics.picks, regular)

    def _regular(self) -> dict[int, list[Counted]]:
        """Return the tallies, by their place in the plan, of the clocks that one GROUP BY a kind can tell."""
        found: dict[int, list[Counted]] = {}
        by_kind: dict[str, list[regular.Fast]] = {}
        for i, step in enumerate(self.plan.tallies):
            if fast := self._fast(i, step):
                by_kind.setdefault(needs.kind_of(step), []).extend(fast)
        for name, steps in by_kind.items():
            kind = self.kind(name)
            story = needs.shared(Query(), self.shelf, kind, self.seen, [one.step for one in steps])
            told = regular.told(story, self.shelf, steps)
            few = self._copied(kind) if any(one.is_odd for one in told) else kind
            for one in told:
                found[one.of.place] = one.tallies + (self._others(few, one) if one.is_odd else [])
            regular.forget(self.database)
        return found

    def _copied(self, kind: Kind) -> Kind:
        """Copy the events of the entities that are not regular for every clock: the whole log is read no more."""
        copy = quote.name(f"irregular events {kind.name}")
        named = f"SELECT entity FROM {firsts.TABLE} WHERE entity IS NOT NULL"
        self.database.keep(
            copy, f"SELECT e.* FROM {kind.relation} AS e JOIN ({named}) AS n ON n.entity = e.entity"
        )
        return replace(kind, relation=copy)

    def _fast(self, place: int, step: Tally) -> list[regular.Fast]:
        if isinstance(step.source, Uptime | Rates | Values):
            return []
        kind = self.kind(needs.kind_of(step))
        try:
            story = needs.story(Query(), self.shelf, kind, self.seen, step)
            fast = regular.fast(story, place, step)
        except Unsupported:
            return []
        return [] if not fast or self._outside(step, kind) else fast

    def _others(self, kind: Kind, told: regular.Told) -> list[Counted]:
        """Return the tallies of the entities whose history is not regular."""
        irregular = quote.name("irregular")
        self.database.keep(irregular, firsts.listed(told.clock))
        return self._count(self._in_sql(told.of.step, kind, irregular))

    def items(self, obligation: str, near: Near | None = None) -> Iterator[Item]:
        """Yield the items of one obligation, all or those asked for, by window, start and entity id in bytes."""
        steps = [step for step in self.plan.tallies if step.obligation == obligation]
        found = chain.from_iterable(self._listed(self.reckon(step), near) for step in steps)
        yield from sorted(found, key=order)

    def reckon(self, step: Tally) -> Reckoned:
        """Return the items of one tally: by SQL, and by the reference engine what SQL leaves to it."""
        if isinstance(step.source, Uptime):
            outages = uptime.items(step, downtime.facts(self, step), self.excluded(step.source), self.plan.as_of)
            return Reckoned(step, Query(), "", tuple(outages))
        if isinstance(step.source, Rates):
            return Reckoned(step, Query(), "", tuple(rates.items(self, step)))
        if isinstance(step.source, Values):
            return Reckoned(step, Query(), "", tuple(values.items(self, step)))
        kind = self.kind(needs.kind_of(step))
        if isinstance(step.source, Due):
            return self._beside(step, self._reference(step, few.delivering(self, step)))
        try:
            if step.inherits is not None or step.bequeathed is not None:
                raise Unsupported("items are handed over between versions")
            return self._in_sql(step, kind)
        except Unsupported as why:
            self.leave(why)
            return self._beside(step, self._reference(step, {kind.name: "TRUE"}))

    def _beside(self, step: Tally, seen: Seen) -> Reckoned:
        """Return the items of one tally, all of them by the reference engine."""
        return Reckoned(step, Query(), "", tuple(self._relieved(step, beside.items(seen, step))))

    def leave(self, why: Exception) -> None:
        """Leave all events of a kind to the reference engine. Raises the reason where they may not be fetched."""
        if not self.may_fetch:
            raise why

    def kind(self, name: str) -> Kind:
        """Return the events of a kind as they count at `known_at`."""
        if name not in self.latest:
            known = self.kinds.get(name) or load_events(self.database, name, [], None)
            self.latest[name] = self.by_id.of(known, self.plan.known_at)
        return self.latest[name][0]

    def _in_sql(self, step: Tally, kind: Kind, inside: str = "") -> Reckoned:
        outside = self._outside(step, kind)
        query = Query()
        story = replace(needs.story(query, self.shelf, kind, self.seen, step), outside=outside, inside=inside)
        relieving = None
        if step.relief is not None:
            relief = self.kind(step.relief.of.kind)
            relieving = needs.moments_story(query, self.shelf, relief, self.seen, step.relief.of)
        placed = placing.placed(story, step, self._itemised(story, step), relieving)
        beside_items: Sequence[Item] = ()
        if outside:
            few_of_kind = {kind.name: f"EXISTS (SELECT 1 FROM {outside} AS o WHERE o.entity = e.entity)"}
            beside_items = beside.items(self._reference(step, few_of_kind), step)
            beside_items = self._relieved(step, beside_items)
        return Reckoned(step, query, placed, tuple(beside_items))

    def _itemised(self, story: Story, step: Tally) -> str:
        match step.source:
            case Time(source=source, pauses=pauses):
                found = cycles(story, source) if isinstance(source, Pair) else tries(story, source)
                cut = timing.Cut(spans(story, pauses) if pauses else "", self.excluded(step.source))
                return timing.items(story, step.source, found, cut)
            case Cohort():
                return counting.cohort(story, step.source)
            case Flow():
                return counting.flow(story, step.source)
            case Occur():
                return counting.occur(story, step.source)
            case Due() | Uptime() | Rates() | Values():
                raise Unsupported("reckoned by the reference engine")
            case _:
                assert_never(step.source)

    def excluded(self, time: Time | Uptime | Rates) -> tuple[tuple[Instant, Instant], ...]:
        """Return the time excluded for all items: told by few events, so the reference engine reads them."""
        if not time.excluded:
            return ()
        if isinstance(time, Time) and time.source.kind in {one.spans.kind for one in time.excluded}:
            raise Unsupported("its exclusions are told of the entities that it measures")
        seen = self.see(few.excluding(self, time.excluded))
        return tuple(united(stretch for one in time.excluded for stretch in seen.excluded_by(one)))

    def _outside(self, step: Tally, kind: Kind) -> str:
        """Return a temporary table of the entities left to the reference engine; "" if there are none."""
        query = Query()
        story = needs.story(query, self.shelf, kind, self.seen, step)
        selects = beside.outside(story, step)
        disputed = self.latest[kind.name][1]
        if disputed and not isinstance(step.source, Flow):
            named = quote.name("disputed")
            self.database.send(named, [("entity", "VARCHAR")], [sorted(disputed)])
            selects.append(f"SELECT entity FROM {named}")
        if not selects:
            return ""
        table = quote.name("outside")
        union = " UNION ALL ".join(selects)
        found = query.statement(f"SELECT DISTINCT entity FROM ({union}) AS o")
        self.database.about(
            "Entities whose history SQL leaves to the reference engine: their items are told beside."
        )
        return table if self.database.keep_and_count(table, found) else ""

    def _reference(self, step: Tally, wanted: dict[str, str]) -> Seen:
        """Return what the reference engine sees of entities of some kinds, and of all that they depend on."""
        whole = dict(wanted)
        for one in filter(None, (step, step.inherits)):
            whole.setdefault(needs.kind_of(one), "TRUE")
            if isinstance(one.source, Time):
                whole = few.excluding(self, one.source.excluded) | whole
        return self.see(whole)

    def disputed(self, name: str) -> frozenset[str]:
        """Return the entities of a kind of which rows of one event contradict each other."""
        self.kind(name)
        return self.latest[name][1]

    def see(self, wanted: dict[str, str]) -> Seen:
        """Return what the reference engine sees of the events of some kinds that fulfil a condition."""
        events: list[Event] = []
        disputed: set[tuple[str, str]] = set()
        for name, where in wanted.items():
            kind = self.kind(name)
            self.database.about(
                f"Events of kind '{name}' that are fetched, for the reference engine to reckon with."
            )
            happened = f"e.happened <= {self.plan.as_of} AND e.recorded <= {self.plan.known_at}"
            events += fetch_events(self.database, kind, f"{happened} AND {where}")
            disputed |= {(name, entity) for entity in self.disputed(name)}
        kinds = [self.kind(name) for name in wanted]
        return beside.reference(events, frozenset(disputed), kinds, self.plan.as_of)

    def _relieved(self, step: Tally, items: Sequence[Item]) -> list[Item]:
        """Apply the relief, whose ranks need the moments of all entities, to items reckoned beside SQL."""
        if step.relief is None or not items:
            return list(items)
        query = Query()
        kind = self.kind(step.relief.of.kind)
        story = needs.moments_story(query, self.shelf, kind, self.seen, step.relief.of)
        part = placing.relieved_moments(story, step.relief)
        rows = self.database.rows(query.statement(f"SELECT entity, happened, reason FROM {part}"))
        reasons = {(entity, happened): reason for entity, happened, reason in rows}
        return [
            replace(item, outcome=Outcome.EXCUSED, reason=reasons[item.entity, item.start])
            if (item.entity, item.start) in reasons and item.outcome is not Outcome.CANCELLED
            else item
            for item in items
        ]

    def _count(self, reckoned: Reckoned) -> list[Counted]:
        found = tally(reckoned.step, reckoned.items)
        self._await(reckoned.step, (item.entity for item in reckoned.items if placing.is_waiting(item)))
        if not reckoned.placed:
            return found
        table = quote.name("placed items")
        told = placing.COUNTED if self.waiting is None else f"{placing.COUNTED}, {placing.WAITING} AS waiting"
        placed = reckoned.query.statement(f"SELECT {told} FROM {reckoned.placed}")
        self.database.about(placing.ITEMS)
        self.database.keep(table, placed)
        if self.waiting is not None:
            open_ = self.database.rows(f"SELECT DISTINCT waiting FROM {table} WHERE waiting IS NOT NULL")
            self._await(reckoned.step, (entity for (entity,) in open_))
        self.database.about(placing.TALLY)
        rows = self.database.rows(placing.counts(table))
        same_as = self.database.rows(placing.incidents(table)) if reckoned.step.same else []
        same = placing.by_group(same_as)
        counts = counted(reckoned.step, rows)
        return found + [replace(c, incidents=incidents(map(group_text, same[c.window, c.group]))) for c in counts]

    def _await(self, step: Tally, entities: Iterable[str]) -> None:
        if self.waiting is not None:
            self.waiting.setdefault(id(step), set()).update(entities)

    def _listed(self, reckoned: Reckoned, near: Near | None) -> Iterator[Item]:
        yield from (item for item in reckoned.items if near is None or near.holds(item))
        if not reckoned.placed:
            return
        where = placing.near(near) if near else "TRUE"
        listed = reckoned.query.statement(f"SELECT {placing.LISTED} FROM {reckoned.placed} WHERE {where}")
        yield from (placing.item(reckoned.step, row) for row in self.database.stream(listed))

    def undecided(self, step: Tally) -> dict[str, int]:
        """Count the entities for which a definition that makes the items of a step was UNKNOWN and never TRUE."""
        counts = {moments.name: self.undecided_of(moments) for moments in needs.makers(step)}
        return {name: count for name, count in counts.items() if count}

    def undecided_of(self, moments: Moments) -> int:
        """Count the entities for which a definition was UNKNOWN and never TRUE: once for all steps that it makes."""
        known = next((n for one, n in self.unsure if one == moments), None)
        if known is None:
            known = self._undecided_of(moments)
            self.unsure.append((moments, known))
        return known

    def _undecided_of(self, moments: Moments) -> int:
        query = Query()
        kind = self.kind(moments.kind)
        story = needs.moments_story(query, self.shelf, kind, self.seen, moments)
        select = undecided.candidates(story, moments)
        if not select:
            return 0
        self.database.about(f"Entities of which nobody can say whether they ever were '{moments.name}'.")
        if undecided.is_decided_by_sql(story, moments):
            return int(self.database.value(query.statement(f"SELECT count(*) FROM ({select}) AS u")))
        table = quote.name("unsure")
        if not self.database.keep_and_count(table, query.statement(select)):
            return 0
        seen = self.see({kind.name: f"EXISTS (SELECT 1 FROM {table} AS o WHERE o.entity = e.entity)"})
        return undecided.count(seen, moments)

    def answers(self, moments: Moments) -> list[Answer]:
        """Return the moments of a definition that may answer consequences, in order."""
        return self.see(few.with_any(self, [moments], "answering")).answers(moments)
