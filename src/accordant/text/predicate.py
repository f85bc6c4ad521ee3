"""A definition's predicate goes in as text, its tree comes out: an allow-list over what sqlglot parses.

The same few operators mean the same in Python and on every engine; everything else is a finding (SEMANTICS 3).
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from accordant.terms.definition import Condition
from accordant.terms.finding import Finding, Severity
from accordant.terms.predicate import (
    And,
    Between,
    Column,
    Comparator,
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
from accordant.terms.values import Place
from accordant.text.predicate_language import ALLOWED, Wrong, check_language
from accordant.text.predicate_plain import read_plain
from accordant.text.tree import Scalar

MAX_NODES = 400


def read_predicate(text: str, place: Place) -> tuple[Condition | None, list[Finding]]:
    """Read a predicate that stands at `place`, where each of its characters has its own column."""
    return read_condition(Scalar(text, place))


def read_condition(scalar: Scalar) -> tuple[Condition | None, list[Finding]]:
    """Read a predicate out of a text of a file; what is wrong with it is a finding with its column.

    Never raises: at most 2,000 characters, 24 parentheses deep, 64 NOTs and 400 nodes are looked at.
    """
    try:
        return Condition(scalar.text, _read(scalar), scalar.place), []
    except Wrong as wrong:
        place = scalar.part(wrong.offset, wrong.length)
        return None, [Finding(wrong.code, Severity.ERROR, str(wrong), place, wrong.hint)]
    except Exception as trouble:  # the parser is not ours: whatever it raises is the text's fault
        words = f"the predicate cannot be read ({type(trouble).__name__})"
        return None, [Finding("E401", Severity.ERROR, words, scalar.place, ALLOWED)]


def _read(scalar: Scalar) -> Predicate:
    plain = read_plain(scalar)
    return _read_any(scalar) if plain is None else plain


def _read_any(scalar: Scalar) -> Predicate:
    text = scalar.text
    check_language(text)
    tree = _parse(text)
    if sum(1 for _ in tree.walk()) > MAX_NODES:
        raise Wrong("E403", f"the predicate has more than {MAX_NODES} parts")
    return _predicate(tree, scalar)


def _parse(text: str) -> Any:
    from sqlglot import parse_one
    from sqlglot.errors import ParseError

    try:
        return parse_one(text)
    except ParseError as error:
        first = error.errors[0] if error.errors else {}
        near = str(first.get("highlight") or "")
        offset = _offset(text, int(first.get("line") or 1), int(first.get("col") or 1)) - len(near)
        where = f" near '{near}'" if near else ""
        raise Wrong(
            "E401", f"the predicate cannot be read{where}", max(offset, 0), len(near) or 1, ALLOWED
        ) from None


def _offset(text: str, line: int, column: int) -> int:
    """Return how many characters stand before a line's column; sqlglot's columns are those of a token's end."""
    return sum(len(before) + 1 for before in text.split("\n")[: line - 1]) + column


def _predicate(node: Any, scalar: Scalar) -> Predicate:
    from sqlglot import exp

    match node:
        case exp.Paren():
            return _predicate(node.this, scalar)
        case exp.And() | exp.Or():
            parts = tuple(_predicate(part, scalar) for part in _flat(node))
            return And(parts) if isinstance(node, exp.And) else Or(parts)
        case exp.Not():
            return Not(_predicate(node.this, scalar))
        case exp.Between():
            low, high = (_operand(node.args[key], scalar) for key in ("low", "high"))
            return Between(_operand(node.this, scalar), low, high)
        case exp.In():
            return _in(node, scalar)
        case exp.Is():
            return _is_null(node, scalar)
        case _ if type(node) in _comparators():
            op = _comparators()[type(node)]
            return Compare(_operand(node.this, scalar), op, _operand(node.expression, scalar))
    return Truth(_truth(_operand(node, scalar), node))


def _flat(node: Any) -> Iterator[Any]:
    """Yield the parts of a chain of ANDs or of ORs, parentheses kept apart, without recursion."""
    chain, parts = node, []
    while type(chain) is type(node):
        parts.append(chain.expression)
        chain = chain.this
    yield chain
    yield from reversed(parts)


def _comparators() -> dict[type, Comparator]:
    from sqlglot import exp

    return {exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">="}


def _in(node: Any, scalar: Scalar) -> In:
    options = node.args.get("expressions") or []
    if not options or node.args.get("query") or node.args.get("field") or node.args.get("unnest"):
        raise Wrong("E402", "IN needs a list of constants", *_span(node), hint="write IN ('a', 'b')")
    constants = [_operand(option, scalar) for option in options]
    if not all(isinstance(constant, Constant) for constant in constants):
        raise Wrong("E402", "the list of IN must be constants", *_span(node), hint="text stands in single quotes")
    return In(_operand(node.this, scalar), tuple(cast(list[Constant], constants)))


def _is_null(node: Any, scalar: Scalar) -> IsNull:
    from sqlglot import exp

    column = _operand(node.this, scalar)
    if not isinstance(node.expression, exp.Null) or not isinstance(column, Column):
        raise Wrong(
            "E402", "IS is for NULL only", *_span(node), hint="write 'COLUMN IS NULL', or the column alone"
        )
    return IsNull(column)


def _truth(operand: Operand, node: Any) -> Operand:
    if isinstance(operand, Constant) and not isinstance(operand.value, bool):
        raise Wrong("E402", f"'{operand.value}' alone is neither true nor false", *_span(node))
    return operand


def _operand(node: Any, scalar: Scalar) -> Operand:
    from sqlglot import exp

    match node:
        case exp.Paren():
            return _operand(node.this, scalar)
        case exp.Column() if not node.args.get("table") and isinstance(node.this, exp.Identifier):
            return Column(node.name, scalar.part(*_span(node)))
        case exp.Boolean():
            return Constant(bool(node.this), scalar.place)
        case exp.Literal():
            return Constant(node.this if node.is_string else _number(node.this), scalar.place)
        case exp.Neg() if isinstance(node.this, exp.Literal) and not node.this.is_string:
            return Constant(-_number(node.this.this), scalar.place)
        case exp.Cast() if isinstance(node.this, exp.Literal) and node.this.is_string:
            return Constant(_date(node), scalar.place)
        case exp.Null():
            hint = "write IS NULL or IS NOT NULL"
            raise Wrong("E404", "NULL is never equal to anything", *_word(scalar.text, "NULL"), hint=hint)
    written = node.sql() if len(str(node)) < 60 else type(node).__name__
    raise Wrong("E402", f"'{written}' is not allowed in a predicate", *_span(node), hint=ALLOWED)


def _number(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)


def _date(node: Any) -> str:
    """Read DATE '2026-01-01' and TIMESTAMP '2026-01-01 10:00:00'; both stay text, columns have the types."""
    text, kind = str(node.this.this), node.to.sql().upper()
    try:
        if kind == "DATE" and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text).isoformat()
        if kind.startswith("TIMESTAMP") and len(text) > 10:
            datetime.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise Wrong("E404", f"'{text}' is not a date or time", hint="write DATE '2026-01-01'")


def _span(node: Any) -> tuple[int, int]:
    """Return where the first column of a node stands in its text, and how long it is."""
    from sqlglot import exp

    spans = [found.meta for found in node.find_all(exp.Identifier) if "start" in found.meta]
    first = min(spans, key=lambda meta: int(meta["start"]), default=None)
    return (int(first["start"]), int(first["end"]) - int(first["start"]) + 1) if first else (0, 1)


def _word(text: str, word: str) -> tuple[int, int]:
    """Return where a word stands outside of quotes, before which only whole quoted texts stand."""
    for found in re.finditer(rf"'(?:[^']|'')*'|\b{word}\b", text, re.IGNORECASE):
        if not found[0].startswith("'") and not re.search(
            r"\bIS\s+(NOT\s+)?$", text[: found.start()], re.IGNORECASE
        ):
            return found.start(), len(word)
    return 0, 1
