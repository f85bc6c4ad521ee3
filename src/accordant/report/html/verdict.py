"""The verdict on a page: state and score, what it means in a sentence, and how the score adds up."""

from fractions import Fraction

from accordant.report.chart.score_bar import score_bar
from accordant.report.figure import decimal, short
from accordant.report.html.parts import badge, folded, table
from accordant.report.markup import Markup, el, join
from accordant.report.phrases import listed
from accordant.report.scorecard import Scorecard
from accordant.report.summary import ScorePart, Summary


def verdict(card: Scorecard) -> Markup:
    """Return the panel of the agreement's verdict."""
    told = card.summary
    score = el("p", told.score, el("small", "%"), class_=_size(told)) if told.score else None
    small = [line for line in (told.exact, told.before) if line]
    left = el("div", badge(told.state, "big"), score, el("p", *_broken(small), class_="small muted mark"))
    right = el(
        "div",
        el("p", el("strong", told.lead), f" {_meaning(told)}", class_="lead"),
        *(el("p", line, class_="soft") for line in (_why(told), told.rest) if line),
    )
    chart = el("figure", score_bar(told), class_="chart") if told.parts else None
    panel = el("div", el("div", left, right, chart, class_="verdict"), class_="panel", id="verdict")
    return join(panel, _sum(told) if told.parts else None)


def _size(told: Summary) -> str:
    return "score range" if " to " in told.score else "score"


def _meaning(told: Summary) -> str:
    match told.state.word:
        case "degraded":
            return "The agreement is degraded, not breached."
        case "pending":
            return "The agreement's verdict is not decided yet."
        case "no data":
            return "There is nothing to judge the agreement by."
        case word:
            return f"The agreement is {word}."


def _why(told: Summary) -> str:
    """Name the lines of the agreement that made it so."""
    rules = [line.partition(": ") for line in told.because]
    held = [rule for word, _, rule in rules if word == told.state.word]
    return f"It is {told.state.word} by its own rule: {listed(held)}." if held else ""


def _broken(lines: list[str]) -> list[Markup | str]:
    parts: list[Markup | str] = []
    for line in lines:
        parts += [el("br"), line] if parts else [line]
    return parts


def _sum(told: Summary) -> Markup:
    heads = [
        ("Promise", False),
        ("Owed by", False),
        ("Achieved", True),
        ("Weight", True),
        ("Earned", True),
        ("Lost", True),
    ]
    rows = [_row(part) for part in told.parts]
    earned = sum((part.low or Fraction(0) for part in told.parts), Fraction(0))
    rows.append(("Score", "", "", "100", decimal(earned, 4), decimal(100 - earned, 4)))
    return folded("How the score adds up", table(heads, rows, total=True))


def _row(part: ScorePart) -> tuple[str, str, str, str, str, str]:
    low, high = part.low or Fraction(0), part.high or Fraction(0)
    achieved = decimal(low / part.weight * 100, 4) + "%"
    if low != high:
        achieved = f"{achieved} to {decimal(high / part.weight * 100, 4)}%"
    return (part.name, part.party, achieved, short(part.weight, 4), decimal(low, 4), decimal(part.weight - low, 4))
