"""Extents: a miss goes in; how bad it was, as bands, tables and pieces measure it, comes out exactly."""

from dataclasses import dataclass
from fractions import Fraction

from accordant.judge.downtime import of_uptime
from accordant.judge.rounding import brief
from accordant.measure.measurement import Outage
from accordant.settle.raised import Raised
from accordant.terms.indicator import Availability
from accordant.terms.remedy import ServiceCredit
from accordant.terms.values import MICROSECONDS, Length, Microseconds, Quantity

# In lengths of downtime a day is 24 hours, whatever the clocks do.
_SIZES = {**MICROSECONDS, "day": 24 * MICROSECONDS["hour"], "week": 168 * MICROSECONDS["hour"]}
_DIGITS = 6


@dataclass(frozen=True)
class Extent:
    """A value in its unit; `time` values are microseconds. `what` says of what, in front of it."""

    value: Fraction
    unit: str
    what: str = ""

    def beside(self, *limits: Fraction) -> str:
        """Write the value in as many digits as tell it from the limits it is compared with."""
        scale = 100 if self.unit == "%" else 1
        digits = _DIGITS
        while any(limit != self.value and _rounded(self.value, digits, scale) == limit for limit in limits):
            digits += 1
        figure = lasting(self.value) if self.unit == "time" else brief(self.value, digits, self.unit)
        return f"{self.what} {figure}" if self.what else figure


def size(threshold: Quantity | Length) -> Fraction:
    """Return a threshold as the number that extents of its kind have; a day of 24 hours, a week of 168.

    Raises KeyError for a length in months or more, which has no size of its own.
    """
    if isinstance(threshold, Quantity):
        return threshold.fraction
    return Fraction(threshold.amount * _SIZES[threshold.unit])


def has_size(threshold: Quantity | Length) -> bool:
    """Say whether `size` knows a threshold; business time is that of a clock, of which business days are none."""
    if isinstance(threshold, Quantity):
        return True
    return threshold.unit in _SIZES and (threshold.is_exact or not threshold.business)


def holds(edge: str, limit: Fraction, value: Fraction) -> bool:
    """Say whether a value is `below`, `at most`, `above`, `from` or `at least` a limit."""
    match edge:
        case "below":
            return value < limit
        case "at most":
            return value <= limit
        case "above":
            return value > limit
        case _:
            return value >= limit


def extent(credit: ServiceCredit, each: Raised, like: Quantity | Length) -> Extent | str:
    """Return what the thresholds of a credit are compared with, or why nobody can say.

    `like` is one of its thresholds: a length asks for time, a number for a share or the target's unit.
    """
    match credit.by:
        case "measured":
            return _measured(each, like)
        case "overshoot" | "shortfall":
            return _beyond(credit.by, each, like)
        case _:
            return _time(credit.by, each, like)


def lasting(microseconds: Fraction | Microseconds) -> str:
    """Write a length of time: `2 h 30 min`, `4 min 20 s`, `0 s`."""
    whole, _ = divmod(Fraction(microseconds), 1)
    hours, rest = divmod(int(whole), 3_600_000_000)
    minutes, rest = divmod(rest, 60_000_000)
    seconds = f"{rest // 1_000_000}.{rest % 1_000_000:06}".rstrip("0").rstrip(".")
    parts = [f"{hours:,} h" if hours else "", f"{minutes} min" if minutes else "", f"{seconds} s" if rest else ""]
    return " ".join(filter(None, parts)) or "0 s"


def outages(each: Raised) -> tuple[Outage, ...] | None:
    """Return the outages that a miss is about: those of its window, or the one that a single item is.

    None when neither was measured.
    """
    case = each.case
    uptime = each.verdict.tally.uptime if each.verdict.tally else None
    known = uptime.outages if uptime else ()
    if case is None:
        return None if uptime is None else known
    same = tuple(one for one in known if one.start == case.start)
    if same or case.elapsed is None:
        return same or None
    stop = case.start + case.elapsed
    return (Outage(case.start, stop, ((case.start, stop),), case.stop is not None, (case.entity,)),)


def allowance(each: Raised) -> Fraction | None:
    """Return how much downtime the target allows, in microseconds; None when it is no share of time."""
    uptime = each.verdict.tally.uptime if each.verdict.tally else None
    indicator, low = each.obligation.indicator, each.verdict.low
    if uptime is None or low is None or not isinstance(indicator, Availability):
        return None
    return (1 - low) * (of_uptime(indicator, uptime).population or 0)


def _rounded(value: Fraction, digits: int, scale: int) -> Fraction:
    return Fraction(round(value * scale, digits)) / scale


def _measured(each: Raised, like: Quantity | Length) -> Extent | str:
    value = each.verdict.actual
    if value is None or isinstance(like, Length):
        return "no value was measured"
    return Extent(value, like.unit)


def _beyond(by: str, each: Raised, like: Quantity | Length) -> Extent | str:
    """How far a value lies beyond its target: in % of the target, or in the target's unit."""
    value = each.verdict.actual
    bound = each.verdict.high if by == "overshoot" else each.verdict.low
    if value is None or bound is None or isinstance(like, Length):
        return f"there is no {by} of a target with {'an upper' if by == 'overshoot' else 'a lower'} bound"
    beyond = value - bound if by == "overshoot" else bound - value
    if like.unit != "%":
        return Extent(max(beyond, Fraction(0)), like.unit, by)
    return Extent(max(beyond, Fraction(0)) / bound, "%", by) if bound else "nothing is a share of a target of 0"


def _time(by: str, each: Raised, like: Quantity | Length) -> Extent | str:
    if by == "elapsed":
        elapsed = each.case.elapsed if each.case else None
        is_known = elapsed is not None and isinstance(like, Length)
        return Extent(Fraction(elapsed or 0), "time", "elapsed") if is_known else "no item was timed"
    known = outages(each)
    if known is None:
        return f"no {by} was measured"
    counted = [one.counted for one in known]
    value = sum(counted) if by == "downtime" else max(counted, default=0)
    if isinstance(like, Length):
        return Extent(Fraction(value), "time", by)
    actual = each.verdict.actual
    is_share = by == "downtime" and each.case is None and actual is not None
    return Extent(1 - actual, "%", by) if is_share and actual is not None else f"{by} is no share"
