"""The credit ledger on a page: each credit with its arithmetic and claim, totals; rights to end, losses borne."""

from collections.abc import Iterator, Sequence

from accordant.report.credits import COLUMNS, Credits, Deadline, Line
from accordant.report.html.parts import Head, badge, cards, folded, table
from accordant.report.html.shell import section
from accordant.report.markup import Child, Markup, el, join
from accordant.report.phrases import listed, quantity_words
from accordant.report.scorecard import Scorecard
from accordant.report.standing import LossLine, RightLine

_HEADS: list[Head] = [
    ("Credit", False),
    ("Because of", False),
    ("Amount", True),
    ("Claim", False),
    ("State", False),
]
_MOST = 100


def money_sections(card: Scorecard) -> Iterator[tuple[str, str, Markup]]:
    """Yield the sections of credits, rights and losses that there are, as `charts` does."""
    if card.credits.here or card.credits.earlier:
        yield "credits", "Credits", _credits(card)
    if card.rights:
        yield "rights", "Rights to end", _rights(card.rights)
    if card.losses:
        yield "losses", "Losses", _losses(card.losses)


def _credits(card: Scorecard) -> Markup:
    told = card.credits
    known = {one.title: one.key for one in card.cards}
    parts: list[Child] = []
    if told.here:
        parts.append(_panel(told.here, known))
    else:
        parts.append(el("p", f"Nothing is owed for {card.title}.", class_="soft"))
    parts += [_totals(told), _earlier(told, known)]
    lead = "Each amount as the agreement reckons it, rounded once; a claim has to keep every one of its deadlines."
    return section("credits", "Credit ledger", lead, *parts)


def _panel(lines: Sequence[Line], known: dict[str, str], *, window: bool = False) -> Markup:
    rows = [("", _cells(line, known, window=window)) for line in lines]
    return el("div", cards(_HEADS, rows, "money"), class_="panel pad under")


def _cells(line: Line, known: dict[str, str], *, window: bool) -> Sequence[Child]:
    name = line.about.partition(",")[0]
    because: Child = el("a", line.about, href=f"#{known[name]}") if name in known else line.about
    because = join(because, f", {line.window}") if window else because
    what = join(line.name, el("br"), el("span", line.reckoning, class_="muted small"))
    return (what, because, line.amount or "not known", _claim(line), badge(line.state))


def _claim(line: Line) -> Child:
    if not line.countdown and not line.deadlines:
        return el("span", "none needed", class_="muted")
    head = line.countdown[:1].upper() + line.countdown[1:]
    plain = len(line.deadlines) == 1 and not line.deadlines[0].note
    rule = el("span", line.deadlines[0].rule, class_="muted small") if plain else None
    rules = None if plain or not line.deadlines else el("ul", *map(_deadline, line.deadlines), class_="small")
    with_ = f"With {listed(line.evidence)}." if line.evidence and line.standing == "to claim" else ""
    bring = el("span", with_, class_="muted small") if with_ else None
    return join(head, *(join(el("br"), part) for part in (rule, bring) if part), rules)


def _deadline(one: Deadline) -> Markup:
    when = ", ".join(filter(None, (one.last, one.left)))
    note = el("b", f" {one.note}") if one.note else None
    return el("li", f"{one.rule}: {when}.", note)


def _totals(told: Credits) -> Markup | None:
    if not told.totals:
        return None
    used = [column for column in COLUMNS if any(column in dict(total.amounts) for total in told.totals)]
    is_cut = any(total.cut for total in told.totals)
    heads: list[Head] = [("All windows up to this one", False), *((c.capitalize(), True) for c in used)]
    heads += [("Cut by caps or shared incidents", True)] if is_cut else []
    rows = []
    for total in told.totals:
        by = dict(total.amounts)
        cells = [quantity_words(by[column]) if column in by else "" for column in used]
        cut = [quantity_words(total.cut) if total.cut else ""] if is_cut else []
        rows.append(("", (total.currency, *cells, *cut)))
    return el("div", cards(heads, rows), class_="panel pad under")


def _earlier(told: Credits, known: dict[str, str]) -> Markup | None:
    if not told.earlier:
        return None
    shown = told.earlier[-_MOST:]
    words = f"Credits of earlier windows: {len(told.earlier):,}"
    left = len(told.earlier) - len(shown)
    more = (
        el("p", f"The last {len(shown)}; {left:,} more are in 'accordant ledger'.", class_="soft")
        if left
        else None
    )
    return folded(words, more, _panel(shown[::-1], known, window=True))


def _rights(rights: Sequence[RightLine]) -> Markup:
    lead = "As they stand now; a right ends nothing until somebody uses it."
    return section("rights", "Rights to end the agreement", lead, *map(_right, rights))


def _right(one: RightLine) -> Markup:
    head = el("div", el("h3", f"{one.name}, of {one.by}"), badge(one.state), class_="ob-h")
    facts = el("dl", *(el("div", el("dt", label), el("dd", words)) for label, words in one.facts), class_="facts")
    evidence = el("ul", *(el("li", line) for line in one.evidence), class_="small") if one.evidence else None
    why = el("p", f"{one.why[:1].upper()}{one.why[1:]}.", class_="soft") if one.why else None
    return el("div", head, why, evidence, facts if one.facts else None, class_="panel pad under keep")


def _losses(losses: Sequence[LossLine]) -> Markup:
    lead = "Third parties’ claims, and what of their costs is borne."
    return section("losses", "Losses under indemnities", lead, *map(_loss, losses))


def _loss(one: LossLine) -> Markup:
    head = el("div", el("h3", one.name), badge(one.state), class_="ob-h")
    amount = el("p", el("b", one.payable), f" {one.who}." if one.payable else f"{one.who}.", class_="soft")
    facts = el("dl", *(el("div", el("dt", label), el("dd", words)) for label, words in one.facts), class_="facts")
    heads: list[Head] = [("Cost", False), ("Amount", True), ("How it counts", False)]
    costs = table(heads, one.costs) if one.costs else None
    why = (
        el("p", f"{one.reckoning[:1].upper()}{one.reckoning[1:]}.", class_="small soft") if one.reckoning else None
    )
    return el("div", head, amount, why, facts if one.facts else None, costs, class_="panel pad under keep")
