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
