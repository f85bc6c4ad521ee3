"""`accordant check`: findings as text, JSON and SARIF, of the agreement and of its sources."""

import json
from pathlib import Path

import pytest
from cli.run import FINDINGS, FORMAT, USAGE, made, run

AGREEMENTS = [file for file in sorted(FORMAT.glob("*.yaml")) if ".sources." not in file.name]


@pytest.mark.parametrize("file", AGREEMENTS, ids=lambda file: file.stem)
def test_agreements_of_every_kind_check(file: Path) -> None:
    result = run(f"check {file}")
    assert result.exit_code == 0, result.stdout


def test_a_clean_agreement_prints_nothing_but_talk(tmp_path: Path) -> None:
    result = run(f"check {made('internal', tmp_path)}")
    assert result.exit_code == 0
    assert not result.stdout
    assert result.stderr.strip() == "no findings"


def test_the_folder_one_stands_in_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made("customer", tmp_path))
    assert run("check").exit_code == 0


def broken(tmp_path: Path) -> Path:
    folder = made("customer", tmp_path)
    file = folder / "agreement.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("status = 'waiting", "statis = 'waiting").replace("on miss: [answer credit]", ""))
    return folder


def test_every_finding_is_told_at_once_with_line_caret_and_hint(tmp_path: Path) -> None:
    result = run(f"check {broken(tmp_path)}")
    assert result.exit_code == FINDINGS
    assert "error E620" in result.stdout
    assert "did you mean 'status'?" in result.stdout
    assert "warning W521" in result.stdout
    assert "^^^^^^" in result.stdout
    assert "1 error" in result.stderr


def test_warnings_stop_only_when_strict(tmp_path: Path) -> None:
    folder = made("customer", tmp_path)
    file = folder / "agreement.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("    on miss: [answer credit]\n", ""), encoding="utf-8"
    )
    assert run(f"check {folder}").exit_code == 0
    assert run(f"check {folder} --strict").exit_code == FINDINGS


def test_findings_as_json(tmp_path: Path) -> None:
    result = run(f"check {broken(tmp_path)} --json")
    assert result.exit_code == FINDINGS
    told = json.loads(result.stdout)["findings"]
    untold = next(finding for finding in told if finding["code"] == "E620")
    assert untold["at"]["file"].endswith("agreement.yaml")
    assert untold["at"]["line"] > 1
    assert not result.stderr


def test_findings_as_sarif(tmp_path: Path) -> None:
    result = run(f"check {broken(tmp_path)} --sarif")
    assert result.exit_code == FINDINGS
    log = json.loads(result.stdout)
    assert log["version"] == "2.1.0"
    assert {found["ruleId"] for found in log["runs"][0]["results"]} >= {"E620", "W521"}


def test_sources_named_are_checked(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(
        (FORMAT / "customer-city-requests.sources.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert run(f"check {FORMAT / 'customer-city-requests.yaml'} --sources {other}").exit_code == 0
    other.write_text(other.read_text(encoding="utf-8").replace("zone:", "zoen:"), encoding="utf-8")
    result = run(f"check {FORMAT / 'customer-city-requests.yaml'} --sources {other}")
    assert result.exit_code == FINDINGS
    assert "did you mean 'zone'?" in result.stdout


def test_a_sources_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert run(f"check {made('customer', tmp_path)} --sources {tmp_path / 'none.yaml'}").exit_code == USAGE


def test_two_forms_of_output_are_wrong_usage(tmp_path: Path) -> None:
    result = run(f"check {broken(tmp_path)} --json --sarif")
    assert result.exit_code == USAGE
    assert "--json and --sarif" in result.stderr
