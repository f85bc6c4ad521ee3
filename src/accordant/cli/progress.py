"""Talk on standard error while something takes its time: a spinner on a terminal, one line elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def talking(about: str) -> Iterator[None]:
    """Say what is being done; on a terminal with a spinner that goes away, and never on standard output."""
    if not sys.stderr.isatty():
        click.echo(f"{about} ...", err=True)
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(about):
        yield
