"""`accordant evaluate`: the sentence from the command line; exit codes, windows, instants and files."""

import csv
import json
from pathlib import Path

import pytest
from cli.run import EXAMPLES, FINDINGS, MISSED, ROOT, USAGE, made, run

CASE = ROOT / "tests" / "cases" / "clock-budget-ends-at-closing"
AS_OF = "--as-of 2026-03-15 --window 2026-01"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = made("customer", tmp_path)
    monkeypatch.chdir(folder)
    return folder


def test_a_golden_case_gives_what_it_expects() -> None:
    expected = json.loads((CASE / "expected.json").read_text(encoding="utf-8"))
    asked = expected[0] if isinstance(expected, list) else expected
    result = run(f"evaluate {CASE} --as-of {asked['as_of']} --json")
    told = json.loads(result.stdout)
    outcomes = {(v["obligation"], v["window"]["label"]): v["outcome"] for v in told["verdicts"]}
    for want in asked["verdicts"]:
        assert outcomes[want["obligation"], want["window"]] == want["outcome"]


@pytest.mark.usefixtures("folder")
def test_something_missed_is_exit_code_3() -> None:
    result = run(f"evaluate {AS_OF}")
    assert result.exit_code == MISSED
    assert "✘ missed" in result.stdout
    assert result.stdout.startswith("Support and hosting 2026, January 2026")


@pytest.mark.usefixtures("folder")
def test_nothing_missed_is_exit_code_0() -> None:
    assert run("evaluate --as-of 2026-03-31 --window 2026-03").exit_code == 0


@pytest.mark.usefixtures("folder")
def test_json_goes_to_stdout_and_talk_to_stderr() -> None:
    result = run(f"evaluate {AS_OF} --json")
    assert json.loads(result.stdout)["accordant"] == 1
    assert result.stdout == run(f"evaluate {AS_OF} --json").stdout


@pytest.mark.usefixtures("folder")
def test_engines_say_the_same() -> None:
    assert run(f"evaluate {AS_OF} --engine memory").stdout == run(f"evaluate {AS_OF} --engine duckdb").stdout


@pytest.mark.usefixtures("folder")
def test_the_page_and_the_items_are_written(folder: Path) -> None:
    result = run(f"evaluate {AS_OF} --html page.html --items items.csv --rejected rejected.csv")
    assert result.exit_code == MISSED
    assert "scorecard written to page.html" in result.stderr
    page = Path("page.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "http://" not in page.replace("http://www.w3.org", "")
    rows = list(csv.DictReader(Path("items.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["obligation"] for row in rows} == {"first answer", "solution", "uptime"}
    assert Path("rejected.csv").read_text(encoding="utf-8").startswith("source,row,column,reason")


@pytest.mark.usefixtures("folder")
def test_items_as_parquet_are_those_of_the_csv() -> None:
    import duckdb

    run(f"evaluate {AS_OF} --items items.parquet --html page.html")
    run(f"evaluate {AS_OF} --items items.csv")
    count = duckdb.sql("SELECT count(*) FROM 'items.parquet'").fetchall()
    rows = list(csv.DictReader(Path("items.csv").read_text(encoding="utf-8").splitlines()))
    assert count == [(len(rows),)]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("--as-of 2026-13-01", "is no instant; write 2026-12-31"),
        ("--as-of 2026-03-01T10:00", "has no offset; write it as 2026-03-01T10:00Z"),
        ("--as-of 2025-06-01", "the agreement begins on 2026-01-01; choose a later instant"),
        ("--as-of 9999-12-31", "is not between 1900 and 2200"),
        ("--as-of 2026-03-01 --window 2027-01", "there are 2026-01, 2026-02"),
        ("--as-of 2026-03-01 --engine pigeon", "duckdb, memory"),
        ("--as-of 2026-03-01 --items items.txt", "must end in .csv or .parquet"),
        ("--as-of 2026-03-01 --sources none.yaml", "none.yaml"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_wrong_usage_says_what_would_be_right(words: str, why: str) -> None:
    result = run(f"evaluate {words}")
    assert result.exit_code == USAGE
    assert why in result.stderr
    assert not result.stdout


@pytest.mark.usefixtures("folder")
def test_what_was_known_then_leaves_out_what_was_recorded_later(folder: Path) -> None:
    sources = folder / "sources.yaml"
    text = sources.read_text(encoding="utf-8").replace(
        "    happened: at\n", "    happened: at\n    recorded: seen\n", 1
    )
    sources.write_text(text, encoding="utf-8")
    events = folder / "ticket_events.csv"
    head, *rows = events.read_text(encoding="utf-8").splitlines()
    late = "T1,reply,2026-01-05 09:48"
    told = [f"{row},{'2026-02-20 09:00' if row.startswith(late) else row.split(',')[2]}" for row in rows]
    events.write_text("\n".join([f"{head},seen", *told]) + "\n", encoding="utf-8")

    def in_time(words: str) -> int:
        told = json.loads(run(f"evaluate --as-of 2026-03-15 {words} --json").stdout)
        window = ("first answer", "2026-01")
        return next(v["good"] for v in told["verdicts"] if (v["obligation"], v["window"]["label"]) == window)

    assert in_time("--known-at 2026-02-10") == 4
    assert in_time("--known-at 2026-02-25") == 5


@pytest.mark.usefixtures("folder")
def test_rows_that_cannot_be_read_are_counted_and_listed(folder: Path) -> None:
    with (folder / "ticket_events.csv").open("a", encoding="utf-8") as file:
        file.write("T7,opened,yesterday,customer,high,open\n")
    result = run(f"evaluate {AS_OF} --rejected rejected.csv")
    assert result.exit_code == MISSED
    rows = list(csv.DictReader(Path("rejected.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["source"], row["row"], row["column"]) for row in rows] == [("tickets", "23", "at")]
    assert "1 row" in result.stdout


@pytest.mark.usefixtures("folder")
def test_data_that_does_not_fit_the_sources_stops_it(folder: Path) -> None:
    file = folder / "incidents.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("down_at", "down_since"), encoding="utf-8")
    result = run(f"evaluate {AS_OF}")
    assert result.exit_code == FINDINGS
    assert "has no column 'down_at'" in result.stderr
    assert "it has: incident, down_since, up_at" in result.stderr
    assert not result.stdout


@pytest.mark.usefixtures("folder")
def test_without_sources_it_says_how_to_name_them(folder: Path) -> None:
    (folder / "sources.yaml").unlink()
    result = run(f"evaluate {AS_OF}")
    assert result.exit_code == USAGE
    assert "name one with --sources" in result.stderr


def test_the_sepsis_example() -> None:
    result = run(f"evaluate {EXAMPLES / 'sepsis'} --as-of 2015-06-30 --window 2014-Q4")
    assert result.exit_code == MISSED
    assert "Antibiotics within the hour" in result.stdout


def test_an_outage_that_ends_before_it_starts_is_told_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text(REVERSED_AGREEMENT, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(REVERSED_SOURCES, encoding="utf-8")
    rows = ["id,began,ended", "A,2026-03-02 10:00Z,2026-03-02 09:00Z", "B,2026-03-03 10:00Z,2026-03-03 11:00Z"]
    (tmp_path / "incidents.csv").write_text("\n".join(rows), encoding="utf-8")
    for name in ("duckdb", "memory"):
        ended = run(f"evaluate {tmp_path} --as-of 2026-03-31 --engine {name}")
        assert "W666: 'A' is counted as 'outage' from 2026-03-02T10:00+00:00 on" in ended.stderr
        assert "row 1 of 'incidents' ends it before that" in ended.stderr
        assert "'B'" not in ended.stderr
        assert ended.exit_code == MISSED


REVERSED_AGREEMENT = """format: 1
title: Uptime
kind: vendor
parties:
  them: {name: Them}
  us: {name: Us}
term: {from: 2026-03-01, through: 2026-03-31, zone: UTC}
definitions:
  outage: {of: incident, from: event = 'began', to: event = 'ended'}
obligations:
  uptime:
    owed by: them
    owed to: us
    availability: {down: outage}
    target: at least 99%
    window: month
"""
REVERSED_SOURCES = """format: 1
sources:
  incidents:
    file: incidents.csv
    entity: incident
    key: id
    times: "YYYY-MM-DD hh:mmZ"
    events: {began: began, ended: ended}
"""


def test_what_an_exclusion_changes_is_listed_beside_the_verdict() -> None:
    case = ROOT / "tests" / "cases" / "availability-maintenance-overlapping"
    asked = f"evaluate {case} --as-of 2026-07-01T00:00:00Z"
    told = json.loads(run(f"{asked} --json").stdout)
    bare = {one["obligation"]: (one["outcome"], one["actual"]) for one in told["without_exclusions"]}
    assert bare["less excluded"] == ("missed", "239/240")
    assert "Without exclusions: missed, 99.58%." in run(asked).stdout
