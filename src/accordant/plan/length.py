"""Lengths of time: a length and an instant go in; a budget, a deadline or a due instant comes out."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby, pairwise

from accordant.plan.calendar import OutsideHorizon, inverse, last_moment, next_opening
from accordant.terms.calendar import OpenDay, OpenTime, Piecewise
from accordant.terms.values import Instant, Length, Microseconds
from accordant.zone import local_instant, local_time, offset_at, transitions

_DAY = timedelta(days=1)
_DAY_MICROSECONDS = 86_400_000_000
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}

Spans = Sequence[tuple[Instant, Instant]]


def budget(length: Length, start: Instant, zone: str, calendar: OpenTime | None) -> Microseconds:
    """Turn a length into the time that may elapse of a clock that starts at `start`.

    Open time for business lengths, real time for all others. Business days: a start in shut time goes to the
    next opening, whose open date is day 0; then to the same local time on the n-th open date after it, or its
    closing (`end of day`). An instant after midnight in an overnight shift counts with the open date of the
    shift. Calendar days, months and years: the same local time so much later in `zone`.

    Raises OutsideHorizon, and ValueError for a business length without a calendar or with no meaning
    (`2 business months`). Source: SEMANTICS 1 (Lengths), 6.29-6.32.
    """
    _require_meaning(length)
    if length.is_exact:
        return length.microseconds
    if not length.business:
        return add(length, start, zone) - start
    open_time = _required(length, calendar)
    opened = next_opening(open_time, start)
    return open_time.between(opened, _business_days_later(length, opened, open_time))


def add(length: Length, instant: Instant, zone: str) -> Instant:
    """Return the instant a wall or calendar length after `instant`; before it, for a negative amount.

    Days, weeks, months, quarters and years keep the local time of `zone`; a day that the month does not have
    is its last. Raises ValueError for business lengths.
    """
    _require_meaning(length)
    if length.business:
        raise ValueError(f"'{length}' needs a calendar and cannot be added to an instant")
    if length.is_exact:
        return instant + length.microseconds
    return local_instant(zone, _later(length, local_time(zone, instant))) if length.amount else instant


def deadline(length: Length, anchor: Instant, zone: str, calendar: OpenTime | None) -> Instant:
    """Return the last instant at which a claim, a notice or a remedy is still in time.

    Hours and shorter end at the instant, business hours when so much open time has passed. Days and longer end
    with the last instant of their date in `zone`, counted from the local date of `anchor` (day 0, open or shut:
    nothing rolls); business days count open dates. Raises as `budget` does.
    Source: SEMANTICS 1 (Lengths: deadline).
    """
    _require_meaning(length)
    if length.is_exact and length.business:
        open_time = _required(length, calendar)
        return max(anchor, inverse(open_time, open_time.until(anchor) + length.microseconds))
    if length.is_exact:
        return anchor + length.microseconds
    first = local_time(zone, anchor).date()
    last = _open_date(length, anchor, first, calendar) if length.business else _date_later(length, first)
    return local_instant(zone, datetime.combine(last, time.min) + _DAY) - 1


def due(
    calendar: OpenTime, start: Instant, amount: Microseconds, cut: Spans = (), *, at_opening: bool = False
) -> tuple[Instant, Instant]:
    """Return the first and the last instant at which the elapsed time of a clock equals its budget.

    The first is when the clock is due if nothing more pauses: a closing, when the budget ends exactly there, or
    the next opening with `at_opening` (limits in business days without `end of day`). After the last it is
    missed. `cut` has the disjoint spans taken out of the clock, ascending. `start` has elapsed zero.

    Raises OutsideHorizon, also when the calendar does not open again within the horizon.
    Source: SEMANTICS 1 (Clock), 6.1.
    """
    since = calendar.until(start)
    first = max(start, inverse(calendar, _stretched(calendar, start, since + amount, cut, beyond=False)))
    last = max(start, last_moment(calendar, _stretched(calendar, start, since + amount, cut, beyond=True)))
    return (next_opening(calendar, first) if at_opening else first), last


def elapsed(calendar: OpenTime, start: Instant, stop: Instant, cut: Spans = ()) -> Microseconds:
    """Return the open time in `[start, stop)` less that in the disjoint spans `cut`; zero if `stop` is earlier.

    Raises ValueError outside the horizon. Source: SEMANTICS 1 (Clock), 6.4-6.9, 6.37.
    """
    if stop <= start:
        return 0
    inside = ((max(since, start), min(until, stop)) for since, until in cut)
    paused = sum(calendar.between(since, until) for since, until in inside if since < until)
    return calendar.between(start, stop) - paused


def budget_table(length: Length, zone: str, calendar: OpenTime | None, start: Instant, end: Instant) -> Piecewise:
    """Return `budget` for every start in `[start, end)` as a piecewise linear function.

    The calendar must reach as far beyond `end` as the length does. Raises as `budget` does.
    """
    _require_meaning(length)
    if length.is_exact:
        return Piecewise((start,), (length.microseconds,), (0,), end)
    marks = {start, end, *(t for t in _candidates(length, zone, calendar, start, end) if start < t < end)}
    pieces = [(since, *_line(length, since, until, zone, calendar)) for since, until in pairwise(sorted(marks))]
    instants, values, slopes = zip(*_joined(pieces), strict=True)
    return Piecewise(instants, values, slopes, end)


def _require_meaning(length: Length) -> None:
    if length.business and not (length.is_exact or length.unit == "day"):
        raise ValueError(f"'{length}' has no meaning: business time is counted in hours and days")
    if length.end_of_day and not (length.business and length.unit == "day"):
        raise ValueError(f"'{length}' has no meaning: only business days end with a day")


def _required(length: Length, calendar: OpenTime | None) -> OpenTime:
    if calendar is None or (length.unit == "day" and not calendar.days):
        raise ValueError(f"'{length}' needs a calendar")
    return calendar


def _later(length: Length, local: datetime) -> datetime:
    """Move a local date and time by calendar days, weeks, months, quarters or years."""
    if length.unit in _DAYS:
        return local + length.amount * _DAYS[length.unit] * _DAY
    year, month = divmod(local.year * 12 + local.month - 1 + length.amount * _MONTHS[length.unit], 12)
    return local.replace(year=year, month=month + 1, day=min(local.day, monthrange(year, month + 1)[1]))


def _date_later(length: Length, day: date) -> date:
    return _later(length, datetime.combine(day, time.min)).date()


def _business_days_later(length: Length, opened: Instant, calendar: OpenTime) -> Instant:
    """Return where a limit in business days ends that starts at `opened`, an instant of open time."""
    first = bisect_right(calendar.days, opened, key=_opening) - 1
    last = _nth(calendar, first + length.amount)
    if length.end_of_day:
        return last.closes
    passed = last.date - calendar.days[first].date
    return local_instant(calendar.zone, local_time(calendar.zone, opened) + passed) if passed else opened


def _open_date(length: Length, anchor: Instant, first: date, calendar: OpenTime | None) -> date:
    """Return the n-th open date after the date of the anchor."""
    open_time = _required(length, calendar)
    # Raises outside the horizon, where no open date is known.
    open_time.until(anchor)
    known = bisect_right(open_time.days, first, key=lambda day: day.date)
    return _nth(open_time, known + length.amount - 1).date if length.amount else first


def _nth(calendar: OpenTime, index: int) -> OpenDay:
    if not 0 <= index < len(calendar.days):
        raise OutsideHorizon(f"open day {index} is outside the horizon of calendar '{calendar.name}'")
    return calendar.days[index]


def _opening(day: OpenDay) -> Instant:
    return day.opens


def _stretched(calendar: OpenTime, start: Instant, target: Microseconds, cut: Spans, *, beyond: bool) -> int:
    """Return `target`, an amount of open time, lengthened by the spans that begin before it is reached.

    With `beyond` a span that begins just as it is reached counts too.
    """
    for since, until in cut:
        if until <= start:
            continue
        begun = calendar.until(max(since, start))
        if begun > target or (begun == target and not beyond):
            break
        target += calendar.until(until) - begun
    return target


def _line(
    length: Length, since: Instant, until: Instant, zone: str, calendar: OpenTime | None
) -> tuple[Microseconds, int]:
    """Return the value at `since` and the slope up to `until` of a budget that is linear between them."""
    first, last = budget(length, since, zone, calendar), budget(length, until - 1, zone, calendar)
    slope = (last - first) // (until - 1 - since) if until - 1 > since else 0
    assert slope in (-1, 0, 1), "between two candidates a budget grows with its start, shrinks, or stays"
    return first, slope


def _joined(pieces: Iterable[tuple[Instant, int, int]]) -> Iterator[tuple[Instant, int, int]]:
    """Leave out the pieces that go on where the one before leads."""
    last: tuple[Instant, int, int] | None = None
    for instant, value, slope in pieces:
        if last is None or (value, slope) != (last[1] + last[2] * (instant - last[0]), last[2]):
            last = instant, value, slope
            yield last


def _candidates(
    length: Length, zone: str, calendar: OpenTime | None, start: Instant, end: Instant
) -> Iterator[Instant]:
    """Yield every instant at which the budget may bend or jump, and some at which it does not.

    They are those at which the calendar opens or shuts or the zone changes its offset, those from which the
    length leads to such an instant, and those at which it begins to lead so many dates further or less far.
    """
    if length.business:
        open_time = _required(length, calendar)
        points = sorted({*open_time.instants, *_changes(open_time.zone, start, open_time.end)})
        moves, zone = _moves_of_open_days(length, open_time, end), open_time.zone
    else:
        points = list(_changes(zone, start, add(length, end, zone)))
        moves = _moves_of_dates(length, zone, start, end)
    yield from points
    for since, until, days in moves:
        # Where clocks go back across midnight a date begins twice.
        yield from _sources(since, 0, zone)
        shift = days * _DAY_MICROSECONDS
        near = bisect_left(points, since + shift - _DAY_MICROSECONDS)
        far = bisect_right(points, until + shift + _DAY_MICROSECONDS)
        for point in points[near:far]:
            yield from _sources(point, shift, zone)


def _changes(zone: str, start: Instant, end: Instant) -> Iterator[Instant]:
    return (instant for instant, _, _ in transitions(zone, start, end + _DAY_MICROSECONDS))


def _moves_of_open_days(
    length: Length, calendar: OpenTime, end: Instant
) -> Iterator[tuple[Instant, Instant, int]]:
    """Yield from when to when a start leads how many dates further, open day by open day."""
    until = (*(day.opens for day in calendar.days[1:]), calendar.end)
    later = calendar.days[length.amount :]
    for day, following, reached in zip(calendar.days, until, later, strict=False):
        if day.opens < end:
            yield day.opens, following, (reached.date - day.date).days


def _moves_of_dates(
    length: Length, zone: str, start: Instant, end: Instant
) -> Iterator[tuple[Instant, Instant, int]]:
    """Yield from when to when a start leads how many dates further, for calendar lengths."""
    first, last = local_time(zone, start).date().toordinal(), local_time(zone, end).date().toordinal()
    dates = map(date.fromordinal, range(first, last + 1))
    for days, group in groupby(dates, key=lambda day: (_date_later(length, day) - day).days):
        begun = list(group)
        since, until = (datetime.combine(day, time.min) for day in (begun[0], begun[-1] + _DAY))
        yield local_instant(zone, since), local_instant(zone, until), days


def _sources(point: Instant, shift: Microseconds, zone: str) -> set[Instant]:
    """Return the instants from which the same local time `shift` later is at `point`, by any offset near."""
    return {
        point + 1_000_000 * (after - before) - shift
        for after in _offsets_near(zone, point)
        for before in _offsets_near(zone, point - shift)
    }


def _offsets_near(zone: str, instant: Instant) -> set[int]:
    return _offsets_around(zone, instant // _DAY_MICROSECONDS)


@lru_cache(maxsize=8192)
def _offsets_around(zone: str, day: int) -> set[int]:
    return {offset_at(zone, near * _DAY_MICROSECONDS) for near in (day - 1, day + 2)}
