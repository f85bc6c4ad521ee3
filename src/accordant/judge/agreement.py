"""The agreement's own verdict: the verdicts of its obligations become a score and a state, window by window."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from accordant.judge.condition import Facts, any_holds, holds, in_words
from accordant.judge.groups import join_outcomes
from accordant.judge.runs import series
from accordant.judge.verdict import AgreementVerdict, Part, State, Verdict
from accordant.measure.measurement import Answer, Outcome
from accordant.terms.agreement import Agreement, Version
from accordant.terms.condition import VerdictRule
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan

Score = tuple[Fraction, Fraction]


def judge_agreement(
    versions: Sequence[Version],
    verdicts: Sequence[Verdict],
    windows: Sequence[WindowSpan],
    as_of: Instant,
    moments: Sequence[Answer] = (),
) -> tuple[AgreementVerdict, ...]:
    """Judge the agreement in each of its `windows` that has begun by `as_of`, in order of time.

    Each takes the obligations' windows that end in it, `(start, stop]`, by the version in force at its start.
    `moments` are those of definitions that a condition names. Source: SEMANTICS 1 (Verdict of the agreement).
    """
    lines = series(verdicts)
    begun = (window for window in windows if window.start <= as_of)
    return tuple(
        _of_window(versions[window.version - 1].terms, lines, window, as_of, moments)
        for window in sorted(begun, key=lambda window: window.stop)
    )


def _of_window(
    terms: Agreement,
    lines: Mapping[str, tuple[Verdict, ...]],
    window: WindowSpan,
    as_of: Instant,
    moments: Sequence[Answer],
) -> AgreementVerdict:
    ends = {name: _ending(line, window) for name, line in lines.items()}
    has_ended = as_of >= window.stop
    parts = tuple(_parts(terms, lines, ends, window, has_ended=has_ended))
    score = score_of(parts)
    facts = Facts(terms, window, has_ended, lines, ends, score, moments)
    low, high = score or (None, None)
    state = _state(parts, terms.verdict, facts)
    return AgreementVerdict(window, state, low, high, parts, tuple(_because(terms.verdict, facts, state)))


def _ending(line: Sequence[Verdict], window: WindowSpan) -> tuple[int, ...]:
    return tuple(i for i, verdict in enumerate(line) if window.start < verdict.window.stop <= window.stop)


def _parts(
    terms: Agreement,
    lines: Mapping[str, tuple[Verdict, ...]],
    ends: Mapping[str, Sequence[int]],
    window: WindowSpan,
    *,
    has_ended: bool,
) -> Iterator[Part]:
    weights = dict(terms.verdict.weights)
    for obligation in terms.obligations:
        inside = [lines[obligation.name][i] for i in ends.get(obligation.name, ())]
        weight = Fraction(weights.get(obligation.name, 0 if weights else 1))
        if inside:
            is_whole = has_ended or inside[-1].window.stop == window.stop
            yield _part(obligation.name, weight, inside, is_whole=is_whole)


def _part(name: str, weight: Fraction, inside: Sequence[Verdict], *, is_whole: bool) -> Part:
    """Join the windows of one obligation that end in one of the agreement: the score takes their mean.

    Not `is_whole`: further ones will end in it, and they may still be anything.
    """
    outcome = join_outcomes([verdict.outcome for verdict in inside], has_ended=is_whole)
    low = _mean([verdict.attained_low for verdict in inside])
    high = _mean([verdict.attained_high for verdict in inside])
    if not is_whole:
        low, high = Fraction(0), Fraction(1)
    return Part(name, weight, low, high, outcome)


def _mean(values: Sequence[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def score_of(parts: Sequence[Part]) -> Score | None:
    """Return the weighted mean of what was attained, as the interval that open parts leave; None without any.

    Parts with no data and excused ones are not in it.
    """
    scored = [(p.weight, p.attained_low, p.attained_high) for p in parts if p.weight > 0]
    known = [(weight, low, high) for weight, low, high in scored if low is not None and high is not None]
    total = sum((weight for weight, _, _ in known), Fraction(0))
    if not total:
        return None
    low = sum((weight * low for weight, low, _ in known), Fraction(0)) / total
    high = sum((weight * high for weight, _, high in known), Fraction(0)) / total
    return low, high


def _state(parts: Sequence[Part], rule: VerdictRule, facts: Facts) -> State:
    if all(part.outcome in (Outcome.NO_DATA, Outcome.EXCUSED) for part in parts) and facts.has_ended:
        return "no data"
    breached = any_holds(rule.breached, facts)
    if breached is not False:
        return "breached" if breached else "pending"
    degraded = any_holds(rule.degraded, facts)
    if degraded is None:
        return "pending"
    return "degraded" if degraded else "kept"


def _because(rule: VerdictRule, facts: Facts, state: State) -> Iterator[str]:
    """Yield what made the state, or what it waits for: the conditions in words, then the misses."""
    lines = [("breached", condition) for condition in rule.breached]
    lines += [("degraded", condition) for condition in rule.degraded]
    for word, condition in lines:
        held = holds(condition, facts)
        if held:
            yield f"{word}: {in_words(condition)}"
        elif held is None and state == "pending":
            yield f"not decided yet, {word}: {in_words(condition)}"
    for name, positions in facts.ends.items():
        for verdict in (facts.lines[name][i] for i in positions):
            if verdict.outcome is Outcome.MISSED:
                yield f"{name} missed in {verdict.window.label}: {verdict.reason}"
