"""`accordant check`: everything that is wrong or missing in an agreement, and in its sources when it has some."""

import json
import sys
from pathlib import Path

import click

from accordant.cli.folder import FINDINGS, agreement_file, colours, sources_file, texts
from accordant.cli.options import agreement_argument, sources_option
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding, Severity
from accordant.terms.source import Sources


@click.command("check")
@agreement_argument
@sources_option
@click.option("--strict", is_flag=True, help="End with exit code 1 for warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Print the findings as SARIF 2.1.0, for editors and CI.")
def command(agreement: Path, sources: Path | None, strict: bool, as_json: bool, as_sarif: bool) -> None:
    """Check an agreement by every rule that needs no data, and its sources when it has them.

    \b
    Examples:
      accordant check
      accordant check marketing-sales/agreement.yaml --strict
      accordant check marketing-sales/ --sarif > findings.sarif
    """
    if as_json and as_sarif:
        raise click.UsageError("--json and --sarif are two forms of one output; choose one of them")
    found = findings_of(agreement, sources)
    if as_sarif:
        from accordant import __version__
        from accordant.check.codes import RULES
        from accordant.text.codes import FINDINGS as READING
        from accordant.text.sarif import as_sarif as sarif

        click.echo(json.dumps(sarif(found, __version__, {**READING, **dict(RULES.values())}), indent=2))
    elif as_json:
        from accordant.text.message import as_json as data

        click.echo(json.dumps(data(found), indent=2))
    else:
        _print(found)
    worst = [f for f in found if f.stops or (strict and f.severity is Severity.WARNING and not f.silenced)]
    sys.exit(FINDINGS if worst else 0)


def findings_of(path: Path, sources: Path | None) -> list[Finding]:
    """Read and check an agreement and, when there are any, its sources."""
    from accordant.check.check import check
    from accordant.check.sources import check_sources
    from accordant.cli.upstream import upstream_findings
    from accordant.text.read import read_agreement
    from accordant.text.sources import read_sources

    file = agreement_file(path)
    agreement, found = read_agreement(file)
    if agreement is not None:
        found = [*found, *check(agreement), *upstream_findings(agreement, file.parent)]
    read: Sources | None = None
    beside = sources_file(sources, file)
    if sources or (beside.exists() and file.name == "agreement.yaml"):
        read, more = read_sources(beside)
        found = [*found, *more]
        if read is not None and agreement is not None:
            found += check_sources(agreement, read)
    if agreement is not None and not any(finding.stops for finding in found):
        found += _worked(agreement, read)
    return found


def _worked(agreement: Agreement, sources: Sources | None) -> list[Finding]:
    """Work the examples that have rows, where there are any."""
    if not any(example.data or example.events for example in agreement.examples):
        return []
    from accordant.cli.engine import late_limit
    from accordant.worked import worked_examples

    return list(worked_examples(agreement, sources, late_limit(agreement)))


def _print(found: list[Finding]) -> None:
    from accordant.text.message import render, summary

    if found:
        click.echo(render(found, texts(found), colour=colours(sys.stdout)))
    click.echo(summary(found), err=True)
