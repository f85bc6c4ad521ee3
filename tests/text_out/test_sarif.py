import jsonschema

from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place
from accordant.text.sarif import as_sarif

RULES = {"E104": "a name is used that nothing defines", "W501": "an obligation has no consequence"}

MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "id": {"type": "integer", "minimum": -1},
        "message": MESSAGE,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "properties": {"uri": {"type": "string", "pattern": "^\\S+$"}},
                },
                "region": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        name: {"type": "integer", "minimum": 1}
                        for name in ("startLine", "startColumn", "endColumn")
                    },
                },
            },
        },
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["message", "ruleId"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": MESSAGE,
        "locations": {"type": "array", "items": LOCATION},
        "relatedLocations": {"type": "array", "items": LOCATION},
        "suppressions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"enum": ["inSource", "external"]}},
            },
        },
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {"type": "object", "required": ["id"]},
                                    }
                                },
                            }
                        },
                    },
                },
            },
        },
    },
}

FINDINGS = [
    Finding(
        "E104",
        Severity.ERROR,
        "'SQLs' is not defined",
        Place("my agreement.yaml", 5, 27, 4),
        hint="did you mean 'SQL'?",
        related=(("defined here", Place("my agreement.yaml", 2, 3, 3)),),
    ),
    Finding("W501", Severity.WARNING, "'speed' has no consequence", silenced="agreed so"),
    Finding("N900", Severity.LATER, "this will be an error", Place("sources.yaml", 1, 1, 0)),
]


def test_findings_are_valid_sarif():
    jsonschema.validate(as_sarif(FINDINGS, "0.1.0", RULES), SARIF)
    jsonschema.validate(as_sarif([], "0.1.0", {}), SARIF)


def test_every_result_points_at_its_rule():
    run = as_sarif(FINDINGS, "0.1.0", RULES)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert {result["ruleId"] for result in run["results"]} == {"E104", "W501", "N900"}
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert {rule["id"]: rule["shortDescription"]["text"] for rule in rules} == RULES | {"N900": "N900"}


def test_a_place_ends_after_its_last_character():
    by_code = {result["ruleId"]: result for result in as_sarif(FINDINGS, "0.1.0", RULES)["runs"][0]["results"]}
    place = by_code["E104"]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 5, "startColumn": 27, "endColumn": 31}
    assert place["artifactLocation"]["uri"] == "my%20agreement.yaml"
    assert by_code["N900"]["level"] == "note"


def test_a_silenced_finding_is_a_suppressed_result():
    by_code = {result["ruleId"]: result for result in as_sarif(FINDINGS, "0.1.0", RULES)["runs"][0]["results"]}
    assert by_code["W501"]["suppressions"] == [{"kind": "inSource", "justification": "agreed so"}]
    assert by_code["E104"]["message"]["text"] == "'SQLs' is not defined (did you mean 'SQL'?)"
    assert "suppressions" not in by_code["E104"]
