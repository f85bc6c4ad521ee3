"""Golden cases: the sum by hand in note.md, the reference engine and SQL must give the same numbers."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from inspect import getfullargspec

import golden
import pytest
from golden import ENGINES, Case, all_cases, answers, compare, digests, findings_of

REFUSED = [case for case in all_cases() if "refused" in case.questions[0]]
EVALUATED = [case for case in all_cases() if case not in REFUSED]

Elsewhere = Callable[[str], dict[str, list[str]]]


@pytest.fixture(scope="module", autouse=True)
def elsewhere(request: pytest.FixtureRequest) -> Iterator[Elsewhere]:
    """Answer the cases asked about with shuffled rows, in processes that live in Kathmandu, beside the tests."""
    cases = {item.callspec.params["case"].name for item in request.session.items if "elsewhere" in arguments(item)}
    environment = {**os.environ, "TZ": "Asia/Kathmandu"}
    pipe = subprocess.PIPE
    started = {
        engine: subprocess.Popen(
            [sys.executable, golden.__file__, engine, *sorted(cases)], env=environment, stdout=pipe, stderr=pipe
        )
        for engine in ENGINES
    }

    @cache
    def told(engine: str) -> dict[str, list[str]]:
        out, err = started[engine].communicate()
        assert started[engine].returncode == 0, err.decode()
        return json.loads(out)

    yield told
    for process in started.values():
        process.kill()
        process.communicate()


def arguments(item: pytest.Item) -> Sequence[str]:
    """Return the arguments that a test names itself."""
    return getfullargspec(item.function).args if isinstance(item, pytest.Function) else ()


def name_of(value: object) -> str | None:
    return value.name if isinstance(value, Case) else None


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", EVALUATED, ids=name_of)
def test_a_case_gives_what_its_note_sums_up(case: Case, engine: str) -> None:
    for asked, answer in zip(case.questions, answers(case, engine), strict=True):
        compare(asked, answer)


@pytest.mark.parametrize("case", EVALUATED, ids=name_of)
def test_both_engines_agree_on_what_nobody_asked_about_too(case: Case) -> None:
    one, other = (digests(engine, case) for engine in ENGINES)
    assert one == other


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", EVALUATED, ids=name_of)
def test_neither_the_zone_of_the_process_nor_the_order_of_rows_matters(
    case: Case, engine: str, elsewhere: Elsewhere
) -> None:
    assert elsewhere(engine)[case.name] == digests(engine, case)


@pytest.mark.parametrize("case", REFUSED, ids=name_of)
def test_a_case_that_cannot_be_judged_is_refused(case: Case) -> None:
    assert [finding.code for finding in findings_of(case)] == case.questions[0]["refused"]


@pytest.mark.parametrize("case", all_cases(), ids=name_of)
def test_every_number_expected_stands_in_the_note(case: Case) -> None:
    note = case.note.replace(",", "")
    numbers: set[str] = set()
    for asked in case.questions:
        collect(asked, numbers)
    missing = {n for n in numbers if not re.search(rf"(?<![\d.]){re.escape(n)}(?![\d])", note)}
    assert not missing, f"note.md does not say how {sorted(missing)} came about"


@pytest.mark.parametrize("case", all_cases(), ids=name_of)
def test_every_note_cites_the_clause_it_sums_up(case: Case) -> None:
    assert re.search(r"SEMANTICS [1-6]|DOMAIN SC\d", case.note)


def collect(value: object, numbers: set[str]) -> None:
    """Collect the numbers and times of day that an expectation asserts."""
    match value:
        case dict():
            for key, item in value.items():
                if key not in ("as_of", "known_at", "version", "row", "entity", "refused"):
                    collect(item, numbers)
        case list():
            for item in value:
                collect(item, numbers)
        case bool() | None:
            return
        case int():
            numbers.add(str(value))
        case str() if re.fullmatch(r"\d+(/\d+)?(\.\d+)?", value):
            numbers.add(value)
        case str() if found := re.fullmatch(r"(\d+) (?:s|min|h)", value):
            numbers.add(found[1])
        case str() if found := re.match(r"\d{4}-\d{2}-\d{2}T(\d{2}:\d{2})", value):
            numbers.add(found[1])
