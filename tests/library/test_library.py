"""The library of real agreements: each reads, is checked with just its findings, and runs on its rows."""

import re
from collections import Counter
from datetime import date

import pytest
from cli.run import run
from cli.test_schema import plain, validator
from jsonschema import Draft202012Validator

from accordant.check.check import check
from accordant.cli.engine import load
from accordant.cli.library import Entry, entry_files
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.text.tree import compose
from library.expected import FINDINGS
from library.shelf import BOOKS, ENTRIES, OWN, Book, called, evaluated, option, read

MARKS = re.compile("[PSRD](, [PSRD])*")
# Told of what a later release evaluates, and of examples that need rows: `test_examples.py` runs these.
LATER = ("is not measured yet", "is not settled yet", "is not evaluated yet")

of_books = pytest.mark.parametrize("book", BOOKS, ids=called)
of_entries = pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.name)


@of_books
def test_check_finds_what_it_is_known_to_find(book: Book) -> None:
    told = [one for one in check(read(book).agreement) if not any(words in one.message for words in LATER)]
    found = Counter(finding.code for finding in told)
    assert found == FINDINGS.get(called(book), FINDINGS.get(book[0]))


@of_books
def test_an_entry_is_in_its_canonical_spelling(book: Book) -> None:
    result = run(f"fmt {read(book).folder} --check")
    assert result.exit_code == 0, result.stderr


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    return {kind: validator(kind) for kind in ("agreement", "sources")}


@of_books
def test_the_schema_of_editors_accepts_an_entry(book: Book, validators: dict[str, Draft202012Validator]) -> None:
    for kind, schema in validators.items():
        text = (read(book).folder / f"{kind}.yaml").read_text(encoding="utf-8")
        assert [error.message for error in schema.iter_errors(plain(compose(text, kind)[0]))] == []


@of_books
def test_the_rows_are_read_whole_and_judged_alike_by_both_engines(book: Book) -> None:
    assert load("memory", read(book).sources, read(book).agreement).rejected() == ()
    one, other = (evaluated(book, engine) for engine in ("memory", "duckdb"))
    assert one.verdicts == other.verdicts
    assert one.consequences == other.consequences
    assert one.verdicts


@of_books
def test_the_window_that_is_shown_has_something_to_show(book: Book) -> None:
    label = option(ENTRIES[book[0]], "--window")
    shown = [verdict for verdict in evaluated(book).verdicts if verdict.window.label == label]
    assert {outcome for verdict in shown for outcome in _outcomes(verdict)} & {Outcome.MET, Outcome.MISSED}


def _outcomes(verdict: Verdict) -> set[Outcome]:
    return {verdict.outcome, *(group.outcome for group in verdict.groups)}


@of_books
def test_what_somebody_must_change_is_marked(book: Book) -> None:
    text = (read(book).folder / "agreement.yaml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "# <-" in text
    assert "# <-" in (read(book).folder / "sources.yaml").read_text(encoding="utf-8")
    hosts = re.findall(r"@([\w.-]+)", text)
    assert all(host.endswith((".example", "example.com")) for host in hosts)


@of_entries
def test_an_entry_says_where_its_figures_are_from_and_how_sure_they_are(entry: Entry) -> None:
    assert MARKS.fullmatch(entry.confidence), entry.confidence
    assert entry.title
    assert entry.sources
    assert entry.run.startswith("--window ")


@pytest.mark.parametrize("entry", OWN, ids=lambda entry: entry.name)
def test_the_list_says_the_kind_that_the_agreement_says(entry: Entry) -> None:
    versions = entry.effective or (date.min,)
    for since in versions:
        text = dict(entry_files(entry, since))["agreement.yaml"]
        assert f"\nkind: {entry.kind}\n" in text


def test_findings_are_known_of_entries_that_exist() -> None:
    assert set(FINDINGS) <= {called(book) for book in BOOKS} | set(ENTRIES)
