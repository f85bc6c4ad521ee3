"""The flagship over its sample year: what is measured is what the generator knew it made."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from accordant.cli.engine import Loaded, load
from accordant.evaluate import Evaluation, evaluate
from accordant.measure.measurement import Item, Outcome
from accordant.sample import Truth, write_year
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AS_OF = (datetime.fromisoformat("2026-12-31T00:00:00-05:00") - EPOCH) // timedelta(microseconds=1)


class Year:
    """The sample year, evaluated by one engine."""

    def __init__(self, folder: Path, truth: Truth, engine: str) -> None:
        agreement, findings = read_agreement(folder / "agreement.yaml")
        sources, more = read_sources(folder / "sources.yaml")
        assert agreement is not None and sources is not None and not findings and not more
        self.truth = truth
        self.engine: Loaded = load(engine, sources, agreement)
        self.evaluation: Evaluation = evaluate(agreement, self.engine, AS_OF)

    def items(self, obligation: str) -> Iterator[Item]:
        return self.engine.items(self.evaluation.plan, obligation)

    def tallies(self, obligation: str) -> dict[str, Mapping[Outcome, int]]:
        measured = next(m for m in self.evaluation.measurements if m.obligation == obligation)
        return {measured.windows[t.window].label: t.counts for t in measured.tallies}

    def months(self, obligation: str) -> dict[str, Any]:
        return {name: month[obligation] for name, month in self.truth.months.items() if obligation in month}


@pytest.fixture(scope="module", params=["duckdb", "memory"])
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("year")
    return Year(folder, write_year(folder), request.param)


def test_qualified_leads_are_counted_by_the_month_of_the_mql(year: Year) -> None:
    for label, made in year.months("qualified leads").items():
        counts = year.tallies("qualified leads")[label]
        assert counts.get(Outcome.CANCELLED, 0) == made["rejected"], label
        assert counts.get(Outcome.PENDING, 0) == made["under_review"], label
        assert counts[Outcome.MET] == made["counted"] - made["under_review"], label


def test_lead_quality_follows_each_months_cohort(year: Year) -> None:
    for label, made in year.months("lead quality").items():
        counts = year.tallies("lead quality")[label]
        assert (counts[Outcome.MET], counts.get(Outcome.PENDING, 0)) == (made["good"], made["pending"]), label
        rest = sum(counts.get(o, 0) for o in (Outcome.MET, Outcome.MISSED, Outcome.PENDING))
        assert rest == made["valid"], label


def test_speed_is_kept_and_missed_as_it_was_made(year: Year) -> None:
    for label, made in year.months("speed").items():
        counts = year.tallies("speed")[label]
        assert counts[Outcome.MET] == made["kept"], label
        assert counts.get(Outcome.MISSED, 0) == made["late"] + made["never"], label
        for outcome, name in (
            (Outcome.EXCUSED, "excused"),
            (Outcome.PENDING, "pending"),
            (Outcome.UNKNOWN, "unknown"),
        ):
            assert counts.get(outcome, 0) == made[name], (label, name)
        assert counts.get(Outcome.CANCELLED, 0) == made["cancelled"], label


def test_persistence_is_kept_by_six_attempts_or_a_connection(year: Year) -> None:
    for label, made in year.months("persistence").items():
        counts = year.tallies("persistence")[label]
        assert counts.get(Outcome.MET, 0) == made["kept"], label
        assert counts.get(Outcome.MISSED, 0) == made["given_up"], label
        assert counts.get(Outcome.PENDING, 0) == made["pending"], label


def test_reports_and_initiatives_are_delivered_as_made(year: Year) -> None:
    for label, made in year.months("pipeline status").items():
        counts = year.tallies("pipeline status")[label]
        assert (counts.get(Outcome.MET, 0), counts.get(Outcome.MISSED, 0)) == (made["on_time"], made["late"]), (
            label
        )
    for label, made in year.months("initiatives").items():
        assert year.tallies("initiatives")[label][Outcome.MET] == made["done"], label


def test_every_speed_item_waited_as_long_as_the_generator_knows(year: Year) -> None:
    made = {str(item["lead"]): item["speed"] for item in year.truth.items}
    words = {
        "kept": "met",
        "late": "missed",
        "never": "missed",
        "excused kept": "excused",
        "excused late": "excused",
    }
    measured = {item.entity: item for item in year.items("speed")}
    assert measured.keys() == made.keys()
    for lead, truth in made.items():
        assert isinstance(truth, dict)
        item = measured[lead]
        assert item.outcome.value == words.get(str(truth["outcome"]), truth["outcome"]), (lead, truth, item)
        if truth["outcome"] in ("kept", "late", "never"):
            assert item.elapsed == truth["elapsed_us"] and item.limit == truth["limit_us"], (lead, truth, item)


def test_november_is_the_month_of_the_scenario(year: Year) -> None:
    november = next(a for a in year.evaluation.agreement if a.window.label == "2026-11")
    assert november.state == "degraded"
    # .30 x 588/667 + .20 x (141/588)/.25 + .10 x 3/4 + .20 x .91/.95 + .10 + .10
    assert november.score_low == november.score_high
    assert november.score_low is not None and round(november.score_low, 6) * 1_000_000 == 922_883
    outcomes = Counter(part.outcome.value for part in november.parts)
    assert outcomes == {"missed": 4, "met": 2}


def test_the_surge_day_relieves_those_beyond_its_ceiling(year: Year) -> None:
    surges = year.truth.about["surge_days"]
    assert isinstance(surges, list)
    relieved = [item for item in year.items("speed") if item.outcome is Outcome.EXCUSED]
    assert len(relieved) == sum(
        day["relieved"] for day in surges if isinstance(day, dict) and isinstance(day["relieved"], int)
    )
    assert all(item.reason.startswith("surge") for item in relieved)


def test_what_follows_november_is_due_and_answered_as_agreed(year: Year) -> None:
    found = [(c.obligation, c.remedy, c.state) for c in year.evaluation.consequences if c.window == "2026-11"]
    assert found == [
        ("qualified leads", "recovery plan", "done"),
        ("qualified leads", "make good", "pending"),
        ("lead quality", "recovery plan", "pending"),
        ("speed", "recovery plan", "late"),
        ("pipeline status", "escalation", "owed"),
    ]
