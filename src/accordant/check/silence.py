"""Silence: findings and what the parties say of rules they do not follow go in; silenced findings come out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from accordant.check.codes import RULES
from accordant.check.found import did_you_mean, found
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding

# Whether anything breaks these is known only with the sources.
_WITH_SOURCES = "W62"


def silenced(agreement: Agreement, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give each finding whose rule the parties silenced their reason; errors cannot be silenced."""
    reasons = {silence.rule: silence.reason for silence in agreement.silence}
    for finding in findings:
        yield finding if finding.stops else replace(finding, silenced=reasons.get(finding.rule, ""))


def silences(agreement: Agreement, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Find silences of rules that do not exist, that stop, or that nothing breaks."""
    broken = {finding.rule for finding in findings}
    for silence in agreement.silence:
        if silence.rule not in RULES:
            message = f"there is no rule '{silence.rule}' to silence"
            yield found("unknown-silence", message, silence.place, did_you_mean(silence.rule, RULES))
        elif RULES[silence.rule][0].startswith("E"):
            message = f"rule '{silence.rule}' cannot be silenced: what it finds cannot be evaluated"
            yield found("unknown-silence", message, silence.place)
        elif silence.rule not in broken and not RULES[silence.rule][0].startswith(_WITH_SOURCES):
            message = f"rule '{silence.rule}' is silenced, and nothing breaks it"
            yield found("needless-silence", message, silence.place, "remove the line")
