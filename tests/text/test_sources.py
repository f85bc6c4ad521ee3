"""Sources: how columns become events is stated in words, and what is left open is a finding."""

import pytest

from accordant.terms.source import ColumnRule, PartyRule, Source
from accordant.terms.values import Length
from accordant.text.sources import read_sources, read_sources_text

from .corpus import FORMAT

HEAD = "format: 1\nsources:\n  s:\n"
WIDE = "    file: a.csv\n    entity: ticket\n    key: id\n    events: {opened: opened_at}\n"
LONG = "    file: a.parquet\n    entity: ticket\n    key: id\n    event: what\n    happened: at\n"


def read(text: str) -> Source:
    sources, findings = read_sources_text(HEAD + text)
    assert not findings, [(finding.at, finding.message) for finding in findings]
    assert sources is not None
    return sources.sources[0]


def codes(text: str) -> list[str]:
    return [finding.code for finding in read_sources_text(HEAD + text)[1]]


@pytest.mark.parametrize("name", ["marketing-sales", "customer-city-requests"])
def test_the_sources_of_the_format_are_read_without_a_finding(name: str) -> None:
    sources, findings = read_sources(FORMAT / f"{name}.sources.yaml")
    assert sources is not None
    assert findings == []
    assert sources.folder == str(FORMAT)


def test_a_row_an_event() -> None:
    sources, _ = read_sources(FORMAT / "marketing-sales.sources.yaml")
    assert sources is not None
    activity = sources.sources[0]
    assert (activity.format, activity.event_column, activity.identity) == ("parquet", "event_type", "event_id")
    assert (activity.happened, activity.recorded, activity.zone) == ("occurred_at", "logged_at", "UTC")
    assert activity.by == PartyRule("actor_team", (("mktg", "marketing"), ("sdr", "sales"), ("ae", "sales")))
    words = (("SEQUENCES", "yes"), ("AUTOMATION_PLATFORM", "yes"), ("CRM_UI", "no"))
    automated = ColumnRule("automated", "channel", "boolean", words=words, otherwise="unknown")
    assert activity.fields == (ColumnRule("reason", "reason"), automated)
    derived = ColumnRule(
        "email_is_business",
        "email",
        "boolean",
        derive="business email",
        list="free-mail-domains-2026-01",
    )
    assert activity.attributes[2] == derived
    assert activity.accept_late == Length(5, "day", business=True)


def test_a_wide_row() -> None:
    sources, _ = read_sources(FORMAT / "customer-city-requests.sources.yaml")
    assert sources is not None
    (requests,) = sources.sources
    assert requests.events == (("opened", "opened_local"), ("closed", "closed_local"))
    assert (requests.times, requests.blank) == ("YYYY-MM-DDThh:mm:ss", ("",))
    assert requests.comparison == ("target_local", "stated_ontime")


def test_every_other_word() -> None:
    source = read(
        LONG.replace("file: a.parquet", "file: a.data\n    format: sqlite\n    table: tickets")
        .replace("key: id", "key: [region, id]")
        .replace("event: what", "event: {column: what, is: {ER Registration: registered}}")
        + "    recorded: logged\n    sequence: n\n    retracted: gone\n    by: {always: desk}\n"
        "    times: DD.MM.YYYY\n    zone: UTC\n    dates mean: end of day\n    blank: ['', '-']\n"
        "    accept late: {within: 2 business days, calendar: office}\n"
        "    attributes:\n      price: {column: p, type: decimal, scale: 2, clears: [none], unit: EUR}\n"
        "      plan: tariff\n"
    )
    assert source.key == ("region", "id")
    assert (source.format, source.table) == ("sqlite", "tickets")
    assert (source.event_column, source.event_words) == ("what", (("ER Registration", "registered"),))
    assert (source.recorded, source.sequence, source.retracted) == ("logged", "n", "gone")
    assert source.by == PartyRule(always="desk")
    assert (source.dates_mean, source.blank) == ("end of day", ("", "-"))
    assert (source.accept_late, source.accept_late_calendar) == (Length(2, "day", business=True), "office")
    price = ColumnRule("price", "p", "decimal", 2, clears=("none",), unit="EUR")
    assert source.attributes == (price, ColumnRule("plan", "tariff"))


def test_every_row_may_be_the_same_event() -> None:
    source = read(LONG.replace("event: what", "event: {always: probed}"))
    assert (source.event_column, source.event_always) == ("", "probed")


@pytest.mark.parametrize(
    ("file", "format"),
    [
        ("a.csv", "csv"),
        ("a.CSV", "csv"),
        ("a.csv.gz", "csv"),
        ("a.tsv", "csv"),
        ("x/a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.parquet", "parquet"),
    ],
)
def test_the_ending_of_a_file_says_its_format(file: str, format: str) -> None:
    assert read(WIDE.replace("a.csv", file)).format == format


@pytest.mark.parametrize(
    "times",
    [
        "YYYY-MM-DDThh:mm:ss",
        "DD/MM/YYYY hh:mm",
        "MM/DD/YYYY h:mm AM",
        "YYYY-MM-DD hh:mm:ss.ffffff",
        "D.M.YYYY hh:mm",
    ],
)
def test_patterns_of_times(times: str) -> None:
    assert read(WIDE + f"    zone: UTC\n    times: {times}\n").times == times


@pytest.mark.parametrize(
    "times", ["'%Y'", "YYYY-MM", "hh:mm", "YYYY-MM-DD DD hh:mm", "yyyy-mm-dd", "YYYY-MM-DD at hh:mm"]
)
def test_other_patterns_of_times(times: str) -> None:
    assert codes(WIDE + f"    zone: UTC\n    times: {times}\n") == ["E604"]


def test_times_without_an_offset_need_a_zone() -> None:
    assert codes(WIDE + "    times: YYYY-MM-DD hh:mm\n") == ["E603"]
    assert codes(WIDE + "    times: YYYY-MM-DDThh:mm:ssZ\n") == []
    assert codes(WIDE + "    times: YYYY-MM-DD hh:mm:ss Z\n") == []


def test_dates_need_to_say_when_on_them() -> None:
    assert codes(WIDE + "    zone: UTC\n    times: YYYY-MM-DD\n") == ["E603"]
    assert codes(WIDE + "    zone: UTC\n    times: YYYY-MM-DD\n    dates mean: noon\n") == []


TABLE = "    table: support.tickets\n    entity: ticket\n    key: id\n    events: {opened: opened_at}\n"


def test_a_table_of_the_engine_needs_no_file() -> None:
    source = read(TABLE + "    zone: Europe/Berlin\n    dates mean: noon\n")
    assert (source.format, source.file, source.table) == ("table", "", "support.tickets")
    assert read(TABLE.replace("support.", "")).table == "tickets"


def test_a_table_of_a_file_keeps_the_format_of_the_file() -> None:
    source = read("    file: a.duckdb\n" + TABLE)
    assert (source.format, source.table) == ("duckdb", "support.tickets")


@pytest.mark.parametrize(
    "line", ["format: csv", "delimiter: ;", "times: DD/MM/YYYY", "recorded times: DD/MM/YYYY"]
)
def test_a_table_of_the_engine_is_not_described_as_a_file(line: str) -> None:
    assert codes(TABLE + f"    {line}\n") == ["E612"]


@pytest.mark.parametrize("table", ["a.b.c.d", ".tickets", "support.", "a..b", "' . '"])
def test_a_table_of_the_engine_is_named_by_its_parts(table: str) -> None:
    assert codes(TABLE.replace("support.tickets", table)) == ["E613"]


def test_a_source_has_a_file_or_a_table() -> None:
    (finding,) = read_sources_text(HEAD + WIDE.replace("    file: a.csv\n", ""))[1]
    assert (finding.code, finding.message, finding.hint) == (
        "E121",
        "source 's' has no 'file'",
        "add 'file:' or 'table:'",
    )
    assert codes(WIDE.replace("file: a.csv", "flie: a.csv")) == ["E120"]


def test_two_sources_may_tell_the_same_of_an_entity() -> None:
    one = "    attributes: {status: {column: a}}\n"
    assert codes(WIDE + one + "  t:\n" + WIDE + one.replace("column: a", "column: b")) == []
    assert (
        codes(WIDE + one + "  t:\n" + WIDE.replace("ticket", "order") + one.replace("a}", "a, type: integer}"))
        == []
    )
    assert codes(WIDE + one + "  t:\n" + WIDE + one.replace("a}", "a, type: integer}")) == ["E611"]


def test_a_source_that_cannot_be_read_leaves_the_others() -> None:
    sources, findings = read_sources_text(HEAD + WIDE.replace("a.csv", "a.xls") + "  t:\n" + WIDE)
    assert sources is not None and [source.name for source in sources.sources] == ["t"]
    assert [finding.code for finding in findings] == ["E601"]
