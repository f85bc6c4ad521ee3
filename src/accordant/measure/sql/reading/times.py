"""Times as SQL: a column and how its times are written go in; which cells fit, and their instants, come out.

A text is matched in full by the shapes of `terms.times`; its digits are then put into the order of ISO 8601, and
whether that date exists is left to a cast that cannot take it for another. Local times become instants by the
packaged tzdata, as a search tree over the offsets of the zone; those of other years are left to the record.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from accordant.measure.sql import quote
from accordant.measure.sql.reading.columns import LOCAL, ZONED, Column
from accordant.measure.sql.reading.layers import Layers
from accordant.measure.sql.reading.truth import FALSE
from accordant.record.cells import FIRST, LAST
from accordant.terms import times
from accordant.terms.times import ISO_LOCAL, ISO_OFFSET, Part, Shape
from accordant.zone import local_segments

DAY: Final = 86_400_000_000
# Local times of other years are left to the record: few sources have any, and the search trees stay small.
_TYPED_YEARS: Final = (date(1900, 1, 1), date(2100, 1, 1))
_TEXT_YEARS: Final = (date(1970, 1, 1), date(2060, 1, 1))
_SHIFT: Final = {"start of day": 0, "noon": DAY // 2, "end of day": DAY}
# Formats whose texts a cast reads as they are; finer digits would be rounded.
_CAST: Final = re.compile("YYYY-MM-DD([T ]hh:mm:ss([.]f{1,6})?)?")
_SHAPE, _GROUPS, _WALL, _LOCAL, _INSTANT = range(5)


@dataclass(frozen=True)
class Clock:
    """How times are written: their format, the zone of those without an offset, what a date alone means."""

    form: str
    zone: str
    dates_mean: str


Found = tuple[str, str, str]
"""When a cell fits, its value, and whether digits were dropped."""

NOTHING: Final[Found] = (FALSE, "NULL", FALSE)


def date_of(layers: Layers, column: Column, form: str) -> tuple[str, str]:
    """Return when a cell is a date, and the date."""
    if column.type == "DATE":
        first, last = quote.constant(date.min), quote.constant(date.max)
        return f"coalesce({column.sql} BETWEEN {first} AND {last}, FALSE)", column.sql
    if not column.has_text:
        return FALSE, "NULL"
    written = _Written.of(layers, column, times.date_shape(form), times.date_format(form), 1)
    matches = layers.let(_SHAPE, column.matches(written.shape.pattern))
    day = layers.let(_WALL, f"CASE WHEN {matches} THEN TRY_CAST({written.day} AS DATE) END")
    return f"({day} IS NOT NULL)", day


def instant(layers: Layers, column: Column, clock: Clock) -> Found:
    """Return when a cell is a time within the years that are read here, its instant, if digits were dropped."""
    fits, value, floored = _instant(layers, column, clock)
    if fits != FALSE and _is_inside(column) and (clock.zone or column.type == ZONED):
        return f"({column.sql} IS NOT NULL)", value, floored
    return fits, value, floored


def _is_inside(column: Column) -> bool:
    """Say whether every cell of a typed column is known to lie in the years that are read here."""
    first, end = _microseconds(_TYPED_YEARS)
    low, high = column.span or (first, end)
    return column.is_bounded and first <= low and high + DAY < end


def _instant(layers: Layers, column: Column, clock: Clock) -> Found:
    if column.type == ZONED:
        return _ranged(layers, f"epoch_us({column.sql})", FALSE)
    if column.type == "DATE":
        if clock.dates_mean not in _SHIFT:
            return NOTHING
        days = f"datediff('day', DATE '1970-01-01', {column.sql})"
        local = layers.let(_LOCAL, f"{days} * {DAY} + {_SHIFT[clock.dates_mean]}")
        return _ranged(layers, _of_local(local, clock, "TRUE", _span(column), _is_inside(column)), FALSE)
    if column.type in LOCAL:
        return _typed(layers, column, clock)
    return _text(layers, column, clock) if column.has_text else NOTHING


def _typed(layers: Layers, column: Column, clock: Clock) -> Found:
    if column.type != "TIMESTAMP_NS":
        # What is infinite has no microseconds: NULL.
        local = layers.let(_LOCAL, f"epoch_us({column.sql})")
        is_sure = column.is_sure or _is_inside(column)
        return _ranged(layers, _of_local(local, clock, "FALSE", _span(column), is_sure), FALSE)
    count = layers.let(_SHAPE, f"epoch_ns({column.sql})")
    # Integer division is towards zero, and digits are dropped towards the past.
    beyond = layers.let(_WALL, f"({count} % 1000 + 1000) % 1000")
    local = layers.let(_LOCAL, f"({count} - {beyond}) // 1000")
    # The span is rounded to microseconds: the first cell may lie before it.
    return _ranged(layers, _of_local(local, clock, "FALSE", _span(column), _is_inside(column)), f"{beyond} <> 0")


def _text(layers: Layers, column: Column, clock: Clock) -> Found:
    """Read a text by the first shape that it fits; one whose date does not exist is left to the record."""
    form = clock.form
    forms = {times.shape(form): form, times.date_shape(form): times.date_format(form), ISO_OFFSET: ""}
    tests = " ".join(f"WHEN {column.matches(shape.pattern)} THEN {i}" for i, shape in enumerate(forms, 1))
    fitting = layers.let(_SHAPE, f"CASE {tests} END")
    written = [
        _Written.of(layers, column, shape, form, i, fitting) for i, (shape, form) in enumerate(forms.items(), 1)
    ]
    wall = layers.let(_WALL, _by_shape(fitting, [one.wall for one in written]))
    local = layers.let(_LOCAL, _by_shape(fitting, [one.local(wall, clock) for one in written]))
    of_local = _of_local(local, clock, f"{fitting} IN ({_dates(written)})", _microseconds(_TEXT_YEARS))
    found = _by_shape(fitting, [f"{wall} - {one.ahead}" if one.ahead else of_local for one in written])
    return _ranged(layers, found, _by_shape(fitting, [one.floored for one in written]))


def _by_shape(fitting: str, values: Sequence[str]) -> str:
    """Return the value that belongs to the shape that fits."""
    if len(set(values)) == 1:
        return values[0]
    return f"CASE {fitting} {' '.join(f'WHEN {i} THEN {value}' for i, value in enumerate(values, 1))} END"


def _dates(written: Sequence["_Written"]) -> str:
    """Return the numbers of the shapes that are dates alone: there always is one."""
    return quote.listed(str(i) for i, one in enumerate(written, 1) if not one.shape.has_time)


def _ranged(layers: Layers, value: str, floored: str) -> Found:
    """Leave to the record what is out of range, and so rejected."""
    named = layers.let(_INSTANT, value)
    fits = f"coalesce({named} BETWEEN {quote.constant(FIRST)} AND {quote.constant(LAST)}, FALSE)"
    return fits, named, floored


def _of_local(local: str, clock: Clock, is_date: str, span: tuple[int, int], is_sure: bool = False) -> str:
    """Return the instant at which clocks show a local time; NULL outside the span, the end of which is no part.

    `is_sure`: all are inside.
    """
    if not clock.zone:
        return "CAST(NULL AS BIGINT)"
    low, high = span
    inside = f"{local} >= {quote.constant(low)} AND {local} < {quote.constant(high)}"
    ahead = _search(local, local_segments(clock.zone, low - 2 * DAY, high + 2 * DAY))
    back = f" - CASE WHEN {is_date} THEN 1 ELSE 0 END" if clock.dates_mean == "end of day" else ""
    found = f"{local} - {ahead}{back}"
    return found if is_sure else f"CASE WHEN {inside} THEN {found} END"


def _span(column: Column) -> tuple[int, int]:
    """Return the span of local times that a typed column needs, a date being up to the next one."""
    first, end = _microseconds(_TYPED_YEARS)
    low, high = column.span or (0, 0)
    return min(max(low, first), end), max(min(high + DAY + 1, end), first)


def _search(local: str, segments: Sequence[tuple[int, int]]) -> str:
    if len(segments) == 1:
        return quote.constant(segments[0][1])
    middle = len(segments) // 2
    earlier, later = _search(local, segments[:middle]), _search(local, segments[middle:])
    return f"CASE WHEN {local} < {quote.constant(segments[middle][0])} THEN {earlier} ELSE {later} END"


def _microseconds(years: tuple[date, date]) -> tuple[int, int]:
    low, high = ((day.toordinal() - date(1970, 1, 1).toordinal()) * DAY for day in years)
    return low, high


@dataclass(frozen=True)
class _Written:
    """A text of one shape: its parts as texts, NULL or of no meaning where the text is of another shape.

    `iso` is the whole as a cast to TIMESTAMP reads it; "" when it has to be put together.
    """

    shape: Shape
    parts: Mapping[Part, str]
    iso: str = ""

    @classmethod
    def of(
        cls, layers: Layers, column: Column, shape: Shape, form: str, number: int, fitting: str = "1"
    ) -> "_Written":
        """Take texts of a shape apart: by place where each part has its own, else by the groups of its pattern."""
        text = column.text
        if shape == ISO_LOCAL:
            whole = f"CASE length({text}) WHEN 16 THEN {text} || ':00' ELSE replace(substr({text}, 1, 26), ',', '.') END"
            return cls(shape, {"fraction": f"substr({text}, 21)"}, whole)
        if _CAST.fullmatch(form):
            return cls(shape, {}, text)
        if shape != ISO_OFFSET and (found := times.places(form)):
            return cls(shape, {part: f"substr({text}, {at}, {length})" for part, at, length in found})
        names = quote.listed(map(quote.text, shape.parts))
        taken = f"regexp_extract({text}, {quote.text(f'^(?:{shape.pattern})$')}, [{names}])"
        groups = layers.let(_GROUPS, f"CASE WHEN {fitting} = {number} THEN {taken} END")
        parts = {part: f"struct_extract({groups}, {quote.text(part)})" for part in shape.parts}
        return cls(shape, {part: _two_digits(part, one) for part, one in parts.items()})

    @property
    def day(self) -> str:
        """Return the date as ISO 8601."""
        return self.iso or f"{self.parts['year']} || '-' || {self.parts['month']} || '-' || {self.parts['day']}"

    @property
    def wall(self) -> str:
        """Return the date and the time of day as microseconds since 1970; NULL for a date that does not exist."""
        days = f"epoch_us(TRY_CAST({self.day} AS TIMESTAMP))"
        if self.iso or not self.shape.has_time:
            return days
        seconds = f"({self._hour} * 60 + {self._number('minute')}) * 60 + {self._number('second')}"
        return f"{days} + ({seconds}) * 1000000 + {self._fraction}"

    @property
    def ahead(self) -> str:
        """Return how many microseconds its own offset is ahead of UTC; "" when it tells none."""
        if "offset" not in self.parts or not self.shape.has_time:
            return ""
        offset = self.parts["offset"]
        digits = f"replace(substr({offset}, 2), ':', '')"
        hours, minutes = (f"coalesce(TRY_CAST(substr({digits}, {at}, 2) AS BIGINT), 0)" for at in (1, 3))
        sign = f"CASE WHEN {offset} LIKE '-%' THEN -60000000 ELSE 60000000 END"
        return f"CASE WHEN {offset} IN ('Z', 'z', 'UTC') THEN 0 ELSE {sign} * ({hours} * 60 + {minutes}) END"

    @property
    def floored(self) -> str:
        """Return whether a digit beyond the microsecond is not zero."""
        return f"rtrim(substr({self.parts['fraction']}, 7), '0') <> ''" if "fraction" in self.parts else FALSE

    def local(self, wall: str, clock: Clock) -> str:
        """Return the local time that the zone makes an instant; NULL when it is none or must not be guessed."""
        if self.shape.has_time:
            return "CAST(NULL AS BIGINT)" if self.ahead else wall
        if clock.dates_mean not in _SHIFT:
            return "CAST(NULL AS BIGINT)"
        return f"{wall} + {_SHIFT[clock.dates_mean]}"

    @property
    def _hour(self) -> str:
        hour = self._number("hour")
        if "half" not in self.parts:
            return hour
        return f"({hour} % 12 + CASE WHEN {self.parts['half']} IN ('PM', 'pm') THEN 12 ELSE 0 END)"

    @property
    def _fraction(self) -> str:
        if "fraction" not in self.parts:
            return "0"
        return f"coalesce(TRY_CAST(rpad(substr({self.parts['fraction']}, 1, 6), 6, '0') AS BIGINT), 0)"

    def _number(self, part: Part) -> str:
        return f"coalesce(TRY_CAST({self.parts[part]} AS BIGINT), 0)" if part in self.parts else "0"


def _two_digits(part: Part, text: str) -> str:
    return f"lpad({text}, 2, '0')" if part in ("month", "day") else text
