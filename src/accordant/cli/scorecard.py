"""A scorecard as the commands make and print it: from an evaluation and the engine that holds its items."""

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from accordant.cli.engine import Loaded
from accordant.evaluate import Evaluation
from accordant.measure.measurement import Item, Near
from accordant.record.event import Rejected
from accordant.report.moments import moment_plan
from accordant.report.scorecard import Scorecard, scorecard
from accordant.report.subject import Asked, subject
from accordant.terms.finding import Finding

_SHOWN = 5


def scorecard_of(
    evaluation: Evaluation, engine: Loaded, window: str | None, findings: Sequence[Finding], asked: Asked
) -> Scorecard:
    """Look at an evaluation through one window; an unknown window is a usage error that lists the known ones."""
    plan = moment_plan(evaluation)

    def items(obligation: str, near: Near | None) -> Iterable[Item]:
        return engine.items(evaluation.plan, obligation, near)

    def moments(name: str, near: Near | None) -> Iterable[Item]:
        assert plan is not None, "asked only for agreements with such moments"
        return engine.items(plan, name, near)

    label = shown_window(evaluation, window, asked)
    notes = data_notes(engine.rejected())
    return scorecard(evaluation, items, label, findings, notes, moments if plan else None, asked)


def shown_window(evaluation: Evaluation, window: str | None, asked: Asked) -> str:
    """Return the window to show, by default the last that has ended; an unknown one is a usage error."""
    known = [judged.window.label for judged in evaluation.agreement]
    if window is not None and window not in known:
        raise click.BadParameter(
            f"there is no window '{window}'; there are {', '.join(known)}", param_hint="--window"
        )
    if not known:
        raise click.UsageError("no window of the agreement has begun at that instant; choose a later --as-of")
    return subject(evaluation, window, asked).window.label


def doubtful(evaluation: Evaluation, engine: Loaded) -> list[Finding]:
    """Return a finding for each outage that lasts because its end was told to be before its start."""
    from accordant.measure.memory.reversed import reversed_outages
    from accordant.record.backwards import ends_too_early
    from accordant.report.period import iso

    zone = evaluation.versions[-1].terms.term.zone
    return [
        ends_too_early(one.definition.name, one.entity, iso(one.start, zone), one.end, one.definition.place)
        for one in reversed_outages(evaluation.plan, evaluation.measurements, engine.history)
    ]


def data_notes(rejected: Sequence[Rejected]) -> list[str]:
    """Say how many rows could not be read, and the first of them with their reasons."""
    if not rejected:
        return []
    first = [f"{row.source}, {_which(row)}: {_where(row)}{row.reason}" for row in rejected[:_SHOWN]]
    return [f"{len(rejected):,} rows were rejected; 'accordant evaluate --rejected FILE.csv' lists them", *first]


def _which(row: Rejected) -> str:
    return f"key {row.key}" if row.key else f"row {row.row}"


def _where(row: Rejected) -> str:
    return f"{row.column}: " if row.column else ""


def print_scorecard(card: Scorecard, colour: bool) -> None:
    """Print a scorecard as wide as the terminal is."""
    from accordant.report.text import scorecard_text

    click.echo(scorecard_text(card, colour, shutil.get_terminal_size((100, 40)).columns))


def page(card: Scorecard) -> str:
    """Return a scorecard as one self-contained HTML page."""
    from accordant.report.page import scorecard_html

    return scorecard_html(card)


def write_rejected(rejected: Sequence[Rejected], path: Path) -> None:
    """Write the rows that could not be read as CSV, with their reasons."""
    import csv

    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "row", "column", "reason", "text"])
        writer.writerows([row.source, row.key or row.row, row.column, row.reason, row.text] for row in rejected)
