"""`accordant explain`: the whole reckoning of one item, or the plan of an obligation as a story."""

import sys
from pathlib import Path

import click

from accordant.cli.folder import FINDINGS, colours, read_agreement_or_exit, read_sources_or_exit, stop_on_errors
from accordant.cli.moment import instant
from accordant.cli.options import agreement_argument, as_of_option, json_option, known_at_option, sources_option


@click.command("explain")
@agreement_argument
@click.argument("obligation")
@click.argument("entity", required=False)
@sources_option
@as_of_option
@known_at_option
@click.option(
    "--plan", "only_plan", is_flag=True, help="Tell the plan of the obligation as a story; reads no data."
)
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the reckoning as an HTML page."
)
@json_option
def command(
    agreement: Path,
    obligation: str,
    entity: str | None,
    sources: Path | None,
    as_of: str | None,
    known_at: str | None,
    only_plan: bool,
    html: Path | None,
    as_json: bool,
) -> None:
    """Show how one item came to its outcome: when its clock ran, what cut it short, which events counted and why.

    \b
    Examples:
      accordant explain . speed L2
      accordant explain marketing-sales/ speed lead-4711 --as-of 2026-12-31 --html item.html
      accordant explain . speed --plan
    """
    from accordant.agree.versions import versions
    from accordant.plan.plan import compile_clocks, make_plan, obligation_names
    from accordant.plan.story import story

    read, _ = read_agreement_or_exit(agreement)
    at = instant(as_of, read.term.zone, "--as-of")
    known = instant(known_at, read.term.zone, "--known-at") if known_at else at
    history = versions(read, known)
    if obligation not in obligation_names(history):
        names = ", ".join(obligation_names(history))
        raise click.UsageError(f"there is no obligation '{obligation}'; there are {names}")
    if only_plan:
        click.echo(story(make_plan(history, compile_clocks(history, None, at), at, known), obligation))
        return
    if entity is None:
        raise click.UsageError("name the entity whose item you want explained, or use --plan")
    from accordant.cli.engine import load
    from accordant.cli.evaluate_command import data_findings
    from accordant.cli.explaining import explain
    from accordant.evaluate import evaluate
    from accordant.report.subject import Asked

    found = read_sources_or_exit(sources, agreement)
    stop_on_errors(data_findings(read, found))
    engine = load("duckdb", found, read)
    asked = Asked(str(agreement), str(sources or agreement / "sources.yaml"))
    explained = explain(evaluate(read, engine, at, known), engine, found, obligation, entity, asked)
    if explained is None:
        click.echo(f"'{obligation}' has no item of '{entity}': nothing recorded of it starts one", err=True)
        sys.exit(FINDINGS)
    if html:
        from accordant.report.item import item_html

        html.write_text(item_html(explained), encoding="utf-8")
        click.echo(f"item written to {html}", err=True)
    if as_json:
        from accordant.report.item import item_json

        click.echo(item_json(explained))
    else:
        from accordant.report.item import item_text

        click.echo(item_text(explained, colours(sys.stdout)))
