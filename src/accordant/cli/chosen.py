"""The engine that was asked for on the command line, and what it may use."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

OWN = ("auto", "duckdb", "memory")
"""The engines that read files."""

_SIZE = re.compile(r"[1-9][0-9]*(\.[0-9]+)? ?[KMGT]i?B", re.IGNORECASE)


@dataclass(frozen=True)
class Chosen:
    """An engine by name or URL; how much memory DuckDB may take ("" as it likes); where a warehouse may write."""

    name: str = "auto"
    memory: str = ""
    scratch: str = ""


def _named(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    """Return the name of an engine, or the URL of one that holds tables of its own."""
    from accordant.cli.warehouse import KNOWN, checked, is_warehouse

    if name in OWN:
        return name
    if is_warehouse(name):
        return checked(name)
    raise click.BadParameter(f"no engine is called '{name}'; known: {', '.join((*OWN, *KNOWN))}")


def _size(_context: click.Context, _parameter: click.Parameter, size: str) -> str:
    if size and not _SIZE.fullmatch(size):
        raise click.BadParameter(f"'{size}' is no size; write it as 2GB or 800MB")
    return size


def engine_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command take an engine, and what it may use, as one `Chosen`."""

    @wraps(command)
    def run(*args: Any, engine: str, memory: str, scratch: str, **rest: Any) -> Any:
        return command(*args, engine=Chosen(engine, memory, scratch), **rest)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


_OPTIONS = (
    click.option(
        "--engine",
        metavar="ENGINE",
        callback=_named,
        default="auto",
        show_default=True,
        help="What measures: auto (the quicker of two), duckdb, memory; or where the tables of the sources lie:"
        " postgresql://HOST/DATABASE, spark, spark://MASTER, clickhouse://HOST/DATABASE. All say the same.",
    ),
    click.option(
        "--memory",
        metavar="SIZE",
        callback=_size,
        default="",
        help="How much memory DuckDB may take, such as 2GB; what has no room goes to a temporary folder.",
    ),
    click.option(
        "--scratch",
        metavar="SCHEMA",
        default="",
        help="The schema of a warehouse in which tables may be made; without it they are temporary ones.",
    ),
)
