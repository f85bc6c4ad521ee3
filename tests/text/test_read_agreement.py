"""Agreements: the files people write become terms, whole, in the order written, each with its place."""

from decimal import Decimal
from fractions import Fraction

import pytest

from accordant.terms.agreement import Agreement
from accordant.terms.clock import Clock
from accordant.terms.condition import AnyMissed, Missed, ScoreBelow
from accordant.terms.definition import Moment, Rate, Span, Tiers, Value, While, Within
from accordant.terms.exclusion import Exclusion, Surge
from accordant.terms.indicator import Attempts, Count, Deliver, Share, Time
from accordant.terms.obligation import OnMiss
from accordant.terms.remedy import Band, Cap, Charge, Deadline, EarnBack, OneIncident, Piece, ServiceCredit
from accordant.terms.target import Bound, Target
from accordant.terms.values import Length, Money, Quantity
from accordant.terms.window import Window
from accordant.text.read import read_agreement, read_agreement_text

from .corpus import FORMAT
from .small import SMALL, read, small

AGREEMENTS = sorted(file for file in FORMAT.glob("*.yaml") if ".sources." not in file.name)


@pytest.mark.parametrize("file", AGREEMENTS, ids=lambda file: file.stem)
def test_every_agreement_of_the_format_is_read_without_a_finding(file) -> None:
    agreement, findings = read_agreement(file)
    assert agreement is not None
    assert findings == []
    assert len(agreement.fingerprint) == 64


@pytest.fixture(scope="module")
def flagship() -> Agreement:
    agreement, _ = read_agreement(FORMAT / "marketing-sales.yaml")
    assert agreement is not None
    return agreement


def vendor(name: str) -> Agreement:
    agreement, _ = read_agreement(FORMAT / f"vendor-{name}.yaml")
    assert agreement is not None
    return agreement


def test_order_is_that_of_the_text(flagship: Agreement) -> None:
    names = [obligation.name for obligation in flagship.obligations]
    assert names == [
        "qualified leads",
        "lead quality",
        "initiatives",
        "speed",
        "persistence",
        "pipeline status",
    ]
    assert flagship.stages == ("lead", "MQL", "SAL", "SQL", "won")


def test_a_clock_with_tiers_relief_and_a_ladder(flagship: Agreement) -> None:
    speed = flagship.obligation("speed")
    assert speed.indicator == Time(Clock(("MQL",), ("attempt",), cancels=("rejected", "spam")))
    fast, slow = Length(30, "minute", business=True), Length(2, "hour", business=True)
    assert speed.within == Tiers("source", (("demo request", fast),), slow)
    assert speed.relief == (Surge("MQL", Quantity(Decimal(150), "%"), "qualified leads"),)
    assert speed.on_miss == (OnMiss(("recovery plan",)), OnMiss(("escalation",), "row", 2))
    assert speed.window == Window("month")
    assert speed.place is not None and (speed.place.line, speed.place.column) == (72, 3)


def test_the_other_indicators_of_the_flagship(flagship: Agreement) -> None:
    assert flagship.obligation("qualified leads").indicator == Count("MQL")
    assert flagship.obligation("qualified leads").less == ("rejected",)
    assert flagship.obligation("lead quality").indicator == Share("SQL", "MQL", "cohort")
    attempts = Attempts("attempt", "MQL", 6, ("connected",), ("rejected", "spam"))
    assert flagship.obligation("persistence").indicator == attempts
    status = flagship.obligation("pipeline status")
    assert status.indicator == Deliver("status report")
    assert status.target == Target(Bound("all"))
    assert status.schedule is not None
    assert (status.schedule.every, status.schedule.weekday, status.schedule.minute) == ("week", 4, 17 * 60)


def test_the_verdict_of_the_flagship(flagship: Agreement) -> None:
    assert sum(weight for _, weight in flagship.verdict.weights) == 100
    assert flagship.verdict.degraded == (AnyMissed(),)
    assert flagship.verdict.breached == (ScoreBelow(Quantity(Decimal(80), "%")), Missed("speed", 2, 2))


def test_a_worked_example_keeps_its_figures_exactly(flagship: Agreement) -> None:
    (example,) = flagship.examples
    assert dict(example.facts)["MQL"] == Quantity(Decimal(640))
    assert dict(example.expect)["lead quality"] == Quantity(Decimal("23.980"), "%")


def test_definitions_have_their_shapes() -> None:
    backbone, hosting = vendor("backbone"), vendor("managed-service")
    shapes = {d.name: type(d.shape) for d in backbone.definitions + hosting.definitions}
    assert shapes["ticket closed"] is Moment
    assert shapes["outage"] is Span
    assert shapes["waiting"] is While
    assert shapes["rtt"] is Value
    assert backbone.definition("delivered").unit == "%"
    planned = backbone.definition("planned").shape
    assert isinstance(planned, Span) and planned.told is not None and planned.told.text == "event = 'announced'"
    rate = vendor("object-storage").definition("error rate").shape
    assert rate == Rate("errors", "requests", Length(5, "minute"), Quantity(Decimal(0), "%"))


def test_a_time_limited_definition_names_its_moment(flagship: Agreement) -> None:
    rejected = flagship.definition("rejected")
    assert rejected.within == Within(Length(2, "day", business=True), "MQL")
    assert rejected.declared_by == "sales"


def test_credits_by_piece_and_by_bands() -> None:
    credit = vendor("backbone").remedy("outage credit")
    assert isinstance(credit, ServiceCredit)
    assert (credit.pays, credit.for_each, credit.part_counts) == (
        Fraction(1, 30),
        Piece("downtime", Length(1, "hour")),
        True,
    )
    assert credit.claim is not None
    assert credit.claim.deadlines == (Deadline("ticket closed", Length(30, "day")),)
    storage = vendor("object-storage").remedy("storage credit")
    assert isinstance(storage, ServiceCredit)
    percent = [Quantity(Decimal(figure), "%") for figure in ("99.9", "10")]
    assert storage.bands[0] == Band("below", percent[0], percent[1])
    assert (storage.floor, storage.floor_exclusive) == (Money(Decimal(1), "USD"), True)
    assert storage.claim is not None and storage.claim.deadlines == (Deadline("miss", windows=2),)


def test_charges_caps_and_pools() -> None:
    assert vendor("backbone").charges == (Charge("port", Money(Decimal(4500), "USD"), "month"),)
    cap = Cap(("outage credit", "one day"), Quantity(Decimal(100), "%"), "port", "month")
    assert vendor("backbone").caps == (cap,)
    assert vendor("object-storage").charges[0].amount == Tiers(
        "region", (("eu-west-1", Money(Decimal(4000), "USD")),)
    )
    pool = vendor("managed-service").remedy("pool")
    assert getattr(pool, "one_incident", None) == OneIncident("incident_id", "highest only", False)
    assert getattr(pool, "earn_back", None) == EarnBack("next 3 windows", "at least stretch", 3, "stretch")


def test_prose_with_commas_inside_braces_is_one_sentence() -> None:
    (indemnity,) = vendor("managed-service").indemnities
    assert indemnity.excludes == ("Own staff time, lost profit, costs before tender.",)
    assert indemnity.covers == ("defence", "settlement")
    assert (indemnity.cap, indemnity.cap_per) == (Money(Decimal(500000), "EUR"), "term")


def test_rights_to_end_the_agreement(flagship: Agreement) -> None:
    assert flagship.ending[0].by == "either party"
    (right,) = vendor("managed-service").ending
    assert right.when == (Missed("hosting uptime", 2, 3),)
    assert (right.notice, right.noticed) == (Length(30, "day"), "7 days after window end of each")


def test_exclusions_name_what_they_are_for() -> None:
    (planned,) = vendor("backbone").exclusions
    assert planned == Exclusion("planned maintenance", "planned", Length(7, "day"), applies=("availability",))


def test_the_fingerprint_is_of_what_is_agreed_not_of_how_it_is_written() -> None:
    plain = read(SMALL).fingerprint
    assert read("# a comment\n" + SMALL.replace("title: Support", "title:   'Support'")).fingerprint == plain
    assert small(("time: {from: opened, to: closed}", "time: {to: closed, from: [opened]}")).fingerprint == plain
    assert small(("to: closed}", "to: closed, cycles: first}")).fingerprint == plain
    assert small(("4 business hours", "5 business hours")).fingerprint != plain
    assert small(("at least 95%", "at least 95.1%")).fingerprint != plain


def test_what_can_be_read_is_read_beside_what_cannot() -> None:
    agreement, findings = read_agreement_text(
        SMALL.replace("kind: audience", "kind: crowd") + "caps: [{over: x}]\n"
    )
    assert agreement is not None and [obligation.name for obligation in agreement.obligations] == ["answered"]
    assert [finding.code for finding in findings] == ["E124", "E121", "E132"]


def test_a_term_that_cannot_be_read_leaves_no_agreement() -> None:
    agreement, findings = read_agreement_text(
        SMALL.replace("zone: Europe/Berlin, calendar", "zone: Berlin, calendar")
    )
    assert agreement is None
    assert [(finding.code, finding.hint) for finding in findings] == [("E204", "did you mean 'Europe/Berlin'?")]


def test_a_key_that_belongs_inside_its_indicator_says_so() -> None:
    _, findings = read_agreement_text(
        SMALL.replace("    window: month", "    window: month\n    counted in: start")
    )
    assert [finding.hint for finding in findings] == ["write it inside 'time: {counted in: ...}'"]


def test_names_are_never_resolved_by_a_near_one() -> None:
    _, findings = read_agreement_text(SMALL.replace("to: closed}", "to: Closed}"))
    assert [(finding.code, finding.hint) for finding in findings] == [("E410", "did you mean 'closed'?")]
