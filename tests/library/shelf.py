"""The library as tests see it: each version of each entry written to a folder, read and evaluated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory, mkdtemp

from accordant.cli.engine import load
from accordant.cli.library import Entry, entries, entry_files
from accordant.cli.moment import instant
from accordant.evaluate import Evaluation, evaluate
from accordant.judge.verdict import Verdict
from accordant.settle.consequence import Consequence
from accordant.terms.agreement import Agreement
from accordant.terms.source import Sources
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources

# Cleared when the tests end.
ROOM = TemporaryDirectory(prefix="library-")
ENTRIES = {entry.name: entry for entry in entries()}
OWN = [entry for entry in ENTRIES.values() if not entry.template]
Book = tuple[str, date | None]
# Each version of each entry that has files of its own: its name and the date from which it held.
BOOKS: list[Book] = [(entry.name, since) for entry in OWN for since in (entry.effective or (None,))]


def called(book: Book) -> str:
    return f"{book[0]} {book[1]}" if len(ENTRIES[book[0]].effective) > 1 else book[0]


@dataclass(frozen=True)
class Read:
    """One version in a folder of its own."""

    folder: Path
    agreement: Agreement
    sources: Sources


@cache
def read(book: Book) -> Read:
    """Write a version into a folder and read it; any finding fails."""
    folder = Path(mkdtemp(dir=ROOM.name))
    for name, text in entry_files(ENTRIES[book[0]], book[1]):
        (folder / name).write_text(text, encoding="utf-8")
    agreement, findings = read_agreement(folder / "agreement.yaml")
    sources, more = read_sources(folder / "sources.yaml")
    assert agreement is not None and sources is not None and not findings and not more, [*findings, *more]
    return Read(folder, agreement, sources)


def option(entry: Entry, name: str) -> str:
    """Return the value of an option with which an entry's rows are shown."""
    words = entry.run.split()
    return words[words.index(name) + 1]


@cache
def evaluated(book: Book, engine: str = "memory", as_of: str = "") -> Evaluation:
    known = read(book)
    at = instant(as_of or option(ENTRIES[book[0]], "--as-of"), known.agreement.term.zone, "as of")
    return evaluate(known.agreement, load(engine, known.sources, known.agreement), at)


def credit(book: Book, remedy: str, window: str, group: str = "", as_of: str = "") -> Consequence:
    """Return the one consequence of a remedy in a window."""
    told = evaluated(book, as_of=as_of).consequences
    found = [c for c in told if (c.remedy, c.window, c.group) == (remedy, window, group)]
    assert len(found) == 1, [(c.remedy, c.window, c.group) for c in told]
    return found[0]


def verdict(book: Book, obligation: str, window: str, group: str = "") -> Verdict:
    """Return how an obligation, or one group of it, stood in a window."""
    found = [v for v in evaluated(book).verdicts if (v.obligation, v.window.label) == (obligation, window)]
    one = [each for whole in found for each in (whole, *whole.groups) if each.group == group]
    assert len(one) == 1
    return one[0]


def changed(book: Book, texts: Mapping[str, str], as_of: str = "") -> Evaluation:
    """Evaluate a version with other rows in some of its files, by default as of the day its own are shown for."""
    copy = Path(mkdtemp(dir=ROOM.name)) / "changed"
    copytree(read(book).folder, copy)
    for name, text in texts.items():
        assert (copy / name).exists()
        (copy / name).write_text(text, encoding="utf-8")
    agreement, _ = read_agreement(copy / "agreement.yaml")
    sources, _ = read_sources(copy / "sources.yaml")
    assert agreement is not None and sources is not None
    at = instant(as_of or option(ENTRIES[book[0]], "--as-of"), agreement.term.zone, "as of")
    return evaluate(agreement, load("memory", sources, agreement), at)


def rows(book: Book, name: str) -> str:
    """Return the text of one of a version's files."""
    return (read(book).folder / name).read_text(encoding="utf-8")
