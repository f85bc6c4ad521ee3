"""`accordant explain`: the whole reckoning of one item, or the plan of an obligation as a story."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordant.cli.chosen import Chosen, engine_option
from accordant.cli.folder import (
    FINDINGS,
    colours,
    read_agreement_or_exit,
    read_sources_or_exit,
    sources_file,
    stop_on_errors,
)
from accordant.cli.moment import instants
from accordant.cli.options import as_of_option, json_option, known_at_option, sources_option
from accordant.terms.values import Instant

if TYPE_CHECKING:
    from accordant.report.explained import Explained
    from accordant.report.subject import Asked
    from accordant.terms.agreement import Agreement
    from accordant.terms.source import Sources


@click.command("explain")
@click.argument("words", nargs=-1, metavar="[AGREEMENT] OBLIGATION [ENTITY]")
@sources_option
@as_of_option
@known_at_option
@click.option(
    "--plan", "only_plan", is_flag=True, help="Tell the plan of the obligation as a story; reads no data."
)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the reckoning as an HTML page."
)
@engine_option
@json_option
def command(
    words: tuple[str, ...],
    sources: Path | None,
    as_of: str | None,
    known_at: str | None,
    only_plan: bool,
    html: Path | None,
    engine: Chosen,
    as_json: bool,
) -> None:
    """Show how one item came to its outcome: when its clock ran, what cut it short, which events counted and why.

    \b
    Examples:
      accordant explain speed L2
      accordant explain marketing-sales/ speed lead-4711 --as-of 2026-12-31 --html item.html
      accordant explain marketing-sales/ speed --plan
    """
    from accordant.agree.versions import versions
    from accordant.cli.evaluated import clause_findings
    from accordant.plan.plan import compile_clocks, make_plan, obligation_names
    from accordant.plan.story import story
    from accordant.report.subject import Asked

    agreement, obligation, entity = _asked(words)
    read, _ = read_agreement_or_exit(agreement)
    at, known = instants(read, as_of, known_at)
    history = versions(read, known)
    if obligation not in obligation_names(history):
        names = ", ".join(obligation_names(history))
        raise click.UsageError(f"there is no obligation '{obligation}'; there are {names}")
    if only_plan:
        stop_on_errors(clause_findings(read))
        click.echo(story(make_plan(history, compile_clocks(history, None, at), at, known), obligation))
        return
    if entity is None:
        raise click.UsageError("name the entity whose item you want explained, or use --plan")
    found = read_sources_or_exit(sources, agreement)
    asked = Asked(str(agreement), str(sources_file(sources, agreement)))
    explained = _explained(read, found, obligation, entity, (at, known), asked, engine)
    if explained is None:
        why = f"'{obligation}' has no item of '{entity}': nothing recorded of it starts one"
        click.echo(f"{why}; 'accordant evaluate --items FILE.csv' lists all items", err=True)
        sys.exit(FINDINGS)
    _show(explained, html, as_json)


def _asked(words: tuple[str, ...]) -> tuple[Path, str, str | None]:
    """Tell agreement, obligation and entity apart: of two words the first is an agreement when it is one."""
    first = Path(words[0]) if words else Path()
    named = len(words) == 3 or (len(words) == 2 and (first.is_file() or (first / "agreement.yaml").is_file()))
    folder, rest = (first, words[1:]) if named else (Path(), words)
    if not 1 <= len(rest) <= 2:
        raise click.UsageError("name an obligation, and the entity whose item you want explained")
    return folder, rest[0], rest[1] if len(rest) == 2 else None


def _explained(
    read: "Agreement",
    sources: "Sources",
    obligation: str,
    entity: str,
    instants: tuple[Instant, Instant],
    asked: "Asked",
    chosen: Chosen,
) -> "Explained | None":
    from accordant.cli.engine import load
    from accordant.cli.evaluated import data_findings
    from accordant.cli.explaining import explain
    from accordant.cli.progress import talking
    from accordant.cli.warehouse import stopped_by_obstacles
    from accordant.evaluate import evaluate

    stop_on_errors(data_findings(read, sources, chosen))
    with talking(f"measuring '{read.title}'"), stopped_by_obstacles(chosen.name):
        loaded = load(chosen, sources, read)
        return explain(evaluate(read, loaded, *instants), loaded, sources, obligation, entity, asked)


def _show(explained: "Explained", html: Path | None, as_json: bool) -> None:
    from accordant.report.item import item_html, item_json, item_text

    if html:
        html.write_text(item_html(explained), encoding="utf-8")
        click.echo(f"item written to {html}", err=True)
    click.echo(item_json(explained) if as_json else item_text(explained, colours(sys.stdout)), nl=as_json)
