"""Rows that do not fit: those of a table are fetched and read by the record, which says why; the rest are counted."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from accordant.measure.sql import quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.reading.truth import TRUE, no
from accordant.measure.sql.tables.columns import TIMES, Column, columns, microseconds
from accordant.measure.sql.tables.rows import Rows
from accordant.record import rows as rules
from accordant.record.cells import STORED, Absolute, Local, Raw, Unreadable
from accordant.record.event import Event, Rejected
from accordant.record.rows import LateLimit, RowError
from accordant.record.typed import digits, double

MOST_FETCHED: Final = 1_000
"""How many rows of a source are fetched to be told one by one."""
_BEYOND: Final = (1 << 63) - 1
_DAY: Final = 86_400_000_000
_DATES: Final = ("0001-01-01", "9999-12-31")


def misfits(
    database: Database, rows: Rows, types: Mapping[str, str], limit: LateLimit | None
) -> Iterator[list[Event] | Rejected]:
    """Yield the events of the rows that do not fit, or why each was rejected; of many only the first by their cells."""
    if rows.fits == TRUE:
        return
    source, used = rows.source, columns(rows.source, types)
    database.about(f"rows of '{source.table}' that cannot be read")
    ready = rules.mapping(source, limit)
    listed = quote.listed(_fetched(column) for column in used.values())
    order = quote.listed(str(i) for i in range(1, len(used) + 1))
    misfit = f"FROM ({rows.base}) AS r WHERE {no(rows.fits)}"
    found = database.rows(f"SELECT {listed} {misfit} ORDER BY {order} LIMIT {MOST_FETCHED + 1}")
    for cells in found[:MOST_FETCHED]:
        raw = [as_raw(cell, column.type) for cell, column in zip(cells, used.values(), strict=True)]
        yield _read(ready, raw)
    if len(found) > MOST_FETCHED:
        more = database.value(f"SELECT count(*) {misfit}") - MOST_FETCHED
        yield Rejected(source.name, 0, "", f"{more:,} more rows that do not fit", key="others")


def _read(ready: rules.Mapping, raw: list[Raw]) -> list[Event] | Rejected:
    try:
        return list(rules.events(ready, 0, raw))
    except RowError as error:
        key = ", ".join(_shown(raw[ready.place[column]]) for column in ready.source.key)
        return Rejected(ready.source.name, 0, error.column, error.reason, error.text, key)


def _shown(raw: Raw) -> str:
    return raw if isinstance(raw, str) and raw else "(blank)"


def _fetched(column: Column) -> str:
    """Return what is selected of a cell: times as numbers, so that no session's zone plays a part."""
    if column.type == "date":
        return microseconds(column.cell, column.type, _DATES, str(_BEYOND))
    if column.type in TIMES:
        return f"CASE WHEN {column.cell} IS NOT NULL THEN coalesce({column.instant}, {_BEYOND}) END"
    return column.cell


def as_raw(cell: Any, type_: str) -> Raw:
    """Return a fetched cell of a neutral type as the record takes it."""
    if cell is None:
        return None
    match type_:
        case "text":
            return str(cell)
        case "integer":
            return str(int(cell))
        case "boolean":
            return "true" if cell else "false"
        case "double":
            return double(cell)
        case "timestamptz":
            return Absolute(int(cell))
        case "timestamp":
            return Local(int(cell))
        case "date":
            return _date(int(cell))
    decimal = digits(type_)
    return f"{Decimal(str(cell)):.{decimal[1]}f}" if decimal else Unreadable(STORED)


def _date(microseconds: int) -> Raw:
    """Return a date; what lies beyond all dates is as unreadable as a time beyond all calendars."""
    if microseconds == _BEYOND:
        return Local(_BEYOND)
    return date.fromordinal(date(1970, 1, 1).toordinal() + microseconds // _DAY)
