"""Window outcomes: a reading and the numbers it is compared with go in, met or missed come out, or why neither."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from accordant.judge.reading import Reading
from accordant.judge.target import Line
from accordant.measure.measurement import Outcome
from accordant.terms.target import Relation


@dataclass(frozen=True)
class Wanted:
    """The line in the reading's own units: at least `need` kept, at most `most`; exact, None is no bound.

    Things are whole: 95% of 35 needs 34 of them, and between 5% and 6% of one there is none.
    """

    relation: Relation
    need: Fraction | None
    most: Fraction | None


def wanted(line: Line, reading: Reading) -> Wanted:
    """Turn a line into how much must be kept, less what allowed misses forgive.

    A share is multiplied by its population and never divided. Allowed misses forgive only the lower bound, in a
    window of fewer items than stated.
    """
    size = 1 if reading.population is None else reading.population
    need = None if line.low is None else line.low * size
    most = None if line.high is None else line.high * size
    allowed = line.allowed
    if need is not None and allowed and (not allowed.fewer_than or size < allowed.fewer_than):
        need = min(need, Fraction(size - allowed.misses)) if reading.population is not None else need
    if reading.by_piece:
        need = None if need is None else Fraction(ceil(need))
        most = None if most is None else Fraction(floor(most))
    return Wanted(line.relation, need, most)


def at_end(reading: Reading, want: Wanted) -> Outcome:
    """Decide a window that has ended by its bounds: everything open kept, and everything open missed.

    Between them it is pending, or unknown when no way in which the pending ones may end would decide it.
    """
    decided = _decided(reading.kept, reading.most, want)
    if decided is not Outcome.PENDING:
        return decided
    return Outcome.PENDING if _pending_can_decide(reading, want) else Outcome.UNKNOWN


def before_end(reading: Reading, want: Wanted, *, is_final: bool) -> Outcome:
    """Decide a running window as early as the number of items still to come cannot change it, else pending.

    `all` is missed at the first miss that nothing forgives, `none` at the first item kept. `is_final`: a count
    or a sum from which nothing is ever taken, met when its lower bound is reached, missed when its upper is
    passed; worth is never negative. Time is missed when the allowance of the whole window is spent, statistics
    are never decided early. Source: SEMANTICS 1 (Window verdicts).
    """
    if reading.to_come != "unbounded":
        spent = reading.most is not None and want.need is not None and reading.most < want.need
        return Outcome.MISSED if spent and reading.to_come == "counted" else Outcome.PENDING
    match want.relation:
        case "all":
            missed = want.need is not None and reading.most is not None and reading.most < want.need
        case "none":
            missed = reading.kept > 0
        case "at least" | "at most" | "between":
            missed = is_final and want.most is not None and reading.kept > want.most
            if is_final and want.relation == "at least" and want.need is not None and reading.kept >= want.need:
                return Outcome.MET
        case _:
            assert_never(want.relation)
    return Outcome.MISSED if missed else Outcome.PENDING


def still_to_be_known(reading: Reading, want: Wanted) -> int:
    """Return how many unknown items at least would have to be known before the window is decided."""
    unknown = reading.unknown or Fraction(0)
    ways = []
    if want.need is not None:
        ways += [want.need - reading.kept - reading.open, reading.kept + unknown - want.need + 1]
    if want.most is not None:
        ways += [reading.kept + unknown - want.most, want.most - reading.kept - reading.open + 1]
    return max(1, min(-(-way // 1) for way in ways))


def _decided(least: Fraction, most: Fraction | None, want: Wanted) -> Outcome:
    low_holds = want.need is None or least >= want.need
    high_holds = want.most is None or (most is not None and most <= want.most)
    if low_holds and high_holds:
        return Outcome.MET
    if want.need is not None and most is not None and most < want.need:
        return Outcome.MISSED
    if want.need is not None and want.most is not None and want.need > want.most:
        return Outcome.MISSED
    return Outcome.MISSED if want.most is not None and least > want.most else Outcome.PENDING


def _pending_can_decide(reading: Reading, want: Wanted) -> bool:
    """Say whether the pending items may end so that the window is decided, whatever the unknown ones are."""
    reaching = max(Fraction(0), min(reading.open, (want.need or Fraction(0)) - reading.kept))
    for kept in {Fraction(0), reaching, reading.open}:
        least = reading.kept + kept
        most = None if reading.unknown is None else least + reading.unknown
        if _decided(least, most, want) is not Outcome.PENDING:
            return True
    return False
