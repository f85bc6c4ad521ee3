"""Run a golden case: an agreement, its data and what must come of them, on any engine."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from accordant.cli.engine import load
from accordant.evaluate import Evaluation, evaluate
from accordant.text.read import read_agreement
from accordant.text.sources import read_sources

CASES = Path(__file__).parent / "cases"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Case:
    """A folder with agreement.yaml, sources.yaml, data, note.md and expected.json."""

    folder: Path

    @property
    def expected(self) -> dict[str, Any]:
        return json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))

    @property
    def note(self) -> str:
        return (self.folder / "note.md").read_text(encoding="utf-8")


def all_cases() -> list[Case]:
    """Return every golden case by name."""
    return [Case(file.parent) for file in sorted(CASES.glob("*/expected.json"))]


def instant(text: str) -> int:
    """Read an instant with an offset as microseconds."""
    return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND


def run(case: Case, engine: str) -> tuple[Evaluation, Any]:
    """Evaluate a case on an engine; findings that stop it fail the test with their text."""
    agreement, findings = read_agreement(case.folder / "agreement.yaml")
    sources, more = read_sources(case.folder / "sources.yaml")
    errors = [f"{f.at} {f.code} {f.message}" for f in [*findings, *more] if f.stops]
    assert agreement is not None and sources is not None and not errors, errors
    expected = case.expected
    as_of = instant(expected["as_of"])
    known = instant(expected.get("known_at", expected["as_of"]))
    loaded = load(engine, sources, agreement)
    return evaluate(agreement, loaded, as_of, known), loaded


def shown(value: object) -> object:
    """Write a value as expected.json does: outcomes by word, fractions as n/d, instants as integers stay."""
    match value:
        case Enum():
            return value.value
        case Fraction():
            return f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value.numerator)
        case Mapping():
            return {str(shown(key)): shown(item) for key, item in value.items()}
        case None | bool() | int() | str():
            return value
        case tuple() | list():
            return [shown(item) for item in value]
        case _:
            return str(value)


def matches(expected: Mapping[str, Any], actual: object) -> bool:
    """Say whether an object has the expected fields; `*_at`-like instants may be written in ISO form."""
    for name, want in expected.items():
        have: object = actual
        for part in name.split("."):
            have = getattr(have, part)
        if isinstance(want, str) and isinstance(have, int) and re.match(r"\d{4}-\d{2}-\d{2}T", want):
            want = instant(want)
        if shown(have) != want:
            return False
    return True


def assert_matches(kind: str, expected: list[dict[str, Any]], actual: list[object]) -> None:
    """Require that each expected object is among the actual ones, each used once, none left if `all` is asked."""
    left = list(actual)
    for want in expected:
        found = next((have for have in left if matches(want, have)), None)
        assert found is not None, f"no {kind} like {want} among:\n" + "\n".join(map(str, left))
        left.remove(found)
