"""`accordant sql`: the statements that measure an agreement, for people who want to own the query."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordant.cli.folder import (
    FINDINGS,
    read_agreement_or_exit,
    read_sources_or_exit,
    stop_on_errors,
)
from accordant.cli.moment import instants
from accordant.cli.options import agreement_argument, as_of_option, known_at_option, sources_option

if TYPE_CHECKING:
    from accordant.measure.sql.written import Asked
    from accordant.plan.steps import Plan
    from accordant.terms.agreement import Agreement

NAMES = ("duckdb", "postgres", "spark", "clickhouse", "trino", "snowflake", "bigquery")


@click.command("sql")
@agreement_argument
@sources_option
@click.option(
    "--dialect", type=click.Choice(NAMES), default="duckdb", show_default=True, help="Whose SQL it is to be."
)
@click.option("--promise", metavar="NAME", help="Only that promise; by default all of them.")
@as_of_option
@known_at_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it to a file.")
def command(
    agreement: Path,
    sources: Path | None,
    dialect: str,
    promise: str | None,
    as_of: str | None,
    known_at: str | None,
    out: Path | None,
) -> None:
    """Print the SQL that measures an agreement where its events are, with comments; nothing is run or read.

    \b
    Examples:
      accordant sql marketing-sales/ --as-of 2026-12-31
      accordant sql --dialect spark --promise speed --out speed.sql

    Exit codes: 0 all of it, 1 a promise has no form in SQL, 2 usage.
    """
    from accordant.measure.sql.dialects.known import DIALECTS
    from accordant.measure.sql.written import write

    read, _ = read_agreement_or_exit(agreement)
    written = write(_asked(read, agreement, sources, promise, instants(read, as_of, known_at)), DIALECTS[dialect])
    if out:
        out.write_text(written.text, encoding="utf-8")
        click.echo(f"written to {out}", err=True)
    else:
        click.echo(written.text, nl=False)
    for obstacle in written.obstacles:
        click.echo(f"not in SQL: {obstacle.sentence}", err=True)
    sys.exit(FINDINGS if written.obstacles else 0)


def _asked(
    agreement: "Agreement", path: Path, sources: Path | None, promise: str | None, at: tuple[int, int]
) -> "Asked":
    from accordant.check.sources import check_sources
    from accordant.cli.engine import late_limit
    from accordant.cli.evaluated import clause_findings
    from accordant.measure.sql.written import Asked

    found = read_sources_or_exit(sources, path)
    stop_on_errors([*clause_findings(agreement), *check_sources(agreement, found)])
    plan, promises, title = _planned(agreement, *at)
    if promise is not None and promise not in promises:
        named = ", ".join(f"'{name}'" for name in promises)
        raise click.BadParameter(f"there is no promise '{promise}'; there are {named}", param_hint="--promise")
    names = [promise] if promise else list(promises)
    return Asked(
        title,
        _part(plan, names) if promise else plan,
        found,
        {name: promises[name] for name in names},
        agreement.term.zone,
        late_limit(agreement),
    )


def _planned(agreement: "Agreement", as_of: int, known_at: int) -> "tuple[Plan, dict[str, str], str]":
    """Return the plan, each promise as the version that said it last says it, and the title with its versions."""
    from accordant.agree.versions import versions
    from accordant.plan.plan import compile_clocks, make_plan
    from accordant.report.promise import promise

    history = versions(agreement, known_at)
    plan = make_plan(history, compile_clocks(history, None, as_of), as_of, known_at)
    said = {one.name: promise(one, version.terms) for version in history for one in version.terms.obligations}
    names = dict.fromkeys([line.obligation for line in plan.timelines])
    amended = "".join(f", amended from {version.since}" for version in history[1:])
    return plan, {name: said[name] for name in names}, f"{agreement.title}{amended}"


def _part(plan: "Plan", names: list[str]) -> "Plan":
    from dataclasses import replace

    tallies = tuple(step for step in plan.tallies if step.obligation in names)
    lines = tuple(line for line in plan.timelines if line.obligation in names)
    return replace(plan, tallies=tallies, timelines=lines, answers=())
