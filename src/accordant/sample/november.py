"""November 2026 as DOMAIN SC1 tells it, with the eight leads of SC3 in it.

640 MQLs on 20 business days, 52 of them rejected on the days told; 600 first attempts fall due, 620 follow-ups.
"""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from accordant.sample import office
from accordant.sample.figures import MONTH_BY_NAME, OTHER_REASONS, REASONS
from accordant.sample.moments import moment, refused
from accordant.sample.story import Arrival, Fate

DELIVERED = (25, 38, 43, 30, 36, 24, 40, 32, 36, 33, 37, 33, 31, 35, 27, 33, 31, 25, 20, 31)
REJECTED = (2, 3, 4, 1, 3, 2, 4, 2, 4, 2, 3, 2, 3, 2, 2, 3, 2, 3, 2, 3)
"""MQLs and rejections of each business day; the days before an opening belong to it."""

SUBMITTED_BY_SOURCE = {
    "demo request": 156,
    "webinar": 184,
    "whitepaper": 160,
    "trade show": 82,
    "referral": 58,
}
REJECTED_BY_SOURCE = {"demo request": 9, "webinar": 16, "whitepaper": 17, "trade show": 8, "referral": 2}
CARRIED = {"demo request": 2, "webinar": 2, "trade show": 1, "referral": 2}
"""MQLs of Monday 30 November whose first attempt falls due in December."""
SPAM_SOURCES = ("webinar", "whitepaper", "trade show")
LATE_BY_SOURCE = {"demo request": 17, "webinar": 15, "whitepaper": 14, "trade show": 5, "referral": 3}
ACCEPTED_BY_SOURCE = {"demo request": 126, "webinar": 118, "whitepaper": 90, "trade show": 52, "referral": 45}
QUALIFIED_BY_SOURCE = {"demo request": 58, "webinar": 31, "whitepaper": 17, "trade show": 15, "referral": 20}
WON_BY_SOURCE = {"demo request": 8, "webinar": 3, "whitepaper": 1, "trade show": 1, "referral": 4}
FOLLOW_UPS, GIVEN_UP = 620, 43
LATE, NEVER_DEMO, NEVER_OTHERS = 54, 2, 5


@dataclass(frozen=True)
class Example:
    """A lead of SC3: when it became an MQL and when it was first tried, in minutes of New York dates."""

    source: str
    day: int
    minute: int
    stop_day: int = 0
    stop_minute: int = 0
    minutes: int | None = None

    @property
    def at(self) -> int:
        """Return the MQL moment."""
        return office.local(date(2026, 11, self.day), self.minute * office.MINUTE)

    @property
    def stop(self) -> int | None:
        """Return the instant of the first attempt, if there was one."""
        if not self.stop_day:
            return None
        return office.local(date(2026, 11, self.stop_day), self.stop_minute * office.MINUTE)


EXAMPLES = {
    "L1": Example("webinar", 13, 990, 16, 585, 75),
    "L2": Example("webinar", 25, 960, 27, 630, 150),
    "L3": Example("referral", 1, 90, 1, 1320, 0),
    "L4": Example("trade show", 10, 600, 10, 820, 220),
    "L5": Example("whitepaper", 3, 540),
    "L6": Example("webinar", 9, 540, 9, 660, 120),
    "L7": Example("whitepaper", 12, 600, 12, 780, 180),
    "L8": Example("referral", 5, 720, 5, 725, 5),
}


def november(rng: Random) -> list[Arrival]:
    """Return the 640 MQLs of November, each with its fate."""
    dates = [day for day in office.dates_of("2026-11") if office.is_open_date(day)]
    free = list(DELIVERED)
    for example in EXAMPLES.values():
        free[_index(dates, date(2026, 11, example.day))] -= 1
    rejected = _rejected(rng, dates, free)
    carried = _carried(rng, dates, free)
    rest = _rest(rng, dates, free, [*_examples(), *rejected, *carried])
    return [*_examples(), *rejected, *carried, *_refused(rng, rest)]


def _examples() -> list[Arrival]:
    return [Arrival(example.at, example.source, name=name) for name, example in EXAMPLES.items()]


def _index(dates: list[date], day: date) -> int:
    return next(i for i, open_date in enumerate(dates) if open_date >= day)


def _rejected(rng: Random, dates: list[date], free: list[int]) -> list[Arrival]:
    """Reject so many on each day as told: leads of the same morning or of the day before."""
    reasons = _many(dict(zip(REASONS, MONTH_BY_NAME["2026-11"].rejected, strict=True)))
    sources = _many(REJECTED_BY_SOURCE)
    rng.shuffle(reasons)
    rng.shuffle(sources)
    found: list[Arrival] = []
    for i, count in enumerate(REJECTED):
        for _ in range(count):
            same_day = i == 0 or rng.randrange(10) < 6
            day = i if same_day else i - 1
            free[day] -= 1
            at = moment(rng, dates[day], (8, 12))
            reject_at = office.local(dates[i], rng.randrange(13 * office.HOUR, 16 * office.HOUR))
            found.append(Arrival(at, sources.pop(), Fate.REJECTED, reject_at, reasons.pop()))
    return found


def _carried(rng: Random, dates: list[date], free: list[int]) -> list[Arrival]:
    found: list[Arrival] = []
    for i, source in enumerate(_many(CARRIED)):
        free[-1] -= 1
        hours = (15, 17) if i % 2 and source != "demo request" else (17, 23)
        found.append(Arrival(moment(rng, dates[-1], hours), source))
    return found


def _rest(rng: Random, dates: list[date], free: list[int], taken: list[Arrival]) -> list[Arrival]:
    """Draw all others: at any hour, but on the last day early enough to fall due in November."""
    left = dict(SUBMITTED_BY_SOURCE)
    for arrival in taken:
        left[arrival.source] -= 1
    sources = _many(left)
    rng.shuffle(sources)
    days = [i for i, count in enumerate(free) for _ in range(count)]
    return [Arrival(_moment_on(rng, dates, i), source) for i, source in zip(days, sources, strict=True)]


def _moment_on(rng: Random, dates: list[date], i: int) -> int:
    day = dates[i]
    before = [shut for shut in office.dates_of("2026-11") if shut < day and (i == 0 or shut > dates[i - 1])]
    if before and rng.randrange(100) < 13:
        return moment(rng, rng.choice(before))
    return moment(rng, day, (0, 15) if day == dates[-1] else (0, 24))


def _refused(rng: Random, arrivals: list[Arrival]) -> list[Arrival]:
    """Choose the rejections that do not count and the three spam marks, among leads of the middle of the month."""
    middle = [i for i, arrival in enumerate(arrivals) if 9 <= office.date_of(arrival.at).day <= 17]
    other, late, _ = MONTH_BY_NAME["2026-11"].refused
    chosen = rng.sample(middle, other + late)
    for i in chosen[:other]:
        arrivals[i] = refused(rng, arrivals[i], Fate.OTHER_REASON, rng.choice(OTHER_REASONS))
    for i in chosen[other:]:
        arrivals[i] = refused(rng, arrivals[i], Fate.TOO_LATE, rng.choice(REASONS))
    for source in SPAM_SOURCES:
        can = [i for i in middle if i not in chosen and arrivals[i] == replace(arrivals[i], source=source)]
        i = rng.choice(can)
        chosen.append(i)
        arrivals[i] = refused(rng, arrivals[i], Fate.SPAM, "")
    return arrivals


def _many(counts: dict[str, int]) -> list[str]:
    return [name for name, count in counts.items() for _ in range(count)]
