"""Worked examples: an agreement's own figures go in and are judged by its rules; where they differ is found.

`facts` are tallies by definition and enter at judging; what needs measuring or settling is named, not run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from accordant.agree.versions import versions
from accordant.check.calendar import beyond_reach
from accordant.check.found import did_you_mean, found, quoted
from accordant.judge.judge import judge
from accordant.judge.rounding import shown
from accordant.measure.measurement import Measurement, Outcome, Tally
from accordant.plan.schedule import dues
from accordant.plan.timeline import midnight, reigns, timeline
from accordant.terms.agreement import Agreement, Version
from accordant.terms.definition import Tiers
from accordant.terms.finding import Finding
from accordant.terms.indicator import Count, Deliver, Share, Sum
from accordant.terms.legal import Example
from accordant.terms.obligation import Obligation
from accordant.terms.values import Quantity
from accordant.terms.window import WindowSpan

_FAR = 3 * 366 * 86_400_000_000
_MOST_DIGITS = 12


@dataclass(frozen=True)
class Worked:
    """What the facts come to: a tally, and the sum by which one gets there."""

    counts: dict[Outcome, int]
    sum: str
    total: Decimal = Decimal(0)
    good: int = 0
    valid: int = 0


class Unclear(ValueError):
    """Facts that are missing or impossible."""


def examples(agreement: Agreement) -> Iterator[Finding]:
    """Run each worked example: find results that differ from the rules, and name what is not run yet."""
    if beyond_reach(agreement.term):
        return
    for example in agreement.examples:
        if example.events or example.data:
            what = "data" if example.data else "events"
            message = f"example '{example.name}' is not run yet: it enters by '{what}', at measuring"
            yield found("example-not-run", message, example.place)
            continue
        if not example.expect:
            yield found("example-unclear", f"example '{example.name}' expects nothing", example.place)
        for name, expected in example.expect:
            yield from _expectation(agreement, example, name, expected)


def _expectation(agreement: Agreement, example: Example, name: str, expected: Quantity) -> Iterator[Finding]:
    obligation = next((o for o in agreement.obligations if o.name == name), None)
    if obligation is None:
        message = f"'{name}' of example '{example.name}' is not run yet: a remedy is settled, not judged"
        yield found("example-not-run", message, example.place)
        return
    if not isinstance(obligation.indicator, Count | Sum | Share | Deliver):
        message = (
            f"'{name}' of example '{example.name}' is not run yet: '{obligation.indicator.word}' needs events"
        )
        yield found("example-not-run", message, example.place)
        return
    if obligation.for_each or isinstance(obligation.target, Tiers):
        message = f"'{name}' of example '{example.name}' is not run yet: facts do not tell groups apart"
        yield found("example-not-run", message, example.place)
        return
    try:
        yield from _compared(agreement, example, obligation, expected)
    except Unclear as why:
        hint = did_you_mean(example.window, _labels(agreement, obligation)) if "window" in str(why) else ""
        yield found("example-unclear", f"example '{example.name}': {why}", example.place, hint)


def _compared(
    agreement: Agreement, example: Example, obligation: Obligation, expected: Quantity
) -> Iterator[Finding]:
    history = _history(agreement)
    window = _window(history, obligation, example.window)
    ruling = next(o for o in history[window.version - 1].terms.obligations if o.name == obligation.name)
    worked = _worked(ruling, dict(example.facts), window, agreement.term.zone)
    actual = _judged(history, obligation.name, window, worked)
    if actual is None:
        message = f"the facts give no value for '{obligation.name}': {worked.sum}"
        yield found("example-unclear", f"example '{example.name}': {message}", example.place)
    elif not _equal(actual, expected):
        result = _result(actual, expected)
        message = (
            f"example '{example.name}' expects {expected} of '{obligation.name}', and the rule gives {result}"
        )
        related = (f"the rule: {worked.sum}", obligation.place)
        yield found("example-differs", message, example.place, "", related)


def _result(actual: Fraction, expected: Quantity) -> str:
    """Print a percentage in the digits expected, anything else in all of its digits."""
    digits = _digits(expected)
    if expected.unit != "%":
        digits = next((n for n in range(_MOST_DIGITS) if round(actual, n) == actual), _MOST_DIGITS)
    return shown(actual, None, None, digits, expected.unit)


def _digits(expected: Quantity) -> int:
    return max(-int(expected.number.as_tuple().exponent), 0)


def _equal(actual: Fraction, expected: Quantity) -> bool:
    """Compare a percentage at the digits written, half to even; anything else exactly."""
    if expected.unit != "%":
        return actual == Fraction(expected.number)
    digits = _digits(expected)
    return Fraction(round(actual * 100 * 10**digits), 10**digits) == Fraction(expected.number)


def _history(agreement: Agreement) -> tuple[Version, ...]:
    """Return all versions, those too that are agreed in days to come."""
    days = [agreement.term.start, *(amendment.agreed for amendment in agreement.amendments)]
    return versions(agreement, midnight(agreement.term.zone, max(days)) + _FAR)


def _windows(history: tuple[Version, ...], obligation: Obligation) -> tuple[WindowSpan, ...]:
    """Return the windows in which the term, or its first three years, judge an obligation."""
    horizon = midnight(history[0].terms.term.zone, history[-1].since) + _FAR
    ruled = reigns(obligation.name, history, horizon)
    if not ruled:
        return ()
    return tuple(w for w in timeline(obligation.name, ruled, horizon, None).windows if w.in_term)


def _window(history: tuple[Version, ...], obligation: Obligation, label: str) -> WindowSpan:
    windows = _windows(history, obligation)
    window = next((w for w in windows if label in ("", w.label)), None)
    if window is None:
        raise Unclear(f"the term has no window '{label}' of a {obligation.window}")
    return window


def _labels(agreement: Agreement, obligation: Obligation) -> list[str]:
    return [window.label for window in _windows(_history(agreement), obligation)]


def _worked(obligation: Obligation, facts: Mapping[str, Quantity], window: WindowSpan, zone: str) -> Worked:
    """Turn facts into a tally: what is counted, less what is taken away."""
    match obligation.indicator:
        case Sum(of):
            total = _fact(facts, of).number
            return Worked({Outcome.MET: 1}, f"{total:,}", total)
        case Count(of):
            counted, away, line = _less(obligation, facts, of)
            return Worked({Outcome.MET: counted, Outcome.CANCELLED: away}, line)
        case Share(good, of, counted_by):
            valid, away, line = _less(obligation, facts, of)
            kept = _number(facts, good)
            line = f"{kept:,} / ({line})" if away else f"{kept:,} / {valid:,}"
            if counted_by == "flow":
                return Worked({}, line, good=kept, valid=valid)
            if kept > valid:
                raise Unclear(f"{kept:,} of '{good}' are more than the {valid:,} of '{of}' they are among")
            counts = {Outcome.MET: kept, Outcome.MISSED: valid - kept, Outcome.CANCELLED: away}
            return Worked(counts, line)
        case Deliver(of):
            due = _due(obligation, window, zone)
            kept = _number(facts, of)
            if kept > due:
                raise Unclear(f"{kept:,} of '{of}' are more than the {due:,} that were due")
            return Worked({Outcome.MET: kept, Outcome.MISSED: due - kept}, f"{kept:,} / {due:,}")
        case _:
            raise Unclear(f"'{obligation.indicator.word}' needs events")


def _less(obligation: Obligation, facts: Mapping[str, Quantity], of: str) -> tuple[int, int, str]:
    """Return how many are left, how many were taken away, and the sum in words; an untold `less` took none."""
    counted = _number(facts, of)
    taken = [_number(facts, name) for name in obligation.less if name in facts]
    left = counted - sum(taken)
    if left < 0:
        raise Unclear(f"more of {quoted(obligation.less)} than of '{of}'")
    return left, sum(taken), " - ".join(f"{number:,}" for number in (counted, *taken))


def _due(obligation: Obligation, window: WindowSpan, zone: str) -> int:
    return len(dues(obligation.schedule, zone, window.start, window.stop)) if obligation.schedule else 0


def _fact(facts: Mapping[str, Quantity], name: str) -> Quantity:
    if name not in facts:
        raise Unclear(f"the facts do not say how much '{name}' was")
    return facts[name]


def _number(facts: Mapping[str, Quantity], name: str) -> int:
    told = _fact(facts, name)
    if told.number != int(told.number) or told.number < 0 or told.unit:
        raise Unclear(f"'{name}: {told}' is not a number of things")
    return int(told.number)


def _judged(history: tuple[Version, ...], name: str, window: WindowSpan, worked: Worked) -> Fraction | None:
    tally = Tally(
        window=0,
        counts=worked.counts,
        raw=worked.counts,
        total=worked.total,
        raw_total=worked.total,
        good=worked.good,
        valid=worked.valid,
    )
    verdicts = judge(history, [Measurement(name, (window,), (tally,))], window.stop)
    return verdicts[0].actual if verdicts else None
