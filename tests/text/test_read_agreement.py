"""Agreements: the files people write become terms, whole, in the order written, each with its place."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from accordant.terms.agreement import Agreement
from accordant.terms.calendar import Holidays, Shift
from accordant.terms.clock import Clock, Reopen
from accordant.terms.condition import AnyMissed, Happened, Missed, ScoreBelow
from accordant.terms.definition import Joined, Moment, Rate, Span, Tiers, Value, While, Within
from accordant.terms.exclusion import Exclusion, OtherSide, Surge
from accordant.terms.indicator import All, Any, Attempts, Availability, Count, Deliver, Share, Statistic, Sum, Time
from accordant.terms.obligation import OnMiss
from accordant.terms.remedy import Band, Cap, Charge, Deadline, EarnBack, Further, OneIncident, ServiceCredit
from accordant.terms.target import AllowedMisses, Bound, Dated, Target
from accordant.terms.values import Length, Money, Quantity
from accordant.terms.window import Window
from accordant.text.read import read_agreement, read_agreement_text
from accordant.zone import tzdata_release

from .corpus import FORMAT

AGREEMENTS = sorted(file for file in FORMAT.glob("*.yaml") if ".sources." not in file.name)

SMALL = """
format: 1
title: Support
kind: customer
parties: {desk: {name: Desk}, users: {name: Users, kind: audience}}
term: {from: 2026-01-01, zone: Europe/Berlin, calendar: office}
calendars:
  office: {zone: Europe/Berlin, open: {mon-fri: 09:00-17:00}}
definitions:
  opened: {of: ticket, when: event = 'opened'}
  closed: {of: ticket, when: event = 'closed'}
  waiting: {of: ticket, while: status = 'waiting'}
obligations:
  answered:
    owed by: desk
    owed to: users
    time: {from: opened, to: closed}
    within: 4 business hours
    target: at least 95%
    window: month
"""


def read(text: str) -> Agreement:
    agreement, findings = read_agreement_text(text)
    assert not findings, [(finding.at, finding.message) for finding in findings]
    assert agreement is not None
    return agreement


def small(*edits: tuple[str, str]) -> Agreement:
    """Read the small agreement with some of its text replaced."""
    text = SMALL
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return read(text)


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
    assert flagship.has_verdict
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
    assert (credit.pays, credit.for_each, credit.part_counts) == (Fraction(1, 30), "hour of downtime", True)
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
    assert getattr(pool, "earn_back", None) == EarnBack("next 3 windows", "at least stretch")


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


@pytest.mark.parametrize(
    ("hours", "shifts"),
    [
        ("[08:00-12:00, 12:30-17:00]", (Shift(480, 720), Shift(750, 1020))),
        ("[12:30-17:00, 08:00-12:00]", (Shift(480, 720), Shift(750, 1020))),
        ("09:00-24:00", (Shift(540, 1440),)),
        ("09:00-00:00", (Shift(540, 0),)),
        ("22:00-06:00", (Shift(1320, 360),)),
        ("00:00-24:00", (Shift(0, 1440),)),
        ("closed", ()),
    ],
)
def test_shifts_of_a_day(hours: str, shifts: tuple[Shift, ...]) -> None:
    agreement = small(("09:00-17:00", hours))
    assert agreement.calendars[0].week == (shifts,) * 5 + ((),) * 2


def test_weekdays_stand_alone_in_ranges_and_in_lists() -> None:
    agreement = small(("{mon-fri: 09:00-17:00}", "{mon-tue: 09:00-17:00, 'thu, sun': 10:00-12:00}"))
    days = [bool(shifts) for shifts in agreement.calendars[0].week]
    assert days == [True, True, False, True, False, False, True]


def test_dates_have_hours_of_their_own() -> None:
    agreement = small(
        (
            "09:00-17:00}}",
            "09:00-17:00}, dates: {2026-12-24: 09:00-12:00, 2026-12-31: closed}, holiday shifts: starts}",
        )
    )
    calendar = agreement.calendars[0]
    assert calendar.dates == ((date(2026, 12, 24), (Shift(540, 720),)), (date(2026, 12, 31), ()))
    assert calendar.holiday_shifts == "starts"


def test_holidays_of_a_country_with_dates_added_and_taken_away() -> None:
    agreement = small(
        ("17:00}}", "17:00}, holidays: {country: DE, subdivision: BE, also: [2026-12-31], except: [2026-03-08]}}")
    )
    holidays = Holidays((date(2026, 12, 31),), "DE", "BE", (date(2026, 3, 8),))
    assert agreement.calendars[0].holidays == holidays


def test_the_release_of_the_zones_can_be_named() -> None:
    assert small(("calendar: office}", f"calendar: office, tzdata: {tzdata_release()}}}")).term.tzdata


def test_every_word_of_a_clock() -> None:
    clock = """time:
      from: [opened, reopened]
      to: closed
      pause: [waiting]
      cancel: spam
      reset: raised
      reopen: {when: reopened, within: 24 hours}
      end: merged
      cycles: after the first
      skew: 1 minute
      counted in: start
      scope: from entry"""
    more = [
        f"  {name}: {{of: ticket, when: event = '{name}'}}\n" for name in ("reopened", "spam", "raised", "merged")
    ]
    agreement = small(
        ("time: {from: opened, to: closed}", clock), ("definitions:\n", "definitions:\n" + "".join(more))
    )
    assert agreement.obligation("answered").indicator == Time(
        Clock(
            ("opened", "reopened"),
            ("closed",),
            ("waiting",),
            ("spam",),
            ("raised",),
            Reopen("reopened", Length(24, "hour")),
            ("merged",),
            "after the first",
            Length(1, "minute"),
            "start",
            True,
        )
    )


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("none", Target(Bound("none"))),
        (
            "{at least: 99.9%, stretch: 99.97%, minimum sample: 20, allowed misses: 2 when fewer than 40}",
            Target(
                Bound("at least", low=Quantity(Decimal("99.9"), "%")),
                Bound("at least", low=Quantity(Decimal("99.97"), "%")),
                minimum_sample=20,
                allowed=AllowedMisses(2, 40),
            ),
        ),
        (
            "{by: region, tiers: {north: at least 99%}, otherwise: at least 90%}",
            Tiers(
                "region",
                (("north", Target(Bound("at least", low=Quantity(Decimal(99), "%")))),),
                Target(Bound("at least", low=Quantity(Decimal(90), "%"))),
            ),
        ),
        (
            "[{from: 2026-01-01, at least: 90%}, {from: 2026-07-01, between: 95% and 99%}]",
            Dated(
                (date(2026, 1, 1), date(2026, 7, 1)),
                (
                    Target(Bound("at least", low=Quantity(Decimal(90), "%"))),
                    Target(Bound("between", Quantity(Decimal(95), "%"), Quantity(Decimal(99), "%"))),
                ),
            ),
        ),
    ],
)
def test_targets_are_plain_tiered_or_dated(text: str, target: object) -> None:
    assert small(("at least 95%", text)).obligation("answered").target == target


@pytest.mark.parametrize(
    ("every", "due", "weekday", "day", "minute"),
    [
        ("day", "17:00", None, 1, 1020),
        ("week", "Friday 17:00", 4, 0, 1020),
        ("week", "mon 09:30", 0, 0, 570),
        ("month", "5 at 12:00", None, 5, 720),
        ("month", "last day 24:00", None, 0, 1440),
        ("quarter", "10 at 08:00", None, 10, 480),
    ],
)
def test_schedules(every: str, due: str, weekday: int | None, day: int, minute: int) -> None:
    agreement = small(
        ("time: {from: opened, to: closed}\n    within: 4 business hours", f"deliver: closed\n    every: {every}"),
        ("    target: at least 95%", f"    due: {due}\n    target: all"),
    )
    schedule = agreement.obligation("answered").schedule
    assert schedule is not None
    assert (schedule.every, schedule.weekday, schedule.day, schedule.minute) == (every, weekday, day, minute)


LIMIT = "    within: 4 business hours\n    target: at least 95%\n"


@pytest.mark.parametrize(
    ("definitions", "indicator", "target", "expected"),
    [
        (
            "  won: {of: deal, when: event = 'won', worth: amount}\n",
            "sum: won",
            "at least 600,000 USD",
            Sum("won"),
        ),
        (
            "  won: {of: deal, when: event = 'won', worth: {by: plan, tiers: {gold: 10 USD}, otherwise: 1 USD}}\n",
            "sum: {of: won}",
            "at least 600,000 USD",
            Sum("won"),
        ),
        (
            "  down: {of: web, from: event = 'down', to: event = 'up'}\n",
            "availability: {down: down, denominator: 30 days, outage counts from: 1 minute,"
            " confirmation: 2, gap: down}",
            "at least 99.9%",
            Availability(("down",), "", None, "30 days", Length(1, "minute"), 2, "down"),
        ),
        (
            "".join(f"  {name}: {{of: {name}, while: state = 'down'}}\n" for name in ("web", "db 1", "db 2")),
            "availability: {composite: {all of: [web, {any of: [db 1, db 2]}]}, unknown at most: 1%}",
            "at least 99.9%",
            Availability(
                composite=All(("web", Any(("db 1", "db 2")))),
                unknown_at_most=Quantity(Decimal(1), "%"),
            ),
        ),
        (
            "  rtt: {of: probe, value: rtt_ms, unit: ms}\n",
            "statistic: {take: p99.9, of: rtt, interpolated: yes}",
            "at most 45 ms",
            Statistic("p99.9", "rtt", interpolated=True),
        ),
        (
            "  rtt: {of: probe, value: rtt_ms, unit: ms}\n",
            "statistic: {share under: 50 ms, of: rtt, each: 5 minutes}",
            "at least 95%",
            Statistic("share", "rtt", Quantity(Decimal(50), "ms"), Length(5, "minute")),
        ),
        (
            "",
            "share: {good: closed, of: opened, counted by: flow}",
            "at least 95%",
            Share("closed", "opened", "flow"),
        ),
    ],
)
def test_the_other_indicators(definitions: str, indicator: str, target: str, expected: object) -> None:
    agreement = small(
        ("definitions:\n", "definitions:\n" + definitions),
        ("    time: {from: opened, to: closed}\n" + LIMIT, f"    {indicator}\n    target: {target}\n"),
    )
    assert agreement.obligation("answered").indicator == expected


def test_spans_of_spans() -> None:
    agreement = small(
        (
            "definitions:\n",
            "definitions:\n"
            "  on hold: {of: ticket, while: status = 'hold'}\n"
            "  stuck: {any of: [waiting, on hold]}\n"
            "  both: {all of: [waiting, on hold]}\n"
            "  two: {of: ticket, at least 2 of: [waiting, on hold, stuck]}\n",
        )
    )
    assert agreement.definition("stuck").shape == Joined(("waiting", "on hold"), 1)
    assert agreement.definition("both").shape == Joined(("waiting", "on hold"), 2)
    assert agreement.definition("two").shape == Joined(("waiting", "on hold", "stuck"), 2)


def test_every_kind_of_remedy_is_read() -> None:
    remedies = """
remedies:
  plan: {kind: recovery plan, due: 5 business days, contents: [cause], public: yes}
  call: {kind: escalation, to: [desk], within: 2 hours, done: closed}
  note: {kind: action, text: Noted., due: 1 day}
  talk: {kind: renegotiation, due: 30 days}
  more: {kind: make good, into: next window, at most: 20% of target, then: call, made: closed}
  back:
    kind: service credit
    base: fee
    by: downtime
    bands: {above 4 hours: 5%, from 8 hours: 200 EUR}
    then: 10% for each further 2 hours
  printed:
    kind: service credit
    base: fee
    table: [{from: 99.0%, below: 99.9%, pays: 10%}, {below: 99.0%, pays: 25%}]
  pool: {kind: at-risk pool, base: fee, at risk: 12%, allocation: {answered: 100%}}
  users: {kind: pass-through, upstream: ../backbone, pays: 50%, users: users}
  bonus: {kind: bonus, base: fee, pays: 2%, when: stretch reached}
charges: {fee: {amount: 100 EUR, per: month}}
"""
    agreement = read(SMALL + remedies)
    assert [remedy.word for remedy in agreement.remedies] == [
        "recovery plan",
        "escalation",
        "action",
        "renegotiation",
        "make good",
        "service credit",
        "service credit",
        "at-risk pool",
        "pass-through",
        "bonus",
    ]
    back, printed = agreement.remedy("back"), agreement.remedy("printed")
    assert isinstance(back, ServiceCredit) and isinstance(printed, ServiceCredit)
    assert back.bands[0] == Band("above", Length(4, "hour"), Quantity(Decimal(5), "%"))
    assert back.bands[1].pays == Money(Decimal(200), "EUR")
    assert back.further == Further(Quantity(Decimal(10), "%"), Length(2, "hour"))
    bounds = (("from", Quantity(Decimal("99.0"), "%")), ("below", Quantity(Decimal("99.9"), "%")))
    assert printed.table[0].bounds == bounds


def test_reliefs_conditions_and_consequences_of_single_items() -> None:
    agreement = small(
        (
            "    window: month\n",
            "    window: week\n    part windows: prorated\n    critical: yes\n    on each miss: [note]\n"
            "    relief: {other side: answered missed in 2 consecutive windows}\n"
            "remedies: {note: {kind: action, text: Noted.}}\n",
        )
    )
    answered = agreement.obligation("answered")
    assert answered.window == Window("week", part_windows="prorated")
    assert answered.relief == (OtherSide(Missed("answered", 2, 2)),)
    assert answered.on_miss == (OnMiss(("note",), "item"),)
    assert answered.critical


def test_conditions_in_words() -> None:
    verdict = (
        "verdict: {degraded: closed, breached: [any critical obligation missed twice in a row, answered missed]}\n"
    )
    rule = read(SMALL + verdict).verdict
    assert rule.degraded == (Happened("closed"),)
    assert rule.breached == (AnyMissed(critical=True, run=2), Missed("answered"))


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
