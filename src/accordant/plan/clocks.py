"""Clocks of an agreement: its calendars over all versions, compiled once, and lengths bound to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from accordant.plan.calendar import always, open_time
from accordant.plan.steps import Limit, Limits
from accordant.terms.agreement import Version
from accordant.terms.calendar import Calendar, OpenTime
from accordant.terms.definition import Tiers
from accordant.terms.obligation import Obligation
from accordant.terms.values import Instant, Length


@dataclass(frozen=True)
class Clocks:
    """Cumulative open time by calendar name, wall time, and the zone of the agreement."""

    calendars: Mapping[str, OpenTime]
    wall: OpenTime
    zone: str
    default: str = ""

    def of(self, name: str) -> OpenTime | None:
        """Return the calendar of that name, or the term's own when the name is empty; None when there is none."""
        return self.calendars.get(name or self.default)

    def limit(self, length: Length, calendar: str = "") -> Limit:
        """Bind a length to its clock: business lengths to the calendar, all others to wall time.

        Raises KeyError for a business length without a calendar, which `check` reports beforehand.
        """
        if not length.business:
            return Limit(length, self.wall, self.zone)
        clock = self.calendars[calendar or self.default]
        return Limit(length, clock, clock.zone)

    def limits(self, obligation: Obligation) -> Limits | None:
        """Bind an obligation's `within`, tier by tier; None when it has none."""
        match obligation.within:
            case None:
                return None
            case Tiers(by, tiers, otherwise):
                bound = tuple((value, self.limit(length, obligation.calendar)) for value, length in tiers)
                rest = None if otherwise is None else self.limit(otherwise, obligation.calendar)
                return Limits(by, bound, rest)
            case length:
                return Limits("", (), self.limit(length, obligation.calendar))


def clocks(versions: Sequence[Version], start: Instant, end: Instant) -> Clocks:
    """Compile every calendar that any version names, each instant by the version in force at it."""
    names = dict.fromkeys(calendar.name for version in versions for calendar in version.terms.calendars)
    compiled = {name: _compiled(_dated(name, versions), start, end) for name in names}
    term = versions[0].terms.term
    return Clocks(compiled, always(start, end), term.zone, term.calendar)


@lru_cache(maxsize=64)
def _compiled(versions: tuple[tuple[date, Calendar], ...], start: Instant, end: Instant) -> OpenTime:
    """Compile a calendar once, however often it is asked for."""
    return open_time(versions, start, end)


def _dated(name: str, versions: Sequence[Version]) -> tuple[tuple[date, Calendar], ...]:
    return tuple(
        (version.since, calendar)
        for version in versions
        for calendar in version.terms.calendars
        if calendar.name == name
    )
