"""Rights to end an agreement: verdicts and notices go in; which rights exist, since when and why, comes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from accordant.agree.versions import in_force
from accordant.judge.condition import in_words
from accordant.judge.runs import consecutive, series
from accordant.judge.verdict import AgreementVerdict, Verdict
from accordant.measure.measurement import Answer, Outcome
from accordant.plan.clocks import Clocks
from accordant.plan.length import deadline
from accordant.settle.answers import Asked, matched
from accordant.settle.refund import prorated
from accordant.terms.agreement import Agreement, Version
from accordant.terms.condition import AnyMissed, Happened, Missed, ScoreBelow, VerdictCondition
from accordant.terms.legal import Right
from accordant.terms.remedy import AtRiskPool, ServiceCredit
from accordant.terms.values import Instant, Length, Money

RightState = Literal["exists", "not yet", "lapsed", "at will", "nobody told us"]


@dataclass(frozen=True)
class Evidence:
    """A missed window that a right hangs on: when it was missed, until when to notice it, when that was done."""

    obligation: str
    window: str
    missed_at: Instant
    due: Instant | None = None
    noticed: Instant | None = None

    @property
    def is_timely(self) -> bool:
        """Say whether it was noticed, and in time."""
        return self.noticed is not None and (self.due is None or self.noticed <= self.due)


@dataclass(frozen=True)
class RightStanding:
    """A right to end the agreement as it stands at `as_of`; it is reported, and ends nothing by itself.

    States: `exists` since `since`, `not yet` (no condition holds, or a notice may still come), `lapsed` (a notice
    came too late or never), `at will` (it asks for notice alone), `nobody told us` (no definition tells of it).
    `earliest_end` is the last instant of the agreement if it is ended at once: on the day a right came to be, or
    at `as_of` when it is at will. `refund` is what is paid back then, with its `reckoning`; None where it is prose
    or cannot be reckoned.
    """

    name: str
    by: str
    state: RightState
    why: str
    since: Instant | None = None
    evidence: tuple[Evidence, ...] = ()
    notice: Length | None = None
    earliest_end: Instant | None = None
    refund: Money | None = None
    reckoning: str = ""


@dataclass(frozen=True)
class Seen:
    """What rights are read from: final verdicts, the agreement's own, and the moments that were told.

    `noticed` has when each miss was noticed for the right that is read, by obligation and start of window.
    """

    terms: Agreement
    lines: dict[str, tuple[Verdict, ...]]
    overall: Sequence[AgreementVerdict]
    answers: Sequence[Answer]
    clocks: Clocks
    as_of: Instant
    noticed: Mapping[tuple[str, Instant], Instant] = field(default_factory=dict)

    def deadline(self, length: Length, anchor: Instant) -> Instant:
        """Return the last instant of a length after an anchor, by the calendar of the term."""
        return deadline(length, anchor, self.terms.term.zone, self.clocks.of(""))


@dataclass(frozen=True)
class Found:
    """How far one condition has come: the state it gives a right, since when, and by which misses."""

    state: RightState
    why: str
    since: Instant | None = None
    evidence: tuple[Evidence, ...] = ()


def rights(
    versions: Sequence[Version],
    verdicts: Sequence[Verdict],
    overall: Sequence[AgreementVerdict],
    answers: Sequence[Answer],
    clocks: Clocks,
    as_of: Instant,
) -> tuple[RightStanding, ...]:
    """Return how each right of the text in force stands, as written. Source: SEMANTICS 5 (rights)."""
    terms = in_force(versions, as_of)
    seen = Seen(terms, dict(series(verdicts)), overall, answers, clocks, as_of)
    return tuple(_standing(right, seen) for right in terms.ending)


def _standing(right: Right, known: Seen) -> RightStanding:
    seen = replace(known, noticed=_noticed(right, known))
    found = _at_will(right, seen) if not right.when else _best([_found(right, one, seen) for one in right.when])
    ends = _earliest_end(right, found, seen)
    refund, reckoning = (None, right.refund)
    if ends is not None and found.state == "exists" and right.prorated:
        refund, reckoning = prorated(right.prorated, seen.terms, ends)
    named = (found.since, found.evidence, right.notice)
    return RightStanding(right.name, right.by, found.state, found.why, *named, ends, refund, reckoning)


def _at_will(right: Right, seen: Seen) -> Found:
    return Found("at will", f"with {right.notice} notice" if right.notice else "at any time", seen.as_of)


def _best(found: Sequence[Found]) -> Found:
    """Return the condition that has come furthest: any suffices, and the earliest counts."""
    order: tuple[RightState, ...] = ("exists", "nobody told us", "not yet", "lapsed", "at will")
    return min(found, key=lambda one: (order.index(one.state), one.since or 0))


def _found(right: Right, condition: VerdictCondition, seen: Seen) -> Found:
    match condition:
        case Missed():
            return _best(list(_runs(right, condition, seen)) or [_none(condition)])
        case AnyMissed(critical, run):
            names = [o.name for o in seen.terms.obligations if o.critical or not critical]
            return _best([_found(right, Missed(name, run, run), seen) for name in names] or [_none(condition)])
        case ScoreBelow(limit):
            ended = [one for one in seen.overall if one.window.stop <= seen.as_of and one.score_high is not None]
            low = [one for one in ended if one.score_high is not None and one.score_high < limit.fraction]
            return _since(condition, [one.window.stop for one in low])
        case Happened(definition):
            return _since(condition, [one.happened for one in seen.answers if one.definition == definition])
        case _:
            assert_never(condition)


def _none(condition: VerdictCondition) -> Found:
    return Found("not yet", f"not yet: {in_words(condition)}")


def _since(condition: VerdictCondition, instants: Sequence[Instant]) -> Found:
    return Found("exists", in_words(condition), min(instants)) if instants else _none(condition)


def _runs(right: Right, condition: Missed, seen: Seen) -> Iterator[Found]:
    """Yield what each run of neighbouring windows with enough misses comes to."""
    line = seen.lines.get(condition.obligation, ())
    for end, last in enumerate(line):
        run = consecutive(line, end, condition.among)
        missed = [one for one in run if one.outcome is Outcome.MISSED and (one.missed_at or 0) <= seen.as_of]
        if last.outcome is Outcome.MISSED and len(missed) >= condition.misses:
            yield _of_run(right, condition, missed, seen)


def _of_run(right: Right, condition: Missed, missed: Sequence[Verdict], seen: Seen) -> Found:
    words = in_words(condition)
    evidence = [_evidence(right, one, seen) for one in missed]
    if right.deadline is None:
        since = sorted(one.missed_at for one in evidence)[condition.misses - 1]
        return Found("exists", words, since, tuple(evidence))
    asked = evidence if right.of_each else evidence[-1:]
    needed = condition.misses if right.of_each else 1
    if not _definitions(right, condition.obligation, seen.terms):
        return Found("nobody told us", f"{words}; no definition tells of notices", None, tuple(evidence))
    timely = sorted(one.noticed for one in asked if one.is_timely and one.noticed is not None)
    if len(timely) >= needed:
        since = max(timely[needed - 1], *(one.missed_at for one in evidence))
        return Found(
            "exists", f"{words}, each noticed in time" if right.of_each else words, since, tuple(evidence)
        )
    waiting = [one for one in asked if one.noticed is None and (one.due is None or seen.as_of <= one.due)]
    if len(timely) + len(waiting) >= needed:
        return Found("not yet", f"{words}; a notice is still to come", None, tuple(evidence))
    late = [one.window for one in asked if not one.is_timely and one not in waiting]
    return Found("lapsed", f"{words}, not noticed in time: {', '.join(late)}", None, tuple(evidence))


def _noticed(right: Right, seen: Seen) -> dict[tuple[str, Instant], Instant]:
    """Return when each missed window was noticed: as every answer, one notice is for one miss."""
    lines = [line for name, line in seen.lines.items() if not right.made or _names(right, name)]
    misses = [one for line in lines for one in line if one.outcome is Outcome.MISSED]
    waiting = [(one, name) for one in misses for name in sorted(_definitions(right, one.obligation, seen.terms))]
    asked = [
        Asked(name, right.by, one.obligation, one.window.label, _missed_at(one), _due(right, one, seen))
        for one, name in waiting
    ]
    found: dict[tuple[str, Instant], Instant] = {}
    for i, answer in sorted(matched(asked, seen.answers).items(), key=lambda pair: pair[1].happened):
        found.setdefault((asked[i].obligation, waiting[i][0].window.start), answer.happened)
    return found


def _names(right: Right, obligation: str) -> bool:
    about = (one for one in right.when if isinstance(one, Missed | AnyMissed))
    return any(isinstance(one, AnyMissed) or one.obligation == obligation for one in about)


def _evidence(right: Right, verdict: Verdict, seen: Seen) -> Evidence:
    """Return a miss with its notice."""
    noticed = seen.noticed.get((verdict.obligation, verdict.window.start))
    due = _due(right, verdict, seen)
    return Evidence(verdict.obligation, verdict.window.label, _missed_at(verdict), due, noticed)


def _missed_at(verdict: Verdict) -> Instant:
    return verdict.missed_at if verdict.missed_at is not None else verdict.window.stop


def _due(right: Right, verdict: Verdict, seen: Seen) -> Instant | None:
    """Return the last instant to notice a miss; None when no deadline was agreed."""
    if right.deadline is None or right.deadline.after is None:
        return None
    anchor = _missed_at(verdict) if right.deadline.anchor == "miss" else verdict.window.stop - 1
    return seen.deadline(right.deadline.after, anchor)


def _definitions(right: Right, obligation: str, terms: Agreement) -> set[str]:
    """Return the definitions that notice a miss: that of the right, else the claims of credits for it."""
    if right.made:
        return {right.made}
    named = {o.name: {name for rule in o.on_miss for name in rule.remedies} for o in terms.obligations}
    paying = (one for one in terms.remedies if isinstance(one, ServiceCredit | AtRiskPool) and one.claim)
    return {one.claim.made for one in paying if one.claim and one.name in named.get(obligation, ())}


def _earliest_end(right: Right, found: Found, seen: Seen) -> Instant | None:
    if found.since is None:
        return None
    return seen.deadline(right.notice, found.since) if right.notice else found.since
