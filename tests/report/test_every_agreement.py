"""Every agreement that ships can be shown: as a page, as text and as JSON, before any data is there."""

from importlib.resources import files
from pathlib import Path

import pytest

from accordant.evaluate import evaluate
from accordant.measure.memory.engine import MemoryEngine
from accordant.plan.timeline import term_start
from accordant.report.json import as_json
from accordant.report.moments import moment_plan
from accordant.report.page import scorecard_html
from accordant.report.scorecard import Scorecard, scorecard
from accordant.report.text import scorecard_text
from accordant.text.read import read_agreement
from report.reading import Page

DAY = 86_400_000_000
TEMPLATES = Path(str(files("accordant.cli").joinpath("templates")))
EXAMPLES = Path(__file__).parents[2] / "examples"
AGREEMENTS = sorted([*TEMPLATES.glob("*/agreement.yaml"), *EXAMPLES.glob("*/agreement.yaml")])


def silent(path: Path) -> tuple[Scorecard, str]:
    """Look at the last ended window of an agreement of which nothing is known, 200 days into its term."""
    agreement, findings = read_agreement(path)
    assert agreement is not None
    engine = MemoryEngine(())
    evaluation = evaluate(agreement, engine, term_start(agreement.term) + 200 * DAY)
    plan = moment_plan(evaluation)
    card = scorecard(
        evaluation,
        lambda name, near: engine.items(evaluation.plan, name, near),
        findings=findings,
        moments=(lambda name, near: engine.items(plan, name, near)) if plan else None,
    )
    return card, as_json(evaluation)


@pytest.mark.parametrize("path", AGREEMENTS, ids=lambda path: path.parent.name)
def test_an_agreement_without_any_data_can_be_shown_and_claims_nothing(path: Path) -> None:
    card, told = silent(path)
    page = Page(scorecard_html(card))
    links = {one.attributes["href"][1:] for one in page.elements if one.tag in ("a", "use")}
    assert links <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert all(one.state.word != "met" for one in card.cards if one.verdict and one.verdict.actual is None)
    text = scorecard_text(card, False, 80)
    assert all(one.title in page.text and one.title in text for one in card.cards)
    assert len(card.cards) == len(card.terms.obligations)
    assert told.startswith('{"accordant":1,')
