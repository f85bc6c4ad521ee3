"""`accordant ledger`: all money that fell due, was paid or went back, as double-entry accounting."""

import shutil
import sys
from pathlib import Path

import click

from accordant.cli.chosen import Chosen, engine_option
from accordant.cli.evaluated import evaluated, is_missed
from accordant.cli.folder import MISSED
from accordant.cli.options import (
    agreement_argument,
    as_of_option,
    json_option,
    known_at_option,
    sources_option,
)

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("ledger")
@agreement_argument
@sources_option
@as_of_option
@known_at_option
@engine_option
@json_option
@click.option("--csv", "as_csv", type=_FILE, help="Write every posting as .csv, one a row.")
@click.option("--journal", type=_FILE, help="Write a journal of plain-text accounting, as hledger reads it.")
def command(
    agreement: Path,
    sources: Path | None,
    as_of: str | None,
    known_at: str | None,
    engine: Chosen,
    as_json: bool,
    as_csv: Path | None,
    journal: Path | None,
) -> None:
    """Show all money that fell due, was paid or went back: dated entries that sum to zero.

    \b
    Examples:
      accordant ledger
      accordant ledger hosting/ --as-of 2026-12-31 --csv ledger.csv
      accordant ledger hosting/ --journal hosting.journal   # then: hledger -f hosting.journal balance

    Exit codes: 0 all kept, 3 something was missed, 1 findings that stop it, 2 usage.
    """
    from accordant.report.ledger import ledger_csv, ledger_journal, ledger_json, ledger_text

    evaluation = evaluated(agreement, sources, as_of, known_at, engine).evaluation
    for path, text in ((as_csv, ledger_csv), (journal, ledger_journal)):
        if path:
            path.write_text(text(evaluation), encoding="utf-8")
            click.echo(f"{len(evaluation.ledger):,} transactions written to {path}", err=True)
    width = shutil.get_terminal_size().columns
    click.echo(ledger_json(evaluation) if as_json else ledger_text(evaluation, width=width), nl=as_json)
    sys.exit(MISSED if is_missed(evaluation) else 0)
