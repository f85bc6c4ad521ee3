"""Scripts of golden cases and of a small agreement: what would be told to an engine, with nothing run."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from golden import Case, all_cases, instant, opened

from accordant.agree.versions import versions
from accordant.cli import main
from accordant.cli.engine import load
from accordant.measure.sql import placing, quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.dialects.known import DIALECTS
from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.engine import SqlEngine
from accordant.measure.sql.engines.script import Script
from accordant.measure.sql.events import Kind, load_events, told_of
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.run import Run
from accordant.measure.sql.see import Latest
from accordant.plan.plan import compile_clocks, make_plan
from accordant.plan.steps import Plan
from accordant.terms.source import Sources

PRINTED = Path(__file__).parent / "printed"
CASES = [case for case in all_cases() if "refused" not in case.questions[0]]
AS_OF = "2026-09-30"
Rows = list[tuple[Any, ...]]


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


@dataclass
class Listening:
    """DuckDB, and the rows of each tally that it was asked for."""

    database: Any
    tallies: list[Rows] = field(default_factory=list)
    said: str = ""

    def __getattr__(self, name: str) -> Any:
        self.said = self.said if name == "dialect" else ""
        return getattr(self.database, name)

    def about(self, text: str) -> None:
        self.said = text

    def rows(self, sql: str) -> Rows:
        found = list(self.database.rows(sql))
        if self.said == placing.TALLY:
            self.tallies.append(sorted(found, key=str))
        self.said = ""
        return found


def held(engine: SqlEngine, case: Case) -> SqlEngine:
    """Let an engine hold the events of a case, a table a kind."""
    sources = planned(case)[1]
    read = load("memory", sources, opened(case)[0])
    kinds = kinds_of(sources)
    engine.load([event for kind in kinds for event in read.events_of(kind)], sources)
    for name in kinds.keys() - engine.kinds.keys():
        engine.kinds[name] = load_events(engine.database, name, [], sources)
    return engine


def heard(case: Case) -> list[Rows]:
    """Return the rows of the tallies of a case, as DuckDB gives them to a run in its general form."""
    engine = held(DuckEngine.from_events([]), case)
    database = Listening(engine.database)
    general(database, planned(case)[0], dict(engine.kinds)).tallies()
    return database.tallies


def tallies(case: Case, engine: SqlEngine, dialect: str, run: Callable[[str], Rows]) -> list[Rows]:
    """Run the script of a case, statement by statement, and return the rows of its tallies."""
    found = []
    for one in script(case, dialect, dict(engine.kinds)).statements:
        rows = run(one.text)
        if one.about == placing.TALLY:
            found.append(sorted(rows, key=str))
    return found


if __name__ == "__main__":
    for name in DIALECTS:
        (PRINTED / f"{name}.sql").write_text(printed(name).output, encoding="utf-8")
