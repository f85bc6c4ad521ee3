"""`accordant evaluate --state`: what was measured is taken up, and the answer is byte for byte that without."""

import random
import shutil
from pathlib import Path

import pytest
from cli.run import ROOT, USAGE, run

from accordant.cli import state as door

AGREEMENT = """
format: 1
title: Leads are answered
kind: internal
parties: {marketing: {name: Marketing}, sales: {name: Sales}}
term: {from: 2026-01-01, through: 2026-12-31, zone: Europe/Berlin, currency: EUR, calendar: office}
calendars:
  office: {zone: Europe/Berlin, open: {mon-fri: 09:00-17:00}, holidays: [2026-01-06]}
definitions:
  created: {of: lead, when: event = 'created'}
  answered: {of: lead, when: event = 'answered'}
  won: {of: lead, when: event = 'won'}
  shut: {of: works, from: event = 'shut', to: event = 'open'}
exclusions:
  works: {span: shut}
obligations:
  speed:
    owed by: sales
    owed to: marketing
    time: {from: created, to: answered}
    within: 4 business hours
    target: at least 90%
    window: week
    for each: region
  volume: {owed by: marketing, owed to: sales, count: created, target: at least 3, window: month}
  depth:
    owed by: sales
    owed to: marketing
    share: {good: won, of: created, counted by: cohort}
    within: 20 days
    target: at least 20%
    window: month
"""
SOURCES = """
format: 1
sources:
  leads: {file: leads.csv, entity: lead, key: lead, event: event, happened: at, zone: UTC,
    times: "YYYY-MM-DD hh:mm", attributes: {region: {column: region, type: text}}}
  works: {file: works.csv, entity: works, key: site, event: event, happened: at, zone: UTC,
    times: "YYYY-MM-DD hh:mm"}
"""
EVENTS = {"created": 0, "answered": 3, "won": 200}


def rows(count: int) -> list[str]:
    """Return rows of so many leads by the hour of their event, each with the hour."""
    told, chance = [], random.Random(7)
    for lead in range(count):
        begun = chance.randrange(24 * 80)
        for event, after in EVENTS.items():
            if event == "created" or chance.randrange(4):
                hour = begun + after * chance.randrange(1, 4)
                day = 1 + hour // 24
                month, date = (1, day) if day <= 31 else (2, day - 31) if day <= 59 else (3, day - 59)
                if date <= 31:
                    told.append(f"l{lead},{event},2026-{month:02}-{date:02} {hour % 24:02}:00,r{lead % 3}\n")
    return sorted(told, key=lambda row: row.split(",")[2])


LOG = rows(120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "works.csv").write_text("site,event,at\na,shut,2026-01-12 09:00\na,open,2026-01-13 09:00\n")
    tell(tmp_path, LOG[:200])
    return tmp_path


def tell(folder: Path, log: list[str]) -> None:
    (folder / "leads.csv").write_text("lead,event,at,region\n" + "".join(log), encoding="utf-8")


def asked(folder: Path, as_of: str, *more: str):
    return run(f"evaluate {folder} --as-of {as_of} --json --engine duckdb {' '.join(more)}")


def same(folder: Path, as_of: str) -> str:
    """Evaluate with and without state; return what was said on stderr."""
    found, expected = asked(folder, as_of, f"--state {folder / 'state'}"), asked(folder, as_of)
    assert expected.exit_code in (0, 3), expected.stderr
    assert (found.stdout, found.exit_code) == (expected.stdout, expected.exit_code)
    return found.stderr


def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return a list that fills with the obligations that each measuring took over."""
    found: list[tuple[str, ...]] = []

    class Told(door.Incremental):
        def measure(self, plan):
            measured = super().measure(plan)
            found.append(self.taken)
            return measured

    monkeypatch.setattr(door, "Incremental", Told)
    return found


def test_rows_added_later_are_measured_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = taken(monkeypatch)
    assert not same(folder, "2026-02-20")
    tell(folder, LOG[:230])
    assert not same(folder, "2026-03-05")
    tell(folder, LOG)
    assert not same(folder, "2026-03-20")
    assert not same(folder, "2026-04-20")
    everything = ("speed", "volume", "depth")
    assert [set(one) for one in told[::2]] == [set(), set(everything), set(everything), set(everything)]


def test_an_exclusion_told_later_measures_its_promise_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = taken(monkeypatch)
    same(folder, "2026-03-05")
    with (folder / "works.csv").open("a") as file:
        file.write("a,shut,2026-02-02 09:00\na,open,2026-02-03 12:00\n")
    assert not same(folder, "2026-03-06")
    assert set(told[2]) == {"volume", "depth"}
    assert set(told[3]) == {"speed"}  # as it would be without exclusions


def test_an_earlier_instant_is_measured_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = taken(monkeypatch)
    same(folder, "2026-03-05")
    same(folder, "2026-02-05")
    assert not any(told)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda f: tell(f, ["x,created,2026-01-02 10:00,r1\n", *LOG[:200]]), "source 'leads' is not what it was"),
        (lambda f: tell(f, LOG[:150]), "source 'leads' is not what it was"),
        (lambda f: (f / "agreement.yaml").write_text(AGREEMENT.replace("4 bus", "5 bus")), "reads otherwise"),
        (lambda f: (f / "state").write_text((f / "state").read_text()[:-9]), "not written to its end"),
        (lambda f: (f / "state").write_text((f / "state").read_text().replace('"version": 1', '"version": 0')),
         "another version"),
    ],
)  # fmt: skip
def test_what_was_changed_is_measured_whole_and_said(folder: Path, change, why: str) -> None:
    same(folder, "2026-03-05")
    change(folder)
    assert why in same(folder, "2026-03-06")
    assert not same(folder, "2026-03-07")


def test_a_row_cut_in_the_middle_is_read_anew(folder: Path) -> None:
    (folder / "leads.csv").write_text("lead,event,at,region\nl1,created,2026-01-02 10:00,r1\nl2,created,2026-0")
    asked(folder, "2026-02-01", f"--state {folder / 'state'}")
    tell(folder, ["l1,created,2026-01-02 10:00,r1\n", "l2,created,2026-01-03 10:00,r1\n"])
    assert "not what it was" in same(folder, "2026-02-02")


def test_a_file_of_something_else_is_not_overwritten(folder: Path) -> None:
    result = asked(folder, "2026-03-05", f"--state {folder / 'leads.csv'}")
    assert result.exit_code == USAGE
    assert "no state" in result.stderr
    assert (folder / "leads.csv").read_text(encoding="utf-8").endswith(LOG[199])


def test_only_the_engine_that_reads_files_by_sql_keeps_a_state(folder: Path) -> None:
    result = run(f"evaluate {folder} --engine memory --state {folder / 'state'}")
    assert result.exit_code == USAGE
    assert "duckdb" in result.stderr


CASES = (
    "amendment-takes-open-items", "attempts-apart", "availability-composite", "exclusion-monthly-cap",
    "clock-budget-ends-at-closing",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_golden_case_told_in_two_parts_says_the_same(case: str, tmp_path: Path) -> None:
    folder = tmp_path / case
    shutil.copytree(ROOT / "tests" / "cases" / case, folder)
    logs = {file: file.read_text(encoding="utf-8").splitlines(keepends=True) for file in folder.glob("*.csv")}
    for file, lines in logs.items():
        file.write_text("".join(lines[: 1 + len(lines) // 2]), encoding="utf-8")
    same(folder, "2026-06-15")
    for file, lines in logs.items():
        file.write_text("".join(lines), encoding="utf-8")
    assert not same(folder, "2026-12-31")
