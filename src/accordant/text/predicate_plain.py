"""A predicate in plain spelling goes in, its tree comes out at once; of others another reader says what is so.

Plain are predicates that are short and right: no casts, no words that are names and keywords alike. The parser of
SQL knows them as well, and reads them alike, but to load it takes longer than to read most agreements.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

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
from accordant.text.tree import Scalar

# Shorter than any that has too many parts, parentheses or NOTs.
_MAX_CHARACTERS = 250
_MAX_PARENTHESES = 24
_TOKEN = re.compile(
    r"[ \t\n]*(?:(?P<text>'(?:[^'\\]|'')*')|(?P<number>[0-9]{1,18}(?:\.[0-9]{1,9})?)(?![0-9.\w])"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)(?!\w)|(?P<sign>\(|\)|,|=|<>|<=|<|>=|>|-))"
)
_COMPARATORS = frozenset(("=", "<>", "<", "<=", ">", ">="))
_GRAMMAR = frozenset(("and", "or", "not", "in", "between", "is", "null", "true", "false"))
# Words that SQL reads as more than the name of a column.
_WORDS = """
alter analyze any as begin cache call case cast comment commit connect_by_root copy create cross
current_catalog current_date current_time current_timestamp current_user delete desc describe
distinct div drop else except execute exists explain fetch for from glob grant having if ilike inner
insert intersect interval into isnull join kill lateral like load localtime localtimestamp merge mod
notnull on optimize outer partitioned_by pivot pragma prepare qualify regexp rename returning revoke
rlike rollback select session_user set show straight_join table tablesample then truncate uncache
union unpivot update use using vacuum values when where with xor
"""
_KEYWORDS = frozenset(_WORDS.split())


class NotPlain(Exception):
    """The predicate is wrong, or spelled in a way that is not plain."""


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int


@dataclass
class _Tokens:
    """The tokens of a predicate, and how far they have been read."""

    scalar: Scalar
    tokens: list[_Token] = field(default_factory=list)
    index: int = 0

    def next_is(self, *texts: str) -> bool:
        """Say whether the next tokens are these signs or keywords, and go past them if so."""
        coming = self.tokens[self.index : self.index + len(texts)]
        found = [token.text for token in coming if token.kind in ("sign", "keyword")] == list(texts)
        self.index += len(texts) * found
        return found

    def take(self) -> _Token:
        """Return the next token and go past it."""
        if self.index == len(self.tokens):
            raise NotPlain
        self.index += 1
        return self.tokens[self.index - 1]


def read_plain(scalar: Scalar) -> Predicate | None:
    """Read a predicate in plain spelling; None when it is anything else."""
    text = scalar.text
    if len(text) > _MAX_CHARACTERS or text.count("(") > _MAX_PARENTHESES:
        return None
    try:
        tokens = _Tokens(scalar, list(_tokens(text)))
        found = _any_of(tokens)
    except NotPlain:
        return None
    return found if tokens.index == len(tokens.tokens) else None


def _tokens(text: str) -> Iterator[_Token]:
    position, text = 0, text.rstrip(" \t\n")
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise NotPlain
        kind, written = found.lastgroup, found[found.lastgroup]
        if kind == "word" and written.lower() in _KEYWORDS:
            raise NotPlain
        is_keyword = kind == "word" and written.lower() in _GRAMMAR
        position = found.end()
        start = position - len(written)
        yield _Token("keyword", written.lower(), start) if is_keyword else _Token(kind, written, start)


def _any_of(tokens: _Tokens) -> Predicate:
    parts = [_all_of(tokens)]
    while tokens.next_is("or"):
        parts.append(_all_of(tokens))
    return Or(tuple(parts)) if len(parts) > 1 else parts[0]


def _all_of(tokens: _Tokens) -> Predicate:
    parts = [_negated(tokens)]
    while tokens.next_is("and"):
        parts.append(_negated(tokens))
    return And(tuple(parts)) if len(parts) > 1 else parts[0]


def _negated(tokens: _Tokens) -> Predicate:
    if tokens.next_is("not"):
        return Not(_negated(tokens))
    if tokens.next_is("("):
        found = _any_of(tokens)
        _require(tokens, ")")
        return found
    return _test(tokens)


def _test(tokens: _Tokens) -> Predicate:
    operand = _operand(tokens)
    if tokens.next_is("is", "null") or tokens.next_is("is", "not", "null"):
        if not isinstance(operand, Column):
            raise NotPlain
        is_negated = tokens.tokens[tokens.index - 2].text == "not"
        return Not(IsNull(operand)) if is_negated else IsNull(operand)
    is_negated = tokens.next_is("not")
    if tokens.next_is("in"):
        found: Predicate = In(operand, _constants(tokens))
    elif tokens.next_is("between"):
        low = _operand(tokens)
        _require(tokens, "and")
        found = Between(operand, low, _operand(tokens))
    elif is_negated:
        raise NotPlain
    else:
        return _compared(operand, tokens)
    return Not(found) if is_negated else found


def _compared(operand: Operand, tokens: _Tokens) -> Predicate:
    for sign in _COMPARATORS:
        if tokens.next_is(sign):
            return Compare(operand, cast(Comparator, sign), _operand(tokens))
    if isinstance(operand, Constant) and not isinstance(operand.value, bool):
        raise NotPlain
    return Truth(operand)


def _constants(tokens: _Tokens) -> tuple[Constant, ...]:
    _require(tokens, "(")
    found = [_operand(tokens)]
    while tokens.next_is(","):
        found.append(_operand(tokens))
    _require(tokens, ")")
    if not all(isinstance(each, Constant) for each in found):
        raise NotPlain
    return tuple(cast(list[Constant], found))


def _operand(tokens: _Tokens) -> Operand:
    place = tokens.scalar.place
    is_negative = tokens.next_is("-")
    token = tokens.take()
    match token.kind:
        case "number":
            number = Decimal(token.text) if "." in token.text else int(token.text)
            return Constant(-number if is_negative else number, place)
        case "text" if not is_negative:
            return Constant(token.text[1:-1].replace("''", "'"), place)
        case "word" if not is_negative:
            return Column(token.text, tokens.scalar.part(token.start, len(token.text)))
        case "keyword" if not is_negative and token.text in ("true", "false"):
            return Constant(token.text == "true", place)
    raise NotPlain


def _require(tokens: _Tokens, text: str) -> None:
    if not tokens.next_is(text):
        raise NotPlain
