"""Timelines: the versions of an agreement go in, the windows of one obligation come out, and who governs them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast

from accordant.plan.steps import Timeline
from accordant.terms.agreement import Version
from accordant.terms.calendar import OpenTime
from accordant.terms.obligation import Obligation
from accordant.terms.values import Instant
from accordant.terms.window import Term, Window, WindowSpan, WindowUnit
from accordant.zone import local_instant, local_time

_DAY = timedelta(days=1)
_FAR = 800 * 86_400_000_000


@dataclass(frozen=True)
class Reign:
    """The time `[since, until)` in which one version governs an obligation: its windows and its new items."""

    version: Version
    obligation: Obligation
    since: Instant
    until: Instant


@dataclass(frozen=True)
class Ruled:
    """The window that one version asks for, of an obligation or of the agreement."""

    version: Version
    window: Window


def term_start(term: Term) -> Instant:
    """Return the first instant of the term."""
    return midnight(term.zone, term.start)


def term_stop(term: Term) -> Instant | None:
    """Return the first instant after the term; None when it is open-ended."""
    return None if term.through is None else midnight(term.zone, term.through + _DAY)


def midnight(zone: str, day: date) -> Instant:
    """Return the instant at which a local date begins."""
    return local_instant(zone, datetime(day.year, day.month, day.day))


def reigns(name: str, versions: Sequence[Version], horizon: Instant) -> tuple[Reign, ...]:
    """Return who governs obligation `name` when, in order of time, up to the end of the term or the horizon.

    A version takes over at the start of the first window that begins on or after its date; one that splits,
    and any of a `term` or rolling obligation, on its date.
    """
    starts = _takeovers(name, versions)
    found = []
    for i, (version, since) in enumerate(zip(versions, starts, strict=True)):
        until = min([*starts[i + 1 :], term_stop(version.terms.term) or horizon, horizon])
        obligation = _find(version, name)
        if obligation is not None and since < until:
            found.append(Reign(version, obligation, since, until))
    return tuple(found)


def _takeovers(name: str, versions: Sequence[Version]) -> list[Instant]:
    """Return the instant from which each version governs, as far as no later one does."""
    term = versions[0].terms.term
    starts = [term_start(term)]
    for after in versions[1:]:
        on_date = max(midnight(term.zone, after.since), starts[0])
        in_force = [version for version, start in zip(versions, starts, strict=False) if start <= on_date]
        ruling = _find(in_force[-1], name) or _find(after, name)
        if ruling is None or after.splits:
            starts.append(on_date)
        else:
            starts.append(_first_window(ruling.window, term.zone, on_date))
    return starts


def _first_window(window: Window, zone: str, on_date: Instant) -> Instant:
    """Return the start of the first window from a date on; the date itself, if rolling or of the term."""
    if window.unit in ("term", "rolling"):
        return on_date
    start, stop = _unit(window, local_time(zone, on_date).date())
    return on_date if midnight(zone, start) == on_date else midnight(zone, stop)


def _find(version: Version, name: str) -> Obligation | None:
    return next((o for o in version.terms.obligations if o.name == name), None)


def timeline(name: str, ruled: Sequence[Reign], horizon: Instant, calendar: OpenTime | None) -> Timeline:
    """Return the windows of an obligation and their cells, up to the horizon.

    A `term` is one window, judged by the version it began under, unless an amendment splits it. After the last
    reign windows of the same unit follow that take no new starts. `open_days` of a window are the open dates of
    `calendar` that begin in it.
    """
    windows: list[WindowSpan] = []
    for reign in ruled:
        origin = ruled[0].since if reign.obligation.window.unit == "rolling" else reign.since
        made = list(_windows(_window_of(reign), reign.since, reign.until, origin))
        if _goes_on(windows, made) and not reign.version.splits:
            windows[-1] = replace(windows[-1], stop=made[0].stop, whole_stop=made[0].stop)
        else:
            windows += made
    last = ruled[-1]
    after = _windows(_window_of(last), last.until, horizon, last.until)
    windows += (replace(window, in_term=False) for window in after)
    numbered = tuple(_numbered(window, i, windows, calendar) for i, window in enumerate(windows))
    return Timeline(name, numbered, _cells(numbered, ruled[0].since))


def _goes_on(before: Sequence[WindowSpan], after: Sequence[WindowSpan]) -> bool:
    """Say whether the window of a term goes on under the next version."""
    return bool(before) and bool(after) and before[-1].label == after[0].label == "term"


def _window_of(reign: Reign) -> Ruled:
    return Ruled(reign.version, reign.obligation.window)


def _cells(windows: Sequence[WindowSpan], since: Instant) -> tuple[Instant, ...]:
    return (since, *(window.stop for window in windows))


def _numbered(window: WindowSpan, i: int, windows: Sequence[WindowSpan], calendar: OpenTime | None) -> WindowSpan:
    return replace(window, first_cell=_first_cell(windows, i), last_cell=i, open_days=_open_days(window, calendar))


def _first_cell(windows: Sequence[WindowSpan], i: int) -> int:
    """Return the first window, at most `i`, that stops after window `i` starts: its cell is the first inside."""
    start = windows[i].start
    while i > 0 and windows[i - 1].stop > start:
        i -= 1
    return i


def _open_days(window: WindowSpan, calendar: OpenTime | None) -> int:
    if calendar is None:
        return 0
    first, stop = (bisect_left(calendar.days, t, key=lambda day: day.opens) for t in (window.start, window.stop))
    return stop - first


def agreement_windows(versions: Sequence[Version], as_of: Instant) -> tuple[WindowSpan, ...]:
    """Return the windows in which the agreement itself is judged, those begun by `as_of` and within the term.

    Their length and rules are those of the version in force when they begin.
    """
    term = versions[0].terms.term
    begins, ends = term_start(term), term_stop(versions[-1].terms.term)
    found: list[WindowSpan] = []
    until = as_of + 1 if ends is None else min(as_of + 1, ends)
    since = begins
    while since < until:
        version = next(v for v in reversed(versions) if v.number == 1 or midnight(term.zone, v.since) <= since)
        window = next(
            _windows(
                Ruled(version, Window(cast(WindowUnit, version.terms.verdict.window))),
                since,
                ends or until + _FAR,
                begins,
            )
        )
        found.append(replace(window, first_cell=len(found), last_cell=len(found)))
        since = window.stop
    return tuple(found)


def _windows(ruled: Ruled, since: Instant, until: Instant, origin: Instant) -> Iterator[WindowSpan]:
    """Yield the windows that end in `(since, until]`, cut there and at `origin`."""
    zone, window = ruled.version.terms.term.zone, ruled.window
    if window.unit == "term":
        if since < until:
            yield WindowSpan("term", since, until, since, until, ruled.version.number)
        return
    day = local_time(zone, since).date()
    while midnight(zone, day) < until:
        first, after = _unit(window, day)
        start, stop = midnight(zone, first), midnight(zone, after)
        begin = max(start, origin)
        yield WindowSpan(label(window, first, after), begin, min(stop, until), start, stop, ruled.version.number)
        day = after


def _unit(window: Window, day: date) -> tuple[date, date]:
    """Return the first date of the window that `day` is in (a rolling one: ends with), and the date after it."""
    match window.unit:
        case "rolling":
            return day - (window.days - 1) * _DAY, day + _DAY
        case "day" | "term":
            return day, day + _DAY
        case "week":
            monday = day - day.weekday() * _DAY
            return monday, monday + 7 * _DAY
        case "month":
            return day.replace(day=1), (day.replace(day=1) + 31 * _DAY).replace(day=1)
        case "quarter":
            first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
            return first, (first + 93 * _DAY).replace(day=1)
        case "year":
            return day.replace(month=1, day=1), day.replace(year=day.year + 1, month=1, day=1)


def label(window: Window, first: date, after: date) -> str:
    """Name a window: `2026-10`, `2026-Q4`, `2026`, `2026-W40`, `2026-10-05` (of a rolling one its last date)."""
    match window.unit:
        case "month":
            return f"{first:%Y-%m}"
        case "quarter":
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case "year":
            return f"{first.year}"
        case "week":
            return "{:04}-W{:02}".format(*first.isocalendar()[:2])
        case _:
            return f"{after - _DAY}"
