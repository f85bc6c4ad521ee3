"""What stands upstream: read beside the agreement, found only where it leads back or pays too little."""

import shutil
from pathlib import Path

from accordant.cli.upstream import stopping, upstream_findings
from accordant.terms.agreement import Agreement
from accordant.text.read import read_agreement

from .corpus import FINDINGS


def laid(code: str, folder: Path, **changes: str) -> tuple[Agreement, Path]:
    """Copy a wrong agreement with what stands upstream of it; `changes` are made there."""
    shutil.copytree(FINDINGS / code, folder / "here")
    file = folder / "here" / "upstream" / "agreement.yaml"
    text = file.read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    agreement, _ = read_agreement(folder / "here" / "agreement.yaml")
    assert agreement is not None
    return agreement, folder / "here"


def test_a_promise_as_high_as_what_upstream_pays_at_least_is_left_alone(tmp_path: Path) -> None:
    agreement, folder = laid("W526", tmp_path, **{"below 95%: 10%": "below 95%: 12.5%"})
    assert upstream_findings(agreement, folder) == []


def test_what_upstream_pays_for_a_quarter_is_compared_by_the_month(tmp_path: Path) -> None:
    quarter = {'4,000 EUR", per: month': '12,000 EUR", per: quarter', "below 95%: 10%": "below 95%: 12.5%"}
    agreement, folder = laid("W526", tmp_path, **quarter)
    assert upstream_findings(agreement, folder) == []


def test_amounts_of_another_currency_are_not_compared(tmp_path: Path) -> None:
    agreement, folder = laid("W526", tmp_path, **{"4,000 EUR": "4,000 USD", "currency: EUR": "currency: USD"})
    assert upstream_findings(agreement, folder) == []


def test_a_chain_that_ends_is_no_circle(tmp_path: Path) -> None:
    agreement, folder = laid("E525", tmp_path, **{"upstream: ..,": "upstream: ../elsewhere,"})
    assert upstream_findings(agreement, folder) == []


def test_a_circle_stops_evaluation(tmp_path: Path) -> None:
    agreement, folder = laid("E525", tmp_path)
    assert {finding.rule for finding in stopping(agreement, folder)} == {"upstream-in-a-circle"}


def test_an_agreement_that_stands_nowhere_is_no_finding(tmp_path: Path) -> None:
    agreement, folder = laid("W526", tmp_path)
    shutil.rmtree(folder / "upstream")
    assert upstream_findings(agreement, folder) == stopping(agreement, folder) == []
