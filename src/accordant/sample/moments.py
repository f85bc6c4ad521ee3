"""Single draws: an hour of the day, a source, a rejection."""

from dataclasses import replace
from datetime import date
from random import Random

from accordant.sample import figures, office
from accordant.sample.story import Arrival, Fate


def moment(rng: Random, day: date, hours: tuple[int, int] = (0, 24)) -> int:
    """Return an instant of `day` at an hour of the day in `[hours)` that is usual for it."""
    weights = figures.WORKDAY_HOURS if day.weekday() < 5 else figures.WEEKEND_HOURS
    if day == office.date_of(office.LAST_EVENT):
        hours = (hours[0], min(hours[1], 19))
    usual = weights[hours[0] : hours[1]]
    (hour,) = rng.choices(range(*hours), usual)
    return office.local(day, hour * office.HOUR + rng.randrange(office.HOUR))


def source_on(rng: Random, day: date, weights: tuple[int, ...]) -> str:
    """Draw a source; paid search brings nothing while it is paused."""
    paused = figures.PAID_SEARCH_PAUSED[0] <= day <= figures.PAID_SEARCH_PAUSED[1]
    odds = dict(zip(figures.SOURCES, weights, strict=True)) | ({"paid search": 0} if paused else {})
    return rng.choices(list(odds), list(odds.values()))[0]


def refused(rng: Random, arrival: Arrival, fate: Fate, reason: str) -> Arrival:
    """Give `arrival` a fate, well inside or well outside the two business days of review."""
    too_late = fate in (Fate.TOO_LATE, Fate.LATE_SPAM)
    low, high = (19 * office.HOUR, 36 * office.HOUR) if too_late else (20 * office.MINUTE, 11 * office.HOUR)
    fate_at = office.after(arrival.at, rng.randrange(low, high))
    return replace(arrival, fate=fate, fate_at=fate_at, reason=reason.strip())
