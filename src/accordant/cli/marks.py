"""Marks of source files: how long each was when it was read and the sum of its bytes tell whether it only grew."""

from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from accordant.record.opening import locate
from accordant.terms.source import Source, Sources

_BLOCK: Final = 1 << 20
_LINES: Final = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson")


@dataclass(frozen=True)
class Mark:
    """A source as it was read: the sum of its rule, its file's size and sum, and whether a whole row ended it."""

    rule: str
    size: int
    sum: str
    is_whole: bool

    def told(self) -> dict[str, Any]:
        """Return the mark as plain data, which make one again."""
        return asdict(self)


def mark(sources: Sources, source: Source, was: Mark | None = None) -> tuple[Mark, bool]:
    """Return the mark of a source's file as it is, and whether it has only grown since another mark.

    Then it begins with all that it was, and goes on with new rows if it goes on at all. A database that keeps
    changes beside its file cannot be told. Raises Unopenable or OSError.
    """
    path = locate(sources, source)
    size = path.stat().st_size
    total, before, is_whole = _summed(path, size, was.size if was else 0)
    now = Mark(_rule(source), size, total, is_whole and path.suffix.lower() in _LINES)
    if was is None or was.rule != now.rule or was.sum != before or _has_log(path):
        return now, False
    return now, size == was.size or was.is_whole


def times(sources: Sources) -> list[tuple[int, int]]:
    """Return the size of each source's file and when it was changed, to tell whether one was since."""
    told = [locate(sources, one).stat() for one in sources.sources]
    return [(one.st_size, one.st_mtime_ns) for one in told]


def _rule(source: Source) -> str:
    """Return the sum of what is said of a source, wherever it is said."""
    return sha256(repr(source).encode()).hexdigest()


def _has_log(path: Path) -> bool:
    return any(path.with_name(f"{path.name}{end}").exists() for end in ("-wal", "-journal", ".wal"))


def _summed(path: Path, size: int, before: int) -> tuple[str, str, bool]:
    """Return the sums of all and of the first so many bytes, and whether a row ends at the end of all.

    It does where a line ends outside quotes.
    """
    total, quotes, last, read, earlier = sha256(), 0, b"\n", 0, ""
    bounds = sorted({min(before, size), size})
    with path.open("rb") as file:
        for bound in bounds:
            while read < bound and (block := file.read(min(_BLOCK, bound - read))):
                total.update(block)
                quotes, last, read = quotes + block.count(b'"'), block[-1:], read + len(block)
            earlier = earlier or (total.hexdigest() if read == before else "")
    return total.hexdigest(), earlier, last == b"\n" and quotes % 2 == 0
