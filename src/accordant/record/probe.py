"""Probing: sources go in, findings about the files behind them come out, from their heads and first rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Final

from accordant.record import cells, formats, opening, rows
from accordant.record.cells import Raw
from accordant.record.email import UnknownList, lists
from accordant.record.lines import Broken, Line, Unopenable
from accordant.terms.finding import Finding, Severity
from accordant.terms.source import Source, Sources
from accordant.terms.times import FormatError
from accordant.terms.values import Place
from accordant.zone import UnknownZone

SAMPLE: Final = 1000
_DELIMITERS: Final = (";", "\t", "|", ",")
_HINTS: Final = {
    cells.NO_ZONE: (
        "E656",
        "carries no offset from UTC and no zone is stated",
        "add 'zone:', such as 'Europe/Berlin'",
    ),
    cells.NO_TIME: (
        "E657",
        "holds dates without a time",
        "add 'dates mean:' 'start of day', 'noon' or 'end of day'",
    ),
}


def probe(sources: Sources, *, has_tables: bool = False) -> list[Finding]:
    """Return what stands in the way of reading the sources, by their heads and first thousand rows.

    `has_tables`: the engine that runs has tables of its own, and finds out itself what stands in them.
    """
    return [finding for source in sources.sources for finding in _probe(sources, source, has_tables)]


def _probe(sources: Sources, source: Source, has_tables: bool) -> Iterator[Finding]:
    rules = list(_rules(source))
    yield from rules
    if has_tables and source.format == "table":
        return
    try:
        path = opening.locate(sources, source)
        columns = opening.columns(source, path)
        found = list(_columns(source, path, columns))
        yield from found
        if (columns or source.format == "jsonl") and not rules and not any(finding.stops for finding in found):
            wanted = rows.used_columns(source)
            yield from _rows(source, wanted, list(islice(opening.rows(source, path, wanted), SAMPLE)))
    except Unopenable as error:
        message = f"source '{source.name}' cannot be read: {error.reason}"
        yield _finding(error.code, message, source.place, error.hint)


def _finding(code: str, message: str, at: Place | None, hint: str = "") -> Finding:
    severity = Severity.WARNING if code.startswith("W") else Severity.ERROR
    return Finding(code, severity, message, at, hint)


def _rules(source: Source) -> Iterator[Finding]:
    """Note rules that cannot be followed whatever the data: a zone, a format or a list nobody knows."""
    try:
        rows.mapping(source)
    except FormatError as error:
        yield _finding("E664", f"the times of '{source.name}': {error}", source.place, "such as DD/MM/YYYY hh:mm")
    except UnknownZone as error:
        yield _finding("E656", str(error), source.place)
    except UnknownList as error:
        yield _finding("E665", str(error), source.place, "known: " + ", ".join(lists()))
    except ValueError as error:
        yield _finding("E662", str(error), source.place)


def _columns(source: Source, path: Path, columns: tuple[str, ...]) -> Iterator[Finding]:
    if not columns:
        # Lines of JSON without an object have no columns either: their rows are looked at.
        if source.format != "jsonl":
            yield _finding("W659", f"'{source.file}' is empty", source.place)
        return
    missing = [column for column in rows.used_columns(source) if column not in columns]
    if source.format == "csv" and missing and (delimiter := _delimiter(source, path)):
        written = {"\t": "tab"}.get(delimiter, delimiter)
        message = f"'{source.file}' is not divided by '{source.delimiter}'"
        yield _finding("E658", message, source.place, f"add 'delimiter: \"{written}\"'")
        return
    # An object of JSON Lines may lack a key that later ones have.
    code = "W653" if source.format == "jsonl" else "E653"
    for column in missing:
        at = _place(source, column)
        yield _finding(code, f"'{source.file}' has no column '{column}'", at, _did_you_mean(column, columns))
    for column in rows.used_columns(source):
        if columns.count(column) > 1:
            message = f"'{source.file}' has {columns.count(column)} columns '{column}'"
            yield _finding("E661", message, _place(source, column), "give each its own name")


def _delimiter(source: Source, path: Path) -> str:
    """Return another delimiter under which the file has all columns; "" when there is none."""
    wanted = set(rows.used_columns(source))
    others = (other for other in _DELIMITERS if other != source.delimiter)
    return next((other for other in others if wanted <= set(opening.header(path, other))), "")


def _place(source: Source, column: str) -> Place | None:
    rules = (*source.fields, *source.attributes)
    return next((rule.place for rule in rules if rule.column == column and rule.place), source.place)


def _did_you_mean(column: str, columns: Sequence[str]) -> str:
    folded = {name.strip().casefold(): name for name in reversed(columns)}
    close = get_close_matches(column.strip().casefold(), list(folded), n=1)
    if close:
        return f"did you mean '{folded[close[0]]}'?"
    shown = ", ".join(columns[:12])
    return f"it has: {shown}{' ...' if len(columns) > 12 else ''}"


def _rows(source: Source, wanted: Sequence[str], sample: Sequence[Line]) -> Iterator[Finding]:
    if not sample:
        yield _finding("W659", f"'{source.file}' has no rows", source.place)
        return
    if any(isinstance(line, Broken) and line.reason.startswith(cells.NOT_UTF8) for _, line in sample):
        hint = "save it as UTF-8; rows in another encoding are rejected"
        yield _finding("E654", f"'{source.file}' is not UTF-8 throughout", source.place, hint)
    whole = [(number, line) for number, line in sample if not isinstance(line, Broken)]
    told = list(_times(source, wanted, whole))
    yield from told
    if not told:
        yield from _none_read(source, sample)


def _times(
    source: Source, wanted: Sequence[str], sample: Sequence[tuple[int, Sequence[Raw]]]
) -> Iterator[Finding]:
    blank = frozenset(source.blank)
    for column, form in _time_columns(source):
        place = wanted.index(column)
        filled = [line[place] for _, line in sample if not cells.is_blank(line[place], blank)]
        yield from _time_column(source, column, form, filled)


def _time_columns(source: Source) -> Iterator[tuple[str, str]]:
    """Yield each column of times with its format."""
    for column in dict.fromkeys((*(column for _, column in source.events), source.happened)):
        if column:
            yield column, source.times
    if source.recorded:
        yield source.recorded, source.recorded_times or source.times
    for rule in (*source.fields, *source.attributes):
        if rule.type == "instant" and not rule.words and not rule.clears and not rule.blank:
            yield rule.column, source.times


def _time_column(source: Source, column: str, form: str, filled: Sequence[Raw]) -> Iterator[Finding]:
    read = cells.time_reader(form, source.zone, source.dates_mean)
    reasons = Counter(_reason(read, cell) for cell in filled)
    at = _place(source, column)
    for reason, (code, says, hint) in _HINTS.items():
        if reasons[reason]:
            yield _finding(code, f"'{column}' of '{source.file}' {says}", at, hint)
    failed = reasons[cells.NOT_A_TIME]
    texts = [cell for cell in filled if isinstance(cell, str)]
    # A format as stated is believed unless no cell at all has it.
    if failed and (not form or failed == len(filled)):
        yield _format_finding(source, column, form, texts)


def _reason(read: rows.TimeReader, cell: Raw) -> str:
    try:
        read(cell)
    except cells.CellError as error:
        return error.reason
    return ""


def _format_finding(source: Source, column: str, form: str, texts: Sequence[str]) -> Finding:
    at, fits = _place(source, column), formats.fitting(texts)
    about = f"'{column}' of '{source.file}'"
    stated = f"is not written '{form}'" if form else "is not ISO 8601, and 'times' is not stated"
    if len(fits) > 1:
        both = " and ".join(f"'{fit}'" for fit in fits)
        return _finding("E655", f"{about} fits {both} alike", at, "state the one meant as 'times:'")
    hint = f"add 'times: \"{fits[0]}\"'" if fits else "state its format as 'times:', such as \"DD/MM/YYYY hh:mm\""
    return _finding("E655", f"{about} {stated}", at, hint)


def _none_read(source: Source, sample: Sequence[Line]) -> Iterator[Finding]:
    """Note a file of whose first rows not one can be read, with the commonest reason."""
    ready = rows.mapping(source)
    reasons: Counter[tuple[str, str]] = Counter()
    for number, line in sample:
        try:
            if isinstance(line, Broken):
                reasons["", line.reason.split(",")[0]] += 1
                continue
            list(rows.events(ready, number, line))
            return
        except rows.RowError as error:
            reasons[error.column, error.reason] += 1
    (column, reason), _ = reasons.most_common(1)[0]
    about = f"'{column}': {reason}" if column else reason
    message = f"none of the first {len(sample)} rows of '{source.file}' can be read; {about}"
    yield _finding("E662", message, _place(source, column))
