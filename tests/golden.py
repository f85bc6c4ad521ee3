"""Golden cases: an agreement, its data and the sum by hand go in; what any engine makes of them comes out.

A case is a folder of tests/cases: `agreement.yaml`, `sources.yaml`, the data, `note.md` (the sum by hand, written
first) and `expected.json`: one question, or a list of them, each with what must come out. A question has `as_of`,
perhaps `known_at`, and any of

- `items`: for each obligation every item, in any order; only the fields named are compared;
- `verdicts`, `without_exclusions`, `agreement`: some of those that come out; `window` is the label of one;
- `consequences`, `rejected`, `rights`, `losses`: all of them; `ledger`: all transactions, in their order;
- `undecided`: the counts by obligation and definition, all of them;
- `refused`: the codes of the findings that stop the agreement, and nothing else.

Lengths are written `75 min` or `174 s`, instants in ISO form with an offset, fractions `147/160`; of a sentence
(`reason`, `reckoning`, `text`) a part will do.
"""

import csv
import hashlib
import io
import json
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from fractions import Fraction
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from accordant.check.check import check
from accordant.cli.engine import Loaded, load
from accordant.cli.upstream import evaluated_upstream
from accordant.evaluate import evaluate
from accordant.judge.verdict import AgreementVerdict, Verdict
from accordant.measure.measurement import Item
from accordant.plan.steps import Plan
from accordant.record.event import Rejected
from accordant.settle.consequence import Consequence
from accordant.settle.indemnity import Loss
from accordant.settle.journal import Transaction
from accordant.settle.right import RightStanding
from accordant.terms.agreement import Agreement
from accordant.terms.finding import Finding
from accordant.terms.source import Sources
from accordant.terms.window import WindowSpan
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources

CASES = Path(__file__).parent / "cases"
ENGINES = ("memory", "duckdb")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SENTENCES = ("reason", "reckoning", "text")
SECONDS = {"s": 1, "min": 60, "h": 3600}

Question = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """A folder of the cases."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def questions(self) -> list[Question]:
        """Return what is asked and what must come out, one evaluation each."""
        written = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return written if isinstance(written, list) else [written]

    @property
    def note(self) -> str:
        return (self.folder / "note.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Answer:
    """Everything one evaluation gave; `items` of the obligations asked for, with the label of their window."""

    items: Mapping[str, Sequence[tuple[str, Item]]]
    verdicts: tuple[Verdict, ...]
    agreement: tuple[AgreementVerdict, ...]
    consequences: tuple[Consequence, ...]
    rejected: tuple[Rejected, ...]
    undecided: Mapping[str, Mapping[str, int]]
    without_exclusions: tuple[Verdict, ...]
    ledger: tuple[Transaction, ...]
    rights: tuple[RightStanding, ...]
    losses: tuple[Loss, ...]


def all_cases() -> list[Case]:
    """Return every golden case by name."""
    return [Case(file.parent) for file in sorted(CASES.glob("*/expected.json"))]


def instant(text: str) -> int:
    """Read an instant with an offset as microseconds."""
    return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND


def findings_of(case: Case) -> list[Finding]:
    """Return the findings that stop a case: those of reading it, else those of checking it."""
    agreement, findings = read_agreement(case.folder / "agreement.yaml")
    stopping = [finding for finding in findings if finding.stops]
    if stopping or agreement is None:
        return stopping
    return [finding for finding in check(agreement) if finding.stops]


def opened(case: Case) -> tuple[Agreement, Sources]:
    """Read the agreement and the sources of a case; findings that stop it fail with their text."""
    agreement, findings = read_agreement(case.folder / "agreement.yaml")
    sources, more = read_sources(case.folder / "sources.yaml")
    errors = [f"{f.at} {f.code} {f.message}" for f in [*findings, *more] if f.stops]
    assert agreement is not None and sources is not None and not errors, errors
    return agreement, sources


@cache
def answers(case: Case, engine: str) -> tuple[Answer, ...]:
    """Answer the questions of a case by an engine that reads its files."""
    agreement, sources = opened(case)
    return answered(case, agreement, load(engine, sources, agreement), engine)


def answered(case: Case, agreement: Agreement, loaded: Loaded, above: str) -> tuple[Answer, ...]:
    """Answer the questions of a case from one loading of its data; agreements above it are told by that engine."""
    return tuple(_answer(case, agreement, loaded, above, asked) for asked in case.questions)


def _answer(case: Case, agreement: Agreement, loaded: Loaded, above: str, asked: Question) -> Answer:
    as_of = instant(asked["as_of"])
    known = instant(asked.get("known_at", asked["as_of"]))
    evaluation = evaluate(
        agreement, loaded, as_of, known, evaluated_upstream(agreement, case.folder, above, as_of, known)
    )
    return Answer(
        {name: tuple(_items(loaded, evaluation.plan, name)) for name in asked.get("items", {})},
        evaluation.verdicts,
        evaluation.agreement,
        evaluation.consequences,
        loaded.rejected(),
        {m.obligation: m.undecided for m in evaluation.measurements if m.undecided},
        evaluation.without_exclusions,
        evaluation.ledger,
        evaluation.rights,
        evaluation.losses,
    )


def _items(loaded: Loaded, plan: Plan, obligation: str) -> Iterator[tuple[str, Item]]:
    windows = next(line.windows for line in plan.timelines if line.obligation == obligation)
    for item in loaded.items(plan, obligation):
        yield windows[item.window].label if item.window >= 0 else "none", item


def compare(asked: Question, answer: Answer) -> None:
    """Fail unless an answer is what was expected of a question."""
    for obligation, items in asked.get("items", {}).items():
        assert_matches(f"item of {obligation}", items, answer.items[obligation], all_of_them=True)
    assert_matches("verdict", asked.get("verdicts", []), answer.verdicts)
    assert_matches("agreement verdict", asked.get("agreement", []), answer.agreement)
    assert_matches("verdict", asked.get("without_exclusions", []), answer.without_exclusions)
    if "ledger" in asked:
        assert_in_order("transaction", asked["ledger"], answer.ledger)
    for kind in ("consequences", "rejected", "rights", "losses"):
        if kind in asked:
            assert_matches(kind, asked[kind], getattr(answer, kind), all_of_them=True)
    if "undecided" in asked:
        assert answer.undecided == asked["undecided"]


def assert_matches(
    kind: str, expected: Sequence[Mapping[str, Any]], actual: Sequence[object], *, all_of_them: bool = False
) -> None:
    """Require that each expected object is among the actual ones, each used once."""
    left = list(actual)
    for want in expected:
        found = next((have for have in left if matches(want, have)), None)
        assert found is not None, f"no {kind} like {want} among:\n" + "\n".join(map(str, left))
        left.remove(found)
    assert not (all_of_them and left), f"{kind}, not expected:\n" + "\n".join(map(str, left))


def assert_in_order(kind: str, expected: Sequence[Mapping[str, Any]], actual: Sequence[object]) -> None:
    """Require that the actual objects are the expected ones, in the same order."""
    both = list(zip_longest(expected, actual))
    wrong = next((pair for pair in both if None in pair or not matches(*pair)), None)
    assert wrong is None, f"no {kind} like {wrong[0]}, but {wrong[1]}"


def matches(expected: Mapping[str, Any], actual: object) -> bool:
    """Say whether an object has the expected fields."""
    if isinstance(actual, tuple):
        label, actual = actual
        expected = {name: want for name, want in expected.items() if name != "window" or want != label}
        if "window" in expected:
            return False
    return all(_field_is(name, want, actual) for name, want in expected.items())


def _field_is(name: str, want: object, actual: object) -> bool:
    have = getattr(actual, name)
    return str(want) in have if name in SENTENCES else _is(want, have)


def _is(want: object, have: object) -> bool:
    match want:
        case dict() if not isinstance(have, Mapping):
            return matches(want, have)
        case [dict(), *_] if isinstance(have, tuple):
            return len(want) == len(have) and all(map(matches, want, have))
        case str() if isinstance(have, int) and re.match(r"\d{4}-\d{2}-\d{2}T", want):
            return have == instant(want)
        case str() if isinstance(have, int) and (length := re.fullmatch(r"(\d+) (s|min|h)", want)):
            return have == int(length[1]) * SECONDS[length[2]] * 1_000_000
        case _:
            return shown(have) == want


def shown(value: object) -> object:
    """Write a value as expected.json does: outcomes by word, windows by label, fractions as n/d."""
    match value:
        case Enum():
            return value.value
        case WindowSpan():
            return value.label
        case Mapping():
            return {str(shown(key)): shown(item) for key, item in value.items()}
        case None | bool() | int() | str():
            return value
        case tuple() | list():
            return [shown(item) for item in value]
        case Fraction() | _:
            return str(value)


def digest(answer: Answer) -> str:
    """Return a fingerprint of everything an evaluation gave, save for the rows that could not be read."""
    told = (answer.items, answer.verdicts, answer.agreement, answer.consequences)
    told += (answer.undecided, answer.without_exclusions, answer.ledger, answer.rights, answer.losses)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def digests(engine: str, case: Case) -> list[str]:
    """Return the fingerprints of all answers of a case."""
    return [digest(answer) for answer in answers(case, engine)]


def shuffled(case: Case, into: Path) -> Case:
    """Copy a case with the rows of its data in another order."""
    folder = into / case.name
    shutil.copytree(case.folder, folder)
    for file in folder.glob("*.csv"):
        head, *rows = csv.reader(io.StringIO(file.read_text(encoding="utf-8")))
        random.Random(case.name).shuffle(rows)
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return Case(folder)


def main(engine: str, names: Sequence[str]) -> None:
    """Print the fingerprints of some cases with shuffled rows, in the zone of this process."""
    with tempfile.TemporaryDirectory() as folder:
        cases = [shuffled(Case(CASES / name), Path(folder)) for name in names]
        json.dump({case.name: digests(engine, case) for case in cases}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
