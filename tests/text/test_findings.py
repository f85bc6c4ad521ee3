"""Every finding of the text floor has a wrong agreement that gives it, and a message people can act on."""

import re
from pathlib import Path

import pytest

from accordant.text.codes import FINDINGS as CODES
from accordant.text.read import read_agreement

from .corpus import FINDINGS, findings_of, folders, message_of

# What the writer gives is tested with the writer.
WRITING = {"E114"}


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_wrong_agreement_gives_its_message(folder: Path) -> None:
    assert message_of(folder) == (folder / "message.txt").read_text(encoding="utf-8")
    assert folder.name in {finding.code for finding in findings_of(folder)}


def test_every_code_has_its_wrong_agreement() -> None:
    ours = {folder.name for folder in FINDINGS.iterdir() if folder.name in CODES}
    assert set(CODES) - ours == WRITING


def test_every_code_in_the_source_is_registered() -> None:
    source = Path(__file__).parents[2] / "src" / "accordant" / "text"
    used = {code for file in source.glob("*.py") for code in re.findall(r'"([EN]\d{3})"', file.read_text("utf-8"))}
    assert used == set(CODES)


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_messages_are_lower_case_sentences_without_a_full_stop(folder: Path) -> None:
    for finding in findings_of(folder):
        first = finding.message.split()[0]
        assert first.startswith(("'", "E")) or first == first.lower() or first in ("NULL", "IN", "IS"), (
            finding.message
        )
        assert not finding.message.endswith("."), finding.message


def test_a_file_above_one_mebibyte_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text("# " + "x" * (1 << 20) + "\n")
    agreement, findings = read_agreement(tmp_path)
    assert agreement is None
    expected = (FINDINGS / "E102" / "message.txt").read_text(encoding="utf-8")
    assert [f"{f.code} {f.message}\n" for f in findings] == [expected]
