"""Printing names and constants: whatever an agreement or a source calls a thing, it cannot break out of SQL."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from accordant.record.event import Cell


def name(identifier: str) -> str:
    """Return an identifier in double quotes."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """Return a text constant; NUL, which no engine takes inside a constant, is joined in by its code."""
    parts = ["'" + part.replace("'", "''") + "'" for part in value.split("\0")]
    return parts[0] if len(parts) == 1 else "(" + " || chr(0) || ".join(parts) + ")"


def constant(value: Cell) -> str:
    """Return a constant of a cell's own type; None is NULL."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return f"({value})" if value < 0 else str(value)
        case Decimal():
            return decimal(value)
        case date():
            return f"DATE '{value.isoformat()}'"
        case str():
            return text(value)


def decimal(value: Decimal) -> str:
    """Return a decimal as CAST of its digits: a bare 1.5 is a double on some engines."""
    digits = f"{value:f}"
    whole, _, fraction = digits.lstrip("-").partition(".")
    return f"CAST('{digits}' AS DECIMAL({max(len(whole.lstrip('0')) + len(fraction), 1)}, {len(fraction)}))"


def listed(items: Iterable[str]) -> str:
    """Return items with commas between them."""
    return ", ".join(items)


def one_of(expression: str, texts: Iterable[str]) -> str:
    """Return whether a text is one of some constants; FALSE for NULL.

    A function, since DuckDB runs one once for each word of a dictionary; it compares each row by IN.
    """
    return f"list_position([{listed(map(text, texts))}], {expression}) IS NOT NULL"


def every(conditions: Iterable[str]) -> str:
    """Return the AND of conditions; of none, TRUE."""
    return " AND ".join(f"({condition})" for condition in conditions) or "TRUE"


def some(conditions: Iterable[str]) -> str:
    """Return the OR of conditions; of none, FALSE."""
    return " OR ".join(f"({condition})" for condition in conditions) or "FALSE"
