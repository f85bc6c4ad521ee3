"""Findings on their way out: as text with the source line and a caret, or as data for other programs."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import accumulate

from accordant.terms.finding import Finding, Severity
from accordant.terms.values import Place

SHAPE = "accordant.findings/1"

_LINE_BREAK = re.compile("\r\n|[\r\n]")
_TAB = 4
_WIDEST = 120
_LEAD = 40
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.LATER: "35", Severity.NOTE: "36"}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by file, line, column and code; those without a place come first."""
    return sorted(findings, key=_order)


def render(findings: Iterable[Finding], texts: Mapping[str, str], colour: bool = False) -> str:
    """Print findings for people: place and sentence, source line with a caret, related places, hint.

    `texts` holds the text of each file by the name that places give it; a place in another file is named without
    its line. Lines are ended by newlines; nothing found is the empty text. `colour` adds ANSI escapes.
    """
    return "".join("\n".join(_lines(finding, texts, colour)) + "\n" for finding in in_order(findings))


def summary(findings: Iterable[Finding]) -> str:
    """Count findings by severity in words: `2 errors, 1 warning`; silenced ones apart; none is `no findings`."""
    every = list(findings)
    counts = [
        (sum(f.severity is severity and not f.silenced for f in every), severity.value) for severity in Severity
    ]
    counts.append((sum(bool(f.silenced) for f in every), "silenced"))
    parts = [f"{count} {word}{_plural(count, word)}" for count, word in counts if count]
    return ", ".join(parts) or "no findings"


def as_json(findings: Iterable[Finding]) -> dict[str, object]:
    """Give findings as plain data, ready for a JSON writer.

    Lines and columns are 1-based, columns and lengths count characters; `format` names this shape and changes
    only when a reader of the old one could be misled.
    """
    return {"format": SHAPE, "findings": [_data(finding) for finding in in_order(findings)]}


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    place = finding.at or Place("", 0, 0)
    return (place.file, place.line, place.column, finding.code, finding.message)


def _plural(count: int, word: str) -> str:
    return "s" if count != 1 and word in ("error", "warning", "note") else ""


def _data(finding: Finding) -> dict[str, object]:
    related = [{"message": note, "at": _place_data(place)} for note, place in finding.related]
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "at": _place_data(finding.at) if finding.at else None,
        "hint": finding.hint,
        "related": related,
        "rule": finding.rule,
        "silenced": finding.silenced,
    }


def _place_data(place: Place) -> dict[str, object]:
    return {"file": place.file, "line": place.line, "column": place.column, "length": place.length}


def _lines(finding: Finding, texts: Mapping[str, str], colour: bool) -> list[str]:
    tint = _COLOURS[finding.severity]
    label = _paint(f"{finding.severity.value} {finding.code}", f"1;{tint}", colour)
    silenced = f" (silenced: {_safe(finding.silenced)})" if finding.silenced else ""
    where = f"{_where(finding.at)}: " if finding.at else ""
    lines = [f"{_paint(where, '1', colour)}{label}{silenced}: {_safe(finding.message)}"]
    if finding.at:
        lines += _excerpt(finding.at, texts, "", tint, colour)
    for note, place in finding.related:
        lines += _related(note, place, finding.at, texts, colour)
    if finding.hint:
        lines.append(f"  {_paint('hint:', '1', colour)} {_safe(finding.hint)}")
    return lines


def _related(note: str, place: Place, main: Place | None, texts: Mapping[str, str], colour: bool) -> list[str]:
    shown = _excerpt(place, texts, note, "34", colour)
    if not shown:
        return [f"  {_where(place)}: {_safe(note)}"]
    elsewhere = main is None or main.file != place.file
    return [f"  {_where(place)}:", *shown] if elsewhere else shown


def _where(place: Place) -> str:
    return f"{_safe(place.file)}:{place.line}:{place.column}"


def _excerpt(place: Place, texts: Mapping[str, str], note: str, tint: str, colour: bool) -> list[str]:
    """Show the line of a place with a caret for each column its characters take on a terminal."""
    lines = _LINE_BREAK.split(texts.get(place.file, ""))
    if place.file not in texts or not 1 <= place.line <= len(lines):
        return []
    cells = _cells(lines[place.line - 1])
    first = min(place.column - 1, len(cells))
    last = min(first + max(place.length, 1), max(len(cells), first + 1))
    shown, first, last = _clip(cells, first, last)
    carets = "^" * max(1, sum(width for _, width in shown[first:last]))
    blank = " " * sum(width for _, width in shown[:first])
    gutter = f"{place.line:5}"
    pointer = _paint(carets, f"1;{tint}", colour) + (f" {_safe(note)}" if note else "")
    source = f"{gutter} | {''.join(text for text, _ in shown)}".rstrip()
    return [source, f"{' ' * len(gutter)} | {blank}{pointer}"]


def _cells(line: str) -> list[tuple[str, int]]:
    """Turn each character into what is printed for it and the columns that takes."""
    cells: list[tuple[str, int]] = []
    column = 0
    for character in line:
        text = " " * (_TAB - column % _TAB) if character == "\t" else _safe(character)
        width = len(text) if character == "\t" else _width(text)
        cells.append((text, width))
        column += width
    return cells


def _clip(cells: list[tuple[str, int]], first: int, last: int) -> tuple[list[tuple[str, int]], int, int]:
    """Cut a very long line to the part around its caret; `first` and `last` move with it."""
    if sum(width for _, width in cells) <= _WIDEST:
        return cells, first, last
    start = max(0, first - _LEAD)
    widths = accumulate(width for _, width in cells[start:])
    stop = start + sum(total <= _WIDEST for total in widths)
    left = [("…", 1)] if start else []
    right = [("…", 1)] if stop < len(cells) else []
    moved = start - len(left)
    return left + cells[start:stop] + right, first - moved, min(last, stop) - moved


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _safe(text: str) -> str:
    """Show control characters and marks that turn the direction of text instead of obeying them."""
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if 0x7F <= code < 0xA0 or character in _DIRECTION_MARKS or character in "\u2028\u2029":
        return "\ufffd"
    return character


def _paint(text: str, escape: str, colour: bool) -> str:
    return f"\x1b[{escape}m{text}\x1b[0m" if colour and text else text
