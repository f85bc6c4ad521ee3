"""Claim letters as plain text and as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from accordant.report.ansi import grid, measured, wrapped
from accordant.report.claim import Claims, Letter, reckoned
from accordant.report.credits import Line

_WIDTH = 78


def claims_text(told: Claims) -> str:
    """Return every letter as plain text, one after the other, each begun by a rule."""
    number = len(told.letters)
    return "\n".join(
        line.rstrip() for i, letter in enumerate(told.letters, 1) for line in _letter(letter, i, number)
    )


def claims_json(told: Claims) -> str:
    """Return the letters and what expired as JSON by fixed keys; amounts are text."""
    body = {
        "accordant": 1,
        "title": told.title,
        "letters": [_told(letter) for letter in told.letters],
        "expired": [_line(line) for line in told.expired],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def _told(letter: Letter) -> dict[str, object]:
    kept = asdict(letter)
    kept.pop("line")
    return (
        _line(letter.line) | kept | {"clause": [{"text": text, "place": place} for text, place in letter.clause]}
    )


def _line(line: Line) -> dict[str, object]:
    return {
        "remedy": line.consequence.remedy,
        "obligation": line.consequence.obligation,
        "window": line.consequence.window,
        "amount": line.amount,
        "reckoning": line.reckoning,
        "countdown": line.countdown,
        "deadlines": [asdict(one) for one in line.deadlines],
        "evidence": list(line.evidence),
    }


def _letter(letter: Letter, number: int, of: int) -> Iterator[str]:
    if number > 1:
        yield from ("", "=" * _WIDTH, "")
    yield f"Claim of {letter.line.amount or 'a credit'}" + (f" ({number} of {of})" if of > 1 else "")
    yield ""
    heads = (
        ("Date", letter.date),
        ("From", letter.sender),
        ("To", letter.receiver),
        ("Agreement", letter.agreement),
        ("Window", f"{letter.window}, times of {letter.zone}"),
    )
    for label, words in heads:
        first, *more = wrapped(words, _WIDTH - 12)
        yield f"{label + ':':<12}{first}"
        yield from (f"{'':12}{line}" for line in more)
    yield from _part("What was agreed", _clauses(letter))
    yield from _part("What was measured", wrapped(letter.measured, _WIDTH, "  "))
    yield from _part("How the amount comes about", _lines(reckoned(letter)))
    yield from _part(letter.rows_of, _rows(letter))
    if letter.line.evidence:
        yield from _part("What the agreement asks to be sent with it", _listed(letter.line.evidence))
    yield from _part("By when", _deadlines(letter))
    yield from ("", f"{letter.sender.partition(' (')[0]} claims {letter.line.amount or 'this credit'}.")


def _part(heading: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield heading
    yield from lines


def _lines(told: Iterator[str]) -> Iterator[str]:
    for one in told:
        yield from wrapped(one, _WIDTH, "  ")


def _listed(told: tuple[str, ...]) -> Iterator[str]:
    return _lines(f"- {one}" for one in told)


def _clauses(letter: Letter) -> Iterator[str]:
    for text, place in letter.clause:
        yield from wrapped(f"{text} [{place}]" if place else text, _WIDTH, "  ")


def _rows(letter: Letter) -> Iterator[str]:
    if not letter.rows:
        yield "  None was told one by one."
        return
    rows = [(f"  {row.name}", row.when, row.amount) for row in letter.rows]
    table = list(grid(rows, [False, False, True]))
    fits = max(map(measured, table)) <= _WIDTH + 12
    yield from table if fits else _lines(f"{row.name}: {row.when}: {row.amount}" for row in letter.rows)
    if letter.total > len(letter.rows):
        yield f"  and {letter.total - len(letter.rows):,} more; all of them: {letter.again}"


def _deadlines(letter: Letter) -> Iterator[str]:
    for one in letter.line.deadlines:
        told = ", ".join(filter(None, (one.last, one.left)))
        yield from wrapped(f"{one.rule}: {told}{f'; {one.note}' if one.note else ''}", _WIDTH, "  ")
