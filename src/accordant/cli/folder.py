"""An agreement folder as the commands see it: its files read, its findings told, or the command ended."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.source import Sources

FINDINGS, USAGE, MISSED = 1, 2, 3


def colours(stream: object = sys.stderr) -> bool:
    """Say whether to colour: on a terminal, unless NO_COLOR is set."""
    return not os.environ.get("NO_COLOR") and bool(getattr(stream, "isatty", lambda: False)())


def agreement_file(path: Path) -> Path:
    """Return the agreement file of a path: itself, or `agreement.yaml` in the folder."""
    file = path / "agreement.yaml" if path.is_dir() else path
    if not file.exists():
        raise click.UsageError(
            f"there is no agreement at '{path}'; name a folder with an agreement.yaml, or try 'accordant init'"
        )
    return file


def read_agreement_or_exit(path: Path) -> tuple[Agreement, list[Finding]]:
    """Read an agreement; with errors in it, tell them and end with exit code 1."""
    from accordant.text.read import read_agreement

    agreement, findings = read_agreement(agreement_file(path))
    if agreement is None or any(finding.stops for finding in findings):
        tell(findings)
        sys.exit(FINDINGS)
    return agreement, findings


def sources_file(sources: Path | None, agreement: Path) -> Path:
    """Return the sources file: the one named, or `sources.yaml` beside the agreement."""
    return sources or agreement_file(agreement).parent / "sources.yaml"


def read_sources_or_exit(sources: Path | None, agreement: Path) -> Sources:
    """Read the sources file, by default the one beside the agreement; errors end the command."""
    from accordant.text.sources import read_sources

    file = sources_file(sources, agreement)
    if not file.exists():
        raise click.UsageError(f"there is no sources file at '{file}'; name one with --sources")
    read, findings = read_sources(file)
    if read is None or any(finding.stops for finding in findings):
        tell(findings)
        sys.exit(FINDINGS)
    return read


def stop_on_errors(findings: Sequence[Finding]) -> None:
    """Tell findings of the data; end the command when one of them stops it."""
    if findings:
        tell(findings)
    if any(finding.stops for finding in findings):
        sys.exit(FINDINGS)


def tell(findings: Iterable[Finding], typed: Mapping[str, str] | None = None) -> None:
    """Write findings to standard error, each with its line and a caret; `typed` are texts that are no files."""
    from accordant.text.message import render, summary

    found = list(findings)
    click.echo(render(found, texts(found) | dict(typed or {}), colour=colours()), err=True)
    click.echo(summary(found), err=True)


def texts(findings: Iterable[Finding]) -> dict[str, str]:
    """Return the text of every file that the findings point at, as far as it can be read."""
    places = [place for f in findings for place in (f.at, *(p for _, p in f.related)) if place]
    files = {place.file for place in places}
    return {
        file: Path(file).read_text(encoding="utf-8", errors="replace") for file in files if Path(file).is_file()
    }
