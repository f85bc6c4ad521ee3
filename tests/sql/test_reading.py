"""DuckDB reads sources as the record does: the same events, the same rejected rows, whatever the file holds."""

from collections import Counter
from pathlib import Path

import pytest

from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.engines.duck import DuckDatabase
from accordant.measure.sql.events import fetch_events
from accordant.record.event import Cell, Event, Rejected
from accordant.record.read import read_events
from accordant.record.rows import LateLimit, never_late
from accordant.sample.write import write_year
from accordant.terms.source import Sources
from accordant.text.sources import read_sources

HERE = Path(__file__).parent
BROKEN = sorted(path.parent for path in HERE.glob("../record/broken/*/sources.yaml"))
EXAMPLES = sorted(path.parent for path in HERE.glob("../../examples/*/sources.yaml"))

Told = tuple[object, ...]


def told(event: Event) -> Told:
    """Return all that an event tells; a field that tells NULL tells nothing."""
    own = (event.kind, event.entity, event.name, event.happened, event.recorded, event.by, event.identity)
    read = (event.sequence, event.retracted, event.source, event.row, event.flags)
    fields = frozenset(cell(name, value) for name, value in event.fields.items() if value is not None)
    return (*own, *read, fields, frozenset(cell(name, value) for name, value in event.attributes.items()))


def cell(name: str, value: Cell) -> tuple[str, str, Cell]:
    """Return a cell with its type, so that a yes is not a 1."""
    return name, type(value).__name__, value


def by_duckdb(sources: Sources, late: LateLimit | None = None) -> tuple[Counter[Told], list[Rejected]]:
    engine = DuckEngine(sources, late_limit=late)
    events = [
        event for kind in engine.kinds.values() for event in fetch_events(DuckDatabase(engine.connection), kind)
    ]
    return Counter(map(told, events)), list(engine.rejected())


def by_the_record(sources: Sources, late: LateLimit | None = None) -> tuple[Counter[Told], list[Rejected]]:
    log = read_events(sources, late_limit=late)
    return Counter(map(told, log.events)), list(log.rejected)


def sources_of(folder: Path) -> Sources:
    sources, findings = read_sources(folder)
    assert sources is not None, findings
    return sources


def assert_alike(sources: Sources, late: LateLimit | None = None) -> None:
    events, rejected = by_duckdb(sources, late)
    wanted, refused = by_the_record(sources, late)
    assert rejected == refused
    assert events - wanted == wanted - events == Counter()


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_broken_file_gives_the_same_events_and_rejected_rows(folder):
    assert_alike(sources_of(folder), never_late)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_gives_the_same_events(folder):
    assert_alike(sources_of(folder), never_late)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    folder = tmp_path_factory.mktemp("year")
    write_year(folder)
    return folder


def test_the_sample_year_gives_the_same_events(year):
    assert_alike(sources_of(year), never_late)
