"""Talk on standard error while something takes its time: a spinner on a terminal, silence elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def talking(about: str) -> Iterator[None]:
    """Say what is being done: on a terminal with a spinner that goes away, else not at all; never as output."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(about):
        yield
