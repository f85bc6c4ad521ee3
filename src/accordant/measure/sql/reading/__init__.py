"""Sources -> relations of events, read by DuckDB itself: cell rules of `record.cells` printed as SQL."""
