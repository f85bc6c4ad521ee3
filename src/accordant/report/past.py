"""The windows before: what each promise came to, window by window, under which version."""

from collections.abc import Sequence
from dataclasses import dataclass

from accordant.judge.verdict import AgreementVerdict
from accordant.report.period import period_short
from accordant.report.state import State, of_agreement
from accordant.report.subject import Subject
from accordant.report.summary import score_words
from accordant.report.trend import value_text

_MOST = 6


@dataclass(frozen=True)
class Past:
    """One window: its short name, version, what each promise came to (empty: not judged), score and state."""

    window: str
    version: int
    values: tuple[str, ...]
    score: str
    state: State


def past(subject: Subject) -> tuple[Past, ...]:
    """Return the last windows up to the subject's, at most six, the latest last; values in order of promises."""
    windows = [*subject.earlier, subject.overall][-_MOST:]
    names = [obligation.name for obligation in subject.terms.obligations]
    return tuple(_past(subject, window, names) for window in windows)


def _past(subject: Subject, overall: AgreementVerdict, names: Sequence[str]) -> Past:
    window = overall.window
    score = ""
    if subject.evaluation.versions[window.version - 1].terms.verdict.weights and overall.score_low is not None:
        score = f"{score_words(overall)}%"
    values = tuple(_value(subject, name, window.start, window.stop) for name in names)
    return Past(period_short(window.label), window.version, values, score, of_agreement(overall.state))


def _value(subject: Subject, name: str, start: int, stop: int) -> str:
    inside = [v for v in subject.evaluation.verdicts if v.obligation == name and start < v.window.stop <= stop]
    if not inside:
        return ""
    last = inside[-1]
    if last.groups or len(inside) > 1:
        each = last.groups if len(inside) == 1 else inside
        kept = sum(one.outcome.value == "met" for one in each)
        return f"{kept} of {len(each)} met"
    return value_text(subject.obligation_of(last), last)
