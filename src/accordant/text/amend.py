"""Versions: an agreement, what stands over it and its amendments go in, each version's whole text comes out."""

from dataclasses import dataclass, field, replace
from datetime import date
from os.path import normpath
from pathlib import Path
from typing import Literal, cast

from accordant.terms.agreement import Agreement, Amendment
from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place
from accordant.text.guard import load
from accordant.text.place import top
from accordant.text.quantity import DATE
from accordant.text.read import check_format, read_version
from accordant.text.read_fields import Fields, Reading, as_mapping, fields, quoted
from accordant.text.spelling import clause
from accordant.text.tree import Entry, Mapping, Scalar, compose

NAMED = (
    "parties",
    "calendars",
    "charges",
    "goals",
    "definitions",
    "exclusions",
    "obligations",
    "remedies",
    "warranties",
    "indemnities",
    "ending",
    "silence",
)
REMOVED = "removed"
MAX_LAYERS = 8


@dataclass(frozen=True)
class _Layer:
    """One agreement of a chain of `over`, and the files that amend it."""

    root: Mapping
    amendments: tuple[Path, ...] = ()


@dataclass(frozen=True)
class _Change:
    """One amendment as written: which layer it changes, when, and how."""

    layer: int
    agreed: date
    since: date
    changes: Mapping
    windows: Literal["next", "split"]
    open_items: bool
    retroactive: bool
    reason: str
    place: Place


@dataclass
class _Folder:
    """What reading a folder has gathered so far; parents come first."""

    findings: list[Finding] = field(default_factory=list)
    layers: list[_Layer] = field(default_factory=list)


def read_folder(path: Path) -> tuple[Agreement | None, list[Finding]]:
    """Read the agreement at a path, what stands over it, and all amendments by date."""
    folder = _Folder()
    file = _agreement_file(path)
    if not _add_layers(file, folder):
        return None, folder.findings
    base, found = read_version(_whole([layer.root for layer in folder.layers]))
    findings = [*folder.findings, *found]
    if base is None:
        return None, list(dict.fromkeys(findings))
    amendments, amended = _amendments(folder)
    return replace(base, amendments=amendments), list(dict.fromkeys([*findings, *amended]))


def merge(base: Mapping, changes: Mapping, reading: Reading) -> Mapping:
    """Lay changes over a text: named clauses replace whole clauses, other sections are replaced whole.

    `removed` takes a clause or a section away; a new name is added at the end.
    """
    merged = {entry.key: entry for entry in base.entries}
    for entry in changes.entries:
        old = merged.get(entry.key)
        if _is_removed(entry):
            _remove(entry, merged, "section", reading)
        elif entry.key in NAMED and isinstance(entry.node, Mapping) and old and isinstance(old.node, Mapping):
            merged[entry.key] = Entry(entry.key, old.place, _clauses(old.node, entry.node, reading))
        elif entry.key in NAMED and isinstance(entry.node, Mapping):
            merged[entry.key] = Entry(
                entry.key,
                entry.place,
                _clauses(Mapping((), old.place if old else entry.place), entry.node, reading),
            )
        else:
            merged[entry.key] = entry
    return Mapping(tuple(merged.values()), base.place)


def _agreement_file(path: Path) -> Path:
    try:
        return path / "agreement.yaml" if path.is_dir() else path
    except (OSError, ValueError):
        return path


def _clauses(base: Mapping, changes: Mapping, reading: Reading) -> Mapping:
    merged = {entry.key: entry for entry in base.entries}
    for entry in changes.entries:
        if _is_removed(entry):
            _remove(entry, merged, "clause", reading)
        else:
            merged[entry.key] = entry
    return Mapping(tuple(merged.values()), base.place)


def _is_removed(entry: Entry) -> bool:
    return isinstance(entry.node, Scalar) and entry.node.text == REMOVED


def _remove(entry: Entry, merged: dict[str, Entry], noun: str, reading: Reading) -> None:
    if entry.key not in merged:
        message = f"there is no {noun} {quoted(entry.key)} to remove"
        reading.error("E141", message, entry.place, reading.suggest(entry.key, merged))
    merged.pop(entry.key, None)


def _whole(roots: list[Mapping], reading: Reading | None = None) -> Mapping:
    """Lay each agreement over the one above it."""
    whole = roots[0]
    for root in roots[1:]:
        whole = merge(whole, root, reading or Reading())
    return whole


def _add_layers(file: Path, folder: _Folder) -> bool:
    """Read the file and, above it, every agreement that `over` names; parents come first."""
    seen: set[Path] = set()
    called: Scalar | None = None
    while True:
        root = _root(file, folder, called)
        if root is None:
            return False
        folder.layers.insert(0, _Layer(root, _amendment_files(file, folder)))
        seen.add(file.resolve())
        over = root.get("over")
        if not isinstance(over, Scalar) or not over.text:
            return True
        called, file = over, _agreement_file(Path(normpath(file.parent / over.text)))
        if _leads_round(file, seen):
            message = f"{quoted(over.text)} leads back to this agreement or through too many"
            folder.findings.append(Finding("E143", Severity.ERROR, message, over.place))
            return True


def _leads_round(file: Path, seen: set[Path]) -> bool:
    try:
        return file.resolve() in seen or len(seen) >= MAX_LAYERS
    # Links that lead to each other are a RuntimeError before Python 3.13.
    except (OSError, ValueError, RuntimeError):
        return False


def _root(file: Path, folder: _Folder, called: Scalar | None) -> Mapping | None:
    """Read one file as keys with values; a parent that cannot be read is noted where it is named."""
    name = str(file)
    text, findings = load(file, name)
    if text is None:
        related = ((findings[0].message, top(name)),)
        message = f"the agreement {quoted(called.text)} cannot be read" if called else ""
        at = called.place if called else None
        folder.findings += [Finding("E142", Severity.ERROR, message, at, "", related)] if called else findings
        return None
    node, found = compose(text, name)
    folder.findings += found
    reading = Reading()
    mapping = as_mapping(node, "an agreement", reading) if node else None
    folder.findings += reading.findings
    return mapping


def _amendment_files(file: Path, folder: _Folder) -> tuple[Path, ...]:
    beside = file.parent / "amendments"
    try:
        found = tuple(sorted(beside.glob("*.yaml")))
    except OSError:
        return ()
    if found and file.name != "agreement.yaml":
        message = f"the amendments beside {quoted(file.name)} are not read: they amend 'agreement.yaml'"
        hint = "name the file agreement.yaml to read them"
        folder.findings.append(Finding("N144", Severity.NOTE, message, top(str(file)), hint))
        return ()
    return found


def _amendments(folder: _Folder) -> tuple[tuple[Amendment, ...], list[Finding]]:
    """Read every amendment, and the whole text as it reads from each on, in order of `from`, then `agreed`."""
    reading = Reading()
    files = [(index, file) for index, layer in enumerate(folder.layers) for file in layer.amendments]
    read = [_change(index, file, reading) for index, file in files]
    changes = sorted((c for c in read if c), key=lambda c: (c.since, c.agreed, c.place.file))
    roots = [layer.root for layer in folder.layers]
    found = []
    for change in changes:
        roots[change.layer] = merge(roots[change.layer], change.changes, reading)
        version, findings = read_version(_whole(roots))
        reading.findings += findings
        if version:
            found.append(_amendment(change, version))
    return tuple(found), reading.findings


def _amendment(change: _Change, version: Agreement) -> Amendment:
    return Amendment(
        change.agreed,
        change.since,
        version,
        change.windows,
        change.open_items,
        change.retroactive,
        change.reason,
        change.place,
    )


def _change(layer: int, file: Path, reading: Reading) -> _Change | None:
    text, findings = load(file, str(file))
    node, composed = compose(text, str(file)) if text is not None else (None, [])
    reading.findings += [*findings, *composed]
    taken = fields(node, "the amendment", clause("amendment"), reading) if node else None
    if taken is None:
        return None
    check_format(taken)
    agreed, since = taken.parse("agreed", DATE), taken.parse("from", DATE)
    changes = taken.read("changes", lambda n, r: fields(n, "'changes'", clause("changes"), r))
    change = _Change(
        layer,
        agreed or date.min,
        since or date.min,
        changes.mapping if changes else Mapping((), taken.place),
        cast(Literal["next", "split"], taken.choice("windows", "next")),
        taken.choice("open items") == "too",
        taken.choice("retroactive") == "agreed",
        taken.text("reason"),
        taken.place,
    )
    _check_dates(change, taken)
    return change if agreed and since and changes else None


def _check_dates(change: _Change, taken: Fields) -> None:
    if date.min < change.since < change.agreed and not taken.has("retroactive"):
        message = f"the amendment holds from {change.since}, before it was agreed on {change.agreed}"
        hint = "add 'retroactive: agreed' when both parties want that"
        node = taken.node("from")
        taken.reading.error("E140", message, node.place if node else taken.place, hint)
