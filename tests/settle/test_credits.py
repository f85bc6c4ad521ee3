"""Service credits: bands of the measured value, money rounded once, claims, caps."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from promises import HEAD, at, office, spans, version

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Answer, Measured, Outcome
from accordant.settle.charge import charged
from accordant.settle.consequence import Consequence
from accordant.settle.settle import settle
from accordant.terms.agreement import Version
from accordant.terms.remedy import Charge
from accordant.terms.values import Money
from accordant.terms.window import Term

UPTIME = """
  uptime:
    owed by: marketing
    owed to: sales
    availability: {down: outage}
    target: at least 99.5%
    window: month
    on miss: [credit]
"""
EC2 = "{below 99.5%: 10%, below 99.0%: 30%, below 95.0%: 100%}"
REGION = "{below 99.99%: 10%, below 99.0%: 30%, below 95.0%: 100%}"


def agreed(fee: str, bands: str, more: str = "", rest: str = "", per: str = "month") -> tuple[Version, ...]:
    """Return an agreement with one credit, paid by bands of uptime from a charge."""
    head = HEAD.replace('{amount: "5,000 USD", per: month}', f'{{amount: "{fee}", per: {per}}}')
    head = head.rstrip() + "\n  outage: {of: incident, from: event = 'down', to: event = 'up'}\n"
    remedy = f"remedies:\n  credit: {{kind: service credit, base: fee, bands: {bands}{more}}}\n{rest}"
    return (version(UPTIME, remedy, head=head),)


def missed(versions: tuple[Version, ...], label: str, uptime: Fraction) -> Verdict:
    """Return the verdict of a month whose uptime was measured elsewhere."""
    window = next(w for w in spans(versions, "uptime") if w.label == label)
    target = versions[0].terms.obligation("uptime").target
    return Verdict("uptime", window, Outcome.MISSED, Outcome.MISSED, target, actual=uptime, missed_at=window.stop)


def credited(
    versions: tuple[Version, ...], down: int, as_of: str = "2026-12-02", told: tuple[Answer, ...] = ()
) -> Consequence:
    """Settle a November of 43,200 minutes with so many of them down."""
    verdict = missed(versions, "2026-11", 1 - Fraction(down, 43_200))
    (consequence,) = settle(versions, Measured((), told), [verdict], (), office(versions), at(as_of)).consequences
    return consequence


def test_560_minutes_down_on_310_dollars_pay_93():
    # SC5: 1 - 560/43,200 = 98.703704% -> below 99.0%: 30% of 310 = 93.00.
    credit = credited(agreed("310 USD", EC2), 560)
    assert (credit.state, str(credit.amount)) == ("payable", "93.00 USD")
    assert credit.reckoning == "98.703704% is below 99.0%: 30% of fee is 93.00 USD"


def test_26_minutes_of_a_region_on_18400_dollars_pay_1840():
    # SC5: 1 - 26/43,200 = 99.939815% -> below 99.99%: 10% of 18,400 = 1,840.00.
    assert str(credited(agreed("18,400 USD", REGION), 26).amount) == "1,840.00 USD"


def test_ninety_cents_are_not_more_than_a_dollar():
    # SC5: 10% of 9.00 = 0.90.
    credit = credited(agreed("9 USD", REGION, ", floor: more than 1 USD"), 26)
    assert (credit.state, credit.amount, str(credit.gross)) == ("not due", None, "0.90 USD")
    assert credit.reckoning.endswith("is 0.90 USD, and more than 1 USD is paid")


@pytest.mark.parametrize(("floor", "state"), [("more than 1 USD", "not due"), ("1 USD", "payable")])
def test_the_floor_itself_is_paid_unless_it_must_be_exceeded(floor: str, state: str):
    assert credited(agreed("10 USD", REGION, f", floor: {floor}"), 26).state == state


def test_bands_are_alternatives_and_the_worst_is_paid_once():
    # 94% is below all three thresholds: 100%, never 10 + 30 + 100.
    assert str(credited(agreed("310 USD", EC2), 2_592).amount) == "310.00 USD"


def test_a_threshold_reached_exactly_is_not_below():
    # 432 of 43,200 minutes are 1%: 99.0% is not below 99.0%, so 10%.
    assert str(credited(agreed("310 USD", EC2), 432).amount) == "31.00 USD"


def test_a_miss_that_reaches_no_band_pays_nothing():
    credit = credited(agreed("310 USD", "{below 95.0%: 100%}"), 560)
    assert (credit.state, credit.reckoning) == ("not due", "no band is reached")


@pytest.mark.parametrize(
    ("rounding", "cents"), [("half up", "0.13"), ("half even", "0.12"), ("down", "0.12"), ("up", "0.13")]
)
def test_money_is_rounded_once_as_the_agreement_says(rounding: str, cents: str):
    # 10% of 1.25 = 0.125.
    credit = credited(agreed("1.25 USD", REGION, f", rounding: {rounding}"), 26)
    assert str(credit.amount) == f"{cents} USD"


@pytest.mark.parametrize(("fee", "paid"), [("12345 JPY", "1,235 JPY"), ("1.005 KWD", "0.101 KWD")])
def test_money_is_rounded_to_the_smallest_unit_of_its_currency(fee: str, paid: str):
    # 10% of 12,345 yen = 1,234.5; of 1.005 dinar = 0.1005.
    assert str(credited(agreed(fee, REGION), 26).amount) == paid


def test_a_yearly_charge_is_priced_by_its_days():
    # November is 30 of the 365 days of 2026: 36,500 x 30/365 = 3,000; 30% = 900.
    assert str(credited(agreed("36,500 USD", EC2, per="year"), 560).amount) == "900.00 USD"


def test_a_flat_credit_is_its_share_of_the_charge():
    versions = agreed("4,500 USD", EC2)
    terms = versions[0].terms
    flat = replace(terms.remedy("credit"), bands=(), pays=Fraction(1, 30))
    versions = (replace(versions[0], terms=replace(terms, remedies=(flat,))),)
    assert str(credited(versions, 560).amount) == "150.00 USD"


def test_a_credit_by_what_nobody_measured_is_owed_and_says_so():
    credit = credited(agreed("310 USD", EC2, ", by: downtime"), 560)
    assert (credit.state, credit.amount) == ("owed", None)
    assert credit.reckoning == "no downtime was measured"


def claiming(before: str) -> tuple[Version, ...]:
    return agreed("310 USD", EC2, f", paid: paid, claim: {{by: sales, made: claimed, before: [{before}]}}")


@pytest.mark.parametrize(
    ("before", "due"),
    [
        # DOMAIN F4.11, month end Mon 30 Nov 2026.
        ("7 days after window end", "2026-12-07"),
        ("7 business days after window end", "2026-12-09"),
        ("30 days after window end", "2026-12-30"),
        ("2 months after window end", "2027-01-30"),
        ("end of 1st window after miss", "2026-12-31"),
        ("end of 2nd window after miss", "2027-01-31"),
    ],
)
def test_a_claim_is_in_time_up_to_the_last_instant_of_its_deadline(before: str, due: str):
    versions = claiming(before)
    last = at(due) + 86_400_000_000 - 1
    told = (Answer("claimed", last, "claim 1", by="sales"),)
    assert credited(versions, 560).due == last
    assert credited(versions, 560, "2027-03-01", told).state == "payable"
    late = (replace(told[0], happened=last + 1),)
    assert credited(versions, 560, "2027-03-01", late).state == "expired"


def test_a_claim_keeps_all_of_its_deadlines():
    assert credited(claiming("30 days after window end, 7 days after miss"), 560).due == at("2026-12-09") - 1


def test_unclaimed_it_is_pending_and_then_expired():
    versions = claiming("7 days after window end")
    pending = credited(versions, 560, "2026-12-07T23:59")
    assert (pending.state, pending.amount, str(pending.gross)) == ("pending", None, "93.00 USD")
    assert credited(versions, 560, "2026-12-08").state == "expired"


def test_a_claim_of_the_other_party_is_none():
    told = (Answer("claimed", at("2026-12-03"), "claim 1", by="marketing"),)
    assert credited(claiming("7 days after window end"), 560, "2026-12-04", told).state == "pending"


def test_a_payment_ends_it():
    told = (
        Answer("claimed", at("2026-12-03"), "claim 1", by="sales"),
        Answer("paid", at("2026-12-20"), "claim 1", by="marketing"),
    )
    credit = credited(claiming("7 days after window end"), 560, "2026-12-21", told)
    assert (credit.state, credit.answered, str(credit.amount)) == ("done", at("2026-12-20"), "93.00 USD")


def test_a_credit_that_expires_is_lost_unless_its_payment_was_told():
    versions = agreed("310 USD", EC2, ", paid: paid, expires: 12 months")
    # Payable from 1 December 2026, so to the end of 1 December 2027.
    assert credited(versions, 560, "2027-12-01T23:59").state == "payable"
    assert credited(versions, 560, "2027-12-02").state == "expired"
    told = (Answer("paid", at("2027-11-30"), "claim 1", by="marketing"),)
    assert credited(versions, 560, "2028-01-01", told).state == "done"


def months(versions: tuple[Version, ...], *uptimes: str) -> list[str]:
    """Settle the last months of 2026 with these uptimes and return what each pays."""
    labels = [f"2026-{month:02}" for month in range(13 - len(uptimes), 13)]
    verdicts = [
        missed(versions, label, Fraction(Decimal(uptime))) for label, uptime in zip(labels, uptimes, strict=True)
    ]
    found = settle(versions, Measured(()), verdicts, (), office(versions), at("2027-01-02")).consequences
    return [f"{c.state} {c.amount.amount if c.amount else None}" for c in found]


def test_a_cap_for_the_term_leaves_what_is_left_of_it():
    # 8% of 60,000 = 4,800; the third month of 2,000 finds 800, the fourth nothing.
    caps = "caps:\n  - {over: [credit], at most: 4800 USD, per: term}\n"
    versions = agreed("2,000 USD", EC2, rest=caps)
    assert months(versions, "0.9", "0.9", "0.9", "0.9") == [
        "payable 2000.00",
        "payable 2000.00",
        "payable 800.00",
        "capped 0.00",
    ]


def test_a_cap_as_a_share_of_a_yearly_charge_begins_again_each_year():
    # 8% of 60,000 for 2026 = 4,800; the credit of December is of a December that ends in 2026.
    caps = "caps:\n  - {over: [credit], at most: 8% of fee, per: year}\n"
    versions = agreed("60,000 USD", "{below 99.5%: 100%}", rest=caps, per="year")
    # 60,000 x 30/365 = 4,931.51 for November, cut to 4,800.00; December finds nothing.
    assert months(versions, "0.99", "0.99") == ["payable 4800.00", "capped 0.00"]


def test_a_cap_by_month_holds_for_each_month():
    caps = "caps:\n  - {over: [credit], at most: 50% of fee, per: month}\n"
    assert months(agreed("1,000 USD", EC2, rest=caps), "0.9", "0.9") == ["payable 500.00", "payable 500.00"]


def test_the_own_cap_of_a_credit_holds_for_its_window():
    versions = agreed("1,000 USD", EC2, ", at most: 20%")
    assert months(versions, "0.9", "0.991") == ["payable 200.00", "payable 100.00"]


def test_a_cap_in_another_currency_leaves_the_credit_unsettled():
    caps = "caps:\n  - {over: [credit], at most: 50 EUR, per: month}\n"
    assert months(agreed("1,000 USD", EC2, rest=caps), "0.9") == ["owed None"]


def test_an_expired_credit_uses_no_cap():
    # October is never claimed; November's 1,000 finds the whole cap of 1,000.
    versions = agreed(
        "1,000 USD",
        "{below 99.5%: 100%}",
        ", claim: {by: sales, made: claimed, before: [7 days after window end]}",
        "caps:\n  - {over: [credit], at most: 1000 USD, per: term}\n",
    )
    verdicts = [missed(versions, label, Fraction(9, 10)) for label in ("2026-10", "2026-11")]
    told = Measured((), (Answer("claimed", at("2026-12-03"), "claim 1", obligation="uptime", window="2026-11"),))
    october, november = settle(versions, told, verdicts, (), office(versions), at("2026-12-10")).consequences
    assert (october.state, november.state) == ("expired", "payable")
    assert str(november.amount) == "1,000.00 USD"


def test_an_amount_that_open_items_may_still_change_is_pending_and_one_they_cannot_is_not():
    versions = agreed("310 USD", EC2)
    verdict = missed(versions, "2026-11", Fraction(97, 100))
    wide = replace(verdict, lowest=Fraction(94, 100), highest=Fraction(98, 100))
    narrow = replace(verdict, lowest=Fraction(96, 100), highest=Fraction(98, 100))
    found = [
        settle(versions, Measured(()), [one], (), office(versions), at("2026-12-02")).consequences[0]
        for one in (wide, narrow)
    ]
    # 94% would pay 100%, 96% to 98% all pay 30%.
    assert [(one.state, str(one.amount)) for one in found] == [("pending", "None"), ("payable", "93.00 USD")]


def test_after_the_term_nothing_of_its_charge_is_left():
    term = Term(date(2026, 1, 1), date(2026, 12, 31), "UTC", "USD")
    charge = Charge("fee", Money(Decimal(365), "USD"), "term")
    assert charged(charge, "", date(2026, 12, 31), date(2027, 2, 1), term) == (Fraction(1), "USD")
    assert charged(charge, "", date(2027, 1, 1), date(2027, 2, 1), term) == (Fraction(0), "USD")
