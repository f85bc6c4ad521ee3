"""Plain files: where a CSV file is plain, DuckDB's own reader finds the same rows or none."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordant.record.lines import Broken, csv_rows
from accordant.record.plain import is_plain

CELLS = st.text(st.sampled_from('ab1 ",;\n\r\té\x00#\\'), max_size=6)
WRITTEN = CELLS | CELLS.map(lambda text: '"' + text.replace('"', '""') + '"') | st.just("x")
ROWS = st.lists(st.lists(WRITTEN, min_size=1, max_size=3) | st.just(["1", "2"]), max_size=6)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        yield opened


def by_duckdb(connection: duckdb.DuckDBPyConnection, path: Path) -> list[list[str]] | None:
    options = "header=true, delim=',', quote='\"', escape='\"', comment='', auto_detect=false"
    columns = "{'a': 'VARCHAR', 'b': 'VARCHAR'}"
    try:
        found = connection.execute(f"FROM read_csv('{path}', {options}, columns={columns})").fetchall()
    except duckdb.Error:
        return None
    return [[cell or "" for cell in row] for row in found]


def by_us(path: Path) -> list[list[str]] | None:
    rows = [cells for _, cells in csv_rows(path, ",", ("a", "b"))]
    return (
        None if any(isinstance(cells, Broken) for cells in rows) else [[str(cell) for cell in row] for row in rows]
    )


@given(rows=ROWS, ending=st.sampled_from(["\n", "\r\n"]), ends=st.booleans())
def test_where_a_file_is_plain_duckdb_finds_the_same_rows_or_fails(
    tmp_path_factory, connection, rows, ending, ends
):
    path = tmp_path_factory.mktemp("plain") / "rows.csv"
    lines = ending.join(["a,b", *(",".join(row) for row in rows)]) + ending * ends
    path.write_bytes(lines.encode())
    found = by_duckdb(connection, path)
    if is_plain(path, ",") and found is not None:
        assert found == by_us(path)


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (b"a,b\n1,2\n", True),
        (b'a,b\r\n"say ""x""",5" pipe\r\n', True),
        (b'a,b\n1, "2"\n', False),
        (b'a,b\n"1" ,2\n', False),
        (b"a,b\n1\r,2\n", False),
        (b"a,b\r1,2\r", False),
        (b"a,b\n1,2\r", False),
        (b"a\n1\n", False),
        (b"", False),
    ],
)
def test_a_plain_file_has_no_spaces_around_quotes_no_lone_cr_and_several_columns(tmp_path, data, plain):
    path = tmp_path / "rows.csv"
    path.write_bytes(data)
    assert is_plain(path, ",") is plain


def test_what_makes_a_file_odd_is_found_across_the_pieces_it_is_read_in(tmp_path):
    path = tmp_path / "rows.csv"
    for odd in (b'1, "2"\n', b"1,2\r3,4\n"):
        for before in range((1 << 20) - 12, (1 << 20) + 2):
            filling = b"a,b\n" + b"x" * (before - 7) + b",1\n"
            path.write_bytes(filling + odd)
            assert not is_plain(path, ",")
            path.write_bytes(filling + b"1,2\r\n")
            assert is_plain(path, ",")
