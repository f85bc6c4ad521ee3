"""`accordant try`: how many match, do not, or cannot be told, with example rows."""

import json
from pathlib import Path

import pytest
from cli.run import FINDINGS, USAGE, run

SOURCES = """format: 1
sources:
  leads:
    file: leads.csv
    entity: lead
    key: id
    zone: UTC
    times: "YYYY-MM-DD"
    dates mean: start of day
    event: what
    happened: on
    fields: {by_robot: {column: robot, type: boolean, is: {"1": yes, "0": no}}}
    attributes: {score: {column: score, type: integer}}
"""
ROWS = """id,what,on,robot,score
a,created,2026-01-01,0,70
a,call,2026-01-02,1,
a,call,2026-01-03,0,
b,created,2026-01-01,0,40
b,scored,2026-01-05,0,65
c,created,2026-01-02,0,
d,created,2026-01-02,0,10
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "leads.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def counts(predicate: str) -> tuple[int, int, int]:
    told = json.loads(run(f'try "{predicate}" --json').stdout)
    return told["match"]["entities"], told["do not"]["entities"], told["unknown"]["entities"]


@pytest.mark.usefixtures("folder")
def test_a_state_matches_an_entity_that_was_ever_in_it() -> None:
    assert counts("score >= 60") == (2, 1, 1)


@pytest.mark.usefixtures("folder")
def test_a_happening_matches_its_events() -> None:
    told = json.loads(run("try \"event = 'call'\" --json").stdout)
    assert (told["match"]["entities"], told["match"]["moments"]) == (1, 2)
    assert counts("event = 'call' AND NOT by_robot") == (1, 3, 0)


@pytest.mark.usefixtures("folder")
def test_counts_and_example_rows_are_printed() -> None:
    result = run('try "score >= 60" --rows 1')
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split()[:2] == ["2", "match"]
    assert "score = " in lines[1]
    assert sum("score = " in line for line in lines) == 3


@pytest.mark.usefixtures("folder")
def test_an_unknown_column_is_told_with_those_there_are() -> None:
    result = run('try "scores >= 60"')
    assert result.exit_code == USAGE
    assert "score" in result.stderr
    assert "no kind of entity has the columns scores" in result.stderr


@pytest.mark.usefixtures("folder")
def test_a_predicate_that_cannot_be_read_is_a_finding() -> None:
    result = run("try \"event LIKE 'c%'\"")
    assert result.exit_code == FINDINGS
    assert "error E402" in result.stderr
    assert not result.stdout


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_not_there_is_a_finding(folder: Path) -> None:
    (folder / "leads.csv").unlink()
    result = run('try "score >= 60"')
    assert result.exit_code == FINDINGS
    assert "leads.csv" in result.stderr


def test_without_sources_it_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run('try "score >= 60"')
    assert result.exit_code == USAGE
    assert "sources.yaml" in result.stderr


def test_of_one_event_id_the_row_recorded_last_counts(folder: Path) -> None:
    told = SOURCES.replace("    event: what\n", "    event: what\n    id: number\n    recorded: known\n")
    (folder / "sources.yaml").write_text(told, encoding="utf-8")
    rows = "id,number,what,on,known,robot,score\na,1,created,2026-01-01,2026-01-01,0,30\n"
    (folder / "leads.csv").write_text(rows + "a,1,created,2026-01-01,2026-01-04,0,70\n", encoding="utf-8")
    result = run('try "score >= 60" --json')
    assert json.loads(result.stdout)["match"]["entities"] == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("predicate", ["score", "score = 'high'", "by_robot = 1", "happened_at >= '2026'"])
def test_what_cannot_be_compared_is_a_finding_and_no_count(predicate: str) -> None:
    result = run(f'try "{predicate}"')
    assert result.exit_code == FINDINGS
    assert "definition:1:1: error E621" in result.stderr
    assert f"1 | {predicate}" in result.stderr
    assert not result.stdout


@pytest.mark.usefixtures("folder")
def test_the_instants_of_events_can_be_tried() -> None:
    assert counts("happened_at >= '2026-01-03T00:00:00+00:00'") == (2, 2, 0)
