"""Waiting times as columns: in time, late, and those still waiting; limits and percentiles as lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accordant.report.chart.drawing import Telling, box, drawing, hatch, path, text, width_of
from accordant.report.figure import felt
from accordant.report.markup import Markup, coordinate, join
from accordant.report.waiting import Waiting, waited
from accordant.terms.values import Microseconds

_SECOND, _MINUTE, _HOUR = 1_000_000, 60_000_000, 3_600_000_000
_ROW = 20


@dataclass(frozen=True)
class Frame:
    """Where a drawing puts things: columns between `left`, `right`, those still waiting up to `edge`."""

    look: str
    width: float
    height: float
    left: float
    right: float
    edge: float
    foot: float


@dataclass(frozen=True)
class Line:
    """A line at a waiting time with its words; `column` counts columns and parts of one."""

    column: float
    words: str
    look: str
    dash: str


_WIDE = Frame("wide", 960, 340, 6, 863.5, 954, 300)
_NARROW = Frame("narrow", 312, 320, 4, 279, 308, 270)


def distribution_chart(wait: Waiting, key: str, title: str, clock: str) -> Markup:
    """Draw a distribution; `clock` says from what to what was measured."""
    telling = Telling(key, title, result(wait))
    return join(
        *(drawing(telling, f.look, (f.width, f.height), *_drawn(wait, f, key, clock)) for f in (_WIDE, _NARROW))
    )


def result(wait: Waiting) -> str:
    """Tell the chart's result in sentences."""
    limits = "; ".join(line.text for line in wait.limits)
    told = [
        f"{wait.size:,} were judged, {wait.kept:,} of them in time, {wait.waiting:,} are late and still waiting."
    ]
    if wait.open:
        told.append(f"{wait.open:,} more are open and within their limit.")
    told.append(
        f"Median {waited(wait, wait.p50)}, 90th percentile {waited(wait, wait.p90)}, "
        f"95th {waited(wait, wait.p95)}{f', against a limit of {limits}' if limits else ''}."
    )
    return " ".join(told)


def _drawn(wait: Waiting, frame: Frame, key: str, clock: str) -> Iterator[Markup]:
    step = (frame.right - frame.left) / len(wait.columns)
    lines = list(_lines(wait))
    places = _places(lines, frame, step)
    top = 12 + _ROW * (max((row for row, _ in places), default=-1) + 1)
    for line, place in zip(lines, places, strict=True):
        yield from _line(line, place, frame, step)
    yield path("axis", f"M{coordinate(frame.left)} {coordinate(frame.foot)}H{coordinate(frame.right)}")
    most = max([wait.waiting, wait.open, *(column.kept + column.late for column in wait.columns)]) or 1
    height = (frame.foot - top - 20) / most
    yield from _columns(wait, frame, step, height)
    yield from _aside(wait, frame, height, key)
    yield from _axis(wait, frame, step, clock)


def _columns(wait: Waiting, frame: Frame, step: float, height: float) -> Iterator[Markup]:
    for i, column in enumerate(wait.columns):
        x, width = frame.left + i * step + 1.5, step - 3
        kept, late = column.kept * height, column.late * height
        if column.kept:
            yield box("bar-f", x, frame.foot - kept, width, kept)
        if column.late:
            yield box("late-f", x, frame.foot - kept - late, width, late - (1 if column.kept else 0))
        if frame.look == "wide" and column.kept + column.late:
            told = f"{column.kept + column.late:,}"
            yield text(told, x + width / 2, frame.foot - kept - late - 5, "ax halo", "middle")


def _aside(wait: Waiting, frame: Frame, height: float, key: str) -> Iterator[Markup]:
    """Draw those without an answer apart from all others: the late ones, then those still within their limit."""
    late = (wait.waiting, f"{key}-{frame.look}-late", "late", "waiting")
    still = (wait.open, f"{key}-{frame.look}-open", "", "open")
    bars = [bar for bar in (late, still) if bar[0]]
    step = (frame.edge - frame.right - 8) / max(len(bars), 1)
    for i, (number, pattern, look, words) in enumerate(bars):
        left, width = frame.right + 8 + i * step, step - (6 if frame.look == "wide" else 3)
        tall, middle = number * height, left + width / 2
        yield hatch(pattern, look="late-f" if look else "bar-f")
        yield box("", left, frame.foot - tall, width, tall, fill=f"url(#{pattern})")
        yield text(f"{number:,}", middle, frame.foot - tall - 6, f"{look} lb".strip(), "middle")
        if frame.look == "wide":
            yield text(words, middle, frame.foot + 17, f"{look} ax".strip(), "middle")
    if frame.look == "narrow" and bars:
        words = " and ".join(bar[3] for bar in bars)
        yield text(f"right: {words}", frame.width, frame.foot + 32, "ax", "end")


def _axis(wait: Waiting, frame: Frame, step: float, clock: str) -> Iterator[Markup]:
    wide = frame.look == "wide"
    right = -99.0
    limits = {line.at for line in wait.limits}
    for i, column in enumerate(wait.columns):
        x = frame.left + i * step
        words = _edge(column.over, wait.day)
        half = width_of(words) / 2
        if x - half < right + 4 and column.over not in limits:
            continue
        yield path("axis", f"M{coordinate(x)} {coordinate(frame.foot)}v4")
        if x - half >= right + 4 or i == 0:
            yield text(words, x, frame.foot + 17, "ax", "start" if i == 0 else "middle")
            right = x + (2 * half if i == 0 else half)
    kind = "business time" if wait.business else "wall time"
    bare = any(_edge(column.over, wait.day).isdecimal() for column in wait.columns[1:])
    kind = f"minutes of {kind}" if bare else kind
    yield text(f"{kind}{f', {clock}' if wide and clock else ''}", frame.left, frame.height - 4, "ax")


def _edge(length: Microseconds, day: Microseconds) -> str:
    """Write an edge of columns as short as can be: `20`, `1 h`, `1½ h`, `2 days`; minutes go without a unit."""
    if length == 0:
        return "0"
    if length % day == 0 and length >= day:
        return f"{length // day} {'day' if length == day else 'days'}"
    if length % (_HOUR // 2) == 0 and length >= _HOUR:
        return f"{length // _HOUR}{'½' if length % _HOUR else ''} h"
    if length % _MINUTE == 0 and length < _HOUR:
        return f"{length // _MINUTE}"
    return felt(length, day)


def _lines(wait: Waiting) -> Iterator[Line]:
    for i, line in enumerate(wait.limits):
        yield Line(_place(wait, line.at), f"limit {line.text}", "goal", "" if i == len(wait.limits) - 1 else "4 3")
    for name, length in (("p50", wait.p50), ("p90", wait.p90), ("p95", wait.p95)):
        if length is not None:
            yield Line(_place(wait, length), f"{name} {felt(length, wait.day)}", "prev", "1.5 3")


def _place(wait: Waiting, length: Microseconds) -> float:
    """Return where a waiting time stands, in columns from the left: evenly inside its column."""
    for i, column in enumerate(wait.columns):
        if column.upto is None or length <= column.upto:
            upto = column.upto if column.upto is not None else max(length, 2 * column.over, 1)
            return i + min(1.0, (length - column.over) / (upto - column.over))
    return float(len(wait.columns))


def _places(lines: Sequence[Line], frame: Frame, step: float) -> list[tuple[int, bool]]:
    """Give each label the first row, and the side of its line, where it meets no other label and no other line."""
    at = [frame.left + line.column * step for line in lines]
    taken: list[tuple[int, float, float]] = []
    places = []
    for line, x in zip(lines, at, strict=True):
        wide = width_of(_words(line, frame), 12) + 10
        others = [other for other in at if other != x]
        spans = [(left, x - wide if left else x, x if left else x + wide) for left in (True, False)]
        inside = [(left, a, b) for left, a, b in spans if a >= 0 and b <= frame.width] or spans[1:]
        clear = [span for span in inside if not any(span[1] < other < span[2] for other in others)]
        choices = [(row, *span) for row in range(len(lines)) for span in clear or inside]
        row, left, a, b = next(
            c for c in choices if not any(c[0] == r and c[2] < d and c[3] > e for r, e, d in taken)
        )
        taken.append((row, a, b))
        places.append((row, left))
    return places


def _words(line: Line, frame: Frame) -> str:
    if frame.look == "wide":
        return line.words
    return line.words.partition(",")[0] if line.look == "goal" else line.words.partition(" ")[0]


def _line(line: Line, place: tuple[int, bool], frame: Frame, step: float) -> Iterator[Markup]:
    row, left = place
    x, y = frame.left + line.column * step, 12.0 + _ROW * row
    dash = {"stroke_dasharray": line.dash} if line.dash else {}
    yield path(line.look, f"M{coordinate(x)} {coordinate(y - 9)}V{coordinate(frame.foot)}", "1.25", **dash)
    look = "lb halo" if line.look == "goal" else "halo"
    yield text(_words(line, frame), x - 5 if left else x + 5, y, look, "end" if left else "start")
