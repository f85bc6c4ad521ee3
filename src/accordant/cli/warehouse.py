"""Engines that hold tables of their own: a URL goes in, the engine over the tables that sources name comes out."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from accordant.cli.folder import FINDINGS, stop_on_errors

if TYPE_CHECKING:
    from accordant.cli.chosen import Chosen
    from accordant.measure.sql.warehouse import Tables, Warehouse
    from accordant.record.rows import LateLimit
    from accordant.terms.source import Sources

EXTRAS = {
    "postgresql": "postgres",
    "postgres": "postgres",
    "spark": "spark",
    "local": "spark",
    "clickhouse": "clickhouse",
    "clickhouses": "clickhouse",
}
"""The schemes of URLs, and the extra of the package that each needs."""

KNOWN = ("postgresql://HOST/DATABASE", "spark", "spark://MASTER", "clickhouse://HOST/DATABASE")
"""How such engines are named."""


def is_warehouse(name: str) -> bool:
    """Say whether an engine holds tables of its own."""
    return scheme(name) in EXTRAS


def scheme(name: str) -> str:
    """Return what an engine's name begins with: `postgresql` of a URL, `local` of `local[2]`."""
    return name.partition("://")[0].partition("[")[0]


def checked(name: str) -> str:
    """Return an engine's URL. Raises BadParameter for a password in it, which a history of commands would keep."""
    try:
        secret = urlsplit(name).password if "://" in name else None
    except ValueError as error:
        raise click.BadParameter(f"this is no URL: {error}") from error
    if secret is not None or "password=" in name:
        hint = "leave it out, and set PGPASSWORD or CLICKHOUSE_PASSWORD in the environment"
        raise click.BadParameter(f"a password does not belong on the command line: {hint}")
    return name


def opened(chosen: "Chosen", sources: "Sources", late_limit: "LateLimit") -> "Warehouse":
    """Connect, and find the tables of the sources; what stands in the way is told and ends the command."""
    try:
        database = _database(chosen)
    except ImportError as error:
        extra = EXTRAS[scheme(chosen.name)]
        raise click.UsageError(f"{error.name} is not installed: pip install 'accordant[{extra}]'") from error
    click.get_current_context().call_on_close(database.close)
    from accordant.measure.sql.tables.open import TablesDoNotFit
    from accordant.measure.sql.warehouse import Warehouse

    try:
        return Warehouse(database, sources, late_limit=late_limit)
    except TablesDoNotFit as error:
        stop_on_errors(error.findings)
        raise


@contextmanager
def stopped_by_obstacles(name: str) -> Iterator[None]:
    """End the command, with a sentence for each, where the tables' engine cannot measure a promise."""
    if not is_warehouse(name):
        yield
        return
    from accordant.measure.sql.database import Unfit
    from accordant.measure.sql.unmeasurable import Unmeasurable

    try:
        yield
    except Unmeasurable as error:
        for obstacle in error.obstacles:
            click.echo(f"not measured: {obstacle.sentence}", err=True)
        sys.exit(FINDINGS)
    except Unfit as error:
        click.echo(f"not measured: a number fits no column of {scheme(name)}: {error}", err=True)
        sys.exit(FINDINGS)


def _database(chosen: "Chosen") -> "Tables":
    name, kind = chosen.name, EXTRAS[scheme(chosen.name)]
    if chosen.scratch and kind != "postgres":
        others = "Spark and ClickHouse make nothing but temporary tables"
        raise click.UsageError(f"'--scratch' is for PostgreSQL: {others}")
    if kind == "postgres":
        from psycopg import OperationalError

        from accordant.measure.sql.engines.postgres import Postgres

        return _connected(name, lambda: Postgres(name, chosen.scratch), OperationalError)
    if kind == "spark":
        from accordant.measure.sql.engines.spark import Spark

        return Spark("" if name == "spark" else name)
    from accordant.measure.sql.engines.clickhouse import ClickHouse
    from accordant.measure.sql.engines.clickhouse_door import Http, Refused

    user, password = os.environ.get("CLICKHOUSE_USER", "default"), os.environ.get("CLICKHOUSE_PASSWORD", "")
    return _connected(name, lambda: ClickHouse(Http(name, user, password)), Refused)


def _connected(name: str, connect: Callable[[], "Tables"], error: type[Exception]) -> "Tables":
    try:
        return connect()
    except error as failed:
        raise click.UsageError(f"{name} does not answer: {' '.join(str(failed).split())}") from failed
