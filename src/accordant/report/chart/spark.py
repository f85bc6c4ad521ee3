"""The last windows of a promise, small: values joined, targets dashed, misses square and kept ones round."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from accordant.report.chart.drawing import Scale, box, path, polyline, text
from accordant.report.markup import Markup, coordinate, el
from accordant.report.state import MISSED, UNDECIDED
from accordant.report.trend import Point

_WIDTH, _HEIGHT, _TOP, _BOTTOM, _EDGE = 168, 46, 8.0, 29.0, 5.0


def spark(name: str, points: Sequence[Point]) -> Markup | None:
    """Draw the points of a promise; None with fewer than two windows."""
    if len(points) < 2:
        return None
    scale = _scale(points)
    xs = [_EDGE + (_WIDTH - 2 * _EDGE) * i / (len(points) - 1) for i in range(len(points))]
    told = ", ".join(f"{point.short} {point.text} ({point.state.word})" for point in points)
    return el(
        "svg",
        _targets(points, xs, scale),
        *(path("line", polyline(run), "1.5") for run in _runs(points, xs, scale)),
        *(_mark(point, x, scale, is_last=x == xs[-1]) for point, x in zip(points, xs, strict=True)),
        *_labels(points, xs),
        class_="spark",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        width=str(_WIDTH),
        height=str(_HEIGHT),
        role="img",
        aria_label=f"{name}, last {len(points)} windows: {told}",
    )


def _scale(points: Sequence[Point]) -> Scale:
    values = [v for point in points for v in (point.value, point.low, point.high) if v is not None]
    low, high = min(values, default=Fraction(0)), max(values, default=Fraction(1))
    if low == high:
        low, high = low - 1, high + 1
    return Scale(low, high, _BOTTOM, _TOP)


def _targets(points: Sequence[Point], xs: Sequence[float], scale: Scale) -> Markup:
    """Draw the bounds, a step for each window."""
    middles = [(a + b) / 2 for a, b in pairwise(xs)]
    starts, stops = [0.0, *middles], [*middles, float(_WIDTH)]
    lines = [
        f"M{coordinate(start)} {coordinate(scale(bound))}H{coordinate(stop)}"
        for point, start, stop in zip(points, starts, stops, strict=True)
        for bound in (point.low, point.high)
        if bound is not None
    ]
    return path("goal", "".join(lines), "1", stroke_dasharray="2 2", opacity=".55", fill="none")


def _runs(points: Sequence[Point], xs: Sequence[float], scale: Scale) -> list[list[tuple[float, float]]]:
    """Return the stretches of decided windows: nothing is drawn across one without a value, or to an open one."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point, x in zip(points, xs, strict=True):
        if point.value is None or point.state in UNDECIDED:
            runs.append([])
        else:
            runs[-1].append((x, scale(point.value)))
    return [run for run in runs if len(run) > 1]


def _mark(point: Point, x: float, scale: Scale, *, is_last: bool) -> Markup | None:
    if point.value is None:
        return None
    y, size = scale(point.value), 3.1 if is_last else 2.6
    if point.state == MISSED:
        return box("late-f", x - size, y - size, 2 * size, 2 * size, rx=".8")
    look = "open-f" if point.state in UNDECIDED else "done-f"
    return el("circle", cx=x, cy=y, r="3" if is_last else "2.2", class_=look)


def _labels(points: Sequence[Point], xs: Sequence[float]) -> list[Markup]:
    last = len(points) - 1
    drawn = []
    for i, (point, x) in enumerate(zip(points, xs, strict=True)):
        if i == 0:
            drawn.append(text(point.short, 0, 45, "ax", "start"))
        elif i == last:
            drawn.append(text(point.short, _WIDTH, 45, "ax", "end"))
        elif len(point.short) == 3 and point.short.isalpha():
            drawn.append(text(point.short[0], x, 45, "ax", "middle"))
    return drawn
