"""Laws of evaluating again: over a log that grew, an agreement says what it says when it is evaluated first."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_agreements import SOURCES, agreements, amended, instants, logs
from test_any_agreement import in_folder, read

from accordant.evaluate import evaluate
from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.incremental import Incremental
from accordant.terms.agreement import Agreement

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FEW = settings(
    max_examples=settings().max_examples // 16,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=PHASES,
)
several = st.lists(instants, min_size=2, max_size=3).map(sorted)
longer = st.lists(logs, min_size=2, max_size=2).map(lambda parts: [event for part in parts for event in part])


@pytest.fixture(scope="module")
def engines():
    return DuckEngine.from_events([]), DuckEngine.from_events([])


def compared(engines, agreement: Agreement, log, moments) -> None:
    grown, fresh = engines
    cuts = [len(log) * (i + 1) // len(moments) for i in range(len(moments))]
    grown.load(log[: cuts[0]], SOURCES)
    engine = Incremental(grown, SOURCES)
    for i, (cut, as_of) in enumerate(zip(cuts, moments, strict=True)):
        if i:
            engine.add(log[cuts[i - 1] : cut])
        fresh.load(log[:cut], SOURCES)
        assert evaluate(agreement, engine, as_of) == evaluate(agreement, fresh, as_of)


@FEW
@given(agreements(), longer, several)
def test_an_agreement_evaluated_again_says_what_it_says_at_first(engines, text, log, moments):
    compared(engines, read(text), log, moments)


@FEW
@given(agreements(), amended(), longer, several)
def test_an_amendment_in_between_changes_nothing_of_that(engines, tmp_path_factory, text, change, log, moments):
    compared(engines, in_folder(tmp_path_factory.mktemp("amended"), text, change), log, moments)
