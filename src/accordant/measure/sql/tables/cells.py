"""Cells of tables as SQL: a column and its rule go in; whether a cell fits, and what it tells, come out.

The rules are those of `record.cells`. `fits` is true for exactly the cells that the record would read; a row with
another one is fetched and read by the record, which says why not. No digit is ever dropped from a typed time.
"""

from dataclasses import dataclass

from accordant.measure.sql import quote
from accordant.measure.sql.events import told_as
from accordant.measure.sql.reading.cells import constant, known, meant
from accordant.measure.sql.reading.truth import FALSE, TRUE, no, some
from accordant.measure.sql.tables.columns import Column
from accordant.measure.sql.tables.zones import Zones
from accordant.record import email
from accordant.record.cells import FIRST, LAST
from accordant.terms.source import ColumnRule, Source

_YES = ("true", "True", "TRUE", "yes", "Yes", "YES", "1")
_NO = ("false", "False", "FALSE", "no", "No", "NO", "0")
_DAY = 86_400_000_000
_SHIFT = {"start of day": 0, "noon": _DAY // 2, "end of day": _DAY}
_IN_DOMAINS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."


@dataclass(frozen=True)
class Read:
    """A cell that is not NULL: when it fits (never NULL), its value then, and the JOIN that the value needs."""

    fits: str
    value: str
    join: str = ""


@dataclass(frozen=True)
class Ruled:
    """A cell by its rule: when it fits, when it tells anything, its value, and the JOIN that the value needs."""

    fits: str
    told: str
    value: str
    join: str = ""


def ruled(zones: Zones, column: Column, rule: ColumnRule, source: Source) -> Ruled:
    """Read a field or an attribute: what clears, what is blank, the words, then its type, then `otherwise`."""
    clears = _clears(column, rule)
    blank = column.is_blank((*source.blank, *rule.blank))
    listed = column.is_one_of(word for word, _ in rule.words)
    closed = bool(rule.words) and rule.type == "text"
    read = Read(FALSE, "NULL") if closed else by_type(zones, column, rule, source)
    cases = [(some((clears, blank)), "NULL"), *_worded(column, rule, source), (read.fits, read.value)]
    fits, rest = some((clears, blank, listed, read.fits)), "NULL"
    if rule.otherwise is not None:
        fits, rest = TRUE, constant(rule, meant(rule, rule.otherwise, source))
    return Ruled(fits, some((clears, no(blank))), _case(cases, rest, rule), read.join)


def by_type(zones: Zones, column: Column, rule: ColumnRule, source: Source) -> Read:
    """Read a cell that is not blank by the type of its rule."""
    if rule.derive:
        return Read(TRUE, _business_email(column.text, rule.list))
    match rule.type:
        case "text":
            return Read(TRUE, column.text)
        case "integer":
            return integer(column)
        case "decimal":
            return _decimal(column, rule.scale)
        case "boolean":
            return boolean(column)
        case "date":
            return Read(known(f"{column.cell} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"), column.cell)
        case "instant":
            return instant(zones, column, source)


def integer(column: Column) -> Read:
    """Read a whole number of 64 bits."""
    if column.type == "integer":
        return Read(TRUE, column.cell)
    if column.type == "double":
        inside = f"{column.cell} >= {_double(-(1 << 63))} AND {column.cell} < {_double(1 << 63)}"
        fits = f"CASE WHEN {inside} THEN {column.cell} = floor({column.cell}) ELSE FALSE END"
    else:
        low, high = _whole(-(1 << 63)), _whole((1 << 63) - 1)
        fits = known(f"{column.cell} BETWEEN {low} AND {high}")
    return Read(fits, f"CASE WHEN {fits} THEN CAST({column.cell} AS BIGINT) END")


def boolean(column: Column) -> Read:
    """Read a yes or a no."""
    if column.type == "boolean":
        return Read(TRUE, column.cell)
    return Read(column.is_one_of((*_YES, *_NO)), column.is_one_of(_YES))


def instant(zones: Zones, column: Column, source: Source) -> Read:
    """Read a time. One without an offset is local in the zone of its source; a date is when the source says."""
    if column.type == "timestamptz":
        between = f"{column.instant} BETWEEN {quote.constant(FIRST)} AND {quote.constant(LAST)}"
        return Read(known(between), column.instant)
    shift = _SHIFT[source.dates_mean] if column.type == "date" else 0
    # The end of a date is the last microsecond before the next begins.
    earlier = 1 if column.type == "date" and source.dates_mean == "end of day" else 0
    local = f"({column.instant} + {shift})" if shift else column.instant
    zone = zones.zone(source.zone)
    value, join = zone.instant(local, f"z{column.place}")
    return Read(zone.holds(local, earlier), f"({value} - {earlier})" if earlier else value, join)


def _decimal(column: Column, scale: int) -> Read:
    if column.type == "double":
        return _nearest(column, scale)
    decimal = column.digits
    value = f"CAST({column.cell} AS DECIMAL(28, {scale}))"
    if decimal is not None and decimal[1] <= scale and decimal[0] - decimal[1] <= 18 - scale:
        return Read(TRUE, value)
    most = _whole(10 ** (18 - scale))
    inside = f"({column.cell} > -{most} AND {column.cell} < {most})"
    # A cast drops digits: what is the same on the way back had no finer ones.
    is_same = f" AND {value} = {column.cell}" if decimal and decimal[1] > scale else ""
    fits = f"CASE WHEN {inside} THEN TRUE{is_same} ELSE FALSE END"
    return Read(fits, f"CASE WHEN {inside} THEN {value} END")


def _nearest(column: Column, scale: int) -> Read:
    """Read a binary double: floor(x * 10^scale + 0.5) units, by IEEE arithmetic."""
    # Whatever is beyond is so after the multiplication too, and floor gives a whole number of 64 bits on Spark.
    inside = f"abs({column.cell}) < {_double(10 ** (18 - scale))}"
    units = f"floor({column.cell} * {_double(10**scale)} + CAST('0.5' AS DOUBLE))"
    fits = f"CASE WHEN {inside} THEN abs({units}) < {_double(10**18)} ELSE FALSE END"
    unit = f"CAST('{'0.' + '0' * (scale - 1) + '1' if scale else '1'}' AS DECIMAL({scale + 1}, {scale}))"
    value = f"CAST(CAST({units} AS DECIMAL(18, 0)) * {unit} AS DECIMAL(28, {scale}))"
    return Read(fits, f"CASE WHEN {fits} THEN {value} END")


def _double(number: int) -> str:
    return f"CAST('{number}' AS DOUBLE)"


def _whole(number: int) -> str:
    return f"CAST('{number}' AS DECIMAL(19, 0))"


def _business_email(text: str, listed: str) -> str:
    """Return whether an address is none of a free domain; NULL for a text that is no address (`email.ADDRESS`)."""
    at = f"strpos({text}, '@')"
    domain = f"substr({text}, {at} + 1)"
    conditions = [f"{at} > 1", f"translate({domain}, '{_IN_DOMAINS}', '') = ''"]
    conditions += [f"strpos({text}, {blank}) = 0" for blank in ("' '", "chr(9)", "chr(10)", "chr(13)")]
    conditions += [f"strpos({domain}, '.') > 1", f"strpos({domain}, '..') = 0"]
    conditions.append(f"substr({domain}, length({domain}), 1) <> '.'")
    free = quote.listed(map(quote.text, sorted(email.domains(listed))))
    return f"CASE WHEN {' AND '.join(conditions)} THEN NOT lower({domain}) IN ({free}) END"


def _clears(column: Column, rule: ColumnRule) -> str:
    """Return whether a cell tells NULL: a cell that is NULL has the empty text."""
    if not rule.clears:
        return FALSE
    empty = f"{column.cell} IS NULL" if "" in rule.clears else FALSE
    return some((empty, column.is_one_of(rule.clears)))


def _worded(column: Column, rule: ColumnRule, source: Source) -> list[tuple[str, str]]:
    """Return each word that the rule lists, with what it means; of a word that is listed twice the last counts."""
    told = {word: constant(rule, meant(rule, value, source)) for word, value in rule.words}
    return [(column.is_one_of([word]), value) for word, value in told.items()]


def _case(cases: list[tuple[str, str]], rest: str, rule: ColumnRule) -> str:
    """Return the first value whose condition holds, of the column's type."""
    kept = [f"WHEN {condition} THEN {value}" for condition, value in cases if condition != FALSE]
    return f"CAST(CASE {' '.join(kept)} ELSE {rest} END AS {told_as(rule).sql_type})"
