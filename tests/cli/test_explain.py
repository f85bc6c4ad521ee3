"""`accordant explain`: one item's whole reckoning, or the plan as a story."""

import json
from pathlib import Path

import pytest
from cli.run import FINDINGS, USAGE, made, run

AS_OF = "--as-of 2026-02-28"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = made("customer", tmp_path)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("folder")
def test_an_item_is_reckoned_to_the_minute() -> None:
    result = run(f"explain 'first answer' T3 {AS_OF}")
    assert result.exit_code == 0
    # Fri 9 Jan 17:20-18:00 is 40 min, Mon 12 Jan 08:00-09:40 is 100 min.
    assert "2 h 20 min" in result.stdout
    assert "missed" in result.stdout


@pytest.mark.usefixtures("folder")
def test_a_pause_is_cut_out() -> None:
    result = run(f"explain solution T2 {AS_OF}")
    assert "waiting" in result.stdout
    assert "met" in result.stdout


def test_the_agreement_may_be_named_or_stood_in(folder: Path) -> None:
    here = run(f"explain solution T2 {AS_OF} --json")
    named = run(f"explain {folder} solution T2 {AS_OF} --json")
    file = run(f"explain {folder / 'agreement.yaml'} solution T2 {AS_OF} --json")
    assert here.exit_code == named.exit_code == file.exit_code == 0
    assert json.loads(here.stdout).keys() == json.loads(named.stdout).keys()


@pytest.mark.usefixtures("folder")
def test_the_page_of_an_item_is_written() -> None:
    result = run(f"explain solution T2 {AS_OF} --html item.html")
    assert "item written to item.html" in result.stderr
    assert Path("item.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")


@pytest.mark.usefixtures("folder")
def test_the_plan_is_a_story_that_reads_no_data(folder: Path) -> None:
    (folder / "sources.yaml").unlink()
    result = run(f"explain solution --plan {AS_OF}")
    assert result.exit_code == 0
    for step in ("Read", "Pair", "Clip", "Time", "Tally"):
        assert step in result.stdout


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("explain", "name an obligation"),
        ("explain solution", "name the entity"),
        ("explain solutions T2", "there are first answer, solution, uptime"),
        ("explain nowhere solution T2", "there is no agreement at 'nowhere'"),
    ],
)
def test_wrong_usage_says_what_would_be_right(words: str, why: str) -> None:
    result = run(f"{words} {AS_OF}")
    assert result.exit_code == USAGE
    assert why in result.stderr
    assert not result.stdout


@pytest.mark.usefixtures("folder")
def test_an_entity_that_nothing_is_recorded_of() -> None:
    result = run(f"explain solution T99 {AS_OF}")
    assert result.exit_code == FINDINGS
    assert "no item of 'T99'" in result.stderr
    assert not result.stdout


def test_clauses_that_cannot_be_planned_have_no_story(folder: Path) -> None:
    text = (folder / "agreement.yaml").read_text(encoding="utf-8")
    (folder / "agreement.yaml").write_text(text.replace("through: 2026-12-31", "through: 9999-12-31"), "utf-8")
    result = run(f"explain solution --plan {AS_OF}")
    assert result.exit_code == FINDINGS
    assert "error E224" in result.stderr
    assert not result.stdout


def test_the_page_asks_again_with_the_sources_that_were_named(folder: Path) -> None:
    (folder / "sources.yaml").rename(folder / "others.yaml")
    result = run(f"explain solution T2 {AS_OF} --sources others.yaml")
    assert result.exit_code == 0
    assert "--sources others.yaml" in result.stdout
