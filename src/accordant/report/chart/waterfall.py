"""The waterfall as a chart: the sum by day against the goal line, the gap below, the forecast with its band."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accordant.report.chart.drawing import (
    Scale,
    Telling,
    box,
    drawing,
    path,
    polyline,
    spread,
    text,
    ticks,
)
from accordant.report.figure import short, signed
from accordant.report.markup import Markup, coordinate, el, join
from accordant.report.period import day_words, weekday_words
from accordant.report.pictures import Fall
from accordant.report.waterfall import Day, Waterfall

_LATER = ".5"


@dataclass(frozen=True)
class Frame:
    """Where a drawing puts things: the curve between `left`, `right`, `top`, `foot`; the gaps below it."""

    look: str
    width: float
    height: float
    left: float
    right: float
    top: float
    foot: float
    strip: float
    strip_foot: float


_WIDE = Frame("wide", 960, 420, 40, 802, 20, 262, 292, 372)
_NARROW = Frame("narrow", 312, 400, 34, 304, 20, 248, 278, 350)


def waterfall_chart(fall: Fall, key: str, period: str, unit: str) -> Markup:
    """Draw a waterfall; `unit` is what is counted, in the plural."""
    telling = Telling(key, f"{fall.card.title}: waterfall, {period}", result(fall, period, unit))
    return join(*(drawing(telling, f.look, (f.width, f.height), *_drawn(fall, f)) for f in (_WIDE, _NARROW)))


def result(fall: Fall, period: str, unit: str) -> str:
    """Tell the chart's result in sentences."""
    curve, day = fall.fall, fall.fall.then
    told = [
        f"Sum of {unit} by day of {period}.",
        f"On {weekday_words(day.date)}, day {curve.at} of {len(curve.days)}, it stood at {short(day.total)} "
        f"against {short(day.goal)} due.",
    ]
    if curve.forecast:
        told.append(
            f"The straight-line forecast was {_whole(curve.forecast.end)}, with eight chances in ten between "
            f"{_whole(curve.forecast.low)} and {_whole(curve.forecast.high)}."
        )
    ended = "It ended at" if curve.has_ended else f"By {weekday_words(curve.last.date)} it stands at"
    told.append(f"{ended} {short(curve.last.total)} against a goal of {short(curve.goal)}.")
    if curve.before:
        told.append(f"{fall.before} ended at {short(curve.before[-1])}.")
    return " ".join(told)


def _drawn(fall: Fall, frame: Frame) -> Iterator[Markup]:
    curve = fall.fall
    top = max([curve.goal, *(day.total for day in curve.days), *curve.before[-1:]])
    if curve.forecast:
        top = max(top, curve.forecast.high)
    y = Scale(Fraction(0), top, frame.foot, frame.top)
    x = Scale(Fraction(0), Fraction(len(curve.days)), frame.left, frame.right)
    yield from _grid(frame, y, top)
    yield _looked_at(curve, frame, x)
    yield from _curves(curve, x, y)
    yield from _at(curve, frame, x, y)
    yield from _ends(fall, frame, y)
    yield from _gaps(curve, frame, x)
    yield from _days(curve, frame, x)


def _grid(frame: Frame, y: Scale, top: Fraction) -> Iterator[Markup]:
    for tick in ticks(top):
        look = "grid" if tick else "axis"
        yield path(look, f"M{coordinate(frame.left)} {coordinate(y(tick))}H{coordinate(frame.right)}")
        yield text(f"{tick:,}", frame.left - 7, y(tick) + 4, "ax", "end")


def _curves(curve: Waterfall, x: Scale, y: Scale) -> Iterator[Markup]:
    days, size = curve.days, len(curve.days)
    start = (x(0), y(0))
    here, end = (x(curve.at), y(curve.then.total)), x(size)
    if curve.forecast:
        cast = curve.forecast
        corners = [here, (end, y(cast.high)), (end, y(cast.low))]
        yield path("band-f", polyline(corners) + "Z")
        yield path("line", polyline([here, (end, y(cast.end))]), "1.5", stroke_dasharray="5 4")
    if curve.before:
        every = Fraction(size, len(curve.before))
        dots = [(x(i * every), y(total)) for i, total in enumerate(curve.before, 1)]
        dotted = {"stroke_dasharray": "1.5 3", "stroke_linecap": "round", "fill": "none"}
        yield path("prev", polyline([start, *dots]), "1.25", **dotted)
    yield path("goal", polyline([start, (end, y(curve.goal))]), "1.25", fill="none")
    points = [start, *((x(i), y(day.total)) for i, day in enumerate(days[: curve.seen], 1))]
    if curve.seen > curve.at:
        yield path("line", polyline(points[curve.at :]), "1.25")
        yield el("circle", class_="done-f", cx=points[-1][0], cy=points[-1][1], r="2.6")
    yield path("line", polyline(points[: curve.at + 1]), "2.75")
    yield el("circle", class_="done-f", cx=here[0], cy=here[1], r="4")


def _looked_at(curve: Waterfall, frame: Frame, x: Scale) -> Markup:
    """Draw the line through the day it is looked at; the curve and its mark lie over it."""
    line = f"M{coordinate(x(curve.at))} {coordinate(frame.top)}V{coordinate(frame.strip_foot)}"
    return path("axis", line, stroke_dasharray="2 3")


def _at(curve: Waterfall, frame: Frame, x: Scale, y: Scale) -> Iterator[Markup]:
    at, day = x(curve.at), curve.then
    below = y(day.total) + (18 if frame.look == "wide" else 16)
    is_right = curve.at * 3 < len(curve.days) * 2
    place, anchor = (at + 10, "") if is_right else (at - 10, "end")
    if not is_right:
        below = min(y(day.total), y(day.goal)) + 70
    gap = day.gap
    word = "behind" if gap < 0 else "ahead of"
    wide = frame.look == "wide"
    first = (
        f"{weekday_words(day.date)}: {short(day.total)} delivered"
        if wide
        else f"{short(day.total)} on {day_words(day.date)}"
    )
    second = (
        f"{short(abs(gap))} {word} the {short(day.goal)} due"
        if wide
        else f"{short(abs(gap))} {word.split(maxsplit=1)[0]}"
    )
    yield text(first, place, below, "lb halo", anchor)
    yield text(second, place, below + 16, f"lb {'late ' if gap < 0 else ''}halo", anchor)


def _ends(fall: Fall, frame: Frame, y: Scale) -> Iterator[Markup]:
    """Label the lines at their ends, apart from each other; the narrow drawing names goal and sum only."""
    curve = fall.fall
    last = "ended" if curve.has_ended else "so far"
    ends = [
        (y(curve.goal), f"goal {short(curve.goal)}", "lb"),
        (y(curve.last.total), f"{last} {short(curve.last.total)}", "lb done"),
    ]
    if frame.look == "narrow":
        high, low = ends if ends[0][0] <= ends[1][0] else ends[::-1]
        yield text(high[1], frame.left + 8, frame.top + 6, f"{high[2]} halo")
        yield text(low[1], frame.left + 8, frame.top + 22, f"{low[2]} halo")
        return
    if curve.before:
        ends.append((y(curve.before[-1]), f"{fall.before.split(' ')[0]} {short(curve.before[-1])}", "ax"))
    if curve.forecast:
        cast = curve.forecast
        ends.append((y(cast.end), f"forecast {_whole(cast.end)} ({_whole(cast.low)}–{_whole(cast.high)})", ""))
    places = spread([place for place, _, _ in ends], 16, frame.top - 2, frame.foot)
    for (place, words, look), at in zip(ends, places, strict=True):
        if words.startswith("so far"):
            continue
        yield path(
            "axis",
            f"M{coordinate(frame.right + 4)} {coordinate(place)}L{coordinate(frame.right + 16)} {coordinate(at)}",
        )
        yield text(words, frame.right + 20, at + 4, look)


def _gaps(curve: Waterfall, frame: Frame, x: Scale) -> Iterator[Markup]:
    days = curve.days[: curve.seen]
    gaps = [day.gap for day in days]
    low, high = min([Fraction(0), *gaps]), max([Fraction(0), *gaps])
    if low == high:
        low, high = Fraction(-1), Fraction(1)
    y = Scale(low, high, frame.strip_foot, frame.strip)
    zero = y(0)
    yield path("goal", f"M{coordinate(frame.left)} {coordinate(zero)}H{coordinate(frame.right)}", "1")
    yield text("0", frame.left - 7, zero + 4, "ax", "end")
    width = (frame.right - frame.left) / len(curve.days) * 0.56
    for i, gap in enumerate(gaps, 1):
        top, foot = sorted((zero, y(gap)))
        more = {} if i <= curve.at else {"opacity": _LATER}
        yield box("late-f" if gap < 0 else "bar-f", x(i) - width / 2, top, width, foot - top, **more)
    for i in sorted({curve.at, len(gaps)}):
        gap = gaps[i - 1]
        place = y(gap) + (14 if gap < 0 else -5)
        anchor = "end" if i == len(curve.days) and frame.look == "narrow" else "middle"
        yield text(signed(gap), x(i), place, f"{'late ' if gap < 0 else ''}halo", anchor)
    words = "ahead of or behind the goal line" if frame.look == "wide" else "ahead or behind"
    yield text(words, frame.left + 6, frame.strip_foot + 2 if low < 0 else frame.strip - 6, "ax halo")


def _days(curve: Waterfall, frame: Frame, x: Scale) -> Iterator[Markup]:
    foot = frame.strip_foot + 30
    days = curve.days
    wide = frame.look == "wide"
    every = max(1, -(-len(days) // (24 if wide else 4)))
    one_month = (days[0].date.year, days[0].date.month) == (days[-1].date.year, days[-1].date.month)
    bare = wide and one_month
    if wide and not one_month:
        every = max(every, -(-len(days) // 12))
    first = every - 1 if not bare else 0
    for i in range(first, len(days), every):
        words = f"{days[i].date.day}" if bare else day_words(days[i].date)
        anchor = "end" if not wide and i == len(days) - 1 else "middle"
        yield text(words, x(i + 1), foot, "ax", anchor)
    if wide:
        kind = "business days" if curve.by_business_day else "days"
        yield text(f"{_span(days)}, {kind}", frame.left, foot + 16, "ax")
        yield from _shut(curve, x, foot)


def _shut(curve: Waterfall, x: Scale, foot: float) -> Iterator[Markup]:
    """Name the dates without business between the days; in a long window the caption does."""
    if len(curve.shut) > 3:
        return
    for shut in curve.shut:
        after = sum(day.date < shut for day in curve.days)
        at = x(Fraction(2 * after + 1, 2))
        yield path("axis", f"M{coordinate(at)} {coordinate(foot - 12)}v16")
        yield text(f"{shut.day} shut", at, foot + 16, "ax", "middle")


def _span(days: Sequence[Day]) -> str:
    first, last = days[0].date, days[-1].date
    return f"{day_words(first)} to {day_words(last)}"


def _whole(value: Fraction) -> str:
    return f"{round(value):,}"
