"""Which engines the tests of this folder run on: `--engines postgres,spark,clickhouse`; PostgreSQL by itself."""

import pytest
from running import engine

from accordant.measure.sql.engine import SqlEngine


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engines", default="postgres", help="engines to run on, with commas between them")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        names = metafunc.config.getoption("--engines").split(",")
        metafunc.parametrize("engine_name", names, scope="session")


@pytest.fixture
def warehouse(engine_name: str) -> SqlEngine:
    """Return the engine of that name, one for all tests of a process."""
    return engine(engine_name)
