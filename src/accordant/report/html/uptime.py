"""Uptime by day and error budgets on a page: each chart with its sentence before it and its data after it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from accordant.report.burn import Burn, allowed, amount, pace, runs_out, spending
from accordant.report.chart.burn_down import burn_down
from accordant.report.chart.uptime_bars import key_bar, uptime_bars
from accordant.report.figure import decimal, felt
from accordant.report.html.parts import Head, badge, folded, table
from accordant.report.html.shell import section
from accordant.report.markup import Child, Markup, el, join
from accordant.report.period import period_words, weekday_words
from accordant.report.phrases import plural
from accordant.report.scorecard import Scorecard
from accordant.report.state import MISSED
from accordant.report.subject import group_attribute
from accordant.report.uptime import DAY, Bars, Day, DayKind, UptimeDays

_KEY: tuple[tuple[DayKind, str], ...] = (
    ("up", "no minute down"),
    ("down", "some time down, taller"),
    ("unknown", "in part not told"),
    ("shut", "no service hours"),
    ("no data", "no data"),
    ("to come", "still to come"),
)
_FEW = 6


def uptime_sections(card: Scorecard) -> Iterator[tuple[str, str, Markup]]:
    """Yield each section with its id and its words for the list of places."""
    laid_out = {told.card.key: told for told in card.uptimes}
    for one in card.cards:
        mine = [burn for burn in card.burns if burn.card.key == one.key]
        if one.key in laid_out:
            key = f"{one.key}.days"
            yield key, f"{one.title}: day by day", _days(laid_out[one.key], mine, key)
        elif mine:
            key = f"{one.key}.budget"
            parts = _budget(mine, key, one.title)
            yield key, f"{one.title}: error budget", section(key, f"{one.title}: error budget", None, *parts)


def _days(told: UptimeDays, burns: list[Burn], key: str) -> Markup:
    worst = sorted(told.bars, key=lambda bars: -bars.spans[-1].down)
    shown = [_row(told, bars, f"{key}-{i}") for i, bars in enumerate(worst[:_FEW])]
    rest = [_row(told, bars, f"{key}-{i}") for i, bars in enumerate(worst[_FEW:], _FEW)]
    figure = el("figure", *shown, _key(told), _cut(told), class_="chart panel")
    more = folded(f"The other {len(rest)}", el("figure", *rest, class_="chart")) if rest else None
    data = folded("The days as a table", *(_table(bars) for bars in worst[:_FEW]))
    budget = _budget(burns, f"{key}-budget", told.card.title) if burns else ()
    return section(key, f"{told.card.title}: day by day", _lead(told), figure, more, data, *budget)


def _lead(told: UptimeDays) -> str:
    if len(told.bars) == 1:
        return f"By date of {told.zone}; drawn is what counts as down, not what an outage lasted."
    kinds = plural(group_attribute(told.card.obligation) or "group")
    return f"By date of {told.zone}, of {len(told.bars)} {kinds} the longest down first."


def _row(told: UptimeDays, bars: Bars, key: str) -> Markup:
    last = bars.spans[-1]
    name = bars.group or told.card.title
    down = f", {felt(last.down, DAY)} down" if last.down else ""
    head = el(
        "p",
        el("b", name),
        el("span", f" {period_words(last.label)}: {last.value}{down} ", class_="soft"),
        badge(last.state, "bare"),
        class_="day-row",
    )
    link = f"{told.card.key}.outages.items" if _is_listed(told) else ""
    return join(head, uptime_bars(bars, key, f"{name}: up and down by day", link))


def _is_listed(told: UptimeDays) -> bool:
    number = next((one for one in told.card.numbers if one.key == f"{told.card.key}.outages"), None)
    return bool(number and number.listed and number.listed.items)


def _key(told: UptimeDays) -> Markup:
    kinds = {day.kind for bars in told.bars for day in bars.days}
    marks = [_mark(key_bar(kind), words) for kind, words in _KEY if kind in kinds]
    return el("div", *marks, class_="key under")


def _mark(mark: Markup, words: str) -> Markup:
    return el("span", el("svg", mark, viewBox="0 -3 22 13", aria_hidden="true"), words)


def _cut(told: UptimeDays) -> Markup | None:
    cut = any(span.is_cut for bars in told.bars for span in bars.spans)
    words = f"Of the window {len(told.bars[0].spans[-1].days)} dates are drawn; its value is that of all of them."
    return el("figcaption", words) if cut else None


def _table(bars: Bars) -> Markup:
    """Return the dates that were not plainly up, each window's sum after them."""
    heads: list[Head] = [("Day", False), ("Down", True), ("Not told", True), ("Excluded", True), ("Up", True)]
    rows: list[Sequence[Child]] = []
    for span in bars.spans:
        notable = [day for day in span.days if day.kind != "up" or day.excluded]
        told = [day for day in notable if day.kind in ("down", "unknown", "up")]
        rows += [(weekday_words(day.date), *_amounts(day), _share(day)) for day in told]
        rows += _counted(span.days)
        name = join(bars.group and f"{bars.group}, ", period_words(span.label))
        rows.append((el("b", name), felt(span.down, DAY) if span.down else "0", "", "", span.value))
    return table(heads, rows)


def _counted(days: Sequence[Day]) -> Iterator[Sequence[Child]]:
    for kind, words in _KEY:
        number = sum(day.kind == kind and not day.excluded for day in days)
        if kind in ("up", "shut", "no data", "to come") and number:
            yield (
                f"{number} {'date' if number == 1 else 'dates'}: {words}",
                *("0" if kind == "up" else "",) * 3,
                "",
            )


def _amounts(day: Day) -> Iterator[str]:
    return (felt(amount, DAY) if amount else "0" for amount in (day.down, day.unknown, day.excluded))


def _share(day: Day) -> str:
    """Write the share of a date that was up, of what was seen of it; between bounds where some is unknown."""
    counted = day.seen - day.excluded
    if counted <= 0:
        return "no data"
    high = Fraction(100 * (counted - day.down), counted)
    low = Fraction(100 * (counted - day.down - day.unknown), counted)
    return f"{decimal(high, 3)}%" if low == high else f"{decimal(low, 3)} to {decimal(high, 3)}%"


def _budget(burns: list[Burn], key: str, name: str) -> tuple[Markup, ...]:
    """Return the drawing of an error budget with its table, or one table of those of many groups."""
    if len(burns) > 1:
        words = el("h3", "Error budgets", class_="under")
        return words, el("div", _many(burns), class_="panel pad under")
    burn = burns[0]
    if not burn.spent:
        return (el("div", el("p", *_says(burn), class_="says"), class_="panel pad under"),)
    figure = el(
        "figure",
        el("p", *_says(burn), class_="says"),
        el("p", _then(burn), class_="soft small") if _then(burn) else None,
        _budget_key(),
        burn_down(burn, f"{key}-chart", f"{name}: error budget, {burn.period}"),
        el("figcaption", _caption(burn)),
        class_="chart panel under",
    )
    return figure, _spent(burn)


def _says(burn: Burn) -> Iterator[Child]:
    told = spending(burn)
    head, colon, rest = told.partition(": ")
    yield head
    yield join(": ", el("em", rest)) if colon else ""
    yield "."


def _then(burn: Burn) -> str:
    told = pace(burn)
    out = runs_out(burn)
    more = f"; at this pace nothing is left after {out}" if out else ""
    return f"{told[:1].upper()}{told[1:]}{more}." if told else ""


def _budget_key() -> Markup:
    line = el("path", class_="line", stroke_width="2.75", d="M0 5H22")
    even = el("path", class_="prev", stroke_width="1.25", stroke_dasharray="1.5 3", d="M0 5H22")
    marks = ((line, "what is left"), (even, "spent evenly to the end"))
    drawn = (el("span", el("svg", mark, viewBox="0 0 22 10", aria_hidden="true"), words) for mark, words in marks)
    return el("div", *drawn, class_="key under")


def _caption(burn: Burn) -> str:
    if burn.is_time:
        return f"What {burn.period} may be down and meet its target, less what was down by the end of each date."
    return f"What may be missed of what {burn.period} has judged and its target be met, by the date of each miss."


def _spent(burn: Burn) -> Markup:
    heads = [("Day", False), ("Spent that day", True), ("Spent so far", True), ("Left", True)]
    rows, before = [], Fraction(0)
    for day, total in zip(burn.dates, burn.by_day, strict=False):
        if total != before:
            rows.append((weekday_words(day), *_row_of(burn, total - before, total)))
        before = total
    rows.append((burn.period, *_row_of(burn, before, before)))
    return folded("The budget as a table", table(heads, rows, total=True))


def _row_of(burn: Burn, that_day: Fraction, total: Fraction) -> tuple[str, str, str]:
    left = burn.allowance - total
    told = f"−{amount(burn, -left)}" if left < 0 else amount(burn, left) if left else "0"
    return amount(burn, that_day) if that_day else "0", amount(burn, total) if total else "0", told


def _many(burns: Sequence[Burn]) -> Markup:
    by = group_attribute(burns[0].card.obligation) or "group"
    heads = [
        (by.capitalize(), False),
        ("Allowed", True),
        ("Spent", True),
        ("How it goes", False),
        ("State", False),
    ]
    worst = sorted(burns, key=lambda burn: burn.left / burn.allowance)
    rows = [
        (b.group or "without a group", allowed(b), _amount(b), _goes(b), badge(b.state, "bare")) for b in worst
    ]
    return table(heads, rows)


def _amount(burn: Burn) -> str:
    return amount(burn, burn.spent) if burn.spent else "0"


def _goes(burn: Burn) -> Child:
    told = f"overdrawn by {amount(burn, -burn.left)}" if burn.left < 0 else pace(burn)
    return el("span", told, class_="fg missed") if burn.state == MISSED and burn.left < 0 else told
