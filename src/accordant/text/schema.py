"""JSON Schema for editors, made from the spelling and the terms: what completes and checks while one types."""

from accordant.text.grammar import Choice, Clause, Grammar, Kind, Many, Named, Text, kind_of
from accordant.text.spelling import AGREEMENT
from accordant.text.spelling_sources import SOURCES

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, object]

# What YAML readers of editors make of words that stay text for us.
_SCALARS = ["string", "number", "boolean"]
_OTHER_READINGS: dict[str, object] = {"yes": True, "no": False, "1": 1}


def agreement_schema() -> Schema:
    """Return the JSON Schema (2020-12) of `agreement.yaml`."""
    return _whole(AGREEMENT, "agreement", "An agreement of accordant", ("amendment", "changes"))


def amendment_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a file of `amendments/`."""
    return _whole(AGREEMENT, "amendment", "An amendment of an agreement of accordant", ("agreement",))


def sources_schema() -> Schema:
    """Return the JSON Schema (2020-12) of `sources.yaml`."""
    return _whole(SOURCES, "sources", "The sources of an agreement of accordant", ())


def _whole(grammar: Grammar, root: str, title: str, without: tuple[str, ...]) -> Schema:
    kinds = {name: kind for name, kind in grammar.items() if name not in without}
    return {
        "$schema": DRAFT,
        "title": title,
        "$ref": f"#/$defs/{root}",
        "$defs": {name: _schema(kind) for name, kind in kinds.items()},
    }


def _schema(kind: Kind) -> Schema:
    match kind:
        case str():
            return {"$ref": f"#/$defs/{kind}"}
        case Text():
            return _text(kind)
        case Many(of, alone):
            items: Schema = {"type": "array", "items": _schema(of)}
            return {"anyOf": [_schema(of), items]} if alone else items
        case Named(of, names):
            restricted: Schema = {"propertyNames": {"pattern": _whole_of(names)}} if names else {}
            return {"type": "object", "additionalProperties": _schema(of)} | restricted
        case Choice(kinds):
            return {"anyOf": [_schema(one) for one in kinds]}
        case Clause():
            return _clause(kind)


def _text(kind: Text) -> Schema:
    if kind.words:
        readings = [_OTHER_READINGS[word] for word in kind.words if word in _OTHER_READINGS]
        return {"enum": [*kind.words, *readings]}
    pattern: Schema = {"pattern": _whole_of(kind.pattern)} if kind.pattern else {}
    examples: Schema = {"examples": [kind.like]} if kind.like else {}
    return {"type": _SCALARS, **pattern, **examples}


def _clause(clause: Clause) -> Schema:
    plain = {key.word: _schema(kind_of(key, clause)) for key in clause.keys if not key.is_pattern}
    schema: Schema = {"type": "object", **_meaning(clause), "properties": plain}
    patterns = {_whole_of(key.word): _schema(kind_of(key, clause)) for key in clause.keys if key.is_pattern}
    if patterns:
        schema["patternProperties"] = patterns
    required = [key.word for key in clause.keys if key.required]
    if required:
        schema["required"] = required
    if clause.one_of:
        given = [{"required": [word]} for word in clause.one_of]
        none = [{"required": [clause.instead], "not": {"anyOf": given}}] if clause.instead else []
        schema["oneOf"] = [*given, *none]
    if clause.any_of:
        schema["anyOf"] = [{"required": [word]} for word in clause.any_of]
    schema["additionalProperties"] = {"enum": [None, ""]} if clause.spills else False
    return schema


def _meaning(clause: Clause) -> Schema:
    """Say what a clause means in the first words of its term's own description."""
    written = (clause.term.__doc__ or "").split("\n")[0] if clause.term else ""
    return {"description": written} if written else {}


def _whole_of(pattern: str) -> str:
    return f"^({pattern})$"
