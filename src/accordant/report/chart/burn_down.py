"""An error budget as a line going down: what is left by day, the even pace, what is overdrawn below nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from accordant.report.burn import Burn, allowed, amount, told
from accordant.report.chart.drawing import Scale, Telling, drawing, path, polyline, spread, text, width_of
from accordant.report.markup import Markup, coordinate, el, join
from accordant.report.period import day_words


@dataclass(frozen=True)
class Frame:
    """Where a drawing puts things: the lines between `left`, `right`, `top` and `foot`."""

    look: str
    width: float
    height: float
    right: float
    top: float
    foot: float
    left: float = 2.0


_WIDE = Frame("wide", 960, 236, 800, 16, 196)
_NARROW = Frame("narrow", 312, 226, 308, 34, 186)


def burn_down(burn: Burn, key: str, title: str) -> Markup:
    """Draw an error budget over its window."""
    telling = Telling(key, title, f"Of an error budget of {allowed(burn)} for {burn.period}, {told(burn)}.")
    return join(*(drawing(telling, f.look, (f.width, f.height), *_drawn(burn, f)) for f in (_WIDE, _NARROW)))


def _drawn(burn: Burn, frame: Frame) -> Iterator[Markup]:
    left = [burn.allowance, *(burn.allowance - spent for spent in burn.by_day)]
    y = Scale(min([Fraction(0), *left]), burn.allowance, frame.foot, frame.top)
    x = Scale(Fraction(0), Fraction(len(burn.dates)), frame.left, frame.right)
    points = [(x(i), y(value)) for i, value in enumerate(left)]
    for level, look in ((burn.allowance, "grid"), (Fraction(0), "goal")):
        yield path(look, f"M{coordinate(frame.left)} {coordinate(y(level))}H{coordinate(frame.right)}", "1")
    even = polyline([(x(0), y(burn.allowance)), (x(len(burn.dates)), y(0))])
    yield path("prev", even, "1.25", stroke_dasharray="1.5 3", stroke_linecap="round", fill="none")
    yield from _line(left, points, y(0))
    yield from _levels(burn, frame, y, left[-1])
    yield from _dates(burn, frame, x)


def _line(left: list[Fraction], points: list[tuple[float, float]], zero: float) -> Iterator[Markup]:
    """Draw what is left: in blue down to nothing, in brick below it."""
    for (high, low), (a, b) in zip(pairwise(left), pairwise(points), strict=True):
        if low >= 0:
            yield path("line", polyline([a, b]), "2.75")
        elif high <= 0:
            yield path("line burnt", polyline([a, b]), "2.75")
        else:
            share = float(high / (high - low))
            middle = (a[0] + (b[0] - a[0]) * share, zero)
            yield path("line", polyline([a, middle]), "2.75")
            yield path("line burnt", polyline([middle, b]), "2.75")
    look = "late-f" if left[-1] < 0 else "done-f"
    yield el("circle", class_=look, cx=points[-1][0], cy=points[-1][1], r="4")


def _levels(burn: Burn, frame: Frame, y: Scale, last: Fraction) -> Iterator[Markup]:
    """Name the levels: right of the wide drawing, over the lines of the narrow one."""
    over = f"{amount(burn, -last)} overdrawn" if last < 0 else f"{amount(burn, last) if last else '0'} left"
    marks = [(y(burn.allowance), f"{allowed(burn)} allowed", "lb")]
    if last:
        marks.append((y(0), "0", "ax"))
    marks.append((y(last), over, "lb late" if last < 0 else "lb done"))
    if frame.look == "wide":
        places = spread([place for place, _, _ in marks], 16, frame.top, frame.foot)
        for (_, words, look), place in zip(marks, places, strict=True):
            yield text(words, frame.right + 12, place + 4, look)
        return
    yield text(marks[0][1], frame.left, 12, "lb")
    yield text(marks[-1][1], frame.right, 12, marks[-1][2], "end")


def _dates(burn: Burn, frame: Frame, x: Scale) -> Iterator[Markup]:
    foot = frame.foot + 22
    size, seen = len(burn.dates), len(burn.by_day)
    yield text(day_words(burn.dates[0]), frame.left, foot, "ax")
    yield text(day_words(burn.dates[-1]), frame.right, foot, "ax", "end")
    at = x(seen)
    room = width_of("30 November")
    if seen < size:
        yield path(
            "axis", f"M{coordinate(at)} {coordinate(frame.top)}V{coordinate(frame.foot)}", stroke_dasharray="2 3"
        )
        if seen and frame.left + room < at < frame.right - room:
            yield text(day_words(burn.dates[seen - 1]), at, foot, "ax", "middle")
