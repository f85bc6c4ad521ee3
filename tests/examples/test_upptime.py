"""Upptime's own percentages and minutes are the witness."""

import json
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from example_runs import EXAMPLES, Example, run

from accordant.judge.verdict import Verdict

MINUTE = 60_000_000
HALF = Fraction(1, 2)


@pytest.fixture(scope="module", params=["duckdb", "memory"])
def sites(request: pytest.FixtureRequest) -> Example:
    return run("upptime", "2026-08-22T02:00:00Z", request.param)


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, Any]]:
    text = (EXAMPLES / "upptime" / "published_summary.json").read_text(encoding="utf-8")
    return {site["name"]: site for site in json.loads(text)}


def verdicts(sites: Example, promise: str) -> list[Verdict]:
    return [verdict for verdict in sites.evaluation.verdicts if verdict.obligation == promise]


def percent(value: Fraction | None) -> str:
    assert value is not None
    whole, hundredths = divmod(floor(value * 10_000 + HALF), 100)
    return f"{whole}.{hundredths:02}%"


def differing(found: dict[str, str], published: dict[str, dict[str, Any]], key: str) -> dict[str, tuple[str, str]]:
    return {name: (ours, published[name][key]) for name, ours in found.items() if ours != published[name][key]}


def test_the_uptime_of_every_site_is_the_published_one_but_for_one(
    sites: Example, published: dict[str, dict[str, Any]]
) -> None:
    (term,) = verdicts(sites, "uptime")
    found = {group.group: percent(group.actual) for group in term.groups}
    assert found.keys() == published.keys()
    assert differing(found, published, "uptime") == {"Manual (dev)": ("99.12%", "99.11%")}


def test_seven_days_are_the_published_week_but_for_one(
    sites: Example, published: dict[str, dict[str, Any]]
) -> None:
    (week,) = (v for v in verdicts(sites, "seven days") if v.window.label.endswith("2026-08-21"))
    found = {g.group: percent(g.actual) for g in week.groups if not g.group.startswith("Catalog")}
    assert len(found) == 15
    assert differing(found, published, "uptimeWeek") == {"Facet Demo": ("99.55%", "99.54%")}


def test_minutes_down_by_day_are_the_published_ones_but_for_one(
    sites: Example, published: dict[str, dict[str, Any]]
) -> None:
    found: dict[str, dict[str, int]] = {name: {} for name in published}
    for day in verdicts(sites, "day by day"):
        for group in day.groups:
            assert group.tally is not None and group.tally.uptime is not None
            if group.tally.uptime.down:
                found[group.group][day.window.label] = floor(Fraction(group.tally.uptime.down, MINUTE) + HALF)
    said = {
        (name, day): down for name, site in published.items() for day, down in site["dailyMinutesDown"].items()
    }
    ours = {(name, day): down for name, days in found.items() for day, down in days.items()}
    assert ours.keys() == said.keys()
    # Upptime's clock runs from an issue opened seconds after the check: 24 minutes and 29 seconds became 25.
    assert {key: ours[key] - said[key] for key in said if ours[key] != said[key]} == {
        ("MySQL Playground", "2026-08-18"): -1
    }
