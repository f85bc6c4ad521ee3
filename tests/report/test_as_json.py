"""An evaluation as JSON and its items as rows: exact, canonical, readable by any program."""

import csv
import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from golden import CASES, instant
from hypothesis import given
from hypothesis import strategies as st

from accordant.cli.engine import load
from accordant.evaluate import evaluate
from accordant.report.items import COLUMNS, write_items
from accordant.report.json import as_json, exact, whole
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources
from report.november import items, november

NOVEMBER = november()


def floats(value: object) -> list[float]:
    match value:
        case dict():
            return [found for each in value.values() for found in floats(each)]
        case list():
            return [found for each in value for found in floats(each)]
        case float():
            return [value]
        case _:
            return []


def test_no_number_is_a_float() -> None:
    assert floats(json.loads(as_json(NOVEMBER))) == []


def test_values_are_exact_and_instants_have_offset_and_microseconds() -> None:
    told = json.loads(as_json(NOVEMBER))
    assert (told["accordant"], told["as_of"]) == (1, "2026-12-31T00:00:00.000000-05:00")
    speed = next(v for v in told["verdicts"] if v["obligation"] == "speed" and v["window"]["label"] == "2026-11")
    assert (speed["actual"], speed["good"], speed["valid"], speed["outcome"]) == ("91/100", 546, 600, "missed")
    month = next(a for a in told["agreement"] if a["window"]["label"] == "2026-11")
    low, high = (Fraction(text) for text in month["score"])
    assert low == high
    assert (month["state"], round(low, 6)) == ("degraded", Fraction("0.922883"))


def test_equal_evaluations_give_equal_bytes() -> None:
    assert as_json(november()) == as_json(NOVEMBER)
    shuffled = replace(
        NOVEMBER, measurements=tuple(replace(m, undecided=dict(m.undecided)) for m in NOVEMBER.measurements)
    )
    assert shuffled == NOVEMBER
    assert as_json(shuffled) == as_json(NOVEMBER)


def test_time_is_told_with_its_outages_and_what_is_left_of_it() -> None:
    case = CASES / "availability-levels"
    agreement, _ = read_agreement(case)
    sources, _ = read_sources(case)
    assert agreement is not None and sources is not None
    evaluation = evaluate(agreement, load("memory", sources, agreement), instant("2026-09-01T00:00+00:00"))
    told = json.loads(as_json(evaluation))
    august = next(v for v in told["verdicts"] if v["window"]["label"] == "2026-08")
    assert august["error_budget"] == {"allowance": "2678400000", "spent": "1250/279", "burn_rate": "1250/279"}
    assert (august["reached"], august["tally"]["sample"]) == (["minimum"], None)
    (outage,) = august["tally"]["time"]["outages"]
    assert (outage["start"], outage["entities"]) == ("2026-08-10T10:00:00.000000+00:00", ["L"])


def test_whole_numbers_that_a_double_would_change_are_text() -> None:
    assert (whole(2**53), whole(2**53 + 1), whole(-(2**60))) == (2**53, "9007199254740993", "-1152921504606846976")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.integers(0, 6))
def test_equal_decimals_are_written_alike(number: Decimal, noughts: int) -> None:
    longer = Decimal(f"{number:f}" + ("0" * noughts if "." in f"{number:f}" else ""))
    assert exact(longer) == exact(number)
    assert Decimal(exact(number) or "") == number


def test_items_stand_in_a_csv_with_window_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    assert write_items(NOVEMBER, ((name, items(name)) for name in ("speed", "initiatives")), path) == 658
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    late = next(row for row in rows if row["entity"] == "L0")
    assert late["window"] == "2026-11"
    assert late["started"] == "2026-11-03T10:00:00.000000-05:00"
    assert (late["elapsed_us"], late["limit_us"], late["outcome"]) == ("10800000000", "7200000000", "missed")
    assert next(row for row in rows if row["entity"] == "W0")["stopped"] == ""


def test_items_stand_in_parquet_when_the_name_says_so(tmp_path: Path) -> None:
    path = tmp_path / "items.parquet"
    assert write_items(NOVEMBER, [("initiatives", items("initiatives"))], path) == 3
    assert path.read_bytes()[:4] == b"PAR1"
