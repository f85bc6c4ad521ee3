"""DuckDB."""

from accordant.measure.sql.printer import Dialect

DUCKDB = Dialect("duckdb", "DuckDB", "duckdb")
