import copy
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest
import yaml

from accordant.text.grammar import Choice, Clause, Many, Named, Text, field_of, kind_of
from accordant.text.read_remedy import KINDS
from accordant.text.schema import agreement_schema, amendment_schema, sources_schema
from accordant.text.spelling import AGREEMENT
from accordant.text.spelling_sources import SOURCES

FORMAT = Path(__file__).parent.parent / "format"
FILES = sorted(FORMAT.glob("*.yaml"))
SCHEMAS = {"agreement": agreement_schema(), "sources": sources_schema(), "amendment": amendment_schema()}


def texts(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def validator(name):
    return jsonschema.Draft202012Validator(SCHEMAS[name])


def schema_of(path):
    return validator("sources" if path.name.endswith(".sources.yaml") else "agreement")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema(name):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_of_the_format_validates(path):
    assert [error.message for error in schema_of(path).iter_errors(texts(path))] == []


def mappings(value, path=()):
    """Yield the path of every mapping."""
    if isinstance(value, dict):
        yield path
        for key, inner in value.items():
            yield from mappings(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from mappings(inner, (*path, index))


OPEN = {"weights", "facts", "expect", "allocation", "bands", "tiers", "share", "is", "events", "silence", "open"}
SECTIONS = {key.word for key in AGREEMENT["agreement"].keys if isinstance(key.kind, Named)} | {"sources"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_unknown_key_does_not_validate(path):
    document = texts(path)
    for place in mappings(document):
        if place and (
            place[-1] in OPEN
            or (len(place) == 1 and place[0] in SECTIONS)
            or place[-1] in ("fields", "attributes")
        ):
            continue
        wrong = copy.deepcopy(document)
        inner = wrong
        for step in place:
            inner = inner[step]
        inner["no such key"] = "x"
        assert not schema_of(path).is_valid(wrong), place


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a.pop("parties"),
        lambda a: a["term"].update({"from": "1 January"}),
        lambda a: a["obligations"]["speed"].update(count="MQL"),
        lambda a: a["obligations"]["speed"].update(target="at least many"),
        lambda a: a["obligations"]["speed"].update({"on 2th miss": ["escalation"]}),
        lambda a: a["remedies"]["escalation"].update(contents="steps"),
        lambda a: a["remedies"]["make good"].update({"at most": "20 USD"}),
        lambda a: a["definitions"]["MQL"].update(first="maybe"),
        lambda a: a["calendars"]["office"].update(open={"mon": "9-17"}),
    ],
)
def test_what_no_agreement_can_say_does_not_validate(change):
    document = texts(FORMAT / "marketing-sales.yaml")
    validator("agreement").validate(document)
    change(document)
    assert not validator("agreement").is_valid(document)


def test_numbers_and_flags_as_other_yaml_readers_take_them_validate():
    document = yaml.safe_load(
        (FORMAT / "vendor-managed-service.yaml")
        .read_text(encoding="utf-8")
        .replace("2026-01-01", "'2026-01-01'")
        .replace("2027-12-31", "'2027-12-31'")
    )
    assert document["format"] == 1
    validator("agreement").validate(document)


def test_an_amendment_validates():
    amendment = {
        "format": "1",
        "agreed": "2026-06-20",
        "from": "2026-07-01",
        "changes": {"definitions": {"spam": "removed", "won": {"of": "lead", "when": "event = 'won'"}}},
    }
    validator("amendment").validate(amendment)
    assert not validator("amendment").is_valid(amendment | {"windows": "later"})


CLAUSES = [(name, kind) for grammar in (AGREEMENT, SOURCES) for name, kind in grammar.items()]


def clauses(kind):
    match kind:
        case Clause():
            yield kind
            for key in kind.keys:
                yield from clauses(kind_of(key, kind))
        case Choice(kinds):
            for one in kinds:
                yield from clauses(one)
        case Many(of) | Named(of):
            yield from clauses(of)
        case Text() | str():
            return


EVERY = [clause for _, kind in CLAUSES for clause in clauses(kind)]
# Fields that no key of their own spells: names are keys of their section, places and readings are made on reading.
MADE = {"name", "place", "rule", "reason", "fingerprint", "amendments", "tree"}
SPELLED_ELSEWHERE = {
    "Bonus": {"of"},
    "Cap": {"of"},
    "Calendar": {"name"},
    "ClaimRule": {"deadlines"},
    "EarnBack": {"windows", "level", "bound"},
    "Exclusion": {"per"},
    "Indemnity": {"cap_per"},
    "Party": {"key"},
    "Right": {"deadline", "of_each", "prorated"},
    "ServiceCredit": {"pays_text", "floor_exclusive"},
    "Surge": {"plan"},
    "Sources": {"folder"},
}


def test_every_field_of_every_term_has_a_key():
    spelled = {}
    for clause in EVERY:
        if clause.term:
            spelled.setdefault(clause.term, set()).update(field_of(key) for key in clause.keys)
    for term, known in spelled.items():
        names = {field.name for field in fields(term)} - MADE - SPELLED_ELSEWHERE.get(term.__name__, set())
        assert names - known == set(), term.__name__


def test_the_remedies_are_spelled_as_they_are_read():
    assert set(AGREEMENT["remedy"].kinds) == set(KINDS)
