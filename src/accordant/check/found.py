"""Findings of `check`: a rule's name and what it says of one clause go in, the finding comes out."""

from collections.abc import Iterable

from accordant.check.codes import RULES
from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place
from accordant.text.read_fields import nearest

_SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}

Related = tuple[str, Place | None]


def found(rule: str, message: str, at: Place | None, hint: str = "", *related: Related) -> Finding:
    """Return a finding of a rule; its code and severity are those of the rule.

    A related place that is not known is left out.
    """
    code, _ = RULES[rule]
    known = tuple((note, place) for note, place in related if place)
    return Finding(code, _SEVERITIES[code[0]], message, at, hint, known, rule)


def quoted(words: Iterable[str], last: str = "and") -> str:
    """Join names as a sentence has them: `'a', 'b' and 'c'`."""
    names = [f"'{word}'" for word in words]
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known word; "" when none is near."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else ""
