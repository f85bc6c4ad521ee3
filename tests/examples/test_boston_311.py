"""The city's own columns are the witness: its targets, and its ONTIME and OVERDUE flags."""

import csv
import gzip
from collections import Counter
from datetime import datetime

import pytest
from example_runs import EXAMPLES, Example, run

from accordant.measure.measurement import Item
from accordant.zone import local_time

Row = dict[str, str]
PROMISES = ("code enforcement", "comments answered", "rodents")


@pytest.fixture(scope="module", params=["duckdb", "memory"])
def boston(request: pytest.FixtureRequest) -> Example:
    return run("boston-311", "2016-01-13T08:02:00-05:00", request.param)


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    with gzip.open(EXAMPLES / "boston-311" / "requests.csv.gz", "rt", encoding="utf-8") as file:
        return {row["case_id"]: row for row in csv.DictReader(file)}


def seconds_off(item: Item, row: Row) -> int:
    assert item.due is not None
    return int(
        (local_time("America/New_York", item.due) - datetime.fromisoformat(row["target_local"])).total_seconds()
    )


def test_every_request_is_an_item_and_no_row_is_rejected(boston: Example, rows: dict[str, Row]) -> None:
    entities = [item.entity for promise in PROMISES for item in boston.items(promise)]
    assert sorted(entities) == sorted(rows)
    assert boston.engine.rejected() == ()


def test_kept_missed_and_open_are_counted_as_the_readme_says(boston: Example) -> None:
    counts = {p: Counter(item.outcome.value for item in boston.items(p)) for p in PROMISES}
    assert counts == {
        "code enforcement": {"met": 4565, "missed": 364},
        "comments answered": {"met": 2079, "missed": 2754, "pending": 7},
        "rodents": {"met": 1322, "missed": 814, "pending": 35},
    }


def test_the_due_instant_is_the_citys_but_for_nineteen_requests(boston: Example, rows: dict[str, Row]) -> None:
    off = [abs(seconds_off(item, rows[item.entity])) for promise in PROMISES for item in boston.items(promise)]
    assert sum(o == 0 for o in off) == 8505
    assert sum(o == 1 for o in off) == 1150
    assert sum(1 < o <= 60 for o in off) == 2266
    assert sum(o > 60 for o in off) == 19


def test_the_citys_flag_agrees_but_where_it_extended_a_target_by_hand(
    boston: Example, rows: dict[str, Row]
) -> None:
    said = {"met": "ONTIME", "pending": "ONTIME", "missed": "OVERDUE"}
    differing = [
        item
        for promise in PROMISES
        for item in boston.items(promise)
        if said[item.outcome.value] != rows[item.entity]["stated_ontime"]
    ]
    assert len(differing) == 7
    for item in differing:
        row = rows[item.entity]
        assert (item.outcome.value, row["stated_ontime"]) == ("missed", "ONTIME")
        assert seconds_off(item, row) <= -79_000, "the file's target lies days after what the rule gives"
