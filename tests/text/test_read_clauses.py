"""Clauses: every word that may stand in a calendar, a promise, a verdict or a remedy becomes its term."""

from datetime import date
from decimal import Decimal

import pytest

from accordant.terms.calendar import Holidays, Shift
from accordant.terms.clock import Clock, Reopen
from accordant.terms.condition import AnyMissed, Happened, Missed
from accordant.terms.definition import Joined, Tiers
from accordant.terms.exclusion import OtherSide
from accordant.terms.indicator import All, Any, Availability, Share, Statistic, Sum, Time
from accordant.terms.obligation import OnMiss
from accordant.terms.remedy import Band, Further, ServiceCredit
from accordant.terms.target import AllowedMisses, Bound, Dated, Target
from accordant.terms.values import Length, Money, Quantity
from accordant.terms.window import Window
from accordant.text.read import read_agreement_text
from accordant.zone import tzdata_release

from .small import SMALL, read, small


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


REMEDIES = """    on {nth} miss in a row: [back]
remedies:
  back:
    kind: service credit
    bands: {{below 95%: 5 EUR}}
    claim: {{by: users, made: closed, before: [end of {window} window after miss]}}
"""


def test_what_is_counted_in_a_row_begins_with_the_first() -> None:
    counted = read_agreement_text(SMALL + REMEDIES.format(nth="1st", window="2nd"))[1]
    nought = read_agreement_text(SMALL + REMEDIES.format(nth="0th", window="0th"))[1]
    assert counted == []
    assert [finding.code for finding in nought] == ["E120", "E215"]
