"""Random calendars, instants and spans for the laws."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from accordant.plan.calendar import open_time
from accordant.terms.calendar import Calendar, Holidays, OpenTime, Shift
from accordant.zone import local_time, transitions

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# Zones with whole and half hours, changes at midnight, of half an hour, of a whole day, in Ramadan, and none.
ZONES = (
    *("UTC", "Europe/London", "Europe/Berlin", "Europe/Dublin", "Europe/Lisbon", "Atlantic/Azores"),
    *("America/New_York", "America/Chicago", "America/Los_Angeles", "America/St_Johns", "America/Sao_Paulo"),
    *("America/Havana", "America/Santiago", "America/Asuncion", "America/Caracas", "America/Scoresbysund"),
    *("Africa/Casablanca", "Africa/Cairo", "Africa/Juba", "Asia/Gaza", "Asia/Kathmandu", "Asia/Tehran"),
    *("Asia/Pyongyang", "Asia/Beirut", "Asia/Kolkata", "Australia/Lord_Howe", "Australia/Sydney"),
    *("Pacific/Apia", "Pacific/Chatham", "Pacific/Norfolk", "Pacific/Kiritimati", "Antarctica/Troll"),
)


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp()) * SECOND


def at(text: str) -> int:
    """The instant of `2026-03-06T16:00Z`."""
    moment = datetime.fromisoformat(text)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def hm(text: str) -> tuple[Shift, ...]:
    """The shifts of `09:00-12:00, 13:00-17:00`."""
    pairs = [part.split("-") for part in text.replace(" ", "").split(",") if part]
    return tuple(Shift(*(int(hour[:2]) * 60 + int(hour[3:]) for hour in pair)) for pair in pairs)


def weekly(zone: str, hours: str, days: str = "mon tue wed thu fri", **other: object) -> Calendar:
    """The calendar with the same hours on each of the days."""
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    week = tuple(hm(hours) if name in days.split() else () for name in names)
    return Calendar("office", zone, week, **other)  # type: ignore[arg-type]


def compiled(calendar: Calendar, start: str, end: str) -> OpenTime:
    return open_time([(date(2000, 1, 1), calendar)], at(start), at(end))


minutes = st.integers(0, 95).map(lambda quarter: quarter * 15) | st.integers(0, 1439)
shifts = st.tuples(minutes, minutes | st.just(1440)).filter(lambda pair: pair[0] != pair[1] and pair != (0, 0))
hours = st.lists(shifts.map(lambda pair: Shift(*pair)), max_size=3).map(tuple)


@st.composite
def calendars(draw: st.DrawFn, near: date, zone: str) -> Calendar:
    """A calendar with holidays and dates of its own within three weeks of a date."""
    week = draw(st.tuples(*[hours] * 7).filter(any))
    days = st.integers(-2, 21).map(lambda n: near + timedelta(days=n))
    own = draw(st.dictionaries(days, hours, max_size=3))
    return Calendar(
        "office",
        zone,
        week,
        Holidays(tuple(draw(st.sets(days, max_size=4)))),
        tuple(own.items()),
        draw(st.sampled_from(("hours", "starts"))),
    )


@cache
def days_of_change(zone: str) -> list[date]:
    """The dates of all changes of the zone's clocks, 2000 to 2039; a date in summer where there are none."""
    changes = transitions(zone, utc(2000, 1, 8), utc(2039, 6, 1))
    return [local_time("UTC", instant).date() for instant, _, _ in changes] or [date(2026, 7, 1)]


@st.composite
def scenes(draw: st.DrawFn) -> tuple[str, date]:
    """A zone and a date, mostly one within a week before a change of its clocks."""
    zone = draw(st.sampled_from(ZONES))
    near = draw(st.sampled_from(days_of_change(zone))) - timedelta(days=draw(st.integers(-1, 6)))
    return zone, draw(st.just(near) | st.dates(date(2000, 1, 2), date(2039, 6, 1)))


@st.composite
def versions(draw: st.DrawFn, scene: tuple[str, date]) -> list[tuple[date, Calendar]]:
    """One or two versions of a calendar in one zone, the second in force a few days after `near`."""
    zone, near = scene
    first = (near - timedelta(days=400), draw(calendars(near, zone)))
    if not draw(st.booleans()):
        return [first]
    return [first, (near + timedelta(days=draw(st.integers(0, 8))), draw(calendars(near, zone)))]


def midnight(day: date) -> int:
    """The instant at which a date begins in UTC."""
    return utc(day.year, day.month, day.day)
