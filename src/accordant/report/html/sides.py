"""Both sides of a page: each party's promises as cards, in columns of equal width, and what was left out."""

from accordant.report.card import Card
from accordant.report.chart.spark import spark
from accordant.report.fact import Bold, Number
from accordant.report.html.parts import badge, facts, folded, party, piece, pieces, table
from accordant.report.left_out import LeftOut
from accordant.report.markup import Child, Markup, el, join
from accordant.report.scorecard import Scorecard
from accordant.report.sides import Side
from accordant.report.state import MISSED

_FEW = 6


def both_sides(card: Scorecard) -> Markup:
    """Return the parties beside each other; when only one owes anything its cards take both columns."""
    owing = [side for side in card.sides if side.cards]
    if len(owing) == 1:
        return _one_side(card, owing[0])
    return el("div", *(_side(side, i) for i, side in enumerate(card.sides)), class_="two sides")


def rows_style(card: Scorecard) -> str:
    """Return the rule that lines the cards of both sides up, row by row."""
    rows = 3 + max((len(side.cards) for side in card.sides), default=0)
    return f".sides {{ grid-template-rows: repeat({rows}, auto) }} .side {{ grid-row: span {rows} }}\n"


def _side(side: Side, number: int) -> Markup:
    return el("div", *_head(side, number), *map(_card, side.cards), _left_out(side), class_="panel side")


def _head(side: Side, number: int) -> tuple[Markup, Markup]:
    told = f"{side.owes}, {side.kept}" if side.cards else side.owes
    name = el("h3", party(side.party.name, number))
    needs = " ".join(side.needs) or _no_need(side)
    return el("header", name, el("span", told, class_="small muted")), el("p", needs, class_="need")


def _no_need(side: Side) -> str:
    if side.cards:
        return "The agreement names no need that these promises meet."
    return (
        "Promises are owed to it; it signs nothing." if side.party.kind == "audience" else "It promises nothing."
    )


def _one_side(card: Scorecard, owing: Side) -> Markup:
    heads = el(
        "div", *(el("div", *_head(s, i), class_="panel head-only") for i, s in enumerate(card.sides)), class_="two"
    )
    cards = el("div", *(el("div", _card(one), class_="panel") for one in owing.cards), class_="two under")
    left = _left_out(owing)
    return join(heads, cards, el("div", left, class_="panel under") if left else None)


def _card(card: Card) -> Markup:
    head = el("div", el("h3", card.title), badge(card.state), class_="ob-h")
    value = el("p", _value(card), " ", el("span", card.against, class_="soft"))
    return el(
        "article",
        head,
        el("div", value, spark(card.title, card.trend), class_="ob-v"),
        el("p", f"{card.rule}.", class_="rule"),
        facts(card.facts),
        *(el("p", line, class_="note under") for line in card.lines),
        _rows(card),
        class_="ob",
        id=card.key,
    )


def _value(card: Card) -> Markup:
    """Return the headline; a range is set smaller, and what is no value smaller still."""
    if not isinstance(card.value, Number | Bold):
        return el("span", card.value, class_="val soft")
    looks = ("val", "missed" if card.state == MISSED else "", "range" if " to " in card.value.text else "")
    return el("span", pieces([card.value]), class_=" ".join(filter(None, looks)))


def _rows(card: Card) -> Markup | None:
    if not card.rows:
        return None
    heads = [(card.rows_of.capitalize(), False), ("Value", True), ("Target", True), ("State", False)]
    rows = [(row.name, row.value, row.target, badge(row.state, "bare")) for row in card.rows]
    drawn = table(heads, rows)
    return el("div", drawn, class_="under") if len(rows) <= _FEW else folded(f"All {len(rows)}", drawn)


def _left_out(side: Side) -> Markup | None:
    if not side.left_out:
        return None
    return el("div", *map(_one_out, side.left_out), class_="left-out")


def _one_out(out: LeftOut) -> Markup:
    last = len(out.lines) - 1
    lines = []
    for i, (label, number) in enumerate(out.lines):
        look = "s" if i == last else None
        lines += [el("dt", label, class_=look), el("dd", _amount(number), class_=look)]
    notes = (el("p", note, class_="note under") for note in out.notes)
    return join(el("h3", out.heading), el("dl", *lines), *notes)


def _amount(number: Number | int) -> Child:
    if isinstance(number, Number):
        return piece(number)
    return f"−{-number:,}" if number < 0 else f"{number:,}"
