"""Scripts of golden cases and of a small agreement: what would be told to an engine, with nothing run."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from click.testing import CliRunner, Result
from golden import Case, all_cases, instant, opened

from accordant.agree.versions import versions
from accordant.cli import main
from accordant.measure.sql import quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.dialects.known import DIALECTS
from accordant.measure.sql.engines.script import Script
from accordant.measure.sql.events import Kind, told_of
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.run import Run
from accordant.measure.sql.see import Latest
from accordant.plan.plan import compile_clocks, make_plan
from accordant.plan.steps import Plan
from accordant.record.event import Event
from accordant.terms.source import Sources

PRINTED = Path(__file__).parent / "printed"
CASES = [case for case in all_cases() if "refused" not in case.questions[0]]
AS_OF = "2026-09-30"


def printed(dialect: str, words: str = "") -> Result:
    """Print the small agreement as a user does."""
    asked = ["sql", str(PRINTED), "--dialect", dialect, "--as-of", AS_OF, *words.split()]
    return CliRunner().invoke(main, asked, catch_exceptions=False)


@cache
def planned(case: Case, extent: tuple[int, int] | None = None) -> tuple[Plan, Sources]:
    """Return the plan of the first question of a case, as if no event were known beforehand."""
    agreement, sources = opened(case)
    asked = case.questions[0]
    as_of = instant(asked["as_of"])
    known = instant(asked.get("known_at", asked["as_of"]))
    history = versions(agreement, known)
    return make_plan(history, compile_clocks(history, extent, as_of), as_of, known), sources


def kinds_of(sources: Sources) -> dict[str, Kind]:
    """Return relations of the types that the sources state."""
    names = dict.fromkeys(source.entity for source in sources.sources)
    return {
        name: Kind(name, quote.name(f"events {name}"), told_of([s for s in sources.sources if s.entity == name]))
        for name in names
    }


def general(database: Database, plan: Plan, kinds: dict[str, Kind]) -> Run:
    """Return a run in the form that any data may need."""
    return Run(database, Shelf(database, as_of=plan.as_of), kinds, plan, Latest(database), is_fast=False)


def script(case: Case, dialect: str, kinds: dict[str, Kind] | None = None) -> Script:
    """Return what an engine of a dialect would be told to measure a case; each promise is a section."""
    plan, sources = planned(case)
    written = Script(DIALECTS[dialect])
    run = general(written, plan, kinds or kinds_of(sources))
    for step in plan.tallies:
        written.section = step.obligation
        lines = tuple(line for line in plan.timelines if line.obligation == step.obligation)
        part = replace(run, plan=replace(plan, tallies=(step,), timelines=lines, answers=()))
        part.tallies()
        part.undecided(step)
    return written


def by_kind(events: list[Event]) -> dict[str, list[Event]]:
    """Return events by their kind."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.kind, []).append(event)
    return found


if __name__ == "__main__":
    for name in DIALECTS:
        (PRINTED / f"{name}.sql").write_text(printed(name).output, encoding="utf-8")
