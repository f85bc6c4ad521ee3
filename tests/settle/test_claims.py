"""Deadlines of claims in the many ways providers publish them (DOMAIN F4.11), and what one incident pays."""

from dataclasses import replace
from fractions import Fraction

import pytest
from promises import HEAD, at, office, version
from uptimes import down, each_paid, outage, paid, port

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Answer, Measured
from accordant.settle.consequence import Consequence
from accordant.settle.settle import settle
from accordant.terms.agreement import Version

# One incident: 2026-11-14 10:00 to 19:20 UTC, its ticket closed with it; the month ends on Monday the 30th.
INCIDENT = outage("2026-11-14T10:00", 560)
TOLD = (
    Answer("outage", at("2026-11-14T10:00+00:00"), "t1"),
    Answer("closed", at("2026-11-14T19:20+00:00"), "t1"),
)
LAST = 86_400_000_000 - 1


def claiming(before: str, more: str = "") -> tuple[Version, ...]:
    claim = f"claim: {{by: sales, made: claimed, before: [{before}], with: [ticket numbers, logs]}}"
    return port(f"pays: 10%{more}, {claim}")


def deadline(before: str, told: tuple[Answer, ...] = TOLD, as_of: str = "") -> Consequence:
    return paid(claiming(before), INCIDENT, told=told, as_of=as_of)


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("7 days after window end", "2026-12-07"),
        ("7 business days after window end", "2026-12-09"),
        ("30 days after closed", "2026-12-14"),
        ("30 days after window end", "2026-12-30"),
        ("end of 1st window after miss", "2026-12-31"),
        ("60 days after outage", "2027-01-13"),
        ("end of 2nd window after miss", "2027-01-31"),
        ("2 months after window end", "2027-01-30"),
    ],
)
def test_a_claim_is_due_by_the_end_of_its_date(rule: str, last: str):
    assert deadline(rule).due == at(f"{last}T00:00+00:00") + LAST


def test_hours_after_a_fault_end_at_the_instant():
    assert deadline("72 hours after outage").due == at("2026-11-17T10:00+00:00")


def test_two_months_after_the_end_of_november_are_ambiguous_and_the_earlier_is_advised():
    (line,) = deadline("2 months after window end").deadlines
    assert (line.written, line.last) == ("2 months after window end", at("2027-01-30T00:00+00:00") + LAST)
    assert line.note == "may be read as 2027-01-31 too: the earlier date, 2027-01-30, counts"


def test_a_month_after_the_end_of_december_is_not_ambiguous():
    # 31 December and two months is 28 February, the last of its month by either reading.
    december = outage("2026-12-14T10:00", 560)
    (line,) = paid(claiming("2 months after window end"), december, label="2026-12").deadlines
    assert (line.last, line.note) == (at("2027-02-28T00:00+00:00") + LAST, "")


def test_every_deadline_of_a_claim_is_listed_and_the_earliest_is_due():
    found = deadline("30 days after closed, 72 hours after outage, 30 days after window end")
    assert [line.written for line in found.deadlines] == [
        "30 days after closed",
        "72 hours after outage",
        "30 days after window end",
    ]
    assert found.due == min(line.last for line in found.deadlines if line.last)
    assert found.evidence == ("ticket numbers", "logs")


def test_a_deadline_whose_anchor_nobody_told_is_open():
    found = deadline("30 days after closed", told=())
    assert found.due is None
    assert found.deadlines[0].note == "'closed' was not told yet"
    assert found.state == "pending"


def test_the_moment_is_that_of_the_ticket_that_was_out():
    # Another ticket, closed earlier, and an earlier closing of the same one do not count.
    others = (
        Answer("closed", at("2026-11-03T12:00+00:00"), "t9"),
        Answer("closed", at("2026-11-02T12:00+00:00"), "t1"),
    )
    assert deadline("30 days after closed", told=(*others, *TOLD)).due == at("2026-12-14T00:00+00:00") + LAST


def test_without_a_moment_of_its_own_ticket_the_first_in_the_window_counts():
    others = (
        Answer("closed", at("2026-11-20T12:00+00:00"), "t9"),
        Answer("closed", at("2026-10-02T00:00+00:00"), "t8"),
    )
    assert deadline("30 days after closed", told=others).due == at("2026-12-20T00:00+00:00") + LAST


def test_of_two_tickets_the_earlier_deadline_counts_that_can_still_be_kept():
    # Closed on the 9th and the 17th: 9 + 30 days is 9 December.
    two = (outage("2026-11-09T10:00", 130), outage("2026-11-17T06:00", 20, "t2"))
    told = (
        Answer("closed", at("2026-11-09T12:10+00:00"), "t1"),
        Answer("closed", at("2026-11-17T06:20+00:00"), "t2"),
    )
    assert paid(claiming("30 days after closed"), *two, told=told).due == at("2026-12-09T00:00+00:00") + LAST


@pytest.mark.parametrize(
    ("rule", "state", "left"),
    [
        ("7 days after window end", "expired", None),
        ("7 business days after window end", "expired", None),
        ("30 days after closed", "pending", 4),
        ("30 days after window end", "pending", 20),
        ("end of 2nd window after miss", "pending", 52),
    ],
)
def test_what_can_still_be_claimed_on_10_december(rule: str, state: str, left: int | None):
    # SC5: Common Paper and Cogent have expired, Verizon and Lumen are due in four days.
    found = deadline(rule, as_of="2026-12-10T09:00")
    assert (found.state, found.days_left) == (state, left)


def test_a_credit_that_still_grows_is_pending():
    # On 20 November the month goes on: 10% so far, and nothing enters the ledger yet.
    versions = port("bands: {below 100%: 10%}")
    found = paid(versions, INCIDENT, as_of="2026-11-20T00:00")
    assert (found.state, found.amount, str(found.gross)) == ("pending", None, "450.00 USD")
    assert found.reckoning.endswith("is 450.00 USD so far")


MICROSOFT = """
  uptime:
    owed by: marketing
    owed to: sales
    availability: {down: outage}
    target: at least 99.9%
    window: month
    on miss: [uptime credit]
  connection:
    owed by: marketing
    owed to: sales
    availability: {down: outage}
    target: at least 99.9%
    window: month
    on miss: [connection credit]
"""
CLAIM = "claim: {by: sales, made: claimed, before: [2 months after window end]}"
TWO_LEVELS = f"""remedies:
  uptime credit: {{kind: service credit, base: fee, pays: 10%, same: incident_id, {CLAIM}}}
  connection credit: {{kind: service credit, base: fee, pays: 25%, same: incident_id, {CLAIM}}}
"""


def two_levels(
    *claimed: tuple[str, str], incidents: tuple[str, str] = ("i1", "i1"), as_of: str
) -> list[Consequence]:
    """Settle two levels of one service worth 10% and 25% of 2,000, missed by these incidents."""
    head = HEAD.replace("zone: America/New_York, currency", "zone: UTC, currency").replace(
        "5,000 USD", "2,000 USD"
    )
    head = head.rstrip() + "\n  outage: {of: incident, from: event = 'down', to: event = 'up'}\n"
    versions = (version(MICROSOFT, TWO_LEVELS, head=head),)
    verdicts = [_level(versions, name, one) for name, one in zip(("uptime", "connection"), incidents, strict=True)]
    told = [Answer("claimed", at(f"{day}+00:00"), f"c{day}", "sales", name, "2026-11") for name, day in claimed]
    return list(
        settle(
            versions, Measured((), tuple(told)), verdicts, (), office(versions), at(f"{as_of}+00:00")
        ).consequences
    )


def _level(versions: tuple[Version, ...], name: str, incident: str) -> Verdict:
    verdict = down(versions, INCIDENT)
    assert verdict.tally is not None
    tally = replace(verdict.tally, incidents=(incident,))
    return replace(verdict, obligation=name, tally=tally, actual=Fraction(99, 100))


def states(found: list[Consequence]) -> list[str]:
    return [f"{one.state} {one.amount}" for one in found]


def test_one_incident_that_breaks_two_levels_pays_500_and_never_700():
    claims = (("uptime", "2026-12-05"), ("connection", "2026-12-05"))
    assert states(two_levels(*claims, as_of="2026-12-10")) == ["not due None", "payable 500.00 USD"]


def test_two_incidents_pay_both():
    claims = (("uptime", "2026-12-05"), ("connection", "2026-12-05"))
    assert states(two_levels(*claims, incidents=("i1", "i2"), as_of="2026-12-10")) == [
        "payable 200.00 USD",
        "payable 500.00 USD",
    ]


def test_before_any_claim_the_better_one_is_advised():
    found = two_levels(as_of="2026-12-10")
    assert states(found) == ["not due None", "pending None"]
    assert "one incident with 'connection credit' of 'connection', 500.00 USD" in found[0].reckoning


def test_a_lower_claim_first_never_costs_the_claimant_the_higher():
    # 200 on the 5th, then 500 - 200 = 300 more on the 8th: 500 in all.
    early, late = ("uptime", "2026-12-05"), ("connection", "2026-12-08")
    assert states(two_levels(early, as_of="2026-12-06")) == ["payable 200.00 USD", "pending None"]
    assert states(two_levels(early, late, as_of="2026-12-10")) == ["payable 200.00 USD", "payable 300.00 USD"]


def test_an_expired_higher_one_takes_nothing_from_the_lower():
    early = ("uptime", "2026-12-05")
    assert states(two_levels(early, as_of="2027-03-01")) == ["payable 200.00 USD", "expired None"]


def test_single_items_of_several_incidents_each_pay():
    # Two outages of two incidents in one month, each an item of its own; of one incident they pay once.
    two = (outage("2026-11-09T10:00", 60), outage("2026-11-17T10:00", 60, "t2"))
    versions = port("pays: 10%, same: incident_id", each=True)
    assert [str(one.amount) for one in each_paid(versions, *two, incidents=("i1", "i2"))] == ["450.00 USD"] * 2
    assert [one.state for one in each_paid(versions, *two, incidents=("i1",))] == ["payable", "not due"]
