"""Random sources: rules of every kind over columns of every type, and files of odd cells to read by them."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
from hypothesis import strategies as st

from accordant.record.email import lists
from accordant.record.rows import used_columns
from accordant.terms.source import ColumnRule, PartyRule, Source
from accordant.terms.values import Length

FORMS = ["", "YYYY-MM-DDThh:mm:ss", "YYYY-MM-DD hh:mm:ss.fff", "DD/MM/YYYY hh:mm", "M/D/YYYY h:mm AM"]
FORMS += ["YYYYMMDDhhmmss", "DD.MM.YYYY", "YYYY-MM-DD hh:mm:ss.fffffffffZ", "hh:mm D.M.YYYY", "D-M-YYYYThh:mmZ"]
ZONES = ["America/New_York", "Australia/Lord_Howe", "Africa/Monrovia", "UTC", "Europe/Dublin", "UTC", ""]
MEANS = ["", "start of day", "noon", "end of day"]
BLANKS = [("",), ("", "-"), ("-",), ()]

TIMES = [
    "2026-03-08T02:30:00",
    "2026-11-01T01:30:00",
    "2026-11-01 01:30",
    "2026-10-04 02:15:00",
    "2026-02-29T09:00:00",
]
TIMES += ["08/03/2026 02:30", "30/02/2026 10:00", "1/11/2026 1:30 AM", "11/1/2026 12:30 am", "12/31/2026 12:00 PM"]
TIMES += [
    "2026-11-01 01:30:00.123",
    "2026-11-01 01:30:00.123456789Z",
    "2026-11-01T01:30:00,1234560+05:30",
    "20261101013000",
]
TIMES += [
    "2026-11-01",
    "01/11/2026",
    "01.11.2026",
    "1.11.2026",
    "11/1/2026",
    "1-11-2026",
    "20261101",
    "2026-11-01T01:30UTC",
]
TIMES += ["01:30 1.11.2026", "1-11-2026T01:30-0330", "1-11-2026T01:30z", "2026-11-01T01:30:00.0000001 -11"]
TIMES += [
    "0001-01-01T00:00:00",
    "9999-12-31",
    "9998-12-31T23:59:59.999999Z",
    "1899-12-31T23:59:59.999999Z",
    "1900-01-01T00:00:00Z",
    "1900-01-01T00:00:00",
    "2199-12-31T23:59:59.999999Z",
    "2200-01-01T00:00:00",
    "1971-12-31 10:00",
    "1969-12-31T23:59:59.5Z",
]
TIMES += [
    "0001-12-31T23:59Z",
    "0002-01-01T00:00:00Z",
    "2026-1-5T09:00:00",
    " 2026-01-05T09:00:00",
    "2026-01-05T24:00:00",
]
NUMBERS = [
    "0",
    "7",
    "-7",
    "+3",
    "007",
    "1.5",
    "1.50",
    "-0.005",
    "1.505",
    "12.3400",
    "1e3",
    "1,000",
    ".5",
    "5.",
    "-0",
    "0.0",
]
NUMBERS += [
    "9" * 15,
    "9" * 18,
    "9" * 19,
    "-9223372036854775808",
    "9223372036854775808",
    "1" + "0" * 40,
    "0" * 40 + "1",
]
NUMBERS += ["9" * 16 + ".99", "9" * 17 + ".99", "0." + "0" * 60, "1.25" + "0" * 60, "٣", "1_0", " 1", "NaN", "inf"]
FLAGS = ["yes", "no", "TRUE", "False", "0", "1", "maybe", "YES ", "tRUE", "unknown"]
EMAILS = [
    "a@gmail.com",
    "b@acme.example",
    "c@Sub.GMAIL.com",
    "D@GMAIL.COM",
    "e@x",
    "f @acme.example",
    "g@a.b@c.d",
    "é@acme.example",
]
TEXTS = [
    "",
    "-",
    "a",
    "b",
    "A",
    "é",
    "it's",
    '"q"',
    " a",
    "a\x1fb",
    "a\nb",
    "c,d",
    "\t",
    "NULL",
    "nan",
    "none",
    "a\\b",
    "😀",
]
DATES = [
    "2026-02-28",
    "2024-02-29",
    "2026-02-29",
    "1850-07-04",
    "0001-01-01",
    "9999-12-31",
    "04/07/1850",
    "7/4/1850",
]
CELLS = [*TEXTS, *FLAGS, *EMAILS, *NUMBERS, *DATES, *TIMES]
LISTS = lists()

TYPED = {
    "INTEGER": ["0", "1", "-7", "2147483647", "20261101"],
    "BIGINT": ["0", "1", "-9223372036854775808", "9223372036854775807"],
    "UBIGINT": ["0", "1", "18446744073709551615"],
    "HUGEINT": ["0", "-1", "170141183460469231731687303715884105727"],
    "DECIMAL(4,2)": ["0", "1.5", "-99.99"],
    "DECIMAL(2,2)": ["0", "0.5", "-0.05"],
    "DECIMAL(18,6)": ["0", "1.5", "1.505", "-123456789012.345678"],
    "DECIMAL(38,10)": ["0", "1.25", "1.2500000001", "9999999999999999999999999999.0000000001"],
    "DECIMAL(9,0)": ["0", "1", "-7"],
    "DOUBLE": [
        "0",
        "-0.0",
        "1.005",
        "-2.5",
        "7",
        "1e17",
        "1e18",
        "9.3e18",
        "-9223372036854775808",
        "1e308",
        "'nan'",
        "'inf'",
    ],
    "FLOAT": ["0.1", "16777217", "-3", "'-inf'"],
    "BOOLEAN": ["true", "false"],
    "DATE": [
        "'2026-03-08'",
        "'2026-11-01'",
        "'0001-01-01'",
        "'9999-12-31'",
        "'1850-07-04'",
        "'infinity'",
        "'-0044-03-15'",
    ],
    "TIMESTAMP": [
        "'2026-03-08 02:30:00'",
        "'2026-11-01 01:30:00.123456'",
        "'1850-01-01'",
        "'infinity'",
        "'9999-12-31'",
    ],
    "TIMESTAMP_S": ["'2026-10-25 01:30:00'", "'1969-12-31 23:59:59'"],
    "TIMESTAMP_MS": ["'2026-10-25 01:30:00.123'", "'0001-12-31 23:59:59'"],
    "TIMESTAMP_NS": [
        "'2026-10-25 01:30:00.123456789'",
        "'1969-12-31 23:59:59.999999999'",
        "'2026-04-05 01:45:00'",
    ],
    "TIMESTAMPTZ": [
        "'2026-10-25 01:30:00+02'",
        "'0001-12-31 23:59:59+00'",
        "'infinity'",
        "'1850-01-01 00:00:00+00'",
    ],
    "UUID": ["'00000000-0000-0000-0000-000000000001'"],
    "BLOB": ["'a'::BLOB"],
    "INTEGER[]": ["[1, 2]"],
    "TIME": ["'10:00:00'"],
}

MOMENTS = [datetime(2026, 3, 8, 2, 30), datetime(2026, 11, 1, 1, 30), datetime(2026, 11, 1, 23, 59, 59, 123456)]
MOMENTS += [
    datetime(2026, 10, 4, 2, 15),
    datetime(2024, 2, 29),
    datetime(1971, 12, 31, 12, 0, 1),
    datetime(1850, 7, 4, 10),
]
WORDS = {
    "text": "north",
    "integer": "-5",
    "decimal": "2.50",
    "boolean": "yes",
    "date": "2026-05-01",
    "instant": "unknown",
}
SORTS = {
    "text": (["VARCHAR", "INTEGER", "UUID", "BOOLEAN", "DECIMAL(9,0)"], TEXTS),
    "integer": (
        ["VARCHAR", "INTEGER", "BIGINT", "UBIGINT", "HUGEINT", "DOUBLE", "FLOAT", "DECIMAL(9,0)"],
        NUMBERS[:5],
    ),
    "decimal": (
        [
            "VARCHAR",
            "BIGINT",
            "HUGEINT",
            "DOUBLE",
            "FLOAT",
            "DECIMAL(4,2)",
            "DECIMAL(2,2)",
            "DECIMAL(18,6)",
            "DECIMAL(38,10)",
        ],
        NUMBERS,
    ),
    "boolean": (["VARCHAR", "BOOLEAN", "INTEGER"], FLAGS[:6]),
    "date": (["VARCHAR", "DATE"], DATES),
    "instant": (
        ["VARCHAR", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMPTZ", "DATE"],
        TIMES,
    ),
    "email": (["VARCHAR"], EMAILS),
}
COLUMNS = {"key": "text", "part": "text", "what": "text", "at": "instant", "then": "instant", "logged": "instant"}
COLUMNS |= {"id": "text", "n": "integer", "gone": "boolean", "who": "text", "count": "integer", "worth": "decimal"}
COLUMNS |= {"flag": "boolean", "due": "date", "seen": "instant", "mail": "email", "note": "text"}


@dataclass(frozen=True)
class File:
    """A source and what its file holds: the columns with their types, and rows of SQL constants."""

    source: Source
    types: dict[str, str]
    rows: list[tuple[str, ...]]


def quoted(cell: str) -> str:
    """Return a text as a constant of SQL."""
    return "'" + cell.replace("'", "''") + "'"


def written(form: str, moment: datetime) -> str:
    """Return a moment as a format writes it."""
    hour = moment.hour % 12 or 12 if "AM" in form else moment.hour
    told = {
        "YYYY": f"{moment.year:04}",
        "MM": f"{moment.month:02}",
        "M": str(moment.month),
        "DD": f"{moment.day:02}",
    }
    told |= {"D": str(moment.day), "hh": f"{hour:02}", "h": str(hour), "mm": f"{moment.minute:02}", "Z": "-0330"}
    told |= {"ss": f"{moment.second:02}", "AM": "PM" if moment.hour > 11 else "am"}
    digits = f"{moment.microsecond:06}501"
    tokens = re.findall("YYYY|MM?|DD?|hh?|mm|ss|f+|AM|Z|.", form or "YYYY-MM-DDThh:mm:ss")
    return "".join(digits[: len(token)] if token[0] == "f" else told.get(token, token) for token in tokens)


@st.composite
def rule(draw, name: str) -> ColumnRule:
    """Draw a rule for a column, mostly of the type that the column has."""
    sort = COLUMNS[name]
    odd = st.sampled_from(CELLS)
    blank, clears = (tuple(draw(st.lists(odd, max_size=1))) for _ in "ab")
    if sort == "email":
        return ColumnRule("", name, "boolean", derive="business email", list=LISTS[0], blank=blank, clears=clears)
    kind = draw(st.sampled_from([sort] * 4 + sorted(WORDS)))
    scale = draw(st.sampled_from([2, 6, 9])) if kind == "decimal" else 0
    meanings = st.sampled_from([WORDS[kind], "unknown"])
    words = draw(st.lists(st.tuples(odd | st.sampled_from(SORTS[sort][1]), meanings), max_size=3))
    otherwise = draw(st.sampled_from([None, None, "unknown", WORDS[kind]]))
    if kind == "text" and words and otherwise is None:
        words += [(text, "x") for text in TEXTS]
    return ColumnRule("", name, kind, scale, tuple(words), otherwise, blank=blank, clears=clears)


def rules(role: str) -> st.SearchStrategy[tuple[ColumnRule, ...]]:
    """Draw rules whose names do not repeat."""
    found = st.lists(st.sampled_from(sorted(COLUMNS)).flatmap(rule), max_size=2)
    return found.map(lambda drawn: tuple(replace(one, name=f"{role} {i}") for i, one in enumerate(drawn)))


PARTIES = [
    None,
    PartyRule(always="sales"),
    PartyRule("who"),
    PartyRule("who", (("a", "us"), ("b", "unknown")), "them"),
    PartyRule("who", tuple((text, "us") for text in TEXTS)),
]


@st.composite
def sources(draw, format_: str) -> Source:
    """Draw a source: wide or one event a row, with everything that a source may say."""

    def maybe(name: str) -> str:
        return draw(st.sampled_from(["", name]))

    plain = Source(
        "s",
        "data",
        "thing",
        draw(st.sampled_from([("key",), ("key", "part")])),
        format_,
        zone=draw(st.sampled_from(ZONES)),
        times=draw(st.sampled_from(FORMS)),
        dates_mean=draw(st.sampled_from(MEANS)),
        blank=draw(st.sampled_from(BLANKS)),
        identity=maybe("id"),
        recorded=maybe("logged"),
        sequence=maybe("n"),
        retracted=maybe("gone"),
        by=draw(st.sampled_from(PARTIES)),
        fields=draw(rules("field")),
        attributes=draw(rules("attribute")),
        accept_late=draw(st.sampled_from([None, Length(1, "hour"), Length(5, "day", business=True)])),
    )
    plain = replace(plain, recorded_times=draw(st.sampled_from(["", FORMS[1]])) if plain.recorded else "")
    if draw(st.booleans()):
        return replace(plain, events=draw(st.sampled_from([(("e0", "at"),), (("e0", "at"), ("e1", "then"))])))
    if draw(st.booleans()):
        return replace(plain, happened="at", event_always="it's told")
    words = draw(st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(["x", "it's"])), max_size=2))
    return replace(plain, happened="at", event_column="what", event_words=tuple(words))


@st.composite
def files(draw, format_: str) -> File:
    """Draw a source with the rows of its file: most cells are as they should be, some are anything."""
    source = draw(sources(format_))
    used = sorted(set(used_columns(source)) | {"key", "note"})
    types = {
        name: draw(st.sampled_from(["VARCHAR"] if format_ == "csv" else KINDS[COLUMNS[name]])) for name in used
    }
    rows = draw(st.lists(st.tuples(*(cells(source, name, types[name]) for name in used)), min_size=1, max_size=12))
    return File(source, types, rows)


KINDS = {
    sort: ["VARCHAR"] * len(types) + types + ["BLOB", "INTEGER[]", "TIME"][: sort == "text"]
    for sort, (types, _) in SORTS.items()
}


def cells(source: Source, name: str, type_: str) -> st.SearchStrategy[str]:
    """Draw constants of a column."""
    if type_ != "VARCHAR":
        return st.sampled_from(TYPED[type_] * 5 + ["NULL"])
    good = SORTS[COLUMNS[name]][1]
    if COLUMNS[name] == "instant":
        form = source.recorded_times if name == "logged" and source.recorded_times else source.times
        good = [written(form, moment) for moment in MOMENTS] * 20 + good
    if name == "key":
        good = ["a", "b", "é", "it's"]
    odd = good * (len(CELLS) // len(good) + 1) * 40 + CELLS
    return st.sampled_from([quoted(cell) for cell in odd] + ["NULL" if source.format != "csv" else "''"])


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
