"""The score as a bar: what each promise earned, what is open, what was lost, and where a breach begins."""

from fractions import Fraction
from itertools import accumulate

from accordant.report.chart.drawing import Telling, box, drawing, fitted, hatch, path, text
from accordant.report.figure import decimal, short
from accordant.report.markup import Markup, coordinate, el, join
from accordant.report.summary import ScorePart, Summary

_LOOKS = ("done-f", "bar-f")
_GAP = 1.5


def score_bar(summary: Summary) -> Markup:
    """Draw the score of a summary that has parts."""
    telling = Telling("score", f"What the score of {summary.score} is made of", _result(summary))
    return join(
        drawing(telling, "wide", (920, 86), *_bar(summary, 920.0), *_parts(summary)),
        drawing(telling, "narrow", (300, 70), *_bar(summary, 300.0, "n"), *_parties(summary)),
    )


def _result(summary: Summary) -> str:
    parts = [f"{part.party}, {part.name}: {_earned(part)} of {short(part.weight)}" for part in summary.parts]
    lost = 100 - sum((part.high or Fraction(0) for part in summary.parts), Fraction(0))
    floor = f" The agreement is breached below {short(summary.floor * 100)}." if summary.floor is not None else ""
    return f"{'; '.join(parts)}. Lost: {decimal(lost, 1)}.{floor}"


def _earned(part: ScorePart) -> str:
    low, high = part.low or Fraction(0), part.high or Fraction(0)
    return decimal(low, 1) if low == high else f"{decimal(low, 1)} to {decimal(high, 1)}"


def _bar(summary: Summary, width: float, suffix: str = "") -> list[Markup]:
    earned = [part.low or Fraction(0) for part in summary.parts]
    most = sum((part.high or Fraction(0) for part in summary.parts), Fraction(0))
    total = sum(earned, Fraction(0))
    drawn = [hatch(f"lost{suffix}", width="1.4"), hatch(f"open{suffix}", width="1.4", look="done-f")]
    for part, begins, size in zip(summary.parts, _starts(earned), earned, strict=True):
        look = _LOOKS[part.side % len(_LOOKS)]
        drawn.append(box(look, _x(begins, width), 30, _x(size, width) - _GAP, 22))
    drawn.append(box("", _x(total, width), 30, _x(most - total, width), 22, fill=f"url(#open{suffix})"))
    drawn.append(box("", _x(most, width), 30, _x(100 - most, width), 22, fill=f"url(#lost{suffix})"))
    return drawn + _marks(summary, most, width)


def _marks(summary: Summary, most: Fraction, width: float) -> list[Markup]:
    at = _x(most, width)
    drawn = [text(summary.score, min(at, width), 23, "lb", "end")]
    if most < 99 and width > 600:
        drawn.append(text(f"{decimal(100 - most, 1)} lost", width, 23, "late ax", "end"))
    if summary.floor is not None:
        floor = _x(summary.floor * 100, width)
        drawn.append(path("goal", f"M{coordinate(floor)} 18V56", "1.25"))
        drawn.append(text(f"below {short(summary.floor * 100)}: breached", floor - 5, 23, "ax", "end"))
    return drawn


def _parts(summary: Summary) -> list[Markup]:
    drawn = []
    earned = [part.low or Fraction(0) for part in summary.parts]
    for part, begins, size in zip(summary.parts, _starts(earned), earned, strict=True):
        x, room = _x(begins, 920.0), _x(size, 920.0) - 4
        of = el("tspan", f"of {short(part.weight)}", class_="ax", dx="4", font_weight="400")
        drawn.append(text(fitted(part.name, room), x, 67))
        if room > 62:
            drawn.append(text(_earned(part), x, 83, "lb", "", of))
    return drawn


def _parties(summary: Summary) -> list[Markup]:
    """Write under the narrow bar what each party earned in all."""
    names = list(dict.fromkeys(part.party for part in summary.parts))
    drawn = []
    for i, name in enumerate(names[:2]):
        mine = [part for part in summary.parts if part.party == name]
        earned = sum((part.low or Fraction(0) for part in mine), Fraction(0))
        weight = sum((part.weight for part in mine), Fraction(0))
        x, anchor = (0.0, "") if i == 0 else (300.0, "end")
        drawn.append(text(f"{name} {decimal(earned, 1)} of {short(weight)}", x, 67, "ax", anchor))
    return drawn


def _starts(sizes: list[Fraction]) -> list[Fraction]:
    return list(accumulate(sizes, initial=Fraction(0)))[:-1]


def _x(hundredths: Fraction, width: float) -> float:
    return float(hundredths) * width / 100
