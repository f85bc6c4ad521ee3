"""docs/findings.md says of every code what it means, why it matters and what to do, with what people see."""

import re
from pathlib import Path

from accordant.record import probe
from accordant.record.codes import FINDINGS as OF_RECORD

from .page import CORPUS, MEANINGS, PAGE, page, prose_of

# Only writing gives the first and only measuring the last; files that make the others are not kept.
WITHOUT_EXAMPLE = {"E114", "W653", "E664", "E665", "W666", "E668"}


def test_the_page_is_the_one_that_the_registries_make() -> None:
    text = PAGE.read_text("utf-8")
    assert page(prose_of(text)) == text


def test_every_code_has_its_section_with_sentences_of_its_own() -> None:
    prose = prose_of(PAGE.read_text("utf-8"))
    assert set(prose) == set(MEANINGS)
    for code, (why, to_do) in prose.items():
        assert why.endswith(".") and to_do.endswith("."), code


def test_every_code_shows_what_people_see() -> None:
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    bare = {section[:4] for section in sections if f" {section[:4]}: " not in section and "```text" not in section}
    assert bare == WITHOUT_EXAMPLE
    assert {folder.name for folder in CORPUS.iterdir()} <= set(MEANINGS)


def test_every_code_about_files_is_registered() -> None:
    source = Path(probe.__file__).parent
    used = {
        code
        for file in source.glob("*.py")
        if file.name != "codes.py"
        for code in re.findall(r'"([EWN]\d{3})"', file.read_text("utf-8"))
    }
    assert used == set(OF_RECORD)
