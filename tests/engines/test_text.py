"""The text that people are given, run as it stands on each engine, gives the tallies that DuckDB does."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from golden import Case
from running import another
from sql.scripts import CASES, Rows, heard, held, tallies

from accordant.measure.sql.dialects.writing import WRITING
from accordant.measure.sql.engine import SqlEngine

NAMES = (
    "clock-pause-at-the-last-moment",
    "clock-scope",
    "relief-surge-ranks",
    "target-dated",
)
FEW = [case for case in CASES if case.name in NAMES]


@pytest.mark.parametrize("case", FEW, ids=lambda case: case.name)
def test_a_script_gives_the_same_tallies(session: SqlEngine, engine_name: str, case: Case) -> None:
    held(session, case)
    run = running(session.database, engine_name)
    for setting in WRITING[engine_name].begins:
        run(setting)
    assert tallies(case, session, engine_name, run) == heard(case)


@pytest.fixture
def session(engine_name: str) -> Iterator[SqlEngine]:
    """Open a session that knows no tables yet, as he has who pastes the text."""
    engine = another(engine_name)
    yield engine
    if engine_name != "duckdb":
        engine.database.close()


def running(database: Any, name: str) -> Callable[[str], Rows]:
    """Return what runs a text as it stands, by the client of an engine."""
    match name:
        case "postgres":
            return lambda text: _fetched(database.connection.execute(text.encode()))
        case "spark":
            return lambda text: [tuple(row) for row in database.session.sql(text).collect()]
        case "duckdb":
            return lambda text: database.connection.execute(text).fetchall()
        case _:
            return lambda text: _of_clickhouse(database, text)


def _fetched(cursor: Any) -> Rows:
    return cursor.fetchall() if cursor.description else []


def _of_clickhouse(database: Any, text: str) -> Rows:
    from accordant.measure.sql.engines.clickhouse_rows import read

    if text.startswith(("SELECT", "WITH")):
        return list(read(database.door.run(f"{text} FORMAT JSONCompactEachRowWithNamesAndTypes")))
    list(database.door.run(text))
    return []
