"""Laws of credits: no result that is worse pays less, no credit more than its cap, nothing is a float."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from uptimes import down, outage, paid, port

from accordant.settle.credit import gross
from accordant.settle.raised import Raised
from accordant.terms.remedy import ServiceCredit

SHAPES = {
    "bands": "bands: {below 99.9%: 10%, below 99%: 25%, at most 95%: 100%}",
    "downtime": "by: downtime, bands: {from 5 minutes: 10%, above 2 hours: 50%}",
    "further": "by: longest outage, bands: {from 1 hour: 5%, from 2 hours: 9%}, then: 9% for each further hour",
    "hours": "pays: 1/30, for each: hour of downtime, part counts: yes",
    "outages": "pays: 1/30, for each: 7 minutes of downtime, counted: each outage",
    "above": "pays: 1 day, for each: 20 minutes of downtime above target",
    "days": "pays: 1 day, for each: affected day, days: of the month",
    "table": "table: [{from: 99%, pays: 10%}, {from: 95%, below: 99%, pays: 25%}, {below: 95%, pays: 100%}]",
}
AGREED = {name: port(credit, target="at least 99.9%") for name, credit in SHAPES.items()}
CAPPED = {name: port(f"{one}, at most: 30%", target="at least 99.9%") for name, one in SHAPES.items()}
minutes = st.integers(1, 1_300)


def amount(name: str, *lengths: int) -> Decimal:
    """Return what a credit comes to for outages of so many minutes that begin on days of their own."""
    versions = AGREED[name]
    terms = versions[0].terms
    credit = terms.remedy("credit")
    assert isinstance(credit, ServiceCredit)
    verdict = down(versions, *(outage(f"2026-11-{day:02}T00:00", length) for day, length in enumerate(lengths, 1)))
    found = gross(credit, Raised(terms, terms.obligation("uptime"), verdict, credit, verdict.window.stop))
    return found.amount.amount if found.amount else Decimal(0)


@given(st.sampled_from(list(SHAPES)), st.lists(minutes, min_size=1, max_size=5), st.integers(0, 4), minutes)
def test_a_longer_outage_never_pays_less(name: str, lengths: list[int], which: int, more: int) -> None:
    longer = list(lengths)
    longer[which % len(lengths)] = min(1_439, longer[which % len(lengths)] + more)
    assert amount(name, *longer) >= amount(name, *lengths)


@given(st.sampled_from(list(SHAPES)), st.lists(minutes, min_size=1, max_size=5), minutes)
def test_another_outage_never_pays_less(name: str, lengths: list[int], another: int) -> None:
    assert amount(name, *lengths, another) >= amount(name, *lengths)


@given(st.sampled_from(list(SHAPES)), st.lists(minutes, min_size=1, max_size=5))
def test_a_credit_never_exceeds_its_cap(name: str, lengths: list[int]) -> None:
    outages = [outage(f"2026-11-{day:02}T00:00", length) for day, length in enumerate(lengths, 1)]
    found = paid(CAPPED[name], *outages)
    # 30% of 4,500.
    assert found.amount is None or found.amount.amount <= Decimal(1350)
    assert found.gross is None or found.amount is None or found.amount.amount <= found.gross.amount


@given(st.sampled_from(list(SHAPES)), st.lists(minutes, min_size=1, max_size=3))
def test_nothing_about_a_credit_is_a_float(name: str, lengths: list[int]) -> None:
    outages = [outage(f"2026-11-{day:02}T00:00", length) for day, length in enumerate(lengths, 1)]
    assert {type(part) for part in parts(paid(CAPPED[name], *outages))} <= {
        str,
        int,
        Decimal,
        Fraction,
        date,
        type(None),
    }


def parts(value: object) -> Iterator[object]:
    """Yield every plain value inside one."""
    if is_dataclass(value):
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from parts(one)
    else:
        yield value
