"""Every number of a page with how it was counted, and the lists of items behind them."""

from collections.abc import Iterator

from accordant.measure.measurement import Item
from accordant.report.fact import Number
from accordant.report.html.parts import badge, cards, folded, table
from accordant.report.html.shell import section
from accordant.report.markup import Child, Markup, el, join
from accordant.report.period import clock_words
from accordant.report.phrases import duration
from accordant.report.scorecard import Scorecard
from accordant.report.state import of_outcome

_HEADS = [("Number", False), ("What it is", False), ("How counted", False), ("The items", False)]


def every_number(card: Scorecard) -> Markup:
    """Return the table that every dotted number leads to, and the items behind each."""
    rows = [(number.key, tuple(_cells(number))) for number in card.numbers]
    lead = join(
        "Each number above leads here. The items of all of them, with version, due instant and reason: ",
        el("code", card.again[-1]),
        ".",
    )
    panel = el("div", cards(_HEADS, rows, "ev"), class_="panel pad")
    lists = el("div", *_lists(card), class_="noprint")
    return section("numbers", "Every number, and where it comes from", lead, panel, lists)


def _cells(number: Number) -> Iterator[Child]:
    yield number.text
    yield number.what[:1].upper() + number.what[1:]
    exact = el("span", number.exact, class_="muted") if number.exact else None
    yield join(number.how, el("br") if number.how and exact else None, exact)
    yield _behind(number)


def _behind(number: Number) -> Child:
    if number.listed and number.listed.items:
        total, shown = number.listed.total, len(number.listed.items)
        words = f"all {total:,}" if shown == total else f"{shown:,} of {total:,}"
        return el("a", words, href=f"#{number.key}.items")
    return el("code", number.ask) if number.ask else None


def _lists(card: Scorecard) -> Iterator[Markup]:
    for number in card.numbers:
        if number.listed and number.listed.items:
            yield _list(number)


def _list(number: Number) -> Markup:
    assert number.listed is not None, "asked only of numbers with a list"
    listed = number.listed
    shown = len(listed.items)
    words = f"{number.what[:1].upper()}{number.what[1:]}: {number.text}"
    more = None
    if shown < listed.total:
        told = f"The first {shown:,} of {listed.total:,}, by start; the others are in items.csv: {number.ask}."
        more = el("p", told, class_="muted small")
    return folded(words, el("div", more, _table(listed.items, listed.zone), id=f"{number.key}.items"))


def _table(items: tuple[Item, ...], zone: str) -> Markup:
    heads = [("Item", False), ("Started", False), ("Due", False), ("Stopped", False)]
    heads += [("Elapsed", True), ("Limit", True), ("Version", True), ("State", False), ("Why", False)]
    kept = [i for i, head in enumerate(heads) if head[0] in _ALWAYS or any(_row(item, zone)[i] for item in items)]
    rows = [[_row(item, zone)[i] for i in kept] for item in items]
    return table([heads[i] for i in kept], rows)


_ALWAYS = ("Item", "Started", "State", "Why")


def _row(item: Item, zone: str) -> tuple[Child, ...]:
    return (
        item.entity or "none",
        clock_words(item.start, zone),
        "" if item.due is None else clock_words(item.due, zone),
        "" if item.stop is None else clock_words(item.stop, zone),
        "" if item.elapsed is None else duration(item.elapsed),
        "" if item.limit is None else duration(item.limit),
        f"{item.version}",
        badge(of_outcome(item.outcome), "bare"),
        ", ".join((item.reason, *item.flags)),
    )
