"""Sources: `sources.yaml` goes in, how each file's columns become events comes out; nothing is guessed."""

import re
from pathlib import Path, PurePosixPath
from typing import Literal, cast

from accordant.terms.finding import Finding
from accordant.terms.source import ColumnRule, ColumnType, PartyRule, Source, Sources
from accordant.terms.times import FormatError, shape
from accordant.terms.values import Length
from accordant.text.guard import load
from accordant.text.quantity import LENGTH, WHOLE, Form
from accordant.text.read import check_format
from accordant.text.read_calendar import read_zone
from accordant.text.read_fields import (
    Fields,
    Keys,
    Reading,
    as_mapping,
    as_scalar,
    did_you_mean,
    fields,
    parse,
    quoted,
)
from accordant.text.tree import Entry, Mapping, Node, Scalar, compose

ROOT = Keys(("format", "sources"), ())
SOURCE = Keys(
    ("file", "entity", "key"),
    (
        "format",
        "table",
        "delimiter",
        "zone",
        "times",
        "dates mean",
        "blank",
        "events",
        "event",
        "id",
        "happened",
        "recorded",
        "recorded times",
        "sequence",
        "retracted",
        "by",
        "fields",
        "attributes",
        "accept late",
        "keep for comparison",
        "note",
    ),
)
EVENT = Keys((), ("always", "column", "is"))
BY = Keys((), ("always", "column", "is", "otherwise"))
COLUMN = Keys(
    (), ("column", "type", "scale", "is", "otherwise", "from", "derive", "list", "blank", "clears", "unit")
)

TYPES = ("text", "integer", "decimal", "boolean", "date", "instant")
DERIVED = ("business email",)
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
RESERVED = ("event", "by", "happened_at", "recorded_at")

_COLUMN_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]*")


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
    taken = fields(root, "the file of sources", ROOT, reading) if root else None
    if taken is None:
        return None, reading.findings
    check_format(taken)
    mapping = taken.read("sources", lambda n, r: as_mapping(n, "'sources'", r))
    read = [_source(entry, reading) for entry in mapping.entries] if mapping else []
    sources = Sources(tuple(source for source in read if source), folder, taken.place)
    _check_columns(sources, reading)
    return (sources if sources.sources else None), list(dict.fromkeys(reading.findings))


def _source(entry: Entry, reading: Reading) -> Source | None:
    taken = fields(entry.node, f"source {quoted(entry.key)}", SOURCE, reading, entry.place)
    if taken is None:
        return None
    kind = _format(taken)
    event = taken.read("event", _event) or ("", (), "")
    late = taken.read("accept late", _late)
    source = Source(
        entry.key,
        taken.text("file"),
        taken.text("entity"),
        taken.texts("key"),
        cast(Literal["csv", "parquet", "jsonl", "duckdb", "sqlite"], kind or "csv"),
        taken.text("table"),
        taken.parse("delimiter", _DELIMITER) or ("\t" if taken.text("file").endswith(".tsv") else ","),
        taken.read("zone", read_zone) or "",
        taken.parse("times", _TIMES) or "",
        taken.choice("dates mean", ("start of day", "end of day", "noon")),
        _blanks(taken, "blank") if taken.has("blank") else ("",),
        taken.read("events", _events) or (),
        event[0],
        event[1],
        event[2],
        taken.text("id"),
        taken.text("happened"),
        taken.text("recorded"),
        taken.parse("recorded times", _TIMES) or "",
        taken.text("sequence"),
        taken.text("retracted"),
        taken.read("by", _by),
        _columns(taken, "fields"),
        _columns(taken, "attributes"),
        late[0] if late else None,
        late[1] if late else "",
        taken.texts("keep for comparison"),
        taken.text("note"),
        entry.place,
    )
    _check(taken, source)
    return source if source.file and source.entity and source.key and kind else None


def _format(taken: Fields) -> str:
    """Take the format as written, or from the ending of the file's name."""
    if taken.has("format"):
        return taken.choice("format", ("csv", "parquet", "jsonl", "duckdb", "sqlite"))
    node = taken.node("file")
    if not isinstance(node, Scalar) or not node.text:
        return ""
    path = PurePosixPath(node.text.removesuffix(".gz").removesuffix(".zst"))
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
    if source.format in ("duckdb", "sqlite") and not source.table:
        reading.error("E608", f"{taken.what} has no 'table'", place, "name the table or view to read")
    if source.format == "csv" and source.times and not source.zone and "offset" not in shape(source.times).parts:
        hint = "add 'zone:'; times without an offset mean nothing without one"
        reading.error("E603", f"{taken.what} has no 'zone'", place, hint)
    if source.times and not shape(source.times).has_time and not source.dates_mean:
        hint = "add 'dates mean: start of day', 'noon' or 'end of day'"
        reading.error("E603", f"{taken.what} has dates without times", place, hint)


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


def _events(node: Node, reading: Reading) -> tuple[tuple[str, str], ...]:
    mapping = as_mapping(node, "'events'", reading)
    return _pairs(mapping, "events", reading) if mapping else ()


def _event(node: Node, reading: Reading) -> tuple[str, tuple[tuple[str, str], ...], str] | None:
    """Read `event: COLUMN`, `{column:, is: {...}}` or `{always: NAME}` as column, words and fixed name."""
    if isinstance(node, Scalar):
        scalar = as_scalar(node, "event", "a column", reading)
        return (scalar.text, (), "") if scalar else None
    taken = fields(node, "'event'", EVENT, reading)
    if taken is None or not _one_way(taken, "event"):
        return None
    return taken.text("column"), taken.read("is", _words) or (), taken.text("always")


def _by(node: Node, reading: Reading) -> PartyRule | None:
    """Read who did it: a column, a column with its words, or one party for all rows."""
    if isinstance(node, Scalar):
        scalar = as_scalar(node, "by", "a column", reading)
        return PartyRule(scalar.text) if scalar else None
    taken = fields(node, "'by'", BY, reading)
    if taken is None or not _one_way(taken, "by"):
        return None
    otherwise = taken.text("otherwise") if taken.has("otherwise") else None
    return PartyRule(taken.text("column"), taken.read("is", _words) or (), otherwise, taken.text("always"))


def _one_way(taken: Fields, key: str) -> bool:
    if taken.has("column") == taken.has("always"):
        message = f"'{key}' needs one of 'column', 'always'"
        taken.reading.error("E610", message, taken.place)
    return taken.has("column") != taken.has("always")


def _words(node: Node, reading: Reading) -> tuple[tuple[str, str], ...]:
    mapping = as_mapping(node, "'is'", reading)
    return _pairs(mapping, "is", reading) if mapping else ()


def _pairs(mapping: Mapping, key: str, reading: Reading) -> tuple[tuple[str, str], ...]:
    read = [(entry.key, as_scalar(entry.node, entry.key, "text", reading)) for entry in mapping.entries]
    if not mapping.entries:
        reading.error("E123", f"'{key}' has no value", mapping.place)
    return tuple((name, scalar.text) for name, scalar in read if scalar)


def _columns(taken: Fields, key: str) -> tuple[ColumnRule, ...]:
    mapping = taken.read(key, lambda n, r: as_mapping(n, f"'{key}'", r))
    read = [_column(entry, taken.reading) for entry in mapping.entries] if mapping else []
    return tuple(rule for rule in read if rule)


def _column(entry: Entry, reading: Reading) -> ColumnRule | None:
    """Read `name: COLUMN`, `{column:, type:, ...}` or `{from:, derive:, list:}`."""
    if not _COLUMN_NAME.fullmatch(entry.key) or entry.key in RESERVED:
        hint = "letters, digits and _ only, and none of: " + ", ".join(RESERVED)
        reading.error("E605", f"{quoted(entry.key)} cannot name a column", entry.place, hint)
        return None
    if isinstance(entry.node, Scalar):
        scalar = as_scalar(entry.node, entry.key, "a column", reading)
        return ColumnRule(entry.key, scalar.text, place=entry.place) if scalar else None
    taken = fields(entry.node, f"column {quoted(entry.key)}", COLUMN, reading, entry.place)
    return _rule(taken, entry.key) if taken else None


def _rule(taken: Fields, name: str) -> ColumnRule | None:
    derive = taken.choice("derive", DERIVED)
    source = "from" if taken.has("derive") else "column"
    if not taken.has(source):
        taken.reading.error("E121", f"{taken.what} has no '{source}'", taken.place, f"add '{source}:'")
    kind = taken.choice("type", TYPES, "boolean" if derive else "text")
    words = taken.read("is", _words) or ()
    if kind == "boolean":
        _check_flags(taken, words)
    return ColumnRule(
        name,
        taken.text(source),
        cast(ColumnType, kind),
        _scale(taken, kind),
        words,
        taken.text("otherwise") if taken.has("otherwise") else None,
        derive,
        taken.text("list"),
        _blanks(taken, "blank"),
        _blanks(taken, "clears"),
        taken.text("unit"),
        taken.place,
    )


def _scale(taken: Fields, kind: str) -> int:
    scale = taken.parse("scale", WHOLE)
    if kind == "decimal" and not taken.has("scale"):
        message = f"{taken.what} is a decimal without 'scale'"
        taken.reading.error("E607", message, taken.place, "say how many digits follow the point, at most 9")
    if scale is not None and (kind != "decimal" or scale > 9):
        node = taken.node("scale")
        message = "'scale' is for decimals, from 0 to 9 digits"
        taken.reading.error("E607", message, node.place if node else taken.place)
    return min(scale or 0, 9)


def _check_flags(taken: Fields, words: tuple[tuple[str, str], ...]) -> None:
    """The words of a boolean column stand for yes, no or unknown."""
    node = taken.node("is")
    told = [*(word for _, word in words), *([taken.text("otherwise")] if taken.has("otherwise") else [])]
    for word in told:
        if word not in ("yes", "no", "unknown"):
            place = node.place if node else taken.place
            hint = did_you_mean(word, ("yes", "no", "unknown"))
            taken.reading.error("E606", f"{taken.what} is a boolean and cannot be {quoted(word)}", place, hint)


def _blanks(taken: Fields, key: str) -> tuple[str, ...]:
    """Read cell texts; here an empty text in quotes is a value."""
    return taken.texts(key)


def _late(node: Node, reading: Reading) -> tuple[Length, str] | None:
    """Read `5 business days`, or a map that names the calendar too."""
    if not isinstance(node, Mapping):
        found = parse(node, "accept late", LENGTH, reading)
        return (found, "") if found else None
    taken = fields(node, "'accept late'", Keys(("within",), ("calendar",)), reading)
    length = taken.parse("within", LENGTH) if taken else None
    return (length, taken.text("calendar")) if taken and length else None


def _check_columns(sources: Sources, reading: Reading) -> None:
    """Note a column of one kind of entity that two sources tell with different types or roles."""
    seen: dict[tuple[str, str], tuple[str, ColumnRule]] = {}
    for source in sources.sources:
        for role, rules in (("a field", source.fields), ("an attribute", source.attributes)):
            for rule in rules:
                first_role, first = seen.setdefault((source.entity, rule.name), (role, rule))
                if (first_role, first.type, first.scale) != (role, rule.type, rule.scale) and rule.place:
                    told = f"{quoted(rule.name)} of {source.entity} is told as {role} of type {rule.type}"
                    message = f"{told}, elsewhere as {first_role} of type {first.type}"
                    related = ((f"{quoted(rule.name)} is told here too", first.place),) if first.place else ()
                    reading.error("E611", message, rule.place, "one column, one type", related)
