"""Claim letters as a page to print: one letter a sheet, with its evidence."""

from accordant.report.claim import Claims, Letter, reckoned
from accordant.report.credits import Line
from accordant.report.html.parts import Head, cards
from accordant.report.html.shell import bar, page, template
from accordant.report.markup import Markup, el


def claims_html(told: Claims) -> str:
    """Return the letters as one page that needs no network and no script."""
    number = len(told.letters)
    places = [(f"claim-{i}", letter.line.name) for i, letter in enumerate(told.letters, 1)]
    places += [("expired", "Not claimed in time")] if told.expired else []
    letters = [_letter(letter, i) for i, letter in enumerate(told.letters, 1)]
    when = [el("span", f"as of {told.letters[0].date}")] if told.letters else []
    words = f"{number} {'claim' if number == 1 else 'claims'} to be made"
    return page(
        f"{words}. {told.title}",
        [template("letter.css")],
        places,
        bar([told.title, "Claims"], when),
        el("div", el("h1", words), class_="head noprint"),
        *letters,
        _expired(told.expired) if told.expired else None,
    )


def _letter(letter: Letter, number: int) -> Markup:
    line = letter.line
    facts = (
        ("Date", letter.date),
        ("From", letter.sender),
        ("To", letter.receiver),
        ("Agreement", letter.agreement),
        ("Window", f"{letter.window}, times of {letter.zone}"),
    )
    head = el("dl", *(el("div", el("dt", label), el("dd", words)) for label, words in facts), class_="to")
    clause = [
        el("p", el("span", text), el("span", f" {place}", class_="muted small")) for text, place in letter.clause
    ]
    evidence = el("ul", *(el("li", one) for one in line.evidence)) if line.evidence else None
    return el(
        "article",
        el("h2", f"Claim of {line.amount or 'a credit'}"),
        head,
        el("h3", "What was agreed"),
        el("div", *clause, class_="say"),
        el("h3", "What was measured"),
        el("p", letter.measured),
        el("h3", "How the amount comes about"),
        *(el("p", one) for one in reckoned(letter)),
        el("h3", letter.rows_of),
        _rows(letter),
        el("h3", "What the agreement asks to be sent with it") if evidence else None,
        evidence,
        el("h3", "By when"),
        el("ul", *(_deadline(line, i) for i in range(len(line.deadlines)))),
        el("p", f"{letter.sender.partition(' (')[0]} claims {line.amount or 'this credit'}.", class_="asks"),
        class_="panel letter",
        id=f"claim-{number}",
    )


def _deadline(line: Line, i: int) -> Markup:
    one = line.deadlines[i]
    when = el("b", one.last)
    left = f", {one.left}" if one.left else ""
    return el("li", f"{one.rule}: ", when, f"{left}.", f" It {one.note}." if one.note else "")


def _rows(letter: Letter) -> Markup:
    if not letter.rows:
        return el("p", "None was told one by one.", class_="soft")
    heads: list[Head] = [("What", False), ("When", False), ("How much", True)]
    drawn = cards(heads, [("", (row.name, row.when, row.amount)) for row in letter.rows])
    left = letter.total - len(letter.rows)
    more = el("p", f"And {left:,} more; all of them: ", el("code", letter.again), class_="small") if left else None
    return el("div", drawn, more)


def _expired(lines: tuple[Line, ...]) -> Markup:
    heads: list[Head] = [("Credit", False), ("Because of", False), ("Amount", True), ("Claim", False)]
    rows = [("", (one.name, f"{one.about}, {one.window}", one.amount, one.countdown)) for one in lines]
    panel = el("div", cards(heads, rows), class_="panel pad under")
    return el("section", el("header", el("h2", "Not claimed in time")), panel, id="expired", class_="noprint")
