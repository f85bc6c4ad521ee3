"""Reasons: a window's numbers go in, one line in plain words comes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from accordant.judge import downtime, sample
from accordant.judge.budget import closed_by, spare
from accordant.judge.reading import Reading
from accordant.judge.rounding import shortest, shown
from accordant.judge.target import Line
from accordant.judge.window import Wanted, still_to_be_known
from accordant.measure.measurement import Outcome, Tally
from accordant.terms.agreement import Agreement
from accordant.terms.indicator import Attempts, Availability, Count, Deliver, Share, Statistic, Sum, Time
from accordant.terms.obligation import Obligation
from accordant.terms.target import Bound, Target

_JUDGED = {Outcome.MET: True, Outcome.MISSED: False}


@dataclass(frozen=True)
class Stand:
    """Everything that was decided about one window: the numbers, the line, the outcome.

    `why` says why there was nothing to judge.
    """

    reading: Reading
    line: Line
    want: Wanted
    outcome: Outcome
    why: str = ""


def reason(
    terms: Agreement, obligation: Obligation, target: Target, stand: Stand, before: Stand, tally: Tally
) -> str:
    """Say how a window stands: `546 of 600 in time, 91.0% against at least 95%`.

    `before` is the stand without relief, told where it differs.
    """
    if stand.reading.to_come == "unbounded":
        numbers = _numbers(terms, obligation, target, stand)
    else:
        numbers = _measured(obligation, target.bound, stand, tally)
    parts = [stand.why] if stand.why else [*numbers]
    if (stand.reading.kept, stand.reading.population) != (before.reading.kept, before.reading.population):
        parts.append(f"without relief {_value(obligation, target.bound, before)}")
    return "; ".join(parts)


def _numbers(terms: Agreement, obligation: Obligation, target: Target, stand: Stand) -> Iterator[str]:
    yield f"{_value(obligation, target.bound, stand)} against {_bound(target.bound, stand.line)}"
    yield from _forgiven(stand)
    yield from _short(terms, obligation, target.bound, stand)
    yield from _undecided(stand)


def _measured(obligation: Obligation, bound: Bound, stand: Stand, tally: Tally) -> Iterator[str]:
    """Tell of time and values: `99.652778% against at least 99.9%: 150 minutes down of 43,200`."""
    indicator, reading = obligation.indicator, stand.reading
    if reading.actual is None:
        yield "nothing measured yet"
        return
    unit = "%" if reading.population is not None else None
    value = shortest(reading.actual, bound, _JUDGED.get(stand.outcome), 6, unit)
    assert isinstance(indicator, Availability | Statistic), "only these measure time and values"
    if tally.uptime is not None and isinstance(indicator, Availability):
        yield f"{value} against {bound}: {downtime.words(tally.uptime, reading)}"
        yield from downtime.beside(indicator, tally.uptime)
    elif tally.sample is not None:
        yield f"{value} against {bound}: {sample.words(indicator, tally.sample)}"
        if isinstance(indicator, Availability) and (gaps := sample.gaps(indicator, tally.sample)):
            yield gaps


def _value(obligation: Obligation, bound: Bound, stand: Stand) -> str:
    reading, judged = stand.reading, _JUDGED.get(stand.outcome)
    if reading.population is None:
        digits = 0 if reading.by_piece else _digits(bound)
        return f"{shown(reading.kept, bound, judged, digits)}{_word(obligation)}"
    if reading.actual is None:
        return "nothing decided yet"
    decided = reading.population - reading.open - (reading.unknown or 0)
    percent = shown(reading.actual, bound, judged, _digits(bound) + 1, "%")
    return f"{reading.kept} of {decided}{_word(obligation)}, {percent}"


def _digits(bound: Bound) -> int:
    """Return the decimals the agreement writes its target with."""
    exponents = [quantity.number.as_tuple().exponent for quantity in (bound.low, bound.high) if quantity]
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)


def _word(obligation: Obligation) -> str:
    match obligation.indicator:
        case Time():
            return " in time"
        case Attempts():
            return " kept up"
        case Deliver():
            return " on time"
        case Share(_, of) | Count(of):
            return f" {of}"
        case Sum() | Availability() | Statistic():
            return ""
        case _:
            assert_never(obligation.indicator)


def _bound(bound: Bound, line: Line) -> str:
    signed = ((bound.low, line.low), (bound.high, line.high))
    parts = [
        shown(value, None, None, 0 if value.denominator == 1 else 2, quantity.unit)
        for quantity, value in signed
        if quantity is not None and value is not None and value != quantity.fraction
    ]
    return f"{bound}, prorated to {' and '.join(parts)}" if parts else f"{bound}"


def _forgiven(stand: Stand) -> Iterator[str]:
    allowed, low, population = stand.line.allowed, stand.line.low, stand.reading.population
    if allowed is None or low is None or population is None or stand.outcome is not Outcome.MET:
        return
    if stand.reading.kept < low * population:
        yield f"{allowed.misses} misses allowed"


def _short(terms: Agreement, obligation: Obligation, bound: Bound, stand: Stand) -> Iterator[str]:
    short = spare(stand.reading, stand.want)
    if stand.reading.population is not None or stand.want.need is None or short is None or short <= 0:
        return
    unit = bound.low.unit if bound.low else ""
    amount = shown(short, None, None, 0 if stand.reading.by_piece else _digits(bound), unit)
    line = f"{amount} {'short' if stand.outcome is Outcome.MISSED else 'to go'}"
    names = {definition.name: definition for definition in terms.definitions}
    of = names.get(getattr(obligation.indicator, "of", ""))
    pieces = closed_by(short, of) if of and isinstance(obligation.indicator, Sum) else ()
    yield f"{line}: {' or '.join(f'{n} more {name}' for name, n in pieces)} would do" if pieces else line


def _undecided(stand: Stand) -> Iterator[str]:
    reading = stand.reading
    if reading.open:
        yield f"{reading.open} open" if reading.by_piece else f"worth {reading.open} open"
    if reading.unknown is None:
        yield "some of unknown worth"
    elif stand.outcome is Outcome.UNKNOWN:
        needed = still_to_be_known(reading, stand.want)
        yield f"{reading.unknown} could not be decided, at least {needed} of them would have to be known"
    elif reading.unknown:
        yield f"{reading.unknown} could not be decided"
