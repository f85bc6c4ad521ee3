"""The reader and the writer know the same keys: what one can write the other reads, and the schema allows."""

import pytest

from accordant.text import (
    read_calendar,
    read_charge,
    read_clauses,
    read_condition,
    read_definition,
    read_exclusion,
    read_indicator,
    read_obligation,
    read_party,
)
from accordant.text.amend import AMENDMENT
from accordant.text.grammar import Clause
from accordant.text.read import SECTIONS
from accordant.text.read_fields import Keys
from accordant.text.read_remedy import KINDS
from accordant.text.spelling import AGREEMENT

READERS: dict[str, Keys] = {
    "agreement": SECTIONS,
    "amendment": AMENDMENT,
    "party": read_party.PARTY,
    "contact": read_party.CONTACT,
    "goal": read_party.GOAL,
    "need": read_party.NEED,
    "term": read_calendar.TERM,
    "calendar": read_calendar.CALENDAR,
    "definition": read_definition.KEYS,
    "exclusion": read_exclusion.EXCLUSION,
    "relief": read_exclusion.RELIEF,
    "surge": read_exclusion.SURGE,
    "obligation": read_obligation.OBLIGATION,
    "time": read_indicator.TIME,
    "share": read_indicator.SHARE,
    "attempts": read_indicator.ATTEMPTS,
    "availability": read_indicator.AVAILABILITY,
    "statistic": read_indicator.STATISTIC,
    "verdict": read_condition.VERDICT,
    "charge": read_charge.CHARGE,
    "cap": read_charge.CAP,
    "warranty": read_clauses.WARRANTY,
    "indemnity": read_clauses.INDEMNITY,
    "review": read_clauses.REVIEW,
    "right": read_clauses.RIGHT,
    "publication": read_clauses.PUBLICATION,
    "example": read_clauses.EXAMPLE,
    **{kind: keys for kind, (keys, _) in KINDS.items()},
}


@pytest.mark.parametrize("name", READERS)
def test_reader_and_writer_know_the_same_keys(name: str) -> None:
    clause, keys = AGREEMENT[name], READERS[name]
    assert isinstance(clause, Clause)
    assert {key.word for key in clause.keys if key.required} == set(keys.required)
    plain = {key.word for key in clause.keys if not key.is_pattern}
    patterns = [key for key in clause.keys if key.is_pattern]
    assert plain <= set(keys.known)
    assert all(any(pattern.fits(word) for pattern in patterns) for word in set(keys.known) - plain)
