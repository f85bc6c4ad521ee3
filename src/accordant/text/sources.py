"""Sources: `sources.yaml` goes in, how each file's columns become events comes out; nothing is guessed."""

from pathlib import Path, PurePosixPath
from typing import Final, Literal, cast

from accordant.terms.finding import Finding
from accordant.terms.source import Source, Sources
from accordant.terms.times import FormatError, shape
from accordant.terms.values import Length
from accordant.text.guard import load
from accordant.text.quantity import LENGTH, Form
from accordant.text.read import check_format
from accordant.text.read_calendar import read_zone
from accordant.text.read_column import check_columns, read_by, read_columns, read_event, read_events
from accordant.text.read_fields import (
    Fields,
    Reading,
    as_mapping,
    fields,
    parse,
    quoted,
)
from accordant.text.spelling_sources import clause
from accordant.text.tree import Entry, Mapping, Node, Scalar, compose

FORMATS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".duckdb": "duckdb",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
    ".db": "sqlite",
}
_OF_FILES: Final = {
    "format": "a table of the engine has no format",
    "delimiter": "a table of the engine has columns",
    "times": "cast the column to a timestamp in a view, and name the view",
    "recorded times": "cast the column to a timestamp in a view, and name the view",
}
"""Keys that say how the cells of a file are written, and why a table needs none of them."""
_MOST_PARTS: Final = 3


def read_sources(path: Path) -> tuple[Sources | None, list[Finding]]:
    """Read `sources.yaml` of a folder, or one file; relative files are looked up beside it. Never raises."""
    path = Path(path)
    try:
        file = path / "sources.yaml" if path.is_dir() else path
    except (OSError, ValueError):
        file = path
    text, findings = load(file, str(file))
    if text is None:
        return None, findings
    return read_sources_text(text, str(file), str(file.parent))


def read_sources_text(
    text: str, file: str = "sources.yaml", folder: str = "."
) -> tuple[Sources | None, list[Finding]]:
    """Read sources from their text; `folder` is where relative files are looked up."""
    root, findings = compose(text, file)
    reading = Reading(findings)
    taken = fields(root, "the file of sources", clause("sources"), reading) if root else None
    if taken is None:
        return None, reading.findings
    check_format(taken)
    mapping = taken.read("sources", lambda n, r: as_mapping(n, "'sources'", r))
    read = [_source(entry, reading) for entry in mapping.entries] if mapping else []
    sources = Sources(tuple(source for source in read if source), folder, taken.place)
    check_columns(sources, reading)
    return (sources if sources.sources else None), list(dict.fromkeys(reading.findings))


def _source(entry: Entry, reading: Reading) -> Source | None:
    taken = fields(entry.node, f"source {quoted(entry.key)}", clause("source"), reading, entry.place)
    if taken is None:
        return None
    kind = _format(taken)
    event = taken.read("event", read_event) or ("", (), "")
    late = taken.read("accept late", _late)
    source = Source(
        entry.key,
        taken.text("file"),
        taken.text("entity"),
        taken.texts("key"),
        cast(Literal["csv", "parquet", "jsonl", "duckdb", "sqlite", "table"], kind or "csv"),
        taken.text("table"),
        taken.parse("delimiter", _DELIMITER) or ("\t" if taken.text("file").endswith(".tsv") else ","),
        taken.read("zone", read_zone) or "",
        taken.parse("times", _TIMES) or "",
        taken.choice("dates mean"),
        taken.texts("blank") if taken.has("blank") else ("",),
        taken.read("events", read_events) or (),
        event[0],
        event[1],
        event[2],
        taken.text("id"),
        taken.text("happened"),
        taken.text("recorded"),
        taken.parse("recorded times", _TIMES) or "",
        taken.text("sequence"),
        taken.text("retracted"),
        taken.read("by", read_by),
        read_columns(taken, "fields"),
        read_columns(taken, "attributes"),
        late[0] if late else None,
        late[1] if late else "",
        taken.texts("keep for comparison"),
        taken.text("note"),
        entry.place,
    )
    _check(taken, source)
    return source if (source.file or source.table) and source.entity and source.key and kind else None


def _format(taken: Fields) -> str:
    """Take the format as written, or from the ending of the file's name; a table alone is the engine's."""
    if not taken.has("file"):
        return "table" if taken.has("table") else ""
    if taken.has("format"):
        return taken.choice("format")
    node = taken.node("file")
    if not isinstance(node, Scalar) or not node.text:
        return ""
    path = PurePosixPath(node.text.removesuffix(".gz"))
    if path.suffix.lower() not in FORMATS:
        hint = "add 'format:', one of: csv, parquet, jsonl, duckdb, sqlite"
        taken.reading.error("E601", f"the format of {quoted(node.text)} is not known", node.place, hint)
    return FORMATS.get(path.suffix.lower(), "")


def _check(taken: Fields, source: Source) -> None:
    """Note what a source leaves open: which events there are, where a table is, which zone its times have."""
    reading, place = taken.reading, taken.place
    if taken.has("events") == taken.has("event"):
        hint = "'events: {opened: COLUMN}' for a column an event, 'event: COLUMN' for a row an event"
        reading.error("E602", f"{taken.what} needs one of 'events', 'event'", place, hint)
    if taken.has("event") and not taken.has("happened"):
        reading.error(
            "E121", f"{taken.what} has no 'happened'", place, "name the column with the time of the event"
        )
    if taken.has("events") and taken.has("happened"):
        node = taken.node("happened")
        message = "'happened' goes with 'event': 'events' names the time column of each"
        reading.error("E602", message, node.place if node else place)
    if source.format == "table":
        _check_table(taken, source)
        return
    if source.format in ("duckdb", "sqlite") and not source.table:
        reading.error("E608", f"{taken.what} has no 'table'", place, "name the table or view to read")
    if source.format == "csv" and source.times and not source.zone and "offset" not in shape(source.times).parts:
        hint = "add 'zone:'; times without an offset mean nothing without one"
        reading.error("E603", f"{taken.what} has no 'zone'", place, hint)
    if source.times and not shape(source.times).has_time and not source.dates_mean:
        hint = "add 'dates mean: start of day', 'noon' or 'end of day'"
        reading.error("E603", f"{taken.what} has dates without times", place, hint)


def _check_table(taken: Fields, source: Source) -> None:
    """Note what only a file needs, and a name that is none of a table."""
    for key, hint in _OF_FILES.items():
        if taken.has(key):
            node = taken.node(key)
            message = f"{taken.what} is a table of the engine, and '{key}' is about files"
            taken.reading.error("E612", message, node.place if node else taken.place, hint)
    node, parts = taken.node("table"), source.table.split(".")
    if source.table and (len(parts) > _MOST_PARTS or not all(part.strip() for part in parts)):
        message = f"{quoted(source.table)} does not name a table"
        taken.reading.error("E613", message, node.place if node else taken.place, "write 'schema.table'")


def _times(text: str) -> str | None:
    """Take a format of times: year, month and day at least, made of known parts only."""
    try:
        shape(text)
    except FormatError:
        return None
    return text


def _delimiter(text: str) -> str | None:
    return {"tab": "\t"}.get(text, text if len(text) == 1 else None)


_TIMES = Form(_times, "a pattern of times", "DD/MM/YYYY hh:mm", "E604")
_DELIMITER = Form(_delimiter, "one character or 'tab',", ";", "E609")


def _late(node: Node, reading: Reading) -> tuple[Length, str] | None:
    """Read `5 business days`, or a map that names the calendar too."""
    if not isinstance(node, Mapping):
        found = parse(node, "accept late", LENGTH, reading)
        return (found, "") if found else None
    taken = fields(node, "'accept late'", clause("late"), reading)
    length = taken.parse("within", LENGTH) if taken else None
    return (length, taken.text("calendar")) if taken and length else None
