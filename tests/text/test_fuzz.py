"""Whatever stands in a file, reading it never raises, and gives an agreement or says why not."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accordant.text.read import read_agreement, read_agreement_text
from accordant.text.sources import read_sources_text

from .corpus import FORMAT

AGREEMENTS = [file.read_text("utf-8") for file in sorted(FORMAT.glob("*.yaml")) if ".sources." not in file.name]
SOURCES = [file.read_text("utf-8") for file in sorted(FORMAT.glob("*.sources.yaml"))]
MARKS = st.sampled_from(
    [*":-[]{},&*!|>'\"%@#?~ \n\t0aé\x00\u2028", "yes", "null", "- ", ": ", "2026-02-30", "[" * 40]
)


VALUES = ("", " word", " [a, b]", " {a: b}", " {by: x, tiers: {y: z}}", " '' ", " []", " {}", " removed")


@st.composite
def mutated(draw: st.DrawFn, texts: list[str]) -> str:
    """Delete, repeat, move and alter lines and characters of a right file."""
    lines = draw(st.sampled_from(texts)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        i = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["delete", "repeat", "move", "cut", "insert", "indent"])):
            case "delete" if len(lines) > 1:
                del lines[i]
            case "repeat":
                lines.insert(i, lines[i])
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(i))
            case "indent":
                lines[i] = " " * draw(st.integers(1, 4)) + lines[i]
            case "cut":
                start = draw(st.integers(0, len(lines[i])))
                lines[i] = lines[i][:start] + lines[i][draw(st.integers(start, len(lines[i]))) :]
            case _:
                at = draw(st.integers(0, len(lines[i])))
                lines[i] = lines[i][:at] + draw(MARKS) + lines[i][at:]
    return "\n".join(lines)


RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(mutated(AGREEMENTS))
def test_no_change_of_an_agreement_makes_reading_raise(text: str) -> None:
    agreement, findings = read_agreement_text(text)
    assert agreement is not None or any(finding.stops for finding in findings)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in findings:
        assert finding.at is not None
        assert 1 <= finding.at.line <= len(lines)
        assert 1 <= finding.at.column <= len(lines[finding.at.line - 1]) + 1


@RELAXED
@given(mutated(SOURCES))
def test_no_change_of_sources_makes_reading_raise(text: str) -> None:
    sources, findings = read_sources_text(text)
    assert sources is not None or findings


@pytest.mark.parametrize("text", AGREEMENTS)
def test_any_value_may_be_missing_or_of_another_kind(text: str) -> None:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(": ")
        if colon and not key.lstrip().startswith("#"):
            value = VALUES[number % len(VALUES)]
            changed = "\n".join([*lines[:number], f"{key}:{value}", *lines[number + 1 :]])
            assert read_agreement_text(changed) == read_agreement_text(changed)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_reading_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder: Path = tmp_path_factory.mktemp("bytes")
    (folder / "agreement.yaml").write_bytes(data)
    agreement, findings = read_agreement(folder)
    assert agreement is None
    assert findings
