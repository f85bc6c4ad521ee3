"""Golden cases on every engine: the same plan where the data lies gives the same rows."""

from dataclasses import replace

import pytest
from golden import Case, all_cases, answered, answers, compare, digest, opened

from accordant.cli.engine import load
from accordant.measure.sql.engine import SqlEngine

EVALUATED = [case for case in all_cases() if "refused" not in case.questions[0]]


@pytest.mark.parametrize("case", EVALUATED, ids=lambda case: case.name)
def test_a_case_gives_what_its_note_sums_up_and_what_the_reference_does(warehouse: SqlEngine, case: Case) -> None:
    agreement, sources = opened(case)
    read = load("memory", sources, agreement)
    warehouse.load(
        [event for kind in sorted({one.entity for one in sources.sources}) for event in read.events_of(kind)],
        sources,
    )
    found = [
        replace(answer, rejected=read.rejected()) for answer in answered(case, agreement, warehouse, "memory")
    ]
    for asked, answer in zip(case.questions, found, strict=True):
        compare(asked, answer)
    assert list(map(digest, found)) == list(map(digest, answers(case, "memory")))
