"""One clock as a chart: wall time to scale on top, folded below into the time that the agreement counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accordant.measure.measurement import Outcome
from accordant.report.chart.drawing import Scale, Telling, box, drawing, hatch, path, text, width_of
from accordant.report.explained import Explained, Segment
from accordant.report.figure import felt
from accordant.report.markup import Markup, coordinate, el, join
from accordant.report.period import clock_words
from accordant.report.phrases import duration
from accordant.terms.values import Instant, Microseconds

_FEW = 12


@dataclass(frozen=True)
class Frame:
    """Where a drawing puts things: the wall bar on top, the counted bar from `left` to `right` below."""

    look: str
    width: float
    height: float
    left: float
    right: float
    bar: float
    tall: float


_WIDE = Frame("wide", 960, 272, 4, 868, 140, 40)
_NARROW = Frame("narrow", 312, 250, 4, 289, 132, 34)


@dataclass(frozen=True)
class Clock:
    """What is drawn: the segments of an item, how long its clock's day is, and who it is told about."""

    explained: Explained
    parts: Sequence[Segment]
    day: Microseconds
    told: str

    @property
    def end(self) -> Microseconds:
        """Return what the lower bar reaches to: what has elapsed, or the limit if that is more."""
        return max(self.elapsed, self.explained.item.limit or 0, 1)

    @property
    def elapsed(self) -> Microseconds:
        """Return what the clock had counted when it stopped."""
        return self.parts[-1].running

    def is_late(self, segment: Segment) -> bool:
        """Say whether a segment counts beyond the limit."""
        limit = self.explained.item.limit
        return limit is not None and segment.counted > 0 and segment.running > limit


def clock_chart(clock: Clock, key: str) -> Markup:
    """Draw a clock that ran."""
    telling = Telling(key, f"The clock of {clock.explained.item.entity}", clock.told)
    frames = (_WIDE, _NARROW)
    return join(*(drawing(telling, f.look, (f.width, f.height), *_drawn(clock, f, key)) for f in frames))


def _drawn(clock: Clock, frame: Frame, key: str) -> Iterator[Markup]:
    start, stop = clock.explained.item.start, clock.explained.until
    wall = Scale(Fraction(start), Fraction(stop), 0, frame.width)
    count = Scale(Fraction(0), Fraction(clock.end), frame.left, frame.right)
    pattern = f"{key}-{frame.look}-shut"
    yield hatch(pattern, gap=6, width="1", ground="shut-f", look="hatch")
    yield from _wall(clock, frame, wall, pattern)
    yield from _folds(clock, frame, wall, count)
    yield from _counted(clock, frame, count)
    yield from _scale(clock, frame, count)
    yield from _marks(clock, frame, count)


def _wall(clock: Clock, frame: Frame, wall: Scale, pattern: str) -> Iterator[Markup]:
    explained = clock.explained
    length = duration(explained.until - explained.item.start)
    words = "As the wall clock saw it" if frame.look == "wide" else "Wall clock"
    yield text(f"{words}: {length}, to scale", 0, 12, "lb")
    yield box("", 0, 44, frame.width, 26, fill=f"url(#{pattern})")
    for segment in clock.parts:
        if segment.counted:
            x = wall(segment.start)
            yield box("late-f" if clock.is_late(segment) else "done-f", x, 44, wall(segment.stop) - x, 26)
    first, last = (clock_words(at, explained.zone) for at in (explained.item.start, explained.until))
    yield text(first, 0, 37)
    yield text(last, frame.width, 37, "ax", "end")
    yield from _longest_shut(clock, wall)


def _longest_shut(clock: Clock, wall: Scale) -> Iterator[Markup]:
    """Say in the longest stretch that counts nothing how long it was, if the words fit into it."""
    shut = [segment for segment in clock.parts if not segment.counted]
    longest = max(shut, key=lambda segment: segment.wall, default=None)
    if longest is None:
        return
    words = f"{longest.kind}, {duration(longest.wall)} that count 0"
    left, right = wall(longest.start), wall(longest.stop)
    if right - left > width_of(words) + 16:
        chip = el("tspan", words, class_="chip")
        yield el("text", chip, class_="ax", x=(left + right) / 2, y=61.0, text_anchor="middle")


def _folds(clock: Clock, frame: Frame, wall: Scale, count: Scale) -> Iterator[Markup]:
    """Join each open stretch of the wall clock with its place below; many of them would hide each other."""
    counted = [segment for segment in clock.parts if segment.counted]
    if len(counted) > _FEW:
        return
    for segment in counted:
        top = (wall(segment.start), wall(segment.stop))
        foot = (count(segment.running - segment.counted), count(segment.running))
        line = f"M{coordinate(top[0])} 71H{coordinate(top[1])}L{coordinate(foot[1])} {coordinate(frame.bar - 1)}"
        look = "fold lf" if clock.is_late(segment) else "fold"
        yield path(look, f"{line}H{coordinate(foot[0])}Z")


def _counted(clock: Clock, frame: Frame, count: Scale) -> Iterator[Markup]:
    kind = "business time" if clock.explained.open_time is not None else "time"
    if frame.look == "wide":
        words = f"As the agreement counts it: {duration(clock.elapsed)} of {kind}"
        yield text(words, 0, frame.bar - 14, "lb halo")
    for segment in clock.parts:
        if not segment.counted:
            continue
        x, end = count(segment.running - segment.counted), count(segment.running)
        late = clock.is_late(segment)
        yield box("late-f" if late else "done-f", x, frame.bar, max(end - x - 1.5, 0.5), frame.tall)
        words = f"{felt(segment.counted, clock.day)}{' over' if late else ''}"
        if end - x > width_of(words, 13) + 8:
            yield text(words, (x + end) / 2, frame.bar + frame.tall / 2 + 5, "on", "middle")
    if clock.explained.item.limit is not None:
        at = coordinate(count(clock.explained.item.limit))
        yield path("goal", f"M{at} {coordinate(frame.bar - 12)}V{coordinate(frame.bar + frame.tall + 5)}", "2")


def _scale(clock: Clock, frame: Frame, count: Scale) -> Iterator[Markup]:
    limit = clock.explained.item.limit
    points = sorted({0, clock.elapsed, *((limit,) if limit is not None else ())})
    foot, right = frame.bar + frame.tall, -99.0
    for point in points:
        x, words = count(point), duration(point) if point else "0"
        half = width_of(words) / 2
        if x - half < right + 4:
            continue
        yield path("axis", f"M{coordinate(x)} {coordinate(foot)}v6")
        yield text(words, x, foot + 20, "ax", "middle" if point else "start")
        right = x + half


def _marks(clock: Clock, frame: Frame, count: Scale) -> Iterator[Markup]:
    """Say under the bar when it started, fell due and stopped; the second and third share a line if they fit."""
    item, zone = clock.explained.item, clock.explained.zone
    y = frame.bar + frame.tall + 52
    wide = frame.look == "wide"
    marks: list[tuple[float, str, Instant]] = [(count(0), "starts", item.start)]
    if item.due is not None and item.limit is not None and item.limit <= clock.end:
        marks.append((count(item.limit), "due", item.due))
    if item.stop is not None:
        word = "stops late" if item.outcome is Outcome.MISSED and item.limit is not None else "stops"
        marks.append((count(clock.elapsed), word, item.stop))
    right, row = -99.0, 0
    for x, word, at in sorted(marks):
        words = clock_words(at, zone) if wide else clock_words(at, zone)[4:]
        size = width_of(words, 13)
        anchor, place = ("middle", min(x, frame.width - size / 2)) if x > size / 2 else ("start", frame.left)
        left = place - size / 2 if anchor == "middle" else place
        row = 1 - row if left < right + 6 else 0
        yield text(words, place, y + 32 * row - (0 if wide else 6), "lb", anchor)
        yield text(word, place, y + 32 * row + 16 - (0 if wide else 6), "ax", anchor)
        right = max(right, left + size)
