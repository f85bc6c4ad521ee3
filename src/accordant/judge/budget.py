"""What is left: the misses a window can still bear, or how much is still wanted, in units people feel."""

from fractions import Fraction
from math import ceil, floor

from accordant.judge.reading import Reading
from accordant.judge.window import Wanted
from accordant.terms.definition import Definition, Moment, Tiers


def spare(reading: Reading, want: Wanted) -> Fraction | None:
    """Return how much is left before the target is lost, or still wanted before an amount reaches it.

    Shares: further items that may be missed, negative when too many were. Amounts: what is still wanted up to
    the lower bound (negative beyond it), or room below the upper. Counts are whole: a fraction of a lead short
    is a lead short. None: no bound, or no items.
    """
    if reading.population is not None:
        return _misses_left(reading, want) if reading.population else None
    if want.need is not None:
        short = want.need - reading.kept
        return Fraction(ceil(short)) if reading.by_piece else short
    if want.most is None:
        return None
    room = want.most - reading.kept
    return Fraction(floor(room)) if reading.by_piece else room


def allowed(reading: Reading, want: Wanted) -> int | None:
    """Return how many items of a share may be missed in all; None without a lower bound."""
    if want.need is None or reading.population is None:
        return None
    return max(0, floor(reading.population - want.need))


def closed_by(short: Fraction, definition: Definition) -> tuple[tuple[str, int], ...]:
    """Return how many more moments of each tier would close a shortfall in worth, rounded up.

    Empty when the definition's moments are not worth an amount by tier. Source: DOMAIN F1.3.
    """
    shape = definition.shape
    if short <= 0 or not (isinstance(shape, Moment) and isinstance(shape.worth, Tiers)):
        return ()
    return tuple((name, ceil(short / worth.fraction)) for name, worth in shape.worth.tiers if worth.number > 0)


def _misses_left(reading: Reading, want: Wanted) -> Fraction | None:
    may_miss = allowed(reading, want)
    if may_miss is not None:
        return Fraction(may_miss - reading.lost)
    return None if want.most is None else Fraction(floor(want.most - reading.kept))
