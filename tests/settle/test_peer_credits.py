"""Credits and penalties that other tools test, as money in decimals (`tests/cases/peer_cases.json`)."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from uptimes import down, outage, port

from accordant.measure.measurement import Item, Outcome
from accordant.settle.cap import Limit
from accordant.settle.credit import gross
from accordant.settle.ledger import Claim, walk
from accordant.settle.money import added
from accordant.settle.raised import Raised
from accordant.terms.agreement import Version
from accordant.terms.remedy import ServiceCredit
from accordant.terms.values import Money

CASES = json.loads((Path(__file__).parents[1] / "cases" / "peer_cases.json").read_text("utf-8"))["cases"]
DAY = 24 * 3_600_000_000
NOVEMBER = date(2026, 11, 30)


def of_kind(kind: str) -> list[Any]:
    """Return the cases of a kind; a share out of bounds, which one refuses, cannot be typed in here."""
    return [pytest.param(c, id=c["id"]) for c in CASES if c["kind"] == kind and "error" not in c["expect"]]


def usd(text: str | int) -> Money:
    return Money(Decimal(str(text)), "USD")


def raised(versions: tuple[Version, ...], measured: Fraction) -> tuple[ServiceCredit, Raised]:
    terms = versions[0].terms
    credit = terms.remedy("credit")
    assert isinstance(credit, ServiceCredit)
    verdict = replace(down(versions, outage("2026-11-01T00:00", 1)), actual=measured, tally=None)
    return credit, Raised(terms, terms.obligation("uptime"), verdict, credit, verdict.window.stop)


@pytest.mark.parametrize("case", of_kind("service_credit"))
def test_a_credit_in_bands_under_a_cap_by_the_month_and_by_twelve(case: dict[str, Any]) -> None:
    given, wanted = case["input"], case["expect"]
    bands = ", ".join(f"below {t['below_pct']}%: {t['credit_pct']}%" for t in given["terms"]["tiers"])
    fee = Decimal(given["month_charge"])
    credit, each = raised(
        port(f"bands: {{{bands}}}", target="at least 99.8%", fee=f"{fee} USD"),
        Fraction(given["measured_pct"]) / 100,
    )
    money = gross(credit, each).amount or usd(0)
    assert pays(money, fee, given).amount == Decimal(wanted["credit"])


def pays(money: Money, fee: Decimal, given: dict[str, Any]) -> Money:
    """Pay a credit of November after those of the eleven months before, which used so much of the cap."""
    year = fee + Decimal(given["last_11_months_charge"])
    month = Limit(("credit",), date(2026, 11, 1), date(2026, 12, 1), share(fee, given["terms"]["month_cap_pct"]))
    twelve = Limit(
        ("credit",), date(2025, 12, 1), date(2026, 12, 1), share(year, given["terms"]["twelve_month_cap_pct"])
    )
    before = Claim(0, "credit", 0, date(2026, 10, 31), usd(given["last_11_months_credit"]))
    now = Claim(1, "credit", 1, NOVEMBER, money, (month, twelve))
    return walk([before, now])[-1].amount


def share(amount: Decimal, percent: int) -> Money:
    return Money(amount * percent / 100, "USD")


@pytest.mark.parametrize("case", of_kind("late_penalty"))
def test_a_penalty_for_each_two_days_late_is_exact_at_its_cap(case: dict[str, Any]) -> None:
    # From 2018-01-31 03:24 to 2019-01-11 21:34 UTC: 345 whole days, 172 steps of 10.5%, capped at 55% of 200.
    given, terms = case["input"], case["input"]["terms"]
    pays_each = f"pays: {terms['penalty_pct_per_period']}%, for each: {terms['period_days']} days above target"
    versions = port(f"{pays_each}, at most: {terms['cap_pct']}%", fee=f"{given['value']} USD", each=True)
    credit, each = raised(versions, Fraction(0))
    late = Item("uptime", "d1", 0, 0, Outcome.MISSED, Outcome.MISSED, elapsed=345 * DAY, limit=0)
    money = gross(credit, replace(each, case=late)).amount
    assert money == usd("3612.00")
    cap = Limit(
        ("credit",), date(2026, 11, 1), date(2026, 12, 1), share(Decimal(given["value"]), terms["cap_pct"])
    )
    (entry,) = walk([Claim(0, "credit", 0, NOVEMBER, money, (cap,))])
    assert added([entry.amount], "USD").amount == Decimal(case["expect"]["penalty"])
