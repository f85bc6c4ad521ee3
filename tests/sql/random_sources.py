"""Random sources: rules of every kind over columns of every type, and files of odd cells to read by them."""

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from hypothesis import strategies as st

from accordant.record.email import lists
from accordant.terms.source import ColumnRule, PartyRule, Source
from accordant.terms.values import Length

FORMS = ["", "YYYY-MM-DDThh:mm:ss", "YYYY-MM-DD hh:mm:ss.fff", "DD/MM/YYYY hh:mm", "M/D/YYYY h:mm AM"]
FORMS += ["YYYYMMDDhhmmss", "DD.MM.YYYY", "YYYY-MM-DD hh:mm:ss.fffffffffZ", "hh:mm D.M.YYYY", "D-M-YYYYThh:mmZ"]
ZONES = ["America/New_York", "Australia/Lord_Howe", "Africa/Monrovia", "UTC", "Europe/Dublin", ""]
MEANS = ["", "start of day", "noon", "end of day"]
BLANKS = [("",), ("", "-"), ("-",), ()]

TIMES = ["2026-03-08T02:30:00", "2026-11-01T01:30:00", "2026-11-01 01:30", "2026-10-04 02:15:00", "2026-02-29T09:00:00"]
TIMES += ["08/03/2026 02:30", "30/02/2026 10:00", "1/11/2026 1:30 AM", "11/1/2026 12:30 am", "12/31/2026 12:00 PM"]
TIMES += ["2026-11-01 01:30:00.123", "2026-11-01 01:30:00.123456789Z", "2026-11-01T01:30:00,1234560+05:30", "20261101013000"]
TIMES += ["2026-11-01", "01/11/2026", "01.11.2026", "1.11.2026", "11/1/2026", "1-11-2026", "20261101", "2026-11-01T01:30UTC"]
TIMES += ["01:30 1.11.2026", "1-11-2026T01:30-0330", "1-11-2026T01:30z", "2026-11-01T01:30:00.0000001 -11"]
TIMES += ["0001-01-01T00:00:00", "9999-12-31", "9998-12-31T23:59:59.999999Z", "1971-12-31 10:00", "1969-12-31T23:59:59.5Z"]
TIMES += ["0001-12-31T23:59Z", "0002-01-01T00:00:00Z", "2026-1-5T09:00:00", " 2026-01-05T09:00:00", "2026-01-05T24:00:00"]
NUMBERS = ["0", "7", "-7", "+3", "007", "1.5", "1.50", "-0.005", "1.505", "12.3400", "1e3", "1,000", ".5", "5.", "-0", "0.0"]
NUMBERS += ["9" * 15, "9" * 18, "9" * 19, "-9223372036854775808", "9223372036854775808", "1" + "0" * 40, "0" * 40 + "1"]
NUMBERS += ["9" * 16 + ".99", "9" * 17 + ".99", "0." + "0" * 60, "1.25" + "0" * 60, "٣", "1_0", " 1", "NaN", "inf"]
FLAGS = ["yes", "no", "TRUE", "False", "0", "1", "maybe", "YES ", "tRUE", "unknown"]
EMAILS = ["a@gmail.com", "b@acme.example", "c@Sub.GMAIL.com", "D@GMAIL.COM", "e@x", "f @acme.example", "g@a.b@c.d", "é@acme.example"]
TEXTS = ["", "-", "a", "b", "A", "é", "it's", '"q"', " a", "a\x1fb", "a\nb", "c,d", "\t", "NULL", "nan", "none", "a\\b", "😀"]
DATES = ["2026-02-28", "2024-02-29", "2026-02-29", "1850-07-04", "0001-01-01", "9999-12-31", "04/07/1850", "7/4/1850"]
CELLS = [*TEXTS, *FLAGS, *EMAILS, *NUMBERS, *DATES, *TIMES]
LISTS = lists()

TYPED = {
    "VARCHAR": [f"'{cell.replace(chr(39), chr(39) * 2)}'" for cell in CELLS],
    "INTEGER": ["0", "1", "-7", "2147483647", "20261101"],
    "BIGINT": ["0", "1", "-9223372036854775808", "9223372036854775807"],
    "UBIGINT": ["0", "1", "18446744073709551615"],
    "HUGEINT": ["0", "-1", "170141183460469231731687303715884105727"],
    "DECIMAL(4,2)": ["0", "1.5", "-99.99"],
    "DECIMAL(18,6)": ["0", "1.5", "1.505", "-123456789012.345678"],
    "DECIMAL(38,10)": ["0", "1.25", "1.2500000001", "9999999999999999999999999999.0000000001"],
    "DECIMAL(9,0)": ["0", "1", "-7"],
    "DOUBLE": ["0", "-0.0", "1.005", "-2.5", "7", "1e17", "1e18", "9.3e18", "-9223372036854775808", "1e308", "'nan'", "'inf'"],
    "FLOAT": ["0.1", "16777217", "-3", "'-inf'"],
    "BOOLEAN": ["true", "false"],
    "DATE": ["'2026-03-08'", "'2026-11-01'", "'0001-01-01'", "'9999-12-31'", "'1850-07-04'", "'infinity'", "'-0044-03-15'"],
    "TIMESTAMP": ["'2026-03-08 02:30:00'", "'2026-11-01 01:30:00.123456'", "'1850-01-01'", "'infinity'", "'9999-12-31'"],
    "TIMESTAMP_S": ["'2026-10-25 01:30:00'", "'1969-12-31 23:59:59'"],
    "TIMESTAMP_MS": ["'2026-10-25 01:30:00.123'", "'0001-12-31 23:59:59'"],
    "TIMESTAMP_NS": ["'2026-10-25 01:30:00.123456789'", "'1969-12-31 23:59:59.999999999'", "'2026-04-05 01:45:00'"],
    "TIMESTAMPTZ": ["'2026-10-25 01:30:00+02'", "'0001-12-31 23:59:59+00'", "'infinity'", "'1850-01-01 00:00:00+00'"],
    "UUID": ["'00000000-0000-0000-0000-000000000001'"],
    "BLOB": ["'a'::BLOB"],
    "INTEGER[]": ["[1, 2]"],
    "TIME": ["'10:00:00'"],
}

WORDS = {"text": "north", "integer": "-5", "decimal": "2.50", "boolean": "yes", "date": "2026-05-01", "instant": "unknown"}


@dataclass(frozen=True)
class File:
    """A source and what its file holds: the columns with their types, and rows of SQL constants."""

    source: Source
    types: dict[str, str]
    rows: list[tuple[str, ...]]


def rules(columns: list[str], role: str) -> st.SearchStrategy[tuple[ColumnRule, ...]]:
    """Draw rules whose names do not repeat."""
    found = st.lists(rule(columns), max_size=3)
    return found.map(lambda drawn: tuple(replace(one, name=f"{role} {i}") for i, one in enumerate(drawn)))


@st.composite
def rule(draw, columns: list[str]) -> ColumnRule:
    column = draw(st.sampled_from(columns))
    some = st.sampled_from(CELLS)
    blank, clears = (tuple(draw(st.lists(some, max_size=1))) for _ in "ab")
    if draw(st.integers(0, 5)) == 0:
        return ColumnRule("", column, "boolean", derive="business email", list=LISTS[0], blank=blank, clears=clears)
    kind = draw(st.sampled_from(sorted(WORDS)))
    meanings = st.sampled_from([WORDS[kind], "unknown"])
    words = tuple(draw(st.lists(st.tuples(some, meanings), max_size=3)))
    otherwise = draw(st.none() | meanings)
    scale = draw(st.sampled_from([0, 2, 6, 9])) if kind == "decimal" else 0
    meant = [(word, value if scale or kind != "decimal" else "unknown") for word, value in words]
    if kind == "decimal" and not scale:
        otherwise = otherwise and "unknown"
    return ColumnRule("", column, kind, scale, tuple(meant), otherwise, blank=blank, clears=clears)


@st.composite
def parties(draw, columns: list[str]) -> PartyRule | None:
    match draw(st.integers(0, 3)):
        case 0:
            return None
        case 1:
            return PartyRule(always=draw(st.sampled_from(["", "sales"])))
        case _:
            words = draw(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(["us", "unknown"])), max_size=3))
            otherwise = draw(st.sampled_from([None, "them", "unknown"]))
            return PartyRule(draw(st.sampled_from(columns)), tuple(words), otherwise)


@st.composite
def sources(draw, columns: list[str], format_: str) -> Source:
    """Draw a source: wide or one event a row, with everything that a source may say."""
    column = st.sampled_from(columns)
    maybe = st.just("") | column
    plain = Source(
        "s",
        "data",
        "thing",
        tuple(draw(st.lists(column, min_size=1, max_size=2, unique=True))),
        format_,
        zone=draw(st.sampled_from(ZONES)),
        times=draw(st.sampled_from(FORMS)),
        dates_mean=draw(st.sampled_from(MEANS)),
        blank=draw(st.sampled_from(BLANKS)),
        identity=draw(maybe),
        recorded=draw(maybe),
        recorded_times=draw(st.just("") | st.sampled_from(FORMS)),
        sequence=draw(maybe),
        retracted=draw(maybe),
        by=draw(parties(columns)),
        fields=draw(rules(columns, "field")),
        attributes=draw(rules(columns, "attribute")),
        accept_late=draw(st.sampled_from([None, Length(1, "hour"), Length(5, "day", business=True)])),
    )
    if draw(st.booleans()):
        named = draw(st.lists(column, min_size=1, max_size=3))
        return replace(plain, events=tuple((f"e{i}", name) for i, name in enumerate(named)))
    if draw(st.booleans()):
        return replace(plain, happened=draw(column), event_always="told")
    words = draw(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(["x", "it's"])), max_size=2))
    return replace(plain, happened=draw(column), event_column=draw(column), event_words=tuple(words))


@st.composite
def files(draw, types: st.SearchStrategy[str], format_: str) -> File:
    """Draw a source with the rows of its file; most cells of a column are of one sort, so that some rows are read."""
    drawn = draw(st.lists(types, min_size=2, max_size=6))
    columns = [f"column {i}" for i in range(len(drawn))]
    pools = [draw(st.sampled_from([TEXTS, NUMBERS, TIMES, CELLS])) if t == "VARCHAR" else [] for t in drawn]
    cells = [
        st.sampled_from([f"'{c.replace(chr(39), chr(39) * 2)}'" for c in pool] if pool else ["NULL", *TYPED[type_]])
        for type_, pool in zip(drawn, pools, strict=True)
    ]
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=12))
    return File(draw(sources(columns, format_)), dict(zip(columns, drawn, strict=True)), rows)


def write(connection: duckdb.DuckDBPyConnection, file: File, folder: Path) -> None:
    """Write the file of a source as its format asks."""
    path = folder / file.source.file
    path.unlink(missing_ok=True)
    listed = ", ".join(f'"{name}" {type_}' for name, type_ in file.types.items())
    database, target = "", '"t"'
    if file.source.format == "duckdb":
        connection.execute(f"ATTACH '{path}' AS written")
        database, target = "written", 'written."t"'
    connection.execute(f"CREATE OR REPLACE TABLE {target} ({listed})")
    values = ", ".join(f"({', '.join(row)})" for row in file.rows)
    connection.execute(f"INSERT INTO {target} VALUES {values}")
    if file.source.format == "parquet":
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    elif database:
        connection.execute("DETACH written")
    else:
        rows = connection.execute('FROM "t"').fetchall()
        path.write_text("".join(line(row) for row in [tuple(file.types), *rows]), encoding="utf-8", newline="")


def line(row: tuple[str, ...]) -> str:
    """Return a line of CSV, with quotes where they are needed."""
    return ",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' if set(c) & set('",\n') else c for c in row) + "\n"
