"""Drawings: a chart is drawn twice, wide and narrow, each an SVG that says its result to those who cannot see it.

Only here may numbers be floats: they are places on a page, never values on the way to a verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accordant.report.markup import Child, Markup, coordinate, el


@dataclass(frozen=True)
class Telling:
    """What a chart says in words: the ids of its drawings begin with `key`."""

    key: str
    title: str
    result: str


def drawing(telling: Telling, look: str, size: tuple[float, float], *children: Child) -> Markup:
    """Return one drawing of a chart; `look` is `wide` or `narrow`, the size is that of its own coordinates."""
    title, desc = (f"{telling.key}-{look}-{part}" for part in ("title", "desc"))
    return el(
        "svg",
        el("title", telling.title, id=title),
        el("desc", telling.result, id=desc),
        *children,
        class_=look,
        viewBox=f"0 0 {coordinate(size[0])} {coordinate(size[1])}",
        role="img",
        aria_labelledby=f"{title} {desc}",
    )


@dataclass(frozen=True)
class Scale:
    """A linear map from values `[low, high]` to places `[start, stop]`."""

    low: Fraction
    high: Fraction
    start: float
    stop: float

    def __call__(self, value: Fraction | int) -> float:
        """Return the place of a value."""
        if self.high == self.low:
            return self.start
        return self.start + float((value - self.low) / (self.high - self.low)) * (self.stop - self.start)


def text(words: str, x: float, y: float, look: str = "ax", anchor: str = "", *more: Child) -> Markup:
    """Write words at a place; `look` are classes of the stylesheet, `more` follows in the same line."""
    return el("text", words, *more, class_=look or None, x=x, y=y, text_anchor=anchor or None)


def box(look: str, x: float, y: float, width: float, height: float, **more: str) -> Markup:
    """Draw a rectangle; no length is below nothing."""
    return el("rect", class_=look or None, x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), **more)


def path(look: str, line: str, width: str = "", **more: str) -> Markup:
    """Draw a path of a look; `width` is that of its stroke."""
    return el("path", class_=look, stroke_width=width or None, d=line, **more)


def polyline(points: Sequence[tuple[float, float]]) -> str:
    """Return the path through points."""
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)


def hatch(key: str, *, gap: int = 5, width: str = "2", ground: str = "", look: str = "late-f") -> Markup:
    """Define a hatched fill of that id: lines of `look` over an optional ground."""
    under = box(ground, 0, 0, gap, gap) if ground else None
    line = el("rect", class_=look, width=width, height=str(gap))
    return el(
        "defs",
        el(
            "pattern",
            under,
            line,
            id=key,
            width=str(gap),
            height=str(gap),
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        ),
    )


def ticks(high: Fraction, most: int = 4) -> list[int]:
    """Return round numbers from 0 up to `high`, at most `most` above 0, the same distance apart."""
    step, power = 1, 0
    steps = (1, 2, 5)
    while high / step > most:
        power += 1
        step = steps[power % 3] * 10 ** (power // 3)
    return list(range(0, int(high) + 1, step))


def width_of(words: str, size: float = 11) -> float:
    """Guess how wide words are; a little too much rather than too little."""
    return len(words) * size * 0.56


def fitted(words: str, width: float) -> str:
    """Return as much of a name as fits: all of it, its last word, or nothing."""
    candidates = (words, words.rpartition(" ")[2])
    return next((one for one in candidates if width_of(one) <= width), "")


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart until each is `gap` from the next, in their order, inside `[low, high]` if they fit."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [0.0] * len(wanted)
    floor = low
    for i in order:
        placed[i] = floor = max(wanted[i], floor)
        floor += gap
    ceiling = high
    for i in reversed(order):
        placed[i] = ceiling = min(placed[i], ceiling)
        ceiling -= gap
    return placed
