"""Pages cannot drift from the code: generated parts are equal, every term, word and command has its place."""

import re
from functools import cache
from pathlib import Path

import pytest
from house.terms import FLOORS, terms, words
from house.write_docs import DOCS, PAGES, renewed

from accordant.cli import COMMANDS

ROOT = DOCS.parent
HAND_WRITTEN = ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md")


@cache
def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_says_what_the_code_says(name: str) -> None:
    assert page(name) == renewed(name), "run 'make docs' and read the difference"


@pytest.mark.parametrize(
    "term", [one for floor in FLOORS for one in terms(floor)], ids=lambda one: one.__qualname__
)
def test_every_term_is_in_the_vocabulary(term: type) -> None:
    assert f"| {term.__name__} |" in page("vocabulary.md")


@cache
def rows() -> list[tuple[set[str], str]]:
    found = re.findall(r"^\| (`.*?`) \| (.*?) \| .+ \|$", page("vocabulary.md"), re.MULTILINE)
    return [(set(re.findall(r"`(.*?)`", first)), second) for first, second in found]


@pytest.mark.parametrize(("word", "field"), sorted(set(words())))
def test_every_word_is_in_the_vocabulary(word: str, field: str) -> None:
    assert any(word in several and field == of for several, of in rows()), f"no row for '{word}' of {field}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_section(command: str) -> None:
    assert f"\n## accordant {command}\n" in page("cli.md")


def links() -> list[tuple[Path, str]]:
    files = [
        *sorted(DOCS.glob("*.md")),
        *(ROOT / name for name in HAND_WRITTEN),
        *sorted(ROOT.glob("examples/*/*.md")),
    ]
    return [
        (file, link)
        for file in files
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text("utf-8"))
    ]


@pytest.mark.parametrize(("file", "link"), links(), ids=lambda value: getattr(value, "name", value))
def test_every_link_leads_somewhere(file: Path, link: str) -> None:
    assert (file.parent / link).exists(), f"{file.name} links to {link}"
