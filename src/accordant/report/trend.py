"""Windows in a row: the verdicts of a promise become the points of a small chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.report.figure import amount_text, share_text, short
from accordant.report.measured import is_measured, measured_text
from accordant.report.period import period_short
from accordant.report.state import State, of_outcome
from accordant.terms.indicator import Count, Share, Sum
from accordant.terms.obligation import Obligation

OPEN = (Outcome.PENDING, Outcome.UNKNOWN)
_NO_VALUE = {Outcome.NO_DATA: "no data", Outcome.UNKNOWN: "not known"}


@dataclass(frozen=True)
class Point:
    """One window of a promise: its value and bounds, and how it stood; a grouped one counts its groups kept."""

    label: str
    short: str
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    state: State
    text: str
    version: int


def is_open_cohort(obligation: Obligation, verdict: Verdict) -> bool:
    """Say whether a share of those decided would flatter: who becomes good shows at once, the others only late."""
    share = obligation.indicator
    is_cohort = isinstance(share, Share) and share.counted_by == "cohort"
    return is_cohort and verdict.outcome in OPEN and verdict.lowest != verdict.highest


def trend(obligation: Obligation, verdicts: Sequence[Verdict], most: int = 6) -> tuple[Point, ...]:
    """Return the last windows of a promise, at most so many, the latest last."""
    return tuple(_point(obligation, verdict) for verdict in verdicts[-most:])


def _point(obligation: Obligation, verdict: Verdict) -> Point:
    value, low, high, text = _value(obligation, verdict)
    label = verdict.window.label
    return Point(
        label, period_short(label), value, low, high, of_outcome(verdict.outcome), text, verdict.window.version
    )


def _value(
    obligation: Obligation, verdict: Verdict
) -> tuple[Fraction | None, Fraction | None, Fraction | None, str]:
    if verdict.groups:
        judged = [g for g in verdict.groups if g.outcome in (Outcome.MET, Outcome.MISSED)]
        kept = sum(g.outcome is Outcome.MET for g in judged)
        share = Fraction(kept, len(judged)) if judged else None
        return share, Fraction(1), None, f"{kept} of {len(judged)}"
    value = None if is_open_cohort(obligation, verdict) else verdict.actual
    return value, verdict.low, verdict.high, value_text(obligation, verdict)


def value_text(obligation: Obligation, verdict: Verdict) -> str:
    """Write the value of a window with its counts: `546 of 600, 91.0%`, `588 of 667`; `no data` without any."""
    if verdict.actual is None or verdict.outcome is Outcome.NO_DATA:
        return _NO_VALUE.get(verdict.outcome, "nothing yet")
    if is_measured(obligation):
        return measured_text(obligation, verdict, verdict.actual)
    if is_open_cohort(obligation, verdict):
        return f"{verdict.good:,} so far"
    bound = verdict.target.bound if verdict.target else None
    if isinstance(obligation.indicator, Count | Sum):
        goal = verdict.low if verdict.low is not None else verdict.high
        amount = amount_text(verdict.actual, bound, verdict.outcome)
        return f"{amount} of {short(goal)}" if goal is not None else amount
    return f"{verdict.good:,} of {verdict.valid:,}, {share_text(verdict.actual, bound, verdict.outcome)}"
