"""DuckDB: canonical SQL is its own."""

from accordant.measure.sql.printer import Dialect

DUCKDB = Dialect("duckdb", "DuckDB", "duckdb", is_run=True)
