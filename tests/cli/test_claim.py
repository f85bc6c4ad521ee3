"""`accordant claim`: letters with their evidence for what can still be claimed; what expired is told apart."""

import json
from pathlib import Path

import pytest
from cli.run import EXAMPLES, MISSED, ROOT, USAGE, run
from report.reading import Page

CALENDAR = ROOT / "tests" / "cases" / "claim-calendar-of-one-incident"
CLOUD = ROOT / "tests" / "cases" / "sc5-cloud-credits"
BEFORE_AND_AFTER = ("2026-12-01", "2026-12-10")


def letter(words: str) -> str:
    return " ".join(run(words).stdout.split())


def test_a_letter_says_who_claims_what_of_whom_and_by_which_clause() -> None:
    told = letter(f"claim {CLOUD} --as-of 2026-12-10T00:00Z --remedy 'region credit'")
    assert told.startswith("Claim of 1,840.00 USD Date: Thu 10 Dec 2026 00:00 UTC From: Our company To: Carrier")
    assert (
        "availability of at least 99.99% in a month, where service = 'region'. [agreement.yaml, line 24]" in told
    )
    assert "version 1 in force since 2026-11-01, fingerprint " in told
    assert told.endswith("Our company claims 1,840.00 USD.")


def test_a_letter_has_the_calculation_the_outages_and_what_is_to_be_sent_with_it() -> None:
    told = letter(f"claim {CLOUD} --as-of 2026-12-10 --remedy 'region credit'")
    assert "99.939815% is below 99.99%: 10% of region bill is 1,840.00 USD." in told
    assert "r1 Sat 14 Nov 2026 10:00 UTC to Sat 14 Nov 2026 10:26 UTC 26 min" in told
    assert "- dates and times - region - logs" in told


def test_every_deadline_stands_with_its_rule_and_the_time_left() -> None:
    told = letter(f"claim {CALENDAR} --as-of 2026-12-10T15:00Z --remedy azure")
    assert "2 months after window end: Sat 30 Jan 2027 24:00, 51 days left; may be read as 2027-01-31 too" in told


def test_what_expired_unclaimed_is_exit_code_3_and_told_beside_the_letters() -> None:
    result = run(f"claim {CALENDAR} --as-of 2026-12-10T15:00Z")
    assert result.exit_code == MISSED
    assert result.stdout.count("Our company claims 150.00 USD.") == 6
    assert "expired unclaimed: Cogent, Uptime, November 2026: 150.00 USD, claim was to be made by" in result.stderr
    assert "Cogent" not in result.stdout


def test_letters_alone_are_exit_code_0() -> None:
    assert run(f"claim {CALENDAR} --as-of 2026-12-10T15:00Z --remedy ntt").exit_code == 0


def test_nothing_to_claim_is_said_and_is_exit_code_0() -> None:
    result = run(f"claim {EXAMPLES / 'github-status'} --as-of 2022-06-01")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing can be claimed" in result.stderr


def test_a_claim_that_was_made_is_not_made_again() -> None:
    before, after = (json.loads(run(f"claim {CLOUD} --as-of {day} --json").stdout) for day in BEFORE_AND_AFTER)
    assert [(one["remedy"], one["amount"]) for one in before["letters"]] == [
        ("instance credit", "93.00 USD"),
        ("region credit", "1,840.00 USD"),
    ]
    assert [one["remedy"] for one in after["letters"]] == ["region credit"]
    assert not after["expired"]


def test_the_page_holds_a_letter_a_sheet(tmp_path: Path) -> None:
    run(f"claim {CALENDAR} --as-of 2026-12-10T15:00Z --html {tmp_path / 'claim.html'}")
    page = Page((tmp_path / "claim.html").read_text(encoding="utf-8"))
    assert [one.attributes["id"] for one in page.all("article", "letter")] == [f"claim-{n}" for n in range(1, 7)]
    assert "Not claimed in time" in page.text
    links = {one.attributes["href"] for one in page.all("a") if one.attributes["href"].startswith("#")}
    assert links <= {f"#{one}" for one in page.ids}


@pytest.mark.parametrize(
    ("option", "why"), [("--remedy x", "there is no remedy 'x'"), ("--window x", "no window 'x'")]
)
def test_an_unknown_remedy_or_window_is_wrong_usage(option: str, why: str) -> None:
    result = run(f"claim {CLOUD} --as-of 2026-12-10 {option}")
    assert result.exit_code == USAGE
    assert why in result.stderr
