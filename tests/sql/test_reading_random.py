"""Whatever rules a source states and whatever its cells hold, DuckDB and the record read the same."""

from dataclasses import replace

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from random_sources import File, files, write
from test_reading import assert_alike

from accordant.record.rows import mapping
from accordant.terms.source import Sources

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
DAY = 86_400_000_000


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        yield opened


def late(source, happened):
    """Accept until the next day begins but two."""
    return (happened // DAY + 3) * DAY


def alike(connection, file: File, folder) -> None:
    source = replace(file.source, table="t" if file.source.format == "duckdb" else "")
    try:
        mapping(source)
    except ValueError:
        assume(False)
    write(connection, file, folder)
    assert_alike(Sources((source,), str(folder)), late)


def test_csv_files_are_read_alike(connection, tmp_path):
    @SETTINGS
    @given(files("csv"))
    def agree(file):
        alike(connection, file, tmp_path)

    agree()


def test_parquet_files_are_read_alike(connection, tmp_path):
    @SETTINGS
    @given(files("parquet"))
    def agree(file):
        alike(connection, file, tmp_path)

    agree()


def test_tables_of_duckdb_are_read_alike(connection, tmp_path):
    @settings(SETTINGS, max_examples=25)
    @given(files("duckdb"))
    def agree(file):
        alike(connection, file, tmp_path)

    agree()
