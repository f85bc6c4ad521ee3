"""The frame: the clauses around the promises go in; findings come out for those that are missing."""

from collections.abc import Iterator

from accordant.check.found import found
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding

# Profiles of negotiations whose steps the law prescribes: no service is measured, and the law ends them.
PROCEDURES = ("us-telecom-252",)


def purpose(agreement: Agreement) -> Iterator[Finding]:
    """Find an agreement that does not say what it is for; a commitment says it by its promise."""
    if agreement.kind != "commitment" and not agreement.purpose:
        hint = "purpose: one sentence that both parties would sign"
        yield found("no-purpose", "the agreement has no 'purpose'", agreement.place, hint)


def goal(agreement: Agreement) -> Iterator[Finding]:
    """Find an internal agreement without a goal that both parties share."""
    if agreement.kind in ("internal", "multilevel") and not agreement.goals:
        hint = 'goals: {new revenue: {amount: "600,000 USD", per: month, owners: [...]}}'
        yield found("no-goal", "the parties share no goal", agreement.place, hint)


def review(agreement: Agreement) -> Iterator[Finding]:
    """Find an agreement that nobody looks at again; a commitment is published instead."""
    if agreement.kind != "commitment" and not is_procedure(agreement) and agreement.review is None:
        hint = "review: {every: month, within: 5 business days}"
        yield found("no-review", "nobody agreed when to review the numbers", agreement.place, hint)


def ending(agreement: Agreement) -> Iterator[Finding]:
    """Find an agreement that says nothing of how it ends early, or a commitment of how it is withdrawn."""
    if not agreement.ending and not is_procedure(agreement):
        hint = "ending: {at will: {by: either party, notice: 30 days}}"
        yield found("no-ending", "nobody agreed how the agreement ends", agreement.place, hint)


def is_procedure(agreement: Agreement) -> bool:
    """Say whether the law prescribes the steps, by the profile: the parties do not choose what they promise."""
    return agreement.profile in PROCEDURES
