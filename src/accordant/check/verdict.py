"""The verdict of the agreement: weights and conditions go in; findings come out for those without effect."""

from collections.abc import Iterator
from datetime import date

from accordant.check.found import found, quoted
from accordant.terms.agreement import Agreement
from accordant.terms.condition import AnyMissed, Happened, Missed, ScoreBelow, VerdictCondition
from accordant.terms.finding import Finding
from accordant.terms.obligation import Obligation
from accordant.terms.window import Term, Window

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def weights(agreement: Agreement) -> Iterator[Finding]:
    """Find obligations without a weight where others have one, and percentages that do not add up to 100."""
    given = dict(agreement.verdict.weights)
    if not given:
        return
    without = [obligation.name for obligation in agreement.obligations if obligation.name not in given]
    place = agreement.verdict.place
    if without:
        counts = "counts" if len(without) == 1 else "count"
        message = f"{quoted(without)} {counts} for nothing in the score: no weight"
        yield found("incomplete-weights", message, place, "give every obligation a weight, or none")
    total = sum(given.values())
    if not without and total != 100 and 90 <= total <= 110:
        hint = "only their ratio counts; written as percentages they should be 100 in all"
        yield found("incomplete-weights", f"the weights add up to {total}", place, hint)


def conditions(agreement: Agreement) -> Iterator[Finding]:
    """Find conditions of the verdict and of rights that can never hold, or always do."""
    rule = agreement.verdict
    lines: list[tuple[str, VerdictCondition]] = [("degraded", one) for one in rule.degraded]
    lines += [("breached", one) for one in rule.breached]
    lines += [(f"right '{right.name}'", one) for right in agreement.ending for one in right.when]
    for what, condition in lines:
        why = _why_idle(condition, agreement)
        if why:
            yield found("idle-condition", f"a condition of {what} {why}", condition.place)


def ladders(agreement: Agreement) -> Iterator[Finding]:
    """Find rungs of a ladder that the term has not windows enough to reach."""
    for obligation in agreement.obligations:
        most = windows_in(agreement.term, obligation.window)
        for rule in obligation.on_miss:
            if rule.when == "row" and most is not None and rule.nth > most:
                missed = f"{rule.nth} misses in a row of '{obligation.name}'"
                message = f"{missed} can never happen: the term has {_windows(most)}"
                yield found("idle-condition", message, rule.place or obligation.place)


def _why_idle(condition: VerdictCondition, agreement: Agreement) -> str:
    match condition:
        case ScoreBelow(limit) if limit.number <= 0:
            return f"can never hold: no score is below {limit}"
        case ScoreBelow(limit) if limit.number > 100:
            return f"always holds: every score is below {limit}"
        case AnyMissed(critical=True) if not any(o.critical for o in agreement.obligations):
            return "can never hold: no obligation is marked 'critical: yes'"
        case AnyMissed(run=run):
            return _too_long(run, agreement.obligations, agreement.term)
        case Missed(name, misses, among) if misses > among:
            return f"can never hold: {misses} of {among} windows"
        case Missed(name, misses):
            return _too_long(misses, [o for o in agreement.obligations if o.name == name], agreement.term)
        case ScoreBelow() | Happened():
            return ""


def _too_long(run: int, obligations: tuple[Obligation, ...] | list[Obligation], term: Term) -> str:
    numbers = [windows_in(term, obligation.window) for obligation in obligations]
    if not numbers or None in numbers:
        return ""
    most = max(number for number in numbers if number is not None)
    return f"can never hold: the term has {_windows(most)}" if run > most else ""


def _windows(number: int) -> str:
    return f"{number} window{'' if number == 1 else 's'}"


def windows_in(term: Term, window: Window) -> int | None:
    """Return how many windows of an obligation end in the term; None when the term has no end."""
    if window.unit == "term":
        return 1
    if term.through is None:
        return None
    first, last = term.start, term.through
    if window.unit in ("day", "rolling"):
        return (last - first).days + 1
    if window.unit == "week":
        return (_monday(last) - _monday(first)) // 7 + 1
    size = _MONTHS[window.unit]
    return _month(last) // size - _month(first) // size + 1


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
