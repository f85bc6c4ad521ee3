"""The examples on real data, evaluated once for all tests that look at them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accordant.cli.engine import Loaded, load
from accordant.cli.moment import instant
from accordant.evaluate import Evaluation, evaluate
from accordant.measure.measurement import Item
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources

EXAMPLES = Path(__file__).parents[1] / "examples"


@dataclass(frozen=True)
class Example:
    """An example folder, evaluated."""

    folder: Path
    evaluation: Evaluation
    engine: Loaded

    def items(self, obligation: str) -> Iterator[Item]:
        return self.engine.items(self.evaluation.plan, obligation)


def run(name: str, as_of: str, engine: str = "duckdb") -> Example:
    """Read and evaluate an example; any finding fails."""
    folder = EXAMPLES / name
    agreement, findings = read_agreement(folder / "agreement.yaml")
    sources, more = read_sources(folder / "sources.yaml")
    assert agreement is not None and sources is not None and not findings and not more, [*findings, *more]
    loaded = load(engine, sources, agreement)
    return Example(folder, evaluate(agreement, loaded, instant(as_of, agreement.term.zone, "as of")), loaded)
