"""Types of columns: which rules read which is said before a row is read."""

from dataclasses import replace

import pytest

from accordant.record.typed import troubles
from accordant.terms.source import ColumnRule, PartyRule, Source

CALLS = Source("calls", "", "call", ("id",), "table", "phone.calls", event_always="queued", happened="at")
TYPES = {"id": "integer", "at": "timestamptz", "cell": "text"}


def told(source: Source, types: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.message, finding.hint) for finding in troubles(source, types)]


def test_nothing_stands_in_the_way_of_columns_that_fit():
    assert told(CALLS, TYPES) == []


def test_a_table_that_is_not_there_is_named():
    assert told(CALLS, {}) == [
        (
            "E660",
            "source 'calls' cannot be read: there is no table 'phone.calls'",
            "write 'schema.table' as the engine names it",
        )
    ]


def test_a_column_that_is_not_there_is_named():
    assert told(replace(CALLS, sequence="n"), TYPES) == [
        ("E653", "'phone.calls' has no column 'n' (source 'calls')", "it has: id, at, cell")
    ]


def test_a_time_that_is_a_text_is_to_be_cast_in_a_view():
    assert told(CALLS, TYPES | {"at": "text"}) == [
        (
            "E668",
            "column 'at' of 'phone.calls' (source 'calls') is of type text, and is read as a timestamp",
            "cast it to a timestamp in a view, and name the view as 'table'",
        )
    ]


@pytest.mark.parametrize(("type_", "code"), [("timestamp", "E656"), ("date", "E656")])
def test_a_time_without_a_zone_needs_one(type_: str, code: str):
    assert [found[0] for found in told(CALLS, TYPES | {"at": type_})] == [code]
    assert told(replace(CALLS, zone="UTC", dates_mean="noon"), TYPES | {"at": type_}) == []


def test_a_date_without_a_time_needs_to_say_when():
    assert [found[0] for found in told(replace(CALLS, zone="UTC"), TYPES | {"at": "date"})] == ["E657"]


READ = {
    "text": {"text", "integer", "decimal(5,0)", "boolean"},
    "integer": {"integer", "decimal(5,0)", "double"},
    "decimal": {"integer", "decimal(5,0)", "decimal(5,2)", "double"},
    "boolean": {"text", "integer", "decimal(5,0)", "boolean"},
    "date": {"date"},
    "instant": {"timestamptz", "timestamp", "date"},
}
ALL = [
    "text",
    "integer",
    "decimal(5,0)",
    "decimal(5,2)",
    "boolean",
    "date",
    "timestamp",
    "timestamptz",
    "double",
    "other",
]


@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize("type_", ALL)
def test_a_rule_reads_the_types_that_all_engines_read_alike(kind: str, type_: str):
    source = replace(CALLS, zone="UTC", dates_mean="noon", fields=(ColumnRule("cell", "cell", kind),))
    assert (not told(source, TYPES | {"cell": type_})) == (type_ in READ[kind])


def test_words_may_stand_for_decimals():
    words = ColumnRule("cell", "cell", words=(("1.50", "dear"),), otherwise="cheap")
    assert told(replace(CALLS, fields=(words,)), TYPES | {"cell": "decimal(5,2)"}) == []
    party = replace(CALLS, by=PartyRule("cell", words=(("1.50", "us"),)))
    assert told(party, TYPES | {"cell": "decimal(5,2)"}) == []
    assert told(party, TYPES | {"cell": "double"})[0][0] == "E668"
