"""The command line over tables of a ClickHouse server: it gets what a file gives, and leaves nothing.

The client is the real one; the server of the tests hands its statements to the embedded engine.
"""

import csv
import gzip
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import chdb
import clickhouse_server
import pytest
from click.testing import CliRunner, Result

from accordant.cli import main

BOSTON = Path(__file__).parents[2] / "examples" / "boston-311"
SOURCES = """format: 1
sources:
  requests:
    table: City.requests
    entity: request
    key: case_id
    events: {opened: opened, closed: closed}
    attributes: {type: {column: type, type: text}, queue: {column: queue, type: text}}
"""
TABLE = """
CREATE TABLE "City".requests (case_id UInt64, opened DateTime('America/New_York'), closed Nullable(DateTime),
type LowCardinality(String), queue Nullable(String)) ENGINE = MergeTree ORDER BY case_id
"""
AS_OF = ["--as-of", "2016-02-01", "--json"]


@pytest.fixture(scope="module")
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Serve the city's requests."""
    if "clickhouse" not in request.config.getoption("--engines").split(","):
        pytest.skip("ClickHouse is not among the engines to run on")
    with clickhouse_server.serving() as served:
        engine = chdb.connect(":memory:")
        engine.query('CREATE DATABASE "City"')
        engine.query(TABLE)
        engine.query('INSERT INTO "City".requests FORMAT TSV\n' + "\n".join(map("\t".join, rows())))
        yield served.replace("/default", "/City")
        engine.query('DROP DATABASE "City"')


def rows() -> Iterator[tuple[str, ...]]:
    """Yield the requests, their times as seconds since 1970."""
    with gzip.open(BOSTON / "requests.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            times = (seconds(row[name]) for name in ("opened_local", "closed_local"))
            yield row["case_id"], *times, row["type"], row["queue"] or "\\N"


def seconds(local: str) -> str:
    """Return when a local time of the city was, NULL for none."""
    if not local:
        return "\\N"
    instant = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
    return str(int(instant.timestamp()))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLICKHOUSE_USER", clickhouse_server.USER)
    monkeypatch.setenv("CLICKHOUSE_PASSWORD", clickhouse_server.PASSWORD)
    shutil.copy(BOSTON / "agreement.yaml", tmp_path)
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_a_table_gives_what_the_file_gives(url: str, folder: Path) -> None:
    found = run("evaluate", str(folder), "--engine", url, *AS_OF)
    assert found.exit_code == 3, found.output
    assert json.loads(found.stdout) == json.loads(run("evaluate", str(BOSTON), *AS_OF).stdout)


def test_a_table_that_is_not_there_is_told_before_anything_runs(url: str, folder: Path) -> None:
    (folder / "sources.yaml").write_text(SOURCES.replace("City.requests", "City.nothing"), encoding="utf-8")
    missing = run("evaluate", str(folder), "--engine", url, *AS_OF)
    assert missing.exit_code == 1
    assert "there is no table 'City.nothing'" in missing.output


def test_a_wrong_password_is_refused_and_not_told(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLICKHOUSE_PASSWORD", "hunter2")
    refused = run("evaluate", str(folder), "--engine", url, *AS_OF)
    assert refused.exit_code == 2
    assert "does not answer" in refused.output
    assert "hunter2" not in refused.output


def test_an_item_is_explained_from_where_its_events_lie(url: str, folder: Path) -> None:
    case = next(row[0] for row in rows() if row[2] != "\\N")
    words = ("rodents", case, "--as-of", "2016-02-01", "--json")
    here = run("explain", str(folder), *words, "--engine", url)
    there = run("explain", str(BOSTON), *words)
    assert here.exit_code == there.exit_code
    assert here.stdout == there.stdout
