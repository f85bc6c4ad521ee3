"""Uptime and credits of every month, recounted minute by minute in a few plain lines."""

import csv
import gzip
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from example_runs import EXAMPLES, Example, run

from accordant.measure.measurement import Outcome

IMPACTS = {
    "all incidents": {"minor", "major", "critical"},
    "critical incidents": {"critical"},
    "as EC2 pays": {"major", "critical"},
    "as Compute Engine pays": {"major", "critical"},
    "as Verizon pays": {"major", "critical"},
}
Minutes = dict[date, int]


@pytest.fixture(scope="module", params=["duckdb", "memory"])
def status(request: pytest.FixtureRequest) -> Example:
    return run("github-status", "2026-08-01T00:00:00Z", request.param)


def down(impacts: set[str]) -> Minutes:
    """Count, by month, the minutes in which any incident of these impacts lasted: instants are whole minutes."""
    minutes: set[datetime] = set()
    with gzip.open(EXAMPLES / "github-status" / "incidents.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["impact"] in impacts:
                at, end = (datetime.fromisoformat(row[key][:-1]) for key in ("downtime_start", "downtime_end"))
                assert not (at.second or end.second)
                while at < end:
                    minutes.add(at)
                    at += timedelta(minutes=1)
    found: Minutes = {}
    for minute in minutes:
        month = minute.date().replace(day=1)
        found[month] = found.get(month, 0) + 1
    return found


def minutes_of(month: date) -> int:
    return ((month + timedelta(days=31)).replace(day=1) - month).days * 1440


@pytest.mark.parametrize("promise", IMPACTS)
def test_the_uptime_of_every_month_is_the_one_counted_by_the_minute(status: Example, promise: str) -> None:
    counted = down(IMPACTS[promise])
    found = {
        verdict.window.label: verdict.actual
        for verdict in status.evaluation.verdicts
        if verdict.obligation == promise and verdict.window.stop <= status.evaluation.as_of
    }
    assert len(found) == 52
    for label, actual in found.items():
        month = date.fromisoformat(f"{label}-01")
        assert actual == 1 - Fraction(counted.get(month, 0), minutes_of(month)), label


def credit(bands: list[tuple[str, int]], uptime: Fraction) -> Decimal:
    reached = [pays for edge, pays in bands if uptime < Fraction(edge) / 100]
    return Decimal(1000) * max(reached, default=0) / 100


def verizon(minutes: int) -> Decimal:
    days = -(-minutes // 60)
    return min(Decimal(1000), (Decimal(1000) * days / 30).quantize(Decimal("0.01"), "ROUND_HALF_UP"))


def test_three_rule_sets_pay_what_their_tables_say(status: Example) -> None:
    ec2 = [("99.99", 10), ("99.0", 30), ("95.0", 100)]
    google = [("99.9", 10), ("95.0", 25), ("90.0", 100)]
    counted = down({"major", "critical"})
    paid = {(c.remedy, c.window): c.amount.amount for c in status.evaluation.consequences if c.amount}
    for month, minutes in counted.items():
        label, uptime = f"{month:%Y-%m}", 1 - Fraction(minutes, minutes_of(month))
        if not date(2022, 4, 1) <= month <= date(2026, 7, 1):
            continue
        assert paid.get(("EC2 credit", label), Decimal(0)) == credit(ec2, uptime), label
        assert paid.get(("Compute Engine credit", label), Decimal(0)) == credit(google, uptime), label
        assert paid.get(("Verizon credit", label), Decimal(0)) == verizon(minutes), label


def test_months_without_a_critical_incident_are_met(status: Example) -> None:
    outcomes = {v.outcome for v in status.evaluation.verdicts if v.obligation == "critical incidents"}
    assert {Outcome.MET, Outcome.MISSED} <= outcomes
