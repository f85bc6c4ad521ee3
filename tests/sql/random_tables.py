"""Random tables: sources whose rules fit the types of their columns, and rows of odd cells to read by them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hypothesis import strategies as st
from random_sources import CELLS, SORTS, TYPED, quoted, sources

from accordant.record.rows import used_columns
from accordant.record.typed import troubles
from accordant.terms.source import Source

NEUTRAL = {
    "VARCHAR": "text",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "FLOAT": "double",
    "DOUBLE": "double",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
}
"""The neutral types of DuckDB's; its decimals are named alike, all others are `other`."""

MORE = {
    "VARCHAR": [quoted(cell) for cell in [*CELLS[:40], "yes", "no", *SORTS["email"][1]]],
    "BIGINT": ["2", "-5", "007"],
    "DECIMAL(4,2)": ["0.5", "-0.05", "2.50", "12.34"],
    "DECIMAL(20,0)": ["0", "1", "-9223372036854775808", "9223372036854775808", "99999999999999999999"],
    "DECIMAL(38,0)": ["0", "1", "-9223372036854775809", "9223372036854775807"],
    "DOUBLE": ["9.223372036854775e18", "999999999999999.9", "1e16", "-1e9", "0.005", "2.675"],
    "DATE": ["'1899-12-31'", "'1900-01-01'", "'2199-12-31'", "'2200-01-01'", "'2026-05-01'"],
    "TIMESTAMP": [
        "'1899-12-31 19:00:00'",
        "'1899-12-31 18:59:59.999999'",
        "'1900-01-01 00:00:00'",
        "'2199-12-31 23:59:59.999999'",
        "'2199-12-31 19:00:00'",
        "'2200-01-01 10:59:59.999999'",
        "'2200-01-01 11:00:00'",
        "'2026-10-04 02:15:00'",
        "'2026-04-05 01:45:00'",
        "'1972-01-07 00:30:00'",
        "'2019-06-14 12:00:00.000001'",
    ],
    "TIMESTAMPTZ": [
        "'1900-01-01 00:00:00+00'",
        "'1899-12-31 23:59:59.999999+00'",
        "'2199-12-31 23:59:59.999999+00'",
        "'2200-01-01 00:00:00+00'",
        "'2026-10-25 01:30:00.000001+02'",
        "'2026-10-27 12:00:00+00'",
    ],
}
NAMES = ("VARCHAR", "INTEGER", "BIGINT", "BOOLEAN", "FLOAT", "DOUBLE", "DATE", "TIMESTAMP", "TIMESTAMPTZ")
NAMES += ("DECIMAL(4,2)", "DECIMAL(2,2)", "DECIMAL(18,6)", "DECIMAL(38,10)", "DECIMAL(9,0)", "DECIMAL(20,0)")
NAMES += ("DECIMAL(38,0)",)


@dataclass(frozen=True)
class Table:
    """A source that is a table, the types of its columns, and rows of SQL constants."""

    source: Source
    types: dict[str, str]
    rows: list[tuple[str, ...]]


def neutral(type_: str) -> str:
    """Return the neutral type of one of DuckDB's."""
    if re.fullmatch(r"DECIMAL\(.*\)", type_):
        return type_.lower()
    return NEUTRAL.get({"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}.get(type_, type_), "other")


def candidates(source: Source, column: str) -> list[str]:
    """Return the types that every rule of a source for a column reads."""
    known = dict.fromkeys(used_columns(source), "text")

    def about(types: Mapping[str, str]) -> list[str]:
        return [one.message for one in troubles(source, types) if f"'{column}'" in one.message.split(" of ")[0]]

    return [name for name in NAMES if not about(known | {column: neutral(name)})]


def readable(source: Source) -> Source:
    """Return the source without the rules that nothing can be read by."""

    def kept(rules: tuple) -> tuple:
        return tuple(rule for rule in rules if candidates(source, rule.column))

    return replace(source, fields=kept(source.fields), attributes=kept(source.attributes))


GOOD = {
    "VARCHAR": ["'a'", "'b'", "'yes'", "'no'"],
    "BOOLEAN": ["true", "false"],
    "FLOAT": ["1", "-3"],
    "DOUBLE": ["7", "1.005", "-2.5"],
    "DECIMAL(2,2)": ["0.5", "0"],
    "DATE": ["'2026-03-08'", "'2026-11-01'", "'2024-02-29'"],
    "TIMESTAMP": ["'2026-03-08 02:30:00'", "'2026-11-01 01:30:00.123456'", "'2026-11-03 12:00:00'"],
    "TIMESTAMPTZ": ["'2026-10-25 01:30:00+02'", "'2026-10-25 00:30:00+00'", "'2026-10-30 12:00:00+00'"],
}
"""Cells that most rules read, by type; of numbers 0 and 1."""


def cells(type_: str) -> list[str]:
    """Return constants of a type; drawn from, most are those that are told."""
    good = GOOD.get(type_, ["0", "1"])
    odd = [*TYPED.get(type_, []), *MORE.get(type_, []), "NULL"]
    return [*good * (4 * len(odd) // len(good) + 1), *odd]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a source with the rows of its table."""
    drawn = draw(sources("duckdb"))
    plain = replace(drawn, file="", format="table", table="main.things", times="", recorded_times="")
    source = readable(plain)
    used = used_columns(source)
    found = {name: candidates(source, name) for name in used}
    if not all(found.values()):
        zoned = replace(source, zone="Europe/Dublin", dates_mean="end of day")
        found, source = {name: candidates(zoned, name) for name in used}, zoned
    types = {name: draw(st.sampled_from(kinds)) for name, kinds in found.items()}
    row = [st.sampled_from(cells(type_)) for type_ in types.values()]
    return Table(source, types, draw(st.lists(st.tuples(*row), min_size=1, max_size=12)))
