"""Shares: items by outcome become kept of all (time, attempts, deliveries, cohorts), or good of valid (flow)."""

from collections.abc import Mapping
from fractions import Fraction

from accordant.judge.reading import Reading
from accordant.measure.measurement import Outcome, Tally


def of_items(counts: Mapping[Outcome, int]) -> Reading:
    """Read kept items among those met, missed, pending and unknown; excused and cancelled ones have left."""
    met, missed = counts.get(Outcome.MET, 0), counts.get(Outcome.MISSED, 0)
    pending, unknown = counts.get(Outcome.PENDING, 0), counts.get(Outcome.UNKNOWN, 0)
    population = met + missed + pending + unknown
    return Reading(Fraction(met), Fraction(pending), Fraction(unknown), missed, population)


def of_flow(tally: Tally) -> Reading:
    """Read the moments of `good` against those of `of` in the same window; it may exceed 1, nothing is open."""
    return Reading(Fraction(tally.good), population=tally.valid)
