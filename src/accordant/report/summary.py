"""The verdict of the agreement in sentences: what was missed by whom, what it means, what would be worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accordant.judge.verdict import AgreementVerdict, Part
from accordant.measure.measurement import Outcome
from accordant.report.figure import count_word, score_text, short
from accordant.report.period import period_words
from accordant.report.phrases import listed, party_name
from accordant.report.small_print import condition_words
from accordant.report.state import State, of_agreement
from accordant.report.subject import Subject
from accordant.terms.condition import ScoreBelow, VerdictCondition

_UNDECIDED = {
    Outcome.PENDING: "pending",
    Outcome.UNKNOWN: "unknown",
    Outcome.NO_DATA: "without data",
    Outcome.EXCUSED: "excused",
}


@dataclass(frozen=True)
class ScorePart:
    """A promise in the score: who owes it, its weight, and how much of it was earned (between two bounds)."""

    name: str
    party: str
    side: int
    weight: Fraction
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True)
class Summary:
    """The agreement's verdict. `score` is empty and `parts` too when the agreement weighs nothing.

    `parts` are in hundredths of the score: their weights add up to 100. `floor` is the score below which the
    agreement is breached, if it says so.
    """

    state: State
    score: str
    exact: str
    before: str
    lead: str
    rest: str
    because: tuple[str, ...]
    parts: tuple[ScorePart, ...]
    floor: Fraction | None


def summary(subject: Subject) -> Summary:
    """Say how the agreement stands in the subject's window."""
    overall = subject.overall
    weighted = bool(subject.terms.verdict.weights) and overall.score_low is not None
    return Summary(
        of_agreement(overall.state),
        score_words(overall) if weighted else "",
        _exact(overall) if weighted else "",
        _before(subject),
        _lead(subject),
        _rest(subject),
        overall.because,
        _parts(subject) if weighted else (),
        _floor(subject),
    )


def score_words(overall: AgreementVerdict) -> str:
    """Write a score without its sign, as `92.3`, or between two bounds; empty without any."""
    low, high = overall.score_low, overall.score_high
    if low is None or high is None:
        return ""
    return score_text(low) if low == high else f"{score_text(low)} to {score_text(high)}"


def _exact(overall: AgreementVerdict) -> str:
    low, high = overall.score_low, overall.score_high
    if low is None or high is None:
        return ""
    return f"unrounded {short(low, 6)}" if low == high else f"unrounded {short(low, 6)} to {short(high, 6)}"


def _before(subject: Subject) -> str:
    if not subject.earlier:
        return "the first window"
    last = subject.earlier[-1]
    score = f"{score_words(last)}%, " if subject.terms.verdict.weights and last.score_low is not None else ""
    return f"{period_words(last.window.label)}: {score}{last.state}"


def _lead(subject: Subject) -> str:
    parts = subject.overall.parts
    if not parts:
        return "No promise is judged in this window."
    missed = [part for part in parts if part.outcome is Outcome.MISSED]
    if not missed and len({part.outcome for part in parts}) == 1:
        return _alike(parts[0].outcome, len(parts))
    word = "was" if len(missed) < 2 else "were"
    many = f"{count_word(len(missed)).capitalize() if missed else 'None'} of"
    all_of_them = _all(len(parts)) if len(missed) == len(parts) > 1 else f"{many} {count_word(len(parts))}"
    judged = f"{all_of_them} promises {word} missed"
    open_ones = _open(parts)
    return f"{judged}{_by_whom(subject, missed)}{f'; {open_ones}' if open_ones else ''}."


def _alike(outcome: Outcome, number: int) -> str:
    """Say how all promises stand when none differs."""
    if outcome is Outcome.MET:
        return "Every promise was kept." if number > 1 else "The promise was kept."
    many = f"{_all(number)} promises are" if number > 1 else "The promise is"
    return f"{many} {_UNDECIDED[outcome]}."


def _all(number: int) -> str:
    return "Both" if number == 2 else f"All {count_word(number)}"


def _by_whom(subject: Subject, missed: Sequence[Part]) -> str:
    if len({obligation.owed_by for obligation in subject.terms.obligations}) == 1:
        return ""
    counted: dict[str, int] = {}
    for part in missed:
        owner = subject.terms.obligation(part.obligation).owed_by
        counted[owner] = counted.get(owner, 0) + 1
    if len(counted) == 2 == len(subject.terms.parties) and len(set(counted.values())) == 1:
        return f", {count_word(next(iter(counted.values())))} on each side"
    owners = [f"{count_word(n)} by {party_name(key, subject.terms)}" for key, n in counted.items()]
    return f", {listed(owners)}" if owners and len(missed) > 1 else ""


def _open(parts: Sequence[Part]) -> str:
    told = []
    for outcome, word in _UNDECIDED.items():
        number = sum(part.outcome is outcome for part in parts)
        if number:
            told.append(f"{count_word(number)} {'is' if number == 1 else 'are'} {word}")
    return listed(told)


def _rest(subject: Subject) -> str:
    """Say what would make it worse than it is."""
    rule, state = subject.terms.verdict, subject.overall.state
    told = []
    if state == "pending" and rule.degraded:
        told.append(f"What would degrade it: {_any(rule.degraded)}.")
    if state != "breached":
        breach = f"What would breach it: {_any(rule.breached)}." if rule.breached else ""
        told.append(breach or "Nothing in this agreement makes it breached.")
    return " ".join(told)


def _any(conditions: Sequence[VerdictCondition]) -> str:
    return listed(map(condition_words, conditions), "or")


def _parts(subject: Subject) -> tuple[ScorePart, ...]:
    scored = [part for part in subject.overall.parts if part.weight and part.attained_low is not None]
    total = sum((part.weight for part in scored), Fraction(0)) / 100
    keys = [party.key for party in subject.terms.parties]
    return tuple(
        ScorePart(
            part.obligation,
            party_name(owner, subject.terms),
            keys.index(owner) if owner in keys else 0,
            part.weight / total,
            _earned(part.attained_low, part.weight / total),
            _earned(part.attained_high, part.weight / total),
        )
        for part in scored
        for owner in [subject.terms.obligation(part.obligation).owed_by]
    )


def _earned(attained: Fraction | None, weight: Fraction) -> Fraction | None:
    return None if attained is None else attained * weight


def _floor(subject: Subject) -> Fraction | None:
    limits = [c.limit.fraction for c in subject.terms.verdict.breached if isinstance(c, ScoreBelow)]
    return max(limits, default=None)
