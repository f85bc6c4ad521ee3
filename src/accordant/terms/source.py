"""Sources: how columns become events. Everything a reader would have to guess is stated here."""

from dataclasses import dataclass
from typing import Literal

from accordant.terms.values import Length, Place, at

ColumnType = Literal["text", "integer", "decimal", "boolean", "date", "instant"]

OWN_FIELDS: dict[str, ColumnType] = {
    "event": "text",
    "by": "text",
    "happened_at": "instant",
    "recorded_at": "instant",
}
"""What every event tells, whatever its source; definitions name these as they name columns."""


@dataclass(frozen=True)
class ColumnRule:
    """One field or attribute: the column it is read from, its type, what its words mean, or how it is derived.

    `scale` digits of a decimal (at most 9). `words` maps cell texts to values (`yes`, `no`, a party key ...);
    `otherwise` is the value of any other text (`unknown`: NULL; None: the row is rejected). `derive` names a
    computation (`business email`) with its dated `list`. `blank` and `clears` are cell texts that tell
    nothing, and that tell NULL. `unit` is documentation only.
    """

    name: str
    column: str
    type: ColumnType = "text"
    scale: int = 0
    words: tuple[tuple[str, str], ...] = ()
    otherwise: str | None = None
    derive: str = ""
    list: str = ""
    blank: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    unit: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class PartyRule:
    """Who did it: a column whose words map to parties, or one party for every row."""

    column: str = ""
    words: tuple[tuple[str, str], ...] = ()
    otherwise: str | None = None
    always: str = ""


@dataclass(frozen=True)
class Source:
    """One file or table and how its rows become events.

    `format` "table": a table of the engine that runs the plan, read where it is; `file` is "" then, and `table`
    is its name, with its schema before a point.
    Either `events` maps event names to time columns (a wide row: each filled column is an event), or
    `event_column` names the event of each row (or `event_always`) and `happened` its time column.
    `times` is the format of times written as text (`YYYY-MM-DDThh:mm:ss`, "" for typed columns and ISO 8601
    with an offset); `zone` is that of times without an offset; `dates_mean` says what a date without a time
    is (`start of day`, `end of day`, `noon`; "" makes such a cell a finding). `first_row` is 1-based.
    """

    name: str
    file: str
    entity: str
    key: tuple[str, ...]
    format: Literal["csv", "parquet", "jsonl", "duckdb", "sqlite", "table"]
    table: str = ""
    delimiter: str = ","
    zone: str = ""
    times: str = ""
    dates_mean: str = ""
    blank: tuple[str, ...] = ("",)
    events: tuple[tuple[str, str], ...] = ()
    event_column: str = ""
    event_words: tuple[tuple[str, str], ...] = ()
    event_always: str = ""
    identity: str = ""
    happened: str = ""
    recorded: str = ""
    recorded_times: str = ""
    sequence: str = ""
    retracted: str = ""
    by: PartyRule | None = None
    fields: tuple[ColumnRule, ...] = ()
    attributes: tuple[ColumnRule, ...] = ()
    accept_late: Length | None = None
    accept_late_calendar: str = ""
    comparison: tuple[str, ...] = ()
    where_note: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class Sources:
    """All sources of an agreement; `folder` is where relative files are looked up."""

    sources: tuple[Source, ...]
    folder: str = "."
    place: Place | None = at()

    def column_types(self, kind: str) -> dict[str, tuple[str, ColumnType]]:
        """Return the role (`field` or `attribute`) and type of every column that tells of one kind of entity."""
        types: dict[str, tuple[str, ColumnType]] = {name: ("field", type_) for name, type_ in OWN_FIELDS.items()}
        for source in self.sources:
            if source.entity == kind:
                types |= {rule.name: ("field", rule.type) for rule in source.fields}
                types |= {rule.name: ("attribute", rule.type) for rule in source.attributes}
        return types
