"""Claims: how a credit is asked for goes in; findings come out where nobody can ask, or not in time."""

from collections.abc import Iterator

from accordant.check.clock import SHORTEST, compared
from accordant.check.found import found
from accordant.check.paid import credits, leading
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.indicator import Deliver
from accordant.terms.obligation import Obligation
from accordant.terms.remedy import AtRiskPool, ClaimRule, Deadline, Remedy, ServiceCredit
from accordant.terms.values import Length


def before_window_end(agreement: Agreement) -> Iterator[Finding]:
    """Find claims that fall due before the window they are about has ended."""
    for remedy, rule in _claims(agreement):
        shortest = _shortest_window(remedy, agreement)
        for deadline in rule.deadlines:
            if not deadline.definition or deadline.after is None or shortest is None:
                continue
            if (order := compared(deadline.after, shortest)) is not None and order < 0:
                written = f"{deadline.after} after {deadline.anchor}"
                message = f"the claim of '{remedy.name}', {written}, may be due before its window ends"
                hint = "count from 'window end', when both know what is owed"
                yield found("claim-before-window-end", message, rule.place or remedy.place, hint)


def before_report(agreement: Agreement) -> Iterator[Finding]:
    """Find claims that are due before the other side has to report what they rest on."""
    for remedy, rule in _claims(agreement):
        for report in _reports(remedy, agreement):
            day = report.schedule.day if report.schedule else 0
            for deadline in rule.deadlines:
                days = _days_after_window(deadline)
                if days is not None and days < day:
                    written = f"{deadline.after} after {deadline.anchor}"
                    message = f"the claim of '{remedy.name}', {written}, is due before '{report.name}': day {day}"
                    hint = f"leave more than {day} days, or let the report come earlier"
                    related = (f"'{report.name}' is here", report.place)
                    yield found("claim-before-report", message, rule.place or remedy.place, hint, related)


def nobody_claims(agreement: Agreement) -> Iterator[Finding]:
    """Tell of credits that say neither who claims them nor how they are given."""
    for credit in credits(agreement):
        if leading(credit, agreement) and not (credit.claim or credit.paid or credit.form or credit.text):
            message = f"'{credit.name}' does not say who claims it, nor that it comes by itself"
            hint = "add 'claim:', or 'form: taken off the next bill'"
            yield found("nobody-claims", message, credit.place, hint)


def _claims(agreement: Agreement) -> Iterator[tuple[Remedy, ClaimRule]]:
    for remedy in agreement.remedies:
        if isinstance(remedy, ServiceCredit | AtRiskPool) and remedy.claim:
            yield remedy, remedy.claim


def _shortest_window(remedy: Remedy, agreement: Agreement) -> Length | None:
    windows = [obligation.window for obligation in leading(remedy, agreement)]
    if not windows or any(window.unit == "term" for window in windows):
        return None
    return Length(min(window.days or SHORTEST[window.unit] for window in windows), "day")


def _reports(remedy: Remedy, agreement: Agreement) -> Iterator[Obligation]:
    """Yield what the obligors of a remedy deliver each month."""
    owing = {obligation.owed_by for obligation in leading(remedy, agreement) if obligation.window.unit == "month"}
    for obligation in agreement.obligations:
        is_monthly = obligation.schedule is not None and obligation.schedule.every == "month"
        if isinstance(obligation.indicator, Deliver) and is_monthly and obligation.owed_by in owing:
            yield obligation


def _days_after_window(deadline: Deadline) -> int | None:
    length = deadline.after
    is_days = length is not None and length.unit == "day" and not length.business
    return length.amount if length and is_days and deadline.anchor == "window end" else None
