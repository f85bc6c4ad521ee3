"""Versions: amendments by date and agreements that stand over another give whole texts, place by place."""

from datetime import date
from pathlib import Path

from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.target import Bound, Target
from accordant.terms.values import Quantity
from accordant.text.read import read_agreement

BASE = """format: 1
title: Support
kind: customer
parties: {desk: {name: Desk}, users: {name: Users}}
term: {from: 2026-01-01, zone: UTC}
definitions:
  opened: {of: ticket, when: event = 'opened'}
  closed: {of: ticket, when: event = 'closed'}
obligations:
  answered:
    owed by: desk
    owed to: users
    time: {from: opened, to: closed}
    within: 4 hours
    target: at least 95%
    window: month
  busy: {owed by: users, owed to: desk, count: opened, target: at most 90, window: month}
"""
JULY = """format: 1
agreed: 2026-06-15
from: 2026-07-01
reason: More staff
changes:
  obligations:
    answered:
      owed by: desk
      owed to: users
      time: {from: opened, to: closed}
      within: 2 hours
      target: all
      window: month
    busy: removed
  definitions:
    spam: {of: ticket, when: event = 'spam'}
"""
OCTOBER = """format: 1
agreed: 2026-09-15
from: 2026-10-01
windows: split
open items: too
changes:
  title: Support desk
  obligations:
    calm: {owed by: users, owed to: desk, count: spam, target: none, window: month}
"""


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def read(folder: Path, files: dict[str, str]) -> tuple[Agreement, list[Finding]]:
    write(folder, {"agreement.yaml": BASE, **files})
    agreement, findings = read_agreement(folder)
    assert agreement is not None
    return agreement, findings


def names(agreement: Agreement) -> list[str]:
    return [obligation.name for obligation in agreement.obligations]


def test_amendments_add_up_in_order_of_their_dates(tmp_path: Path) -> None:
    agreement, findings = read(tmp_path, {"amendments/a.yaml": OCTOBER, "amendments/b.yaml": JULY})
    assert findings == []
    assert [amendment.since for amendment in agreement.amendments] == [date(2026, 7, 1), date(2026, 10, 1)]
    july, october = agreement.amendments
    assert names(agreement) == ["answered", "busy"]
    assert names(july.agreement) == ["answered"]
    assert names(october.agreement) == ["answered", "calm"]
    assert july.agreement.obligation("answered").target == Target(Bound("all"))
    assert october.agreement.obligation("answered").target == Target(Bound("all"))
    assert [definition.name for definition in october.agreement.definitions] == ["opened", "closed", "spam"]
    assert (july.agreement.title, october.agreement.title) == ("Support", "Support desk")


def test_an_amendment_says_how_it_comes_into_force(tmp_path: Path) -> None:
    agreement, _ = read(tmp_path, {"amendments/a.yaml": OCTOBER, "amendments/b.yaml": JULY})
    july, october = agreement.amendments
    assert (july.windows, july.open_items, july.retroactive, july.reason) == ("next", False, False, "More staff")
    assert (october.windows, october.open_items, october.agreed) == ("split", True, date(2026, 9, 15))


def test_clauses_keep_the_file_they_stand_in(tmp_path: Path) -> None:
    agreement, _ = read(tmp_path, {"amendments/2026-07-01.yaml": JULY})
    amended = agreement.amendments[0].agreement
    changed, kept = amended.obligation("answered").place, amended.definition("opened").place
    assert changed is not None and kept is not None
    assert (Path(changed.file).name, changed.line) == ("2026-07-01.yaml", 7)
    assert (Path(kept.file).name, kept.line) == ("agreement.yaml", 7)


def test_each_version_has_a_fingerprint_of_its_own(tmp_path: Path) -> None:
    alone, _ = read(tmp_path / "alone", {})
    agreement, _ = read(tmp_path / "amended", {"amendments/a.yaml": JULY})
    assert agreement.fingerprint == alone.fingerprint
    assert agreement.amendments[0].agreement.fingerprint != alone.fingerprint


def test_an_amendment_is_checked_against_the_text_it_changes(tmp_path: Path) -> None:
    _, findings = read(tmp_path, {"amendments/a.yaml": JULY.replace("busy: removed", "bsy: removed")})
    assert [(finding.code, finding.hint) for finding in findings] == [("E141", "did you mean 'busy'?")]
    _, findings = read(
        tmp_path, {"amendments/a.yaml": JULY.replace("    spam:", "    opened: removed\n    spam:")}
    )
    assert [finding.code for finding in findings] == ["E410"]


def test_only_both_parties_can_go_back_in_time(tmp_path: Path) -> None:
    late = JULY.replace("agreed: 2026-06-15", "agreed: 2026-07-15")
    assert [finding.code for finding in read(tmp_path, {"amendments/a.yaml": late})[1]] == ["E140"]
    agreement, findings = read(tmp_path, {"amendments/a.yaml": late + "retroactive: agreed\n"})
    assert findings == []
    assert agreement.amendments[0].retroactive


def test_a_finding_of_the_base_is_not_repeated_for_each_version(tmp_path: Path) -> None:
    base = BASE.replace("title: Support", "titel: Support")
    _, findings = read(tmp_path, {"agreement.yaml": base, "amendments/a.yaml": JULY, "amendments/b.yaml": OCTOBER})
    assert [finding.code for finding in findings] == ["E120"]


def test_a_wrong_amendment_leaves_the_agreement_and_the_other_amendments(tmp_path: Path) -> None:
    agreement, findings = read(tmp_path, {"amendments/a.yaml": "changes: [", "amendments/b.yaml": JULY})
    assert [finding.code for finding in findings] == ["E105"]
    assert [amendment.since for amendment in agreement.amendments] == [date(2026, 7, 1)]


def test_an_agreement_over_another_gives_it_its_clauses(tmp_path: Path) -> None:
    child = """format: 1
title: Support of the bank
kind: multilevel
over: ../corporate
obligations:
  busy: {owed by: users, owed to: desk, count: opened, target: at most 50, window: month}
"""
    write(tmp_path, {"corporate/agreement.yaml": BASE, "bank/agreement.yaml": child})
    agreement, findings = read_agreement(tmp_path / "bank")
    assert findings == []
    assert agreement is not None
    assert (agreement.title, names(agreement)) == ("Support of the bank", ["answered", "busy"])
    assert agreement.obligation("busy").target == Target(Bound("at most", high=Quantity(50)))  # type: ignore[arg-type]
    above = agreement.obligation("answered").place
    assert above is not None and "corporate" in above.file


def test_amendments_of_the_upper_agreement_reach_the_lower_one(tmp_path: Path) -> None:
    child = "format: 1\ntitle: Bank\nkind: multilevel\nover: ../corporate\nobligations: {busy: removed}\n"
    upper = JULY.replace("    busy: removed\n", "")
    files = {"corporate/agreement.yaml": BASE, "corporate/amendments/a.yaml": upper, "bank/agreement.yaml": child}
    write(tmp_path, files)
    agreement, findings = read_agreement(tmp_path / "bank")
    assert findings == []
    assert agreement is not None and names(agreement) == ["answered"]
    (july,) = agreement.amendments
    assert july.agreement.title == "Bank"
    assert july.agreement.obligation("answered").target == Target(Bound("all"))


def test_agreements_that_stand_over_each_other_are_found(tmp_path: Path) -> None:
    _, findings = read(tmp_path, {"agreement.yaml": "over: agreement.yaml\n" + BASE})
    assert [finding.code for finding in findings] == ["E143"]


def test_links_in_a_circle_lead_to_no_agreement(tmp_path: Path) -> None:
    (tmp_path / "round.yaml").symlink_to("round.yaml")
    write(tmp_path, {"agreement.yaml": "over: round.yaml\n" + BASE})
    agreement, findings = read_agreement(tmp_path)
    assert agreement is None
    assert [finding.code for finding in findings] == ["E142"]
