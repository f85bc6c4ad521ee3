"""docs/format.md runs: each of its blocks reads without findings, and each key of the format is in one."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from accordant.terms.values import Place
from accordant.text.amend import merge, read_folder
from accordant.text.grammar import Choice, Clause, Grammar, Key, Kind, Many, Named, Text, kind_of
from accordant.text.read import read_version
from accordant.text.read_fields import Reading
from accordant.text.sources import read_sources_text
from accordant.text.spelling import AGREEMENT
from accordant.text.spelling_sources import SOURCES
from accordant.text.tree import Mapping, Node, Sequence, compose
from accordant.text.write import write_tree

PAGE = Path(__file__).parents[2] / "docs" / "format.md"
# Written by `fmt --long` with the release that is installed.
WRITTEN_FOR_THE_READER = {"tzdata"}


@cache
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@cache
def blocks() -> tuple[str, ...]:
    return tuple(re.findall(r"```yaml\n(.*?)```", page(), re.DOTALL))


def tree(text: str) -> Mapping:
    root, findings = compose(text, "format.md")
    assert isinstance(root, Mapping), findings
    assert not findings
    return root


def parts() -> list[Mapping]:
    """Return the blocks about an agreement: the first is a whole one, the others are laid over it."""
    trees = map(tree, blocks())
    return [root for root in trees if not root.get("sources") and not root.get("agreed")]


def laid(parts: list[Mapping]) -> Mapping:
    """Lay parts over each other in their order."""
    reading = Reading()
    whole, *rest = parts
    for part in rest:
        whole = merge(whole, part, reading)
    assert not reading.findings
    return whole


def test_every_part_reads_without_findings_beside_the_others() -> None:
    for part in [*parts()[1:], Mapping((), Place("", 1, 1))]:
        agreement, findings = read_version(laid([*parts(), part]))
        assert agreement is not None
        assert [f"{f.at}: {f.message}" for f in findings] == []


def test_the_first_block_is_an_agreement_by_itself() -> None:
    assert read_version(tree(blocks()[0]))[1] == []


def test_sources_of_the_page_read_without_findings() -> None:
    texts = [block for block in blocks() if tree(block).get("sources")]
    assert texts
    for text in texts:
        sources, findings = read_sources_text(text)
        assert sources is not None
        assert findings == []


def test_amendments_of_the_page_read_without_findings(tmp_path: Path) -> None:
    whole = laid(parts())
    (tmp_path / "amendments").mkdir()
    (tmp_path / "agreement.yaml").write_text("\n".join(write_tree(whole, AGREEMENT, "agreement")) + "\n", "utf-8")
    texts = [block for block in blocks() if tree(block).get("agreed")]
    for text in texts:
        (tmp_path / "amendments" / "2026-07-01.yaml").write_text(text, encoding="utf-8")
        agreement, findings = read_folder(tmp_path)
        assert findings == []
        assert agreement is not None and len(agreement.amendments) == 1


def clauses(grammar: Grammar) -> dict[str, Clause]:
    """Return every clause of a grammar, those inside keys too."""
    found: dict[str, Clause] = {}

    def visit(name: str, kind: Kind, depth: int = 0) -> None:
        match kind:
            case Clause(keys):
                if name in found or depth > 6:
                    return
                found[name] = kind
                for key in keys:
                    visit(f"{name}: {key.word}", kind_of(key, kind), depth + 1)
            case Many(of) | Named(of):
                visit(name, of, depth + 1)
            case Choice(kinds):
                for one in kinds:
                    visit(name, one, depth + 1)
            case str() | Text():
                return

    for name, kind in grammar.items():
        visit(name, kind)
    return found


def written(node: Node) -> Iterator[str]:
    match node:
        case Mapping(entries):
            for entry in entries:
                yield entry.key
                yield from written(entry.node)
        case Sequence(items):
            for item in items:
                yield from written(item)


@cache
def keys() -> frozenset[str]:
    return frozenset(key for block in blocks() for key in written(tree(block)))


def all_keys() -> list[tuple[str, Key]]:
    both = clauses(AGREEMENT) | clauses(SOURCES)
    return [(name, key) for name, clause in both.items() for key in clause.keys]


@pytest.mark.parametrize(("clause", "key"), all_keys(), ids=lambda value: getattr(value, "word", str(value)))
def test_every_key_of_the_format_is_in_a_block(clause: str, key: Key) -> None:
    if key.word in WRITTEN_FOR_THE_READER or key.word in ("profile", "over"):
        assert f"`{key.word}`" in page()
    else:
        assert any(key.fits(word) for word in keys()), f"no block of docs/format.md has '{key.word}' of {clause}"


def all_words() -> list[tuple[str, str]]:
    found = []
    for name, clause in (clauses(AGREEMENT) | clauses(SOURCES)).items():
        for key in clause.keys:
            kinds = [kind_of(key, clause)]
            kinds += [AGREEMENT.get(k) or SOURCES[k] for k in kinds if isinstance(k, str)]
            found += [(f"{name}: {key.word}", word) for k in kinds if isinstance(k, Text) for word in k.words]
    return found


@pytest.mark.parametrize(("key", "word"), all_words())
def test_every_word_of_a_key_is_on_the_page(key: str, word: str) -> None:
    assert re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", re.sub(r"\s+", " ", page())), f"'{word}' of {key}"
