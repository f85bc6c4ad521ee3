"""Small changes of the agreement that follows every rule: lines go in by what they replace."""

from accordant.check.check import check
from accordant.check.sources import check_sources
from accordant.terms.finding import Finding
from accordant.text.read import read_agreement_text
from accordant.text.sources import read_sources_text

Edit = tuple[str, str]


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """Replace the first of each text by another; one that is not there fails the test."""
    for old, new in edits:
        assert old in text, f"'{old}' is not in the agreement"
        text = text.replace(old, new, 1)
    return text


def without(text: str, name: str) -> str:
    """Take an obligation away."""
    lines = text.split("\n")
    start = lines.index(f"  {name}:")
    stop = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith("    "))
    return "\n".join(lines[:start] + lines[stop:])


def checked(text: str) -> list[Finding]:
    """Read and check an agreement; reading must find nothing that stops."""
    agreement, findings = read_agreement_text(text)
    assert agreement is not None and not any(finding.stops for finding in findings), findings
    return check(agreement)


def checked_with(text: str, sources: str) -> list[Finding]:
    """Read an agreement and sources and check one against the other."""
    agreement, findings = read_agreement_text(text)
    assert agreement is not None and not any(finding.stops for finding in findings), findings
    read, more = read_sources_text(sources)
    assert read is not None and not more, more
    return check_sources(agreement, read)


def rules(findings: list[Finding]) -> set[str]:
    """Return the names of the rules that were broken."""
    return {finding.rule for finding in findings}
