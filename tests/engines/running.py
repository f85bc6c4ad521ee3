"""Engines that run for real while tests do: a PostgreSQL server, a local Spark, an embedded ClickHouse."""

import os
from functools import cache
from pathlib import Path

from accordant.measure.sql.database import Database
from accordant.measure.sql.duck import DuckEngine
from accordant.measure.sql.engine import SqlEngine

_JAVA = "-XX:+UseSerialGC -Xms800m -Xmn400m"
NAMES = ("duckdb", "postgres", "spark", "clickhouse")


@cache
def engine(name: str) -> SqlEngine:
    """Return the engine of that name that all tests of a process share."""
    return another(name)


def another(name: str) -> SqlEngine:
    """Return an engine of that name in a session of its own, without events yet."""
    return DuckEngine.from_events([]) if name == "duckdb" else SqlEngine(_database(name))


def _database(name: str) -> Database:
    match name:
        case "postgres":
            from server import postgres

            from accordant.measure.sql.engines.postgres import Postgres

            return Postgres(postgres())
        case "spark":
            from accordant.measure.sql.engines.spark import Spark

            os.environ.setdefault("PYSPARK_SUBMIT_ARGS", _submitted())
            return Spark("local[1]")
        case "clickhouse":
            from accordant.measure.sql.engines.clickhouse import ClickHouse
            from accordant.measure.sql.engines.clickhouse_door import Embedded

            return ClickHouse(Embedded())
        case _:
            raise ValueError(f"no engine is called '{name}'")


def _submitted() -> str:
    """Return how Spark is started: its own jars come first, since it looks each closure up in all of them anew."""
    import pyspark

    jars = Path(pyspark.__file__).parent / "jars"
    first = ":".join(str(jar) for name in ("sql", "core", "catalyst") for jar in jars.glob(f"spark-{name}_*.jar"))
    return f'--driver-class-path "{first}" --driver-java-options "{_JAVA}" pyspark-shell'
