"""Uptime by day: a window of an availability promise, and those before it, laid out date by date."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome, Uptime
from accordant.measure.stretches import Stretch, clipped, total, united
from accordant.plan.timeline import midnight
from accordant.report.card import Card
from accordant.report.figure import felt
from accordant.report.period import weekday_words
from accordant.report.room import Room
from accordant.report.state import State, of_outcome
from accordant.report.trend import value_text
from accordant.terms.calendar import OpenTime
from accordant.terms.indicator import Availability
from accordant.terms.values import Instant, Microseconds
from accordant.zone import local_time

DAY = 86_400_000_000
_ONE = timedelta(days=1)
_MOST = 92

DayKind = Literal["up", "down", "unknown", "shut", "no data", "to come"]


@dataclass(frozen=True)
class Day:
    """A date as it counts in a window: the time down, unknown and excluded, and what of it was seen.

    `kind`: any time `down`, none but some that nobody told (`unknown`), none at all (`up`); `shut` without service
    hours, `no data` when the window or the group has none, `to come` after the as-of instant.
    """

    date: date
    kind: DayKind
    down: Microseconds = 0
    unknown: Microseconds = 0
    excluded: Microseconds = 0
    seen: Microseconds = 0

    @property
    def words(self) -> str:
        """Say what happened on the date: `Mon 9 Nov: 2 h 10 min down`."""
        amounts = (("down", self.down), ("not told", self.unknown), ("excluded", self.excluded))
        told = [f"{felt(amount, DAY)} {word}" for word, amount in amounts if amount]
        return f"{weekday_words(self.date)}: {', '.join(told) or _NOTHING.get(self.kind, 'no minute down')}"


_NOTHING: dict[DayKind, str] = {"shut": "no service hours", "no data": "no data", "to come": "still to come"}


@dataclass(frozen=True)
class Span:
    """The dates of one window with its value and how it stands; `is_cut`: earlier dates of it are not shown."""

    label: str
    days: tuple[Day, ...]
    value: str
    state: State
    down: Microseconds
    is_cut: bool = False


@dataclass(frozen=True)
class Bars:
    """The windows of one promise, or one group of it, the latest last."""

    group: str
    spans: tuple[Span, ...]

    @property
    def days(self) -> tuple[Day, ...]:
        """Return all dates, ascending."""
        return tuple(day for span in self.spans for day in span.days)


@dataclass(frozen=True)
class UptimeDays:
    """Uptime by day of the promise on a card; one of `bars` for each group, in the order of the verdict."""

    card: Card
    bars: tuple[Bars, ...]
    zone: str


def uptime_days(room: Room, cards: Iterable[Card]) -> tuple[UptimeDays, ...]:
    """Lay out by day the promises that rest on time down, in the order of the cards."""
    found = []
    for card in cards:
        if card.verdict is not None and isinstance(card.obligation.indicator, Availability):
            bars = tuple(_bars(room, card, leaf) for leaf in leaves(card.verdict) if _uptime(leaf) is not None)
            if bars:
                found.append(UptimeDays(card, bars, room.subject.zone))
    return tuple(found)


def leaves(verdict: Verdict) -> tuple[Verdict, ...]:
    """Return the groups of a verdict, or the verdict itself when it has none."""
    return verdict.groups or (verdict,)


def time_by_day(stretches: Iterable[Stretch], dates: Sequence[date], zone: str) -> list[Microseconds]:
    """Return how much of the stretches lies on each of some dates, ascending."""
    whole = united(stretches)
    return [total(clipped(whole, *_whole_day(day, zone)), None) for day in dates]


def dates_between(start: Instant, stop: Instant, zone: str) -> list[date]:
    """Return the local dates that `[start, stop)` touches."""
    first, last = (local_time(zone, instant).date() for instant in (start, max(start, stop - 1)))
    return [first + _ONE * i for i in range((last - first).days + 1)]


def down_of(uptime: Uptime) -> list[Stretch]:
    """Return the stretches that count as down."""
    return [stretch for outage in uptime.outages for stretch in outage.stretches]


def _bars(room: Room, card: Card, leaf: Verdict) -> Bars:
    """Go back from the window on the card, window by window, as long as their dates fit."""
    spans: list[Span] = []
    left, before = _MOST, leaf.window.stop + 1
    for verdict in reversed(room.subject.verdicts_of(card.obligation.name)):
        mine = next((one for one in leaves(verdict) if one.group == leaf.group), None)
        if mine is None or verdict.window.stop > min(before, leaf.window.stop):
            continue
        days = _days(room, card, mine)
        if spans and len(days) > left:
            break
        spans.append(_span(room, mine, days))
        left, before = left - len(days), verdict.window.start
        if left <= 0:
            break
    return Bars(leaf.group, tuple(reversed(spans)))


def _span(room: Room, verdict: Verdict, days: Sequence[Day]) -> Span:
    uptime = _uptime(verdict)
    obligation = room.subject.obligation_of(verdict)
    return Span(
        verdict.window.label,
        tuple(_last_seen(days)),
        value_text(obligation, verdict),
        of_outcome(verdict.outcome),
        uptime.down if uptime else 0,
        len(days) > _MOST,
    )


def _last_seen(days: Sequence[Day]) -> Sequence[Day]:
    """Cut a long window to its last dates up to the as-of instant."""
    if len(days) <= _MOST:
        return days
    stop = sum(day.kind != "to come" for day in days)
    return days[max(0, stop - _MOST) : max(stop, _MOST)]


def _days(room: Room, card: Card, verdict: Verdict) -> list[Day]:
    zone, window, uptime = room.subject.zone, verdict.window, _uptime(verdict)
    dates = dates_between(window.start, window.stop, zone)
    if uptime is None:
        return [Day(day, "no data") for day in dates]
    hours = _hours(room, card)
    begins = window.start if hours else max(window.start, window.stop - uptime.whole)
    now = min(window.stop, room.subject.evaluation.as_of)
    told = (down_of(uptime), uptime.unknown_in, uptime.excluded_in)
    down, unknown, excluded = (time_by_day(stretches, dates, zone) for stretches in told)
    amounts = zip(dates, down, unknown, excluded, strict=True)
    no_data = verdict.outcome is Outcome.NO_DATA
    return [_day(amount, (begins, now), window.stop, hours, zone, no_data=no_data) for amount in amounts]


def _day(
    amount: tuple[date, Microseconds, Microseconds, Microseconds],
    seen: Stretch,
    ends: Instant,
    hours: OpenTime | None,
    zone: str,
    *,
    no_data: bool,
) -> Day:
    day, down, unknown, excluded = amount
    start, stop = _whole_day(day, zone)
    open_time = total(clipped([(start, stop)], seen[0], ends), hours)
    passed = total(clipped([(start, stop)], *seen), hours) if seen[0] < seen[1] else 0
    kind: DayKind
    if down:
        kind = "down"
    elif no_data or stop <= seen[0]:
        kind = "no data"
    elif not open_time:
        kind = "shut"
    elif not passed:
        kind = "to come"
    else:
        kind = "unknown" if unknown else "up"
    return Day(day, kind, down, unknown, excluded, passed)


def _hours(room: Room, card: Card) -> OpenTime | None:
    """Return the hours that the promise counts in, if it counts in some."""
    indicator = card.obligation.indicator
    by_hours = isinstance(indicator, Availability) and indicator.denominator == "service hours"
    return room.clocks.of(card.obligation.calendar) if by_hours else None


def _whole_day(day: date, zone: str) -> Stretch:
    return midnight(zone, day), midnight(zone, day + _ONE)


def _uptime(verdict: Verdict) -> Uptime | None:
    return verdict.tally.uptime if verdict.tally else None


def named(bars: Bars, day_kind: DayKind) -> Iterator[Day]:
    """Yield the dates of a kind."""
    return (day for day in bars.days if day.kind == day_kind)
