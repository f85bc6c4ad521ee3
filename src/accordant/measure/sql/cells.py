"""Cells as SQL for DuckDB: a column and its rule go in; when it is read here, and its value, come out.

The rules are those of `record.cells`. What is printed here reads the common shapes; a row with any cell that does
not fit them is left to `record.rows`, which reads it or says why not. So both read the same, by construction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from accordant.measure.sql import quote
from accordant.record import email
from accordant.terms import times
from accordant.terms.source import ColumnRule
from accordant.zone import local_segments

DAY = 86_400_000_000
# Local times outside these years are left to the record: few sources have any, and the table stays small.
_FIRST_YEAR, _LAST_YEAR = 1990, 2050
_TEXT_TYPES = ("VARCHAR", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass
class Lets:
    """Expressions that are computed once for each row and named: each level may use those before it."""

    levels: tuple[dict[str, str], ...] = field(default_factory=lambda: ({}, {}, {}))

    def let(self, level: int, sql: str) -> str:
        """Return the name of an expression at a level, 0 to 2."""
        known = self.levels[level]
        return known.setdefault(sql, quote.name(f"let {level} {len(known)}"))

    def over(self, relation: str) -> str:
        """Return the relation with all that was named."""
        for level in self.levels:
            if level:
                named = quote.listed(f"{sql} AS {name}" for sql, name in level.items())
                relation = f"(SELECT *, {named} FROM {relation})"
        return relation


@dataclass(frozen=True)
class Column:
    """A column of the scan: its expression, and its type in the file."""

    sql: str
    type: str
    lets: Lets

    @property
    def is_text(self) -> bool:
        """Say whether the cell has a text that can be taken as it is."""
        return self.type in _TEXT_TYPES

    @property
    def text(self) -> str:
        """Return the text of the cell; an empty one for NULL."""
        sql = self.sql if self.type == "VARCHAR" else f"CAST({self.sql} AS VARCHAR)"
        return f"coalesce({sql}, '')"


@dataclass(frozen=True)
class Read:
    """A cell as read: `fits` when this reading holds, `told` when it tells anything, and the value."""

    fits: str
    told: str
    value: str


class Unreadable(Exception):
    """A column that is not read here but by the record."""


def blank(column: Column, texts: Sequence[str]) -> str:
    """Return whether a cell tells nothing."""
    if column.type != "VARCHAR" and "" in texts and not any(texts):
        return f"({column.sql} IS NULL)"
    listed = quote.listed(quote.text(text) for text in dict.fromkeys(texts))
    empty = f"{column.sql} IS NULL" if column.type != "VARCHAR" else "FALSE"
    if not column.is_text or not texts:
        return f"({column.sql} IS NULL)" if not column.is_text else f"({empty})"
    return f"({empty} OR {column.text} IN ({listed}))"


def text(column: Column, blanks: Sequence[str]) -> Read:
    """Read a text that stands for itself."""
    if not column.is_text:
        raise Unreadable(column.type)
    empty = blank(column, blanks)
    return Read("TRUE", f"NOT {empty}", f"CASE WHEN NOT {empty} THEN {column.text} END")


def integer(column: Column, blanks: Sequence[str]) -> Read:
    """Read a whole number of up to 18 digits."""
    return _plain(column, blanks, "integer", 0)


def ruled(column: Column, rule: ColumnRule, blanks: Sequence[str], form: str, zone: str, dates_mean: str) -> Read:
    """Read a field or an attribute by its rule: what clears, what is blank, the words, then its type."""
    empty = blank(column, (*blanks, *rule.blank))
    fits, value = _by_type(column, rule, form, zone, dates_mean)
    if rule.words or rule.otherwise is not None:
        fits, value = _worded(column, rule, fits, value)
    told = f"NOT {empty}"
    if rule.clears:
        if not column.is_text:
            raise Unreadable(column.type)
        clears = f"({column.text} IN ({quote.listed(map(quote.text, rule.clears))}))"
        return Read(
            f"({clears} OR {empty} OR {fits})",
            f"({clears} OR {told})",
            f"CASE WHEN {clears} OR {empty} THEN NULL ELSE {value} END",
        )
    return Read(f"({empty} OR {fits})", told, f"CASE WHEN {told} THEN {value} END")


def _plain(column: Column, blanks: Sequence[str], type_: str, scale: int) -> Read:
    empty = blank(column, blanks)
    fits, value = _number(column, type_, scale)
    return Read(f"({empty} OR {fits})", f"NOT {empty}", f"CASE WHEN NOT {empty} THEN {value} END")


def _by_type(column: Column, rule: ColumnRule, form: str, zone: str, dates_mean: str) -> tuple[str, str]:
    if rule.derive:
        return _business_email(column, rule)
    match rule.type:
        case "text":
            if not column.is_text:
                raise Unreadable(column.type)
            return "TRUE", column.text
        case "integer" | "decimal":
            return _number(column, rule.type, rule.scale)
        case "boolean":
            return _boolean(column)
        case "date":
            return _date(column, form)
        case "instant":
            return instant(column, form, zone, dates_mean)


def _worded(column: Column, rule: ColumnRule, fits: str, value: str) -> tuple[str, str]:
    """Read words first; another text is `otherwise`, or what the type reads."""
    if not column.is_text:
        raise Unreadable(column.type)
    words = [(quote.text(word), _word_value(rule, meant)) for word, meant in rule.words]
    listed = f"{column.text} IN ({quote.listed(word for word, _ in words)})" if words else "FALSE"
    cases = " ".join(f"WHEN {word} THEN {meant}" for word, meant in words)
    rest_fits, rest = ("FALSE", "NULL") if words and rule.type == "text" else (fits, value)
    if rule.otherwise is not None:
        rest = f"CASE WHEN {rest_fits} THEN {rest} ELSE {_word_value(rule, rule.otherwise)} END"
        rest_fits = "TRUE"
    worded = f"CASE {column.text} {cases} ELSE {rest} END" if words else rest
    return f"({listed} OR {rest_fits})", worded


def _word_value(rule: ColumnRule, meant: str) -> str:
    """Print what a word means; anything but plain texts and yes or no is left to the record."""
    if meant == "unknown":
        return "NULL"
    if rule.type == "text":
        return quote.text(meant)
    if rule.type == "boolean" and meant in ("yes", "no", "true", "false"):
        return quote.constant(meant in ("yes", "true"))
    raise Unreadable(rule.type)


def _number(column: Column, type_: str, scale: int) -> tuple[str, str]:
    if column.type in ("FLOAT", "DOUBLE"):
        return _double(f"CAST({column.sql} AS DOUBLE)", type_, scale)
    if not column.is_text and not column.type.startswith("DECIMAL"):
        raise Unreadable(column.type)
    cell = column.text
    if type_ == "integer":
        return _matches(cell, "[+-]?[0-9]{1,18}"), f"TRY_CAST({cell} AS BIGINT)"
    pattern = f"[+-]?[0-9]{{1,{18 - scale}}}" + (f"(\\.[0-9]{{1,{scale}}})?" if scale else "")
    return _matches(cell, pattern), f"TRY_CAST({cell} AS DECIMAL(28, {scale}))"


def _double(cell: str, type_: str, scale: int) -> tuple[str, str]:
    """Read a binary double: a whole one, or the nearest units of its scale by IEEE arithmetic."""
    if type_ == "integer":
        return f"(abs({cell}) < 9007199254740992.0 AND {cell} = floor({cell}))", f"TRY_CAST({cell} AS BIGINT)"
    units = f"floor({cell} * CAST({10**scale} AS DOUBLE) + CAST('0.5' AS DOUBLE))"
    one = f"CAST('{10**-scale:.{scale}f}' AS DECIMAL(10, {scale}))"
    fits = f"(NOT isnan({cell}) AND abs({units}) < 1e15)"
    return fits, f"CAST(CAST(CAST({units} AS BIGINT) AS DECIMAL(18, 0)) * {one} AS DECIMAL(28, {scale}))"


def _boolean(column: Column) -> tuple[str, str]:
    if column.type == "BOOLEAN":
        return f"({column.sql} IS NOT NULL)", column.sql
    if not column.is_text:
        raise Unreadable(column.type)
    yes, no = (
        ("true", "True", "TRUE", "yes", "Yes", "YES", "1"),
        ("false", "False", "FALSE", "no", "No", "NO", "0"),
    )
    listed = quote.listed(map(quote.text, (*yes, *no)))
    return f"({column.text} IN ({listed}))", f"({column.text} IN ({quote.listed(map(quote.text, yes))}))"


def _business_email(column: Column, rule: ColumnRule) -> tuple[str, str]:
    if not column.is_text:
        raise Unreadable(column.type)
    free = quote.listed(map(quote.text, sorted(email.domains(rule.list))))
    address = quote.text(email.ADDRESS)
    found = f"lower(regexp_extract({column.text}, {address}, 1)) NOT IN ({free})"
    return "TRUE", f"CASE WHEN regexp_full_match({column.text}, {address}) THEN {found} END"


def _date(column: Column, form: str) -> tuple[str, str]:
    if column.type == "DATE":
        return (
            f"(isfinite({column.sql}) AND {column.sql} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')",
            column.sql,
        )
    if column.type != "VARCHAR":
        raise Unreadable(column.type)
    parsed = _Parsed.of(column, tuple(dict.fromkeys((times.date_shape(form), times.date_shape("")))))
    return parsed.fits, f"DATE '1970-01-01' + CAST({parsed.days} AS INTEGER)"


def instant(column: Column, form: str, zone: str, dates_mean: str) -> tuple[str, str]:
    """Read a time: the format, the date of that format, ISO 8601 with an offset, in this order."""
    match column.type:
        case "TIMESTAMP WITH TIME ZONE":
            return _years(f"epoch_us({column.sql})", f"isfinite({column.sql})"), f"epoch_us({column.sql})"
        case "TIMESTAMP" | "TIMESTAMP_S" | "TIMESTAMP_MS":
            local = column.lets.let(0, f"epoch_us({column.sql})")
            return _years(local, f"isfinite({column.sql})"), _local(column.lets, local, zone)
        case "DATE":
            days = column.lets.let(0, f"datediff('day', DATE '1970-01-01', {column.sql})")
            return _years(f"{days} * {DAY}", f"isfinite({column.sql})"), _of_days(
                column.lets, days, zone, dates_mean
            )
        case "VARCHAR":
            return _written(column, form, zone, dates_mean)
        case _:
            raise Unreadable(column.type)


def _written(column: Column, form: str, zone: str, dates_mean: str) -> tuple[str, str]:
    """Read a text by the first shape that it fits; one whose date does not exist is left to the record."""
    shapes = tuple(dict.fromkeys((times.shape(form), times.date_shape(form), times.ISO_OFFSET)))
    parsed = _Parsed.of(column, shapes)
    values = []
    for i, shape in enumerate(shapes, 1):
        if "offset" in shape.parts:
            values.append(f"WHEN {i} THEN {parsed.local} - {parsed.ahead}")
        elif shape.has_time and zone:
            values.append(f"WHEN {i} THEN {_local(column.lets, parsed.local, zone)}")
        elif not shape.has_time and zone and dates_mean:
            values.append(f"WHEN {i} THEN {_of_days(column.lets, parsed.days, zone, dates_mean)}")
    if not values:
        raise Unreadable("a time that needs a zone")
    value = f"CASE {parsed.shape} {' '.join(values)} END"
    return f"({parsed.fits} AND ({value}) IS NOT NULL)", value


def _years(local: str, finite: str) -> str:
    low, high = (_microseconds(date(year, 1, 1)) for year in (_FIRST_YEAR, _LAST_YEAR))
    return f"({finite} AND {local} >= {low} AND {local} < {high})"


def _microseconds(day: date) -> int:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * DAY


def _of_days(lets: Lets, days: str, zone: str, dates_mean: str) -> str:
    match dates_mean:
        case "start of day":
            return _local(lets, f"({days} * {DAY})", zone)
        case "noon":
            return _local(lets, f"({days} * {DAY} + {DAY // 2})", zone)
        case "end of day":
            return f"({_local(lets, f'(({days} + 1) * {DAY})', zone)} - 1)"
        case _:
            raise Unreadable("a date without a time")


def _local(lets: Lets, local: str, zone: str) -> str:
    """Print a local time as an instant: a search tree over the offsets of the zone."""
    if not zone:
        raise Unreadable("a time without a zone")
    named = lets.let(2, local)
    start, end = _microseconds(date(_FIRST_YEAR - 1, 12, 1)), _microseconds(date(_LAST_YEAR, 2, 1))
    return f"({named} - {_search(named, local_segments(zone, start, end))})"


def _search(local: str, segments: Sequence[tuple[int, int]]) -> str:
    if len(segments) == 1:
        return quote.constant(segments[0][1])
    middle = len(segments) // 2
    since = quote.constant(segments[middle][0])
    earlier, later = _search(local, segments[:middle]), _search(local, segments[middle:])
    return f"CASE WHEN {local} < {since} THEN {earlier} ELSE {later} END"


def _matches(cell: str, pattern: str) -> str:
    return f"regexp_full_match({cell}, {quote.text(pattern)})"


@dataclass(frozen=True)
class _Parsed:
    """A text by the first of some shapes: which one, if its date exists, days since 1970, local microseconds."""

    shape: str
    fits: str
    days: str
    local: str
    ahead: str

    @classmethod
    def of(cls, column: Column, shapes: Sequence[times.Shape]) -> "_Parsed":
        """Take a cell apart by the groups of the shape it fits."""
        lets = column.lets
        tests = " ".join(
            f"WHEN {_matches(column.text, shape.pattern)} THEN {i}" for i, shape in enumerate(shapes, 1)
        )
        fitting = lets.let(0, f"CASE {tests} ELSE 0 END")

        def group(part: times.Part) -> str:
            taken = [
                f"WHEN {i} THEN regexp_extract({column.text}, {quote.text(shape.pattern)},"
                f" {shape.parts.index(part) + 1})"
                for i, shape in enumerate(shapes, 1)
                if part in shape.parts
            ]
            return lets.let(1, f"CASE {fitting} {' '.join(taken)} ELSE '' END") if taken else "''"

        def number(part: times.Part) -> str:
            return f"coalesce(TRY_CAST({group(part)} AS BIGINT), 0)"

        year, month, day = number("year"), number("month"), number("day")
        days, fraction = _days(year, month, day), group("fraction")
        clock = (
            f"(({_hour(number('hour'), group('half'))} * 60 + {number('minute')}) * 60 + {number('second')})"
            " * 1000000"
        )
        micro = f"coalesce(TRY_CAST(rpad({fraction}, 6, '0') AS BIGINT), 0)"
        exists = f"{day} <= {_month_length(year, month)} AND {year} BETWEEN {_FIRST_YEAR} AND {_LAST_YEAR - 1}"
        fits = lets.let(2, f"({fitting} > 0 AND {exists} AND length({fraction}) <= 6)")
        return cls(fitting, fits, days, f"({days} * {DAY} + {clock} + {micro})", _ahead(group("offset")))


def _days(year: str, month: str, day: str) -> str:
    """Print the days from 1970-01-01 to a date of the Gregorian calendar, years counted from March."""
    y = f"({year} - CASE WHEN {month} <= 2 THEN 1 ELSE 0 END)"
    m = f"(({month} + 9) % 12)"
    return f"(365 * {y} + {y} // 4 - {y} // 100 + {y} // 400 + (153 * {m} + 2) // 5 + {day} - 719469)"


def _month_length(year: str, month: str) -> str:
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    return (
        f"CASE WHEN {month} = 2 THEN CASE WHEN {leap} THEN 29 ELSE 28 END WHEN {month} IN (4, 6, 9, 11) THEN"
        " 30 ELSE 31 END"
    )


def _hour(hour: str, half: str) -> str:
    if half == "''":
        return hour
    late = f"{hour} % 12 + CASE WHEN lower({half}) = 'pm' THEN 12 ELSE 0 END"
    return f"CASE WHEN {half} = '' THEN {hour} ELSE {late} END"


def _ahead(offset: str) -> str:
    """Print how many microseconds an offset is ahead of UTC."""
    digits = f"replace(substr({offset}, 2), ':', '')"
    minutes = (
        f"(coalesce(TRY_CAST(substr({digits}, 1, 2) AS BIGINT), 0) * 60 + coalesce(TRY_CAST(substr({digits},"
        " 3, 2) AS BIGINT), 0))"
    )
    sign = f"CASE WHEN substr({offset}, 1, 1) = '-' THEN -1 ELSE 1 END"
    return f"CASE WHEN {offset} IN ('', 'Z', 'z', 'UTC') THEN 0 ELSE {sign} * {minutes} * 60000000 END"
