"""An agreement folder read, checked, measured and evaluated, as several commands begin."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from accordant.cli.folder import (
    agreement_file,
    read_agreement_or_exit,
    read_sources_or_exit,
    sources_file,
    stop_on_errors,
)
from accordant.cli.moment import instants

if TYPE_CHECKING:
    from accordant.cli.chosen import Chosen
    from accordant.cli.engine import Loaded
    from accordant.cli.state import Resumed
    from accordant.evaluate import Evaluation
    from accordant.report.subject import Asked
    from accordant.terms.agreement import Agreement
    from accordant.terms.finding import Finding
    from accordant.terms.source import Sources


@dataclass(frozen=True)
class Evaluated:
    """An agreement, its evaluation, the engine that holds its items, and what was typed to get it.

    `findings` are those of the agreement's text, and of rows that measuring made doubtful.
    """

    agreement: "Agreement"
    evaluation: "Evaluation"
    engine: "Loaded"
    asked: "Asked"
    findings: "tuple[Finding, ...]"


def evaluated(
    agreement: Path,
    sources: Path | None,
    as_of: str | None,
    known_at: str | None,
    engine: "Chosen",
    option: str = "--as-of",
    state: Path | None = None,
) -> Evaluated:
    """Evaluate an agreement over its sources; what stands in the way is told and ends the command.

    `option` is what the instant was typed after, `state` the file of what was measured last.
    """
    from accordant.cli.engine import load
    from accordant.cli.progress import talking
    from accordant.cli.scorecard import doubtful
    from accordant.cli.upstream import evaluated_upstream, stopping
    from accordant.cli.warehouse import stopped_by_obstacles
    from accordant.evaluate import evaluate
    from accordant.report.subject import Asked

    read, findings = read_agreement_or_exit(agreement)
    at, known = instants(read, as_of, known_at, option)
    found = read_sources_or_exit(sources, agreement)
    folder = agreement_file(agreement).parent
    stop_on_errors([*data_findings(read, found, engine), *stopping(read, folder)])
    with talking(f"measuring '{read.title}'"), stopped_by_obstacles(engine.name):
        kept = _resumed(state, engine, found, read) if state else None
        loaded = kept.engine if kept else load(engine, found, read)
        done = evaluate(read, loaded, at, known, evaluated_upstream(read, folder, engine, at, known))
        if kept:
            kept.keep(done)
    doubts = doubtful(done, loaded)
    stop_on_errors(doubts)
    asked = Asked(str(agreement), str(sources_file(sources, agreement)))
    return Evaluated(read, done, loaded, asked, (*findings, *doubts))


def _resumed(state: Path, engine: "Chosen", sources: "Sources", agreement: "Agreement") -> "Resumed":
    from accordant.cli.state import resumed

    return resumed(state, engine, sources, agreement)


def data_findings(agreement: "Agreement", sources: "Sources", engine: "Chosen | None" = None) -> "list[Finding]":
    """Return what stands in the way of measuring: clauses without sense, files, columns that no source tells.

    Tables of a warehouse are looked at when it is opened.
    """
    from accordant.check.sources import check_sources
    from accordant.cli.warehouse import is_warehouse
    from accordant.record.probe import probe

    found = probe(sources, has_tables=engine is not None and is_warehouse(engine.name))
    return [*clause_findings(agreement), *check_sources(agreement, sources), *found]


def clause_findings(agreement: "Agreement") -> "list[Finding]":
    """Return the clauses by which nothing can be planned."""
    from accordant.check.check import check

    return [finding for finding in check(agreement) if finding.stops]


def is_missed(evaluation: "Evaluation", window: str = "") -> bool:
    """Say whether a promise of a window of the agreement was missed, or of any when none is named."""
    shown = next((a.window for a in evaluation.agreement if a.window.label == window), None)
    return any(
        verdict.outcome.value == "missed"
        for verdict in evaluation.verdicts
        if shown is None or (verdict.window.stop > shown.start and verdict.window.stop <= shown.stop)
    )
