"""Availability: the time of a window becomes a reading in microseconds, and words; SEMANTICS 1 (Availability)."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor

from accordant.judge.reading import Reading
from accordant.judge.rounding import brief
from accordant.measure.measurement import Uptime
from accordant.terms.indicator import Availability
from accordant.terms.values import Instant, Microseconds

Stretch = tuple[Instant, Instant]

_MINUTE = 60_000_000
_THIRTY_DAYS = 30 * 86_400_000_000
_UNKNOWN_AT_MOST = Fraction(5, 100)


def of_uptime(indicator: Availability, uptime: Uptime) -> Reading:
    """Read time up of the time agreed: kept so far, lost to downtime, open while it is yet to come.

    Unknown time counts as `gap` says; removed it leaves the denominator. Too much of it is left unknown, to go
    either way. Excluded time is never downtime.
    """
    how = "unknown" if doubt(indicator, uptime) else indicator.gap
    agreed = denominator(indicator, uptime) - (uptime.unknown if how == "removed" else 0)
    population, down = max(agreed, 0), uptime.down + (uptime.unknown if how == "down" else 0)
    coming = min(uptime.whole - uptime.seen, max(population - down, 0))
    unknown = min(uptime.unknown if how == "unknown" else 0, max(population - down - coming, 0))
    return Reading(
        kept=Fraction(max(population - down - coming - unknown, 0)),
        open=Fraction(coming),
        unknown=Fraction(unknown),
        lost=Fraction(down),
        population=population,
        by_piece=False,
        to_come="counted",
    )


def denominator(indicator: Availability, uptime: Uptime) -> Microseconds:
    """Return the time agreed, before what is unknown leaves it. `service hours` are the whole of the open time."""
    match indicator.denominator:
        case "window" | "service hours":
            return uptime.whole
        case "30 days":
            return _THIRTY_DAYS
        case _:
            return uptime.whole - uptime.excluded


def doubt(indicator: Availability, uptime: Uptime) -> str:
    """Say that too much of the time is unknown for a verdict; "" when it is not."""
    agreed = denominator(indicator, uptime)
    most = indicator.unknown_at_most.fraction if indicator.unknown_at_most else _UNKNOWN_AT_MOST
    if uptime.unknown <= most * agreed:
        return ""
    share = brief(Fraction(uptime.unknown, agreed), 2, "%") if agreed > 0 else "all"
    return f"{share} of the time is unknown, more than {brief(most, 2, '%')}"


def spent_at(indicator: Availability, uptime: Uptime, share: Fraction) -> Instant | None:
    """Return the first instant at which more counted as down than a share of the time agreed, or None.

    Judged by what had passed by then: time that is excluded, or unknown and removed, allows less from when it
    passes, and an outage that has to last counts from when it has. So it does not depend on when anyone looks.
    """
    lost = list(_removed(indicator, uptime))
    agreed = (of_uptime(indicator, uptime).population or 0) + sum(stop - start for start, stop in lost)
    spent = [(start, stop, start, share) for start, stop in lost]
    spent += [(*one, Fraction(1)) for one in _counted(indicator, uptime)]
    marks: dict[Instant, tuple[Microseconds, Fraction]] = {}
    for start, stop, since, slope in spent:
        begins = min(max(start, since), stop)
        for at, jump, turn in ((since, begins - start, 0), (begins, 0, slope), (stop, 0, -slope)):
            before = marks.get(at, (0, Fraction(0)))
            marks[at] = before[0] + jump, before[1] + turn
    return _crossing(marks, share * agreed)


def _crossing(marks: Mapping[Instant, tuple[Microseconds, Fraction]], room: Fraction) -> Instant | None:
    """Return when room is used up that shrinks from marks on: by so much at once, and in each microsecond."""
    left, slope, last = room, Fraction(0), 0
    for at, (jump, turn) in sorted(marks.items()):
        if slope * (at - last) > left:
            return last + floor(left / slope) + 1
        left -= slope * (at - last) + jump
        if left < 0:
            return at
        slope, last = slope + turn, at
    return None


def _removed(indicator: Availability, uptime: Uptime) -> Iterator[Stretch]:
    """Yield the time that leaves the denominator when it passes."""
    if indicator.denominator not in ("window", "service hours", "30 days"):
        yield from uptime.excluded_in
    if indicator.gap == "removed":
        yield from uptime.unknown_in


def _counted(indicator: Availability, uptime: Uptime) -> Iterator[tuple[Instant, Instant, Instant]]:
    """Yield the time that counts as down, each stretch with the instant since when it does."""
    for outage in uptime.outages:
        since = outage.start if outage.counts_since is None else outage.counts_since
        yield from ((start, stop, since) for start, stop in outage.stretches)
    if indicator.gap == "down":
        yield from ((start, stop, start) for start, stop in uptime.unknown_in)


def words(uptime: Uptime, reading: Reading) -> str:
    """Say what a percentage was made of: `150 minutes down of 43,200`."""
    so_far = " so far" if reading.open else ""
    decided = (reading.population or 0) - reading.open - (reading.unknown or 0)
    return f"{minutes(uptime.down)} down of {minutes(decided, unit=False)}{so_far}"


def beside(indicator: Availability, uptime: Uptime) -> Iterator[str]:
    """Yield what else a reader must know of the time: what was excluded, and what nobody told."""
    if uptime.excluded:
        yield f"{minutes(uptime.excluded)} excluded"
    if uptime.unknown:
        how = "removed" if indicator.gap == "removed" else f"counted as {indicator.gap}"
        share = brief(Fraction(uptime.unknown, max(denominator(indicator, uptime), uptime.unknown)), 2, "%")
        yield f"{minutes(uptime.unknown)} unknown ({share}), {how}"


def minutes(time: Microseconds | Fraction, *, unit: bool = True) -> str:
    """Return a time in minutes, with decimals where it has some."""
    number = brief(Fraction(time, _MINUTE), 2)
    return f"{number} {'minute' if number == '1' else 'minutes'}" if unit else number
