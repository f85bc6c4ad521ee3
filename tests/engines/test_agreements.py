"""Random agreements over random logs give on every engine what the reference gives."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from accordant.evaluate import evaluate
from accordant.measure.memory.engine import MemoryEngine
from accordant.measure.sql.engine import SqlEngine

sys.path.insert(0, str(Path(__file__).parents[1] / "agreements"))

from random_agreements import FIELDS, SOURCES, agreements, amended, instants, logs
from test_any_agreement import answer, in_folder, read

# Each example evaluates a whole agreement on a server; `make soak` tries many times as many.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FEW = settings(
    max_examples=settings().max_examples // 16,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=PHASES,
)


@FEW
@given(text=agreements(), log=logs, as_of=instants)
def test_an_engine_gives_the_answer_and_the_items_of_the_reference(
    warehouse: SqlEngine, text: str, log, as_of: int
) -> None:
    agreement, memory = read(text), MemoryEngine(log, FIELDS)
    warehouse.load(log, SOURCES)
    expected, found = evaluate(agreement, memory, as_of), evaluate(agreement, warehouse, as_of)
    assert found == expected
    for obligation in agreement.obligations:
        items = list(warehouse.items(found.plan, obligation.name))
        assert items == list(memory.items(expected.plan, obligation.name))


@FEW
@given(text=agreements(), change=amended(), log=logs, as_of=instants)
def test_an_engine_gives_the_answer_of_the_reference_after_an_amendment(
    warehouse: SqlEngine, tmp_path_factory, text: str, change: str, log, as_of: int
) -> None:
    agreement = in_folder(tmp_path_factory.mktemp("amended"), text, change)
    warehouse.load(log, SOURCES)
    expected = evaluate(agreement, MemoryEngine(log, FIELDS), as_of)
    assert answer(evaluate(agreement, warehouse, as_of)) == answer(expected)
