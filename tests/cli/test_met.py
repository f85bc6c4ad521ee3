"""`accordant met`: of each promise, at any instant, whether it is kept so far, missed, or cannot be told."""

import json
from pathlib import Path

import pytest
from cli.run import EXAMPLES, MISSED, USAGE, run

COMMITMENT = """
format: 1
title: Our network promise
kind: commitment
parties:
  provider: {name: Provider}
  users: {name: Everyone, kind: audience}
term: {from: 2026-04-01, through: 2026-12-31, zone: UTC}
definitions:
  outage: {of: fault, from: event = 'down', to: event = 'up'}
  rtt: {of: fault, value: ms, unit: ms}
  told: {of: fault, when: event = 'told'}
obligations:
  uptime:
    owed by: provider
    owed to: users
    availability: {down: outage, denominator: window}
    target: at least 99.99%
    window: month
  round trip:
    owed by: provider
    owed to: users
    statistic: {take: mean, of: rtt}
    target: at most 45 ms
    window: month
  told at once:
    owed by: provider
    owed to: users
    count: told
    target: at least 1
    window: month
"""
SOURCES = """
format: 1
sources:
  faults:
    file: faults.csv
    entity: fault
    key: fault
    zone: UTC
    happened: at
    event: event
    fields: {ms: {column: ms, type: decimal, scale: 1}}
"""
FAULTS = """fault,event,at,ms
f1,down,2026-11-09T10:00Z,
f1,up,2026-11-09T10:03Z,
p1,probe,2026-11-10T10:00Z,44
f2,down,2026-11-17T10:00Z,
f2,up,2026-11-17T10:20Z,
p2,probe,2026-11-20T10:00Z,50
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("agreement.yaml", COMMITMENT), ("sources.yaml", SOURCES), ("faults.csv", FAULTS)):
        (tmp_path / name).write_text(text.lstrip(), encoding="utf-8")
    return tmp_path


def answers(folder: Path, at: str) -> dict[str, str]:
    told = json.loads(run(f"met {folder} --at {at} --json").stdout)
    return {one["obligation"]: one["answer"] for one in told["promises"]}


@pytest.mark.parametrize(
    ("at", "uptime"),
    [
        ("2026-11-09T10:00Z", "kept so far"),
        ("2026-11-12", "kept so far"),
        ("2026-11-17T10:01:19.199999Z", "kept so far"),
        ("2026-11-17T10:01:19.3Z", "missed"),
        ("2026-11-30", "missed"),
        ("2026-12-01", "kept so far"),
    ],
)
def test_downtime_is_borne_until_the_allowance_of_the_month_is_spent(folder: Path, at: str, uptime: str) -> None:
    assert answers(folder, at)["uptime"] == uptime


def test_what_happens_later_says_nothing_of_an_instant(folder: Path) -> None:
    before = run(f"met {folder} --at 2026-11-12 --json").stdout
    (folder / "faults.csv").write_text("".join(FAULTS.splitlines(keepends=True)[:4]), encoding="utf-8")
    assert run(f"met {folder} --at 2026-11-12 --json").stdout == before


def test_a_value_that_may_come_back_and_an_amount_still_wanted_cannot_be_told(folder: Path) -> None:
    assert answers(folder, "2026-11-12") == {
        "uptime": "kept so far",
        "round trip": "kept so far",
        "told at once": "cannot be told",
    }
    assert answers(folder, "2026-11-22")["round trip"] == "cannot be told"
    assert answers(folder, "2026-11-09")["round trip"] == "cannot be told"


def test_a_missed_promise_is_exit_code_3_and_others_are_0(folder: Path) -> None:
    assert run(f"met {folder} --at 2026-11-12").exit_code == 0
    result = run(f"met {folder} --at 2026-11-18")
    assert result.exit_code == MISSED
    assert "Of 3 promises one missed and one cannot be told." in result.stdout


def test_each_answer_stands_with_value_target_and_what_is_left(folder: Path) -> None:
    text = " ".join(run(f"met {folder} --at 2026-11-12").stdout.split())
    assert "Uptime, November 2026 ✔ kept so far" in text
    assert "of at least 99.99%; left: 1 min of 4 min" in text


def test_is_met_is_null_when_it_cannot_be_told(folder: Path) -> None:
    told = [
        json.loads(run(f"met {folder} --at {at} --json").stdout)["is_met"] for at in ("2026-11-12", "2026-11-18")
    ]
    assert told == [None, False]


def test_any_agreement_can_be_asked_and_groups_count_together() -> None:
    result = run(f"met {EXAMPLES / 'upptime'} --at 2026-08-21T12:00Z --json")
    assert result.exit_code == MISSED
    told = {one["obligation"]: one["answer"] for one in json.loads(result.stdout)["promises"]}
    assert told == {"uptime": "kept so far", "seven days": "missed", "day by day": "kept so far"}


def test_an_instant_before_the_term_is_wrong_usage(folder: Path) -> None:
    result = run(f"met {folder} --at 2026-03-01")
    assert result.exit_code == USAGE
    assert "--at: the agreement begins on 2026-04-01" in result.stderr
