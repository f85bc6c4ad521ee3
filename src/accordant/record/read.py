"""Reading: sources go in, all their events and the rows that were rejected come out."""

from collections.abc import Callable, Collection, Iterator, Sequence

from accordant.record import opening
from accordant.record import rows as rules
from accordant.record.event import Event, EventLog, Rejected
from accordant.record.lines import Broken, Unopenable
from accordant.record.rows import LateLimit, RowError
from accordant.terms.source import Source, Sources

Progress = Callable[[str, int], None]

_STEP = 10_000


def read_events(
    sources: Sources,
    *,
    kinds: Collection[str] | None = None,
    progress: Progress | None = None,
    late_limit: LateLimit | None = None,
) -> EventLog:
    """Read every source, or those of some kinds of entity, in the order written, rows in the order of the file.

    `kept` counts the rows read of each source. A source that cannot be read at all is one rejected row 0.
    `progress` is told the source and how many of its rows are read, now and then and at its end. `late_limit`
    gives the last instant at which an event may be recorded and still count from when it happened; it is needed
    when an `accept late` is in business time or by date, else ValueError.
    """
    found: list[Event] = []
    rejected: list[Rejected] = []
    kept: dict[str, int] = {}
    for source in sources.sources:
        if kinds is not None and source.entity not in kinds:
            continue
        kept[source.name] = 0
        for row in read_rows(sources, source, late_limit):
            if isinstance(row, Rejected):
                rejected.append(row)
                continue
            found += row
            kept[source.name] += 1
            if progress is not None and kept[source.name] % _STEP == 0:
                progress(source.name, kept[source.name])
        if progress is not None:
            progress(source.name, kept[source.name])
    return EventLog(tuple(found), tuple(rejected), kept)


def read_rows(
    sources: Sources, source: Source, late_limit: LateLimit | None = None
) -> Iterator[list[Event] | Rejected]:
    """Yield the events of each row of one source, or why it was rejected, in the order of the file."""
    limit = rules.late_limit(source, late_limit)
    try:
        ready = rules.mapping(source, limit)
    except ValueError as error:
        yield Rejected(source.name, 0, "", str(error))
        return
    try:
        path = opening.locate(sources, source)
        _check_columns(source, ready.columns, opening.columns(source, path))
        for number, cells in opening.rows(source, path, ready.columns):
            if isinstance(cells, Broken):
                yield Rejected(source.name, number, "", cells.reason, cells.text)
                continue
            try:
                yield list(rules.events(ready, number, cells))
            except RowError as error:
                yield Rejected(source.name, number, error.column, error.reason, error.text)
    except Unopenable as error:
        yield Rejected(source.name, 0, "", error.reason)


def _check_columns(source: Source, wanted: Sequence[str], columns: Sequence[str]) -> None:
    """Raise Unopenable unless each column is there once; an object of JSON Lines may lack any."""
    if not columns and source.format != "jsonl":
        raise Unopenable("W659", "it is empty")
    for column in wanted:
        if column not in columns and source.format != "jsonl":
            raise Unopenable("E653", f"it has no column '{column}'")
        if columns.count(column) > 1:
            raise Unopenable("E661", f"it has {columns.count(column)} columns '{column}'")
