"""The SQL engine: a plan goes in, one statement an obligation runs on embedded DuckDB, tallies come out."""
