"""Rows of tables as SQL: a source and the types of its columns go in; a SELECT for each event of a row comes out.

Each has all columns of its kind (`events.BASE`, fields, attributes), NULL for what its source does not tell. The
order in which the columns of a row are read does not matter here: a row that does not fit is left to the record.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from accordant.measure.sql import quote
from accordant.measure.sql.events import BASE, Told, field_column, told_column, value_column
from accordant.measure.sql.reading.truth import FALSE, TRUE, every, no, some
from accordant.measure.sql.tables.cells import Read, Ruled, boolean, by_type, instant, integer, ruled
from accordant.measure.sql.tables.columns import Column, base, columns
from accordant.measure.sql.tables.zones import Zones
from accordant.record.rows import KEY_SEPARATOR, LATE
from accordant.terms.source import ColumnRule, Source

SEPARATOR = f"chr({ord(KEY_SEPARATOR)})"
_NO_TEXT, _NO_NUMBER = "CAST(NULL AS VARCHAR)", "CAST(NULL AS BIGINT)"
_TEXT = ColumnRule("", "")


@dataclass(frozen=True)
class Moment:
    """An event that a row may tell: its name, when it happened, when the row tells it, and the JOINs it needs."""

    name: str
    happened: str
    told: str
    joins: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """How the rows of a table are read: columns all events have in common, its events, and when a row fits.

    `told` has the fields and attributes by role and name.
    """

    source: Source
    base: str
    fits: str
    own: Mapping[str, str]
    moments: tuple[Moment, ...]
    told: Mapping[tuple[str, str], Ruled]
    joins: tuple[str, ...]

    def select(self, moment: Moment, told: Mapping[str, Told], late: str = "") -> str:
        """Return the SELECT of one event of all rows; `late` is the table of limits of late instants, "" none."""
        joins = [*moment.joins, *self.joins]
        is_late = FALSE
        if late:
            joins.append(f"LEFT JOIN {late} AS l ON l.happened = {moment.happened}")
            is_late = f"coalesce({self.recorded(moment)} > l.until, FALSE)"
        values = self._base(moment, is_late)
        titled = [f"CAST({values[title]} AS {type_}) AS {quote.name(title)}" for title, type_ in BASE]
        titled += [column for name, rule in told.items() for column in self._told(name, rule)]
        return f"SELECT {quote.listed(titled)} FROM ({self.base}) AS r{_joined(joins)}{self._where(moment)}"

    def times(self, moment: Moment) -> str:
        """Return the SELECT of when one event of all rows happened, and when it was recorded."""
        titled = f"{moment.happened} AS happened, {self.recorded(moment)} AS recorded"
        return (
            f"SELECT {titled} FROM ({self.base}) AS r{_joined((*moment.joins, *self.joins))}{self._where(moment)}"
        )

    def survey(self) -> str:
        """Return the SELECT of how many rows do not fit, and of the first and the last instant of each event."""
        columns = [f"sum(CASE WHEN {self.fits} THEN 0 ELSE 1 END)"]
        for moment in self.moments:
            happened = f"CASE WHEN {every((self.fits, moment.told))} THEN {moment.happened} END"
            columns += [f"min({happened})", f"max({happened})"]
        joins = [*(join for moment in self.moments for join in moment.joins), *self.joins]
        return f"SELECT {quote.listed(columns)} FROM ({self.base}) AS r{_joined(joins)}"

    def recorded(self, moment: Moment) -> str:
        """Return when the row was recorded: when it happened, if its source does not say."""
        return self.own["recorded"] if self.source.recorded else moment.happened

    def _where(self, moment: Moment) -> str:
        condition = every((self.fits, moment.told))
        return "" if condition == TRUE else f" WHERE {condition}"

    def _base(self, moment: Moment, is_late: str) -> dict[str, str]:
        identity, recorded = self.own["identity"], self.recorded(moment)
        wide = bool(self.source.events and self.source.identity)
        flag, happened = "NULL", moment.happened
        if is_late != FALSE:
            flag = f"CASE WHEN {is_late} THEN {quote.text(LATE)} END"
            happened = f"CASE WHEN {is_late} THEN {recorded} ELSE {moment.happened} END"
        return {
            **self.own,
            "name": moment.name,
            "happened": happened,
            "recorded": recorded,
            "identity": f"{identity} || {SEPARATOR} || {moment.name}" if wide else identity,
            "source": quote.text(self.source.name),
            "row": "0",
            "flags": flag,
        }

    def _told(self, name: str, rule: Told) -> Iterator[str]:
        """Yield the columns of a field or an attribute."""
        found = self.told.get((rule.role, name))
        value = f"CAST({found.value if found else 'NULL'} AS {rule.sql_type})"
        if rule.role == "field":
            yield f"{value} AS {field_column(name)}"
            return
        yield f"{value} AS {value_column(name)}"
        yield f"{found.told if found else FALSE} AS {told_column(name)}"


def _joined(joins: tuple[str, ...] | list[str]) -> str:
    return "".join(f" {join}" for join in dict.fromkeys(joins) if join)


@dataclass
class _Reading:
    """A source being read: what must hold for a row to fit is gathered on the way."""

    source: Source
    zones: Zones
    columns: Mapping[str, Column]
    fits: list[str] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)

    def cell(self, name: str, read: Read) -> tuple[str, str]:
        """Return whether a cell tells anything, and its value, NULL when it does not; it must fit when it does."""
        blank = self.columns[name].is_blank(self.source.blank)
        self.fits.append(some((blank, read.fits)))
        return no(blank), f"CASE WHEN {no(blank)} THEN {read.value} END"

    def text(self, name: str) -> tuple[str, str]:
        """Return whether a cell tells a text, and the text."""
        return self.cell(name, by_type(self.zones, self.columns[name], _TEXT, self.source))


def rows(source: Source, types: Mapping[str, str], zones: Zones) -> Rows:
    """Print how the rows of a table are read; the types of its columns are known to fit (`record.typed`)."""
    reading = _Reading(source, zones, columns(source, types))
    identity, retracted, recorded = _identity(reading), FALSE, _NO_NUMBER
    if source.retracted:
        retracted = _retracted(reading, identity)
    if source.recorded:
        recorded = _recorded(reading)
    own = {
        "entity": _entity(reading),
        "by": _party(reading),
        "identity": identity,
        "retracted": retracted,
        "recorded": recorded,
        "sequence": _sequence(reading),
    }
    moments = tuple(_moments(reading, retracted, recorded if source.recorded else ""))
    told = dict(_told(reading))
    joins = tuple(dict.fromkeys(reading.joins))
    return Rows(source, base(source, types), every(reading.fits), own, moments, told, joins)


def _entity(reading: _Reading) -> str:
    parts = []
    for name in reading.source.key:
        told, _ = reading.text(name)
        reading.fits.append(told)
        parts.append(reading.columns[name].text)
    return f" || {SEPARATOR} || ".join(parts)


def _identity(reading: _Reading) -> str:
    """Return the id of the row; NULL when it has none."""
    if not reading.source.identity:
        return _NO_TEXT
    return f"nullif({reading.text(reading.source.identity)[1]}, '')"


def _retracted(reading: _Reading, identity: str) -> str:
    """Return whether the row withdraws its id, which it must have then."""
    column = reading.columns[reading.source.retracted]
    told, value = reading.cell(reading.source.retracted, boolean(column))
    retracted = every((told, f"coalesce({value}, FALSE)"))
    reading.fits.append(some((no(retracted), f"{identity} IS NOT NULL")))
    return retracted


def _recorded(reading: _Reading) -> str:
    """Return when the row was recorded, which it must tell."""
    name = reading.source.recorded
    read = instant(reading.zones, reading.columns[name], reading.source)
    told, _ = reading.cell(name, read)
    reading.fits.append(told)
    reading.joins.append(read.join)
    return read.value


def _sequence(reading: _Reading) -> str:
    name = reading.source.sequence
    return reading.cell(name, integer(reading.columns[name]))[1] if name else _NO_NUMBER


def _party(reading: _Reading) -> str:
    rule = reading.source.by
    if rule is None or not rule.column:
        return quote.text(rule.always) if rule and rule.always else _NO_TEXT
    plain = ColumnRule("by", rule.column, words=rule.words, otherwise=rule.otherwise)
    return _ruled(reading, plain).value


def _told(reading: _Reading) -> Iterator[tuple[tuple[str, str], Ruled]]:
    for rule in reading.source.fields:
        yield ("field", rule.name), _ruled(reading, rule)
    for rule in reading.source.attributes:
        yield ("attribute", rule.name), _ruled(reading, rule)


def _ruled(reading: _Reading, rule: ColumnRule) -> Ruled:
    found = ruled(reading.zones, reading.columns[rule.column], rule, reading.source)
    reading.fits.append(found.fits)
    reading.joins.append(found.join)
    return found


def _moments(reading: _Reading, retracted: str, recorded: str) -> Iterator[Moment]:
    source = reading.source
    for event, name in source.events:
        read = instant(reading.zones, reading.columns[name], source)
        told, _ = reading.cell(name, read)
        yield Moment(quote.text(event), read.value, told, (read.join,))
    if source.events:
        return
    read = instant(reading.zones, reading.columns[source.happened], source)
    told, value = reading.cell(source.happened, read)
    # A retraction without a time of its own happened when it was recorded.
    withdrawn = retracted if recorded else FALSE
    reading.fits.append(some((told, withdrawn)))
    happened = read.value if withdrawn == FALSE else f"coalesce({value}, {recorded})"
    yield Moment(_name(reading, retracted), happened, TRUE, (read.join,))


def _name(reading: _Reading, retracted: str) -> str:
    """Return the name of a row's event; a retraction may have none."""
    source = reading.source
    if source.event_always:
        return quote.text(source.event_always)
    column = reading.columns[source.event_column]
    told, value = reading.text(source.event_column)
    reading.fits.append(some((told, retracted)))
    words = dict(source.event_words)
    cases = [(column.is_one_of([word]), name) for word, name in words.items() if word]
    written = " ".join(f"WHEN {said} THEN {quote.text(name)}" for said, name in cases if said != FALSE)
    blank = f"WHEN {no(told)} THEN {quote.text(words.get('', ''))} " if retracted != FALSE else ""
    return f"CASE {blank}{written} ELSE {value} END" if blank or written else value
