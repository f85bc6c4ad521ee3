"""Reading an agreement: a folder or a text goes in, the agreement with its versions and all findings come out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

from accordant.terms.agreement import Agreement, Kind
from accordant.terms.condition import VerdictRule
from accordant.terms.finding import Finding
from accordant.terms.window import Term
from accordant.text.fingerprint import fingerprint
from accordant.text.read_calendar import read_calendar, read_term
from accordant.text.read_charge import read_cap, read_charge
from accordant.text.read_clauses import (
    read_example,
    read_indemnity,
    read_publication,
    read_review,
    read_right,
    read_silence,
    read_warranty,
)
from accordant.text.read_condition import read_verdict
from accordant.text.read_definition import read_definition, shape_of
from accordant.text.read_exclusion import read_exclusion
from accordant.text.read_fields import Fields, Reading, as_items, as_mapping, quoted
from accordant.text.read_names import calendars, collisions, entities, resolve, units
from accordant.text.read_obligation import read_obligation
from accordant.text.read_party import read_goal, read_need, read_party
from accordant.text.read_remedy import read_remedy
from accordant.text.spelling import clause
from accordant.text.tree import Entry, Mapping, Node, compose

T = TypeVar("T")

FORMAT = "1"
_DECLARING = ("parties", "calendars", "charges", "goals", "definitions", "obligations", "remedies")


def read_agreement(path: Path) -> tuple[Agreement | None, list[Finding]]:
    """Read the agreement of a folder, or of one file, with what stands `over` it and its amendments.

    Amendments are read from the folder `amendments` beside a file named `agreement.yaml`. Never raises: what
    cannot be read is a finding, and all of them are returned; the agreement is None only when too little is
    left of it to go on with.
    """
    from accordant.text.amend import read_folder

    return read_folder(Path(path))


def read_agreement_text(text: str, file: str = "agreement.yaml") -> tuple[Agreement | None, list[Finding]]:
    """Read an agreement from its text alone: nothing stands over it and nothing amends it."""
    root, findings = compose(text, file)
    if root is None:
        return None, findings
    reading = Reading(findings)
    mapping = as_mapping(root, "an agreement", reading)
    if mapping is None:
        return None, reading.findings
    agreement, found = read_version(mapping)
    return agreement, list(dict.fromkeys([*reading.findings, *found]))


def read_version(root: Mapping) -> tuple[Agreement | None, list[Finding]]:
    """Read one version of an agreement from its whole tree."""
    reading = Reading()
    for section in _DECLARING:
        node = root.get(section)
        if isinstance(node, Mapping):
            reading.declare(section, node)
    definitions = root.get("definitions")
    if isinstance(definitions, Mapping):
        reading.shapes = {entry.key: shape_of(entry.node) for entry in definitions.entries}
    agreement = _agreement(Fields(root, "the agreement", clause("agreement"), reading))
    resolve(reading)
    collisions(reading)
    if agreement:
        reading.findings += [*entities(agreement), *calendars(agreement), *units(agreement)]
        agreement = replace(agreement, fingerprint=fingerprint(agreement))
    return agreement, list(dict.fromkeys(reading.findings))


def _agreement(taken: Fields) -> Agreement | None:
    check_format(taken)
    term = taken.read("term", read_term)
    verdict = taken.read("verdict", read_verdict)
    stages = taken.names("stages", "moment")
    agreement = Agreement(
        taken.text("title"),
        cast(Kind, taken.choice("kind", "internal")),
        term or Term(date.min, None, ""),
        _named(taken, "parties", read_party),
        _named(taken, "obligations", read_obligation),
        _named(taken, "definitions", read_definition),
        _named(taken, "calendars", read_calendar),
        taken.text("profile"),
        taken.text("over"),
        taken.text("purpose"),
        _named(taken, "charges", read_charge),
        _named(taken, "goals", read_goal),
        _named(taken, "exclusions", read_exclusion),
        stages,
        _listed(taken, "needs", read_need),
        verdict or VerdictRule(),
        _named(taken, "remedies", read_remedy),
        _listed(taken, "caps", read_cap),
        _named(taken, "warranties", read_warranty),
        _named(taken, "indemnities", read_indemnity),
        taken.read("review", read_review),
        _named(taken, "ending", read_right),
        taken.read("publication", read_publication),
        _listed(taken, "examples", read_example),
        taken.read("silence", read_silence) or (),
        place=taken.place,
    )
    return agreement if term else None


def check_format(taken: Fields) -> None:
    """Note a format that this release does not know."""
    written = taken.text("format")
    node = taken.node("format")
    if written and written != FORMAT and node:
        message = f"format {quoted(written)} is not known"
        taken.reading.error("E126", message, node.place, f"this release reads format {FORMAT}")


def _named(taken: Fields, section: str, reader: Callable[[Entry, Reading], T | None]) -> tuple[T, ...]:
    node = taken.node(section)
    mapping = as_mapping(node, f"'{section}'", taken.reading) if node else None
    if mapping and not mapping.entries:
        taken.reading.error("E123", f"'{section}' has no value", mapping.place, "write one or leave the key away")
    found = [reader(entry, taken.reading) for entry in mapping.entries] if mapping else []
    return tuple(term for term in found if term is not None)


def _listed(taken: Fields, section: str, reader: Callable[[Node, Reading], T | None]) -> tuple[T, ...]:
    node = taken.node(section)
    found = [reader(item, taken.reading) for item in as_items(node, section, taken.reading)] if node else []
    return tuple(term for term in found if term is not None)
