"""One promise in one window, as a card: state, value of target, what is left, facts and its last windows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from accordant.judge.groups import join_outcomes
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item, Outcome
from accordant.report.evidence import Evidence, evidence, example, outages
from accordant.report.fact import Fact, Number, Piece
from accordant.report.figure import amount_text, part_text, share_text, short
from accordant.report.left import allowance, left, warning
from accordant.report.measured import is_measured, measured_facts, measured_text
from accordant.report.nouns import Nouns, nouns, title
from accordant.report.period import period_short, period_words
from accordant.report.phrases import bound_words
from accordant.report.promise import owed
from accordant.report.state import AT_RISK, NO_DATA, State, of_outcome
from accordant.report.subject import Subject, counts_of, group_attribute
from accordant.report.trend import OPEN, Point, is_open_cohort, trend, value_text
from accordant.terms.indicator import Count, Deliver, Share, Sum
from accordant.terms.obligation import Obligation


@dataclass(frozen=True)
class Row:
    """A group of a promise, or one of several windows inside the agreement's: name, value, target and state."""

    name: str
    value: str
    target: str
    state: State
    reason: str


@dataclass(frozen=True)
class Card:
    """A promise in a window. `value` is the headline, `against` its target in words.

    `lines` say what no fact holds (what it takes to lose the window, why nothing is judged); `rows` are its
    groups, or its windows when several end in the agreement's. `verdict` is None while it has none; `example`
    is an item worth explaining.
    """

    obligation: Obligation
    key: str
    title: str
    state: State
    value: Piece
    against: str
    rule: str
    facts: tuple[Fact, ...] = ()
    trend: tuple[Point, ...] = ()
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    rows_of: str = ""
    numbers: tuple[Number, ...] = ()
    verdict: Verdict | None = None
    example: str = ""


def card(
    subject: Subject,
    obligation: Obligation,
    key: str,
    items: Sequence[Item] | None,
    most: int,
    *,
    at_risk: bool = False,
) -> Card:
    """Make the card of a promise in the subject's window; `items` are those that stand in it.

    `at_risk`: at the pace so far a window that is still open will be missed.
    """
    inside = subject.inside(obligation.name)
    verdicts = subject.verdicts_of(obligation.name)
    rule = title(owed(obligation, subject.terms))
    if not verdicts:
        why = dict(subject.evaluation.unmeasured).get(obligation.name, "no window of it has begun")
        return Card(obligation, key, title(obligation.name), NO_DATA, "no data", "", rule, lines=(title(why),))
    verdict = inside[-1] if inside else verdicts[-1]
    now = subject.obligation_of(verdict)
    proof = evidence(subject, verdict, key, _headline(now, verdict), items, most)
    state = _state(subject, inside, verdict, at_risk=at_risk)
    return Card(
        obligation,
        key,
        title(obligation.name),
        state,
        proof.value if _has_value(verdict) else _headline(now, verdict),
        _against(subject, now, verdict),
        rule,
        _facts(subject, now, verdict, proof),
        trend(now, verdicts),
        tuple(_lines(subject, now, verdict, inside)),
        _rows(now, verdict, inside),
        group_attribute(now) if verdict.groups else "window",
        (proof.value, *outages(subject, verdict, key, items, most)) if is_measured(now) else proof.numbers,
        verdict,
        example(items),
    )


def _state(subject: Subject, inside: Sequence[Verdict], verdict: Verdict, *, at_risk: bool) -> State:
    outcome = verdict.outcome
    if len(inside) > 1:
        outcome = join_outcomes([one.outcome for one in inside], has_ended=subject.has_ended)
    is_amount = isinstance(subject.obligation_of(verdict).indicator, Count | Sum)
    overdrawn = not is_amount and verdict.spare is not None and verdict.spare < 0
    return AT_RISK if outcome is Outcome.PENDING and (at_risk or overdrawn) else of_outcome(outcome)


def _has_value(verdict: Verdict) -> bool:
    return bool(verdict.groups) or (verdict.actual is not None and verdict.outcome is not Outcome.NO_DATA)


def _headline(obligation: Obligation, verdict: Verdict) -> str:
    if verdict.groups:
        kept = sum(group.outcome is Outcome.MET for group in verdict.groups)
        return f"{kept} of {len(verdict.groups)}"
    if not _has_value(verdict) or verdict.actual is None:
        return "no data" if verdict.outcome is Outcome.NO_DATA else "nothing yet"
    bound = verdict.target.bound if verdict.target else None
    if isinstance(obligation.indicator, Count | Sum):
        return amount_text(verdict.actual, bound, verdict.outcome)
    if bound and bound.relation in ("all", "none"):
        return f"{verdict.good:,}"
    if is_measured(obligation):
        return measured_text(obligation, verdict, verdict.actual)
    low, high = verdict.lowest, verdict.highest
    if is_open_cohort(obligation, verdict) and low is not None and high is not None:
        bounds = (share_text(value, bound, verdict.outcome) for value in (low, high))
        return " to ".join(bounds).replace("% to", " to")
    return share_text(verdict.actual, bound, verdict.outcome)


def _against(subject: Subject, obligation: Obligation, verdict: Verdict) -> str:
    if verdict.groups:
        is_open = any(group.outcome in OPEN for group in verdict.groups)
        return f"by {group_attribute(obligation)} kept their target{' so far' if is_open else ''}"
    if verdict.target is None or not _has_value(verdict):
        return ""
    bound = verdict.target.bound
    if bound.relation == "none" and isinstance(obligation.indicator, Count):
        return f"{nouns(obligation, subject.terms_of(verdict)).population}, and none may come"
    if bound.relation in ("all", "none"):
        things = nouns(obligation, subject.terms_of(verdict))
        return f"of {bound.relation} {things.of(verdict.valid)}"
    goal = verdict.low if verdict.low is not None else verdict.high
    signed = bound.low or bound.high
    if goal is not None and signed and goal != signed.fraction:
        return f"of {bound_words(bound)}, {short(goal)} for this part of it"
    counted = isinstance(obligation.indicator, Count) and goal != 1
    noun = f" {nouns(obligation, subject.terms_of(verdict)).population}" if counted else ""
    return f"of {bound_words(bound)}{noun}"


def _facts(subject: Subject, obligation: Obligation, verdict: Verdict, proof: Evidence) -> tuple[Fact, ...]:
    words = nouns(obligation, subject.terms_of(verdict))
    ended = subject.evaluation.as_of >= verdict.window.stop
    facts = [Fact("Left", left(obligation, verdict, words, ended=ended))]
    if is_measured(obligation):
        facts += measured_facts(verdict)
    elif verdict.groups:
        facts.append(Fact(f"{words.kept}, all together", _of(proof, verdict)))
    elif isinstance(obligation.indicator, Count | Sum):
        facts += _amounts(verdict, proof, words)
    else:
        facts += _shares(obligation, verdict, proof, words)
    part = subject.part_of(obligation.name)
    if part and subject.terms.verdict.weights and part.weight:
        facts.append(Fact("Weight", (_weight(part.weight, part.attained_low, part.attained_high),)))
    return tuple(facts)


def _amounts(verdict: Verdict, proof: Evidence, words: Nouns) -> list[Fact]:
    facts = []
    if verdict.actual is not None and verdict.low:
        percent = f"{short(verdict.actual / verdict.low * 100, 3)}%"
        facts.append(Fact("Of target", (replace(proof.value, text=percent),)))
    pieces: list[Piece] = [proof.population, f" {words.population}"]
    for outcome, told in (
        (Outcome.CANCELLED, "taken off"),
        (Outcome.EXCUSED, "excused"),
        (Outcome.PENDING, "may still be"),
        (Outcome.UNKNOWN, "unknown"),
    ):
        if outcome in proof.by_outcome:
            pieces += [", ", proof.by_outcome[outcome], f" {told}"]
    facts.append(Fact("Counted from", tuple(pieces)))
    return facts


def _shares(obligation: Obligation, verdict: Verdict, proof: Evidence, words: Nouns) -> list[Fact]:
    is_share = isinstance(obligation.indicator, Share)
    facts = [Fact("Good of valid" if is_share else words.kept, _of(proof, verdict))]
    if is_share and verdict.low is not None and verdict.valid:
        counts = counts_of(verdict)
        everybody = verdict.valid + sum(counts.get(outcome, 0) for outcome in OPEN)
        return [*facts, Fact("Needed", (f"{ceil(verdict.low * everybody):,} of {everybody:,}",))]
    allowed = allowance(verdict)
    says = allowed is not None and not isinstance(obligation.indicator, Deliver)
    return [*facts, Fact(words.lost, (proof.of(Outcome.MISSED), f", {allowed:,} allowed" if says else ""))]


def _of(proof: Evidence, verdict: Verdict) -> tuple[Piece, ...]:
    """Say how many of those judged were good, and how many more are not decided."""
    pieces: list[Piece] = [proof.by_outcome.get(Outcome.MET, f"{verdict.good:,}"), " of ", proof.judged]
    for outcome, told in ((Outcome.PENDING, "open"), (Outcome.UNKNOWN, "unknown")):
        if outcome in proof.by_outcome:
            pieces += [", ", proof.by_outcome[outcome], f" {told}"]
    return tuple(pieces)


def _weight(weight: Fraction, low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return f"not scored, of {short(weight)}"
    if low == high:
        return f"{part_text(low * weight, weight)} of {short(weight)}"
    return f"{_bare(low * weight, weight)} to {_bare(high * weight, weight)} of {short(weight)}"


def _bare(part: Fraction, whole: Fraction) -> str:
    return part_text(part, whole).removesuffix(".0")


def _lines(subject: Subject, obligation: Obligation, verdict: Verdict, inside: Sequence[Verdict]) -> list[str]:
    ended = subject.evaluation.as_of >= verdict.window.stop
    lines = []
    if not inside:
        when = period_words(verdict.window.label)
        lines.append(f"Not judged in {period_words(subject.window.label)}: shown is {when}.")
    is_held = verdict.outcome is Outcome.PENDING and verdict.raw is not Outcome.PENDING
    if is_held or verdict.outcome in (Outcome.NO_DATA, Outcome.EXCUSED, Outcome.UNKNOWN):
        lines.append(f"{title(verdict.reason)}.")
    told = (warning(obligation, verdict, ended=ended), _bounds(obligation, verdict, ended=ended))
    lines += [line for line in told if line]
    return lines + _without_relief(verdict) + _without_exclusions(subject, obligation, verdict)


def _bounds(obligation: Obligation, verdict: Verdict, *, ended: bool) -> str:
    """Say between which values a window can still end; its outcome may be certain before its value is."""
    low, high = verdict.lowest, verdict.highest
    if verdict.outcome not in (*OPEN, Outcome.MISSED) or low is None or high is None or low == high:
        return ""
    if is_open_cohort(obligation, verdict):
        return ""
    bound = verdict.target.bound if verdict.target else None
    if isinstance(obligation.indicator, Count | Sum):
        ends = f"{short(low)} and {short(high)}"
    elif is_measured(obligation):
        ends = " and ".join(measured_text(obligation, verdict, value) for value in (low, high))
    else:
        ends = " and ".join(share_text(value, bound, verdict.outcome) for value in (low, high))
    return f"With what is open it ends between {ends}{'' if ended else ', if nothing else comes'}."


def _without_relief(verdict: Verdict) -> list[str]:
    """Say what it would have been; an excused window's reason has said it already."""
    same = verdict.outcome is verdict.raw and verdict.actual == verdict.raw_actual
    if same or verdict.outcome is Outcome.EXCUSED:
        return []
    return [f"Without relief: {of_outcome(verdict.raw).word}."]


def _without_exclusions(subject: Subject, obligation: Obligation, verdict: Verdict) -> list[str]:
    """Say what it would have been if no exclusion took time away, where that is something else."""
    bare = [
        one
        for one in subject.evaluation.without_exclusions
        if (one.obligation, one.window.start) == (verdict.obligation, verdict.window.start)
        and (one.outcome, one.actual) != (verdict.outcome, verdict.actual)
    ]
    return [
        f"Without exclusions: {of_outcome(one.outcome).word}, {value_text(obligation, one)}." for one in bare[:1]
    ]


def _rows(obligation: Obligation, verdict: Verdict, inside: Sequence[Verdict]) -> tuple[Row, ...]:
    if verdict.groups:
        return tuple(_row(obligation, group, group.group or "without a group") for group in verdict.groups)
    if len(inside) > 1:
        return tuple(_row(obligation, one, period_short(one.window.label)) for one in inside)
    return ()


def _row(obligation: Obligation, verdict: Verdict, name: str) -> Row:
    target = bound_words(verdict.target.bound) if verdict.target else ""
    return Row(name, value_text(obligation, verdict), target, of_outcome(verdict.outcome), verdict.reason)
