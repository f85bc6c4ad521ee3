"""`accordant schema`: JSON Schemas that accept the files of the format and refuse others."""

import json
from pathlib import Path

import pytest
from cli.run import FORMAT, run
from jsonschema import Draft202012Validator

from accordant.cli.init_command import TEMPLATES, template_files
from accordant.text.tree import Mapping, Node, Scalar, compose


def plain(node: Node | None) -> object:
    """Turn a text into data as an editor sees it: every scalar is text."""
    match node:
        case Mapping(entries):
            return {entry.key: plain(entry.node) for entry in entries}
        case Scalar(text):
            return text
        case None:
            return None
        case _:
            return [plain(item) for item in node.items]


def validator(words: str) -> Draft202012Validator:
    schema = json.loads(run(f"schema {words}").stdout)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def errors(words: str, text: str) -> list[str]:
    return [error.message for error in validator(words).iter_errors(plain(compose(text, "file")[0]))]


@pytest.mark.parametrize("file", sorted(FORMAT.glob("*.yaml")), ids=lambda file: file.stem)
def test_files_of_the_format_are_accepted(file: Path) -> None:
    kind = "sources" if ".sources." in file.name else "agreement"
    assert errors(kind, file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates_are_accepted(template: str) -> None:
    texts = dict(template_files(template))
    assert errors("agreement", texts["agreement.yaml"]) == []
    assert errors("sources", texts["sources.yaml"]) == []


def test_an_unknown_key_is_refused() -> None:
    text = dict(template_files("customer"))["agreement.yaml"]
    assert errors("", text.replace("within:", "witin:", 1))


def test_the_agreement_is_the_default() -> None:
    assert run("schema").stdout == run("schema agreement").stdout
    assert run("schema").stdout != run("schema sources").stdout


def test_an_amendment_has_a_schema_of_its_own() -> None:
    text = "format: 1\nagreed: 2026-06-20\nfrom: 2026-07-01\nchanges: {definitions: {spam: removed}}\n"
    assert errors("amendment", text) == []
    assert errors("amendment", text.replace("agreed", "agred"))
    assert errors("agreement", text)
