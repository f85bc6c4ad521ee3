"""Pieces: a miss goes in; how many hours of downtime, affected days or outages are paid for comes out."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from fractions import Fraction
from math import ceil, floor

from accordant.judge.rounding import brief
from accordant.measure.measurement import Outage
from accordant.settle.extent import allowance, lasting, outages, size
from accordant.settle.raised import Raised
from accordant.terms.remedy import Piece, ServiceCredit
from accordant.terms.values import Instant, Length, Microseconds
from accordant.zone import local_instant, local_time

_HOUR = 3_600_000_000


def pieces(credit: ServiceCredit, piece: Piece, each: Raised) -> tuple[int, str] | str:
    """Return how many pieces a credit pays for, with the sum in words; or why nobody can say.

    `part counts` takes a part of one for a whole, else only whole ones count. `counted: together` adds all
    downtime up before it is divided, `each outage` divides that of each.
    """
    if piece.of in ("above target", "below target"):
        return _beyond(piece, each, part_counts=credit.part_counts)
    known = outages(each)
    if known is None:
        return "no outage was measured"
    if piece.of == "outage":
        return len(known), "outages"
    lots = [(one,) for one in known] if credit.counted == "each outage" else [tuple(known)]
    if piece.of == "affected":
        return _affected(piece, lots, each.terms.term.zone)
    return _downtime(piece, lots, each, part_counts=credit.part_counts)


def _downtime(
    piece: Piece, lots: Sequence[Sequence[Outage]], each: Raised, *, part_counts: bool
) -> tuple[int, str] | str:
    allowed = Fraction(0)
    if piece.of == "downtime above target":
        found = allowance(each)
        if found is None or len(lots) != 1:
            return "only all downtime together can be above a target of uptime"
        allowed = found
    assert isinstance(piece.size, Length), "downtime comes in lengths of time"
    downs = [max(Fraction(sum(one.counted for one in lot)) - allowed, Fraction(0)) for lot in lots]
    counts = [_count(down / size(piece.size), part_counts=part_counts) for down in downs]
    lines = " + ".join(lasting(down) for down in downs) or "0 s"
    return sum(counts), f"{lines} of {piece.of} in steps of {piece.size}"


def _affected(piece: Piece, lots: Sequence[Sequence[Outage]], zone: str) -> tuple[int, str]:
    assert isinstance(piece.size, Length), "hours and days of the clock are affected"
    least = size(piece.more_than) if piece.more_than else Fraction(0)
    count = 0
    for lot in lots:
        down: dict[Instant, Microseconds] = {}
        for start, amount in _by_clock((s for one in lot for s in one.stretches), piece.size.unit, zone):
            down[start] = down.get(start, 0) + amount
        count += sum(amount > least for amount in down.values())
    return count, f"{piece}s" if not piece.more_than else str(piece)


def _by_clock(
    stretches: Iterator[tuple[Instant, Instant]], unit: str, zone: str
) -> Iterator[tuple[Instant, Microseconds]]:
    """Cut stretches at the full hours or midnights of a zone: the start of each, and what lies in it."""
    for start, stop in stretches:
        since = start
        while since < stop:
            first, after = _clock_span(since, unit, zone)
            yield first, min(after, stop) - since
            since = after


def _clock_span(instant: Instant, unit: str, zone: str) -> tuple[Instant, Instant]:
    """Return the hour or the day of the clocks of `zone` in which an instant lies."""
    local = local_time(zone, instant)
    if unit == "day":
        first = datetime.combine(local.date(), time.min)
        return local_instant(zone, first), local_instant(zone, first + timedelta(days=1))
    past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    first_instant = instant - past // timedelta(microseconds=1)
    return first_instant, first_instant + _HOUR


def _beyond(piece: Piece, each: Raised, *, part_counts: bool) -> tuple[int, str] | str:
    """Count how often a piece goes into what lies beyond the target, or beyond the limit of an item."""
    if isinstance(piece.size, Length):
        case = each.case
        if case is None or case.elapsed is None or case.limit is None or piece.of == "below target":
            return f"no item was timed {piece.of}"
        over = max(Fraction(case.elapsed - case.limit), Fraction(0))
        count = _count(over / size(piece.size), part_counts=part_counts)
        return count, f"{lasting(over)} {piece.of} in steps of {piece.size}"
    value = each.verdict.actual
    bound = each.verdict.high if piece.of == "above target" else each.verdict.low
    if value is None or bound is None or piece.size is None:
        return f"no value was measured {piece.of}"
    over = max(value - bound if piece.of == "above target" else bound - value, Fraction(0))
    count = _count(over / piece.size.fraction, part_counts=part_counts)
    return count, f"{brief(over, 6, piece.size.unit)} {piece.of} in steps of {piece.size}"


def _count(exact: Fraction, *, part_counts: bool) -> int:
    return ceil(exact) if part_counts else floor(exact)
