"""Real data: the requests of a city read by our rules and, apart from them, by the standard library."""

import csv
import gzip
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from accordant.record.probe import probe
from accordant.record.read import read_events
from accordant.terms.source import ColumnRule, Source, Sources

FOLDER = Path(__file__).parents[2] / "examples" / "boston-311"
REQUESTS = Source(
    "requests",
    "requests.csv.gz",
    "request",
    ("case_id",),
    "csv",
    zone="America/New_York",
    times="YYYY-MM-DDThh:mm:ss",
    events=(("opened", "opened_local"), ("closed", "closed_local")),
    attributes=(ColumnRule("type", "type"), ColumnRule("queue", "queue")),
    comparison=("target_local", "stated_ontime"),
)
SOURCES = Sources((REQUESTS,), str(FOLDER))


def test_every_request_of_boston_is_read_as_the_standard_library_reads_it():
    boston, epoch = ZoneInfo("America/New_York"), datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))
    expected = []
    with gzip.open(FOLDER / "requests.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            for name, column in (("opened", "opened_local"), ("closed", "closed_local")):
                if row[column]:
                    local = datetime.fromisoformat(row[column]).replace(tzinfo=boston)
                    instant = (local - epoch) // timedelta(microseconds=1)
                    expected.append((number, row["case_id"], name, instant, row["type"], row["queue"]))
    log = read_events(SOURCES)
    told = [(e.row, e.entity, e.name, e.happened, e.attributes["type"], e.attributes["queue"]) for e in log.events]
    assert told == expected
    assert log.rejected == ()
    assert log.kept == {"requests": 11_940}


def test_the_requests_of_boston_are_what_their_readme_says():
    log = read_events(SOURCES)
    assert Counter(event.name for event in log.events) == {"opened": 11_940, "closed": 9_159}
    opened = {event.entity: event.happened for event in log.events if event.name == "opened"}
    early = [e for e in log.events if e.name == "closed" and e.happened < opened[e.entity]]
    assert early


def test_nothing_stands_in_the_way_of_the_requests_of_boston_but_a_zone_left_out_would():
    assert probe(SOURCES) == []
    without = Sources((replace(REQUESTS, zone=""),), str(FOLDER))
    assert {finding.code for finding in probe(without)} == {"E656"}
    silent = Sources((replace(REQUESTS, times=""),), str(FOLDER))
    assert probe(silent) == []
