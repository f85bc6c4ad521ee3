"""Worked examples: an agreement's own figures go in and are judged by its rules; where they differ is found.

`facts` are tallies by definition and enter at judging; examples with rows are worked where sources are read.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from accordant.agree.versions import versions
from accordant.check.calendar import reaches_beyond
from accordant.check.example_credit import paid_by, tells_enough
from accordant.check.facts import Unclear, Worked, can_be_worked, worked
from accordant.check.found import did_you_mean, found
from accordant.check.paid import credits, leading
from accordant.judge.judge import judge
from accordant.judge.rounding import shown
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Measurement
from accordant.plan.timeline import midnight, reigns, timeline
from accordant.terms.agreement import Agreement, Version
from accordant.terms.definition import Tiers
from accordant.terms.finding import Finding
from accordant.terms.legal import Example
from accordant.terms.obligation import Obligation
from accordant.terms.remedy import ServiceCredit
from accordant.terms.values import Quantity
from accordant.terms.window import WindowSpan

_FAR = 3 * 366 * 86_400_000_000
_MOST_DIGITS = 12


def examples(agreement: Agreement) -> Iterator[Finding]:
    """Work each example that has figures: find results that differ from the rules, and name what is not run.

    One that expects nothing is found, also of those that have rows, which are worked where they are read.
    """
    if reaches_beyond(agreement):
        return
    for example in agreement.examples:
        if not example.expect:
            yield found("example-unclear", f"example '{example.name}' expects nothing", example.place)
        if example.events or example.data:
            continue
        for name, expected in example.expect:
            yield from _expectation(agreement, example, name, expected)


def equal(actual: Fraction, expected: Quantity) -> bool:
    """Compare a percentage at the digits written, half to even; anything else exactly."""
    if expected.unit != "%":
        return actual == Fraction(expected.number)
    digits = _digits(expected)
    return Fraction(round(actual * 100 * 10**digits), 10**digits) == Fraction(expected.number)


def result_words(actual: Fraction, expected: Quantity) -> str:
    """Print a result: a percentage in the digits expected, anything else in all of its digits."""
    digits = _digits(expected)
    if expected.unit != "%":
        digits = next((n for n in range(_MOST_DIGITS) if round(actual, n) == actual), _MOST_DIGITS)
    return shown(actual, None, None, digits, expected.unit)


def _expectation(agreement: Agreement, example: Example, name: str, expected: Quantity) -> Iterator[Finding]:
    credit = next((one for one in credits(agreement) if one.name == name), None)
    promises = leading(credit, agreement) if credit else [o for o in agreement.obligations if o.name == name]
    if why := _not_run(name, credit, promises):
        yield found(
            "example-not-run", f"'{name}' of example '{example.name}' is not run yet: {why}", example.place
        )
        return
    try:
        if credit:
            yield from _paid(agreement, example, credit, promises[0], expected)
        else:
            yield from _compared(agreement, example, promises[0], expected)
    except Unclear as why:
        hint = did_you_mean(example.window, _labels(agreement, promises[0])) if "window" in str(why) else ""
        yield found("example-unclear", f"example '{example.name}': {why}", example.place, hint)


def _not_run(name: str, credit: ServiceCredit | None, promises: Sequence[Obligation]) -> str:
    """Say why figures alone do not tell what comes out; "" when they do."""
    if credit and not tells_enough(credit):
        return "facts do not tell one outage from another"
    if len(promises) != 1:
        return (
            "several obligations lead to it" if promises else "it is neither judged nor a credit that one leads to"
        )
    (promise,) = promises
    if credit and any(rule.when == "item" for rule in promise.on_miss if name in rule.remedies):
        return "it follows single items"
    if not can_be_worked(promise.indicator):
        return f"'{promise.indicator.word}' needs events"
    is_grouped = promise.for_each or isinstance(promise.target, Tiers)
    return "facts do not tell groups apart" if is_grouped else ""


def _compared(
    agreement: Agreement, example: Example, obligation: Obligation, expected: Quantity
) -> Iterator[Finding]:
    verdict, facts, _ = _verdict(agreement, example, obligation)
    if verdict is None or verdict.actual is None:
        message = f"the facts give no value for '{obligation.name}': {facts.sum}"
        yield found("example-unclear", f"example '{example.name}': {message}", example.place)
    elif not equal(verdict.actual, expected):
        result = result_words(verdict.actual, expected)
        message = (
            f"example '{example.name}' expects {expected} of '{obligation.name}', and the rule gives {result}"
        )
        related = (f"the rule: {facts.sum}", obligation.place)
        yield found("example-differs", message, example.place, "", related)


def _paid(
    agreement: Agreement, example: Example, credit: ServiceCredit, obligation: Obligation, expected: Quantity
) -> Iterator[Finding]:
    """Compare what a credit pays by the facts, before claims and the caps that several share."""
    verdict, facts, terms = _verdict(agreement, example, obligation)
    if verdict is None:
        raise Unclear(f"the facts give no value for '{obligation.name}': {facts.sum}")
    result, line = paid_by(credit, terms, verdict, _history(agreement))
    if result is None:
        raise Unclear(f"what '{credit.name}' pays is not known: {line}")
    if result != expected:
        message = f"example '{example.name}' expects {expected} of '{credit.name}', and the rule gives {result}"
        yield found("example-differs", message, example.place, "", (f"the rule: {line}", credit.place))


def _digits(expected: Quantity) -> int:
    return max(-int(expected.number.as_tuple().exponent), 0)


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


def _verdict(
    agreement: Agreement, example: Example, obligation: Obligation
) -> tuple[Verdict | None, Worked, Agreement]:
    """Judge an obligation by the facts: its verdict, what they came to, and the text that rules the window."""
    history = _history(agreement)
    window = _window(history, obligation, example.window)
    terms = history[window.version - 1].terms
    ruling = terms.obligation(obligation.name)
    found = worked(terms, ruling, dict(example.facts), window)
    verdicts = judge(history, [Measurement(ruling.name, (window,), (found.tally,))], window.stop)
    return verdicts[0] if verdicts else None, found, terms
