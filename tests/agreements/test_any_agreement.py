"""Laws of any agreement: both engines say the same, the order of the input never matters, fmt changes nothing."""

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from random_agreements import FIELDS, SOURCES, agreements, amended, instants, logs

from accordant.evaluate import Evaluation, evaluate
from accordant.measure.memory.engine import MemoryEngine
from accordant.measure.sql.duck import DuckEngine
from accordant.plan.timeline import midnight
from accordant.terms.agreement import Agreement
from accordant.text.amend import read_folder
from accordant.text.read import read_agreement_text
from accordant.text.write import write_text

# A fifth of what other laws are tried on: each evaluates whole agreements. Shrinking one takes many minutes, so
# what failed is told as it was drawn.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FEW = settings(
    max_examples=settings().max_examples // 5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=PHASES,
)


@pytest.fixture(scope="module")
def duck():
    return DuckEngine.from_events([])


def read(text: str) -> Agreement:
    agreement, findings = read_agreement_text(text)
    errors = [finding.message for finding in findings if finding.stops]
    assert agreement is not None and not errors, (errors, text)
    return agreement


def answer(evaluation: Evaluation) -> tuple[object, ...]:
    return (evaluation.measurements, evaluation.verdicts, evaluation.agreement, evaluation.consequences)


@FEW
@given(agreements(), logs, instants)
def test_both_engines_give_the_same_answer(duck, text, log, as_of):
    agreement = read(text)
    memory = MemoryEngine(log, FIELDS)
    duck.load(log, SOURCES)
    expected, found = evaluate(agreement, memory, as_of), evaluate(agreement, duck, as_of)
    assert answer(found) == answer(expected)
    assert found == expected
    for obligation in agreement.obligations:
        assert list(duck.items(found.plan, obligation.name)) == list(memory.items(expected.plan, obligation.name))


@FEW
@given(agreements(), amended(), logs, instants)
def test_both_engines_give_the_same_answer_after_an_amendment(duck, tmp_path_factory, text, change, log, as_of):
    agreement = in_folder(tmp_path_factory.mktemp("amended"), text, change)
    duck.load(log, SOURCES)
    assert answer(evaluate(agreement, duck, as_of)) == answer(
        evaluate(agreement, MemoryEngine(log, FIELDS), as_of)
    )


@FEW
@given(agreements(), logs, instants, st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(text, log, as_of, random):
    agreement = read(text)
    shuffled = MemoryEngine(random.sample(log, len(log)), FIELDS)
    assert answer(evaluate(agreement, shuffled, as_of)) == answer(
        evaluate(agreement, MemoryEngine(log, FIELDS), as_of)
    )


@FEW
@given(agreements(), logs, instants)
def test_what_was_written_says_the_same_as_what_was_read(text, log, as_of):
    (written, findings), engine = write_text(text, "agreement.yaml"), MemoryEngine(log, FIELDS)
    assert not findings
    assert answer(evaluate(read(written), engine, as_of)) == answer(evaluate(read(text), engine, as_of))


@FEW
@given(agreements(), amended(), logs, instants)
def test_an_amendment_never_changes_a_window_that_ended_before_it(tmp_path_factory, text, change, log, as_of):
    # What is undecided on its date an amendment may take over, by its word: also from a window that has ended.
    assume("open items" not in change)
    agreement = in_folder(tmp_path_factory.mktemp("amended"), text, change)
    engine = MemoryEngine(log, FIELDS)
    before, after = evaluate(read(text), engine, as_of), evaluate(agreement, engine, as_of)
    since = midnight(agreement.term.zone, after.versions[-1].since)
    ended = {(v.obligation, v.window.start, v.window.stop): v for v in after.verdicts if v.window.stop <= since}
    for verdict in before.verdicts:
        kept = ended.get((verdict.obligation, verdict.window.start, verdict.window.stop))
        assert kept is None or (kept.outcome, kept.actual) == (verdict.outcome, verdict.actual)
    assert {v.obligation for v in before.verdicts} == {v.obligation for v in after.verdicts}


def in_folder(folder, text: str, change: str) -> Agreement:
    (folder / "amendments").mkdir()
    (folder / "agreement.yaml").write_text(text, encoding="utf-8")
    (folder / "amendments" / "2026-02-10.yaml").write_text(change, encoding="utf-8")
    agreement, findings = read_folder(folder)
    errors = [finding.message for finding in findings if finding.stops]
    assert agreement is not None and not errors, (errors, text, change)
    return agreement
