"""`accordant fmt`: the canonical spelling in place, checked, or long."""

from pathlib import Path

import pytest
from cli.run import FINDINGS, FORMAT, USAGE, made, run

LOOSE = """format: 1
kind: customer
title: "Loose"   # a comment that stays
parties: {us: {name: Us}, them: {name: Them}}
term: {zone: UTC, from: 2026-01-01}
definitions:
  opened: {of: ticket, when: event='opened'}
  closed: {when: "event = 'closed'", of: ticket}
obligations:
  fast: {owed by: us, owed to: them, time: {to: closed, from: opened}, within: 4 hours, target: all, window: month}
"""


def test_a_file_is_rewritten_once(tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(LOOSE, encoding="utf-8")
    assert run(f"fmt {tmp_path} --check").exit_code == FINDINGS
    assert file.read_text(encoding="utf-8") == LOOSE
    result = run(f"fmt {tmp_path}")
    assert result.exit_code == 0
    assert not result.stdout
    text = file.read_text(encoding="utf-8")
    assert "# a comment that stays" in text
    assert text.index("title:") < text.index("kind:")
    assert run(f"fmt {tmp_path} --check").exit_code == 0
    run(f"fmt {tmp_path}")
    assert file.read_text(encoding="utf-8") == text


def test_check_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text(LOOSE, encoding="utf-8")
    result = run(f"fmt {tmp_path} --check")
    assert f"run 'accordant fmt {tmp_path}'" in result.stderr


def test_the_long_form_is_printed_and_the_file_stays(tmp_path: Path) -> None:
    folder = made("customer", tmp_path)
    before = (folder / "agreement.yaml").read_text(encoding="utf-8")
    result = run(f"fmt {folder} --long")
    assert result.exit_code == 0
    assert "tzdata: " in result.stdout
    assert "cycles: first" in result.stdout
    assert "2026-12-25" in result.stdout
    assert (folder / "agreement.yaml").read_text(encoding="utf-8") == before
    long = tmp_path / "long.yaml"
    long.write_text(result.stdout, encoding="utf-8")
    assert run(f"check {long}").exit_code == 0
    assert run(f"fmt {long} --check").exit_code == 0


def test_what_cannot_be_read_is_not_rewritten(tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(LOOSE.replace("window: month", "window: month, window: day"), encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    for words in ("", "--check", "--long"):
        result = run(f"fmt {tmp_path} {words}")
        assert result.exit_code == FINDINGS
        assert "error E111" in result.stderr
        assert not result.stdout
    assert file.read_text(encoding="utf-8") == before


def test_a_key_that_is_not_known_stays_and_has_no_long_form(tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(LOOSE.replace("within: 4 hours", "witin: 4 hours"), encoding="utf-8")
    result = run(f"fmt {tmp_path} --long")
    assert result.exit_code == FINDINGS
    assert "did you mean 'within'?" in result.stderr
    assert not result.stdout
    assert run(f"fmt {tmp_path}").exit_code == 0
    assert "witin: 4 hours" in file.read_text(encoding="utf-8")


def test_files_of_the_format_folder_are_kept_as_they_are_said(tmp_path: Path) -> None:
    for source in FORMAT.glob("*.yaml"):
        if ".sources." not in source.name:
            file = tmp_path / source.name
            file.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
            shown = run(f"show {file}").stdout
            assert run(f"fmt {file}").exit_code == 0
            assert run(f"show {file}").stdout == shown


def test_a_file_of_sources_and_an_amendment_have_the_spelling_of_their_own(tmp_path: Path) -> None:
    sources, amendment = tmp_path / "sources.yaml", tmp_path / "amendment.yaml"
    sources.write_text("sources: {calls: {key: id, entity: call, event: what, file: c.csv}}\nformat: 1\n", "utf-8")
    amendment.write_text("changes: {title: New}\nfrom: 2026-07-01\nagreed: 2026-06-20\nformat: 1\n", "utf-8")
    for file in (sources, amendment):
        assert run(f"fmt {file}").exit_code == 0
        assert run(f"fmt {file} --check").exit_code == 0
    lines = sources.read_text("utf-8").split("\n")
    assert lines[:4] == ["format: 1", "sources:", "  calls:", "    file: c.csv"]
    assert amendment.read_text("utf-8").startswith("format: 1\nagreed: 2026-06-20\nfrom: 2026-07-01\n")


@pytest.mark.parametrize(("mark", "end"), [(b"\xef\xbb\xbf", b"\n"), (b"", b"\r\n")])
def test_a_byte_order_mark_and_other_line_ends_are_not_canonical(mark: bytes, end: bytes, tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(LOOSE, encoding="utf-8")
    run(f"fmt {file}")
    canonical = file.read_bytes()
    file.write_bytes(mark + canonical.replace(b"\n", end))
    assert run(f"fmt {file} --check").exit_code == FINDINGS
    assert run(f"fmt {file}").exit_code == 0
    assert file.read_bytes() == canonical


@pytest.mark.parametrize("words", ["", "--check", "--long"])
def test_a_text_in_another_encoding_is_a_finding(words: str, tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_bytes(LOOSE.replace("Loose", "Loose \xe9").encode("latin-1"))
    result = run(f"fmt {tmp_path} {words}")
    assert result.exit_code == FINDINGS
    assert "error E103: the file is not UTF-8 text" in result.stderr
    assert not result.stdout


def test_the_long_form_cannot_be_checked_too(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text(LOOSE, encoding="utf-8")
    assert run(f"fmt {tmp_path} --long --check").exit_code == USAGE
