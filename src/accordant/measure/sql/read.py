"""Reading files in DuckDB: sources go in, one relation a kind of entity and the rejected rows come out.

What common shapes tell is read here, without passing through Python; each row with a cell that is not of such a
shape, and each source that no SQL reads (JSON Lines, SQLite, files that are not plain), is read by `record`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
from duckdb import DuckDBPyConnection

from accordant.measure.sql import cells, quote
from accordant.measure.sql.cells import Read, Unreadable
from accordant.measure.sql.events import BASE, Kind, Told, field_column, load_events, told_column, value_column
from accordant.measure.sql.scan import Scan, scan
from accordant.record import opening, rows
from accordant.record.event import Event, Rejected
from accordant.record.lines import Broken
from accordant.record.read import read_rows
from accordant.record.rows import LateLimit, RowError
from accordant.terms.source import ColumnRule, Source, Sources

_DAY = 86_400_000_000
_SEPARATOR = f"chr({ord(rows.KEY_SEPARATOR)})"


@dataclass(frozen=True)
class Part:
    """The events of one source: a relation with the columns of its kind, or events that Python read."""

    source: Source
    relation: str
    events: tuple[Event, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True)
class Parsed:
    """How SQL reads one source: when a row fits, and the SELECT list of each event with its condition."""

    fits: str
    events: tuple[tuple[str, str], ...]


def read(
    connection: DuckDBPyConnection, sources: Sources, late_limit: LateLimit | None
) -> tuple[dict[str, Kind], tuple[Rejected, ...]]:
    """Make a relation for each kind of entity; return them with the rows that could not be read."""
    parts = [_part(connection, sources, source, i, late_limit) for i, source in enumerate(sources.sources)]
    kinds = dict.fromkeys(source.entity for source in sources.sources)
    found = {kind: _kind(connection, kind, [p for p in parts if p.source.entity == kind]) for kind in kinds}
    return found, tuple(rejected for part in parts for rejected in part.rejected)


def told_of(sources: Sequence[Source]) -> dict[str, Told]:
    """Return every field and attribute that the sources of one kind tell."""
    told: dict[str, Told] = {}
    for source in sources:
        for role, rules in (("field", source.fields), ("attribute", source.attributes)):
            for rule in rules:
                known = told.get(rule.name)
                scale = max(rule.scale, known.scale) if known and rule.type == "decimal" else rule.scale
                told[rule.name] = Told(role, rule.type, scale if rule.type == "decimal" else 0)
    return told


def _part(
    connection: DuckDBPyConnection, sources: Sources, source: Source, number: int, late_limit: LateLimit | None
) -> Part:
    """Read one source: by SQL what fits, by `record` the rows that do not, or all when SQL cannot read it."""
    try:
        found = scan(connection, sources, source, number)
        parsed = _parsed(source, found)
        misfits = connection.execute(
            f"SELECT {found.row} FROM {found.lets.over(found.relation)} WHERE ({parsed.fits}) IS NOT TRUE"
            " ORDER BY 1"
        ).fetchall()
    except (Unreadable, duckdb.Error):
        return _by_record(sources, source, None, late_limit)
    rest = _by_record(sources, source, {row for (row,) in misfits}, late_limit) if misfits else None
    relation = quote.name(f"source {number}")
    source_rows = found.lets.over(found.relation)
    selects = [f"SELECT {columns} FROM {source_rows} WHERE {condition}" for columns, condition in parsed.events]
    if misfits:
        selects = [f"{select} AND ({parsed.fits})" for select in selects]
    made = "TABLE" if found.is_copied else "VIEW"
    connection.execute(f"CREATE OR REPLACE TEMP {made} {relation} AS {' UNION ALL '.join(selects)}")
    return Part(source, relation, rest.events if rest else (), rest.rejected if rest else ())


def _by_record(sources: Sources, source: Source, wanted: set[int] | None, late_limit: LateLimit | None) -> Part:
    """Read a source in Python: all of its rows, or those of some numbers."""
    events: list[Event] = []
    rejected: list[Rejected] = []
    found = (
        read_rows(sources, source, late_limit) if wanted is None else _rows(sources, source, wanted, late_limit)
    )
    for row in found:
        if isinstance(row, Rejected):
            rejected.append(row)
        else:
            events += row
    return Part(source, "", tuple(events), tuple(rejected))


def _rows(
    sources: Sources, source: Source, wanted: set[int], late_limit: LateLimit | None
) -> Iterator[list[Event] | Rejected]:
    ready = rows.mapping(source, rows.late_limit(source, late_limit))
    for number, raw in opening.rows(source, opening.locate(sources, source), ready.columns):
        if number not in wanted:
            continue
        if isinstance(raw, Broken):
            yield Rejected(source.name, number, "", raw.reason, raw.text)
            continue
        try:
            yield list(rows.events(ready, number, raw))
        except RowError as error:
            yield Rejected(source.name, number, error.column, error.reason, error.text)


def _kind(connection: DuckDBPyConnection, name: str, parts: Sequence[Part]) -> Kind:
    """Unite the sources of one kind: each gives NULL for what it does not tell."""
    sources = [part.source for part in parts]
    told = told_of(sources)
    kind = Kind(
        name,
        quote.name(f"events {name}"),
        told,
        identified=any(source.identity for source in sources),
        sequenced=any(source.sequence for source in sources),
        recorded=any(source.recorded for source in sources),
    )
    selects = [_united(part.source, part.relation, told) for part in parts if part.relation]
    events = [event for part in parts for event in part.events]
    if events or not selects:
        beside = load_events(connection, name, events, None, told, f"beside {name}")
        selects.append(_united(None, beside.relation, told))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {kind.relation} AS {' UNION ALL '.join(selects)}")
    return kind


def _united(source: Source | None, relation: str, told: Mapping[str, Told]) -> str:
    """Print the SELECT of a part with all columns of its kind."""
    columns = [quote.name(title) for title, _ in BASE]
    own = None if source is None else {rule.name for rule in (*source.fields, *source.attributes)}
    for name, rule in told.items():
        known = own is None or name in own
        if rule.role == "field":
            columns.append(_or_null(field_column(name), rule, known))
            continue
        columns.append(_or_null(value_column(name), rule, known))
        columns.append(told_column(name) if known else f"FALSE AS {told_column(name)}")
    return f"SELECT {quote.listed(columns)} FROM {relation}"


def _or_null(column: str, rule: Told, known: bool) -> str:
    return f"CAST({column if known else 'NULL'} AS {rule.sql_type}) AS {column}"


def _parsed(source: Source, found: Scan) -> Parsed:
    """Print how the rows of a source are read. Raises Unreadable for what only the record reads."""
    blanks = source.blank
    keys = [cells.text(found.column(column), blanks) for column in source.key]
    fits = [f"{key.told}" for key in keys]
    entity = f" || {_SEPARATOR} || ".join(key.value for key in keys)
    if source.retracted:
        retracted = cells.ruled(found.column(source.retracted), ColumnRule("", "", "boolean"), blanks, "", "", "")
        fits += [retracted.fits, f"({retracted.value}) IS NOT TRUE"]
    rest, more = _rest(source, found)
    moments = list(_moments(source, found))
    recorded = _recorded(source, found)
    fits += [*more, *(one.fits for _, one, _ in moments), *((recorded.fits, recorded.told) if recorded else ())]
    if not source.events:
        fits += [one.told for _, one, _ in moments] + [known for _, _, known in moments]
    events = []
    for name, moment, _ in moments:
        seen = recorded.value if recorded else moment.value
        own = (f"{entity} AS entity, {name} AS name, {moment.value} AS happened, {seen} AS recorded", rest)
        events.append((quote.listed((*own, _identity(source, found, name))), moment.told))
        if source.accept_late is not None and recorded:
            fits.append(f"(NOT {moment.told} OR {seen} - {moment.value} <= {_never_late(source)})")
    return Parsed(quote.every(fits), tuple(events))


def _never_late(source: Source) -> int:
    """Return how much later a row may be told and surely is in time; the record looks at the others."""
    length = source.accept_late
    assert length is not None, "asked only of sources that accept late rows"
    if length.is_exact:
        return length.microseconds
    return (
        max(length.amount * (7 if length.unit == "week" else 1) - 2, 0) * _DAY
        if length.unit in ("day", "week")
        else 0
    )


def _moments(source: Source, found: Scan) -> Iterator[tuple[str, Read, str]]:
    """Yield the events of a row: the name, when it happened, and whether the name is known."""
    time = ColumnRule("", "", "instant")
    if source.events:
        for name, column in source.events:
            moment = cells.ruled(
                found.column(column), time, source.blank, source.times, source.zone, source.dates_mean
            )
            yield quote.text(name), moment, "TRUE"
        return
    moment = cells.ruled(
        found.column(source.happened), time, source.blank, source.times, source.zone, source.dates_mean
    )
    if source.event_always:
        yield quote.text(source.event_always), moment, "TRUE"
        return
    event = cells.text(found.column(source.event_column), source.blank)
    cases = " ".join(f"WHEN {quote.text(word)} THEN {quote.text(name)}" for word, name in source.event_words)
    renamed = f"CASE {event.value} {cases} ELSE {event.value} END" if cases else event.value
    yield renamed, moment, event.told


def _recorded(source: Source, found: Scan) -> Read | None:
    if not source.recorded:
        return None
    form = source.recorded_times or source.times
    rule = ColumnRule("", "", "instant")
    return cells.ruled(found.column(source.recorded), rule, source.blank, form, source.zone, source.dates_mean)


def _identity(source: Source, found: Scan, name: str) -> str:
    if not source.identity:
        return "CAST(NULL AS VARCHAR) AS identity"
    identity = cells.text(found.column(source.identity), source.blank)
    value = f"nullif({identity.value}, '')"
    return f"{value} || {_SEPARATOR} || {name} AS identity" if source.events else f"{value} AS identity"


def _rest(source: Source, found: Scan) -> tuple[str, list[str]]:
    """Print what all events of a row have in common, and the conditions under which it is read."""
    blanks, fits = source.blank, []
    if source.identity:
        fits.append(cells.text(found.column(source.identity), blanks).fits)
    by, by_fits = _party(source, found)
    columns = [f'{by} AS "by"', "FALSE AS retracted", f"{quote.text(source.name)} AS source"]
    columns += [f"{found.row} AS row", "CAST(NULL AS VARCHAR) AS flags"]
    fits.append(by_fits)
    if source.sequence:
        sequence = cells.integer(found.column(source.sequence), blanks)
        fits.append(sequence.fits)
        columns.append(f"{sequence.value} AS sequence")
    else:
        columns.append("CAST(NULL AS BIGINT) AS sequence")
    for role, rules in (("field", source.fields), ("attribute", source.attributes)):
        for rule in rules:
            one = cells.ruled(
                found.column(rule.column), rule, blanks, source.times, source.zone, source.dates_mean
            )
            fits.append(one.fits)
            columns.append(f"{one.value} AS {(field_column if role == 'field' else value_column)(rule.name)}")
            columns += [f"{one.told} AS {told_column(rule.name)}"] if role == "attribute" else []
    return quote.listed(columns), fits


def _party(source: Source, found: Scan) -> tuple[str, str]:
    rule = source.by
    if rule is None or not rule.column:
        always = rule.always if rule else ""
        return quote.text(always) if always else "CAST(NULL AS VARCHAR)", "TRUE"
    plain = ColumnRule("by", rule.column, words=rule.words, otherwise=rule.otherwise)
    one = cells.ruled(found.column(rule.column), plain, source.blank, "", "", "")
    return one.value, one.fits
