"""Types: a source that is a table and the types of its columns go in; findings come out where a rule reads none.

Types have neutral names: `text`, `integer` (64 bits), `decimal(p,s)`, `boolean`, `date`, `timestamp` (without a
zone), `timestamptz`, `double`, and `other` for the rest. What a cell tells is what `cells` says: only pairs
of a rule and a type that every engine reads alike are let through, all others are to be cast in a view.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from accordant.record.rows import used_columns
from accordant.terms.finding import Finding, Severity
from accordant.terms.source import ColumnRule, Source
from accordant.terms.values import Place

_DECIMAL = re.compile(r"decimal\(([0-9]+), ?([0-9]+)\)")
_TEXTS: Final = ("text", "integer", "whole decimal", "boolean")
_TIMES: Final = ("timestamptz", "timestamp", "date")
_READ: Final[Mapping[str, tuple[str, ...]]] = {
    "text": _TEXTS,
    "words": (*_TEXTS, "decimal"),
    "integer": ("integer", "whole decimal", "double"),
    "decimal": ("integer", "whole decimal", "decimal", "double"),
    "boolean": _TEXTS,
    "date": ("date",),
    "instant": _TIMES,
}
"""Which types each kind of rule reads; `words` is a text column of which all words are listed."""
_WANTED: Final = {"instant": "a timestamp", "integer": "a bigint", "words": "a text"}


def digits(type_: str) -> tuple[int, int] | None:
    """Return how many digits a decimal has, and how many after the point; None for another type."""
    found = _DECIMAL.fullmatch(type_)
    return (int(found[1]), int(found[2])) if found else None


def double(cell: float | int | str) -> float:
    """Return a cell of a column of doubles, which some engines write without a point."""
    return float(cell)


def troubles(source: Source, types: Mapping[str, str]) -> list[Finding]:
    """Return what stands in the way of reading a table of columns of these types; one without any is not there."""
    if not types:
        message = f"source '{source.name}' cannot be read: there is no table '{source.table}'"
        return [_finding("E660", message, source.place, "write 'schema.table' as the engine names it")]
    missing = [column for column in used_columns(source) if column not in types]
    found = [_missing(source, column, types) for column in missing]
    for column, kind, place in _uses(source):
        if column in types:
            found += _unfit(source, column, types[column], kind, place or source.place)
    return list(dict.fromkeys(found))


def _uses(source: Source) -> Iterator[tuple[str, str, Place | None]]:
    """Yield each column with the kind of rule that reads it, and where that is written."""
    for column in (*source.key, source.event_column, source.identity):
        yield column, "text", None
    for column in (source.happened, source.recorded, *(column for _, column in source.events)):
        yield column, "instant", None
    yield source.retracted, "boolean", None
    yield source.sequence, "integer", None
    if source.by:
        yield source.by.column, "words" if source.by.words else "text", None
    for rule in (*source.fields, *source.attributes):
        yield rule.column, _kind(rule), rule.place


def _kind(rule: ColumnRule) -> str:
    if rule.derive:
        return "text"
    return "words" if rule.words and rule.type == "text" else rule.type


def _unfit(source: Source, column: str, type_: str, kind: str, place: Place | None) -> Iterator[Finding]:
    decimal = digits(type_)
    plain = ("decimal" if decimal[1] else "whole decimal") if decimal else type_
    named = f"column '{column}' of '{source.table}' (source '{source.name}')"
    if plain not in _READ[kind]:
        message = f"{named} is of type {type_}, and is read as {_WANTED.get(kind, f'a {kind}')}"
        hint = f"cast it to {_WANTED.get(kind, f'a {kind}')} in a view, and name the view as 'table'"
        yield _finding("E668", message, place, hint)
    elif kind == "instant" and plain != "timestamptz" and not source.zone:
        yield _finding("E656", f"{named} has times without a zone", place, "add 'zone:'")
    elif kind == "instant" and plain == "date" and not source.dates_mean:
        hint = "add 'dates mean:' 'start of day', 'noon' or 'end of day'"
        yield _finding("E657", f"{named} has dates without times", place, hint)


def _missing(source: Source, column: str, types: Mapping[str, str]) -> Finding:
    message = f"'{source.table}' has no column '{column}' (source '{source.name}')"
    return _finding("E653", message, source.place, f"it has: {', '.join(list(types)[:12])}")


def _finding(code: str, message: str, place: Place | None, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, message, place, hint)
