"""Variance: a worth and its plan go in, what number, conversion and value each add to the difference comes out.

Nobody is blamed: the effects are exact and add up to the whole difference.
"""

from dataclasses import dataclass
from fractions import Fraction

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.report.room import shown
from accordant.report.subject import Subject, counts_of
from accordant.terms.indicator import Count, Share, Sum
from accordant.terms.obligation import Obligation


@dataclass(frozen=True)
class Chain:
    """So many, the part of them that came through, and what each of those was worth."""

    number: Fraction
    part: Fraction
    each: Fraction

    @property
    def worth(self) -> Fraction:
        """Return what all of them are worth together."""
        return self.number * self.part * self.each


@dataclass(frozen=True)
class Effects:
    """What each link of a chain adds to the difference of two worths."""

    volume: Fraction
    conversion: Fraction
    value: Fraction

    @property
    def total(self) -> Fraction:
        """Return the whole difference."""
        return self.volume + self.conversion + self.value


@dataclass(frozen=True)
class Variance:
    """Three promises that make a chain: a count of `counted`, a share of those that is `good`, and `promise`.

    The last is what the good ones are worth together, in `unit`; `won` is how many they were.
    """

    promise: str
    counted: str
    good: str
    planned: Chain
    actual: Chain
    won: int
    unit: str

    @property
    def effects(self) -> Effects:
        """Return the difference by link."""
        return effects(self.planned, self.actual)


def effects(planned: Chain, actual: Chain) -> Effects:
    """Split the difference of two worths: first the number is changed, then the part, then what each is worth.

    Source: DOMAIN F1.8; the order is that of substitution and part of the answer.
    """
    return Effects(
        (actual.number - planned.number) * planned.part * planned.each,
        actual.number * (actual.part - planned.part) * planned.each,
        actual.number * actual.part * (actual.each - planned.each),
    )


def variance(subject: Subject) -> Variance | None:
    """Find the first three promises that make a chain in a window that is decided; None when the text has none.

    The share must be a flow: a cohort's good ones come in later windows than the worth that is summed.
    """
    promises = subject.terms.obligations
    for worth, share, count in ((w, s, c) for w in promises for s in promises for c in promises):
        if _of(count, Count) and _of(share, Share) == _of(count, Count) and _good(share) == _of(worth, Sum):
            found = _measured(subject, count, share, worth)
            if found:
                return found
    return None


def _of(promise: Obligation, kind: type[Count | Share | Sum]) -> str:
    return promise.indicator.of if isinstance(promise.indicator, kind) else ""


def _good(promise: Obligation) -> str:
    share = promise.indicator
    return share.good if isinstance(share, Share) and share.counted_by == "flow" else "no flow"


def _measured(subject: Subject, count: Obligation, share: Obligation, worth: Obligation) -> Variance | None:
    """Put planned and actual together where the three verdicts speak of the same window and the same items."""
    n, c, v = (shown(subject, promise.name) for promise in (count, share, worth))
    if n is None or c is None or v is None or not all(map(_is_sure, (n, c, v))):
        return None
    won, number = counts_of(v).get(Outcome.MET, 0), Fraction(n.actual or 0)
    if len({one.window.label for one in (n, c, v)}) > 1 or c.valid != number or c.good != won:
        return None
    if not (n.low and c.low and v.low and number):
        return None
    planned = Chain(n.low, c.low, v.low / (n.low * c.low))
    each = Fraction(v.actual or 0) / won if won else planned.each
    unit = v.target.bound.low.unit if v.target and v.target.bound.low else ""
    actual = Chain(number, Fraction(won) / number, each)
    return Variance(worth.name, _of(count, Count), _of(worth, Sum), planned, actual, won, unit)


def _is_sure(verdict: Verdict) -> bool:
    decided = verdict.outcome in (Outcome.MET, Outcome.MISSED) and not verdict.groups
    return decided and verdict.lowest == verdict.highest
