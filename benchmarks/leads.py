"""The log that benchmarks share, and the agreement about it: leads are to be answered within a business hour.

A lead is created, five in six are made to wait once and go on, and all but one in fifty are answered. The log is
one row an event, in Parquet, in random order of rows, the same at every run; DuckDB writes it itself.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from accordant.terms.agreement import Agreement
from accordant.terms.source import ColumnRule, Source, Sources
from accordant.text.read import read_agreement_text

ZONE = "Europe/Berlin"
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
ENDS = datetime(2026, 1, 1, tzinfo=UTC)
AS_OF = int(ENDS.timestamp()) * 1_000_000
LIMIT = 60
HOLIDAYS = tuple(
    date(2025, *day) for day in ((1, 1), (4, 18), (4, 21), (5, 1), (5, 29), (6, 9), (10, 3), (12, 25))
)
_EVENTS_A_LEAD = 4 - 2 / 6 - 1 / 50


@dataclass(frozen=True)
class Promise:
    """One promise about the leads: its limit in business minutes, and the clock by which it is measured.

    `region` "" is about all of them, else about those of one.
    """

    minutes: int = LIMIT
    calendar: str = "office"
    stop: str = "answered"
    is_paused: bool = True
    region: str = ""


def begins(years: int = 1) -> int:
    """Return the instant at which a log of so many years begins."""
    start = ENDS.replace(year=ENDS.year - years)
    return int(start.timestamp()) * 1_000_000


def generate(path: Path, events: int, years: int = 1, regions: int = 0, untidy: int = 0) -> None:
    """Write a log of about so many events; with `regions`, a column that names one for each lead.

    With `untidy`, one lead in so many is made to wait a second time and goes on before it waits.
    """
    start = begins(years)
    seconds = (AS_OF - start) // 1_000_000 - 10 * 86_400
    region = f", 'r' || hash(i, 6) % {regions} AS region" if regions else ""
    told = ", region" if regions else ""
    more = f"""
                UNION ALL SELECT i, 'paused', t0 + a + b + c // 2{told} FROM leads WHERE i % {untidy} = 0
                UNION ALL SELECT i, 'resumed', t0 + a // 2{told} FROM leads WHERE i % {untidy} = 0"""
    with duckdb.connect() as connection:
        connection.execute(f"""
            SET preserve_insertion_order = false;
            COPY (
              WITH leads AS (
                SELECT i, {start} + (hash(i) % {seconds})::BIGINT * 1000000 AS t0,
                       (hash(i, 1) % 7200)::BIGINT * 1000000 AS a, (hash(i, 2) % 200000)::BIGINT * 1000000 AS b,
                       (hash(i, 3) % 7200)::BIGINT * 1000000 AS c,
                       hash(i, 4) % 6 > 0 AS is_paused, hash(i, 5) % 50 > 0 AS is_answered{region}
                FROM range({round(events / _EVENTS_A_LEAD)}) AS r(i)),
              events AS (
                SELECT i, 'created' AS event, t0 AS t{told} FROM leads
                UNION ALL SELECT i, 'paused', t0 + a{told} FROM leads WHERE is_paused
                UNION ALL SELECT i, 'resumed', t0 + a + b{told} FROM leads WHERE is_paused
                UNION ALL SELECT i, 'answered', t0 + a + CASE WHEN is_paused THEN b ELSE 0 END + c{told}
                FROM leads WHERE is_answered{more if untidy else ""})
              SELECT printf('lead-%09d', i) AS lead, event, make_timestamp(t) AS happened{told}
              FROM events WHERE t <= {AS_OF} ORDER BY hash(i, event, t)
            ) TO '{path}' (FORMAT parquet)""")


def sources(path: Path, *, is_table: bool = False, has_region: bool = False) -> Sources:
    """Return how the log is read: from the file, or from a table of the engine that is named as the file is."""
    where = {"file": "", "format": "table", "table": path.stem} if is_table else {"file": path.name}
    region = (ColumnRule("region", "region"),) if has_region else ()
    told = {
        "name": "log",
        "format": "parquet",
        "entity": "lead",
        "key": ("lead",),
        "event_column": "event",
        "happened": "happened",
        "zone": "UTC",
        "attributes": region,
    }
    return Sources((Source(**{**told, **where}),), str(path.parent))


def agreement(
    promises: tuple[Promise, ...] = (Promise(),),
    window: str = "month",
    counted_in: str = "due",
    years: int = 1,
    calendars: int = 5,
    more: str = "",
) -> Agreement:
    """Return an agreement of some promises, by the hours of the office or of its variants (`office 1` ...).

    `more` are obligations as they are written, under these.
    """
    since, last = ENDS.year - years, ENDS.year - 1
    lines = [
        "format: 1",
        "title: Leads are answered",
        "kind: internal",
        "parties: {marketing: {name: Marketing}, sales: {name: Sales}}",
        f"term: {{from: {since}-01-01, through: {last}-12-31, zone: {ZONE}, currency: EUR, calendar: office}}",
        "calendars:",
        *(f"  {name}: {hours}" for name, hours in _calendars(calendars)),
        "definitions:",
        "  created: {of: lead, when: event = 'created'}",
        "  answered: {of: lead, when: event = 'answered'}",
        "  touched: {of: lead, when: \"event IN ('answered', 'paused')\"}",
        "  waiting: {of: lead, from: event = 'paused', to: event = 'resumed'}",
        "obligations:",
    ]
    for i, promise in enumerate(promises):
        lines += _promise(f"promise {i}", promise, window, counted_in)
    read, findings = read_agreement_text("\n".join(lines) + f"\n{more}")
    assert isinstance(read, Agreement), findings
    return read


def _calendars(count: int) -> list[tuple[str, str]]:
    """Return the office and its variants, each with hours of its own."""
    shut = ", ".join(map(str, HOLIDAYS))
    found = []
    for i in range(count):
        opens, closes = f"{9 - i % 5:02}:{i // 5 % 4 * 15:02}", f"{17 + i // 20 % 3:02}:00"
        name = "office" if i == 0 else f"office {i}"
        found.append((name, f"{{zone: {ZONE}, open: {{mon-fri: {opens}-{closes}}}, holidays: [{shut}]}}"))
    return found


def _promise(name: str, promise: Promise, window: str, counted_in: str) -> list[str]:
    pause = ", pause: waiting" if promise.is_paused else ""
    where = [f"    where: region = '{promise.region}'"] if promise.region else []
    return [
        f"  {name}:",
        "    owed by: sales",
        "    owed to: marketing",
        f"    time: {{from: created, to: {promise.stop}{pause}, counted in: {counted_in}}}",
        f"    within: {promise.minutes} business minutes",
        f"    calendar: {promise.calendar}",
        *where,
        "    target: at least 50%",
        f"    window: {window}",
    ]
