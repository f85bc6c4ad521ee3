"""Cells: texts and typed values become values of the stated type, or the row is rejected with the reason."""

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from accordant.record import cells
from accordant.record.cells import NOTHING, Absolute, CellError, Local, Unreadable, column_reader, time_reader
from accordant.terms.source import ColumnRule, Source

SOURCE = Source("s", "s.csv", "thing", ("id",), "csv", zone="America/New_York", times="DD/MM/YYYY hh:mm")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def told(rule: ColumnRule, raw: cells.Raw, source: Source = SOURCE) -> cells.Told:
    return column_reader(rule, source)(raw)[0]


def refusal(rule: ColumnRule, raw: cells.Raw, source: Source = SOURCE) -> str:
    with pytest.raises(CellError) as caught:
        column_reader(rule, source)(raw)
    return caught.value.reason


def rule(kind: str = "text", **more: object) -> ColumnRule:
    return ColumnRule("x", "x", kind, **more)  # type: ignore[arg-type]


def instant(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


def test_text_is_kept_byte_for_byte():
    for text in (" a ", "ä", "a\u0308", "\x00", "007", "true", "ﬁ", "a\r\nb"):
        assert told(rule(), text) == text


def test_what_has_no_text_is_not_read_as_text():
    for raw in (1.0, date(2026, 1, 1), Local(0), Absolute(0)):
        assert refusal(rule(), raw) == cells.NOT_TEXT
    assert refusal(rule(), Unreadable(cells.NESTED)) == cells.NESTED


def test_a_blank_cell_tells_nothing_and_a_cleared_one_tells_null():
    source = Source("s", "s.csv", "thing", ("id",), "csv", blank=("", "n/a"))
    chosen = rule(clears=("none",), blank=("-",))
    assert [told(chosen, raw, source) for raw in (None, "", "n/a", "-")] == [NOTHING] * 4
    assert told(chosen, "none", source) is None
    assert told(rule(clears=("",)), "") is None
    assert told(rule(clears=("",)), None) is None


def test_an_empty_cell_is_a_text_where_only_other_texts_are_blank():
    source = Source("s", "s.csv", "thing", ("id",), "csv", blank=("n/a",))
    assert told(rule(), "", source) == ""
    assert refusal(rule("integer"), "", source) == cells.NOT_INTEGER


@pytest.mark.parametrize(
    ("raw", "number"), [("0", 0), ("-7", -7), ("+012", 12), (str(2**63 - 1), 2**63 - 1), ("-0", 0), (12.0, 12)]
)
def test_whole_numbers_are_read_exactly(raw, number):
    assert told(rule("integer"), raw) == number


@pytest.mark.parametrize("raw", ["", " 1", "1 ", "1.0", "1e3", "1,000", "1_0", "٣", "0x1", "--1", 0.5, math.nan])
def test_what_is_no_whole_number_is_rejected(raw):
    source = Source("s", "s.csv", "thing", ("id",), "csv", blank=())
    assert refusal(rule("integer"), raw, source) == cells.NOT_INTEGER


def test_a_whole_number_beyond_64_bits_is_rejected():
    for raw in (str(2**63), str(-(2**63) - 1), "9" * 5000, 2.0**63):
        assert refusal(rule("integer"), raw) == cells.TOO_LARGE


def test_decimals_are_exact_and_of_their_scale():
    assert told(rule("decimal", scale=2), "-9.6") == Decimal("-9.60")
    assert told(rule("decimal", scale=2), "1.500000") == Decimal("1.50")
    assert told(rule("decimal", scale=0), "3.00") == Decimal(3)
    assert told(rule("decimal", scale=9), "999999999.999999999") == Decimal("999999999.999999999")


def test_a_decimal_finer_than_its_scale_is_rejected_and_never_rounded():
    assert refusal(rule("decimal", scale=2), "0.005") == cells.TOO_FINE
    assert refusal(rule("decimal"), "0.5") == cells.TOO_FINE


def test_a_decimal_beyond_18_digits_is_rejected():
    assert refusal(rule("decimal", scale=9), "1000000000") == cells.TOO_WIDE
    assert refusal(rule("decimal", scale=9), 1e300) == cells.TOO_WIDE
    assert refusal(rule("decimal", scale=2), math.inf) == cells.TOO_WIDE
    assert refusal(rule("decimal"), "9" * 5000) == cells.TOO_WIDE


def test_what_is_no_decimal_is_rejected():
    for raw in (".5", "5.", "1e3", "1,5", "NaN", "€5", "1.2.3", math.nan):
        assert refusal(rule("decimal", scale=3), raw) == cells.NOT_DECIMAL


def test_a_binary_double_becomes_the_nearest_decimal_halves_upward():
    assert told(rule("decimal", scale=0), 2.5) == 3
    assert told(rule("decimal", scale=0), -2.5) == -2
    assert told(rule("decimal", scale=2), 0.1 + 0.2) == Decimal("0.30")
    assert told(rule("decimal", scale=1), -0.0) == 0


@given(st.integers(-(10**17), 10**17), st.integers(0, 9))
def test_a_decimal_written_out_is_read_back(units, scale):
    value = Decimal(units).scaleb(-scale)
    assume(abs(value) < 10 ** (18 - scale))
    assert told(rule("decimal", scale=scale), f"{value:f}") == value


@given(st.floats(-1e8, 1e8), st.integers(0, 9))
def test_a_double_is_never_further_than_half_a_step_from_its_decimal(number, scale):
    read = told(rule("decimal", scale=scale), number)
    assert isinstance(read, Decimal)
    step = Fraction(1, 10**scale)
    slack = abs(Fraction(number)) / 2**50
    assert abs(Fraction(read) - Fraction(number)) <= step / 2 + slack


@pytest.mark.parametrize("word", ["true", "True", "TRUE", "yes", "Yes", "YES", "1"])
def test_a_yes_is_read_in_a_few_spellings(word):
    assert told(rule("boolean"), word) is True


@pytest.mark.parametrize("word", ["tRUE", "y", "t", "on", " yes", "2", "wahr", "yeſ", "ja"])
def test_other_words_are_no_booleans(word):
    assert refusal(rule("boolean"), word) == cells.NOT_BOOLEAN


def test_words_of_a_boolean_stand_beside_the_ordinary_ones():
    chosen = rule("boolean", words=(("CRM", "no"), ("BOT", "yes"), ("?", "unknown")))
    assert [told(chosen, raw) for raw in ("CRM", "BOT", "?", "true")] == [False, True, None, True]
    assert refusal(chosen, "other") == cells.NOT_BOOLEAN
    otherwise = rule("boolean", words=(("CRM", "no"),), otherwise="unknown")
    assert told(otherwise, "other") is None


def test_words_of_a_text_are_all_there_are():
    chosen = rule(words=(("mktg", "marketing"), ("sdr", "sales")))
    assert told(chosen, "mktg") == "marketing"
    assert refusal(chosen, "marketing") == cells.NOT_LISTED
    assert told(rule(words=(("a", "b"),), otherwise="other"), "x") == "other"
    assert told(rule(words=(("a", "b"),), otherwise="unknown"), "x") is None
    assert told(rule(words=(("a", "b"),), otherwise="unknown"), "") is NOTHING


def test_words_of_a_number_replace_what_is_no_number():
    chosen = rule("integer", words=(("none", "0"),), otherwise="-1")
    assert [told(chosen, raw) for raw in ("none", "5", "many", 0.5)] == [0, 5, -1, -1]


def test_words_that_are_not_of_the_type_are_refused_at_once():
    with pytest.raises(ValueError, match="'nought' of 'x': not a whole number"):
        column_reader(rule("integer", words=(("none", "nought"),)), SOURCE)
    with pytest.raises(ValueError, match="can only mean unknown"):
        column_reader(rule("instant", words=(("none", "today"),)), SOURCE)


def test_dates_follow_the_format_of_the_times():
    assert told(rule("date"), "05/11/2026") == date(2026, 11, 5)
    assert told(rule("date"), date(2026, 11, 5)) == date(2026, 11, 5)
    assert refusal(rule("date"), "2026-11-05") == cells.NOT_A_DATE
    assert refusal(rule("date"), "05/11/2026 10:00") == cells.NOT_A_DATE
    assert told(rule("date"), "2026-11-05", Source("s", "f", "t", ("i",), "csv")) == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("05/11/2026 09:30", "2026-11-05T14:30:00+00:00"),
        ("08/03/2026 02:30", "2026-03-08T07:30:00+00:00"),
        ("01/11/2026 01:30", "2026-11-01T05:30:00+00:00"),
        ("2026-11-05T09:30:00Z", "2026-11-05T09:30:00+00:00"),
        ("2026-11-05 09:30:00+01:00", "2026-11-05T08:30:00+00:00"),
        (Local(0), "1970-01-01T05:00:00+00:00"),
        (Absolute(7), "1970-01-01T00:00:00.000007+00:00"),
        ("31/12/1969 23:59", "1970-01-01T04:59:00+00:00"),
    ],
)
def test_times_become_instants_in_their_zone(raw, expected):
    assert time_reader(SOURCE.times, SOURCE.zone, "")(raw) == (instant(expected), False)


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        ("start of day", "2026-11-01T04:00:00+00:00"),
        ("noon", "2026-11-01T17:00:00+00:00"),
        ("end of day", "2026-11-02T04:59:59.999999+00:00"),
    ],
)
def test_a_date_without_a_time_means_what_the_source_says(mean, expected):
    for raw in ("01/11/2026", date(2026, 11, 1)):
        assert time_reader(SOURCE.times, SOURCE.zone, mean)(raw) == (instant(expected), False)


@pytest.mark.parametrize(
    ("form", "zone", "raw", "reason"),
    [
        ("", "UTC", "05/11/2026 09:30", cells.NOT_A_TIME),
        ("", "", "2026-11-05T09:30", cells.NO_ZONE),
        ("", "", Local(0), cells.NO_ZONE),
        ("", "UTC", "2026-11-05", cells.NO_TIME),
        ("", "UTC", date(2026, 11, 5), cells.NO_TIME),
        ("", "UTC", "2026-02-30T10:00", cells.NOT_A_TIME),
        ("", "UTC", "9999-12-31T00:00", cells.BEYOND),
        ("", "UTC", "0001-01-01T00:00", cells.BEYOND),
        ("", "UTC", "1899-12-31T23:59:59.999999", cells.BEYOND),
        ("", "America/New_York", "2199-12-31T19:00", cells.BEYOND),
        ("", "America/New_York", Local(cells.LAST - 1), cells.BEYOND),
        ("", "UTC", Local(2**63 - 1), cells.BEYOND),
        ("", "UTC", Absolute(2**63 - 1), cells.BEYOND),
        ("", "UTC", "1767225600", cells.NOT_A_TIME),
        ("", "UTC", 1.5, cells.NOT_TEXT),
        ("DD/MM/YYYY hh:mm", "UTC", "2026-11-05T09:30", cells.NOT_A_TIME),
    ],
)
def test_what_is_no_time_is_rejected_with_the_reason(form, zone, raw, reason):
    with pytest.raises(CellError) as caught:
        time_reader(form, zone, "")(raw)
    assert caught.value.reason == reason


def test_an_instant_finer_than_microseconds_is_flagged():
    read = time_reader("", "UTC", "")
    assert read("1970-01-01T00:00:00.0000019") == (1, True)
    assert read(Local(1, floored=True)) == (1, True)


BUSINESS = ColumnRule("b", "email", "boolean", derive="business email", list="free-mail-domains-2026-01")


@pytest.mark.parametrize(
    ("address", "is_business"),
    [
        ("ann@acme.com", True),
        ("ann@GMail.com", False),
        ("ann@mail.gmail.com", True),
        ("a.b+c@yahoo.co.uk", False),
        ("ann@acme", None),
        ("ann", None),
        ("ann@acme.com ", None),
        ("a@b@acme.com", None),
        ("ann@münchen.de", None),
        ("ann@xn--mnchen-3ya.de", True),
        ("", NOTHING),
    ],
)
def test_a_business_address_is_one_whose_domain_is_not_in_the_list(address, is_business):
    assert told(BUSINESS, address) is is_business


TEXTS = st.text(max_size=12) | st.from_regex(r"[+-]?[0-9./:T -]{0,20}", fullmatch=True)
RAWS = TEXTS | st.floats() | st.dates() | st.none() | st.integers(-(2**63), 2**63 - 1).map(Local)
RULES = st.sampled_from(
    [rule(kind, scale=2) for kind in ("text", "integer", "decimal", "boolean", "date", "instant")] + [BUSINESS]
)


@given(RULES, RAWS)
@example(rule("instant"), Local(2**63 - 1))
@example(rule("instant"), "31/12/9999 23:59")
def test_every_cell_is_read_or_refused_with_one_of_the_reasons(chosen, raw):
    try:
        value, _ = column_reader(chosen, SOURCE)(raw)
    except CellError as error:
        assert error.reason in vars(cells).values()
    else:
        assert value is NOTHING or value is None or isinstance(value, str | int | Decimal | date)


@given(RULES, RAWS)
def test_a_column_with_an_otherwise_never_rejects_a_row(chosen, raw):
    lenient = ColumnRule("x", "x", chosen.type, chosen.scale, (), "unknown", chosen.derive, chosen.list)
    column_reader(lenient, SOURCE)(raw)
