"""Amounts: moments by outcome become a count, their worth a sum."""

from collections.abc import Mapping
from fractions import Fraction

from accordant.judge.reading import Reading
from accordant.measure.measurement import Outcome, Tally


def count(counts: Mapping[Outcome, int]) -> Reading:
    """Read how many moments counted; pending ones may still be taken away, unknown ones nobody could decide."""
    met, pending, unknown = (
        Fraction(counts.get(outcome, 0)) for outcome in (Outcome.MET, Outcome.PENDING, Outcome.UNKNOWN)
    )
    return Reading(met, pending, unknown)


def total(tally: Tally, *, relieved: bool) -> Reading:
    """Read what the counted moments are worth together, after relief or before it.

    Worth is taken to be never negative; a moment of unknown worth leaves the sum without an upper bound.
    """
    counts = tally.counts if relieved else tally.raw
    worth = tally.total if relieved else tally.raw_total
    unknown = None if counts.get(Outcome.UNKNOWN, 0) else Fraction(0)
    return Reading(Fraction(worth), Fraction(tally.open_total), unknown, by_piece=False)
