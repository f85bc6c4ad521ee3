"""Predicates -> TRUE, FALSE or UNKNOWN (None) on one row, by SQL's three-valued logic (SEMANTICS section 3)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from accordant.record.event import Cell
from accordant.terms.predicate import (
    And,
    Between,
    Column,
    Compare,
    In,
    IsNull,
    Not,
    Operand,
    Or,
    Predicate,
    Truth,
)

Row = Mapping[str, Cell]
Logic = bool | None

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def truth(tree: Predicate, row: Row) -> Logic:
    """Evaluate a predicate on a row; a column that the row lacks is NULL."""
    match tree:
        case And(parts):
            return all_of(truth(part, row) for part in parts)
        case Or(parts):
            return negation(all_of(negation(truth(part, row)) for part in parts))
        case Not(inner):
            return negation(truth(inner, row))
        case IsNull(column):
            return row.get(column.name) is None
        case Truth(operand):
            value = _value(operand, row)
            return None if value is None else value is True
        case In(value, options):
            return _any(_compare(value, "=", option, row) for option in options)
        case Between(value, low, high):
            return all_of((_compare(value, ">=", low, row), _compare(value, "<=", high, row)))
        case Compare(left, op, right):
            return _compare(left, op, right, row)
        case _:
            assert_never(tree)


def negation(value: Logic) -> Logic:
    """Return Kleene's NOT."""
    return None if value is None else not value


def all_of(values: Iterable[Logic]) -> Logic:
    """Return Kleene's AND: FALSE when any is, else UNKNOWN when any is, else TRUE."""
    known = set(values)
    return False if False in known else None if None in known else True


def _any(values: Iterable[Logic]) -> Logic:
    return negation(all_of([negation(value) for value in values]))


def _compare(left: Operand, op: str, right: Operand, row: Row) -> Logic:
    a, b = _value(left, row), _value(right, row)
    if a is None or b is None:
        return None
    a, b = _alike(a, b), _alike(b, a)
    if op in ("=", "<>"):
        return (a == b) is (op == "=")
    return _ordered(a, op, b)


def _ordered(a: Cell, op: str, b: Cell) -> bool:
    order = (a > b) - (a < b)  # type: ignore[operator]  # checked: numbers, dates and instants only
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[op]


def _value(operand: Operand, row: Row) -> Cell:
    return row.get(operand.name) if isinstance(operand, Column) else operand.value


def _alike(value: Cell, other: Cell) -> Cell:
    """Read a constant written as text as the date or the instant (microseconds) that it is compared with."""
    if isinstance(value, str) and isinstance(other, date):
        return date.fromisoformat(value)
    if isinstance(value, str) and isinstance(other, int | Decimal) and not isinstance(other, bool):
        return (datetime.fromisoformat(value) - _EPOCH) // (_EPOCH.resolution)
    return value
