"""Times as text: formats become shapes, and shapes find the parts of a time or refuse it."""

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant.record.times import read_time
from accordant.terms.times import ISO_LOCAL, ISO_OFFSET, FormatError, date_shape, shape

HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("form", "text", "wall"),
    [
        ("YYYY-MM-DDThh:mm:ss", "2015-01-26T10:23:15", datetime(2015, 1, 26, 10, 23, 15)),
        ("DD/MM/YYYY hh:mm", "05/11/2026 09:30", datetime(2026, 11, 5, 9, 30)),
        ("MM/DD/YYYY hh:mm", "05/11/2026 09:30", datetime(2026, 5, 11, 9, 30)),
        ("YYYY/MM/DD hh:mm:ss.fff", "2014/10/22 11:15:41.123", datetime(2014, 10, 22, 11, 15, 41, 123_000)),
        ("M/D/YYYY h:mm AM", "1/5/2026 9:05 PM", datetime(2026, 1, 5, 21, 5)),
        ("MM/DD/YYYY hh:mm AM", "01/05/2026 12:05 am", datetime(2026, 1, 5, 0, 5)),
        ("MM/DD/YYYY hh:mm AM", "01/05/2026 12:05 PM", datetime(2026, 1, 5, 12, 5)),
        ("YYYYMMDDhhmmss", "20260105093000", datetime(2026, 1, 5, 9, 30)),
        ("hh:mm DD.MM.YYYY", "09:30 05.01.2026", datetime(2026, 1, 5, 9, 30)),
        ("YYYY-MM-DD", "2024-02-29", datetime(2024, 2, 29)),
    ],
)
def test_a_format_reads_the_time_it_describes(form, text, wall):
    written = read_time(shape(form), text)
    assert written is not None
    assert (written.wall, written.ahead, written.floored) == (wall, None, False)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("DD/MM/YYYY hh:mm", "5/11/2026 09:30"),
        ("DD/MM/YYYY hh:mm", "05/13/2026 09:30"),
        ("DD/MM/YYYY hh:mm", "05/11/2026 24:00"),
        ("DD/MM/YYYY hh:mm", "05/11/2026 09:60"),
        ("DD/MM/YYYY hh:mm", " 05/11/2026 09:30"),
        ("DD/MM/YYYY hh:mm", "05/11/2026 09:30\n"),
        ("DD/MM/YYYY hh:mm", "٠٥/11/2026 09:30"),
        ("DD.MM.YYYY", "05x11x2026"),
        ("YYYY-MM-DD", "2026-02-29"),
        ("YYYY-MM-DD", "0000-01-01"),
        ("MM/DD/YYYY hh:mm AM", "01/05/2026 13:05 PM"),
        ("MM/DD/YYYY hh:mm AM", "01/05/2026 00:05 AM"),
        ("YYYY-MM-DD hh:mm:ss.fff", "2026-01-01 00:00:00.12"),
    ],
)
def test_a_text_that_differs_from_its_format_is_no_time(form, text):
    assert read_time(shape(form), text) is None


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("2026-03-01T10:00:00Z", 0),
        ("2026-03-01 10:00Z", 0),
        ("2026-03-01 10:00:00 UTC", 0),
        ("2026-03-01T10:00:00+01:00", HOUR),
        ("2026-03-01T10:00:00.5-0530", -5 * HOUR - HOUR // 2),
        ("2026-03-01T10:00:00+02", 2 * HOUR),
    ],
)
def test_iso_8601_with_an_offset_carries_its_own_zone(text, ahead):
    written = read_time(ISO_OFFSET, text)
    assert written is not None
    assert written.ahead == ahead
    assert read_time(ISO_LOCAL, text) is None


def test_an_offset_may_be_part_of_a_format():
    written = read_time(shape("DD/MM/YYYY hh:mm Z"), "05/11/2026 09:30 -05:00")
    assert written is not None
    assert written.ahead == -5 * HOUR


def test_digits_beyond_the_microsecond_are_dropped_and_flagged_unless_they_are_zero():
    for text, microsecond, floored in (
        ("2026-01-01T00:00:00.1234567", 123456, True),
        ("2026-01-01T00:00:00.123456000", 123456, False),
        ("2026-01-01T00:00:00.9999999", 999999, True),
        ("2026-01-01T00:00:00,5", 500000, False),
    ):
        written = read_time(ISO_LOCAL, text)
        assert written is not None
        assert (written.wall.microsecond, written.floored) == (microsecond, floored)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("yyyy-mm-dd", "written with YYYY"),
        ("DD/MM", "does not tell the year"),
        ("DD/MM/YYYY mm", "the minute without the hour"),
        ("DD/MM/YYYY hh:mm:ss ff f", "the fraction twice"),
        ("YYYY-MM-MM", "tells the month twice"),
        ("DD/MM/YYYY AM", "the half without the hour"),
    ],
)
def test_a_format_that_cannot_be_is_refused_with_the_reason(form, says):
    with pytest.raises(FormatError, match=says):
        shape(form)


@pytest.mark.parametrize(
    ("form", "date"),
    [("DD/MM/YYYY hh:mm", "DD/MM/YYYY"), ("hh:mm, D.M.YYYY", "D.M.YYYY"), ("YYYY-MM-DDThh:mm", "YYYY-MM-DD")],
)
def test_the_date_of_a_format_is_the_part_between_its_date_tokens(form, date):
    assert date_shape(form) == shape(date)


FORMS = {
    "YYYY-MM-DDThh:mm:ss": "%Y-%m-%dT%H:%M:%S",
    "DD/MM/YYYY hh:mm:ss": "%d/%m/%Y %H:%M:%S",
    "MM/DD/YYYY hh:mm:ss AM": "%m/%d/%Y %I:%M:%S %p",
    "YYYY.MM.DD (hh:mm:ss)": "%Y.%m.%d (%H:%M:%S)",
    "YYYYMMDDhhmmss": "%Y%m%d%H%M%S",
}


@given(
    st.sampled_from(sorted(FORMS)),
    st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)).map(lambda moment: moment.replace(microsecond=0)),
)
def test_what_is_written_in_a_format_is_read_back(form, moment):
    written = read_time(shape(form), moment.strftime(FORMS[form]))
    assert written is not None
    assert written.wall == moment


@given(st.datetimes(), st.timedeltas(timedelta(hours=-23), timedelta(hours=23)))
def test_iso_8601_with_an_offset_is_read_as_the_standard_library_does(moment, offset):
    minutes = offset // timedelta(minutes=1)
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    text = f"{moment.isoformat()}{sign}{minutes // 60:02}:{minutes % 60:02}"
    written = read_time(ISO_OFFSET, text)
    expected = datetime.fromisoformat(text)
    assert written is not None
    assert written.wall == expected.replace(tzinfo=None)
    assert timedelta(microseconds=written.ahead or 0) == expected.utcoffset()


@given(st.text(max_size=30))
def test_no_text_makes_a_reader_of_times_fail(text):
    for form in (*map(shape, FORMS), ISO_LOCAL, ISO_OFFSET):
        written = read_time(form, text)
        assert written is None or re.search("[0-9]", text)
