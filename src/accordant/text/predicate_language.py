"""What may stand in a predicate: a text goes in, and what is not in the language is refused before it is parsed.

The parser behind knows far more than the few operators that mean the same everywhere, and some of it is costly.
"""

import re
from typing import Any

MAX_CHARACTERS = 2_000
MAX_PARENTHESES = 24
MAX_NOTS = 64

_SIGNS = frozenset(("(", ")", ",", "=", "<>", "<", "<=", ">", ">=", "-"))
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER = re.compile(r"[0-9]{1,18}(\.[0-9]{1,9})?")
_FORBIDDEN = frozenset(
    ("like", "ilike", "select", "case", "cast", "exists", "xor", "div", "mod", "isnull", "notnull", "symmetric")
)
_BEFORE_PARENTHESIS = frozenset(("and", "or", "not", "in", "between", "is"))
_INSTEAD = {
    "==": "write '=' once",
    "!=": "write '<>'",
    "like": "use =, <> or IN; derive a field in sources.yaml for anything else",
    "/": "derive a field in sources.yaml instead of reckoning here",
    "*": "derive a field in sources.yaml instead of reckoning here",
    "+": "derive a field in sources.yaml instead of reckoning here",
    "isnull": "write 'IS NULL'",
    "notnull": "write 'IS NOT NULL'",
    ".": "a number has digits on both sides of its point, a column has none",
    "&&": "write 'AND'",
    "||": "write 'OR'",
}
ALLOWED = "allowed are AND OR NOT = <> < <= > >= BETWEEN IN IS NULL, columns and constants"


class Wrong(Exception):
    """Something in a predicate that must not be there, `offset` characters from its start."""

    def __init__(self, code: str, message: str, offset: int = 0, length: int = 1, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.offset, self.length, self.hint = code, offset, length, hint


def check_language(text: str) -> None:
    """Refuse what is not in the language: comments, signs, calls, depth. Raises Wrong."""
    if len(text) > MAX_CHARACTERS:
        raise Wrong("E403", f"the predicate is longer than {MAX_CHARACTERS:,} characters")
    _check_tokens(text, _tokens(text))


def _tokens(text: str) -> list[Any]:
    from sqlglot import tokenize
    from sqlglot.errors import SqlglotError

    try:
        tokens = tokenize(text)
    except SqlglotError:
        opened = text.rfind("'")
        raise Wrong("E401", "the predicate cannot be read: a quote is not closed", max(opened, 0)) from None
    if not tokens:
        raise Wrong("E401", "the predicate is empty", hint="write one such as score >= 60")
    return list(tokens)


def _check_tokens(text: str, tokens: list[Any]) -> None:
    depth = nots = end = 0
    for index, token in enumerate(tokens):
        _check_gap(text, end, token.start)
        end = token.end + 1
        written = text[token.start : end]
        _check_token(written, token.start, tokens[index + 1].text if index + 1 < len(tokens) else "")
        depth += (written == "(") - (written == ")")
        nots += written.lower() == "not"
        if depth > MAX_PARENTHESES:
            raise Wrong("E403", f"parentheses are nested more than {MAX_PARENTHESES} deep", token.start)
        if nots > MAX_NOTS:
            raise Wrong("E403", f"the predicate has more than {MAX_NOTS} NOTs", token.start)
    _check_gap(text, end, len(text))


def _check_gap(text: str, start: int, stop: int) -> None:
    """Between tokens only spaces may stand; what else the scanner passes over is a comment."""
    gap = text[start:stop]
    if gap.strip():
        offset = start + len(gap) - len(gap.lstrip())
        raise Wrong("E405", "a predicate must not have comments", offset, len(gap.strip()), "use 'meaning'")


def _check_token(written: str, offset: int, following: str) -> None:
    size = len(written)
    if written in _SIGNS or written.startswith("'"):
        return
    if written.startswith('"'):
        hint = f"text stands in single quotes: '{written.strip(chr(34))}'"
        raise Wrong("E402", f"{written} is not text", offset, size, hint)
    if written[0].isdigit():
        if not _NUMBER.fullmatch(written):
            raise Wrong("E404", f"'{written}' is not a number that is read here", offset, size, "write 1.5 or 60")
        return
    if not _WORD.fullmatch(written):
        hint = _INSTEAD.get(written, ALLOWED)
        raise Wrong("E402", f"'{written}' is not allowed in a predicate", offset, size, hint)
    if following == "(" and written.lower() not in _BEFORE_PARENTHESIS:
        hint = "derive a field in sources.yaml instead"
        raise Wrong("E402", f"function '{written}' is not allowed in a predicate", offset, size, hint)
    if written.lower() in _FORBIDDEN:
        hint = _INSTEAD.get(written.lower(), ALLOWED)
        raise Wrong("E402", f"'{written}' is not allowed in a predicate", offset, size, hint)
