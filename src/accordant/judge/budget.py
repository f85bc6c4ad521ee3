"""What is left: the misses a window can still bear, or how much is still wanted, in units people feel."""

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


def closed_by(short: Fraction, definition: Definition) -> tuple[tuple[str, int], ...]:
    """Return how many more moments of each tier would close a shortfall in worth, rounded up.

    Empty when the definition's moments are not worth an amount by tier. Source: DOMAIN F1.3.
    """
    shape = definition.shape
    if short <= 0 or not (isinstance(shape, Moment) and isinstance(shape.worth, Tiers)):
        return ()
    return tuple((name, ceil(short / worth.fraction)) for name, worth in shape.worth.tiers if worth.number > 0)
