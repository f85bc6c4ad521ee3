"""Samples: a statistic, or a rate of failures, becomes a reading; SEMANTICS 1 (Percentile), 3.12."""

from fractions import Fraction

from accordant.judge.reading import Reading
from accordant.judge.rounding import brief
from accordant.measure.measurement import Sample
from accordant.terms.indicator import Availability, Statistic

_UNKNOWN_AT_MOST = Fraction(5, 100)


def of_sample(indicator: Availability | Statistic, sample: Sample | None, unit: str) -> Reading:
    """Read a share of values or requests, the mean of what intervals were up, or one number.

    Numbers of a definition in `%` are told in percent. Without any value there is no population.
    """
    if sample is None or not sample.n + sample.unknown + sample.gaps:
        return Reading(Fraction(0), population=0, to_come="anything")
    if isinstance(indicator, Statistic) and indicator.under is None:
        value = (sample.value or Fraction(0)) / (100 if unit == "%" else 1)
        return Reading(value, by_piece=False, to_come="anything")
    of = _without_gaps(indicator, sample) if isinstance(indicator, Availability) else sample
    return Reading(
        of.total,
        unknown=Fraction(of.unknown),
        lost=of.n - of.total,
        population=of.n + of.unknown,
        by_piece=of.total.denominator == 1,
        to_come="anything",
    )


def _without_gaps(indicator: Availability, sample: Sample) -> Sample:
    """Return the sample with its gaps unknown where they are too many to be counted as agreed."""
    if not doubt(indicator, sample):
        return sample
    counted = 0 if indicator.gap == "removed" else sample.gaps
    up = sample.gaps if indicator.gap == "up" else 0
    return Sample(sample.n - counted, sample.total - up, unknown=sample.unknown + sample.gaps)


def doubt(indicator: Availability | Statistic, sample: Sample | None) -> str:
    """Say that too little is known for a verdict: a value that is not, or too many intervals; "" otherwise.

    Shares of values and requests have bounds instead.
    """
    if sample is None:
        return ""
    if isinstance(indicator, Statistic):
        unknown = sample.unknown if indicator.under is None else 0
        return f"{_many(unknown, 'value')} could not be decided" if unknown else ""
    if not sample.gaps:
        return ""
    all_of_them = sample.n + (sample.gaps if indicator.gap == "removed" else 0)
    most = indicator.unknown_at_most.fraction if indicator.unknown_at_most else _UNKNOWN_AT_MOST
    share = Fraction(sample.gaps, all_of_them)
    if share <= most:
        return ""
    return f"nobody told of {brief(share, 2, '%')} of the intervals, more than {brief(most, 2, '%')}"


def words(indicator: Availability | Statistic, sample: Sample) -> str:
    """Say what a number was made of: `the mean of 1,200 values`."""
    if isinstance(indicator, Availability):
        return _many(sample.n, "request" if indicator.denominator == "requests" else "interval")
    values = (
        f"{_many(sample.n, 'mean')}, one each {indicator.each}" if indicator.each else _many(sample.n, "value")
    )
    if indicator.under is not None:
        return f"{brief(sample.total, 0)} of {values} at or below {indicator.under}"
    return f"{indicator.take} of {values}"


def gaps(indicator: Availability, sample: Sample) -> str:
    """Say of how many intervals nobody told, and how they count; "" when there are none."""
    how = "removed" if indicator.gap == "removed" else f"counted as {indicator.gap}"
    return f"{_many(sample.gaps, 'interval')} nobody told of, {how}" if sample.gaps else ""


def _many(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
