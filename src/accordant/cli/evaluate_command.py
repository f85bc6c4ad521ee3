"""`accordant evaluate`: the sentence, on an agreement folder; as text, JSON, an HTML page, a list of items."""

import sys
from pathlib import Path

import click

from accordant.cli.folder import MISSED, colours, read_agreement_or_exit, read_sources_or_exit, stop_on_errors
from accordant.cli.moment import instant
from accordant.cli.options import (
    agreement_argument,
    as_of_option,
    engine_option,
    json_option,
    known_at_option,
    sources_option,
)
from accordant.evaluate import Evaluation, evaluate
from accordant.measure.measurement import Outcome


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
@click.option(
    "--items",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every item of every obligation, as .csv or .parquet.",
)
def command(
    agreement: Path,
    sources: Path | None,
    as_of: str | None,
    known_at: str | None,
    window: str | None,
    engine: str,
    as_json: bool,
    html: Path | None,
    items: Path | None,
) -> None:
    """Say who kept which promise, how it is known, and what follows.

    \b
    Examples:
      accordant evaluate
      accordant evaluate marketing-sales/ --window 2026-11 --as-of 2026-12-31
      accordant evaluate city/ --html scorecard.html --items items.csv
      accordant evaluate --as-of 2026-12-01 --known-at 2026-12-31   # as known now of how it stood then

    Exit codes: 0 all kept, 3 something missed, 1 findings that stop it, 2 usage.
    """
    from accordant.cli.engine import load
    from accordant.cli.scorecard import page, print_scorecard, scorecard_of

    read, findings = read_agreement_or_exit(agreement)
    zone = read.term.zone
    at = instant(as_of, zone, "--as-of")
    known = instant(known_at, zone, "--known-at") if known_at else at
    found = read_sources_or_exit(sources, agreement)
    stop_on_errors(data_findings(read, found))
    loaded = load(engine, found, read)
    evaluation = evaluate(read, loaded, at, known)
    if items:
        write_items(evaluation, loaded, items)
    card = scorecard_of(evaluation, loaded, window, findings)
    if html:
        html.write_text(page(card), encoding="utf-8")
        click.echo(f"scorecard written to {html}", err=True)
    if as_json:
        from accordant.report.json import as_json as text

        click.echo(text(evaluation))
    else:
        print_scorecard(card, colours(sys.stdout))
    sys.exit(MISSED if is_missed(evaluation, card.window) else 0)


def is_missed(evaluation: Evaluation, window: str) -> bool:
    """Say whether a promise of the window shown was missed."""
    shown = next((a.window for a in evaluation.agreement if a.window.label == window), None)
    return any(
        verdict.outcome is Outcome.MISSED
        for verdict in evaluation.verdicts
        if shown is None or (verdict.window.stop > shown.start and verdict.window.stop <= shown.stop)
    )
