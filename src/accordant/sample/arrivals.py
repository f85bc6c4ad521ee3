"""The MQL moments of the year: so many a business day, at the hours at which people fill in forms."""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from accordant.sample import figures, office
from accordant.sample.figures import MONTHS, Month
from accordant.sample.moments import moment, refused, source_on
from accordant.sample.november import FOLLOW_UPS, november
from accordant.sample.story import Arrival, Fate

OCTOBER_CARRIED = {"demo request": 5, "webinar": 7, "whitepaper": 6, "trade show": 2, "referral": 2}
"""MQLs of Friday 30 and Saturday 31 October whose first attempt falls due in November."""
SPRING_GAP = (100, 185)
"""Minutes of Sunday 8 March at which an MQL is sure to arrive: before and after the gap of 02:00 to 03:00."""
_LAST_SPAM = date(2026, 10, 28)
_LONGEST_DAY, _LONGEST_FIRST_DAY = 43, 38


@dataclass(frozen=True)
class Day:
    """A business day with the shut dates before it in its month, and the number of MQLs on them all."""

    on: date
    shut: tuple[date, ...]
    size: int


def year(rng: Random) -> list[Arrival]:
    """Return the MQLs of 2026 in order, each with its fate."""
    arrivals: list[Arrival] = []
    for month in MONTHS:
        arrivals += november(rng) if month.name == "2026-11" else _month(rng, month)
    return _follow_ups_of_november(rng, sorted(arrivals, key=lambda arrival: arrival.at))


def _follow_ups_of_november(rng: Random, arrivals: list[Arrival]) -> list[Arrival]:
    """Mark leads of October as spam until just the agreed number of follow-ups falls due in November."""
    due = [i for i, a in enumerate(arrivals) if not a.is_cancelled and office.month_of(a.depth_due) == "2026-11"]
    october = [i for i in due if arrivals[i].fate is Fate.ACCEPTED and office.date_of(arrivals[i].at) < _LAST_SPAM]
    for i in rng.sample(october, len(due) - FOLLOW_UPS):
        arrivals[i] = refused(rng, arrivals[i], Fate.SPAM, "")
    return arrivals


def _month(rng: Random, month: Month) -> list[Arrival]:
    days = _days(rng, month)
    if month.name == "2026-10":
        return _fated(rng, month, _october(rng, days))
    return _fated(rng, month, [_arrival(rng, at) for day in days for at in _moments(rng, day)])


def _days(rng: Random, month: Month) -> list[Day]:
    shut: list[date] = []
    days: list[Day] = []
    for day in office.dates_of(month.name):
        if day > office.date_of(office.LAST_EVENT):
            break
        if office.is_open_date(day):
            days.append(Day(day, tuple(shut), 0))
            shut = []
        else:
            shut.append(day)
    if shut:
        days.append(Day(shut[-1], tuple(shut), 0))
    sizes = _sizes(rng, days, month.counted + sum(month.rejected))
    return [replace(day, size=size) for day, size in zip(days, sizes, strict=True)]


def _sizes(rng: Random, days: list[Day], total: int) -> list[int]:
    """Share `total` among the days by weekday and chance; nobody's day comes near a surge but the one day."""
    fixed = {i: figures.SURGE_SIZE for i, day in enumerate(days) if day.on == figures.SURGE_DATE}
    fixed |= {i: 4 for i, day in enumerate(days) if not office.is_open_date(day.on)}
    weights = [0 if i in fixed else _weight(rng, day) for i, day in enumerate(days)]
    rest, whole, passed = total - sum(fixed.values()), sum(weights), 0
    sizes: list[int] = []
    for i, weight in enumerate(weights):
        sizes.append(fixed.get(i, rest * (passed + weight) // whole - rest * passed // whole))
        passed += weight
    return _levelled(sizes, fixed)


def _weight(rng: Random, day: Day) -> int:
    weight = figures.WEEKDAY[day.on.weekday()] * rng.randrange(88, 113)
    return weight * 85 // 100 if date(2026, 10, 1) <= day.on <= date(2026, 10, 9) else weight


def _levelled(sizes: list[int], fixed: dict[int, int]) -> list[int]:
    ceilings = [_LONGEST_FIRST_DAY if i == 0 else _LONGEST_DAY for i in range(len(sizes))]
    for i, ceiling in enumerate(ceilings):
        while i not in fixed and sizes[i] > ceiling:
            lowest = min((j for j in range(len(sizes)) if j not in fixed), key=lambda j: sizes[j] - ceilings[j])
            sizes[i], sizes[lowest] = sizes[i] - 1, sizes[lowest] + 1
    return sizes


def _moments(rng: Random, day: Day) -> list[int]:
    moments = [moment(rng, _date_in(rng, day)) for _ in range(day.size)]
    if day.on == date(2026, 3, 9):
        sunday = date(2026, 3, 8)
        moments[: len(SPRING_GAP)] = [office.local(sunday, minute * office.MINUTE) for minute in SPRING_GAP]
    return moments


def _date_in(rng: Random, day: Day) -> date:
    return rng.choice(day.shut) if day.shut and rng.randrange(100) < 13 else day.on


def _arrival(rng: Random, at: int) -> Arrival:
    return Arrival(at, source_on(rng, office.date_of(at), figures.MQL_SOURCES))


def _october(rng: Random, days: list[Day]) -> list[Arrival]:
    """Draw October so that just the agreed number of first attempts falls due in November."""
    friday, saturday = days[-2], days[-1]
    arrivals = [_arrival(rng, at) for day in days[:-2] for at in _moments(rng, day)]
    carried = [source for source, n in OCTOBER_CARRIED.items() for _ in range(n)]
    rng.shuffle(carried)
    for i, source in enumerate(carried):
        late = (15, 17) if i % 2 and source != "demo request" else (17, 24)
        day, hours = (saturday.on, (0, 24)) if i < saturday.size else (friday.on, late)
        arrivals.append(Arrival(moment(rng, day, hours), source))
    early = friday.size + saturday.size - len(carried)
    return arrivals + [_arrival(rng, moment(rng, friday.on, (0, 15))) for _ in range(early)]


def _fated(rng: Random, month: Month, arrivals: list[Arrival]) -> list[Arrival]:
    """Choose whom Sales rejects and who is marked as spam, in time or not, for a listed reason or not."""
    arrivals = sorted(arrivals, key=lambda arrival: arrival.at)
    can = [i for i, arrival in enumerate(arrivals) if _may_be_refused(arrival)]
    fates = _fates(month)
    chosen = rng.sample(can, len(fates))
    for i, (fate, reason) in zip(chosen, fates, strict=True):
        arrivals[i] = refused(rng, arrivals[i], fate, reason or rng.choice(figures.OTHER_REASONS))
    return arrivals


def _may_be_refused(arrival: Arrival) -> bool:
    day = office.date_of(arrival.at)
    last = {10: 27, 12: 21}.get(day.month, 31)
    return day != figures.SURGE_DATE and day != date(2026, 3, 8) and day.day <= last


def _fates(month: Month) -> list[tuple[Fate, str]]:
    reasons = [reason for reason, n in zip(figures.REASONS, month.rejected, strict=True) for _ in range(n)]
    other, late, wrong = month.refused
    return [
        *((Fate.REJECTED, reason) for reason in reasons),
        *((Fate.OTHER_REASON, "") for _ in range(other)),
        *((Fate.TOO_LATE, "duplicate") for _ in range(late)),
        *((Fate.WRONG_PARTY, "competitor") for _ in range(wrong)),
        *((Fate.SPAM, " ") for _ in range(month.spam[0])),
        *((Fate.LATE_SPAM, " ") for _ in range(month.spam[1])),
    ]
