"""`accordant claim`: a letter, with its evidence, for each credit that can still be claimed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordant.cli.chosen import Chosen, engine_option
from accordant.cli.folder import MISSED
from accordant.cli.options import (
    agreement_argument,
    as_of_option,
    json_option,
    known_at_option,
    sources_option,
)

if TYPE_CHECKING:
    from accordant.report.claim import Claims


@click.command("claim")
@agreement_argument
@sources_option
@as_of_option
@known_at_option
@click.option("--window", metavar="WINDOW", help="Only claims for this window, such as 2026-10.")
@click.option("--remedy", metavar="NAME", help="Only claims of this remedy.")
@engine_option
@json_option
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the letters as one HTML page to print."
)
def command(
    agreement: Path,
    sources: Path | None,
    as_of: str | None,
    known_at: str | None,
    window: str | None,
    remedy: str | None,
    engine: Chosen,
    as_json: bool,
    html: Path | None,
) -> None:
    """Write a letter for each credit that can still be claimed: clause, calculation, evidence, deadline.

    \b
    Examples:
      accordant claim
      accordant claim hosting/ --window 2026-11 --as-of 2026-12-10 > claim.txt
      accordant claim hosting/ --remedy 'uptime credit' --html claim.html

    Exit codes: 0 letters or nothing to claim, 3 something expired unclaimed, 1 findings that stop it, 2 usage.
    """
    from accordant.cli.evaluated import evaluated
    from accordant.report.claim import NoSuchRemedy, claims
    from accordant.report.claim_text import claims_json, claims_text
    from accordant.report.html.claim import claims_html

    done = evaluated(agreement, sources, as_of, known_at, engine)
    evaluation, loaded = done.evaluation, done.engine
    known = dict.fromkeys(one.window.label for one in evaluation.verdicts)
    if window is not None and window not in known:
        raise click.BadParameter(f"there is no window '{window}' yet", param_hint="--window")
    if not evaluation.agreement:
        raise click.UsageError("no window of the agreement has begun at that instant; choose a later --as-of")
    try:
        told = claims(evaluation, lambda name: loaded.items(evaluation.plan, name), window, remedy, done.asked)
    except NoSuchRemedy as error:
        raise click.BadParameter(str(error), param_hint="--remedy") from None
    if html:
        html.write_text(claims_html(told), encoding="utf-8")
        number = len(told.letters)
        click.echo(f"{number:,} {'letter' if number == 1 else 'letters'} written to {html}", err=True)
    if as_json:
        click.echo(claims_json(told))
    elif told.letters:
        click.echo(claims_text(told))
    _tell(told)
    sys.exit(MISSED if told.expired else 0)


def _tell(told: "Claims") -> None:
    """Say on standard error what there is not to claim."""
    if not told.letters:
        click.echo("nothing can be claimed", err=True)
    for line in told.expired:
        amount = f"{line.amount}, " if line.amount else ""
        click.echo(
            f"expired unclaimed: {line.name}, {line.about}, {line.window}: {amount}{line.countdown}", err=True
        )
