"""Numbers to be read: an exact value goes in, as few digits as do not mislead come out."""

import re
from fractions import Fraction

from accordant.terms.target import Bound


def shown(value: Fraction, target: Bound | None, met: bool | None, digits: int, unit: str | None = None) -> str:
    """Round a value half-even to `digits` decimals and print it with its unit: `91.0%`, `1,234`, `46.2 ms`.

    `met` says on which side of the target the value was judged: rounding never moves it to the other one, so a
    miss never prints as the target but with more digits (99.89996%). None: nothing was judged yet. Shares are
    fractions of 1; `unit` is the target's when not given. Source: SEMANTICS 4, last paragraph.
    """
    sign = _unit(target) if unit is None else unit
    scale = 100 if sign == "%" else 1
    if target is not None and met is not None and _within(value, target) == met:
        while _within(_rounded(value * scale, digits) / scale, target) != met:
            digits += 1
    gap = "" if sign in ("", "%") else " "
    return f"{_text(_rounded(value * scale, digits), digits)}{gap}{sign}"


def shortest(value: Fraction, target: Bound | None, met: bool | None, digits: int, unit: str | None = None) -> str:
    """Print as `shown` does, without needless zeros: `99.5%` for `99.500000%`."""
    text = shown(value, target, met, digits, unit)
    number = re.match(r"-?[0-9,]+\.[0-9]*", text)
    return text if number is None else number[0].rstrip("0").rstrip(".") + text[number.end() :]


def brief(value: Fraction, digits: int, unit: str = "") -> str:
    """Print a number that is compared with nothing, with at most so many decimals and no needless zero."""
    return shortest(value, None, None, digits, unit)


def _rounded(value: Fraction, digits: int) -> Fraction:
    """Round half-even, exactly."""
    return Fraction(round(value * 10**digits), 10**digits)


def _text(value: Fraction, digits: int) -> str:
    whole, rest = divmod(abs(round(value * 10**digits)), 10**digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:0{digits}}" if digits else "")


def _unit(target: Bound | None) -> str:
    quantity = target and (target.low or target.high)
    return quantity.unit if quantity else ""


def _within(value: Fraction, target: Bound) -> bool:
    match target.relation:
        case "all":
            return value >= 1
        case "none":
            return value <= 0
        case _:
            low_holds = target.low is None or value >= target.low.fraction
            return low_holds and (target.high is None or value <= target.high.fraction)
