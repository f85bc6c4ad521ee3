"""Groups: the verdicts of an obligation's groups in one window become the obligation's own."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from accordant.judge.case import Case
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome


def joined(case: Case, groups: Sequence[Verdict]) -> Verdict:
    """Join the groups of one window: missed when one is, attained is their mean.

    Until the window ends another group may still appear, so it is met no earlier. Groups without data and
    excused ones leave the mean. The instant of the miss is that of the group missed first.
    """
    missed = [verdict.missed_at for verdict in groups if verdict.missed_at is not None]
    scored = [verdict for verdict in groups if verdict.attained_low is not None]
    outcome = join_outcomes([verdict.outcome for verdict in groups], has_ended=case.has_ended)
    return Verdict(
        case.obligation.name,
        case.window,
        outcome,
        join_outcomes([verdict.raw for verdict in groups], has_ended=case.has_ended),
        None,
        _reason(groups, outcome),
        good=sum(verdict.good for verdict in groups),
        valid=sum(verdict.valid for verdict in groups),
        attained_low=_mean([verdict.attained_low for verdict in scored]),
        attained_high=_mean([verdict.attained_high for verdict in scored]),
        missed_at=min(missed, default=None) if outcome is Outcome.MISSED else None,
        groups=tuple(groups),
    )


def join_outcomes(outcomes: Sequence[Outcome], *, has_ended: bool) -> Outcome:
    """Take several outcomes as one: missed if one is, else pending, unknown, met, excused or no data."""
    if Outcome.MISSED in outcomes:
        return Outcome.MISSED
    if not has_ended:
        return Outcome.PENDING
    order = (Outcome.PENDING, Outcome.UNKNOWN, Outcome.MET, Outcome.EXCUSED)
    return next((outcome for outcome in order if outcome in outcomes), Outcome.NO_DATA)


def _mean(values: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _reason(groups: Sequence[Verdict], outcome: Outcome) -> str:
    if not groups:
        return "nothing to judge: no items"
    counted = Counter(verdict.outcome for verdict in groups)
    if outcome is not Outcome.MISSED:
        return ", ".join(f"{counted[each]} of {len(groups)} {each.value}" for each in Outcome if counted[each])
    missed = [verdict for verdict in groups if verdict.outcome is Outcome.MISSED]
    lines = [f"{verdict.group or 'without a group'} ({verdict.reason})" for verdict in missed]
    return f"{len(missed)} of {len(groups)} missed: {', '.join(lines)}"
