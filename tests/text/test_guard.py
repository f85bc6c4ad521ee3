"""Guards: what is no text, or a text nobody could read, is refused before anything is built."""

from pathlib import Path

import pytest

from accordant.text.guard import MAX_BYTES, decode, inspect, load


def test_bytes_that_are_not_utf8_are_found_at_their_character() -> None:
    text, findings = decode("a: é\nb: ".encode() + b"\xff", "a.yaml")
    assert text is None
    assert [(f.code, f.at.line, f.at.column) for f in findings if f.at] == [("E103", 2, 4)]


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbfa: b", "a.yaml") == ("a: b", [])


def test_the_limit_is_in_bytes() -> None:
    assert decode(b"x" * MAX_BYTES, "a.yaml")[0] is not None
    assert [f.code for f in decode(b"x" * (MAX_BYTES + 1), "a.yaml")[1]] == ["E102"]
    assert [f.code for f in inspect("é" * (MAX_BYTES // 2 + 1), "a.yaml")] == ["E102"]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe", "\ud800"])
def test_unprintable_characters_are_refused(character: str) -> None:
    findings = inspect(f"a: b\nc: {character}", "a.yaml")
    assert [(f.code, f.at.line, f.at.column) for f in findings if f.at] == [("E103", 2, 4)]


def test_a_tab_may_stand_between_words_but_not_before_them() -> None:
    assert inspect("a: b\tc\n", "a.yaml") == []
    assert [f.code for f in inspect("a:\n \tb: c\n", "a.yaml")] == ["E104"]


@pytest.mark.parametrize("name", ["nowhere.yaml", "a\0b", "x" * 5000, "."])
def test_what_is_no_file_is_a_finding(name: str, tmp_path: Path) -> None:
    text, findings = load(tmp_path / name, "a.yaml")
    assert text is None
    assert [f.code for f in findings] == ["E101"]
