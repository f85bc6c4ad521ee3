"""`accordant met`: whether each promise was kept at an instant."""

import shutil
import sys
from pathlib import Path

import click

from accordant.cli.chosen import Chosen, engine_option
from accordant.cli.folder import MISSED, colours
from accordant.cli.options import agreement_argument, json_option, known_at_option, sources_option


@click.command("met")
@agreement_argument
@sources_option
@click.option(
    "--at", metavar="INSTANT", help="The instant: a date (its end) or an instant with an offset. Default: now."
)
@known_at_option
@engine_option
@json_option
def command(
    agreement: Path, sources: Path | None, at: str | None, known_at: str | None, engine: Chosen, as_json: bool
) -> None:
    """Say of each promise whether it was kept so far, missed or cannot be told, in its window at an instant.

    \b
    Examples:
      accordant met
      accordant met status-page/ --at 2026-08-20T12:00Z
      accordant met hosting/ --at 2026-11-14 --known-at 2026-12-31 --json

    Exit codes: 0 nothing missed, 3 something was missed, 1 findings that stop it, 2 usage.
    """
    from accordant.cli.evaluated import evaluated
    from accordant.report.met import met, met_json, met_text

    told = met(evaluated(agreement, sources, at, known_at, engine, "--at").evaluation)
    width = min(shutil.get_terminal_size((100, 40)).columns, 100)
    click.echo(met_json(told) if as_json else met_text(told, colours(sys.stdout), width), nl=as_json)
    sys.exit(MISSED if told.is_met is False else 0)
