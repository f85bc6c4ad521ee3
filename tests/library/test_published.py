"""Published worked examples: the rows of the library give the figures published or worked out by hand."""

import pytest

from accordant.judge.rounding import shown
from accordant.terms.values import Money
from library.shelf import Book, credit, evaluated


def percent(book: Book, obligation: str, window: str, group: str = "") -> str:
    """Return what an obligation came to in a window, with six digits."""
    found = [v for v in evaluated(book).verdicts if (v.obligation, v.window.label) == (obligation, window)]
    groups = [one for verdict in found for one in (verdict, *verdict.groups) if one.group == group]
    assert len(groups) == 1 and groups[0].actual is not None
    return shown(groups[0].actual, None, None, 6, "%")


def money(amount: Money | None) -> str:
    return str(amount)


def test_an_instance_560_minutes_down_costs_30_percent_of_its_charge() -> None:
    book = ("aws-ec2-instance", None)
    assert percent(book, "instance uptime", "2026-11", "i-0a1b") == "98.703704%"
    assert money(credit(book, "instance credit", "2026-11", "i-0a1b").amount) == "93.00 USD"


def test_a_credit_of_90_cents_is_not_paid() -> None:
    small = credit(("aws-ec2-instance", None), "instance credit", "2026-11", "i-0c2d")
    assert (small.state, small.amount, money(small.gross)) == ("not due", None, "0.90 USD")


def test_hours_with_more_than_6_minutes_down_are_not_charged() -> None:
    """560 minutes from 10:00 touch 10 hours, the last for 20 minutes: 310 x 10 / 720."""
    free = credit(("aws-ec2-instance", None), "hours not charged", "2026-11", "i-0a1b")
    assert money(free.amount) == "4.31 USD"


def test_a_region_26_minutes_down_costs_10_percent() -> None:
    book = ("aws-ec2-region", None)
    assert percent(book, "region uptime", "2026-11", "eu-west-1") == "99.939815%"
    assert money(credit(book, "region credit", "2026-11", "eu-west-1").amount) == "1,840.00 USD"


@pytest.mark.parametrize(("window", "uptime"), [("2026-10", "99.887993%"), ("2026-12", "99.708781%")])
def test_storage_is_judged_by_the_average_of_error_rates(window: str, uptime: str) -> None:
    book = ("aws-s3-standard", None)
    assert percent(book, "storage uptime", window, "eu-west-1") == uptime
    assert money(credit(book, "storage credit", window, "eu-west-1").gross) == "400.00 USD"
