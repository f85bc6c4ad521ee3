"""What the spelling allows is read: a key that nobody takes would be agreed and have no effect."""

import ast
from pathlib import Path

import pytest

from accordant.text import read
from accordant.text.grammar import Clause, Grammar, clause_of, kind_of
from accordant.text.spelling import AGREEMENT
from accordant.text.spelling_sources import SOURCES

FOLDER = Path(read.__file__).parent
READERS = [*FOLDER.glob("read*.py"), FOLDER / "amend.py", FOLDER / "sources.py"]


def named(file: Path) -> set[object]:
    """Return every text that a module has in its code."""
    return {node.value for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Constant)}


TAKEN = set().union(*map(named, READERS))


def words(grammar: Grammar) -> list[tuple[str, str]]:
    clauses = {name: kind for name, kind in grammar.items() if isinstance(kind, Clause)}
    inner = {
        f"{name}: {key.word}": inline
        for name, clause in clauses.items()
        for key in clause.keys
        if isinstance(inline := kind_of(key, clause), Clause)
    }
    return [(name, word) for name, clause in (clauses | inner).items() for word in clause.words]


@pytest.mark.parametrize(("clause", "word"), [*words(AGREEMENT), *words(SOURCES)])
def test_every_key_of_the_spelling_is_taken_by_a_reader(clause: str, word: str) -> None:
    assert word in TAKEN, f"'{word}' of {clause}"


def test_a_clause_is_found_behind_the_keys_that_lead_to_it() -> None:
    cap = clause_of(AGREEMENT, "indemnity", "cap")
    assert cap.words == ("at most", "per")
    assert clause_of(AGREEMENT, "obligation", "time").words[:2] == ("from", "to")
    assert clause_of(AGREEMENT, "target").one_of == ("at least", "at most", "between")
