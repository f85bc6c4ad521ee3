"""Deadlines: a miss and what was agreed about time go in, the last instant that is still in time comes out."""

from collections.abc import Sequence
from datetime import timedelta

from accordant.measure.measurement import Answer
from accordant.plan.clocks import Clocks
from accordant.plan.length import add, deadline
from accordant.plan.timeline import term_stop
from accordant.settle.anchor import moments_of
from accordant.settle.consequence import ClaimBy
from accordant.settle.raised import Raised
from accordant.terms.remedy import ClaimRule, Deadline
from accordant.terms.values import Instant, Length
from accordant.zone import local_time

_DAY = timedelta(days=1)
_MONTHS = ("month", "quarter", "year")


def due_after(length: Length | None, anchor: Instant, each: Raised, clocks: Clocks) -> Instant | None:
    """Return the deadline so long after an instant, by the calendar of the obligation or else of the term.

    None when no time was agreed. Raises as `plan.length.deadline` does.
    """
    if length is None:
        return None
    return deadline(length, anchor, each.terms.term.zone, clocks.of(each.obligation.calendar))


def claim_deadlines(
    rule: ClaimRule, each: Raised, clocks: Clocks, answers: Sequence[Answer] = ()
) -> tuple[ClaimBy, ...]:
    """Return every deadline of a claim, as written; the claim has to keep them all.

    One that hangs on a moment which was not told, or on the end of a term that has none, has no last instant. Of
    several moments that belong to a miss the earliest counts whose deadline the miss does not come too late for.
    """
    written = rule.before if len(rule.before) == len(rule.deadlines) else ("",) * len(rule.deadlines)
    return tuple(
        _claim_by(line, words or f"{line.after} after {line.anchor}", each, clocks, answers)
        for words, line in zip(written, rule.deadlines, strict=True)
    )


def earliest(deadlines: Sequence[ClaimBy]) -> Instant | None:
    """Return the first of the deadlines that is known; None when nobody can say that it is too late."""
    return min((one.last for one in deadlines if one.last is not None), default=None)


def days_left(due: Instant | None, as_of: Instant, zone: str) -> int | None:
    """Return how many local dates are left until a deadline, 0 on the date itself; None when it has passed."""
    if due is None or as_of > due:
        return None
    return (local_time(zone, due).date() - local_time(zone, as_of).date()).days


def _claim_by(line: Deadline, words: str, each: Raised, clocks: Clocks, answers: Sequence[Answer]) -> ClaimBy:
    if line.windows:
        return ClaimBy(words, _end_of_window(line.windows, each) if _anchors(line.anchor, each, answers) else None)
    found = [
        (due_after(line.after, anchor, each, clocks), anchor) for anchor in _anchors(line.anchor, each, answers)
    ]
    known = sorted((last, anchor) for last, anchor in found if last is not None)
    if not known:
        return ClaimBy(words, None, f"'{line.anchor}' was not told yet")
    last, anchor = next((pair for pair in known if pair[0] >= each.at), known[-1])
    return ClaimBy(words, last, _other_reading(line.after, anchor, last, each.terms.term.zone))


def _anchors(name: str, each: Raised, answers: Sequence[Answer]) -> Sequence[Instant]:
    match name:
        case "window end":
            return (each.verdict.window.stop - 1,)
        case "miss":
            return (each.at,)
        case "term end":
            stop = term_stop(each.terms.term)
            return () if stop is None else (stop - 1,)
        case _:
            return moments_of(name, each, answers)


def _other_reading(length: Length | None, anchor: Instant, last: Instant, zone: str) -> str:
    """Say where so many months after the last date of a month are read as the last date of a longer one, too."""
    if length is None or length.unit not in _MONTHS:
        return ""
    first, end = local_time(zone, anchor).date(), local_time(zone, last).date()
    is_month_end = (first + _DAY).month != first.month
    if not is_month_end or (end + _DAY).month != end.month:
        return ""
    other = end
    while (other + _DAY).month == end.month:
        other += _DAY
    return f"may be read as {other} too: the earlier date, {end}, counts"


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
