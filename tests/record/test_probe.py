"""Probing: what stands in the way of reading a source is said before it is read."""

from dataclasses import replace
from pathlib import Path

import pytest

from accordant.record.formats import fitting
from accordant.record.probe import probe
from accordant.terms.finding import Severity
from accordant.terms.source import ColumnRule, Source, Sources
from accordant.terms.values import Place

SOURCE = Source(
    "calls",
    "calls.csv",
    "lead",
    ("lead",),
    "csv",
    zone="UTC",
    event_always="called",
    happened="at",
    place=Place("s", 3, 1),
)


def told(folder: Path, lines: str, source: Source = SOURCE) -> list[tuple[str, str]]:
    (folder / "calls.csv").write_text(lines, encoding="utf-8")
    return [(finding.code, finding.hint) for finding in probe(Sources((source,), str(folder)))]


def test_nothing_stands_in_the_way_of_a_plain_file(tmp_path):
    assert told(tmp_path, "lead,at\n1,2026-01-01T10:00\n2,2026-01-01 10:00:00.123+02:00\n") == []


@pytest.mark.parametrize(
    ("times", "texts", "fits"),
    [
        ("DD/MM and MM/DD", ["01/02/2026 10:00", "03/04/2026 11:00"], ("DD/MM/YYYY hh:mm", "MM/DD/YYYY hh:mm")),
        ("DD/MM by one day", ["01/02/2026 10:00", "13/04/2026 11:00"], ("DD/MM/YYYY hh:mm",)),
        ("one digit or two", ["1/2/2026", "13/4/2026"], ("D/M/YYYY",)),
        ("half days", ["01/31/2026 9:05 PM"], ("MM/DD/YYYY h:mm AM",)),
        ("thousandths", ["2014/10/22 11:15:41.000"], ("YYYY/MM/DD hh:mm:ss.fff",)),
        ("none", ["soon"], ()),
        ("no text", [], ()),
    ],
)
def test_the_formats_that_all_texts_fit_are_found(times, texts, fits):
    assert fitting(texts) == fits


def test_dates_that_fit_two_formats_are_a_finding_and_not_a_guess(tmp_path):
    lines = "lead,at\n1,01/02/2026 10:00\n"
    assert told(tmp_path, lines) == [("E655", "state the one meant as 'times:'")]
    assert told(tmp_path, lines, replace(SOURCE, times="DD/MM/YYYY hh:mm")) == []


def test_a_format_that_no_cell_has_is_a_finding_with_the_one_they_have(tmp_path):
    stated = replace(SOURCE, times="DD/MM/YYYY hh:mm")
    assert told(tmp_path, "lead,at\n1,2026-01-31 10:00\n", stated) == [
        ("E655", "add 'times: \"YYYY-MM-DD hh:mm\"'")
    ]
    assert told(tmp_path, "lead,at\n1,2026-01-31 10:00\n2,31/01/2026 10:00\n", stated) == []


def test_rules_that_nobody_can_follow_are_findings_whatever_the_data(tmp_path):
    lines = "lead,at\n1,2026-01-01T10:00\n"
    email = ColumnRule("b", "lead", derive="business email", list="none")
    assert [code for code, _ in told(tmp_path, lines, replace(SOURCE, zone="Europe/Nowhere"))] == ["E656"]
    assert [code for code, _ in told(tmp_path, lines, replace(SOURCE, times="mm/dd/yyyy"))] == ["E664"]
    assert told(tmp_path, lines, replace(SOURCE, fields=(email,))) == [
        ("E665", "known: free-mail-domains-2026-01")
    ]
    words = ColumnRule("n", "lead", "integer", words=(("x", "many"),))
    assert [code for code, _ in told(tmp_path, lines, replace(SOURCE, fields=(words,)))] == ["E662"]


def test_a_missing_column_is_told_at_its_rule_with_the_columns_there_are(tmp_path):
    rule = ColumnRule("score", "score", "integer", place=Place("s", 9, 4))
    (tmp_path / "calls.csv").write_text("lead,at,Sc ore,x\n", encoding="utf-8")
    missing, *_ = probe(Sources((replace(SOURCE, attributes=(rule,)),), str(tmp_path)))
    assert (missing.code, missing.at, missing.hint) == ("E653", rule.place, "did you mean 'Sc ore'?")
    rule = replace(rule, column="quality")
    missing, *_ = probe(Sources((replace(SOURCE, attributes=(rule,)),), str(tmp_path)))
    assert missing.hint == "it has: lead, at, Sc ore, x"


def test_a_key_that_no_object_has_yet_is_a_warning_only(tmp_path):
    (tmp_path / "calls.jsonl").write_text('{"lead":1,"at":"2026-01-01T10:00Z"}\n', encoding="utf-8")
    source = replace(SOURCE, file="calls.jsonl", format="jsonl", fields=(ColumnRule("note", "note"),))
    (finding,) = probe(Sources((source,), str(tmp_path)))
    assert (finding.code, finding.severity, finding.stops) == ("W653", Severity.WARNING, False)


def test_all_sources_are_probed_and_not_only_the_first(tmp_path):
    sources = Sources((SOURCE, replace(SOURCE, name="more")), str(tmp_path))
    assert [finding.code for finding in probe(sources)] == ["E651", "E651"]


def test_a_file_without_json_lines_is_not_called_empty(tmp_path):
    lines = replace(SOURCE, file="calls.csv", format="jsonl")
    assert [code for code, _ in told(tmp_path, "lead,at\n1,2026-01-01\n", lines)] == ["E662"]
    assert [code for code, _ in told(tmp_path, "", lines)] == ["W659"]
    assert [code for code, _ in told(tmp_path, "[1]\n", lines)] == ["E662"]


def test_a_table_is_left_to_the_engine_that_has_it_but_for_rules_that_nobody_can_follow():
    table = replace(SOURCE, file="", format="table", table="phone.calls")
    assert [finding.code for finding in probe(Sources((table,)))] == ["E667"]
    assert probe(Sources((table,)), has_tables=True) == []
    assert [finding.code for finding in probe(Sources((replace(table, zone="Mars"),)), has_tables=True)] == [
        "E656"
    ]
