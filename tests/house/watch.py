"""Which fields of which terms are read by whom: classes are watched while the corpus runs, reads come out.

A read inside `terms` itself counts for whoever called it; comparing, hashing and printing a term reads nothing.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from types import FrameType

Reads = set[tuple[str, str]]


@contextmanager
def watching(classes: Sequence[type], readers: tuple[str, ...]) -> Iterator[Reads]:
    """Yield the fields of some classes that modules of those names read while the block runs."""
    reads: Reads = set()
    for one in classes:
        one.__getattribute__ = _watcher(one, readers, reads)  # type: ignore[method-assign]
    try:
        yield reads
    finally:
        for one in classes:
            del one.__getattribute__


def _watcher(one: type, readers: tuple[str, ...], reads: Reads) -> Callable[[object, str], object]:
    unread = {field.name for field in fields(one)}
    plain = object.__getattribute__

    def __getattribute__(self: object, name: str) -> object:
        if name in unread and _reader(sys._getframe(1)).startswith(readers):
            unread.discard(name)
            reads.add((one.__name__, name))
        return plain(self, name)

    return __getattribute__


def _reader(frame: FrameType | None) -> str:
    """Return the module that reads, "" for what is generated."""
    while frame is not None and frame.f_code.co_filename != "<string>":
        module = str(frame.f_globals.get("__name__", ""))
        if module != __name__ and not module.startswith("accordant.terms"):
            return module
        frame = frame.f_back
    return ""
