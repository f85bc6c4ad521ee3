"""Cells as SQL: a column and its rule go in; whether a cell is read here, and what it tells, come out.

The rules are those of `record.cells`. `fits` is true only for cells that SQL reads as they do; the row of any
other cell is left to the record, which reads it or says why not. So no row can be read in two ways.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from accordant.measure.sql import quote
from accordant.measure.sql.events import told_as
from accordant.measure.sql.reading.columns import BINARY, WHOLE, WIDE, Column
from accordant.measure.sql.reading.layers import Layers
from accordant.measure.sql.reading.times import Clock, date_of, instant
from accordant.measure.sql.reading.truth import FALSE, TRUE, every, no, some
from accordant.record import email
from accordant.record.cells import column_reader
from accordant.record.event import Cell
from accordant.terms.source import ColumnRule, Source

_YES = ("true", "True", "TRUE", "yes", "Yes", "YES", "1")
_NO = ("false", "False", "FALSE", "no", "No", "NO", "0")


@dataclass(frozen=True)
class Read:
    """A cell that is not blank: when it fits its type, its value then, and whether digits were dropped.

    `is_sure`: what does not fit is surely wrong; else the record may be able to read it.
    """

    fits: str
    value: str
    floored: str = FALSE
    is_sure: bool = True


@dataclass(frozen=True)
class Ruled:
    """A cell by its rule: when it is read here, when it tells anything, its value, if digits were dropped."""

    fits: str
    told: str
    value: str
    floored: str


def ruled(layers: Layers, column: Column, rule: ColumnRule, source: Source) -> Ruled:
    """Read a field or an attribute: what clears, what is blank, the words, then its type, then `otherwise`."""
    clears = _clears(column, rule)
    blank = column.is_blank((*source.blank, *rule.blank))
    listed = column.is_one_of(word for word, _ in rule.words)
    closed = bool(rule.words) and rule.type == "text"
    read = Read(FALSE, "NULL") if closed else by_type(layers, column, rule, clock(source))
    cases = [(some((clears, blank)), "NULL"), *_worded(column, rule, source), (read.fits, read.value)]
    if cases == [(f"{column.sql} IS NULL", "NULL"), (TRUE, read.value)] and not rule.derive:
        # A value of NULL is NULL; without the CASE, DuckDB knows how large it can be.
        cases = [(TRUE, read.value)]
    fits, rest = some((clears, blank, listed, read.fits)), "NULL"
    if rule.otherwise is not None and read.is_sure:
        fits, rest = TRUE, constant(rule, meant(rule, rule.otherwise, source))
    floored = every((no(some((clears, blank, listed))), read.fits, read.floored))
    return Ruled(known(fits), some((clears, no(blank))), _case(cases, rest, rule), known(floored))


def clock(source: Source, form: str | None = None) -> Clock:
    """Return how the times of a source are written."""
    return Clock(source.times if form is None else form, source.zone, source.dates_mean)


def by_type(layers: Layers, column: Column, rule: ColumnRule, clock: Clock) -> Read:
    """Read a cell that is not blank by the type of its rule."""
    if rule.derive:
        return _business_email(column, rule)
    match rule.type:
        case "text":
            return Read(TRUE if column.has_text else FALSE, column.text)
        case "integer":
            return integer(column)
        case "decimal":
            return _decimal(column, rule.scale)
        case "boolean":
            return boolean(column)
        case "date":
            return Read(*date_of(layers, column, clock.form))
        case "instant":
            return Read(*instant(layers, column, clock), is_sure=False)


def integer(column: Column) -> Read:
    """Read a whole number of 64 bits."""
    if column.type in WHOLE:
        return Read(TRUE, f"CAST({column.sql} AS BIGINT)")
    if column.type in BINARY:
        number = column.number
        inside = f"{number} >= {_double(-(1 << 63))} AND {number} < {_double(1 << 63)}"
        return Read(known(f"{inside} AND {number} = floor({number})"), f"TRY_CAST({number} AS BIGINT)")
    value = f"TRY_CAST({column.sql if column.type in WIDE else column.text} AS BIGINT)"
    return _of_text(column, "[+-]?[0-9]+", value)


def boolean(column: Column) -> Read:
    """Read a yes or a no."""
    if column.type == "BOOLEAN":
        return Read(TRUE, column.sql)
    return Read(column.is_one_of((*_YES, *_NO)), column.is_one_of(_YES))


def _decimal(column: Column, scale: int) -> Read:
    if column.type in BINARY:
        return _nearest(column, scale)
    value = f"TRY_CAST({column.text} AS DECIMAL(18, {scale}))"
    if column.has_room(18, scale):
        return Read(TRUE, f"CAST({column.sql} AS DECIMAL(18, {scale}))")
    if column.type in (*WHOLE, *WIDE) or column.type.startswith("DECIMAL"):
        value = f"TRY_CAST({column.sql} AS DECIMAL(18, {scale}))"
        # A cast rounds: what is the same on the way back had no finer digits.
        return Read(known(f"TRY_CAST({value} AS {column.type}) = {column.sql}"), value)
    return _of_text(column, f"[+-]?[0-9]+(\\.[0-9]{{1,{scale}}}0*)?" if scale else "[+-]?[0-9]+(\\.0+)?", value)


def _nearest(column: Column, scale: int) -> Read:
    """Read a binary double: floor(x * 10^scale + 0.5) units, by IEEE arithmetic."""
    units = f"floor({column.number} * {_double(10**scale)} + CAST('0.5' AS DOUBLE))"
    # A decimal of so many digits times one unit has exactly the digits wanted.
    unit = quote.decimal(Decimal(1).scaleb(-scale))
    value = f"CAST(CAST(TRY_CAST({units} AS BIGINT) AS DECIMAL(18, 0)) * {unit} AS DECIMAL(28, {scale}))"
    fits = f"isfinite({column.number}) AND abs({units}) < {_double(10**18)}"
    return Read(known(fits), f"CASE WHEN {fits} THEN {value} END")


def _double(number: int) -> str:
    return f"CAST('{number}' AS DOUBLE)"


def _of_text(column: Column, pattern: str, value: str) -> Read:
    if not column.has_text:
        return Read(FALSE, "NULL")
    return Read(known(f"{column.matches(pattern)} AND {value} IS NOT NULL"), value)


def _business_email(column: Column, rule: ColumnRule) -> Read:
    if not column.has_text:
        return Read(FALSE, "NULL")
    free = "|".join(domain.replace(".", r"\.") for domain in sorted(email.domains(rule.list)))
    # Whatever fits an address has a domain of ASCII letters, so that ignoring case is unambiguous.
    is_free = column.matches(f"(?i)[^@]+@(?:{free})")
    return Read(TRUE, f"CASE WHEN {column.matches(email.ADDRESS)} THEN NOT {is_free} END")


def _clears(column: Column, rule: ColumnRule) -> str:
    """Return whether a cell tells NULL: a cell that is NULL has the empty text."""
    if not rule.clears:
        return FALSE
    empty = f"{column.sql} IS NULL" if "" in rule.clears else FALSE
    return known(some((empty, column.is_one_of(rule.clears))))


def _worded(column: Column, rule: ColumnRule, source: Source) -> list[tuple[str, str]]:
    """Return each word that the rule lists, with what it means; of a word that is listed twice the last counts."""
    told = {word: constant(rule, meant(rule, value, source)) for word, value in rule.words}
    return [(column.is_one_of([word]), value) for word, value in told.items()]


def meant(rule: ColumnRule, value: str, source: Source) -> Cell:
    """Return what the record reads a word as."""
    alone = replace(rule, words=(("word", value),), otherwise=None, blank=(), clears=())
    told, _ = column_reader(alone, replace(source, blank=()))("word")
    return None if told is None or not isinstance(told, Cell) else told


def constant(rule: ColumnRule, value: Cell) -> str:
    """Return a value as a constant of the type of its rule."""
    return "NULL" if value is None else f"CAST({quote.constant(value)} AS {told_as(rule).sql_type})"


def _case(cases: list[tuple[str, str]], rest: str, rule: ColumnRule) -> str:
    """Return the first value whose condition holds, of the column's type."""
    if cases[0][0] == TRUE:
        return f"CAST({cases[0][1]} AS {told_as(rule).sql_type})"
    kept = [f"WHEN {condition} THEN {value}" for condition, value in cases if condition != FALSE]
    return f"CAST(CASE {' '.join(kept)} ELSE {rest} END AS {told_as(rule).sql_type})"


def known(condition: str) -> str:
    """Return a condition that is FALSE where it would be NULL."""
    return condition if condition in (TRUE, FALSE) else f"coalesce({condition}, FALSE)"
