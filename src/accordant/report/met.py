"""Promises at an instant: whether each was kept, missed or cannot be told, with its value, as text and as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accordant.agree.versions import in_force
from accordant.evaluate import Evaluation, met_at
from accordant.judge.kept import Answer, PromiseStanding, is_met
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.report.ansi import apart, paint, sign, wrapped
from accordant.report.fact import plain
from accordant.report.figure import count_word
from accordant.report.json import exact
from accordant.report.left import left
from accordant.report.nouns import nouns, title
from accordant.report.period import iso, look_words, period_words
from accordant.report.phrases import bound_words
from accordant.report.state import MET, MISSED, UNKNOWN, State
from accordant.report.trend import value_text
from accordant.terms.agreement import Agreement
from accordant.terms.indicator import Count, Sum

_STATES: dict[Answer, State] = {
    "kept": State("kept", MET.look, MET.icon, MET.sign),
    "kept so far": State("kept so far", MET.look, MET.icon, MET.sign),
    "missed": MISSED,
    "cannot be told": State("cannot be told", UNKNOWN.look, UNKNOWN.icon, UNKNOWN.sign),
}


@dataclass(frozen=True)
class MetLine:
    """One promise at an instant: its window, value, target and what is left in words, how it stands and why."""

    name: str
    window: str
    value: str
    target: str
    left: str
    state: State
    why: str
    standing: PromiseStanding


@dataclass(frozen=True)
class MetAt:
    """All promises of an agreement at an instant; `is_met` None: one cannot be told and none is missed."""

    title: str
    at: str
    iso: str
    zone: str
    version: int
    is_met: bool | None
    lines: tuple[MetLine, ...]


def met(evaluation: Evaluation) -> MetAt:
    """Say of each promise whether it was kept at the instant of an evaluation."""
    standing = met_at(evaluation)
    terms = in_force(evaluation.versions, evaluation.as_of)
    version = next(one for one in evaluation.versions if one.terms is terms)
    zone = terms.term.zone
    return MetAt(
        version.terms.title,
        look_words(evaluation.as_of, zone),
        iso(evaluation.as_of, zone),
        zone,
        version.number,
        is_met(standing),
        tuple(_line(evaluation, one) for one in standing),
    )


def _line(evaluation: Evaluation, one: PromiseStanding) -> MetLine:
    name, verdict = title(one.obligation.name), one.verdict
    if verdict is None:
        return MetLine(name, "", "", "", "", _STATES[one.answer], one.why, one)
    terms = evaluation.versions[verdict.window.version - 1].terms
    target = bound_words(verdict.target.bound) if verdict.target else ""
    return MetLine(
        name,
        period_words(verdict.window.label),
        _value(terms, verdict),
        target,
        _left(terms, verdict) if one.answer != "kept" else "",
        _STATES[one.answer],
        one.why,
        one,
    )


def _value(terms: Agreement, verdict: Verdict) -> str:
    if not verdict.groups:
        return value_text(terms.obligation(verdict.obligation), verdict)
    missed = sum(group.outcome is Outcome.MISSED for group in verdict.groups)
    return "" if missed else f"none of {len(verdict.groups)} missed"


def _left(terms: Agreement, verdict: Verdict) -> str:
    obligation = terms.obligation(verdict.obligation)
    if verdict.groups or verdict.spare is None:
        return ""
    return plain(left(obligation, verdict, nouns(obligation, terms), ended=False))


def met_text(told: MetAt, colour: bool, width: int) -> str:
    """Return the answer as text for a terminal, ended by a line break."""
    return "\n".join(line.rstrip() for line in _lines(told, colour, width)) + "\n"


def _lines(told: MetAt, colour: bool, width: int) -> Iterator[str]:
    yield paint(told.title, "bold", colour)
    yield paint(f"at {told.at} ({told.zone}), version {told.version}", "muted", colour)
    yield ""
    yield _in_short(told.lines)
    for line in told.lines:
        yield ""
        window = f", {line.window}" if line.window else ""
        yield from apart(f"{line.name}{window}", sign(line.state, colour), width)
        if line.value:
            against = f" of {line.target}" if line.target and not _has_goal(line) else ""
            rest = f"; left: {line.left}" if line.left else ""
            yield from wrapped(f"{line.value}{against}{rest}", width, "  ")
        if line.why and line.state.word != "kept so far":
            yield from wrapped(line.why, width, "  ", "muted", colour)


def _has_goal(line: MetLine) -> bool:
    """Say whether a value is written with its goal already: `94 of 667`."""
    return isinstance(line.standing.obligation.indicator, Count | Sum)


def _in_short(lines: Sequence[MetLine]) -> str:
    by = {word: sum(line.state.word == word for line in lines) for word in ("missed", "cannot be told")}
    if not any(by.values()):
        return "Every promise is kept."
    told = [f"{count_word(number)} {word}" for word, number in by.items() if number]
    return f"Of {len(lines)} {'promise' if len(lines) == 1 else 'promises'} {' and '.join(told)}."


def met_json(told: MetAt) -> str:
    """Return the answer as JSON by fixed keys; `is_met` is null when it cannot be told."""
    body = {
        "accordant": 1,
        "title": told.title,
        "at": told.iso,
        "version": told.version,
        "is_met": told.is_met,
        "promises": [_told(line) for line in told.lines],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def _told(line: MetLine) -> dict[str, object]:
    verdict = line.standing.verdict
    return {
        "obligation": line.standing.obligation.name,
        "answer": line.standing.answer,
        "window": verdict.window.label if verdict else None,
        "value": line.value,
        "actual": exact(verdict.actual) if verdict else None,
        "target": line.target,
        "left": line.left,
        "why": line.why,
    }
