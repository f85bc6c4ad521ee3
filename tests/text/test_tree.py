"""The tree: places point at what they claim, every scalar stays text, nothing nested or aliased gets in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordant.terms.values import Place
from accordant.text.tree import Mapping, Node, Scalar, Sequence, compose

from .corpus import FORMAT


def codes(text: str) -> list[str]:
    return [finding.code for finding in compose(text, "a.yaml")[1]]


def scalars(node: Node) -> list[Scalar]:
    """Return every text of a tree, keys included."""
    match node:
        case Scalar():
            return [node]
        case Sequence():
            return [scalar for item in node.items for scalar in scalars(item)]
        case Mapping():
            keys = [Scalar(entry.key, entry.place) for entry in node.entries]
            return keys + [scalar for entry in node.entries for scalar in scalars(entry.node)]


def written_at(lines: list[str], place: Place) -> str:
    return lines[place.line - 1][place.column - 1 : place.column - 1 + place.length]


@pytest.mark.parametrize("file", sorted(FORMAT.glob("*.yaml")), ids=lambda file: file.name)
def test_places_point_at_the_text_they_claim(file) -> None:
    text = file.read_text(encoding="utf-8")
    root, findings = compose(text, file.name)
    assert root is not None and not findings
    lines = text.split("\n")
    for scalar in scalars(root):
        written = written_at(lines, scalar.place)
        quotes = 0 if scalar.indent is None else scalar.indent
        if scalar.text or quotes:
            assert written[quotes : len(written) - quotes] == scalar.text


def test_a_part_of_a_text_has_its_own_place() -> None:
    text = "a: plain words\nb: 'quoted words'\nc: \"escaped \\x77ords\"\n"
    root, _ = compose(text, "a.yaml")
    assert isinstance(root, Mapping)
    plain, in_quotes, escaped = (entry.node for entry in root.entries)
    lines = text.split("\n")
    assert written_at(lines, plain.part(6, 5)) == "words"
    assert written_at(lines, in_quotes.part(7, 5)) == "words"
    assert escaped.part(8, 5) == escaped.place


@pytest.mark.parametrize(
    "word", ["NO", "on", "1:30", "012", "0o14", "~", "null", "2026-01-01", "1e3", ".inf", "=", "y"]
)
def test_every_scalar_is_text(word: str) -> None:
    root, findings = compose(f"a: {word}", "a.yaml")
    assert isinstance(root, Mapping) and not findings
    assert isinstance(root.entries[0].node, Scalar)
    assert root.entries[0].node.text == word


def test_a_hundred_thousand_brackets_are_refused_at_depth_32() -> None:
    assert codes("[" * 100_000) == ["E106"]
    assert codes("{a: " * 100_000) == ["E106"]
    assert codes("- " * 100_000) == ["E106"]


def test_thirty_two_levels_are_read() -> None:
    assert codes("[" * 31 + "[a]" + "]" * 31) == ["E106"]
    assert codes("[" * 30 + "[a]" + "]" * 30) == []


def test_twenty_thousand_values_are_read_and_no_more() -> None:
    assert codes("[" + "a, " * 19_998 + "a]") == []
    assert codes("[" + "a, " * 19_999 + "a]") == ["E107"]


def test_every_guard_that_can_go_on_does() -> None:
    assert codes("a: &x 1\nb: !t 2\nb: 3\n[c]: 4\n") == ["E108", "E109", "E111", "E112"]


def test_nothing_is_an_empty_file_too() -> None:
    assert codes("") == codes("---\n") == codes("# words\n") == ["E113"]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_composing_raise(text: str) -> None:
    root, findings = compose(text, "a.yaml")
    assert root is not None or findings


@settings(deadline=None)
@given(st.text(alphabet="ab:-[]{},&*!|>'\"%@#? \n\t", max_size=60))
def test_no_marks_make_composing_raise(text: str) -> None:
    root, findings = compose(text, "a.yaml")
    assert root is not None or findings
