"""`accordant evaluate`: the sentence, on an agreement folder; as text, JSON, an HTML page, a list of items."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordant.cli.chosen import Chosen, engine_option
from accordant.cli.evaluated import evaluated, is_missed
from accordant.cli.folder import MISSED, colours
from accordant.cli.options import (
    agreement_argument,
    as_of_option,
    json_option,
    known_at_option,
    sources_option,
)

if TYPE_CHECKING:
    from accordant.cli.engine import Loaded
    from accordant.evaluate import Evaluation

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("evaluate")
@agreement_argument
@sources_option
@as_of_option
@known_at_option
@click.option(
    "--window", metavar="WINDOW", help="The window to show, such as 2026-10; by default the last one ended."
)
@engine_option
@json_option
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the scorecard as one HTML page."
)
@click.option("--items", type=_FILE, help="Write every item of every obligation, as .csv or .parquet.")
@click.option(
    "--state",
    type=_FILE,
    help="A file in which what was measured is kept: the next evaluation measures only what has changed.",
)
@click.option("--rejected", type=_FILE, help="Write the rows that could not be read, with reasons, as .csv.")
def command(
    agreement: Path,
    sources: Path | None,
    as_of: str | None,
    known_at: str | None,
    window: str | None,
    engine: Chosen,
    as_json: bool,
    html: Path | None,
    items: Path | None,
    state: Path | None,
    rejected: Path | None,
) -> None:
    """Say who kept which promise, how it is known, and what follows.

    \b
    Examples:
      accordant evaluate
      accordant evaluate marketing-sales/ --window 2026-11 --as-of 2026-12-31
      accordant evaluate city/ --html scorecard.html --items items.csv
      accordant evaluate city/ --state city.state   # every hour
      accordant evaluate --as-of 2026-12-01 --known-at 2026-12-31   # as known now of how it stood then

    Exit codes: 0 all kept, 3 something missed, 1 findings that stop it, 2 usage.
    """
    from accordant.cli.progress import talking
    from accordant.cli.scorecard import page, print_scorecard, scorecard_of, shown_window, write_rejected

    if items and items.suffix.lower() not in (".csv", ".parquet"):
        raise click.BadParameter(f"'{items}' must end in .csv or .parquet", param_hint="--items")
    done = evaluated(agreement, sources, as_of, known_at, engine, state=state)
    evaluation, loaded = done.evaluation, done.engine
    shown, card = shown_window(evaluation, window, done.asked), None
    if html or not as_json:
        with talking("drawing the scorecard"):
            card = scorecard_of(evaluation, loaded, shown, done.findings, done.asked)
    if items:
        write_items(evaluation, loaded, items)
    if rejected:
        write_rejected(loaded.rejected(), rejected)
    if html and card:
        html.write_text(page(card), encoding="utf-8")
        click.echo(f"scorecard written to {html}", err=True)
    if as_json:
        from accordant.report.json import as_json as text

        click.echo(text(evaluation))
    elif card:
        print_scorecard(card, colours(sys.stdout))
    sys.exit(MISSED if is_missed(evaluation, shown) else 0)


def write_items(evaluation: "Evaluation", engine: "Loaded", path: Path) -> None:
    """Write every item of every obligation to a file, by its ending."""
    from accordant.report.items import write_items as write

    names = dict.fromkeys(step.obligation for step in evaluation.plan.tallies)
    count = write(evaluation, ((name, engine.items(evaluation.plan, name)) for name in names), path)
    click.echo(f"{count:,} items written to {path}", err=True)
