"""Broken data files: each with the findings, the rejected rows and the events that are left."""

import json
from pathlib import Path

import pytest

from accordant.record.event import Event
from accordant.record.probe import probe
from accordant.record.read import read_events
from accordant.text.sources import read_sources

CASES = sorted(path.parent for path in Path(__file__).parent.glob("broken/*/sources.yaml"))


def told(event: Event) -> list[object]:
    cells = {**event.fields, **event.attributes}
    shown = {name: cell if isinstance(cell, str | int | None) else str(cell) for name, cell in cells.items()}
    return [event.row, event.entity, event.name, event.happened, event.recorded, event.identity, event.by, shown]


def reading(folder: Path) -> dict[str, object]:
    sources, findings = read_sources(folder)
    assert sources is not None, findings
    log = read_events(sources)
    return {
        "findings": [[finding.code, finding.message, finding.hint] for finding in probe(sources)],
        "rejected": [[row.row, row.column, row.reason, row.text] for row in log.rejected],
        "events": [told(event) for event in log.events],
    }


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_broken_file_gives_its_findings_and_rejected_rows_and_all_its_good_ones(folder):
    assert reading(folder) == json.loads((folder / "expected.json").read_text(encoding="utf-8"))


def test_the_corpus_has_every_finding_about_data():
    told = {
        code for folder in CASES for code, *_ in json.loads((folder / "expected.json").read_text())["findings"]
    }
    assert {f"E{number}" for number in range(651, 664)} - {"E659"} <= told
