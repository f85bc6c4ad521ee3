"""What is left: the misses a window can still bear, or how much is still wanted, in units people feel."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from accordant.judge.reading import Reading
from accordant.judge.window import Wanted
from accordant.terms.definition import Definition, Moment, Tiers


def spare(reading: Reading, want: Wanted) -> Fraction | None:
    """Return how much is left before the target is lost, or still wanted before an amount reaches it.

    Shares: further items that may be missed, negative when too many were. Amounts: what is still wanted up to
    the lower bound (negative beyond it), or room below the upper. None: no bound, or no items.
    """
    if reading.population == 0:
        return None
    if want.need is not None and reading.population is not None:
        return max(Fraction(0), reading.population - want.need) - reading.lost
    if want.need is not None:
        return want.need - reading.kept
    return None if want.most is None else want.most - reading.kept


@dataclass(frozen=True)
class ErrorBudget:
    """What a share may lose (`allowance`, in its own units), the share of it that is spent, and how fast it burns.

    A burn rate of 1 spends just all of it by the end of the window; None before anything could be spent.
    """

    allowance: Fraction
    spent: Fraction
    burn_rate: Fraction | None


def error_budget(reading: Reading, want: Wanted, elapsed: Fraction) -> ErrorBudget | None:
    """Return the error budget of a share; None of an amount, and where nothing may be lost.

    Time is allowed for the whole window, so what is spent is compared with the share of it that has `elapsed`. The
    allowance of items grows with them: what is spent of it is how fast it burns.
    """
    if reading.population is None or want.need is None or want.need >= reading.population:
        return None
    allowance = reading.population - want.need
    spent = Fraction(reading.lost) / allowance
    if reading.to_come != "counted":
        return ErrorBudget(allowance, spent, spent)
    return ErrorBudget(allowance, spent, spent / elapsed if elapsed else None)


def closed_by(short: Fraction, definition: Definition) -> tuple[tuple[str, int], ...]:
    """Return how many more moments of each tier would close a shortfall in worth, rounded up.

    Empty when the definition's moments are not worth an amount by tier. Source: DOMAIN F1.3.
    """
    shape = definition.shape
    if short <= 0 or not (isinstance(shape, Moment) and isinstance(shape.worth, Tiers)):
        return ()
    return tuple((name, ceil(short / worth.fraction)) for name, worth in shape.worth.tiers if worth.number > 0)
