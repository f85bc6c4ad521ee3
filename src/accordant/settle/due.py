"""Deadlines: a miss and what was agreed about time go in, the last instant that is still in time comes out."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from accordant.plan.length import add, deadline
from accordant.settle.raised import Raised
from accordant.terms.calendar import OpenTime
from accordant.terms.remedy import ClaimRule, Deadline
from accordant.terms.values import Instant, Length
from accordant.terms.window import Term
from accordant.zone import local_instant

Calendars = Mapping[str, OpenTime]


def due_after(length: Length | None, anchor: Instant, each: Raised, calendars: Calendars) -> Instant | None:
    """Return the deadline so long after an instant, by the calendar of the obligation or else of the term.

    None when no time was agreed. Raises as `plan.length.deadline` does.
    """
    if length is None:
        return None
    calendar = calendars.get(each.obligation.calendar or each.terms.term.calendar)
    return deadline(length, anchor, each.terms.term.zone, calendar)


def claim_due(rule: ClaimRule, each: Raised, calendars: Calendars) -> Instant | None:
    """Return the earliest of the deadlines of a claim: it has to keep them all.

    None when one hangs on a moment that is not told with the window (`72 hours after fault`), or on the end of a
    term that has none: then nobody can say that it is too late.
    """
    found = [_claim_deadline(line, each, calendars) for line in rule.deadlines]
    known = [instant for instant in found if instant is not None]
    return min(known) if known and len(known) == len(found) else None


def last_instant(term: Term) -> Instant | None:
    """Return the last instant inside the term; None when it is open-ended."""
    if term.through is None:
        return None
    return local_instant(term.zone, datetime.combine(term.through + timedelta(days=1), time.min)) - 1


def _claim_deadline(line: Deadline, each: Raised, calendars: Calendars) -> Instant | None:
    anchor = _anchor(line.anchor, each)
    if anchor is None:
        return None
    return _end_of_window(line.windows, each) if line.windows else due_after(line.after, anchor, each, calendars)


def _anchor(name: str, each: Raised) -> Instant | None:
    match name:
        case "window end":
            return each.verdict.window.stop - 1
        case "miss":
            return each.at
        case "term end":
            return last_instant(each.terms.term)
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
