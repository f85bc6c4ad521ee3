"""Rows: the cells of one row go in, the events they tell or the first trouble come out.

The columns of a row are read in this order, and the first that cannot be read rejects the whole row: the key,
whether it is a retraction, the event, when it happened (a wide row: its time columns as written), when it was
recorded, the id, the sequence number, who did it, the fields, the attributes. A blank cell among the last five
tells nothing. In a wide row the id of an event is the row's with the event's name, and a row without any time
tells no event. An event column's text stands for itself unless `event_words` renames it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from accordant.record import cells
from accordant.record.cells import CellError, Raw, Reader
from accordant.record.event import Cell, Event
from accordant.terms.source import ColumnRule, PartyRule, Source
from accordant.terms.values import Instant

BLANK_KEY: Final = "the key is blank"
BLANK_EVENT: Final = "the event is blank"
BLANK_TIME: Final = "the time is blank"
BLANK_RECORDED: Final = "the recorded time is blank"
NO_IDENTITY: Final = "a retraction without an id"

LATE: Final = "recorded later than accepted"

KEY_SEPARATOR: Final = "\x1f"
"""Stands between the parts of a key of several columns, and between the id of a wide row and the event's name."""

_DAY: Final = 86_400_000_000
_DAYS: Final = {"day": 1, "week": 7, "month": 28, "quarter": 84, "year": 365}

T = TypeVar("T")
TimeReader = Callable[[Raw], tuple[Instant, bool]]
LateLimit = Callable[[Source, Instant], Instant]


class RowError(Exception):
    """A row that is rejected: the column, why, and the text of its cell."""

    def __init__(self, column: str, reason: str, text: str = "") -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
        self.text = text


def used_columns(source: Source) -> tuple[str, ...]:
    """Return every column of the file that a source names for reading, once each, in the order read."""
    single = (source.retracted, source.event_column, source.happened)
    after = (source.recorded, source.identity, source.sequence, source.by.column if source.by else "")
    ruled = (rule.column for rule in (*source.fields, *source.attributes))
    named = (*source.key, *single, *(column for _, column in source.events), *after, *ruled)
    return tuple(dict.fromkeys(column for column in named if column))


@dataclass(frozen=True)
class Mapping:
    """A source made ready to read rows whose cells stand in the order of `columns`."""

    source: Source
    columns: tuple[str, ...]
    place: dict[str, int]
    blank: frozenset[str]
    time: TimeReader
    recorded_time: TimeReader
    by: Reader | None
    fields: tuple[tuple[ColumnRule, Reader], ...]
    attributes: tuple[tuple[ColumnRule, Reader], ...]
    event_words: dict[str, str]
    late_limit: LateLimit | None


def mapping(source: Source, late_limit: LateLimit | None = None) -> Mapping:
    """Make a source ready. `late_limit` says until when an event must be recorded to count from when it happened.

    Without it no event is late. Raises ValueError (FormatError, UnknownList, UnknownZone) for rules of the
    source that cannot be followed.
    """
    columns = used_columns(source)
    if source.zone:
        cells.check_zone(source.zone)
    return Mapping(
        source,
        columns,
        {column: place for place, column in enumerate(columns)},
        frozenset(source.blank),
        cells.time_reader(source.times, source.zone, source.dates_mean),
        cells.time_reader(source.recorded_times or source.times, source.zone, source.dates_mean),
        _party_reader(source.by, source),
        tuple((rule, cells.column_reader(rule, source)) for rule in source.fields),
        tuple((rule, cells.column_reader(rule, source)) for rule in source.attributes),
        dict(source.event_words),
        late_limit if source.accept_late else None,
    )


def _party_reader(rule: PartyRule | None, source: Source) -> Reader | None:
    if rule is None or not rule.column:
        return None
    return cells.column_reader(ColumnRule("by", rule.column, words=rule.words, otherwise=rule.otherwise), source)


def late_limit(source: Source, given: LateLimit | None) -> LateLimit | None:
    """Return the limit given, else one in wall time. Raises ValueError for a length that needs a calendar."""
    length = source.accept_late
    if length is None or given is not None:
        return given
    if length.business or not length.is_exact:
        raise ValueError(f"'accept late: {length}' of '{source.name}' needs a calendar: pass a late_limit")
    return lambda _, happened: happened + length.microseconds


def surely_accepted(source: Source) -> int:
    """Return how much later a row may be recorded and be in time by every calendar.

    A length by date may end at the closing of the open date before its last, and begin at the end of a date.
    """
    length = source.accept_late
    if length is None:
        return 0
    return length.microseconds if length.is_exact else max(length.amount * _DAYS[length.unit] - 3, 0) * _DAY


def never_late(_source: Source, _happened: Instant) -> Instant:
    """Accept every row however late: the limit of those who read without an agreement and so have no calendar."""
    return cells.LAST


@dataclass(frozen=True)
class _Row:
    """What all events of a row have in common."""

    entity: str
    retracted: bool
    recorded: Instant | None
    identity: str
    sequence: int | None
    by: str | None
    fields: dict[str, Cell]
    attributes: dict[str, Cell]
    floored: bool


def events(mapping: Mapping, number: int, raw: Sequence[Raw]) -> Iterator[Event]:
    """Yield the events of a row, whose cells stand in the order of `mapping.columns`. Raises RowError."""
    entity = _entity(mapping, raw)
    retracted = bool(_cell(mapping, raw, mapping.source.retracted, cells.boolean))
    moments = _moments(mapping, raw, retracted)
    row = _common(mapping, raw, entity, retracted)
    if retracted and not row.identity:
        raise RowError(mapping.source.identity, NO_IDENTITY)
    for name, happened, floored in moments:
        yield _event(mapping, number, row, name, happened, floored)


def _entity(mapping: Mapping, raw: Sequence[Raw]) -> str:
    parts = []
    for column in mapping.source.key:
        part = _cell(mapping, raw, column, cells.as_text)
        if part is None:
            raise RowError(column, BLANK_KEY)
        parts.append(part)
    return KEY_SEPARATOR.join(parts)


def _moments(mapping: Mapping, raw: Sequence[Raw], retracted: bool) -> list[tuple[str, Instant | None, bool]]:
    """Return each event's name, instant (None: a retraction without one) and whether digits were dropped."""
    source = mapping.source
    if source.events:
        told = ((name, _cell(mapping, raw, column, mapping.time)) for name, column in source.events)
        return [(name, *moment) for name, moment in told if moment is not None]
    name = source.event_always or _event_name(mapping, raw, retracted)
    moment = _cell(mapping, raw, source.happened, mapping.time)
    if moment is None and not retracted:
        raise RowError(source.happened, BLANK_TIME)
    return [(name, *(moment or (None, False)))]


def _event_name(mapping: Mapping, raw: Sequence[Raw], retracted: bool) -> str:
    column = mapping.source.event_column
    text = _cell(mapping, raw, column, cells.as_text)
    if text is None and not retracted:
        raise RowError(column, BLANK_EVENT)
    return mapping.event_words.get(text or "", text or "")


def _common(mapping: Mapping, raw: Sequence[Raw], entity: str, retracted: bool) -> _Row:
    source = mapping.source
    recorded = _cell(mapping, raw, source.recorded, mapping.recorded_time)
    if source.recorded and recorded is None:
        raise RowError(source.recorded, BLANK_RECORDED)
    identity = _cell(mapping, raw, source.identity, cells.as_text) or ""
    sequence = _cell(mapping, raw, source.sequence, cells.integer)
    by = _by(mapping, raw)
    fields, floored = _told(mapping, raw, mapping.fields)
    attributes, also = _told(mapping, raw, mapping.attributes)
    floored = floored or also or bool(recorded and recorded[1])
    instant = recorded[0] if recorded else None
    return _Row(entity, retracted, instant, identity, sequence, by, fields, attributes, floored)


def _by(mapping: Mapping, raw: Sequence[Raw]) -> str | None:
    rule = mapping.source.by
    if rule is None:
        return None
    if mapping.by is None:
        return rule.always or None
    value, _ = _ruled(mapping, raw, rule.column, mapping.by)
    return value if isinstance(value, str) else None


def _told(
    mapping: Mapping, raw: Sequence[Raw], rules: Sequence[tuple[ColumnRule, Reader]]
) -> tuple[dict[str, Cell], bool]:
    told: dict[str, Cell] = {}
    floored = False
    for rule, reader in rules:
        value, dropped = _ruled(mapping, raw, rule.column, reader)
        if not isinstance(value, cells.Nothing):
            told[rule.name] = value
            floored = floored or dropped
    return told, floored


def _ruled(mapping: Mapping, raw: Sequence[Raw], column: str, reader: Reader) -> tuple[cells.Told, bool]:
    cell = raw[mapping.place[column]]
    try:
        return reader(cell)
    except CellError as error:
        raise RowError(column, error.reason, cells.shown(cell)) from None


def _cell(mapping: Mapping, raw: Sequence[Raw], column: str, reader: Callable[[Raw], T]) -> T | None:
    """Read a cell; None when it is blank, or when the source has no such column."""
    if not column:
        return None
    cell = raw[mapping.place[column]]
    if cells.is_blank(cell, mapping.blank):
        return None
    try:
        return reader(cell)
    except CellError as error:
        raise RowError(column, error.reason, cells.shown(cell)) from None


def _event(mapping: Mapping, number: int, row: _Row, name: str, happened: Instant | None, floored: bool) -> Event:
    source = mapping.source
    at = _first(happened, row.recorded, source)
    recorded = at if row.recorded is None else row.recorded
    is_late = mapping.late_limit is not None and recorded > mapping.late_limit(source, at)
    flags = (cells.FLOORED,) * (floored or row.floored) + (LATE,) * is_late
    identity = row.identity + KEY_SEPARATOR + name if row.identity and source.events else row.identity
    return Event(
        source.entity,
        row.entity,
        name,
        recorded if is_late else at,
        recorded,
        row.by,
        identity,
        row.sequence,
        row.fields,
        row.attributes,
        row.retracted,
        source.name,
        number,
        flags,
    )


def _first(happened: Instant | None, recorded: Instant | None, source: Source) -> Instant:
    """Return when it happened; a retraction without a time of its own happened when it was recorded."""
    if happened is not None:
        return happened
    if recorded is not None:
        return recorded
    raise RowError(source.happened, BLANK_TIME)
