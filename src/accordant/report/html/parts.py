"""Small parts of a page: states, numbers that lead to evidence, tables that turn into cards, folded detail."""

from collections.abc import Iterable, Sequence

from accordant.report.fact import Bold, Fact, Number, Piece
from accordant.report.html.shell import icon
from accordant.report.markup import Child, Markup, el, join
from accordant.report.state import State

SIDES = ("left", "right")


def badge(state: State, look: str = "") -> Markup:
    """Return a state: icon and word on its colour; `big` or `bare` change its size or ground."""
    return el("span", icon(state.icon), state.word, class_=" ".join(filter(None, ("st", state.look, look))))


def party(name: str, side: int) -> Markup:
    """Return a party's name with its half of the mark; a third one and later have the whole mark."""
    shape = SIDES[side] if side < len(SIDES) else "both"
    return el("span", icon(shape), name, class_="party")


def piece(one: Piece) -> Child:
    """Return a piece of a line; a number leads to its row under "Every number"."""
    match one:
        case Number():
            return el("a", one.text, class_="n", href=f"#{one.key}")
        case Bold(text):
            return el("b", text)
        case text:
            return text


def pieces(parts: Iterable[Piece]) -> Markup:
    """Return the pieces of a line."""
    return join(piece(part) for part in parts)


def facts(given: Sequence[Fact]) -> Markup | None:
    """Return labelled facts side by side."""
    if not given:
        return None
    return el(
        "dl", *(el("div", el("dt", fact.label), el("dd", pieces(fact.pieces))) for fact in given), class_="facts"
    )


Head = tuple[str, bool]


def table(heads: Sequence[Head], rows: Sequence[Sequence[Child]], *, total: bool = False) -> Markup:
    """Return a plain table; heads are (words, to the right), the first cell of a row is its heading.

    `total`: the last row is a sum.
    """
    head = el("tr", *(el("th", words, scope="col", class_="r" if right else None) for words, right in heads))
    body = [
        el("tr", *_cells(heads, row), class_="sum" if total and i == len(rows) - 1 else None)
        for i, row in enumerate(rows)
    ]
    return el("table", el("thead", head), el("tbody", *body))


def _cells(heads: Sequence[Head], row: Sequence[Child]) -> Iterable[Markup]:
    for i, ((_, right), cell) in enumerate(zip(heads, row, strict=True)):
        look = "r" if right else None
        yield el("th", cell, scope="row", class_=look) if i == 0 else el("td", cell, class_=look)


def cards(
    heads: Sequence[Head], rows: Sequence[tuple[str, Sequence[Child]]], look: str = "", *, total: bool = False
) -> Markup:
    """Return a table whose rows become cards on a narrow page; rows are (id, cells), an empty id gives none.

    `total`: the last row is a sum.
    """
    names = [el("th", words, scope="col", role="columnheader", class_="r" if r else None) for words, r in heads]
    head = el("thead", el("tr", *names, role="row"), role="rowgroup")
    last = rows[-1:] if total else ()
    body = [
        el("tr", *_labelled(heads, row[1]), role="row", id=row[0] or None, class_="sum" if row in last else None)
        for row in rows
    ]
    return el("table", head, el("tbody", *body, role="rowgroup"), class_=f"cards {look}".strip(), role="table")


def _labelled(heads: Sequence[Head], cells: Sequence[Child]) -> Iterable[Markup]:
    for i, ((words, right), cell) in enumerate(zip(heads, cells, strict=True)):
        look = "r" if right else None
        if i == 0:
            yield el("th", cell, scope="row", role="rowheader", class_=look)
        else:
            yield el("td", cell, role="cell", class_=look, data_label=words)


def folded(words: str, *content: Child) -> Markup:
    """Return detail that opens on demand and on paper; wide tables scroll inside it."""
    inside = el("div", *content, class_="scroll", tabindex="0", role="region", aria_label=words)
    return el("details", el("summary", words), inside)
