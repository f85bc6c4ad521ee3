"""Pieces and measures of credits: what is paid by goes in; findings come out where no obligation measures it."""

from collections.abc import Iterator

from accordant.check.found import found
from accordant.check.paid import credits, leading, payments
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.indicator import Availability, Time
from accordant.terms.obligation import Obligation
from accordant.terms.remedy import Piece, ServiceCredit
from accordant.terms.target import targets
from accordant.terms.values import Length, Quantity


def unmeasured(agreement: Agreement) -> Iterator[Finding]:
    """Find credits that pay by downtime, elapsed time or a distance which their obligations have not."""
    for credit in credits(agreement):
        for obligation in leading(credit, agreement):
            if why := _by(credit, obligation) or _piece(credit, obligation):
                message = f"'{credit.name}' of '{obligation.name}' {why}"
                related = (f"'{credit.name}' is here", credit.place)
                yield found("paid-by-nothing", message, obligation.place, "", related)
        if credit.days == "added to the term" and not all(isinstance(one, Length) for one in payments(credit)):
            message = f"'{credit.name}' adds days to the term, and does not pay in days"
            yield found("paid-by-nothing", message, credit.place, "write what it pays like '3 days'")


def _by(credit: ServiceCredit, obligation: Obligation) -> str:
    """Say what is amiss with the measure of bands and tables; "" when nothing is."""
    match credit.by:
        case "downtime" | "longest outage" if not _has_outages(obligation):
            return f"pays by {credit.by}, and that obligation measures no outages"
        case "elapsed" if not _is_single(credit, obligation):
            return "pays by elapsed time, which only single items have: write 'on each miss'"
        case "overshoot" if any(target.bound.high is None for target in targets(obligation.target)):
            return "pays by overshoot, which only a target with 'at most' has"
        case "shortfall" if any(target.bound.low is None for target in targets(obligation.target)):
            return "pays by shortfall, which only a target with 'at least' has"
        case _:
            return ""


def _piece(credit: ServiceCredit, obligation: Obligation) -> str:
    piece = credit.for_each
    if piece is None:
        return ""
    if credit.pays is None:
        return f"says what it is for, each {piece}, and not what it pays"
    if piece.of in ("above target", "below target"):
        return _beyond(piece, credit, obligation)
    if not _has_outages(obligation):
        return f"pays for each {piece}, and that obligation measures no outages"
    if piece.of != "downtime above target":
        return ""
    if credit.counted == "each outage":
        return "takes the downtime of each outage by itself, which is not above or below a target"
    is_share = all(target.bound.low for target in targets(obligation.target))
    return "" if is_share else "pays for downtime above a target, and that obligation promises no 'at least'"


def _beyond(piece: Piece, credit: ServiceCredit, obligation: Obligation) -> str:
    """Say what is amiss with a piece of what lies beyond a target, or beyond the limit of an item."""
    if isinstance(piece.size, Length):
        is_timed = isinstance(obligation.indicator, Time) and _is_single(credit, obligation)
        is_above = piece.of == "above target"
        return "" if is_timed and is_above else f"pays for each {piece}, which only single items of 'time' have"
    upper = piece.of == "above target"
    for target in targets(obligation.target):
        end = target.bound.high if upper else target.bound.low
        if end is None:
            return f"pays for each {piece}, and the target has no {'upper' if upper else 'lower'} bound"
        if isinstance(piece.size, Quantity) and piece.size.unit != end.unit:
            return f"pays for each {piece}, and the target is {target.bound}"
    return ""


def _has_outages(obligation: Obligation) -> bool:
    indicator = obligation.indicator
    return isinstance(indicator, Availability) and not indicator.rate


def _is_single(credit: ServiceCredit, obligation: Obligation) -> bool:
    """Say whether a credit follows single items only."""
    return all(rule.when == "item" for rule in obligation.on_miss if credit.name in rule.remedies)
