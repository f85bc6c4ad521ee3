"""The entities of one kind that were touched, counted as they were and as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accordant.measure.measurement import Answer
from accordant.measure.restate import Undetermined, restated
from accordant.measure.sql.events import Kind
from accordant.measure.sql.grown import Kinds
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.remembered import Kept, Remembered
from accordant.measure.sql.run import Run
from accordant.measure.sql.see import Latest
from accordant.measure.sql.touched import Touched, touched
from accordant.plan.steps import Moments, Plan, Tally, Time
from accordant.terms.values import Instant


@dataclass
class Work:
    """What is taken over of the entities of one kind: steps, definitions and answers, each then and now."""

    steps: list[tuple[Kept, Tally]] = field(default_factory=list)
    undecided: list[tuple[Moments, int, Moments]] = field(default_factory=list)
    answers: list[tuple[Moments, tuple[Answer, ...], Moments]] = field(default_factory=list)

    @property
    def waiting(self) -> frozenset[str]:
        """Return the entities whose items time alone may have changed."""
        return frozenset[str]().union(*(kept.waiting for kept, _ in self.steps))


@dataclass
class Logs:
    """The events then, those added since, and those of now; found once by id for all kinds."""

    shelf: Shelf
    then: Kinds
    added: Kinds
    present: Kinds

    def __post_init__(self) -> None:
        """Begin with nothing found."""
        self._by_then = Latest(self.shelf.database, " then")
        self._by_now = Latest(self.shelf.database, " since")

    def is_alike(self, kind: str) -> bool:
        """Say whether events of a kind tell the same columns now as then, if there were any then."""
        then, now = self.then.get(kind), self.present.get(kind)
        if now is None:
            return False
        return then is None or _types(then) == _types(now)

    def touched(self, kind: str, last: Remembered, work: Work) -> Touched:
        """Find the entities that may be counted otherwise."""
        database, then, added = self.shelf.database, self.then.get(kind), self.added.get(kind)
        return touched(database, then, added, last.seen, last.extent, work.waiting)

    def before(self, of: Kind, last: Remembered, steps: Sequence[Tally]) -> Run:
        """Return a run over the log then, in which a kind has these events only."""
        self.shelf.extent, self.shelf.as_of = last.extent, last.as_of
        plan = Plan(*last.seen, tuple(steps))
        return Run(self.shelf.database, self.shelf, {**self.then, of.name: of}, plan, self._by_then, is_fast=False)

    def after(self, of: Kind, now: Remembered, steps: Sequence[Tally]) -> Run:
        """Return a run over the log now, in which a kind has these events only."""
        self.shelf.extent, self.shelf.as_of = now.extent, now.as_of
        plan, kinds = Plan(*now.seen, tuple(steps)), {**self.present, of.name: of}
        return Run(self.shelf.database, self.shelf, kinds, plan, self._by_now, is_fast=False, waiting={})


def _types(kind: Kind) -> Mapping[str, tuple[str, str]]:
    return {name: (told.role, told.type) for name, told in kind.told.items()}


def again(logs: Logs, kind: str, work: Work, last: Remembered, now: Remembered) -> None:
    """Count the touched entities of a kind then and now, and add to `now` all that is told so."""
    few = logs.touched(kind, last, work)
    before = logs.before(few.before, last, [kept.step for kept, _ in work.steps])
    counted = before.tallies().by_step
    cuts = [_cut(before, kept.step) for kept, _ in work.steps]
    unknown = [before.undecided_of(moments) for moments, _, _ in work.undecided]
    after = logs.after(few.after, now, [step for _, step in work.steps])
    found = after.tallies().by_step
    for (kept, step), was, cut, is_now in zip(work.steps, counted, cuts, found, strict=True):
        if cut != _cut(after, step):
            continue
        try:
            tallies = restated(kept.tallies, was, is_now)
        except Undetermined:
            continue
        waiting = (after.waiting or {}).get(id(step), ())
        now.kept.append(Kept(step, tallies, frozenset(waiting)))
    for (_, total, moments), few_then in zip(work.undecided, unknown, strict=True):
        now.undecided.append((moments, total - few_then + after.undecided_of(moments)))
    for _, told, moments in work.answers:
        now.answers.append((moments, tuple(_answers(after, few, told, moments))))


def _cut(run: Run, step: Tally) -> tuple[tuple[Instant, Instant], ...]:
    return run.excluded(step.source) if isinstance(step.source, Time) else ()


def _answers(after: Run, few: Touched, told: Sequence[Answer], moments: Moments) -> list[Answer]:
    """Return the answers of all entities: those told, but for the touched, and theirs of now."""
    again = set[str]()
    if told:
        again = {entity for (entity,) in after.database.rows(f"SELECT entity FROM {few.table}")}
    stay = [answer for answer in told if answer.entity not in again]
    return sorted([*stay, *after.answers(moments)], key=lambda a: (a.happened, a.entity.encode()))
