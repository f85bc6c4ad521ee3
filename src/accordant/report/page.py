"""The scorecard as one page: a file that needs no network and no script, in light, dark and on paper."""

from accordant.report.figure import count_word
from accordant.report.html.charts import charts
from accordant.report.html.credits import money_sections
from accordant.report.html.follows import what_follows
from accordant.report.html.numbers import every_number
from accordant.report.html.parts import folded, table
from accordant.report.html.shell import bar, page, section, template
from accordant.report.html.sides import both_sides, rows_style
from accordant.report.html.variance import why_it_differs
from accordant.report.html.verdict import verdict
from accordant.report.markup import Child, Markup, el, join
from accordant.report.nouns import title
from accordant.report.scorecard import Scorecard
from accordant.report.state import NO_DATA


def scorecard_html(card: Scorecard) -> str:
    """Return the page of a scorecard: HTML with its styles inside, charts as SVG, everything else as text."""
    drawn = [*money_sections(card), *charts(card)]
    places = [("verdict", "Verdict"), ("promises", "Promises"), ("follows", "What follows")]
    places += [(key, words) for key, words, _ in drawn]
    places += [("notes", "Notes"), ("numbers", "Every number"), ("again", "How to ask again")]
    return page(
        _title(card),
        [template("scorecard.css"), Markup(rows_style(card))],
        places,
        bar([card.agreement, "Scorecard"], _when(card)),
        el("div", el("h1", card.title), el("p", _standing(card), class_="final"), class_="head", id="as-of"),
        verdict(card),
        _promises(card),
        what_follows(card),
        *(one for _, _, one in drawn),
        _notes(card),
        every_number(card),
        _foot(card),
    )


def _title(card: Scorecard) -> str:
    """Name the page as a tab shows it: window and verdict first, `November 2026: degraded, 92.3%. Agreement`."""
    score = f", {card.summary.score}%" if card.summary.score else ""
    return f"{card.title}: {card.summary.state.word}{score}. {card.agreement}"


def _when(card: Scorecard) -> list[Child]:
    return [
        el("span", el("span", card.title, aria_current="true"), class_="pick"),
        el("span", f"as of {card.as_of}"),
        el("span", card.zone),
        el("span", f"version {card.version}"),
    ]


def _standing(card: Scorecard) -> str:
    pending = sum(one.state.word in ("pending", "at risk") for one in card.cards)
    known = f" As known at {card.known_at}." if card.known_at else ""
    if card.running:
        return f"Still running: what is shown can change until the window is over.{known}"
    if pending:
        return f"The window is over; {pending} of {len(card.cards)} promises are still pending.{known}"
    if any(one.verdict and one.verdict.lowest != one.verdict.highest for one in card.cards):
        return f"The window is over and every promise is decided; some numbers can still change.{known}"
    if all(one.state == NO_DATA for one in card.cards):
        return f"The window is over; nothing in it could be judged.{known}"
    return f"Final: the window is over and everything in it is decided.{known}"


def _promises(card: Scorecard) -> Markup:
    told = (both_sides(card), _windows(card), why_it_differs(card))
    return section("promises", "What each side owed, and did", None, *told)


def _windows(card: Scorecard) -> Markup | None:
    if len(card.past) < 2:
        return None
    heads = [("Window", False), *((past.window, True) for past in card.past)]
    names = [title(obligation.name) for obligation in card.terms.obligations]
    rows: list[list[Child]] = [["Version", *(f"{past.version}" for past in card.past)]]
    rows += [[name, *(_broken(past.values[i]) for past in card.past)] for i, name in enumerate(names)]
    if any(past.score for past in card.past):
        rows.append(["Score", *(past.score for past in card.past)])
    rows.append(["Verdict", *(past.state.word for past in card.past)])
    return folded(f"Last {count_word(len(card.past))} windows as a table", table(heads, rows))


def _broken(value: str) -> Child:
    """Write counts and share of a window below each other."""
    counts, comma, share = value.partition(", ")
    return join(counts, el("br"), share) if comma else value or "not judged"


def _notes(card: Scorecard) -> Markup:
    """Return what the data and the parties left aside: rejected rows, rules not followed."""
    silenced = [f"{rule}: {reason}" for rule, reason in card.silenced]
    return section(
        "notes",
        "Notes on the data and the text",
        None,
        el("h3", "What could not be read or told"),
        _list(card.data_notes, "No row is known that could not be read."),
        el("h3", "Rules that the parties do not follow", class_="under"),
        _list(silenced, "None was silenced."),
    )


def _list(told: list[str] | tuple[str, ...], none: str) -> Markup:
    return el("ul", *(el("li", one) for one in told)) if told else el("p", none, class_="soft")


def _foot(card: Scorecard) -> Markup:
    under = el("p", el("b", "Under.", class_="soft"), " ", " ".join(card.under))
    again = [el("p", el("b", "Again.", class_="soft"), " ", el("code", one)) for one in card.again]
    told = el("p", "The same files and the same words give these bytes on any machine.")
    return el("footer", under, *again, told, class_="foot", id="again")
