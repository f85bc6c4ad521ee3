"""Predicates as SQL: the tree of a definition goes in, a three-valued expression over typed columns comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import assert_never

from accordant.measure.sql import quote
from accordant.terms.predicate import (
    And,
    Between,
    Column,
    Compare,
    Constant,
    In,
    IsNull,
    Not,
    Operand,
    Or,
    Predicate,
    Truth,
)
from accordant.terms.source import ColumnType

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Typed:
    """An SQL expression with the type its source states."""

    sql: str
    type: ColumnType


Columns = Callable[[str], Typed]


def expression(tree: Predicate, columns: Columns) -> str:
    """Return the predicate as an SQL expression that is TRUE, FALSE or NULL (UNKNOWN)."""
    match tree:
        case And(parts):
            return "(" + " AND ".join(expression(part, columns) for part in parts) + ")"
        case Or(parts):
            return "(" + " OR ".join(expression(part, columns) for part in parts) + ")"
        case Not(inner):
            return f"(NOT {expression(inner, columns)})"
        case IsNull(column):
            return f"({columns(column.name).sql} IS NULL)"
        case Truth(operand):
            return _operand(operand, "boolean", columns)
        case Compare(left, op, right):
            return _compare(left, op, right, columns)
        case Between(value, low, high):
            return f"({_compare(value, '>=', low, columns)} AND {_compare(value, '<=', high, columns)})"
        case In(value, options):
            return "(" + " OR ".join(_compare(value, "=", option, columns) for option in options) + ")"
        case _:
            assert_never(tree)


def _compare(left: Operand, op: str, right: Operand, columns: Columns) -> str:
    type_ = _type(left, columns) or _type(right, columns) or "text"
    return f"({_operand(left, type_, columns)} {op} {_operand(right, type_, columns)})"


def _type(operand: Operand, columns: Columns) -> ColumnType | None:
    return columns(operand.name).type if isinstance(operand, Column) else None


def _operand(operand: Operand, type_: ColumnType, columns: Columns) -> str:
    if isinstance(operand, Column):
        return columns(operand.name).sql
    return _constant(operand, type_)


def _constant(constant: Constant, type_: ColumnType) -> str:
    """Print a constant; one that is compared with a date or an instant is written as text in the agreement."""
    if type_ == "date" and isinstance(constant.value, str):
        return quote.constant(date.fromisoformat(constant.value))
    if type_ == "instant" and isinstance(constant.value, str):
        return quote.constant((datetime.fromisoformat(constant.value) - _EPOCH) // timedelta(microseconds=1))
    return quote.constant(constant.value)
