"""Published worked examples: the rows of the library give the figures published or worked out by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accordant.judge.rounding import shown
from accordant.measure.measurement import Outcome
from accordant.settle.consequence import Consequence
from accordant.terms.values import Money
from library.shelf import Book, changed, credit, evaluated, rows, verdict

GOOGLE = ("google-compute-zones", date(2026, 1, 1))


def percent(book: Book, obligation: str, window: str, group: str = "") -> str:
    """Return what an obligation came to in a window, with six digits."""
    found = verdict(book, obligation, window, group)
    assert found.actual is not None
    return shown(found.actual, None, None, 6, "%")


def due(consequence: Consequence) -> date:
    """Return the date until which something is due, in UTC."""
    assert consequence.due is not None
    return datetime.fromtimestamp(consequence.due // 1_000_000, UTC).date()


def payable(book: Book, window: str) -> Decimal:
    """Return what all credits of a window come to."""
    told = evaluated(book).consequences
    return sum((c.amount.amount for c in told if c.window == window and c.amount), Decimal(0))


# Clouds


def test_an_instance_560_minutes_down_costs_30_percent_of_its_charge() -> None:
    book = ("aws-ec2-instance", None)
    assert percent(book, "instance uptime", "2026-11", "i-0a1b") == "98.703704%"
    assert str(credit(book, "instance credit", "2026-11", "i-0a1b").amount) == "93.00 USD"


def test_a_credit_of_90_cents_is_not_paid() -> None:
    small = credit(("aws-ec2-instance", None), "instance credit", "2026-11", "i-0c2d")
    assert (small.state, small.amount, str(small.gross)) == ("not due", None, "0.90 USD")


def test_hours_with_more_than_6_minutes_down_are_not_charged() -> None:
    """560 minutes from 10:00 touch 10 hours, the last for 20 minutes: 310 x 10 / 720."""
    free = credit(("aws-ec2-instance", None), "hours not charged", "2026-11", "i-0a1b")
    assert str(free.amount) == "4.31 USD"


def test_a_region_26_minutes_down_costs_10_percent_claimed_by_the_end_of_january() -> None:
    book = ("aws-ec2-region", None)
    assert percent(book, "region uptime", "2026-11", "eu-west-1") == "99.939815%"
    told = credit(book, "region credit", "2026-11", "eu-west-1")
    assert (str(told.amount), due(told)) == ("1,840.00 USD", date(2027, 1, 31))


@pytest.mark.parametrize(("window", "uptime"), [("2026-10", "99.887993%"), ("2026-12", "99.708781%")])
def test_storage_is_judged_by_the_average_of_error_rates(window: str, uptime: str) -> None:
    book = ("aws-s3-standard", None)
    assert percent(book, "storage uptime", window, "eu-west-1") == uptime
    assert str(credit(book, "storage credit", window, "eu-west-1").gross) == "400.00 USD"


def test_seldom_needed_storage_has_a_percent_more_room() -> None:
    """120 intervals of 8,928 fail wholly: 98.655914%, below 99%, not below 98%."""
    book = ("aws-s3-infrequent", None)
    assert percent(book, "storage uptime", "2026-10", "eu-west-1") == "98.655914%"
    assert str(credit(book, "storage credit", "2026-10", "eu-west-1").gross) == "90.00 USD"


def test_one_incident_that_breaks_two_levels_is_credited_once_by_the_higher_one() -> None:
    """25% and 10% of 2,000: 500, never 700."""
    book = ("azure-vm", None)
    told = [c for c in evaluated(book).consequences if c.window == "2026-11" and c.kind == "service credit"]
    assert sorted(str(c.gross) for c in told) == ["200.00 USD", "500.00 USD"]
    assert payable(book, "2026-11") == 500


@pytest.mark.parametrize(
    ("since", "state", "until"),
    [
        (date(2015, 10, 16), "expired", date(2026, 12, 30)),
        (date(2020, 4, 7), "expired", date(2026, 12, 30)),
        (date(2026, 1, 1), "payable", date(2027, 1, 29)),
    ],
)
def test_a_claim_of_january_is_too_late_for_the_older_terms(since: date, state: str, until: date) -> None:
    told = credit((GOOGLE[0], since), "uptime credit", "2026-11", "europe-west1")
    assert (told.state, due(told), str(told.gross)) == (state, until, "1,500.00 USD")


def test_a_single_instance_has_bands_of_its_own() -> None:
    book = ("google-compute-instance", date(2026, 1, 1))
    assert str(credit(book, "instance credit", "2026-11", "vm-1").gross) == "31.00 USD"


def test_a_claim_from_the_incident_ends_30_days_after_it() -> None:
    told = credit(("civo", None), "uptime credit", "2026-11")
    assert (str(told.amount), due(told)) == ("480.00 USD", date(2026, 12, 14))


# One month, five rule sets


@pytest.mark.parametrize(
    ("name", "credits"),
    [
        ("verizon-internet-dedicated", 750),
        ("att-mis", 600),
        ("level3-standard", 450),
        ("lumen-edge", 4500),
    ],
)
def test_the_same_month_is_credited_by_each_carrier_in_its_own_way(name: str, credits: int) -> None:
    """Outages of 130 and 20 minutes, 46.2 ms, 99.42% delivered, 4,500 a month."""
    assert payable((name, None), "2026-11") == credits


def test_the_month_of_the_five_carriers_is_the_same_month() -> None:
    assert percent(("level3-standard", None), "availability", "2026-11") == "99.652778%"
    round_trip = verdict(("att-mis", None), "latency", "2026-11")
    assert (round_trip.outcome, round_trip.actual) == (Outcome.MISSED, Decimal("46.2"))
    assert percent(("att-mis", None), "delivery", "2026-11") == "99.420000%"


def test_hours_of_all_outages_are_added_before_they_are_rounded_up() -> None:
    """Rounding 130 and 20 minutes up one by one would pay 4 days."""
    told = credit(("verizon-internet-dedicated", None), "outage credit", "2026-11")
    assert str(told.amount) == "450.00 USD"


# Other carriers


def test_a_protected_port_is_down_only_with_its_backup() -> None:
    told = credit(("level3-protected", None), "port credit", "2026-11")
    assert str(told.gross) == "900.00 USD"


def test_what_no_printed_band_holds_is_undetermined_and_not_nothing() -> None:
    book = ("telus-wavelength", None)
    assert percent(book, "unprotected", "2026-11") == "97.500000%"
    told = credit(book, "unprotected as printed", "2026-11")
    assert (told.amount, told.gross) == (None, None)
    assert "97.5% is in no row" in told.reckoning
    assert str(credit(book, "protected as printed", "2026-11").gross) == "900.00 CAD"


def test_the_two_printed_columns_disagree_in_a_month_of_31_days() -> None:
    """260 seconds of December are 1% by time; by percentage they keep the target."""
    book = ("ntt-enterprise-cloud", None)
    assert percent(book, "availability", "2026-12") == "99.990293%"
    assert verdict(book, "availability", "2026-12").outcome is Outcome.MET
    assert str(credit(book, "by percentage as printed", "2026-10").gross) == "45.00 USD"


def test_claims_of_november_end_as_each_carrier_counts() -> None:
    assert due(credit(("cogent-dia", None), "loss credit", "2026-11")) == date(2026, 12, 9)
    assert due(credit(("ntt-global-ip", None), "outage credit", "2026-11")) == date(2027, 1, 13)


def test_credits_grow_with_the_overshoot() -> None:
    """46 ms are 15% over 40: 10%; 2.8 ms are 40% over 2: 20%."""
    book = ("packetfabric", None)
    assert str(credit(book, "latency credit", "2026-11").gross) == "200.00 USD"
    assert str(credit(book, "jitter credit", "2026-11").gross) == "400.00 USD"
    assert verdict(book, "loss", "2026-11").outcome is Outcome.MET


def test_credits_grow_while_nobody_begins_to_repair() -> None:
    """4.5 hours: 20%; 11 hours: 30% and twice 10% for 2 further hours each."""
    told = [c for c in evaluated(("ziply-wave", None)).consequences if c.remedy == "late start"]
    assert [(c.item, str(c.gross)) for c in told] == [("T2", "600.00 USD"), ("T3", "1,500.00 USD")]


# Templates


def test_the_same_minutes_miss_under_one_template_and_meet_under_the_other() -> None:
    common, bonterms = ("saas-common-paper", None), ("saas-bonterms", None)
    assert percent(common, "uptime", "2026-11") == "99.899767%"
    assert verdict(common, "uptime", "2026-11").outcome is Outcome.MISSED
    assert percent(bonterms, "uptime", "2026-11") == "99.900463%"
    assert verdict(bonterms, "uptime", "2026-11").outcome is Outcome.MET


def test_what_is_left_under_the_cap_of_the_term_is_paid() -> None:
    """8% of 60,000 are 4,800; nine months of 500 leave 300."""
    told = credit(("saas-common-paper", None), "uptime credit", "2026-11")
    assert (str(told.gross), str(told.amount), due(told)) == ("500.00 USD", "300.00 USD", date(2026, 12, 7))


def test_a_day_after_the_seventh_the_credit_is_gone() -> None:
    book = ("saas-common-paper", None)
    claims = rows(book, "claims.csv").replace("2026-12-07 16:00Z", "2026-12-08 00:00Z")
    late = changed(book, {"claims.csv": claims})
    (told,) = [c for c in late.consequences if c.window == "2026-11"]
    assert told.state == "expired"


@pytest.mark.parametrize(
    ("notice", "state", "refund"),
    [("2026-12-07 16:00Z", "exists", "3,945.21 USD"), ("2026-12-08 00:00Z", "lapsed", "None")],
)
def test_two_bad_months_of_three_each_noticed_in_time_give_a_right_to_end(
    notice: str, state: str, refund: str
) -> None:
    """September and November are missed, October is met; from 8 December on 24 of 365 days are left of 60,000."""
    incidents = (
        "incident,down_at,up_at\nI9,2026-09-10 09:00Z,2026-09-10 10:00Z\nI11,2026-11-14 10:00Z,2026-11-14 10:43Z\n"
    )
    claims = f"claim,sent_at\nK9,2026-10-05 09:30Z\nK11,{notice}\n"
    told = changed(("saas-common-paper", None), {"incidents.csv": incidents, "claims.csv": claims}, "2026-12-10")
    (right,) = told.rights
    assert (right.state, str(right.refund)) == (state, refund)


def test_fees_at_risk_are_capped_and_earned_back_as_the_difference_it_makes() -> None:
    """Two misses, 60% and 50% of 30,000, come to 30,000; hosting is earned back: 15,000 stay, 15,000 return."""
    told = [c for c in evaluated(("managed-service", None)).consequences if c.window == "2026-11"]
    assert {c.obligation for c in told} == {"hosting uptime", "answers"}
    returned = sum((c.returned.amount for c in told if c.returned), Decimal(0))
    assert returned == Money(Decimal(15_000), "USD").amount


# Until when what happened on 14 November 2026, from 10:00 to 19:20, may be claimed

TICKET = "T1,unavailable,2026-11-14 10:00Z,2026-11-14 10:00Z,2026-11-14 19:20Z,2026-11-14 20:00Z"
DOWN = "I1,2026-11-14 10:00Z,2026-11-14 19:20Z"
# Credits in words are owed, whatever they come to.
CALENDAR = [
    ("saas-common-paper", "incidents.csv", DOWN, "uptime credit", date(2026, 12, 7), "expired"),
    ("cogent-dia", "", "", "loss credit", date(2026, 12, 9), "owed"),
    ("verizon-internet-dedicated", "tickets.csv", TICKET, "outage credit", date(2026, 12, 14), "pending"),
    ("lumen-edge", "tickets.csv", TICKET, "server credit", date(2026, 12, 14), "pending"),
    ("civo", "incidents.csv", DOWN, "uptime credit", date(2026, 12, 14), "pending"),
    ("saas-bonterms", "incidents.csv", DOWN, "uptime credit", date(2026, 12, 30), "pending"),
    ("ntt-global-ip", "", "", "outage credit", date(2027, 1, 13), "owed"),
    ("azure-vm", "", "", "credit, zones", date(2027, 1, 30), "pending"),
    ("aws-ec2-region", "", "", "region credit", date(2027, 1, 31), "pending"),
]


@pytest.mark.parametrize(
    ("name", "file", "row", "remedy", "until", "state"), CALENDAR, ids=[one[0] for one in CALENDAR]
)
def test_claims_that_nobody_made_by_10_december(
    name: str, file: str, row: str, remedy: str, until: date, state: str
) -> None:
    book = (name, None)
    texts = {"claims.csv": "claim,sent_at\n"}
    if file:
        texts[file] = f"{rows(book, file).splitlines()[0]}\n{row}\n"
    told = changed(book, texts, "2026-12-10").consequences
    (found,) = [c for c in told if (c.remedy, c.window) == (remedy, "2026-11")]
    assert (due(found), found.state) == (until, state)
    if state == "pending":
        assert found.days_left == (until - date(2026, 12, 10)).days
