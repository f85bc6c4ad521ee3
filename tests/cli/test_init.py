"""`accordant init`: templates that check clean, run at once, and never overwrite."""

import json
import re
from pathlib import Path

import pytest
from cli.run import MISSED, USAGE, made, run

from accordant.cli.init_command import TEMPLATES, template_files

AS_OF = "--as-of 2026-03-15 --window 2026-01"
MARK = "# <-"
# What somebody who starts must look at: the name, the dates, the hours, the number of each promise.
PLACEHOLDER = re.compile(r"^title: |^term:|^ *open: |^ *target: .*[0-9]")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_agreement_has_no_errors_and_no_warnings(template: str, tmp_path: Path) -> None:
    folder = made(template, tmp_path)
    result = run(f"check {folder} --strict --json")
    assert result.exit_code == 0, result.stdout
    findings = json.loads(result.stdout)["findings"]
    assert {finding["severity"] for finding in findings} <= {"note"}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_agreement_runs_on_the_rows_that_come_with_it(template: str, tmp_path: Path) -> None:
    folder = made(template, tmp_path)
    result = run(f"evaluate {folder} {AS_OF}")
    assert result.exit_code == MISSED, result.stderr
    assert "January 2026" in result.stdout
    assert "✔ met" in result.stdout
    assert "rows were rejected" not in result.stdout


@pytest.mark.parametrize("template", TEMPLATES)
def test_both_engines_say_the_same_of_a_template(template: str, tmp_path: Path) -> None:
    folder = made(template, tmp_path)
    told = [json.loads(run(f"evaluate {folder} {AS_OF} --json --engine {e}").stdout) for e in ("duckdb", "memory")]
    assert told[0] == told[1]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_is_in_its_canonical_spelling(template: str, tmp_path: Path) -> None:
    assert run(f"fmt {made(template, tmp_path)} --check").exit_code == 0


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_must_be_filled_in_is_marked(template: str) -> None:
    texts = dict(template_files(template))
    text = texts["agreement.yaml"]
    for line in text.splitlines():
        assert MARK in line or not PLACEHOLDER.match(line), line
    assert text.count(MARK) >= 8
    assert texts["sources.yaml"].count(MARK) >= 4
    assert text.startswith("# ")


@pytest.mark.parametrize("template", TEMPLATES)
def test_addresses_of_a_template_lead_nowhere(template: str) -> None:
    for _, text in template_files(template):
        hosts = re.findall(r"@([\w.-]+)", text)
        assert all(host.endswith((".example", "example.com", "example.org", "gmail.com")) for host in hosts)


def test_availability_and_statistic_are_measured(tmp_path: Path) -> None:
    shown = run(f"evaluate {made('vendor', tmp_path)} {AS_OF}").stdout
    assert "not measured" not in shown


def test_nothing_that_exists_is_overwritten(tmp_path: Path) -> None:
    folder = made("customer", tmp_path)
    (folder / "agreement.yaml").write_text("mine")
    (folder / "claims.csv").unlink()
    result = run(f"init customer {folder}")
    assert result.exit_code == USAGE
    assert "agreement.yaml" in result.stderr
    assert "exists already" in result.stderr
    assert (folder / "agreement.yaml").read_text() == "mine"
    assert not (folder / "claims.csv").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    assert run(f"init customer {tmp_path / 'taken'}").exit_code == USAGE


def test_the_folder_is_named_after_the_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("init commitment")
    assert result.exit_code == 0
    assert Path("commitment/agreement.yaml").exists()
    assert not result.stdout
    assert "accordant check commitment" in result.stderr


def test_templates_and_the_library_are_listed() -> None:
    shown = run("init --list").stdout
    named = [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]
    told = json.loads(run("init --list --json").stdout)
    assert told["templates"] == TEMPLATES
    assert named == [*TEMPLATES, *told["library"]]
    assert run("init").stdout == shown


def test_the_library_alone_is_listed_when_no_agreement_of_it_is_named() -> None:
    shown = run("init --from").stdout
    storage = next(line for line in shown.splitlines() if "aws-s3-standard" in line)
    assert storage.split() == [
        "aws-s3-standard",
        "vendor",
        "date",
        "not",
        "stated",
        "P",
        "https://aws.amazon.com/s3/sla/",
    ]
    assert "date not stated" in shown
    assert TEMPLATES["customer"] not in shown
    assert json.loads(run("init --from --list --json").stdout)["aws-s3-standard"]["confidence"] == "P"


def test_an_agreement_of_the_library_is_written_with_its_sources_named(tmp_path: Path) -> None:
    result = run(f"init --from aws-s3-standard {tmp_path / 'storage'}")
    assert result.exit_code == 0
    assert not result.stdout
    assert (tmp_path / "storage" / "agreement.yaml").read_text().startswith("# Amazon S3")
    assert "https://aws.amazon.com/s3/sla/" in (tmp_path / "storage" / "about.yaml").read_text()
    assert "confidence P" in result.stderr
    assert f"accordant evaluate {tmp_path / 'storage'} --window 2026-10" in result.stderr


def test_what_the_library_has_not_is_said(tmp_path: Path) -> None:
    assert "lists what it has" in run("init --from aws-s4").stderr
    assert "name it with '--from'" in run("init customer --on 2026-01-01").stderr
    assert "needs a date such as" in run(f"init --from aws-s3-standard {tmp_path / 'x'} --on today").stderr
    assert run("init --from aws-s3-standard one two").exit_code == USAGE


def test_an_unknown_template_names_those_there_are() -> None:
    result = run("init marketing")
    assert result.exit_code == USAGE
    assert "marketing-sales-short" in result.stderr
