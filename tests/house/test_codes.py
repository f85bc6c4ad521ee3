"""Every code of a finding, whichever floor gives it, has one meaning, its section and an example."""

import json
import re
from pathlib import Path

import pytest

from accordant.check.codes import RULES
from accordant.record.codes import FINDINGS as OF_RECORD
from accordant.text.codes import FINDINGS as OF_TEXT

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "findings.md").read_text(encoding="utf-8")
OF_CHECK = dict(RULES.values())
MEANINGS = {**OF_TEXT, **OF_CHECK, **OF_RECORD}
# What gives them is made while a test runs.
MADE_IN_TESTS = {"E102", "E114", "W653", "E664", "E665", "W666", "E668"}


def examples() -> set[str]:
    """Return the codes that the corpus of wrong agreements and of broken files gives."""
    found = {folder.name for folder in TESTS.glob("findings/*/") if (folder / "message.txt").exists()}
    for file in TESTS.glob("record/broken/*/expected.json"):
        found |= {code for code, *_ in json.loads(file.read_text(encoding="utf-8"))["findings"]}
    return found


def test_no_code_stands_for_two_things() -> None:
    assert len(MEANINGS) == len(OF_TEXT) + len(OF_CHECK) + len(OF_RECORD)


@pytest.mark.parametrize("code", sorted(MEANINGS))
def test_every_code_has_its_section_and_its_example(code: str) -> None:
    assert f"\n## {code} {MEANINGS[code]}\n" in PAGE
    if code in MADE_IN_TESTS:
        others = (file for file in TESTS.rglob("test_*.py") if file.name not in ("test_codes.py", "test_page.py"))
        assert any(code in file.read_text(encoding="utf-8") for file in others)
    else:
        assert code in examples()


def test_no_section_outlives_its_code() -> None:
    assert set(re.findall(r"^## ([EWN]\d{3}) ", PAGE, re.MULTILINE)) == set(MEANINGS)
