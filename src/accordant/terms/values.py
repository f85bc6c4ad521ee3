"""Quantities as agreements write them: places in a text, lengths of time, money, numbers with a unit.

Instants are integer microseconds since 1970-01-01T00:00:00Z everywhere below the doors.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeVar

T = TypeVar("T")

Instant = int
Microseconds = int

MICROSECONDS: dict[str, int] = {"second": 1_000_000, "minute": 60_000_000, "hour": 3_600_000_000}

Unit = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"]


@dataclass(frozen=True)
class Place:
    """Where something stands in a text: 1-based line and column, and how many characters it spans."""

    file: str
    line: int
    column: int
    length: int = 1


@dataclass(frozen=True)
class Length:
    """A length of time as written: `4 business hours`, `30 days`, `2 business days end of day`.

    `business` lengths need a calendar; calendar days, months and years are read in the agreement's zone.
    """

    amount: int
    unit: Unit
    business: bool = False
    end_of_day: bool = False

    @property
    def is_exact(self) -> bool:
        """Say whether this is a fixed number of microseconds of its clock, whatever the date."""
        return self.unit in MICROSECONDS

    @property
    def microseconds(self) -> Microseconds:
        """Return the length of seconds, minutes or hours; lengths by date have no fixed one."""
        return self.amount * MICROSECONDS[self.unit]

    def __str__(self) -> str:
        word = f"{'business ' if self.business else ''}{self.unit}{'' if self.amount == 1 else 's'}"
        return f"{self.amount} {word}{' end of day' if self.end_of_day else ''}"


@dataclass(frozen=True)
class Money:
    """An amount of one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount:,} {self.currency}"


@dataclass(frozen=True)
class Quantity:
    """A number with its unit: `95%`, `45 ms`, `667`, `200,000 USD`; `%` numbers are kept as written (95)."""

    number: Decimal
    unit: str = ""

    @property
    def fraction(self) -> Fraction:
        """Return the exact value; 95% is 19/20."""
        return Fraction(self.number) / (100 if self.unit == "%" else 1)

    def __str__(self) -> str:
        gap = "" if self.unit in ("", "%") else " "
        return f"{self.number:,}{gap}{self.unit}"


def inside(term: object, kinds: type[T] | tuple[type[T], ...]) -> Iterator[T]:
    """Yield every value of some types in a term and in the terms it is made of, in the order of their fields."""
    if isinstance(term, kinds):
        yield term
    elif isinstance(term, tuple):
        for part in term:
            yield from inside(part, kinds)
    elif is_dataclass(term):
        for one in fields(term):
            yield from inside(getattr(term, one.name), kinds)


def at() -> Place | None:
    """Declare a field that remembers where a term was written and takes no part in equality."""
    return field(default=None, compare=False, repr=False)
