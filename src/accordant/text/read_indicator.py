"""Indicators: the key of an obligation that says what is measured goes in, one kind of measurement comes out."""

from collections.abc import Callable
from typing import Literal, cast

from accordant.terms.clock import Clock, CountedIn, Cycles, Reopen
from accordant.terms.indicator import (
    All,
    Any,
    Attempts,
    Availability,
    Composite,
    Count,
    Deliver,
    Indicator,
    Share,
    Statistic,
    Sum,
    Time,
)
from accordant.text.quantity import LENGTH, PERCENTAGE, POSITIVE, QUANTITY, Form
from accordant.text.read_fields import Fields, Reading, as_items, as_scalar, fields, quoted
from accordant.text.spelling import clause
from accordant.text.tree import Mapping, Node, Scalar

TAKES = ("mean", "median", "min", "max")


def read_time(node: Node, reading: Reading) -> Time | None:
    """Read a clock: its starts and stops, and what pauses, cancels, resets, reopens and ends it."""
    taken = fields(node, "'time'", clause("time"), reading)
    if taken is None:
        return None
    clock = Clock(
        taken.names("from", "moment"),
        taken.names("to", "moment"),
        taken.names("pause", "span"),
        taken.names("cancel", "moment"),
        taken.names("reset", "moment"),
        taken.read("reopen", _reopen),
        taken.names("end", "moment"),
        cast(Cycles, taken.choice("cycles", "first")),
        taken.parse("skew", LENGTH),
        cast(CountedIn, taken.choice("counted in", "due")),
        taken.choice("scope") == "from entry",
        taken.place,
    )
    return Time(clock) if clock.starts and clock.stops else None


def read_count(node: Node, reading: Reading) -> Count | None:
    """Read `count: MQL`."""
    name = _named(node, "count", "moment", reading)
    return Count(name) if name else None


def read_sum(node: Node, reading: Reading) -> Sum | None:
    """Read `sum: won`."""
    name = _named(node, "sum", "worth", reading)
    return Sum(name) if name else None


def read_deliver(node: Node, reading: Reading) -> Deliver | None:
    """Read `deliver: status report`."""
    name = _named(node, "deliver", "moment", reading)
    return Deliver(name) if name else None


def read_share(node: Node, reading: Reading) -> Share | None:
    """Read `{good:, of:, counted by: cohort | flow}`."""
    taken = fields(node, "'share'", clause("share"), reading)
    if taken is None:
        return None
    good, of = taken.name("good", "moment"), taken.name("of", "moment")
    counted = cast(Literal["cohort", "flow"], taken.choice("counted by", "cohort"))
    return Share(good, of, counted) if good and of else None


def read_attempts(node: Node, reading: Reading) -> Attempts | None:
    """Read `{of:, per:, at least:, until:, cancel:, apart:}`."""
    taken = fields(node, "'attempts'", clause("attempts"), reading)
    if taken is None:
        return None
    of, per, least = taken.name("of", "moment"), taken.name("per", "moment"), taken.parse("at least", POSITIVE)
    until, cancels = taken.names("until", "moment"), taken.names("cancel", "moment")
    apart = taken.parse("apart", LENGTH)
    counted = cast(Literal["due", "start"], taken.choice("counted in", "due"))
    return Attempts(of, per, least, until, cancels, apart, counted) if of and per and least else None


def read_availability(node: Node, reading: Reading) -> Availability | None:
    """Read time up of time agreed: by `down` spans, a `rate` of failures, or a `composite`."""
    taken = fields(node, "'availability'", clause("availability"), reading)
    if taken is None:
        return None
    given = [key for key in ("down", "rate", "composite") if taken.has(key)]
    if len(given) != 1:
        reading.error("E137", "'availability' needs one of 'down', 'rate', 'composite'", taken.place)
        return None
    return Availability(
        taken.names("down", "span"),
        taken.name("rate", "rate"),
        taken.read("composite", _composite),
        taken.choice("denominator", "window less excluded"),
        taken.parse("outage counts from", LENGTH),
        taken.parse("confirmation", POSITIVE) or 1,
        cast(Literal["up", "down", "removed"], taken.choice("gap", "removed")),
        taken.parse("unknown at most", PERCENTAGE),
        taken.parse("gap after", LENGTH),
    )


def read_statistic(node: Node, reading: Reading) -> Statistic | None:
    """Read `{take: p95, of: rtt}` or `{share under: 50 ms, of: rtt}`."""
    taken = fields(node, "'statistic'", clause("statistic"), reading)
    if taken is None:
        return None
    of, under = taken.name("of", "value"), taken.parse("share under", QUANTITY)
    take = taken.parse("take", _TAKE)
    if taken.has("take") == taken.has("share under"):
        reading.error("E137", "'statistic' needs one of 'take', 'share under'", taken.place)
        return None
    each, interpolated = taken.parse("each", LENGTH), taken.flag("interpolated")
    if not of or not (take or under):
        return None
    return Statistic(take or "share", of, under, each, interpolated)


def _take(text: str) -> str | None:
    percent = text[1:] if text.startswith("p") else ""
    whole, _, part = percent.partition(".")
    is_percentile = whole.isascii() and whole.isdigit() and len(percent) <= 9 and (not part or part.isdigit())
    return text if text in TAKES or (is_percentile and 0 < int(whole) <= 100) else None


_TAKE = Form(_take, "mean, median, min, max or a percentile", "p95", "E302")


def _named(node: Node, key: str, wants: str, reading: Reading) -> str:
    """Read a definition's name, alone or as `{of: NAME}`."""
    if isinstance(node, Mapping):
        taken = fields(node, f"'{key}'", clause("obligation", key), reading)
        return taken.name("of", wants) if taken else ""
    scalar = as_scalar(node, key, "a name", reading)
    return reading.refer(scalar, wants, key) if scalar else ""


def _reopen(node: Node, reading: Reading) -> Reopen | None:
    if isinstance(node, Scalar):
        return Reopen(reading.refer(node, "moment", "reopen"))
    taken = fields(node, "'reopen'", clause("time", "reopen"), reading)
    when = taken.name("when", "moment") if taken else ""
    return Reopen(when, taken.parse("within", LENGTH)) if taken and when else None


def _composite(node: Node, reading: Reading) -> Composite | None:
    """Read a service, or `all of` and `any of` services, nested as deep as files may be."""
    if isinstance(node, Scalar):
        scalar = as_scalar(node, "composite", "a name", reading)
        return reading.refer(scalar, "span", "composite") if scalar else None
    taken = fields(node, "'composite'", clause("composite"), reading)
    if taken is None:
        return None
    given = [key for key in ("all of", "any of") if taken.has(key)]
    if len(given) != 1:
        reading.error("E137", "'composite' needs one of 'all of', 'any of'", taken.place)
        return None
    parts = _parts(taken, given[0])
    return (All(parts) if given[0] == "all of" else Any(parts)) if parts else None


def _parts(taken: Fields, key: str) -> tuple[Composite, ...]:
    node = taken.node(key)
    found = [_composite(item, taken.reading) for item in as_items(node, key, taken.reading)] if node else []
    return tuple(part for part in found if part is not None)


INDICATORS: dict[str, Callable[[Node, Reading], Indicator | None]] = {
    "time": read_time,
    "count": read_count,
    "sum": read_sum,
    "share": read_share,
    "attempts": read_attempts,
    "deliver": read_deliver,
    "availability": read_availability,
    "statistic": read_statistic,
}


def read_indicator(taken: Fields) -> Indicator | None:
    """Read the one indicator of an obligation."""
    given = [key for key in INDICATORS if taken.has(key)]
    if len(given) != 1:
        names = " and ".join(quoted(key) for key in given)
        hint = f"add one of: {', '.join(INDICATORS)}" if not given else "write an obligation for each"
        message = f"{taken.what} has {names or 'no indicator'}"
        taken.reading.error("E137", message, taken.place, hint)
        return None
    return taken.read(given[0], INDICATORS[given[0]])
