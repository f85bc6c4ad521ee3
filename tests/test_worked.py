"""Worked examples with rows: they are run by the sources' rules, and what differs or cannot be run is told."""

import shutil
from pathlib import Path

import pytest

import accordant
from accordant.terms.finding import Finding
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources
from accordant.worked import worked_examples

S3 = Path(accordant.__file__).parent / "library" / "aws-s3-standard"
CASE = Path(__file__).parent / "cases" / "sc3-follow-up-clock"


def worked(folder: Path) -> list[Finding]:
    agreement, findings = read_agreement(folder)
    sources, more = read_sources(folder / "sources.yaml")
    assert agreement is not None and not [f for f in (*findings, *more) if f.stops]
    return list(worked_examples(agreement, sources))


@pytest.fixture
def storage(tmp_path: Path) -> Path:
    return Path(shutil.copytree(S3, tmp_path / "s3"))


def changed(folder: Path, old: str, new: str) -> list[Finding]:
    file = folder / "agreement.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return worked(folder)


def messages(found: list[Finding]) -> list[str]:
    return [finding.message for finding in found]


def test_examples_that_hold_are_not_mentioned(storage: Path) -> None:
    assert worked(storage) == []


def test_an_uptime_that_differs_is_told_with_what_the_rule_gives(storage: Path) -> None:
    (found,) = changed(storage, "99.887993%", "99.910394%")
    assert (found.rule, found.stops) == ("example-differs", True)
    assert found.message == (
        "example 'eight dead intervals and forty at five percent' expects 99.910394% of 'storage uptime',"
        " and the rule gives 99.887993%"
    )


def test_a_credit_that_differs_is_told(storage: Path) -> None:
    (found,) = changed(storage, "400.00 USD}", "1000.00 USD}")
    assert found.message.endswith("expects 1,000.00 USD of 'storage credit', and the rule gives 400 USD")


def test_a_window_that_no_promise_has_is_told(storage: Path) -> None:
    (found,) = changed(storage, "window: 2026-10", "window: 2026-W42")
    assert found.message.endswith("no obligation has a window '2026-W42'")


def test_rows_without_sources_cannot_be_read() -> None:
    agreement, _ = read_agreement(S3)
    assert agreement is not None
    found = list(worked_examples(agreement, None))
    assert [(one.rule, one.stops) for one in found] == [("example-not-run", False)] * 2
    assert found[0].message.endswith("and there is none beside it")


INLINE = """
examples:
  - name: a lead of Friday afternoon
    window: 2026-11
    events:
      - {ROW, event: created, at: 2026-11-13 16:30}
      - {ROW, event: call, at: 2026-11-16 09:45}
    expect: {buyer clock: VALUE}
"""


@pytest.mark.parametrize(("value", "told"), [("100%", []), ("50%", ["and the rule gives 100%"])])
def test_rows_written_into_the_agreement_are_read_as_those_of_a_source(
    tmp_path: Path, value: str, told: list[str]
) -> None:
    assert [line[-len(t) :] for line, t in zip(inline(tmp_path, "lead: L1", value), told, strict=True)] == told


def test_a_column_that_no_source_reads_is_told(tmp_path: Path) -> None:
    (found,) = inline(tmp_path, "laed: L1", "100%")
    assert "event 1 has a column 'laed' that source" in found


def inline(folder: Path, row: str, value: str) -> list[str]:
    case = Path(shutil.copytree(CASE, folder / "case"))
    with (case / "agreement.yaml").open("a", encoding="utf-8") as file:
        file.write(INLINE.replace("ROW", row).replace("VALUE", value))
    return messages(worked(case))
