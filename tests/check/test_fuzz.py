"""Whatever agreement can be read, checking it never raises, says the same again and points into the text."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accordant.check.check import check
from accordant.check.sources import check_sources
from accordant.text.read import read_agreement_text
from accordant.text.sources import read_sources_text

from .corpus import BASE, CODES, FINDINGS, FORMAT
from .test_neighbours import SOURCES

AGREEMENTS = [file.read_text("utf-8") for file in sorted(FORMAT.glob("*.yaml")) if ".sources." not in file.name]
WRONG = [(FINDINGS / code / "agreement.yaml").read_text("utf-8") for code in CODES]
LINES = [line for text in (BASE, *AGREEMENTS, *WRONG) for line in text.split("\n")]
WORDS = st.sampled_from(
    (
        "yes",
        "0 hours",
        "all",
        "none",
        "at least 0%",
        "term",
        "rolling 1 day",
        "9999-12-31",
        "0001-01-01",
        "''",
        "%",
    )
)
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def mixed(draw: st.DrawFn) -> str:
    """Take lines away, repeat them, change their values and bring others in from other agreements."""
    lines = draw(st.sampled_from([BASE, *AGREEMENTS, *WRONG])).split("\n")
    for _ in range(draw(st.integers(1, 5))):
        i = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("take away", "bring in", "change", "shift"))):
            case "take away" if len(lines) > 1:
                del lines[i]
            case "bring in":
                lines.insert(i, draw(st.sampled_from(LINES)))
            case "change":
                key, colon, _ = lines[i].partition(": ")
                lines[i] = f"{key}{colon}{draw(WORDS)}"
            case _:
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(i))
    return "\n".join(lines)


@RELAXED
@given(mixed())
def test_no_agreement_makes_checking_raise(text: str) -> None:
    agreement, _ = read_agreement_text(text)
    if agreement is None:
        return
    found = check(agreement)
    assert found == check(agreement)
    lines = text.split("\n")
    assert all(f.at is None or 1 <= f.at.line <= len(lines) for f in found)


@RELAXED
@given(mixed())
def test_no_agreement_makes_checking_against_sources_raise(text: str) -> None:
    agreement, _ = read_agreement_text(text)
    sources, _ = read_sources_text(SOURCES)
    assert sources is not None
    if agreement is not None:
        assert check_sources(agreement, sources) == check_sources(agreement, sources)
