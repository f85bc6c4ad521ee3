"""One item and everything that made it: the data of an explanation, and its time cut into segments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item, Outcome
from accordant.plan.calendar import holiday_dates
from accordant.record.event import Event
from accordant.report.period import weekday_words
from accordant.report.phrases import WEEKDAYS, listed
from accordant.report.subject import Asked
from accordant.terms.agreement import Agreement
from accordant.terms.calendar import OpenTime
from accordant.terms.definition import Moment
from accordant.terms.indicator import Availability
from accordant.terms.obligation import Obligation
from accordant.terms.values import Instant, Length, Microseconds
from accordant.zone import local_time

_FEW = 3


@dataclass(frozen=True)
class Cut:
    """Time `[start, stop)` that a clock leaves out, and the pause or exclusion that takes it."""

    start: Instant
    stop: Instant
    name: str


@dataclass(frozen=True)
class Used:
    """An event, what it was used as (`starts: MQL`; empty: not counted), and why."""

    event: Event
    role: str
    why: str


@dataclass(frozen=True)
class Explained:
    """One item of a promise, explained.

    `terms` and `obligation` are those of the version at its start. `open_time` is the calendar its clock runs
    by (None: real time, or no clock), `length` the limit in words that was in force. `cuts` are united and
    clipped, `events` are all of the entity by instant, counted or not. `verdict` is that of the window it
    stands in, `others` are further items of the same entity. `entity` is the one asked about, where the item is of
    several.
    """

    terms: Agreement
    obligation: Obligation
    item: Item
    as_of: Instant
    known_at: Instant
    open_time: OpenTime | None = None
    length: Length | None = None
    cuts: tuple[Cut, ...] = ()
    events: tuple[Used, ...] = ()
    verdict: Verdict | None = None
    others: tuple[Item, ...] = ()
    asked: Asked = field(default=Asked(), compare=False)
    entity: str = ""

    @property
    def zone(self) -> str:
        """Return the zone that times are shown in."""
        return self.terms.term.zone

    @property
    def until(self) -> Instant:
        """Return when the clock stopped, was cancelled, or the as-of instant."""
        return self.as_of if self.item.stop is None else self.item.stop

    @property
    def is_clock(self) -> bool:
        """Say whether the item has a clock that ran."""
        return self.item.elapsed is not None and self.until > self.item.start

    @property
    def over(self) -> Microseconds | None:
        """Return how much more than its limit a missed item took."""
        item = self.item
        if item.elapsed is None or item.limit is None or item.outcome is not Outcome.MISSED:
            return None
        return max(0, item.elapsed - item.limit)


@dataclass(frozen=True)
class Segment:
    """A stretch of a clock in which nothing changes: open, shut or paused; what it counts, and the sum so far.

    `kind` is `open`, `shut` or `paused`; `name` says what shuts or pauses it. `wall` is its length in real time.
    """

    start: Instant
    stop: Instant
    kind: str
    name: str
    counted: Microseconds
    running: Microseconds

    @property
    def wall(self) -> Microseconds:
        """Return its length in real time."""
        return self.stop - self.start


def segments(
    open_time: OpenTime | None,
    start: Instant,
    stop: Instant,
    cuts: Sequence[Cut] = (),
    marks: Iterable[Instant] = (),
    holidays: Sequence[date] = (),
) -> tuple[Segment, ...]:
    """Cut `[start, stop)` wherever the calendar opens or shuts, a pause begins or ends, and at the marks.

    Without a calendar all time is open. A shut stretch names the holidays that lie in it.
    """
    bounds = {start, stop, *marks, *(edge for cut in cuts for edge in (cut.start, cut.stop))}
    bounds.update(open_time.instants if open_time is not None else ())
    edges = sorted(edge for edge in bounds if start <= edge <= stop)
    found: list[Segment] = []
    running = 0
    for begin, end in pairwise(edges):
        kind, name = _kind(open_time, begin, cuts)
        counted = end - begin if kind == "open" else 0
        running += counted
        if kind == "shut" and open_time is not None:
            name = _shut(open_time, begin, end, holidays)
        found.append(Segment(begin, end, kind, name, counted, running))
    return tuple(found)


def _kind(open_time: OpenTime | None, at: Instant, cuts: Sequence[Cut]) -> tuple[str, str]:
    if open_time is not None and open_time.between(at, at + 1) == 0:
        return "shut", ""
    cut = next((cut for cut in cuts if cut.start <= at < cut.stop), None)
    return ("paused", cut.name) if cut else ("open", "")


def _shut(open_time: OpenTime, start: Instant, stop: Instant, holidays: Sequence[date]) -> str:
    """Say what shuts the calendar: holidays, whole dates without hours, or that it is after hours."""
    first, last = (local_time(open_time.zone, instant).date() for instant in (start, stop - 1))
    inside = [day for day in holidays if first <= day <= last]
    if inside:
        return f"holiday on {listed(map(weekday_words, inside))}"
    dates = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    open_dates = {day.date for day in open_time.days}
    empty = [WEEKDAYS[day.weekday()][:3] for day in dates if day not in open_dates]
    if not empty:
        return "after hours"
    return f"no hours on {listed(empty)}" if len(empty) <= _FEW else f"no hours on {len(empty)} dates"


def holidays_of(explained: Explained) -> tuple[date, ...]:
    """Return the shut dates of the item's calendar in the years it ran."""
    open_time = explained.open_time
    calendar = next((c for c in explained.terms.calendars if open_time and c.name == open_time.name), None)
    if calendar is None:
        return ()
    first, last = (local_time(calendar.zone, at).year for at in (explained.item.start, explained.until))
    return holiday_dates(calendar.holidays, first, last)


def reckoning(explained: Explained) -> tuple[Segment, ...]:
    """Return the segments of an item's clock, cut at its due instant too; none without a clock."""
    item = explained.item
    if not explained.is_clock:
        return ()
    marks = [item.due] if item.due is not None else []
    days = holidays_of(explained)
    return segments(explained.open_time, item.start, explained.until, explained.cuts, marks, days)


def kind_words(explained: Explained, kind: str) -> str:
    """Name a kind of segment: a clock is open, shut or paused; an outage is down, not counted or in shut hours."""
    if not isinstance(explained.obligation.indicator, Availability):
        return kind
    return {"open": "down", "paused": "not counted"}.get(kind, kind)


def segment_words(explained: Explained, part: Segment) -> str:
    """Say what a segment is, and what pauses, excludes or shuts it."""
    return ", ".join(filter(None, (kind_words(explained, part.kind), part.name)))


def shortened(parts: Sequence[Segment], most: int) -> tuple[Sequence[Segment], int, Sequence[Segment]]:
    """Return the first and the last segments of a long reckoning, and how many lie between them."""
    if len(parts) <= most:
        return parts, 0, ()
    half = most // 2
    return parts[:half], len(parts) - 2 * half, parts[-half:]


def used_as(explained: Explained, used: Used) -> str:
    """Say what an event was used as; one that would stop a clock again comes after the stop."""
    stop = explained.item.stop
    if used.role.startswith("stops") and stop is not None and used.event.happened > stop:
        return "not counted"
    return used.role or "not counted"


def why(explained: Explained, used: Used) -> str:
    """Say why an event was used as it was."""
    if used.role and used_as(explained, used) == "not counted":
        return "after the stop"
    return used.why or (_holds(explained.terms, used) if used.role else "no term of this promise reads it")


def _holds(terms: Agreement, used: Used) -> str:
    """Say what an event fulfilled: the predicates of the definitions it was used as."""
    names = {play.partition(": ")[2] for play in used.role.split(", ")}
    moments = ((one.name, one.shape) for one in terms.definitions if one.name in names)
    return "; ".join(f"{name}: {shape.when.text}" for name, shape in moments if isinstance(shape, Moment))
