"""Every rule of `check` has a wrong agreement that breaks it alone, and a message people can act on."""

import re
from pathlib import Path

import pytest

from accordant.check.check import CHECKS, check
from accordant.check.codes import RULES
from accordant.record import probe as record
from accordant.terms.finding import Severity
from accordant.text.codes import FINDINGS as TEXT_CODES
from accordant.text.read import read_agreement_text

from .corpus import BASE, CODES, FINDINGS, findings_of, message_of

LATER = RULES["evaluated-later"][0]
SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


@pytest.mark.parametrize("code", CODES, ids=CODES.get)
def test_a_wrong_agreement_breaks_one_rule_and_says_so(code: str) -> None:
    folder = FINDINGS / code
    assert message_of(folder) == (folder / "message.txt").read_text(encoding="utf-8")
    found = findings_of(folder)
    if code != LATER:
        # What comes with a later release may stand beside anything and is only told.
        found = [finding for finding in found if finding.code != LATER]
    assert {finding.code for finding in found} == {code}
    assert {finding.rule for finding in found} == {CODES[code]}
    assert {finding.severity for finding in found} == {SEVERITIES[code[0]]}


@pytest.mark.parametrize("code", CODES, ids=CODES.get)
def test_messages_are_sentences_in_lower_case_at_a_place(code: str) -> None:
    for finding in findings_of(FINDINGS / code):
        assert finding.at is not None
        assert finding.message[0] == finding.message[0].lower(), finding.message
        assert not finding.message.endswith("."), finding.message
        assert not finding.hint.endswith("."), finding.hint


def test_every_rule_has_a_code_of_its_own() -> None:
    codes = [code for code, _ in RULES.values()]
    record_codes = re.findall(r'"([EWN]\d{3})"', Path(record.__file__).read_text("utf-8"))
    assert len(set(codes)) == len(codes)
    assert not set(codes) & (set(TEXT_CODES) | set(record_codes))
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", name) for name in RULES)


def test_every_rule_is_used_and_every_used_one_is_registered() -> None:
    source = Path(check.__code__.co_filename).parent
    texts = [file.read_text("utf-8") for file in source.glob("*.py") if file.name != "codes.py"]
    used = {word for text in texts for word in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', text)}
    assert set(RULES) - used == set()
    assert all(name in RULES for text in texts for name in re.findall(r'found\(\s*"([a-z-]+)"', text))


def test_every_function_of_a_rule_is_in_the_list() -> None:
    source = Path(check.__code__.co_filename).parent
    public = {
        f"{file.stem}.{name}"
        for file in source.glob("*.py")
        for name in re.findall(
            r"^def ([a-z]\w*)\(agreement: Agreement\) -> Iterator\[Finding\]", file.read_text(), re.M
        )
    }
    assert {f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}" for rule in CHECKS} == public


def test_the_agreement_that_follows_every_rule_has_no_findings() -> None:
    agreement, findings = read_agreement_text(BASE)
    assert agreement is not None
    assert [*findings, *check(agreement)] == []
