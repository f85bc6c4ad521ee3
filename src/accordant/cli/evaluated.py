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
    from accordant.cli.engine import Loaded
    from accordant.evaluate import Evaluation
    from accordant.report.subject import Asked
    from accordant.terms.agreement import Agreement


@dataclass(frozen=True)
class Evaluated:
    """An agreement, its evaluation, the engine that holds its items, and what was typed to get it."""

    agreement: "Agreement"
    evaluation: "Evaluation"
    engine: "Loaded"
    asked: "Asked"


def evaluated(
    agreement: Path,
    sources: Path | None,
    as_of: str | None,
    known_at: str | None,
    engine: str,
    option: str = "--as-of",
) -> Evaluated:
    """Evaluate an agreement over its sources; what stands in the way is told and ends the command.

    `option` is what the instant was typed after.
    """
    from accordant.cli.engine import load
    from accordant.cli.evaluate_command import data_findings
    from accordant.cli.progress import talking
    from accordant.cli.upstream import evaluated_upstream, stopping
    from accordant.evaluate import evaluate
    from accordant.report.subject import Asked

    read, _ = read_agreement_or_exit(agreement)
    at, known = instants(read, as_of, known_at, option)
    found = read_sources_or_exit(sources, agreement)
    folder = agreement_file(agreement).parent
    stop_on_errors([*data_findings(read, found), *stopping(read, folder)])
    with talking(f"measuring '{read.title}'"):
        loaded = load(engine, found, read)
        done = evaluate(read, loaded, at, known, evaluated_upstream(read, folder, engine, at, known))
    return Evaluated(read, done, loaded, Asked(str(agreement), str(sources_file(sources, agreement))))
