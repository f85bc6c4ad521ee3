"""SC10: a commitment binds one side, is asked about at any instant, and an edit leaves its first version."""

from pathlib import Path

import pytest

from accordant.check.check import check
from accordant.cli.engine import load
from accordant.cli.moment import instant
from accordant.evaluate import Evaluation, evaluate, met_at
from accordant.judge.kept import is_met
from accordant.text.read import read_agreement, read_agreement_text
from accordant.text.sources import read_sources

CASE = Path(__file__).parent / "cases" / "sc10-commitment"
OWED_BACK = """  payment:
    owed by: customers
    owed to: provider
    count: outage told
    target: at least 1
    window: month
    on miss: [explanation]
"""


@pytest.fixture(scope="module", params=["duckdb", "memory"])
def asked(request: pytest.FixtureRequest):
    agreement, _ = read_agreement(CASE)
    sources, _ = read_sources(CASE / "sources.yaml")
    assert agreement is not None and sources is not None
    engine = load(request.param, sources, agreement)

    def at(text: str) -> Evaluation:
        return evaluate(agreement, engine, instant(text, "UTC", "as of"))

    return at


def test_nobody_has_to_sign_it_back() -> None:
    agreement, findings = read_agreement(CASE)
    assert agreement is not None and not findings
    assert not [finding for finding in check(agreement) if finding.stops]


def test_what_the_other_side_owes_is_refused() -> None:
    text = (CASE / "agreement.yaml").read_text(encoding="utf-8")
    text = text.replace("  rtt:    {of", "  outage told: {of: incident, when: event = 'down'}\n  rtt:    {of")
    agreement, _ = read_agreement_text(text.replace("remedies:\n", f"{OWED_BACK}remedies:\n"))
    assert agreement is not None
    (refused,) = (finding for finding in check(agreement) if finding.stops)
    assert refused.message == "'customers' owes 'payment', and a commitment binds one side only"
    assert refused.hint.startswith("make it an SLA")


@pytest.mark.parametrize(
    ("at", "uptime", "round_trip", "all_of_them"),
    [
        ("2026-02-10T00:00:00Z", "kept so far", "cannot be told", None),
        ("2026-03-10T10:04:00Z", "kept so far", "kept so far", True),
        ("2026-03-10T10:05:00Z", "missed", "kept so far", False),
        ("2026-04-10T00:00:00Z", "kept so far", "kept so far", True),
        ("2026-04-20T10:00:26Z", "missed", "kept so far", False),
    ],
)
def test_it_answers_at_any_instant(asked, at: str, uptime: str, round_trip: str, all_of_them: bool | None) -> None:
    standing = met_at(asked(at))
    assert [one.answer for one in standing] == [uptime, round_trip]
    assert is_met(standing) is all_of_them


def test_an_edit_makes_a_second_version_and_leaves_the_first(asked) -> None:
    before, after = asked("2026-03-15T00:00:00Z"), asked("2026-05-01T00:00:00Z")
    assert [version.number for version in before.versions] == [1]
    assert [version.number for version in after.versions] == [1, 2]
    assert after.versions[0].terms.fingerprint == before.versions[0].terms.fingerprint
    assert after.versions[1].terms.fingerprint != before.versions[0].terms.fingerprint
    windows = {v.window.label: v.window.version for v in after.verdicts if v.obligation == "uptime"}
    assert (windows["2026-03"], windows["2026-04"]) == (1, 2)
