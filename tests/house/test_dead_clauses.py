"""No dead clause: what an agreement can say is computed, or said to people, or told by `check` as coming later.

The corpus is run with every term watched. A field that nothing computes must stand in one of the two lists below,
and leaves it when something computes it, so neither list can grow or rot unnoticed.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import golden
import pytest
from house.terms import terms
from house.test_format_page import laid, parts
from house.watch import Reads, watching

import accordant.terms
from accordant.check.check import check
from accordant.cli.engine import load
from accordant.cli.moment import instant
from accordant.evaluate import evaluate
from accordant.measure.memory.engine import MemoryEngine
from accordant.terms.agreement import Agreement
from accordant.text.read import read_agreement, read_version
from accordant.text.sources import read_sources

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "src" / "accordant" / "cli" / "templates"
UNUSUAL = Path(__file__).parent / "unusual"
# Findings and places are not clauses; tables of open time and windows are computed from clauses.
NOT_CLAUSES = {"Finding", "Place", "Shape", "OpenTime", "OpenDay", "Piecewise", "WindowSpan", "Version"}
FLOORS = ("agree", "plan", "measure", "judge", "settle", "evaluate", "record", "zone", "cli.engine")
COMPUTING = tuple(f"accordant.{name}" for name in FLOORS)

# Read by pages and rules of check only: what they are about is said to people, who agreed to it.
SAID = {
    "Agreement": "title kind profile over purpose goals stages needs warranties review "
    "publication examples silence fingerprint",
    "Amendment": "retroactive reason",
    "Condition": "text",
    "Definition": "meaning",
    "Schedule": "text",
    "Obligation": "serves collected text",
    "Party": "kind",
    "Contact": "email phone",
    "Goal": "name amount per owners share text",
    "Need": "party needs met_by",
    "Review": "every within attend text",
    "Example": "name window facts data events expect",
    "Silence": "rule reason",
    "Term": "tzdata renews",
    "RecoveryPlan": "public",
    "OneIncident": "pays",
    "EarnBack": "over mean",
    "Bonus": "when",
    "Indemnity": "text",
    "Right": "noticed text",
    "MakeGood": "into",
    "ServiceCredit": "pays_text",
    # Beside the data for whoever reads the file.
    "ColumnRule": "unit",
    "Source": "comparison where_note",
}
# What a later release evaluates, and the words by which check tells of it.
LATER = {
    "is not counted by sight yet": {"Definition": "known_by_sight"},
    "is not made yet": {"Publication": "history text"},
    "is agreed, not measured": {"Warranty": "name by text"},
}


def listed(words: dict[str, str]) -> set[tuple[str, str]]:
    return {(name, field) for name, several in words.items() for field in several.split()}


LATER_FIELDS = {pair for words in LATER.values() for pair in listed(words)}


def clauses() -> list[type]:
    return [one for one in terms(accordant.terms) if one.__name__ not in NOT_CLAUSES]


def all_fields() -> set[tuple[str, str]]:
    return {(one.__name__, field.name) for one in clauses() for field in fields(one) if field.name != "place"}


def whole_format() -> Agreement:
    """Return the agreement of docs/format.md, which has every clause."""
    agreement, findings = read_version(laid(parts()))
    assert agreement is not None and not findings
    return agreement


def agreements() -> Iterator[Agreement]:
    """Yield every agreement that people are shown."""
    yield whole_format()
    for file in [*ROOT.glob("tests/format/*.yaml"), *TEMPLATES.glob("*/*.yaml"), *ROOT.glob("examples/*/*.yaml")]:
        if "sources" not in file.name:
            agreement, _ = read_agreement(file)
            assert agreement is not None, file
            yield agreement


def run_empty(agreement: Agreement) -> None:
    evaluate(agreement, MemoryEngine([], {}), instant("2027-06-30", agreement.term.zone, "as of"))


def compute(folder: Path, as_of: str) -> None:
    agreement, _ = read_agreement(folder)
    sources, _ = read_sources(folder)
    assert agreement is not None and sources is not None
    evaluate(agreement, load("memory", sources, agreement), instant(as_of, agreement.term.zone, "as of"))


def unusual(folder: Path) -> Path:
    """Write the small agreement of what golden cases do not need, with its data in a database."""
    shutil.copytree(UNUSUAL, folder, dirs_exist_ok=True)
    with sqlite3.connect(folder / "tickets.sqlite") as database:
        database.execute("CREATE TABLE tickets (id TEXT, what TEXT, at TEXT, noted TEXT, score INTEGER)")
        rows = [
            ("a", "opened", "2026-01-05 10:00", "2026-01-05 10:00"),
            ("a", "closed", "2026-01-05 11:00", "2026-01-09 11:00"),
        ]
        database.executemany("INSERT INTO tickets VALUES (?, ?, ?, ?, 5)", rows)
    database.close()
    return folder


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Reads:
    golden.answers.cache_clear()
    with watching(terms(accordant.terms), COMPUTING) as found:
        for case in golden.all_cases():
            if "refused" not in case.questions[0]:
                golden.answers(case, "memory")
        for agreement in agreements():
            run_empty(agreement)
        for template in TEMPLATES.iterdir():
            compute(template, "2026-03-15")
        compute(unusual(tmp_path_factory.mktemp("unusual")), "2026-03-15")
    return found


def test_every_clause_is_computed_or_said_to_be_otherwise(computed: Reads) -> None:
    assert all_fields() - computed - listed(SAID) - LATER_FIELDS == set()


def test_what_is_computed_leaves_the_lists(computed: Reads) -> None:
    assert (listed(SAID) | LATER_FIELDS) & computed == set()
    assert listed(SAID) | LATER_FIELDS <= all_fields()


def test_what_comes_later_is_told_by_check() -> None:
    told = [finding.message for finding in check(whole_format())]
    assert [words for words in LATER if not any(words in message for message in told)] == []
