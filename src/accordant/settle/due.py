"""Deadlines: a miss and what was agreed about time go in, the last instant that is still in time comes out."""

from accordant.plan.clocks import Clocks
from accordant.plan.length import add, deadline
from accordant.plan.timeline import term_stop
from accordant.settle.raised import Raised
from accordant.terms.remedy import ClaimRule, Deadline
from accordant.terms.values import Instant, Length


def due_after(length: Length | None, anchor: Instant, each: Raised, clocks: Clocks) -> Instant | None:
    """Return the deadline so long after an instant, by the calendar of the obligation or else of the term.

    None when no time was agreed. Raises as `plan.length.deadline` does.
    """
    if length is None:
        return None
    return deadline(length, anchor, each.terms.term.zone, clocks.of(each.obligation.calendar))


def claim_due(rule: ClaimRule, each: Raised, clocks: Clocks) -> Instant | None:
    """Return the earliest of the deadlines of a claim: it has to keep them all.

    One that hangs on a moment which is not told with the window (`72 hours after fault`), or on the end of a term
    that has none, is left out; None when that leaves none, and nobody can say that it is too late.
    """
    found = [_claim_deadline(line, each, clocks) for line in rule.deadlines]
    return min((instant for instant in found if instant is not None), default=None)


def _claim_deadline(line: Deadline, each: Raised, clocks: Clocks) -> Instant | None:
    anchor = _anchor(line.anchor, each)
    if anchor is None:
        return None
    return _end_of_window(line.windows, each) if line.windows else due_after(line.after, anchor, each, clocks)


def _anchor(name: str, each: Raised) -> Instant | None:
    match name:
        case "window end":
            return each.verdict.window.stop - 1
        case "miss":
            return each.at
        case "term end":
            stop = term_stop(each.terms.term)
            return None if stop is None else stop - 1
        case _:
            return None


def _end_of_window(count: int, each: Raised) -> Instant | None:
    """Return the last instant of the n-th window after the one that was missed; a term has no next."""
    window = each.obligation.window
    stop = each.verdict.window.whole_stop
    match window.unit:
        case "term":
            return None
        case "rolling":
            return add(Length(count, "day"), stop, each.terms.term.zone) - 1
        case unit:
            return add(Length(count, unit), stop, each.terms.term.zone) - 1
