"""Figures: exact values go in, text to be read comes out; rounding never hides a verdict."""

from fractions import Fraction

from accordant.judge.rounding import shown
from accordant.measure.measurement import Outcome
from accordant.terms.target import Bound
from accordant.terms.values import Microseconds

_SECOND, _MINUTE, _HOUR = 1_000_000, 60_000_000, 3_600_000_000
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MET = {Outcome.MET: True, Outcome.MISSED: False}


def share_text(value: Fraction, bound: Bound | None, outcome: Outcome) -> str:
    """Write a share with one digit more than its target: `91.0%`, and more when fewer would hide the verdict."""
    return shown(value, bound, _MET.get(outcome), _digits(bound) + 1, "%")


def amount_text(value: Fraction, bound: Bound | None, outcome: Outcome) -> str:
    """Write a count or a worth in the unit of its target: `588`, `190,000 USD`."""
    return shown(value, bound, _MET.get(outcome), _digits(bound) if value.denominator == 1 else 2)


def score_text(value: Fraction) -> str:
    """Write a score of 1 as `100.0`, without its sign; one below 1 never prints as 100."""
    return part_text(value * 100, Fraction(100))


def part_text(value: Fraction, whole: Fraction) -> str:
    """Write a part of a whole to a tenth, with more digits where it would print as the whole: `9.99`."""
    digits = 1
    while value < whole <= round(value, digits):
        digits += 1
    return decimal(value, digits)


def decimal(value: Fraction, digits: int) -> str:
    """Round half-even to so many decimals and keep them all: `33.35`, `1,234.0`, `-7`."""
    return shown(value, None, None, digits, "")


def short(value: Fraction, digits: int = 2) -> str:
    """Round half-even to at most so many decimals, without trailing noughts: `33.35`, `35.7`, `20`."""
    text = decimal(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: Fraction, digits: int = 2) -> str:
    """Write a difference with its sign: `+12`, `−23.5`, `0`."""
    text = short(abs(value), digits)
    if text == "0":
        return text
    return f"−{text}" if value < 0 else f"+{text}"


def quotient(part: int | Fraction, whole: int | Fraction) -> str:
    """Write a division out: `546 ÷ 600 = 0.91`, `141 ÷ 588 ≈ 0.239796`."""
    value = Fraction(part) / Fraction(whole)
    rounded = short(value, 6)
    sign = "=" if Fraction(rounded.replace(",", "")) == value else "≈"
    return f"{short(Fraction(part), 6)} ÷ {short(Fraction(whole), 6)} {sign} {rounded}"


def count_word(number: int) -> str:
    """Write a small number as a word: `four`, `no`; `12`."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def felt(length: Microseconds, day: Microseconds) -> str:
    """Write a length of time in the two units people feel: `45 s`, `20 min`, `1 h 41 min`, `2 days 3 h`.

    `day` is how long a day of this clock is; half a smallest unit rounds up.
    """
    if length < _MINUTE:
        return f"{_rounded(length, _SECOND)} s"
    if length < _HOUR:
        return f"{_rounded(length, _MINUTE)} min"
    if _rounded(length, _MINUTE) * _MINUTE < max(day, _HOUR):
        return _pair(_rounded(length, _MINUTE), 60, "h", "min")
    if length >= 10 * day:
        return f"{_rounded(length, day):,} days"
    hours_a_day = max(1, _rounded(day, _HOUR))
    days, rest = divmod(length, day)
    hours = min(_rounded(rest, _HOUR), hours_a_day)
    if hours == hours_a_day:
        days, hours = days + 1, 0
    return f"{days:,} {'day' if days == 1 else 'days'}" + (f" {hours} h" if hours else "")


def _pair(total: int, per: int, large: str, small: str) -> str:
    many, rest = divmod(total, per)
    return f"{many} {large} {rest} {small}" if rest else f"{many} {large}"


def _rounded(length: Microseconds, unit: Microseconds) -> int:
    return (2 * length + unit) // (2 * unit)


def _digits(bound: Bound | None) -> int:
    quantities = [quantity for quantity in (bound.low, bound.high) if quantity] if bound else []
    exponents = (quantity.number.as_tuple().exponent for quantity in quantities)
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)
