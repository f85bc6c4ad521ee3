"""Why a worth differs from its plan, on a page: its value, a row for each effect, the whole difference last."""

from accordant.report.html.parts import cards, pieces
from accordant.report.markup import Markup, el
from accordant.report.nouns import title
from accordant.report.scorecard import Scorecard
from accordant.report.variance_words import ORDER, outcome, question, rows


def why_it_differs(card: Scorecard) -> Markup | None:
    """Return the panel of a worth that three promises make up; None when no three do."""
    told = card.variance
    if told is None:
        return None
    value = next(one.value for one in card.cards if one.obligation.name == told.promise)
    left = el(
        "div",
        el("h4", title(told.promise)),
        el("p", pieces([value]), class_="val"),
        el("p", outcome(told), class_="soft small"),
    )
    heads = [(question(told), False), ("Arithmetic", False), ("Effect", True), ("Share", True)]
    table = cards(heads, [("", (r.name, r.arithmetic, r.effect, r.share)) for r in rows(told)], total=True)
    return el(
        "div", left, el("div", table, el("p", ORDER, class_="tiny muted under")), class_="panel pad goal-row"
    )
