"""Golden cases: the sum by hand in note.md, the reference engine and SQL must give the same numbers."""

import re

import pytest
from golden import Case, all_cases, assert_matches, run

ENGINES = ["memory", "duckdb"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.folder.name)
def test_a_case_gives_what_its_note_sums_up(case: Case, engine: str) -> None:
    expected = case.expected
    evaluation, loaded = run(case, engine)
    for obligation, items in expected.get("items", {}).items():
        actual = list(loaded.items(evaluation.plan, obligation))
        assert_matches(f"item of {obligation}", items, actual)
        assert len(actual) == len(items), f"{obligation}: {len(actual)} items\n" + "\n".join(map(str, actual))
    assert_matches("verdict", expected.get("verdicts", []), list(evaluation.verdicts))
    assert_matches("agreement verdict", expected.get("agreement", []), list(evaluation.agreement))
    assert_matches("consequence", expected.get("consequences", []), list(evaluation.consequences))
    if "rejected" in expected:
        assert_matches("rejected row", expected["rejected"], list(loaded.rejected()))
        assert len(loaded.rejected()) == len(expected["rejected"])


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.folder.name)
def test_every_number_expected_stands_in_the_note(case: Case) -> None:
    note = case.note.replace(",", "")
    numbers: set[str] = set()
    _collect(case.expected, numbers)
    missing = {n for n in numbers if not re.search(rf"(?<![\d.]){re.escape(n)}(?![\d])", note)}
    assert not missing, f"note.md does not say how {sorted(missing)} came about"


def _collect(value: object, numbers: set[str]) -> None:
    """Collect the numbers an expectation asserts; microseconds are looked up in minutes."""
    match value:
        case dict():
            for key, item in value.items():
                if key in ("elapsed", "limit") and isinstance(item, int):
                    numbers.add(str(item // 60_000_000))
                elif key not in ("as_of", "known_at", "version", "row", "entity"):
                    _collect(item, numbers)
        case list():
            for item in value:
                _collect(item, numbers)
        case bool() | None:
            return
        case int():
            numbers.add(str(value))
        case str() if re.fullmatch(r"\d+(/\d+)?(\.\d+)?", value):
            numbers.add(value)
