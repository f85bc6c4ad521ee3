"""`accordant sql`: the statements as text; what has no form in SQL is named, and the exit code says so."""

from pathlib import Path

import pytest
from cli.run import FINDINGS, ROOT, USAGE, run

SMALL = ROOT / "tests" / "sql" / "printed"
CASES = ROOT / "tests" / "cases"


def test_all_promises_are_printed_under_their_headings() -> None:
    done = run(f"sql {SMALL} --as-of 2026-09-30")
    assert done.exit_code == 0
    assert "-- Promise 'answer'\n" in done.stdout
    assert "-- Promise 'report'\n" in done.stdout
    assert str(ROOT) not in done.stdout


def test_one_promise_is_printed_without_what_others_need() -> None:
    done = run(f"sql {SMALL} --as-of 2026-09-30 --promise report --dialect trino")
    assert "-- Promise 'report'\n" in done.stdout
    assert "answer" not in done.stdout
    assert "tickets" not in done.stdout


def test_a_promise_that_there_is_not_is_wrong_usage() -> None:
    done = run(f"sql {SMALL} --as-of 2026-09-30 --promise repot")
    assert done.exit_code == USAGE
    assert "there are 'answer', 'report'" in done.stderr


def test_a_file_holds_what_else_is_printed(tmp_path: Path) -> None:
    done = run(f"sql {SMALL} --as-of 2026-09-30 --out {tmp_path / 'all.sql'}")
    assert done.stdout == ""
    assert (tmp_path / "all.sql").read_text("utf-8") == run(f"sql {SMALL} --as-of 2026-09-30").stdout


def test_what_has_no_form_in_sql_is_named_in_the_text_and_beside_it() -> None:
    done = run(f"sql {CASES / 'attempts-apart'} --as-of 2026-12-31")
    assert done.exit_code == FINDINGS
    assert "-- Not in SQL: promise 'spaced': 'attempts' cannot be measured in SQL" in done.stdout
    assert "not in SQL: promise 'spaced'" in done.stderr


@pytest.mark.parametrize("dialect", ["postgres", "bigquery"])
def test_text_says_whether_its_dialect_is_run(dialect: str) -> None:
    done = run(f"sql {SMALL} --as-of 2026-09-30 --dialect {dialect}")
    assert ("-- Not run:" in done.stdout) == (dialect == "bigquery")


def test_what_time_an_exclusion_takes_away_is_said_not_to_stand_in_the_text() -> None:
    done = run(f"sql {CASES / 'exclusion-force-majeure'} --as-of 2026-12-31")
    assert "In this text nothing is excluded." in " ".join(done.stdout.replace("\n-- ", " ").split())
