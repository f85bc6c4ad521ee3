"""Files of lines: CSV and JSON Lines are split into rows, whatever their bytes."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant.record import lines
from accordant.record.cells import NESTED, NOT_UTF8, Raw, Unreadable
from accordant.record.lines import Broken, Line, Unopenable, csv_columns, csv_rows, json_columns, json_rows


def rows_of(tmp_path: Path, data: bytes, delimiter: str = ",", wanted: tuple[str, ...] = ("a", "b")) -> list[Line]:
    path = tmp_path / "rows.csv"
    path.write_bytes(data)
    return list(csv_rows(path, delimiter, wanted))


def good(rows: list[Line]) -> list[tuple[int, list[Raw]]]:
    return [(number, list(cells)) for number, cells in rows if not isinstance(cells, Broken)]


def broken(rows: list[Line]) -> list[tuple[int, str]]:
    return [(number, cells.reason) for number, cells in rows if isinstance(cells, Broken)]


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,2\n3,4\n",
        b"a,b\n1,2\n3,4",
        b"a,b\r\n1,2\r\n3,4\r\n",
        b"a,b\r1,2\r3,4\r",
        b"\xef\xbb\xbfa,b\n1,2\n3,4\n",
        b'"a","b"\n"1","2"\n3,"4"',
        b"\n\na,b\n\n1,2\n\n\r\n3,4\n\n",
        b"x,b,a\n9,2,1\n9,4,3\n",
    ],
)
def test_the_same_rows_are_read_however_they_are_written(tmp_path, data):
    assert rows_of(tmp_path, data) == [(1, ["1", "2"]), (2, ["3", "4"])]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('1,"x,y"', ["1", "x,y"]),
        ('1,"x\ny"', ["1", "x\ny"]),
        ('1,"x\r\n\r\ny"', ["1", "x\r\n\r\ny"]),
        ('1,"say ""hi"""', ["1", 'say "hi"']),
        ('"",""', ["", ""]),
        (",", ["", ""]),
        ('1,5" pipe', ["1", '5" pipe']),
        ('1, "x"', ["1", ' "x"']),
        (" 1 ,\t2", [" 1 ", "\t2"]),
        ("1,\x00", ["1", "\x00"]),
        ("1,a\u2028b\x85c\x0b", ["1", "a\u2028b\x85c\x0b"]),
    ],
)
def test_a_cell_is_the_text_between_its_delimiters(tmp_path, line, cells):
    assert rows_of(tmp_path, f"a,b\n{line}\n3,4\n".encode()) == [(1, cells), (2, ["3", "4"])]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"1", "too few cells: 1 for 2 columns, line 2"),
        (b"1,2,3", "too many cells: 3 for 2 columns, line 2"),
        (b'1,"2,3', "a quote that is never closed, line 2"),
        (b'"', "a quote that is never closed, line 2"),
        (b'1,"x"y', "text after a closing quote, line 2"),
        (b"1,\xff", "not UTF-8, line 2"),
        (b'1,"\xff"', "not UTF-8, line 2"),
        (b"  ", "too few cells: 1 for 2 columns, line 2"),
    ],
)
def test_a_row_that_cannot_be_split_is_rejected_and_no_other_is_lost(tmp_path, line, reason):
    rows = rows_of(tmp_path, b"a,b\n" + line + b"\n3,4\n5,6\n")
    assert broken(rows) == [(1, reason)]
    assert good(rows) == [(2, ["3", "4"]), (3, ["5", "6"])]


def test_lines_are_counted_through_quoted_line_ends(tmp_path):
    rows = rows_of(tmp_path, b'a,b\n1,"x\n\ny"\n2\n3,4\n')
    assert broken(rows) == [(2, "too few cells: 1 for 2 columns, line 5")]


def test_quotes_that_never_close_each_cost_their_own_row_only(tmp_path):
    rows = rows_of(tmp_path, b'a,b\n1,"x\n2,y\n3,"z"w\n4,"q\n5,6\n')
    assert good(rows) == [(2, ["2", "y"]), (5, ["5", "6"])]
    assert [number for number, _ in broken(rows)] == [1, 3, 4]


def test_a_huge_cell_is_a_cell(tmp_path):
    text = "x" * 3_000_000
    assert rows_of(tmp_path, f'a,b\n1,{text}\n2,"{text}"\n'.encode()) == [(1, ["1", text]), (2, ["2", text])]


def test_a_packed_file_is_read_like_a_plain_one(tmp_path):
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert list(csv_rows(path, ",", ("b",))) == [(1, ["2"])]


@pytest.mark.parametrize(
    "data", [b"\x1f\x8bnonsense", gzip.compress(b"a,b\n" + bytes(range(32, 127)) * 999, mtime=0)[:-30], b"x"]
)
def test_a_packed_file_that_is_damaged_cannot_be_read(tmp_path, data):
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(data)
    with pytest.raises(Unopenable) as caught:
        list(csv_rows(path, ",", ()))
    assert caught.value.code == "E663"


def test_utf_16_is_named(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes("a,b\n1,2\n".encode("utf-16"))
    with pytest.raises(Unopenable, match="UTF-16") as caught:
        csv_columns(path, ",")
    assert caught.value.code == "E654"


def test_an_empty_file_has_no_columns(tmp_path):
    for data in (b"", b"\n\n", b"\xef\xbb\xbf"):
        path = tmp_path / "rows.csv"
        path.write_bytes(data)
        assert csv_columns(path, ",") == ()


CELLS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=8), st.sampled_from([",", ";", "\t"]), st.data())
def test_what_a_writer_of_csv_wrote_is_read_back(tmp_path_factory, table, delimiter, data):
    ending = data.draw(st.sampled_from(["\n", "\r\n"]))
    text = io.StringIO()
    quoting = data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows([["a", "b"], *table])
    rows = rows_of(tmp_path_factory.mktemp("csv"), text.getvalue().encode(), delimiter)
    assert [cells for _, cells in rows] == table


@given(
    st.lists(
        st.sampled_from([b"1,2", b'1,"2"', b'"', b"1", b'""', b'1,"', b"\xff", b'1,"x"y', b"", b",,"]), max_size=12
    )
)
def test_however_broken_the_lines_a_plain_row_at_the_end_is_read(tmp_path_factory, some):
    rows = rows_of(tmp_path_factory.mktemp("csv"), b"\n".join([b"a,b", *some, b"8,9"]))
    assert good(rows)[-1][1] == ["8", "9"]
    assert [number for number, _ in rows] == list(range(1, len(rows) + 1))


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_of_csv_fail(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("csv") / "rows.csv"
    path.write_bytes(data)
    try:
        list(csv_rows(path, ",", csv_columns(path, ",")[:1]))
    except Unopenable as error:
        assert error.code in ("E654", "E663")


def objects(tmp_path: Path, data: bytes) -> list[Line]:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(data)
    return list(json_rows(path, ("a",)))


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("1", "1"),
        ("1.10", "1.10"),
        ("0.12345678901234567890", "0.12345678901234567890"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1e400", "1e400"),
        ("true", "true"),
        ("false", "false"),
        ("null", None),
        ('"null"', "null"),
        ('"\\u00e4"', "ä"),
        ('"\\ud83d\\ude00"', "😀"),
        ('"\\ud800"', Unreadable(NOT_UTF8)),
        ("[1]", Unreadable(NESTED)),
        ('{"x":1}', Unreadable(NESTED)),
    ],
)
def test_a_value_of_json_is_the_text_it_is_written_as(tmp_path, written, cell):
    assert objects(tmp_path, f'{{"b":0,"a":{written}}}\n'.encode()) == [(1, [cell])]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1]", lines.NOT_AN_OBJECT),
        (b"7", lines.NOT_AN_OBJECT),
        (b'{"a":NaN}', lines.NOT_AN_OBJECT),
        (b'{"a":1', lines.NOT_AN_OBJECT),
        (b'{"a":1} {"a":2}', lines.NOT_AN_OBJECT),
        (b'{"a":1,"a":1}', lines.TWICE),
        (b'{"a":"\xff"}', NOT_UTF8),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", lines.NOT_AN_OBJECT),
    ],
)
def test_a_line_that_is_no_object_is_rejected_and_no_other_is_lost(tmp_path, line, reason):
    rows = objects(tmp_path, b"\n" + line + b'\n\n{"a":5}\n{"b":6}')
    assert broken(rows) == [(1, f"{reason}, line 2")]
    assert good(rows) == [(2, ["5"]), (3, [None])]


def test_the_columns_of_json_lines_are_the_keys_of_its_objects(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"a":1}\nnonsense\n{"b":1,"a":2}\n')
    assert json_columns(path) == ("a", "b")


@given(st.dictionaries(st.text(max_size=4), st.text(max_size=6) | st.none(), max_size=4))
def test_what_a_writer_of_json_wrote_is_read_back(tmp_path_factory, told):
    path = tmp_path_factory.mktemp("json") / "rows.jsonl"
    path.write_text(json.dumps(told) + "\n", encoding="utf-8")
    assert list(json_rows(path, list(told))) == [(1, list(told.values()))]
