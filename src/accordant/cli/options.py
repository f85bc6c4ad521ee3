"""Arguments and options that several commands share, spelled once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

agreement_argument: Decorator = click.argument(
    "agreement", type=click.Path(path_type=Path, exists=True), default=Path(), required=False
)
sources_option: Decorator = click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The sources file; by default sources.yaml beside the agreement.",
)
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
as_of_option: Decorator = click.option(
    "--as-of",
    metavar="INSTANT",
    help="Judge as things stood then: a date (its end) or an instant with an offset. Default: now.",
)
known_at_option: Decorator = click.option(
    "--known-at", metavar="INSTANT", help="Use only what had been recorded by then. Default: the same as --as-of."
)
ENGINES = ("auto", "duckdb", "memory")


def engine_named(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    """Return the name of an engine, or the URL of one that holds tables of its own."""
    from accordant.cli.warehouse import checked, is_warehouse

    if name in ENGINES:
        return name
    if is_warehouse(name):
        return checked(name)
    known = ", ".join(
        (*ENGINES, "postgresql://HOST/DATABASE", "spark", "spark://MASTER", "clickhouse://HOST/DATABASE")
    )
    raise click.BadParameter(f"no engine is called '{name}'; known: {known}")


engine_option: Decorator = click.option(
    "--engine",
    metavar="ENGINE",
    callback=engine_named,
    default="auto",
    show_default=True,
    help="What measures: auto (the quicker of two), duckdb, memory; or where the tables of the sources lie:"
    " postgresql://HOST/DATABASE, spark, spark://MASTER, clickhouse://HOST/DATABASE. All say the same.",
)
