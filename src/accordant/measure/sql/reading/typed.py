"""Rows as SQL: a source and the scan of its file go in; for each of its rows one row of typed cells comes out.

Columns: `fits` (the row is read here, the others mean nothing without it), entity, retracted, recorded, identity,
sequence, by, floored; `name i`, `happened i`, `floored i` for each event that a row can tell, `happened i` NULL
for one that it does not; `field X`, `value X`, `told X` as in the relation of its kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from accordant.measure.sql import quote
from accordant.measure.sql.reading.cells import Read, by_type, clock, known, ruled
from accordant.measure.sql.reading.layers import Layers
from accordant.measure.sql.reading.scans import NUMBER, Scan
from accordant.measure.sql.reading.truth import FALSE, TRUE, every, no, some
from accordant.record.rows import KEY_SEPARATOR
from accordant.terms.source import ColumnRule, ColumnType, Source

SEPARATOR = f"chr({ord(KEY_SEPARATOR)})"
_NO_TEXT, _NO_NUMBER = "CAST(NULL AS VARCHAR)", "CAST(NULL AS BIGINT)"


@dataclass(frozen=True)
class Cell:
    """A cell that may be blank: whether it is, and how it is read when it is not."""

    blank: str
    read: Read

    @property
    def told(self) -> str:
        """Return whether it tells anything, and fits."""
        return every((no(self.blank), self.read.fits))

    @property
    def fits(self) -> str:
        """Return whether it is blank or fits."""
        return some((self.blank, self.read.fits))

    @property
    def value(self) -> str:
        """Return its value, NULL when it is blank or does not fit."""
        return f"CASE WHEN {self.told} THEN {self.read.value} END"

    @property
    def floored(self) -> str:
        """Return whether digits were dropped."""
        return known(every((self.told, self.read.floored)))


@dataclass(frozen=True)
class Rows:
    """The rows of a source in the making: columns by title, and what must hold for a row to be read here.

    `fixed` are the titles of columns that are the same for all rows.
    """

    source: Source
    scan: Scan
    layers: Layers = field(default_factory=Layers)
    columns: dict[str, str] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    fits: list[str] = field(default_factory=list)
    floored: list[str] = field(default_factory=list)

    @property
    def select(self) -> str:
        """Return the SELECT of all rows of the file."""
        computed = {title: sql for title, sql in self._all.items() if not self._is_fixed(title, sql)}
        listed = quote.listed(f"{sql} AS {quote.name(title)}" for title, sql in computed.items())
        return f"SELECT {NUMBER}, {listed} FROM {self.layers.over(self.scan.base)} AS s"

    def column(self, title: str) -> str:
        """Return a column of the rows, or what is the same for all of them."""
        sql = self._all[title]
        return sql if self._is_fixed(title, sql) else quote.name(title)

    @property
    def events(self) -> int:
        """Return how many events a row can tell."""
        return len(self.source.events) or 1

    @property
    def is_kept(self) -> bool:
        """Say whether the typed rows are kept: a time has to be taken out of a text, or the cells were copied."""
        times = (*(column for _, column in self.source.events), self.source.happened, self.source.recorded)
        return bool(self.scan.copy) or any(self.scan.column(name).has_text for name in times if name)

    @property
    def _all(self) -> dict[str, str]:
        return {"fits": every(self.fits), "floored": some(self.floored), **self.columns}

    def _is_fixed(self, title: str, sql: str) -> bool:
        return title in self.fixed or sql in (TRUE, FALSE, _NO_TEXT, _NO_NUMBER)


def typed(source: Source, scan: Scan) -> Rows:
    """Print how the rows of a source are read."""
    rows = Rows(source, scan)
    identity = _identity(rows)
    retracted = _retracted(rows, identity)
    recorded = _recorded(rows)
    _entity(rows)
    for i, (name, happened, floored) in enumerate(_moments(rows, retracted, recorded)):
        titled = (f"name {i}", name), (f"happened {i}", happened), (f"floored {i}", floored)
        rows.columns.update({title: sql for title, sql in titled if sql})
    _sequence(rows)
    _party(rows)
    _told(rows)
    return rows


def _cell(rows: Rows, name: str, type_: ColumnType = "text", form: str | None = None) -> Cell:
    column = rows.scan.column(name)
    read = by_type(rows.layers, column, ColumnRule("", "", type_), clock(rows.source, form))
    return Cell(column.is_blank(rows.source.blank), read)


def _entity(rows: Rows) -> None:
    keys = [_cell(rows, name) for name in rows.source.key]
    rows.fits.extend(key.told for key in keys)
    rows.columns["entity"] = f" || {SEPARATOR} || ".join(key.read.value for key in keys)


def _identity(rows: Rows) -> str:
    """Return the id of the row; NULL when it has none."""
    if not rows.source.identity:
        rows.columns["identity"] = _NO_TEXT
        return _NO_TEXT
    cell = _cell(rows, rows.source.identity)
    rows.fits.append(cell.fits)
    rows.columns["identity"] = f"nullif({cell.value}, '')"
    return rows.columns["identity"]


def _retracted(rows: Rows, identity: str) -> str:
    """Return whether the row withdraws its id, which it must have then."""
    if not rows.source.retracted:
        rows.columns["retracted"] = FALSE
        return FALSE
    cell = _cell(rows, rows.source.retracted, "boolean")
    retracted = rows.columns["retracted"] = known(every((cell.told, cell.read.value)))
    rows.fits.extend((cell.fits, some((no(retracted), f"{identity} IS NOT NULL"))))
    return retracted


def _recorded(rows: Rows) -> str:
    """Return when the row was recorded; "" when its source does not say."""
    if not rows.source.recorded:
        rows.columns["recorded"] = _NO_NUMBER
        return ""
    cell = _cell(rows, rows.source.recorded, "instant", rows.source.recorded_times or rows.source.times)
    rows.fits.append(cell.told)
    rows.floored.append(cell.floored)
    # It must be told and fit: no other row is read here.
    rows.columns["recorded"] = cell.read.value
    return cell.read.value


def _moments(rows: Rows, retracted: str, recorded: str) -> Iterator[tuple[str, str, str]]:
    """Yield each event's name ("" in a wide row), when it happened, and whether digits were dropped."""
    source = rows.source
    for _, column in source.events:
        cell = _cell(rows, column, "instant")
        rows.fits.append(cell.fits)
        yield "", cell.value, cell.floored
    if source.events:
        return
    cell = _cell(rows, source.happened, "instant")
    withdrawn = every((retracted, cell.blank)) if recorded else FALSE
    rows.fits.append(some((cell.told, withdrawn)))
    # A retraction without a time of its own happened when it was recorded.
    happened = cell.read.value if withdrawn == FALSE else f"coalesce({cell.value}, {recorded})"
    yield _name(rows, retracted), happened, cell.floored


def _name(rows: Rows, retracted: str) -> str:
    """Return the name of a row's event; a retraction may have none."""
    if rows.source.event_always:
        rows.fixed.add("name 0")
        return quote.text(rows.source.event_always)
    cell = _cell(rows, rows.source.event_column)
    rows.fits.append(some((cell.told, every((retracted, cell.blank)))))
    words = dict(rows.source.event_words)
    cases = " ".join(f"WHEN {quote.text(word)} THEN {quote.text(name)}" for word, name in words.items())
    text = cell.read.value if retracted == FALSE else f"coalesce({cell.value}, '')"
    return f"CASE {text} {cases} ELSE {text} END" if cases else text


def _sequence(rows: Rows) -> None:
    if not rows.source.sequence:
        rows.columns["sequence"] = _NO_NUMBER
        return
    cell = _cell(rows, rows.source.sequence, "integer")
    rows.fits.append(cell.fits)
    rows.columns["sequence"] = cell.value


def _party(rows: Rows) -> None:
    rule = rows.source.by
    if rule is None or not rule.column:
        rows.columns["by"] = quote.text(rule.always) if rule and rule.always else _NO_TEXT
        rows.fixed.add("by")
        return
    plain = ColumnRule("by", rule.column, words=rule.words, otherwise=rule.otherwise)
    found = ruled(rows.layers, rows.scan.column(rule.column), plain, rows.source)
    rows.fits.append(found.fits)
    rows.columns["by"] = found.value


def _told(rows: Rows) -> None:
    for rule in rows.source.fields:
        _ruled(rows, rule, f"field {rule.name}", "")
    for rule in rows.source.attributes:
        _ruled(rows, rule, f"value {rule.name}", f"told {rule.name}")


def _ruled(rows: Rows, rule: ColumnRule, value: str, told: str) -> None:
    found = ruled(rows.layers, rows.scan.column(rule.column), rule, rows.source)
    rows.fits.append(found.fits)
    rows.floored.append(found.floored)
    rows.columns[value] = found.value
    if told:
        rows.columns[told] = found.told
