"""Attained: how much of a target a value reached, between 0 and 1."""

from fractions import Fraction
from typing import assert_never

from accordant.judge.reading import Reading
from accordant.judge.target import Line
from accordant.measure.measurement import Outcome

Interval = tuple[Fraction, Fraction]

_NOTHING, _ALL = Fraction(0), Fraction(1)


def attained(line: Line, value: Fraction) -> Fraction:
    """Return 1 of a kept target, else how near the value came: SEMANTICS 1 (Verdict of the agreement).

    `at least` actual/target, `at most` target/actual, `between` the ratio to the bound that was broken, `all`
    kept/all, `none` 0; within 0 and 1.
    """
    match line.relation:
        case "none":
            return _ALL if value <= 0 else _NOTHING
        case "all" | "at least" | "at most" | "between":
            if line.low is not None and value < line.low:
                return max(_NOTHING, value / line.low)
            if line.high is not None and value > line.high:
                return max(_NOTHING, line.high / value)
            return _ALL
        case _:
            assert_never(line.relation)


def interval(line: Line, reading: Reading, outcome: Outcome, *, ended: bool) -> Interval | None:
    """Return the least and the most that may be attained; None when there is nothing to score.

    While the window runs the number of items to come is unbounded: a share may still become anything, an amount
    may only grow, a statistic may go either way. Time to come is counted.
    """
    if outcome in (Outcome.NO_DATA, Outcome.EXCUSED):
        return None
    if outcome is Outcome.MET:
        return _ALL, _ALL
    if outcome is Outcome.MISSED and line.relation == "none":
        return _NOTHING, _NOTHING
    if reading.to_come == "anything" and (not ended or (reading.population is None and _is_open(outcome))):
        return _NOTHING, _ALL
    least, most = _values(reading, ended=ended or reading.to_come == "counted")
    ends = [attained(line, least), _limit(line) if most is None else attained(line, most)]
    if outcome is not Outcome.MISSED or _meets(line, least, most):
        ends.append(_ALL)
    return min(ends), max(ends)


def _is_open(outcome: Outcome) -> bool:
    return outcome in (Outcome.PENDING, Outcome.UNKNOWN)


def _values(reading: Reading, *, ended: bool) -> tuple[Fraction, Fraction | None]:
    if ended:
        return reading.lowest or _NOTHING, reading.highest
    return (reading.kept, None) if reading.population is None else (_NOTHING, _ALL)


def _limit(line: Line) -> Fraction:
    """Return what a value beyond all bounds attains."""
    return _ALL if line.high is None else _NOTHING


def _meets(line: Line, least: Fraction, most: Fraction | None) -> bool:
    """Say whether a value between the two may keep the target."""
    return (line.low is None or most is None or most >= line.low) and (line.high is None or least <= line.high)
