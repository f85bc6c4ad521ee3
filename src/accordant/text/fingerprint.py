"""The fingerprint of an agreement: terms go in, a digest of what they say comes out."""

import hashlib
import json
from dataclasses import MISSING, Field, fields, is_dataclass

from accordant.terms.agreement import Agreement


def fingerprint(agreement: Agreement) -> str:
    """Return the SHA-256, in hex, of the terms of one version.

    Positions, comments, quotes and the order of keys do not count, nor does a default that is written out;
    the order of clauses does. Amendments have fingerprints of their own.
    """
    skipped = {"fingerprint", "amendments"}
    content = {name: value for name, value in _told(agreement).items() if name not in skipped}
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(term: object) -> object:
    if is_dataclass(term):
        return {"is": type(term).__name__, **_told(term)}
    if isinstance(term, tuple):
        return [_plain(part) for part in term]
    return term if term is None or isinstance(term, str | bool) else str(term)


def _told(term: object) -> dict[str, object]:
    """Return the fields that say something: a default is silent, so that a new field changes no fingerprint."""
    assert is_dataclass(term), "only terms have fingerprints"
    found = [(field, getattr(term, field.name)) for field in fields(term)]
    return {field.name: _plain(value) for field, value in found if field.compare and not _is_silent(field, value)}


def _is_silent(field: "Field[object]", value: object) -> bool:
    return field.default is not MISSING and bool(value == field.default)
