"""A comparison as a page: what each rule set owes on one scale, then each with its promises and arithmetic."""

from collections.abc import Sequence

from accordant.report.chart.amount_bars import amount_bars
from accordant.report.compare import Comparison, RuleSet, Spread
from accordant.report.compare_text import amounts
from accordant.report.html.parts import Head, badge, cards
from accordant.report.html.shell import bar, page, section, template
from accordant.report.markup import Child, Markup, el, join


def compare_html(told: Comparison) -> str:
    """Return a comparison as one page that needs no network and no script."""
    places = [("owed", "What is owed")]
    places += [(f"set-{i}", one.name) for i, one in enumerate(told.sets, 1)]
    title = f"The same facts under {len(told.sets)} rule sets"
    return page(
        f"{told.title}: {title.lower()}",
        [template("scorecard.css")],
        places,
        bar([title, told.title], [el("span", f"as of {told.as_of}"), el("span", told.zone)]),
        el("div", el("h1", title), el("p", f"{told.title}, as of {told.as_of}.", class_="final"), class_="head"),
        section("owed", "What is owed", None, *(_spread(told, one) for one in told.spreads), _summary(told)),
        *(_one(one, i) for i, one in enumerate(told.sets, 1)),
    )


def _spread(told: Comparison, spread: Spread) -> Markup:
    currency = spread.most.currency
    rows = [(one.name, one.amount(currency)) for one in told.sets if one.pays or one.owed]
    says = f"{spread.words[:1].upper()}{spread.words[1:]}."
    chart = amount_bars(rows, f"owed-{currency.lower()}", f"Owed for {told.title}, {currency}")
    return el("figure", el("p", says, class_="says"), el("div", class_="key"), chart, class_="chart panel")


def _summary(told: Comparison) -> Markup:
    heads: list[Head] = [("Rule set", False), ("Missed", True), ("Owed", True), ("All windows so far", True)]
    rows = [
        (
            "",
            (
                el("a", one.name, href=f"#set-{i}"),
                f"{one.missed} of {len(one.promises)}",
                amounts(one.owed),
                amounts(one.so_far),
            ),
        )
        for i, one in enumerate(told.sets, 1)
    ]
    return el("div", cards(heads, rows), class_="panel pad under")


def _one(one: RuleSet, number: int) -> Markup:
    heads: list[Head] = [("Promise", False), ("Value", True), ("Target", True), ("State", False)]
    kept = [("", (p.name, p.value, p.target, badge(p.state))) for p in one.promises]
    parts: list[Child] = [el("div", cards(heads, kept), class_="panel pad")]
    if one.credits:
        parts.append(_credits(one))
    if one.unclear:
        parts.append(
            el("p", f"{one.unclear} of them nobody can reckon: the sum is without them.", class_="note under")
        )
    lead = join("Owed: ", el("b", amounts(one.owed)), f"; in all windows so far {amounts(one.so_far)}.")
    return section(f"set-{number}", one.name, lead, *parts)


def _credits(one: RuleSet) -> Markup:
    heads: list[Head] = [("Credit", False), ("How it comes about", False), ("Amount", True), ("State", False)]
    rows: list[tuple[str, Sequence[Child]]] = [
        (
            "",
            (
                join(line.name, el("br"), el("span", line.about, class_="muted small")),
                line.reckoning,
                line.amount,
                badge(line.state),
            ),
        )
        for line in one.credits
    ]
    return el("div", cards(heads, rows), class_="panel pad under")
