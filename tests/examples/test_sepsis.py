"""Antibiotics and lactate, recounted from the log in a few plain lines."""

import csv
import gzip
from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest
from example_runs import EXAMPLES, Example, run


@pytest.fixture(scope="module", params=["duckdb", "memory"])
def sepsis(request: pytest.FixtureRequest) -> Example:
    return run("sepsis", "2015-12-31", request.param)


@pytest.fixture(scope="module")
def log() -> dict[str, dict[str, list[datetime]]]:
    found: dict[str, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(EXAMPLES / "sepsis" / "sepsis.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            happened = datetime.strptime(row["Complete Timestamp"], "%Y/%m/%d %H:%M:%S.%f")
            found[row["Case ID"]][row["Activity"]].append(happened)
    return found


def recount(log: dict[str, dict[str, list[datetime]]], to: str, limit: timedelta, skew: timedelta) -> Counter[str]:
    """Count by the wall clock of the hospital; no change of clocks lies between the two events of a case."""
    counts: Counter[str] = Counter()
    for case in log.values():
        if "ER Sepsis Triage" in case:
            start = min(case["ER Sepsis Triage"])
            after = [t for t in case[to] if t >= start - skew]
            counts["met" if after and min(after) - start <= limit else "missed"] += 1
    return counts


def test_antibiotics_within_the_hour(sepsis: Example, log: dict[str, dict[str, list[datetime]]]) -> None:
    counts = Counter(item.outcome.value for item in sepsis.items("antibiotics within the hour"))
    assert counts == recount(log, "IV Antibiotics", timedelta(hours=1), timedelta(0))
    assert sum(counts.values()) == 1049


def test_lactate_within_three_hours(sepsis: Example, log: dict[str, dict[str, list[datetime]]]) -> None:
    counts = Counter(item.outcome.value for item in sepsis.items("lactate within three hours"))
    assert counts == recount(log, "LacticAcid", timedelta(hours=3), timedelta(hours=1))
