"""Amounts as bars on one scale, each labelled with its name and its sum."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from accordant.report.chart.drawing import Scale, Telling, box, drawing, text, width_of
from accordant.report.markup import Markup, join
from accordant.report.phrases import quantity_words
from accordant.terms.values import Money

_ROW, _TALL = 30.0, 16.0


def amount_bars(rows: Sequence[tuple[str, Money]], key: str, title: str) -> Markup:
    """Draw amounts of one currency, longest as long as there is room."""
    telling = Telling(key, title, "; ".join(f"{name}: {quantity_words(money)}" for name, money in rows) + ".")
    return join(
        drawing(telling, "wide", (960, _ROW * len(rows)), *_wide(rows)),
        drawing(telling, "narrow", (312, 2 * _ROW * len(rows)), *_narrow(rows)),
    )


def _scale(rows: Sequence[tuple[str, Money]], start: float, stop: float) -> Scale:
    most = max((Fraction(money.amount) for _, money in rows), default=Fraction(0))
    return Scale(Fraction(0), most, start, stop)


def _wide(rows: Sequence[tuple[str, Money]]) -> Iterator[Markup]:
    left = min(max(width_of(name, 13) for name, _ in rows) + 12, 420.0)
    most = max(width_of(quantity_words(money), 13) for _, money in rows)
    x = _scale(rows, left, 950 - most)
    for i, (name, money) in enumerate(rows):
        yield text(_cut(name, left - 12), 0, i * _ROW + 20, "")
        yield from _bar(money, x, left, i * _ROW + 7)
        yield text(quantity_words(money), x(Fraction(money.amount)) + 8, i * _ROW + 20, "lb")


def _narrow(rows: Sequence[tuple[str, Money]]) -> Iterator[Markup]:
    x = _scale(rows, 0, 312)
    for i, (name, money) in enumerate(rows):
        words = quantity_words(money)
        yield text(_cut(name, 300 - width_of(words, 13)), 0, 2 * i * _ROW + 18, "")
        yield text(words, 312, 2 * i * _ROW + 18, "lb", "end")
        yield from _bar(money, x, 0, 2 * i * _ROW + 26)


def _bar(money: Money, x: Scale, left: float, y: float) -> Iterator[Markup]:
    if money.amount:
        yield box("bar-f", left, y, max(x(Fraction(money.amount)) - left, 1), _TALL)


def _cut(name: str, room: float) -> str:
    while name and width_of(name, 12.5) > room:
        name = name[:-2].rstrip() + "…"
    return name
