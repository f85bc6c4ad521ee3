"""Money, exactly: fractions of an amount become amounts of a currency, rounded once where it is said."""

from collections.abc import Callable
from decimal import Clamped, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow, Underflow
from fractions import Fraction
from math import ceil, floor

from accordant.terms.currency import EXPONENTS
from accordant.terms.values import Money

# Anything that would lose a digit raises instead; rounding happens in `rounded` alone, on whole numbers.
EXACT = Context(prec=38, traps=[Clamped, DivisionByZero, Inexact, InvalidOperation, Overflow, Underflow])

_ROUNDING: dict[str, Callable[[Fraction], int]] = {
    "half up": lambda units: floor(units + Fraction(1, 2)),
    "half even": round,
    "down": floor,
    "up": ceil,
}


def rounded(amount: Fraction, currency: str, rounding: str = "half up") -> Money:
    """Round an amount, never negative, to the smallest unit of its currency (ISO 4217).

    `rounding` is `half up`, `half even`, `down` or `up`. Raises KeyError for another currency or rounding.
    """
    exponent = EXPONENTS[currency]
    units = _ROUNDING[rounding](amount * 10**exponent)
    return Money(Decimal(units).scaleb(-exponent, EXACT), currency)


def added(amounts: list[Money], currency: str) -> Money:
    """Add amounts of one currency exactly; raise Inexact beyond 38 digits."""
    total = rounded(Fraction(0), currency).amount
    for money in amounts:
        total = EXACT.add(total, money.amount)
    return Money(total, currency)


def less(first: Money, second: Money) -> Money:
    """Subtract one amount from another of the same currency, exactly."""
    return Money(EXACT.subtract(first.amount, second.amount), first.currency)
