"""What SQL cannot do of a plan: found before anything runs, with the promise, the step and the reason.

The plan is run on a database that holds nothing and says each time that there may be some rows: whatever has no SQL
form comes to light.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accordant.measure.sql.database import Row
from accordant.measure.sql.dialects.known import DIALECTS
from accordant.measure.sql.events import Kind
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.lookup import Steps
from accordant.measure.sql.moments import Unsupported
from accordant.measure.sql.run import Run
from accordant.measure.sql.see import Latest
from accordant.plan.steps import Itemise, Moments, Plan, Tally, Time, Tries

WHAT_TO_DO = (
    "state it in a way that SQL can measure, or export the events to files and measure with '--engine duckdb'"
)


@dataclass(frozen=True)
class Obstacle:
    """A promise, or "" for the answers of consequences, with the step that has no SQL form and the reason."""

    promise: str
    step: str
    reason: str

    @property
    def sentence(self) -> str:
        """Return what cannot be done, why, and what to do."""
        whose = f"promise '{self.promise}'" if self.promise else "an answer to a consequence"
        return f"{whose}: {self.step} cannot be measured in SQL: {self.reason}; {WHAT_TO_DO}"


class Unmeasurable(Exception):
    """A plan that an engine cannot measure where the events are. Carries the obstacles."""

    def __init__(self, dialect: str, obstacles: Sequence[Obstacle]) -> None:
        said = "; ".join(obstacle.sentence for obstacle in obstacles)
        super().__init__(f"{DIALECTS[dialect].title} cannot measure this agreement: {said}")
        self.obstacles = tuple(obstacles)


def require(plan: Plan, kinds: Mapping[str, Kind], dialect: str) -> None:
    """Raise Unmeasurable when an engine of that dialect cannot do a step of the plan."""
    found = obstacles(plan, kinds, dialect)
    if found:
        raise Unmeasurable(dialect, found)


def obstacles(plan: Plan, kinds: Mapping[str, Kind], dialect: str) -> tuple[Obstacle, ...]:
    """Return what an engine of that dialect cannot do, in the order of the plan, each once."""
    found = [*_of_tallies(plan, kinds, DIALECTS[dialect].gaps), *_of_answers(plan, kinds)]
    return tuple(dict.fromkeys(found))


def _of_tallies(plan: Plan, kinds: Mapping[str, Kind], gaps: Mapping[str, str]) -> Iterator[Obstacle]:
    for step in plan.tallies:
        gap = gaps.get(type(step.source).__name__)
        reason = gap or _reason(lambda step=step: _measured(plan, kinds, step))  # type: ignore[misc]  # bound at once
        if reason:
            yield Obstacle(step.obligation, title(step.source), reason)


def _of_answers(plan: Plan, kinds: Mapping[str, Kind]) -> Iterator[Obstacle]:
    for moments in plan.answers:
        reason = _reason(lambda moments=moments: _answered(plan, kinds, moments))  # type: ignore[misc]  # as above
        if reason:
            yield Obstacle("", f"the moments of '{moments.name}'", reason)


def _measured(plan: Plan, kinds: Mapping[str, Kind], step: Tally) -> None:
    lines = tuple(line for line in plan.timelines if line.obligation == step.obligation)
    _run(replace(plan, tallies=(step,), timelines=lines, answers=()), kinds).measure()


def _answered(plan: Plan, kinds: Mapping[str, Kind], moments: Moments) -> None:
    _run(replace(plan, tallies=(), timelines=(), answers=()), kinds).answers(moments)


def _run(plan: Plan, kinds: Mapping[str, Kind]) -> Run:
    database = _Empty()
    shelf = Shelf(database, as_of=plan.as_of)
    return Run(database, shelf, dict(kinds), plan, Latest(database), is_fast=False, may_fetch=False)


def _reason(run: Callable[[], None]) -> str:
    try:
        run()
    except Unsupported as why:
        return str(why)
    return ""


def title(source: Itemise) -> str:
    """Return what a step is called in an agreement."""
    if isinstance(source, Time):
        return "'attempts'" if isinstance(source.source, Tries) else "'time'"
    words = {"Cohort": "share", "Flow": "share", "Occur": "count", "Due": "deliver", "Uptime": "availability"}
    words |= {"Rates": "availability", "Values": "statistic"}
    return f"'{words[type(source).__name__]}'"


@dataclass(frozen=True)
class _Empty:
    """A database that runs nothing: each count is one, each SELECT has no rows."""

    dialect: str = "none"

    def rows(self, sql: str) -> list[Row]:  # noqa: ARG002
        """Return no rows."""
        return []

    def stream(self, sql: str) -> Iterator[Row]:  # noqa: ARG002
        """Yield no rows."""
        return iter(())

    def value(self, sql: str) -> Any:  # noqa: ARG002
        """Answer one: there may be some."""
        return 1

    def about(self, text: str) -> None:
        """Take no note."""

    def keep(self, table: str, sql: str, *, once: bool = False) -> None:
        """Keep nothing."""

    def keep_and_count(self, table: str, sql: str) -> int:  # noqa: ARG002
        """Keep nothing, and answer one: there may be some."""
        return 1

    def view(self, table: str, sql: str) -> None:
        """Keep nothing."""

    def extend(self, table: str, sql: str) -> None:
        """Keep nothing."""

    def without(self, table: str, where: str) -> None:
        """Keep nothing."""

    def drop(self, table: str) -> None:
        """Drop nothing."""

    def send(self, table: str, columns: Sequence[tuple[str, str]], values: Sequence[Sequence[object]]) -> None:
        """Send nothing."""

    def lay_out(self, table: str, steps: Steps) -> None:
        """Lay nothing out."""
