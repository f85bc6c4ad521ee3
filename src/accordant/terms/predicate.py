"""The tree of a definition's predicate: a small, typed, three-valued subset of SQL (SEMANTICS section 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from accordant.terms.values import Place, at

Scalar = str | int | Decimal | bool
Comparator = Literal["=", "<>", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Column:
    """A field of the event or an attribute of the entity, by the name that sources give it."""

    name: str
    place: Place | None = at()


@dataclass(frozen=True)
class Constant:
    """A constant: text, an integer, a decimal or a boolean; dates and instants are written as text."""

    value: Scalar
    place: Place | None = at()


Operand = Column | Constant


@dataclass(frozen=True)
class Compare:
    """`left op right`: UNKNOWN when either side is NULL."""

    left: Operand
    op: Comparator
    right: Operand


@dataclass(frozen=True)
class Between:
    """`low <= value <= high`, by Kleene's AND of the two."""

    value: Operand
    low: Operand
    high: Operand


@dataclass(frozen=True)
class In:
    """`value IN (options)`; the options are constants and never NULL."""

    value: Operand
    options: tuple[Constant, ...]


@dataclass(frozen=True)
class IsNull:
    """`column IS NULL`: never UNKNOWN."""

    column: Column


@dataclass(frozen=True)
class Truth:
    """A bare boolean column or constant."""

    operand: Operand


@dataclass(frozen=True)
class Not:
    """Kleene's NOT."""

    inner: "Predicate"


@dataclass(frozen=True)
class And:
    """Kleene's AND of two or more."""

    parts: tuple["Predicate", ...]


@dataclass(frozen=True)
class Or:
    """Kleene's OR of two or more."""

    parts: tuple["Predicate", ...]


Test = Compare | Between | In | IsNull | Truth
Predicate = Test | Not | And | Or


def tests(tree: Predicate) -> Iterator[Test]:
    """Yield every test of a predicate, whatever joins or negates it, in the order written."""
    match tree:
        case And(parts) | Or(parts):
            for part in parts:
                yield from tests(part)
        case Not(inner):
            yield from tests(inner)
        case test:
            yield test


def operands(test: Test) -> tuple[Operand, ...]:
    """Return what a test compares, in the order written."""
    match test:
        case IsNull(column):
            return (column,)
        case Truth(operand):
            return (operand,)
        case Compare(left, _, right):
            return (left, right)
        case Between(value, low, high):
            return (value, low, high)
        case In(value, options):
            return (value, *options)


def columns(tree: Predicate) -> Iterator[Column]:
    """Yield every column a predicate names, as often as it names it, in the order written."""
    return (one for test in tests(tree) for one in operands(test) if isinstance(one, Column))


def text(tree: Predicate) -> str:
    """Write a predicate in its canonical words."""
    match tree:
        case And(parts):
            return " AND ".join(_inner(part) for part in parts)
        case Or(parts):
            return " OR ".join(_inner(part) for part in parts)
        case Not(IsNull(column)):
            return f"{column.name} IS NOT NULL"
        case Not(In(value, options)):
            return f"{_operand(value)} NOT IN ({', '.join(map(_operand, options))})"
        case Not(inner):
            return f"NOT {_inner(inner)}"
        case IsNull(column):
            return f"{column.name} IS NULL"
        case Truth(operand):
            return _operand(operand)
        case Compare(left, op, right):
            return f"{_operand(left)} {op} {_operand(right)}"
        case Between(value, low, high):
            return f"{_operand(value)} BETWEEN {_operand(low)} AND {_operand(high)}"
        case In(value, options):
            return f"{_operand(value)} IN ({', '.join(map(_operand, options))})"


def _inner(tree: Predicate) -> str:
    return f"({text(tree)})" if isinstance(tree, And | Or | Between) else text(tree)


def _operand(operand: Operand) -> str:
    if isinstance(operand, Column):
        return operand.name
    match operand.value:
        case bool(value):
            return "TRUE" if value else "FALSE"
        case str(value):
            return "'" + value.replace("'", "''") + "'"
        case value:
            return str(value)
