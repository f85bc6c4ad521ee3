"""Types: a predicate and the types of its columns go in; findings come out where it compares unlike things.

Ordering is for numbers, dates and instants; equality for equal types; a column alone must be a boolean. Dates and
instants are written as text: `DATE '2026-01-01'`, and an instant with its offset. Source: SEMANTICS 3.10.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from accordant.terms.predicate import (
    Between,
    Column,
    Compare,
    Constant,
    In,
    IsNull,
    Operand,
    Predicate,
    Truth,
    tests,
)
from accordant.terms.source import ColumnType
from accordant.terms.values import Place

Types = Mapping[str, ColumnType]
Trouble = tuple[str, str, Place | None]

_ORDERED = ("integer", "decimal", "date", "instant")
_WORDS = {
    "text": "a text",
    "integer": "a number",
    "decimal": "a number",
    "boolean": "yes or no",
    "date": "a date",
    "instant": "an instant",
}


def troubles(tree: Predicate, types: Types) -> Iterator[Trouble]:
    """Yield what a predicate cannot compare: a sentence, a hint and where; unknown columns are left out."""
    for test in tests(tree):
        match test:
            case IsNull():
                pass
            case Truth(operand):
                yield from _bare(operand, types)
            case In(value, options):
                for option in options:
                    yield from _pair(value, "=", option, types)
            case Between(value, low, high):
                yield from _pair(value, ">=", low, types)
                yield from _pair(value, "<=", high, types)
            case Compare(left, op, right):
                yield from _pair(left, op, right, types)
            case _:
                assert_never(test)


def _bare(operand: Operand, types: Types) -> Iterator[Trouble]:
    match operand:
        case Column(name, place) if (kind := types.get(name)) and kind != "boolean":
            hint = f"write '{name} IS NOT NULL', or compare it"
            yield f"'{name}' is {_WORDS[kind]} and stands alone, where only yes or no can", hint, place
        case Constant(value, place) if not isinstance(value, bool):
            yield f"'{value}' stands alone, where only yes or no can", "", place


def _pair(left: Operand, op: str, right: Operand, types: Types) -> Iterator[Trouble]:
    if isinstance(left, Constant) and isinstance(right, Column):
        left, right = right, left
    kind, other = _type(left, types), _type(right, types)
    if kind is None or other is None:
        return
    place = left.place or right.place
    if isinstance(right, Constant) and kind in ("date", "instant"):
        hint = _written(kind, right)
        if hint:
            yield f"{_told(left, kind)}, and {_said(right)} is none", hint, place
        return
    if _family(kind) != _family(other):
        yield f"{_told(left, kind)} and is compared with {_told(right, other, ', ')}", _hint(right, kind), place
    elif op not in ("=", "<>") and kind not in _ORDERED:
        yield f"{_told(left, kind)}, and '{op}' orders numbers, dates and instants only", "use =, <> or IN", place


def _type(operand: Operand, types: Types) -> ColumnType | None:
    match operand:
        case Column(name):
            return types.get(name)
        case Constant(bool()):
            return "boolean"
        case Constant(int()):
            return "integer"
        case Constant(Decimal()):
            return "decimal"
        case Constant():
            return "text"
    return None


def _family(kind: ColumnType) -> str:
    return "number" if kind in ("integer", "decimal") else kind


def _written(kind: ColumnType, constant: Constant) -> str:
    """Return how a date or an instant should have been written; "" when the constant is one."""
    if kind == "date":
        return "" if _is_date(constant.value) else "write DATE '2026-01-01'"
    return "" if _is_instant(constant.value) else "write the instant with its offset: '2026-01-01T09:00:00+00:00'"


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_instant(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _told(operand: Operand, kind: ColumnType, verb: str = " is ") -> str:
    return f"'{operand.name}'{verb}{_WORDS[kind]}" if isinstance(operand, Column) else _said(operand)


def _said(operand: Operand) -> str:
    match operand:
        case Column(name):
            return f"'{name}'"
        case Constant(bool(value)):
            return "TRUE" if value else "FALSE"
        case Constant(str(value)):
            return f"the text '{value}'"
        case Constant(value):
            return f"the number {value}"


def _hint(right: Operand, kind: ColumnType) -> str:
    if not isinstance(right, Constant):
        return "state both with the same type in sources.yaml"
    match kind:
        case "text":
            return f"text stands in single quotes: '{right.value}'"
        case "boolean":
            return "name the column alone, or after NOT"
        case _:
            return "numbers stand without quotes"
