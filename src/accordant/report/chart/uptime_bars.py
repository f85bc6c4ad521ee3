"""Uptime by day as bars: plain where no minute was down, taller where some were, hollow without data."""

from collections.abc import Iterator
from dataclasses import dataclass

from accordant.report.chart.drawing import Telling, box, drawing, path, text, width_of
from accordant.report.figure import felt
from accordant.report.markup import Markup, coordinate, el, join
from accordant.report.period import day_words, period_short, period_words, weekday_words
from accordant.report.phrases import listed
from accordant.report.state import MISSED
from accordant.report.uptime import DAY, Bars, Day, DayKind, Span, named

_LOOKS: dict[DayKind, str] = {
    "up": "up",
    "down": "late-f",
    "unknown": "un",
    "no data": "un nd",
    "shut": "shut-f",
    "to come": "un nd",
}
_TOLD: tuple[tuple[DayKind, str], ...] = (
    ("up", "no minute down"),
    ("unknown", "in part not told"),
    ("no data", "without data"),
)
_NAMED, _WIDEST = 4, 26.0


@dataclass(frozen=True)
class Frame:
    """How large a drawing is, and between which heights its bars stand."""

    look: str
    width: float
    height: float = 86.0
    top: float = 6.0
    foot: float = 40.0


_FRAMES = (Frame("wide", 960), Frame("narrow", 312))


def uptime_bars(bars: Bars, key: str, title: str, link: str = "") -> Markup:
    """Draw the dates of a promise or group; those of the last window that were down lead to `link`."""
    telling = Telling(key, title, result(bars))
    return join(*(drawing(telling, f.look, (f.width, f.height), *_drawn(bars, f, link)) for f in _FRAMES))


def result(bars: Bars) -> str:
    """Tell the chart's result in sentences."""
    days = bars.days
    told = [f"{len(days)} dates, {weekday_words(days[0].date)} to {weekday_words(days[-1].date)}."]
    down = sorted(named(bars, "down"), key=lambda day: -day.down)
    if down:
        worst = listed(f"{felt(day.down, DAY)} on {day_words(day.date)}" for day in down[:_NAMED])
        more = f", and on {len(down) - _NAMED} more dates" if len(down) > _NAMED else ""
        told.append(f"Down for {worst}{more}.")
    for kind, words in _TOLD:
        number = len(list(named(bars, kind)))
        told += [f"{number} {'date' if number == 1 else 'dates'} {words}."] if number else []
    told += [f"{period_words(span.label)}: {span.value}, {span.state.word}." for span in bars.spans[-_NAMED:]]
    return " ".join(told)


def _drawn(bars: Bars, frame: Frame, link: str) -> Iterator[Markup]:
    pitch = min(frame.width / len(bars.days), _WIDEST)
    gap = min(1.5, pitch * 0.2)
    x = 0.0
    for span in bars.spans:
        is_last = span is bars.spans[-1]
        for day in span.days:
            yield _bar(day, x, pitch - gap, frame, link if is_last else "")
            x += pitch
    yield from _lengths(bars, frame, pitch)
    yield from _spans(bars, frame, pitch)


def _bar(day: Day, x: float, width: float, frame: Frame, link: str) -> Markup:
    top = frame.top - 6 if day.kind == "down" else frame.top + 24 if day.kind == "to come" else frame.top
    look, inset = _LOOKS[day.kind], 0.75 if _LOOKS[day.kind].startswith("un") else 0.0
    attributes = {"x": x + inset, "y": top + inset, "width": max(width - 2 * inset, 0.8)}
    title = el("title", day.words)
    bar = el("rect", title, class_=look, height=frame.foot - top - 2 * inset, **attributes)
    return el("a", bar, href=f"#{link}", aria_label=day.words) if link and day.kind == "down" else bar


def _lengths(bars: Bars, frame: Frame, pitch: float) -> Iterator[Markup]:
    """Write under the worst dates how long they were down, as far as the words keep off each other."""
    taken: list[tuple[float, float]] = []
    days = [(i, day) for i, day in enumerate(bars.days) if day.kind == "down"]
    for i, day in sorted(days, key=lambda one: -one[1].down):
        words = felt(day.down, DAY)
        half = width_of(words) / 2
        at = min(max((i + 0.5) * pitch, half), frame.width - half)
        if all(at + half < left or right < at - half for left, right in taken):
            taken.append((at - half - 3, at + half + 3))
            yield text(words, at, frame.foot + 13, "ax late", "middle")


def _spans(bars: Bars, frame: Frame, pitch: float) -> Iterator[Markup]:
    """Name the windows under their dates, with value and state where there is room for them."""
    x, y = 0.0, frame.foot + 22
    for span in bars.spans:
        width = len(span.days) * pitch
        words = _named(span, width - 8)
        if words:
            yield path("axis", f"M{coordinate(x)} {coordinate(y)}h{coordinate(max(width - 3, 1))}")
            look = "ax late" if span.state == MISSED else "ax"
            wide = frame.look == "wide"
            place = (None, "6", None) if wide else (x, None, "13")
            rest = [
                el("tspan", w, class_=look, x=place[0], dx=place[1], dy=place[2], font_weight="400")
                for w in words[1:]
            ]
            yield text(words[0], x, y + 14, "lb", "", *rest)
        x += width


def _named(span: Span, room: float) -> tuple[str, ...]:
    name, told = period_short(span.label), f"{span.value}, {span.state.word}"
    long = period_words(span.label)
    for head, rest in ((long, told), (name, told), (name, span.state.word)):
        if width_of(head, 14) + 6 + width_of(rest) <= room:
            return head, rest
    if max(width_of(name, 14), width_of(told)) <= room:
        return name, told
    return (name,) if width_of(name, 14) <= room else ()


def key_bar(kind: DayKind) -> Markup:
    """Return the mark of a kind of date for a chart's key."""
    return box(_LOOKS[kind], 6, -3 if kind == "down" else 0, 8, 13 if kind == "down" else 10)
