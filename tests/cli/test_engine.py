"""Which engine measures when nobody says: the quicker one, by what there is to read."""

from pathlib import Path

import pytest

from accordant.cli.engine import is_small
from accordant.terms.source import Source, Sources


def sources(folder: Path, rows: int, form: str = "csv") -> Sources:
    (folder / "log").write_text("id,happened\n" + "T1,2026-01-05 09:00\n" * rows, encoding="utf-8")
    return Sources((Source("log", "log", "ticket", ("id",), form, happened="happened"),), str(folder))


def test_a_few_rows_of_text_are_small(tmp_path: Path) -> None:
    assert is_small(sources(tmp_path, 1_000))


def test_many_rows_are_not(tmp_path: Path) -> None:
    assert not is_small(sources(tmp_path, 10_000))


@pytest.mark.parametrize("form", ["parquet", "duckdb", "sqlite"])
def test_formats_that_may_be_dense_are_not(form: str, tmp_path: Path) -> None:
    assert not is_small(sources(tmp_path, 1, form))


def test_a_file_that_is_not_there_is_left_to_the_engine(tmp_path: Path) -> None:
    gone = sources(tmp_path, 1)
    (tmp_path / "log").unlink()
    assert is_small(gone)
