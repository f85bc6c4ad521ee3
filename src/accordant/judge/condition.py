"""Conditions: verdicts up to a window go in; whether a line of `degraded` or `breached` holds comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from accordant.judge.runs import missed_in
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Answer
from accordant.terms.agreement import Agreement
from accordant.terms.condition import AnyMissed, Happened, Missed, ScoreBelow, VerdictCondition
from accordant.terms.values import Quantity
from accordant.terms.window import WindowSpan


@dataclass(frozen=True)
class Facts:
    """What the conditions of one agreement window are read from.

    `lines` are the verdicts of each obligation in time, `ends` the positions of those that end in the window.
    The score is an interval, None when nothing is scored.
    """

    terms: Agreement
    window: WindowSpan
    has_ended: bool
    lines: Mapping[str, Sequence[Verdict]]
    ends: Mapping[str, Sequence[int]]
    score: tuple[Fraction, Fraction] | None
    moments: Sequence[Answer]


def holds(condition: VerdictCondition, facts: Facts) -> bool | None:
    """Say whether a condition holds in a window of the agreement; None while something undecided matters.

    Before the window has ended nothing is denied, for more may come. A condition on the score holds only when
    the whole interval satisfies it. Runs are those whose last window ends in this one.
    """
    found = _holds(condition, facts)
    return None if found is False and not facts.has_ended else found


def any_holds(conditions: Sequence[VerdictCondition], facts: Facts) -> bool | None:
    """Say whether any of the conditions holds; of none at all, never."""
    answers = [holds(condition, facts) for condition in conditions]
    if True in answers:
        return True
    return None if None in answers else False


def in_words(condition: VerdictCondition) -> str:
    """Return a condition as it is written in an agreement."""
    match condition:
        case AnyMissed(critical, run):
            row = f" in {run} consecutive windows" if run > 1 else ""
            return f"any {'critical ' if critical else ''}obligation missed{row}"
        case Missed(obligation, misses, among) if among > 1:
            of = f"{misses}" if misses == among else f"{misses} of {among}"
            return f"{obligation} missed in {of} consecutive windows"
        case Missed(obligation):
            return f"{obligation} missed"
        case ScoreBelow(limit):
            return f"score below {limit}"
        case Happened(definition):
            return definition
        case _:
            assert_never(condition)


def _holds(condition: VerdictCondition, facts: Facts) -> bool | None:
    match condition:
        case AnyMissed(critical, run):
            names = [o.name for o in facts.terms.obligations if o.critical or not critical]
            answers = [_missed(Missed(name, run, run), facts) for name in names]
            return True if True in answers else (None if None in answers else False)
        case Missed():
            return _missed(condition, facts)
        case ScoreBelow(limit):
            return _score_below(limit, facts.score)
        case Happened(definition):
            inside = (
                facts.window.start <= moment.happened < facts.window.stop for moment in _of(definition, facts)
            )
            return any(inside)
        case _:
            assert_never(condition)


def _missed(condition: Missed, facts: Facts) -> bool | None:
    name = condition.obligation
    return missed_in(condition, facts.lines.get(name, ()), facts.ends.get(name, ()))


def _score_below(limit: Quantity, score: tuple[Fraction, Fraction] | None) -> bool | None:
    if score is None:
        return False
    lowest, highest = score
    if highest < limit.fraction:
        return True
    return None if lowest < limit.fraction else False


def _of(definition: str, facts: Facts) -> list[Answer]:
    return [moment for moment in facts.moments if moment.definition == definition]
