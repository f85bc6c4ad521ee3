"""Relations of events without a look at the data: for statements that are written down, to be run by others.

A table is taken to have the types that suit its rules best. What is a file is a table that somebody has to make.
"""

from collections.abc import Iterable, Iterator

from accordant.measure.sql import quote
from accordant.measure.sql.engines.script import Script
from accordant.measure.sql.events import BASE, Kind, columns_titled, told_of
from accordant.measure.sql.tables.open import relations
from accordant.record.rows import LateLimit, used_columns
from accordant.terms.source import ColumnRule, Source, Sources

_MEANINGS = {
    "entity": "its key; several parts are joined as in sources.yaml",
    "name": "the event",
    "happened": "microseconds since 1970-01-01 00:00 UTC",
    "recorded": "likewise, when it was learned; as happened, where nobody told",
    "by": "the party that did it, or NULL",
    "identity": "the id by which rows are the same event, or NULL",
    "sequence": "the order of events of one instant, or NULL",
    "retracted": "whether the row withdraws the event of its id",
    "source": "which source told it",
    "row": "its row there",
    "flags": "'' for none",
}


def stated(script: Script, sources: Sources, late_limit: LateLimit | None) -> dict[str, Kind]:
    """Write down the views of the events of tables, and say what tables are to hold those of files."""
    by_kind: dict[str, list[Source]] = {}
    for source in sources.sources:
        by_kind.setdefault(source.entity, []).append(source)
    known = {kind: of for kind, of in by_kind.items() if all(one.format == "table" for one in of)}
    tables = tuple(source for of in known.values() for source in of)
    types = {source.table: assumed(source) for source in tables}
    for source in tables:
        listed = ", ".join(f"{column} {type_}" for column, type_ in types[source.table].items())
        script.remark(f"Table {source.table} is taken to have the columns: {listed}.")
    found, _ = relations(script, Sources(tables, sources.folder), late_limit, lambda table: types[table])
    for kind, of in by_kind.items():
        if kind not in known:
            found[kind] = Kind(kind, quote.name(f"events {kind}"), told_of(of))
            script.remark("\n".join(_wanted(script, found[kind], of)))
    return found


def assumed(source: Source) -> dict[str, str]:
    """Return the neutral types that suit the rules of a source best, by column."""
    instants = "timestamp" if source.zone else "timestamptz"
    found = dict.fromkeys(used_columns(source), "text")
    found |= {rule.column: _type(rule, instants) for rule in (*source.attributes, *source.fields) if rule.column}
    found |= {source.sequence: "integer"} if source.sequence else {}
    found |= {source.retracted: "boolean"} if source.retracted else {}
    for column in (source.happened, source.recorded, *(column for _, column in source.events)):
        found |= {column: instants} if column else {}
    return found


def _type(rule: ColumnRule, instants: str) -> str:
    match rule.type:
        case "decimal":
            return f"decimal(18, {rule.scale})"
        case "instant":
            return instants
        case "boolean":
            return "text" if rule.words else "boolean"
        case type_:
            return type_


def _wanted(script: Script, kind: Kind, sources: Iterable[Source]) -> Iterator[str]:
    """Yield what a table of the events of a kind must have."""
    files = ", ".join(f"'{source.name}'" for source in sources)
    table = script.name(kind.relation)
    yield f"Events of kind '{kind.name}' come from files ({files}). Put them into a table {table}, one row an event:"
    for title, type_ in columns_titled(kind):
        said = _MEANINGS.get(title) if (title, type_) in BASE else _told(title)
        yield f"  {script.name(quote.name(title))} {script.spelling.type_of(type_)}: {said}"


def _told(title: str) -> str:
    word, _, name = title.partition(" ")
    match word:
        case "field":
            return f"what the event says of '{name}'"
        case "told":
            return f"whether the row tells '{name}' of its entity"
        case _:
            return f"the value of '{name}' that it tells of its entity"
