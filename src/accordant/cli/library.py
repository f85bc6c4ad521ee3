"""The library of real agreements: a name and a date go in, the dated files and what is known of them come out.

Each entry is a folder of `accordant/library` with an `about.yaml`: where its figures are from, and how sure they
are. An entry of several versions has a folder for each, named by the date from which it held.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from accordant.text.quantity import day
from accordant.text.tree import Mapping, Node, Scalar, Sequence, compose

ABOUT = "about.yaml"
WRITTEN = (".yaml", ".csv")


@dataclass(frozen=True)
class Entry:
    """One agreement of the library, as its `about.yaml` describes it.

    `effective` are the dates from which its versions held, in order; none when no date is stated. `confidence` is
    P (primary text), S (secondary page), R (recalled), D (derived), or several. `template` names the template
    whose files it is, "" when it has its own. `run` are the options that show its rows.
    """

    name: str
    title: str
    kind: str
    confidence: str
    effective: tuple[date, ...]
    sources: tuple[str, ...]
    template: str
    run: str
    remarks: tuple[str, ...]
    unconfirmed: tuple[str, ...]


def entries() -> list[Entry]:
    """Return every agreement of the library, by name."""
    return sorted((_entry(folder) for folder in _folder().iterdir() if folder.is_dir()), key=lambda one: one.name)


def version_on(entry: Entry, on: date | None) -> date | None:
    """Return the date of the version that held on a day, by default of the latest; None when there was none."""
    held = [since for since in entry.effective if on is None or since <= on]
    return held[-1] if held else None


def entry_files(entry: Entry, version: date | None) -> list[tuple[str, str]]:
    """Return the names and texts of an entry's files, those of the version laid over what all versions share."""
    folder = _folder() / entry.name
    dated = folder / str(version) if version else None
    found = dict(_texts(folder))
    if dated is not None and dated.is_dir():
        found.update(_texts(dated))
    return sorted(found.items())


def _folder() -> Traversable:
    return files("accordant") / "library"


def _texts(folder: Traversable) -> Iterator[tuple[str, str]]:
    for item in folder.iterdir():
        if item.is_file() and item.name.endswith(WRITTEN):
            yield item.name, item.read_text(encoding="utf-8")


def _entry(folder: Traversable) -> Entry:
    root, _ = compose((folder / ABOUT).read_text(encoding="utf-8"), ABOUT)
    about = root if isinstance(root, Mapping) else None
    versions = [found for item in folder.iterdir() if item.is_dir() and (found := day(item.name))]
    stated = day(_one(about, "effective"))
    return Entry(
        folder.name,
        _one(about, "title"),
        _one(about, "kind"),
        _one(about, "confidence"),
        tuple(sorted(versions)) or ((stated,) if stated else ()),
        _all(about, "sources"),
        _one(about, "template"),
        _one(about, "run"),
        _all(about, "remarks"),
        _all(about, "not confirmed"),
    )


def _one(about: Mapping | None, key: str) -> str:
    node = about.get(key) if about else None
    return node.text if isinstance(node, Scalar) else ""


def _all(about: Mapping | None, key: str) -> tuple[str, ...]:
    node: Node | None = about.get(key) if about else None
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(item.text for item in items if isinstance(item, Scalar))
