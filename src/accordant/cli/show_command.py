"""`accordant show`: an agreement in plain words, every number generated from its rule."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from accordant.cli.folder import colours, read_agreement_or_exit
from accordant.cli.options import agreement_argument, json_option


@click.command("show")
@agreement_argument
@json_option
def command(agreement: Path, as_json: bool) -> None:
    """Read an agreement in plain words: who owes whom what, how it is measured, what follows a miss.

    \b
    Examples:
      accordant show
      accordant show marketing-sales/ --json
    """
    from accordant.report.words import show

    read, _ = read_agreement_or_exit(agreement)
    sections = show(read)
    if as_json:
        click.echo(json.dumps([asdict(section) for section in sections], indent=2, default=str))
        return
    is_bold = colours(sys.stdout)
    for section in sections:
        click.echo(f"\n{click.style(section.title, bold=True) if is_bold else section.title}")
        for sentence in section.sentences:
            indent = "    " if sentence.follows else "  "
            click.echo(f"{indent}{sentence.text}{'' if sentence.measured else '  (agreed, not measured)'}")
