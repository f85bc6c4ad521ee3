"""Excuses: one party's miss excuses the other's window, by the verdict it had before any relief."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from accordant.judge.runs import ending_in, missed_in, series
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.terms.agreement import Version
from accordant.terms.condition import Missed
from accordant.terms.exclusion import OtherSide


def excused(versions: Sequence[Version], verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Return the verdicts with whole windows excused where a relief names another obligation's miss.

    Read are raw verdicts in windows that end no later: those that end inside the window or, when none does, the
    last that ended before it. While such a verdict is open, the window it may excuse is pending.
    """
    by_obligation = series(verdicts)
    return tuple(_with_relief(versions, verdict, by_obligation) for verdict in verdicts)


def _with_relief(
    versions: Sequence[Version], verdict: Verdict, by_obligation: Mapping[str, Sequence[Verdict]]
) -> Verdict:
    terms = versions[verdict.window.version - 1].terms
    reliefs = (r.missed for r in terms.obligation(verdict.obligation).relief if isinstance(r, OtherSide))
    held = [(condition, _holds(condition, verdict, by_obligation)) for condition in reliefs]
    for condition, holds in held:
        if holds:
            return _standing(verdict, Outcome.EXCUSED, f"excused by a miss of {condition.obligation}")
    for condition, holds in held:
        if holds is None:
            return _standing(verdict, Outcome.PENDING, f"a miss of {condition.obligation} would excuse it")
    return verdict


def _holds(condition: Missed, verdict: Verdict, by_obligation: Mapping[str, Sequence[Verdict]]) -> bool | None:
    others = by_obligation.get(condition.obligation, ())
    return missed_in(condition, others, ending_in(others, verdict.window), raw=True)


def _standing(verdict: Verdict, outcome: Outcome, why: str) -> Verdict:
    """Return a verdict, and those of its groups, with an outcome that relief gives it."""
    if verdict.outcome is Outcome.NO_DATA:
        return verdict
    is_open = outcome is Outcome.PENDING
    return replace(
        verdict,
        outcome=outcome,
        reason=f"{why}; {'so far' if is_open else 'without it'} {verdict.outcome.value}: {verdict.reason}",
        # Excused it would leave the score, which then is the others' own: anything between 0 and 1.
        attained_low=Fraction(0) if is_open else None,
        attained_high=Fraction(1) if is_open else None,
        missed_at=None,
        groups=tuple(_standing(group, outcome, why) for group in verdict.groups),
    )
