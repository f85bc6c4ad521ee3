"""What was measured and not counted: time up and down, rates and statistics, as values and facts to be read."""

from collections.abc import Iterator
from fractions import Fraction

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome, Sample, Uptime
from accordant.report.fact import Bold, Fact, Piece
from accordant.report.figure import amount_text, felt, share_text, short
from accordant.terms.indicator import Availability, Statistic
from accordant.terms.obligation import Obligation

_DAY = 86_400_000_000


def is_measured(obligation: Obligation) -> bool:
    """Say whether a promise rests on time or values; its verdicts have no items that are counted."""
    return isinstance(obligation.indicator, Availability | Statistic)


def measured_text(obligation: Obligation, verdict: Verdict, value: Fraction) -> str:
    """Write a measured value in the unit of its target: `99.92%`, `46.2 ms`."""
    bound = verdict.target.bound if verdict.target else None
    if _is_share(obligation, verdict):
        return share_text(value, bound, verdict.outcome)
    return amount_text(value, bound, verdict.outcome)


def measured_left(obligation: Obligation, verdict: Verdict) -> tuple[Piece, ...]:
    """Say what is left: `1 h 12 min of 7 h 26 min`, `0, 46 h too much`, `3.8 ms to the limit`."""
    spare = verdict.spare
    if spare is None:
        return ("nothing to count",)
    if not _is_share(obligation, verdict):
        return _room(verdict, spare)
    if spare < 0:
        return ("0, ", Bold(f"{_much(verdict, -spare)} too {'much' if _uptime(verdict) else 'many'}"))
    total = f" of {_much(verdict, verdict.budget.allowance)}" if verdict.budget else ""
    return (Bold(_much(verdict, spare) if spare else "none"), total)


def measured_facts(verdict: Verdict) -> Iterator[Fact]:
    """Yield what a value was made of: time down, excluded and unknown; or how many values, and gaps."""
    uptime, sample = _uptime(verdict), _sample(verdict)
    if uptime is not None:
        yield from _time(verdict, uptime)
    elif sample is not None:
        yield Fact("Measured", (f"{sample.n:,} values",))
        if sample.gaps:
            yield Fact("Nothing told of", (f"{sample.gaps:,} intervals",))
        if sample.unknown:
            yield Fact("Unknown", (f"{sample.unknown:,} values",))


def measured_warning(verdict: Verdict, period: str) -> str:
    """Say how much more downtime loses a window that still runs."""
    spare = verdict.spare
    if verdict.outcome is not Outcome.PENDING or _uptime(verdict) is None or spare is None or spare < 0:
        return ""
    return f"More than {felt(int(spare), _DAY)} of further downtime and {period} is lost."


def _is_share(obligation: Obligation, verdict: Verdict) -> bool:
    indicator = obligation.indicator
    bound = verdict.target.bound if verdict.target else None
    unit = next((quantity.unit for quantity in (bound.low, bound.high) if quantity), "") if bound else ""
    return not isinstance(indicator, Statistic) or indicator.under is not None or unit == "%"


def _room(verdict: Verdict, spare: Fraction) -> tuple[Piece, ...]:
    """Say how far a number is from its bound: below an upper one, or what it still wants of a lower."""
    bound = verdict.target.bound if verdict.target else None
    quantity = bound and (bound.low or bound.high)
    unit = f" {quantity.unit}" if quantity and quantity.unit else ""
    is_upper = verdict.low is None
    room = spare if is_upper else -spare
    return (Bold(f"{short(abs(room))}{unit}"), " to the limit" if room >= 0 else " beyond the limit")


def _much(verdict: Verdict, amount: Fraction) -> str:
    return felt(int(amount), _DAY) if _uptime(verdict) else short(amount)


def _time(verdict: Verdict, uptime: Uptime) -> Iterator[Fact]:
    if verdict.budget:
        allowed = f", {felt(int(verdict.budget.allowance), _DAY)} allowed"
    else:
        allowed = ", none allowed" if verdict.low == 1 else ""
    number = len(uptime.outages)
    times = f" in {number:,} {'outage' if number == 1 else 'outages'}" if number else ""
    yield Fact("Down", (f"{felt(uptime.down, _DAY) if uptime.down else '0'}{times}{allowed}",))
    yield Fact("Measured", (f"{felt(uptime.seen, _DAY)}{' so far' if uptime.seen < uptime.whole else ''}",))
    if uptime.excluded:
        yield Fact("Excluded", (felt(uptime.excluded, _DAY),))
    if uptime.unknown:
        yield Fact("Unknown", (felt(uptime.unknown, _DAY),))


def _uptime(verdict: Verdict) -> Uptime | None:
    return verdict.tally.uptime if verdict.tally else None


def _sample(verdict: Verdict) -> Sample | None:
    return verdict.tally.sample if verdict.tally else None
