"""Tables of an engine -> relations of events, in canonical SQL: the cell rules of `record.cells` for typed columns."""
