"""Which engines the tests of this folder run on: those of `--engines`, PostgreSQL when nobody says."""

from pathlib import Path

import pytest
from running import NAMES, engine

from accordant.measure.sql.engine import SqlEngine


def asked(config: pytest.Config) -> list[str]:
    """Return the engines to run on."""
    return str(config.getoption("--engines")).split(",")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out `test_spark.py` and the like, which need what is not installed, unless it is asked for."""
    owner = collection_path.stem.removeprefix("test_").partition("_")[0]
    return True if owner in NAMES and owner not in asked(config) else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        metafunc.parametrize("engine_name", asked(metafunc.config), scope="session")


@pytest.fixture
def warehouse(engine_name: str) -> SqlEngine:
    """Return the engine of that name, one for all tests of a process."""
    return engine(engine_name)
