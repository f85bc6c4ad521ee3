"""`accordant fmt`: an agreement in its canonical spelling, comments kept."""

import sys
from pathlib import Path

import click

from accordant.cli.folder import FINDINGS, agreement_file, tell
from accordant.cli.options import agreement_argument
from accordant.terms.finding import Finding


@click.command("fmt")
@agreement_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 if it would.")
@click.option("--long", "is_long", is_flag=True, help="Print with every default written out, holidays as dates.")
def command(agreement: Path, only_check: bool, is_long: bool) -> None:
    """Write an agreement in its canonical spelling, in place; nothing said in it changes.

    A file of sources or an amendment is written so when it is named.

    \b
    Examples:
      accordant fmt
      accordant fmt marketing-sales/ --check
      accordant fmt marketing-sales/sources.yaml
      accordant fmt marketing-sales/ --long > signed.yaml
    """
    if only_check and is_long:
        raise click.UsageError("--long prints another text and --check prints none; choose one of them")
    file = agreement_file(agreement)
    text = _read(file)
    if is_long:
        click.echo(_long(text, file), nl=False)
        return
    from accordant.text.write import write_text

    written, findings = write_text(text, str(file))
    _stop(findings)
    # Bytes are compared: other line ends and a byte order mark are not canonical.
    if written.encode() == file.read_bytes():
        click.echo(f"{file} is in its canonical spelling", err=True)
    elif only_check:
        click.echo(f"{file} would be rewritten; run 'accordant fmt {agreement}'", err=True)
        sys.exit(FINDINGS)
    else:
        file.write_bytes(written.encode())
        click.echo(f"{file} written", err=True)


def _read(file: Path) -> str:
    from accordant.text.guard import load

    text, findings = load(file, str(file))
    _stop(findings)
    assert text is not None, "a file that cannot be read has a finding that stops"
    return text


def _long(text: str, file: Path) -> str:
    from accordant.plan.calendar import holiday_dates
    from accordant.text.defaults import write_long
    from accordant.zone import tzdata_release

    written, findings = write_long(text, str(file), holiday_dates, tzdata_release())
    _stop(findings)
    return written


def _stop(findings: list[Finding]) -> None:
    if any(finding.stops for finding in findings):
        tell(findings)
        sys.exit(FINDINGS)
