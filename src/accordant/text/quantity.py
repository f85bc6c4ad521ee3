"""Words and figures as people write them go in, exact terms come out; what does not fit comes out as None."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Literal, TypeVar, cast

from accordant.terms.condition import Missed
from accordant.terms.currency import EXPONENTS
from accordant.terms.remedy import Further
from accordant.terms.target import AllowedMisses, Bound
from accordant.terms.values import Length, Money, Quantity, Unit
from accordant.terms.window import Window, WindowUnit

T = TypeVar("T")


@dataclass(frozen=True)
class Form(Generic[T]):
    """What a text must look like where it stands: its reader, its name, an example, the code of a misfit."""

    read: Callable[[str], T | None]
    noun: str
    like: str
    code: str


_NUMBER = r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,24})(?:\.[0-9]{1,12})?"
_LENGTH = re.compile(
    r"([0-9]{1,3}(?:,[0-9]{3})*|[0-9]{1,7}) (business )?"
    r"(second|minute|hour|day|week|month|quarter|year)s?(,? end of day)?"
)
_QUANTITY = re.compile(rf"({_NUMBER}) ?(%|(?<= )[^\s0-9%,][^\n]{{0,39}})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")


def length(text: str) -> Length | None:
    """Read `4 business hours`, `30 days`, `2 business days end of day`; only hours and days have business ones."""
    if text in ("end of day", "end of business day"):
        return Length(0, "day", business=True, end_of_day=True)
    match = _LENGTH.fullmatch(text)
    if not match:
        return None
    figures, business, unit, ending = match.groups()
    if (business and unit not in ("second", "minute", "hour", "day")) or (
        ending and not (business and unit == "day")
    ):
        return None
    return Length(int(figures.replace(",", "")), cast(Unit, unit), bool(business), bool(ending))


def quantity(text: str) -> Quantity | None:
    """Read a number with or without a unit: `667`, `95%`, `45 ms`, `600,000 USD`; exact, thousands by comma."""
    match = _QUANTITY.fullmatch(text)
    if not match:
        return None
    return Quantity(Decimal(match[1].replace(",", "")), (match[2] or "").strip())


def percentage(text: str) -> Quantity | None:
    """Read `12%`."""
    found = quantity(text)
    return found if found and found.unit == "%" and found.number >= 0 else None


def money(text: str) -> Money | None:
    """Read `600,000 USD`: a currency of ISO 4217, with no more digits than its smallest unit."""
    found = quantity(text)
    if not found or found.unit not in EXPONENTS:
        return None
    places = -cast(int, found.number.as_tuple().exponent)
    return Money(found.number, found.unit) if places <= EXPONENTS[found.unit] else None


def payment(text: str) -> Fraction | Quantity | Money | Length | None:
    """Read what a remedy pays: `10%` or `1/30` of its base, money, or so many days or hours of its base."""
    if match := re.fullmatch(r"([0-9]{1,9})/([1-9][0-9]{0,8})", text):
        return Fraction(int(match[1]), int(match[2]))
    return pay(text)


def pay(text: str) -> Quantity | Money | Length | None:
    """Read `10%`, `200 USD` or `3 days`."""
    found = length(text)
    days = found if found and not found.business and found.unit in ("hour", "day") else None
    return percentage(text) or money(text) or days


def share_or_money(text: str) -> Quantity | Money | None:
    """Read `10%` or `200 USD`."""
    return percentage(text) or money(text)


def whole(text: str) -> int | None:
    """Read a whole number of at most nine digits."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None


def positive(text: str) -> int | None:
    """Read a whole number above zero."""
    return whole(text) or None


def flag(text: str) -> bool | None:
    """Read `yes` or `no`."""
    return {"yes": True, "no": False}.get(text)


def column(text: str) -> str | None:
    """Take the name of a column: letters, digits and _, as predicates name them."""
    return text if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", text) else None


def day(text: str) -> date | None:
    """Read `2026-07-01`."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def minute(text: str) -> int | None:
    """Read a local time `HH:MM` from 00:00 to 24:00 as minutes after midnight."""
    match = _TIME.fullmatch(text)
    found = int(match[1]) * 60 + int(match[2]) if match else None
    return found if found is not None and found <= 1440 else None


def bound(text: str) -> Bound | None:
    """Read `at least 95%`, `at most 45 ms`, `between 10 and 20 days`, `all`, `none`."""
    if text in ("all", "none"):
        return Bound(cast(Literal["all", "none"], text))
    relation: Literal["at least", "at most"]
    for relation in ("at least", "at most"):
        if text.startswith(f"{relation} "):
            return single_bound(relation, text[len(relation) + 1 :])
    if text.startswith("between "):
        return between(text[len("between ") :])
    return None


def single_bound(relation: Literal["at least", "at most"], text: str) -> Bound | None:
    """Read the quantity of a bound with one end."""
    found = quantity(text)
    if found is None:
        return None
    return Bound(relation, low=found) if relation == "at least" else Bound(relation, high=found)


def between(text: str) -> Bound | None:
    """Read `10 and 20 ms`, lower end first; a unit that stands once is that of both."""
    parts = [quantity(part) for part in text.split(" and ")]
    if len(parts) != 2 or parts[0] is None or parts[1] is None:
        return None
    low, high = parts[0], parts[1]
    low = low if low.unit else Quantity(low.number, high.unit)
    return Bound("between", low, high) if low.unit == high.unit and low.number <= high.number else None


def allowed_misses(text: str) -> AllowedMisses | None:
    """Read `2` or `2 when fewer than 40`."""
    match = re.fullmatch("([0-9]{1,9})(?: when fewer than ([0-9]{1,9}))?", text)
    return AllowedMisses(int(match[1]), int(match[2] or 0)) if match else None


def window(text: str) -> Window | None:
    """Read `day`, `week`, `month`, `quarter`, `year`, `term`, `rolling 30 days`."""
    if text in ("day", "week", "month", "quarter", "year", "term"):
        return Window(cast(WindowUnit, text))
    match = re.fullmatch("rolling ([1-9][0-9]{0,3}) days?", text)
    return Window("rolling", int(match[1])) if match else None


def further(text: str) -> Further | None:
    """Read `10% for each further 2 hours`; `hour` alone is one."""
    match = re.fullmatch("(.+) for each further (.+)", text)
    if not match:
        return None
    pays = percentage(match[1])
    each = length(match[2]) or length(f"1 {match[2]}")
    has_size = each and each.amount and (each.is_exact or (each.unit in ("day", "week") and not each.business))
    return Further(pays, each) if pays and each and has_size else None


def length_per(text: str) -> tuple[Length, str] | None:
    """Read `4 hours a month`; without `a month` the second part is empty."""
    match = re.fullmatch("(.+?)(?: an? (day|week|month|quarter|year|term))?", text)
    found = length(match[1]) if match else None
    return (found, match[2] or "") if match and found else None


def missed(text: str) -> Missed | None:
    """Read `NAME missed`, `NAME missed twice in a row`, `NAME missed in 2 [of 3] consecutive windows`."""
    match = re.fullmatch(
        r"(.+?) missed(?:(?P<twice> twice in a row)"
        r"| in ([1-9][0-9]{0,2})(?: of ([1-9][0-9]{0,2}))? consecutive windows?)?",
        text,
    )
    if not match:
        return None
    misses = 2 if match["twice"] else int(match[3] or 1)
    among = int(match[4] or misses)
    return Missed(match[1], misses, among) if misses <= among else None


COLUMN = Form(column, "a column", "email_is_business", "E605")
LENGTH = Form(length, "a length of time", "4 business hours", "E201")
DATE = Form(day, "a date", "2026-07-01", "E202")
WINDOW = Form(window, "a window", "month", "E209")
LENGTH_PER = Form(length_per, "a length of time", "4 hours a month", "E201")
BOUND = Form(bound, "text", "at least 95%", "E301")
QUANTITY = Form(quantity, "a number with its unit", "45 ms", "E302")
PERCENTAGE = Form(percentage, "a percentage", "12%", "E302")
MONEY = Form(money, "an amount of money", "600,000 USD", "E303")
PAYMENT: Form[Fraction | Quantity | Money | Length] = Form(payment, "a payment", "10%", "E303")
PAY: Form[Quantity | Money | Length] = Form(pay, "a percentage, an amount of money or days", "500 USD", "E303")
SHARE_OR_MONEY: Form[Quantity | Money] = Form(
    share_or_money, "a percentage or an amount of money", "500 USD", "E303"
)
WHOLE = Form(whole, "a whole number", "20", "E305")
POSITIVE = Form(positive, "a whole number above zero", "6", "E305")
FLAG = Form(flag, "yes or no", "", "E125")
ALLOWED = Form(allowed_misses, "a number of misses", "2 when fewer than 40", "E305")
FURTHER = Form(further, "a further credit", "10% for each further 2 hours", "E306")
