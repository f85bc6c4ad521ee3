"""`accordant ledger`: the table, the files it writes, and its exit codes."""

import json
from pathlib import Path

import pytest
from cli.run import FINDINGS, MISSED, ROOT, run

POOL = ROOT / "tests" / "cases" / "pool-earned-back"
PASSED_ON = ROOT / "tests" / "cases" / "pass-through-to-end-users"


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_the_table_shows_what_moved_and_what_stands(engine: str) -> None:
    result = run(f"ledger {POOL} --as-of 2026-05-02 --engine {engine}")
    assert result.exit_code == MISSED
    assert "2026-05-01  earned back pool, hosting uptime, January 2026" in result.stdout
    last = result.stdout.rstrip().splitlines()[-1].split()
    assert last == ["us:receivable:provider", "15,000.00", "USD"]


def test_csv_and_journal_are_written_and_told_beside(tmp_path: Path) -> None:
    result = run(f"ledger {POOL} --as-of 2026-05-02 --csv {tmp_path}/a.csv --journal {tmp_path}/a.journal --json")
    assert result.exit_code == MISSED
    assert len(json.loads(result.stdout)["ledger"]) == 3
    assert (tmp_path / "a.csv").read_text("utf-8").count("\n") == 7
    assert "2026-05-01 (earned back) pool: hosting uptime 2026-01" in (tmp_path / "a.journal").read_text("utf-8")
    assert result.stderr.count("3 transactions written") == 2


def test_what_stands_upstream_is_evaluated_first() -> None:
    told = json.loads(run(f"evaluate {PASSED_ON} --as-of 2026-12-02 --json").stdout)
    (line,) = told["consequences"]
    assert line["recovered"] == {"amount": "1840", "currency": "USD"}


def test_agreements_that_pass_on_each_other_stop_it() -> None:
    result = run(f"evaluate {ROOT}/tests/findings/E525 --as-of 2026-12-02 --sources {POOL}/sources.yaml")
    assert result.exit_code == FINDINGS
    assert "E525" in result.stderr
