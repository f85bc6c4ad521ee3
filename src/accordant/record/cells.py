"""Cells: what stands in one cell of a source goes in, a value of the stated type or the reason why not comes out.

These rules are all there is; an engine that reads files itself follows them word for word. A shape is a regular
expression in RE2's grammar, matched in full; then comes the calendar, then arithmetic.

1. *Text.* A cell of CSV is the text between the delimiters, without its quotes, byte for byte: nothing is
   trimmed or folded. A JSON string is its text, a JSON number the text it is written as, `true` and `false` those
   words. Of a typed column: integers in decimal digits, decimals with all digits of their scale, booleans `true`
   and `false`. Dates, timestamps and binary doubles have no text. NULL, and a key that a JSON object lacks, are
   an empty cell.
2. *Blank.* A cell with a text of `clears` tells NULL (an empty cell has the text ""). Else an empty cell, and one
   with a text of the source's or the column's `blank`, tells nothing.
3. *Words.* If `words` lists the text, its value is read instead, as if it stood in the cell. If the type is text
   and there are words, another text is `otherwise`, or the row is rejected. For the other types another text is
   read by the type's own rule, and where that fails it is `otherwise`. The value `unknown` is NULL.
4. *Text columns* hold the text. What has no text is rejected.
5. *Integers* are `[+-]?[0-9]+`, from -2^63 to 2^63 - 1. A binary double must be whole.
6. *Decimals* of scale s are `[+-]?[0-9]+(\\.[0-9]{1,s}0*)?` (scale 0: `[+-]?[0-9]+(\\.0+)?`), below 10^(18-s)
   either side of zero. A binary double x is floor(x * 10^s + 0.5) / 10^s by IEEE arithmetic, never through text.
7. *Booleans* are `true`, `yes`, `1` and `false`, `no`, `0`, in lower case, upper case or capitalised.
8. *Times* are tried in this order: the format `times`, or for "" ISO 8601 without an offset (`times.ISO_LOCAL`);
   the date of that format alone (`times.date_shape`); ISO 8601 with an offset (`times.ISO_OFFSET`). The first
   shape that fits decides; a date that does not exist (30 February) fits no shape. A time without an offset
   is local in `zone`: the spring gap by the offset before it, the autumn overlap the first. A date is its local
   00:00 (`start of day`), 12:00 (`noon`), or the last microsecond before the next date begins (`end of day`). A
   TIMESTAMP is local, a TIMESTAMP WITH TIME ZONE an instant, a DATE a date. Digits beyond the microsecond are
   dropped, and the event is flagged when one of them is not zero. An instant outside the years 1900 to 2199
   (UTC), for which no calendar is kept, is rejected: `9999-12-31` stands for "never".
9. *Dates* are written as the date of `times` (for "" `YYYY-MM-DD`), or are of type DATE.
10. *Business email* (`email.read_business_email`).
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from accordant.record import email
from accordant.record.event import Cell
from accordant.record.times import read_time
from accordant.terms import times
from accordant.terms.source import ColumnRule, ColumnType, Source
from accordant.terms.values import Instant
from accordant.zone import UnknownZone, local_instant, zone_names

NOT_TEXT: Final = "its type has no text"
NOT_INTEGER: Final = "not a whole number"
TOO_LARGE: Final = "a whole number beyond 64 bits"
NOT_DECIMAL: Final = "not a decimal number"
TOO_FINE: Final = "more digits after the point than its scale"
TOO_WIDE: Final = "a decimal number beyond 18 digits"
NOT_BOOLEAN: Final = "not a yes or a no"
NOT_LISTED: Final = "not one of the words listed"
NOT_A_TIME: Final = "not a time as `times` says"
NOT_A_DATE: Final = "not a date as `times` says"
NO_ZONE: Final = "a time without an offset, and `zone` is not stated"
NO_TIME: Final = "a date without a time, and `dates mean` is not stated"
BEYOND: Final = "outside the years 1900 to 2199"
NESTED: Final = "a nested value"
STORED: Final = "stored as a type that cannot be read here"
NOT_UTF8: Final = "not UTF-8"

FLOORED: Final = "finer than microseconds"

_EPOCH = datetime(1970, 1, 1)
_DAY = timedelta(days=1)
_INTEGER = re.compile("[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_YES = frozenset({"true", "True", "TRUE", "yes", "Yes", "YES", "1"})
_NO = frozenset({"false", "False", "FALSE", "no", "No", "NO", "0"})
_MICROSECOND = timedelta(microseconds=1)
_TWO_DAYS = 2 * _DAY // _MICROSECOND
# The first and the last instant that is read: what lies beyond is a slip, or stands for "never" and "always".
FIRST: Final = (datetime(1900, 1, 1) - _EPOCH) // _MICROSECOND
LAST: Final = (datetime(2200, 1, 1) - _EPOCH) // _MICROSECOND - 1


@dataclass(frozen=True)
class Local:
    """A typed timestamp without a zone: microseconds of the wall clock since 1970."""

    microseconds: int
    floored: bool = False


@dataclass(frozen=True)
class Absolute:
    """A typed timestamp with a zone: an instant."""

    instant: Instant
    floored: bool = False


@dataclass(frozen=True)
class Unreadable:
    """A cell of a type that no rule reads, with the reason why."""

    reason: str


Raw = str | float | date | Local | Absolute | Unreadable | None


class CellError(Exception):
    """A cell that cannot be read: the reason is the one of this module."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Nothing:
    """A cell that tells nothing, as against one that tells NULL."""


NOTHING: Final = Nothing()
Told = Cell | Nothing
Reader = Callable[[Raw], tuple[Told, bool]]


def as_text(raw: Raw) -> str:
    """Return the text of a cell (rule 1). Raises CellError for what has none."""
    if isinstance(raw, str):
        return raw
    raise CellError(raw.reason if isinstance(raw, Unreadable) else NOT_TEXT)


def shown(raw: Raw) -> str:
    """Return at most 80 characters of a cell, to be shown beside the reason; "" for what has no text."""
    return raw[:80] if isinstance(raw, str) else ""


def is_blank(raw: Raw, blank: frozenset[str]) -> bool:
    """Say whether a cell tells nothing (rule 2)."""
    return raw is None or (isinstance(raw, str) and raw in blank)


def integer(raw: Raw) -> int:
    """Read a whole number of 64 bits (rule 5). Raises CellError."""
    if isinstance(raw, float):
        if not raw.is_integer():
            raise CellError(NOT_INTEGER)
        number = int(raw)
    else:
        text = as_text(raw)
        if not _INTEGER.fullmatch(text):
            raise CellError(NOT_INTEGER)
        number = int(text) if len(text) < 4000 else 1 << 64
    if not -(1 << 63) <= number < 1 << 63:
        raise CellError(TOO_LARGE)
    return number


def decimal(raw: Raw, scale: int) -> Decimal:
    """Read a decimal of a scale of at most 9 (rule 6). Raises CellError."""
    units = _nearest(raw * float(10**scale)) if isinstance(raw, float) else _units(as_text(raw), scale)
    if not abs(units) < 10**18:
        raise CellError(TOO_WIDE)
    return Decimal(units).scaleb(-scale)


def _nearest(product: float) -> int:
    if math.isnan(product):
        raise CellError(NOT_DECIMAL)
    return math.floor(product + 0.5) if math.isfinite(product) else 10**18


def _units(text: str, scale: int) -> int:
    if not _NUMBER.fullmatch(text):
        raise CellError(NOT_DECIMAL)
    whole, _, fraction = text.partition(".")
    if fraction[scale:].strip("0"):
        raise CellError(TOO_FINE)
    digits = whole + fraction[:scale].ljust(scale, "0")
    return int(digits) if len(digits) < 4000 else 10**18


def boolean(raw: Raw) -> bool:
    """Read a yes or a no (rule 7). Raises CellError."""
    text = as_text(raw)
    if text not in _YES and text not in _NO:
        raise CellError(NOT_BOOLEAN)
    return text in _YES


def day(raw: Raw, form: times.Shape) -> date:
    """Read a date (rule 9). Raises CellError."""
    if isinstance(raw, date):
        return raw
    written = read_time(form, as_text(raw))
    if written is None:
        raise CellError(NOT_A_DATE)
    return written.wall.date()


def check_zone(zone: str) -> None:
    """Raise UnknownZone unless the packaged tzdata has the zone."""
    if zone not in zone_names():
        raise UnknownZone(f"'{zone}' is not a zone of the packaged tzdata")


def time_reader(form: str, zone: str, dates_mean: str) -> Callable[[Raw], tuple[Instant, bool]]:
    """Return the reader of times of one format (rule 8): the instant, and whether digits were dropped.

    The reader raises CellError; this raises FormatError for a format that cannot be.
    """
    shapes = (times.shape(form), times.date_shape(form), times.ISO_OFFSET)

    def read(raw: Raw) -> tuple[Instant, bool]:
        if isinstance(raw, str):
            instant, floored = _of_text(raw, shapes, zone, dates_mean)
        else:
            instant, floored = _of_typed(raw, zone, dates_mean)
        if not FIRST <= instant <= LAST:
            raise CellError(BEYOND)
        return instant, floored

    return read


def _of_text(text: str, shapes: tuple[times.Shape, ...], zone: str, dates_mean: str) -> tuple[Instant, bool]:
    for shape in shapes:
        written = read_time(shape, text)
        if written is None:
            continue
        if not shape.has_time:
            return _of_date(written.wall.date(), zone, dates_mean), False
        if written.ahead is None:
            return _of_wall(written.wall, zone), written.floored
        return (written.wall - _EPOCH) // _MICROSECOND - written.ahead, written.floored
    raise CellError(NOT_A_TIME)


def _of_typed(raw: Raw, zone: str, dates_mean: str) -> tuple[Instant, bool]:
    match raw:
        case Absolute(instant, floored):
            return instant, floored
        case Local(microseconds, floored):
            # Which instant it is only the zone says; what is days beyond may be no date at all.
            if not FIRST - _TWO_DAYS <= microseconds <= LAST + _TWO_DAYS:
                raise CellError(BEYOND)
            return _of_wall(_EPOCH + timedelta(microseconds=microseconds), zone), floored
        case date():
            return _of_date(raw, zone, dates_mean), False
        case _:
            as_text(raw)
            raise CellError(NOT_A_TIME)


def _of_date(on: date, zone: str, dates_mean: str) -> Instant:
    match dates_mean:
        case "start of day":
            return _of_wall(datetime.combine(on, time()), zone)
        case "noon":
            return _of_wall(datetime.combine(on, time(12)), zone)
        case "end of day":
            if on == date.max:
                raise CellError(BEYOND)
            return _of_wall(datetime.combine(on, time()) + _DAY, zone) - 1
        case _:
            raise CellError(NO_TIME)


def _of_wall(wall: datetime, zone: str) -> Instant:
    if not zone:
        raise CellError(NO_ZONE)
    return local_instant(zone, wall)


def column_reader(rule: ColumnRule, source: Source) -> Reader:
    """Return the reader of a field or an attribute: its value or NOTHING, and whether digits were dropped.

    The reader raises CellError; this raises FormatError or email.UnknownList for a rule that cannot be.
    """
    blank = frozenset((*source.blank, *rule.blank))
    typed = _typed(rule, source)
    words = {word: _worded(rule, value) for word, value in rule.words}
    otherwise = None if rule.otherwise is None else _worded(rule, rule.otherwise)
    closed = bool(words) and rule.type == "text"

    def read(raw: Raw) -> tuple[Told, bool]:
        if ("" if raw is None else raw) in rule.clears:
            return None, False
        if is_blank(raw, blank):
            return NOTHING, False
        if isinstance(raw, str) and raw in words:
            return words[raw], False
        try:
            if closed:
                as_text(raw)
                raise CellError(NOT_LISTED)
            return typed(raw)
        except CellError:
            if rule.otherwise is None:
                raise
            return otherwise, False

    return read


def _typed(rule: ColumnRule, source: Source) -> Callable[[Raw], tuple[Cell, bool]]:
    if rule.derive:
        listed = email.domains(rule.list)
        return lambda raw: (email.read_business_email(as_text(raw), listed), False)
    if rule.type == "instant":
        return time_reader(source.times, source.zone, source.dates_mean)
    plain = _plain(rule.type, rule.scale, source.times)
    return lambda raw: (plain(raw), False)


def _plain(kind: ColumnType, scale: int, form: str) -> Callable[[Raw], Cell]:
    shape = times.date_shape(form)
    plain: Mapping[str, Callable[[Raw], Cell]] = {
        "text": as_text,
        "integer": integer,
        "decimal": lambda raw: decimal(raw, scale),
        "boolean": boolean,
        "date": lambda raw: day(raw, shape),
    }
    return plain[kind]


def _worded(rule: ColumnRule, value: str) -> Cell:
    """Read what the sources file says a word means. Raises ValueError when it is not of the column's type."""
    if value == "unknown":
        return None
    if rule.type == "instant" or rule.derive:
        raise ValueError(f"words of '{rule.name}' can only mean unknown")
    try:
        return _plain(rule.type, rule.scale, "")(value)
    except CellError as error:
        raise ValueError(f"the word '{value}' of '{rule.name}': {error.reason}") from error
