"""`accordant fmt`: an agreement in its canonical spelling, comments kept."""

import sys
from pathlib import Path

import click

from accordant.cli.folder import FINDINGS, agreement_file, tell
from accordant.cli.options import agreement_argument


@click.command("fmt")
@agreement_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 if it would.")
@click.option("--long", "is_long", is_flag=True, help="Print with every default written out, holidays as dates.")
def command(agreement: Path, only_check: bool, is_long: bool) -> None:
    """Write an agreement in its canonical spelling, in place; nothing said in it changes.

    \b
    Examples:
      accordant fmt
      accordant fmt marketing-sales/ --check
      accordant fmt marketing-sales/ --long > signed.yaml
    """
    file = agreement_file(agreement)
    text = file.read_text(encoding="utf-8")
    if is_long:
        click.echo(_long(text, file), nl=False)
        return
    from accordant.text.write import write_agreement_text

    written, findings = write_agreement_text(text, str(file))
    if any(finding.stops for finding in findings):
        tell(findings)
        sys.exit(FINDINGS)
    if written == text:
        click.echo(f"{file} is in its canonical spelling", err=True)
    elif only_check:
        click.echo(f"{file} would be rewritten; run 'accordant fmt {agreement}'", err=True)
        sys.exit(FINDINGS)
    else:
        file.write_text(written, encoding="utf-8")
        click.echo(f"{file} written", err=True)


def _long(text: str, file: Path) -> str:
    from accordant.plan.calendar import holiday_dates
    from accordant.text.defaults import write_long
    from accordant.zone import tzdata_release

    written, findings = write_long(text, str(file), holiday_dates, tzdata_release())
    if any(finding.stops for finding in findings):
        tell(findings)
        sys.exit(FINDINGS)
    return written
