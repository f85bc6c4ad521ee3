"""Findings as SARIF 2.1.0, the form in which code hosts and editors take them from any checker."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place
from accordant.text.codes import FINDINGS
from accordant.text.message import in_order

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.LATER: "note", Severity.NOTE: "note"}


def as_sarif(findings: Iterable[Finding], version: str, rules: Mapping[str, str] = FINDINGS) -> dict[str, object]:
    """Give findings as one SARIF run of this tool, ready for a JSON writer.

    `rules` maps each code to its one-line meaning, by default those of reading texts; a code outside it is listed
    by its number alone. Silenced findings are results with a suppression. Columns count characters, ends are
    exclusive.
    Source: OASIS SARIF 2.1.0, sections 3.13 to 3.30.
    """
    every = in_order(findings)
    codes = sorted({*rules, *(finding.code for finding in every)})
    index = {code: position for position, code in enumerate(codes)}
    driver = {"name": "accordant", "version": version, "rules": [_rule(code, rules) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index) for finding in every],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, rules: Mapping[str, str]) -> dict[str, object]:
    return {"id": code, "shortDescription": {"text": rules.get(code, code)}}


def _result(finding: Finding, index: Mapping[str, int]) -> dict[str, object]:
    hint = f" ({finding.hint})" if finding.hint else ""
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message + hint},
        "locations": [_location(finding.at)] if finding.at else [],
    }
    if finding.related:
        result["relatedLocations"] = [
            _location(place) | {"id": number, "message": {"text": note}}
            for number, (note, place) in enumerate(finding.related)
        ]
    if finding.silenced:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.silenced}]
    return result


def _location(place: Place) -> dict[str, object]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + max(place.length, 1),
    }
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place.file)}, "region": region}}
