"""The command line over tables of a PostgreSQL server: a reader gets what a file gives, and leaves nothing."""

import csv
import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from server import postgres

from accordant.cli import main

BOSTON = Path(__file__).parents[2] / "examples" / "boston-311"
SOURCES = """format: 1
sources:
  requests:
    table: City.requests
    entity: request
    key: case_id
    zone: America/New_York
    events: {opened: opened_local, closed: closed_local}
    attributes: {type: {column: type, type: text}, queue: {column: queue, type: text}}
"""
SETUP = """
CREATE SCHEMA "City";
CREATE TABLE "City".requests (case_id text, opened_local timestamp, closed_local timestamp, type text, queue text);
CREATE ROLE reader LOGIN;
GRANT USAGE ON SCHEMA "City" TO reader;
GRANT SELECT ON ALL TABLES IN SCHEMA "City" TO reader;
CREATE SCHEMA pad AUTHORIZATION reader;
"""
AS_OF = ["--as-of", "2016-02-01", "--json"]


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection]:
    """Open a database of these tests' own, with the city's requests in it."""
    with psycopg.connect(postgres(), autocommit=True) as first:
        first.execute("DROP DATABASE IF EXISTS city")
        first.execute("CREATE DATABASE city")
    connection = psycopg.connect(postgres().replace("dbname=postgres", "dbname=city"), autocommit=True)
    connection.execute(SETUP)
    with (
        gzip.open(BOSTON / "requests.csv.gz", "rt", encoding="utf-8") as file,
        connection.cursor() as cursor,
        cursor.copy('COPY "City".requests FROM STDIN') as copy,
    ):
        for row in csv.DictReader(file):
            cells = (row[name] or None for name in ("case_id", "opened_local", "closed_local", "type", "queue"))
            copy.write_row(list(cells))
    yield connection
    connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(BOSTON / "agreement.yaml", tmp_path)
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return tmp_path


def url(connection: psycopg.Connection, user: str = "reader") -> str:
    host, port = connection.info.host, connection.info.port
    return f"postgresql://{user}@/city?host={host}&port={port}"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def tables(connection: psycopg.Connection) -> list[tuple[str, ...]]:
    """Return every table and view of the database that somebody made."""
    ours = "SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
    made = "c.relkind IN ('r', 'v') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
    return connection.execute(f"{ours} WHERE {made} AND n.nspname NOT LIKE 'pg_%' ORDER BY 1, 2").fetchall()


def test_who_may_only_read_gets_what_the_file_gives_and_leaves_nothing(server, folder: Path) -> None:
    before = tables(server)
    found = run("evaluate", str(folder), "--engine", url(server), *AS_OF)
    assert found.exit_code == 3, found.output
    assert json.loads(found.stdout) == json.loads(run("evaluate", str(BOSTON), *AS_OF).stdout)
    assert tables(server) == before == [("City", "requests")]


def test_without_temporary_tables_a_scratch_schema_is_used_and_left_empty(server, folder: Path) -> None:
    from accordant.measure.sql.engines.postgres import Postgres

    server.execute("REVOKE TEMPORARY ON DATABASE city FROM PUBLIC")
    refused = run("evaluate", str(folder), "--engine", url(server), *AS_OF)
    assert refused.exit_code == 2
    assert "TEMPORARY on the database or a schema named by '--scratch'" in refused.output
    scratch = Postgres(url(server), "pad")
    scratch.send('"events x"', [("entity", "VARCHAR")], [["a"]])
    scratch.view('"latest x"', 'SELECT entity FROM "events x"')
    assert scratch.rows('SELECT entity FROM "latest x"') == [("a",)]
    assert ("pad", "events x") in tables(server)
    again = run("evaluate", str(folder), "--engine", url(server), "--scratch", "pad", *AS_OF)
    assert "another run writes into schema 'pad'" in again.output
    scratch.close()
    assert tables(server) == [("City", "requests")]
    server.execute("GRANT TEMPORARY ON DATABASE city TO PUBLIC")


def test_a_table_that_is_not_there_and_one_that_may_not_be_read_are_told_before_anything_runs(
    server, folder: Path
) -> None:
    sources = folder / "sources.yaml"
    sources.write_text(SOURCES.replace("City.requests", "City.nothing"), encoding="utf-8")
    missing = run("evaluate", str(folder), "--engine", url(server), *AS_OF)
    assert missing.exit_code == 1
    assert "there is no table 'City.nothing'" in missing.output
    sources.write_text(SOURCES, encoding="utf-8")
    server.execute('REVOKE SELECT ON "City".requests FROM reader')
    refused = run("evaluate", str(folder), "--engine", url(server), *AS_OF)
    assert refused.exit_code == 2
    assert "permission denied for table requests" in refused.output
    server.execute('GRANT SELECT ON "City".requests TO reader')


def test_a_password_is_taken_from_the_environment_alone(server, folder: Path) -> None:
    secret = url(server).replace("reader@", "reader:hunter2@")
    refused = run("evaluate", str(folder), "--engine", secret, *AS_OF)
    assert refused.exit_code == 2
    assert "set PGPASSWORD" in refused.output
    assert "hunter2" not in refused.output


def test_an_item_is_explained_from_where_its_events_lie(server, folder: Path) -> None:
    case = server.execute('SELECT min(case_id) FROM "City".requests WHERE closed_local IS NOT NULL').fetchone()[0]
    words = ("rodents", case, "--as-of", "2016-02-01", "--json")
    here = run("explain", str(folder), *words, "--engine", url(server))
    there = run("explain", str(BOSTON), *words)
    assert here.exit_code == there.exit_code
    assert here.stdout == there.stdout
