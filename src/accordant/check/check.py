"""Checking: an agreement goes in; all that is wrong, missing or unwise in it comes out, without any data."""

from collections.abc import Callable, Iterable, Iterator

from accordant.check import balance, consequence, frame
from accordant.check.silence import silenced, silences
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding

Rule = Callable[[Agreement], Iterable[Finding]]

CHECKS: tuple[Rule, ...] = (
    balance.one_sided,
    balance.commitment,
    balance.contacts,
    frame.purpose,
    frame.goal,
    frame.review,
    frame.ending,
    consequence.nothing_follows,
)


def check(agreement: Agreement) -> list[Finding]:
    """Check an agreement by every rule, as signed and as each amendment makes it read, ordered by place.

    A finding that several versions share is told once. What `silence` names keeps its reason in `silenced`.
    Never raises, whatever was read.
    """
    texts = (agreement, *(amendment.agreement for amendment in agreement.amendments))
    return in_order(finding for text in texts for finding in _of_text(text))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by file, line, column and code; equal ones are told once."""
    return sorted(dict.fromkeys(findings), key=_order)


def _of_text(agreement: Agreement) -> Iterator[Finding]:
    findings = [finding for rule in CHECKS for finding in rule(agreement)]
    yield from silenced(agreement, findings)
    yield from silences(agreement, findings)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    at = finding.at
    return (at.file if at else "", at.line if at else 0, at.column if at else 0, finding.code, finding.message)
