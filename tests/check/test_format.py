"""The agreements that people are shown give no errors, and only the warnings a reasonable reader would share."""

from pathlib import Path

import pytest

from accordant.check.check import check
from accordant.check.sources import check_sources
from accordant.terms.finding import Finding, Severity
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources

from .corpus import FORMAT

SHOWN = {
    "marketing-sales": [],
    "commitment-public": ["evaluated-later"],
    # Its only promise is speed, to people who sign nothing, and it says nothing of its end.
    "customer-city-requests": ["no-ending", "one-sided", "speed-without-depth"],
    "negotiation-252": ["agreed-not-measured", "no-purpose"],
    # What providers print says neither what it is for, nor when anybody looks at it, nor how to leave.
    "vendor-backbone": ["no-ending", "no-purpose", "no-review", "nobody-claims"],
    "vendor-object-storage": [
        "no-ending",
        "no-purpose",
        "no-review",
        "too-few-measures",
    ],
    "vendor-managed-service": [
        "agreed-not-measured",
        "agreed-not-measured",
        "no-purpose",
        "no-review",
        "too-few-measures",
    ],
}
SAMPLES = Path(check.__code__.co_filename).parents[1] / "sample"


def findings_of(agreement_file: Path, sources_file: Path) -> list[Finding]:
    agreement, found = read_agreement(agreement_file)
    assert agreement is not None
    found = [*found, *check(agreement)]
    if sources_file.exists():
        sources, more = read_sources(sources_file)
        assert sources is not None
        found = [*found, *more, *check_sources(agreement, sources)]
    return found


@pytest.mark.parametrize("name", SHOWN)
def test_the_format_gives_no_errors_and_deserved_warnings(name: str) -> None:
    found = findings_of(FORMAT / f"{name}.yaml", FORMAT / f"{name}.sources.yaml")
    assert sorted(finding.rule for finding in found) == SHOWN[name]


def test_every_agreement_of_the_format_is_looked_at() -> None:
    files = {file.name.removesuffix(".yaml") for file in FORMAT.glob("*.yaml")}
    assert {name for name in files if ".sources" not in name} == set(SHOWN)


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*/agreement.yaml")), ids=lambda file: file.parent.name)
def test_samples_give_no_errors(file: Path) -> None:
    found = findings_of(file, file.with_name("sources.yaml"))
    assert [finding for finding in found if finding.severity is Severity.ERROR] == []


def test_the_flagship_sample_gives_no_findings_at_all() -> None:
    folder = SAMPLES / "marketing-sales"
    assert findings_of(folder / "agreement.yaml", folder / "sources.yaml") == []
