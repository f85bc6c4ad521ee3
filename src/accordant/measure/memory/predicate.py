"""Predicates -> TRUE, FALSE or UNKNOWN (None) on one row, by SQL's three-valued logic (SEMANTICS section 3)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
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
Test = Callable[[Row], Logic]

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def closure(tree: Predicate) -> Test:
    """Turn a predicate into a function of a row; a column that the row lacks is NULL."""
    match tree:
        case And(parts):
            tests = [closure(part) for part in parts]
            return lambda row: all_of(test(row) for test in tests)
        case Or(parts):
            tests = [closure(part) for part in parts]
            return lambda row: any_of(test(row) for test in tests)
        case Not(inner):
            test = closure(inner)
            return lambda row: negation(test(row))
        case IsNull(column):
            return lambda row: row.get(column.name) is None
        case Truth(operand):
            value = _value(operand)
            return lambda row: None if value(row) is None else value(row) is True
        case In(value=operand, options=options):
            tests = [_compare(operand, "=", option) for option in options]
            return lambda row: any_of(test(row) for test in tests)
        case Between(operand, low, high):
            above, below = _compare(operand, ">=", low), _compare(operand, "<=", high)
            return lambda row: all_of((above(row), below(row)))
        case Compare(left, op, right):
            return _compare(left, op, right)
        case _:
            assert_never(tree)


def truth(tree: Predicate, row: Row) -> Logic:
    """Evaluate a predicate on one row."""
    return closure(tree)(row)


def negation(value: Logic) -> Logic:
    """Return Kleene's NOT."""
    return None if value is None else not value


def all_of(values: Iterable[Logic]) -> Logic:
    """Return Kleene's AND: FALSE when any is, else UNKNOWN when any is, else TRUE."""
    result: Logic = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def any_of(values: Iterable[Logic]) -> Logic:
    """Return Kleene's OR: TRUE when any is, else UNKNOWN when any is, else FALSE."""
    result: Logic = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result


def _compare(left: Operand, op: str, right: Operand) -> Test:
    of_left, of_right = _value(left), _value(right)

    def test(row: Row) -> Logic:
        a, b = of_left(row), of_right(row)
        if a is None or b is None:
            return None
        a, b = _alike(a, b), _alike(b, a)
        if op in ("=", "<>"):
            return (a == b) is (op == "=")
        return _ordered(a, op, b)

    return test


def _ordered(a: Cell, op: str, b: Cell) -> bool:
    order = (a > b) - (a < b)  # type: ignore[operator]  # checked: numbers, dates and instants only
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[op]


def _value(operand: Operand) -> Callable[[Row], Cell]:
    if isinstance(operand, Column):
        name = operand.name
        return lambda row: row.get(name)
    constant = operand.value
    return lambda _row: constant


def _alike(value: Cell, other: Cell) -> Cell:
    """Read a constant written as text as the date or the instant (microseconds) that it is compared with."""
    if isinstance(value, str) and isinstance(other, date):
        return date.fromisoformat(value)
    if isinstance(value, str) and isinstance(other, int | Decimal) and not isinstance(other, bool):
        return (datetime.fromisoformat(value) - _EPOCH) // timedelta(microseconds=1)
    return value
