"""Curves of cost as drawings: both axes are logarithmic, so that a straight line at one in one is linear growth.

A drawing is one SVG file that stands alone, on a ground of its own, by the light or dark of the reader's choice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from statistics import linear_regression

from accordant.report.chart.drawing import box, path, polyline, spread, text
from accordant.report.markup import Markup, coordinate, el

_WIDTH, _HEIGHT = 720.0, 400.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 540.0, 52.0, 344.0
_COLOURS = (
    ("#0b5c8a", "#c2402f", "#5f666e", "#17633a", "#7a3b66", "#83500a"),
    ("#6db8e6", "#f07f70", "#9ba0a6", "#7fd3a0", "#e3a5cf", "#f0bd62"),
)
_STYLE = """
  :root { color-scheme: light dark }
  text { font: 12px system-ui, sans-serif; fill: #474d55 }
  .big { font-size: 14px; font-weight: 600; fill: #1b1e23 } .ax { font-size: 11px; fill: #5f666e }
  .ground { fill: #ffffff } .grid { stroke: #e4e1d9 } .even { stroke: #7b8189; fill: none }
  .line { fill: none; stroke-linejoin: round }
  text.curve { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round }
"""
_DARK = """
    text { fill: #c0c2c3 } .big { fill: #eceae4 } .ax { fill: #9ba0a6 }
    .ground { fill: #1a1d21 } .grid { stroke: #2b2f34 } .even { stroke: #868c93 }
    text.curve { stroke: #1a1d21 }
"""


@dataclass(frozen=True)
class Curve:
    """One line of a drawing: its name, and its points (how much, what it costs), by how much."""

    name: str
    points: tuple[tuple[float, float], ...]

    @property
    def slope(self) -> float | None:
        """Return the slope of log cost against log size, fitted to all points: 1 is linear. None for one point."""
        if len(self.points) < 2:
            return None
        return linear_regression([log10(x) for x, _ in self.points], [log10(y) for _, y in self.points]).slope


def drawn(title: str, across: str, up: str, curves: Sequence[Curve]) -> str:
    """Return the SVG of some curves; the dashed line grows as the size does, from the first point of the first."""
    xs = [x for curve in curves for x, _ in curve.points]
    ys = [y for curve in curves for _, y in curve.points]
    x, y = _Axis(min(xs), max(xs), _LEFT, _RIGHT), _Axis(min(ys) * 0.8, max(ys) * 1.25, _BOTTOM, _TOP)
    told = "; ".join(
        f"{c.name}: {', '.join(f'{cost:.3g} at {size:g}' for size, cost in c.points)}" for c in curves
    )
    parts = el(
        "svg",
        el("title", title),
        el("desc", f"{up} by {across}. {told}."),
        el("style", Markup(_style())),
        box("ground", 0, 0, _WIDTH, _HEIGHT),
        text(title, 16, 24, "big"),
        text(f"{up}, by {across}; both axes logarithmic", 16, 42, "ax"),
        *_grid(x, y, sorted(set(xs))),
        _even(x, y, curves[0]),
        *_lines(x, y, curves),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {coordinate(_WIDTH)} {coordinate(_HEIGHT)}",
        role="img",
    )
    return f"{parts}\n"


@dataclass(frozen=True)
class _Axis:
    """A logarithmic map from values to places."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.stop) / 2
        share = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return self.start + share * (self.stop - self.start)

    def ticks(self) -> list[float]:
        """Return the round values inside: 1, 2 and 5 of each power, or the powers alone when there are many."""
        powers = range(floor(log10(self.low)), ceil(log10(self.high)) + 1)
        found = [step * 10.0**power for power in powers for step in (1, 2, 5)]
        inside = [value for value in found if self.low <= value <= self.high]
        return inside if len(inside) <= 8 else [value for value in inside if f"{value:e}"[0] == "1"]


def _style() -> str:
    light, dark = ("".join(f".c{i} {{ --c: {c} }} " for i, c in enumerate(colours)) for colours in _COLOURS)
    own = "path.curve { stroke: var(--c) } circle.curve, text.curve { fill: var(--c) } "
    return f"{_STYLE}{own}{light}@media (prefers-color-scheme: dark) {{{_DARK}{dark}}}"


def _grid(x: _Axis, y: _Axis, sizes: Sequence[float]) -> Iterator[Markup]:
    for size in sizes:
        at = coordinate(x(size))
        yield path("grid", f"M{at} {coordinate(_TOP)}V{coordinate(_BOTTOM)}", "1")
        yield text(f"{size:g}", x(size), _BOTTOM + 18, "ax", "middle")
    for value in y.ticks():
        yield path("grid", f"M{coordinate(_LEFT)} {coordinate(y(value))}H{coordinate(_RIGHT)}", "1")
        yield text(f"{value:g}", _LEFT - 8, y(value) + 4, "ax", "end")


def _even(x: _Axis, y: _Axis, curve: Curve) -> Markup:
    """Draw linear growth from the first point, as far as the drawing reaches."""
    size, cost = curve.points[0]
    last = min(x.high, size * y.high / cost)
    line = polyline([(x(size), y(cost)), (x(last), y(cost * last / size))])
    return path("even", line, "1.25", stroke_dasharray="4 4")


def _lines(x: _Axis, y: _Axis, curves: Sequence[Curve]) -> Iterator[Markup]:
    places = spread([y(curve.points[-1][1]) for curve in curves], 15, _TOP, _BOTTOM)
    for i, (curve, place) in enumerate(zip(curves, places, strict=True)):
        points = [(x(size), y(cost)) for size, cost in curve.points]
        yield path(f"line curve c{i}", polyline(points), "2")
        yield from (el("circle", class_=f"curve c{i}", cx=at, cy=up, r="3.5") for at, up in points)
        yield text(curve.name, points[-1][0] + 10, place + 4, f"curve c{i}")
    yield path("even", f"M{coordinate(_LEFT)} {coordinate(_HEIGHT - 20)}h24", "1.25", stroke_dasharray="4 4")
    yield text("twice as much costs twice as much", _LEFT + 32, _HEIGHT - 16, "ax")
