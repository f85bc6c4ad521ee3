"""Standing at an instant: the verdicts as of it go in; of each promise whether it is kept then comes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.terms.agreement import Agreement
from accordant.terms.indicator import Attempts, Deliver, Share, Time
from accordant.terms.obligation import Obligation
from accordant.terms.values import Instant

Answer = Literal["kept", "kept so far", "missed", "cannot be told"]


@dataclass(frozen=True)
class PromiseStanding:
    """Whether a promise is kept at an instant, by the `verdict` of its window then (None: none runs), and why."""

    obligation: Obligation
    answer: Answer
    verdict: Verdict | None
    why: str


def standings(
    terms: Agreement, verdicts: Sequence[Verdict], unmeasured: Iterable[tuple[str, str]], at: Instant
) -> tuple[PromiseStanding, ...]:
    """Return how each promise in force stands at an instant, in the order of the text.

    `verdicts` are those as of that instant. A window that still runs is `kept so far` while what was lost can be
    borne; an amount that is not reached yet, a value beyond its limit that may come back, and whatever has no data
    cannot be told.
    """
    unmeasured_by = dict(unmeasured)
    return tuple(_standing(one, running(verdicts, one.name, at), unmeasured_by) for one in terms.obligations)


def running(verdicts: Sequence[Verdict], obligation: str, at: Instant) -> Verdict | None:
    """Return the verdict of the window of a promise in which an instant lies, of several that which ends first."""
    mine = [v for v in verdicts if v.obligation == obligation and v.window.start <= at < v.window.stop]
    return min(mine, key=lambda verdict: (verdict.window.stop, -verdict.window.start), default=None)


def is_met(standing: Sequence[PromiseStanding]) -> bool | None:
    """Say whether all promises are kept: False when one is missed, None when one cannot be told."""
    answers = [one.answer for one in standing]
    if "missed" in answers:
        return False
    return None if not answers or "cannot be told" in answers else True


def _standing(obligation: Obligation, verdict: Verdict | None, unmeasured: dict[str, str]) -> PromiseStanding:
    if obligation.name in unmeasured:
        return PromiseStanding(obligation, "cannot be told", verdict, unmeasured[obligation.name])
    if verdict is None:
        return PromiseStanding(obligation, "cannot be told", None, "no window of it runs then")
    return PromiseStanding(obligation, _answer(obligation, verdict), verdict, verdict.reason)


def _answer(obligation: Obligation, verdict: Verdict) -> Answer:
    match verdict.outcome:
        case Outcome.MISSED:
            return "missed"
        case Outcome.MET:
            return "kept"
        case Outcome.PENDING if verdict.groups:
            return _of_groups([_answer(obligation, group) for group in verdict.groups])
        case Outcome.PENDING:
            return "kept so far" if _can_be_borne(obligation, verdict) else "cannot be told"
        case _:
            return "cannot be told"


def _of_groups(answers: Sequence[Answer]) -> Answer:
    return "kept so far" if all(one in ("kept", "kept so far") for one in answers) else "cannot be told"


def _can_be_borne(obligation: Obligation, verdict: Verdict) -> bool:
    """Say whether the target holds as far as is known: misses and downtime that are allowed are borne."""
    if verdict.actual is None:
        return False
    has_uptime = verdict.tally is not None and verdict.tally.uptime is not None
    if has_uptime or isinstance(obligation.indicator, Time | Attempts | Deliver | Share):
        return verdict.spare is not None and verdict.spare >= 0
    reaches = verdict.low is None or verdict.actual >= verdict.low
    return reaches and (verdict.high is None or verdict.actual <= verdict.high)
