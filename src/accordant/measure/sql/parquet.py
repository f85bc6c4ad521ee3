"""A CSV file as Parquet: for lists of items that are too long for anything else."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from accordant.measure.sql.quote import name, text


def csv_to_parquet(source: Path, target: Path, types: Mapping[str, str]) -> None:
    """Write a CSV file with a header, whose empty cells are NULL, as Parquet with a type for each column."""
    columns = ", ".join(f"{text(column)}: {text(kind)}" for column, kind in types.items())
    names = ", ".join(map(name, types))
    read = f"read_csv({text(str(source))}, header = true, auto_detect = false, columns = {{{columns}}})"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {names} FROM {read}) TO {text(str(target))} (FORMAT parquet)")
