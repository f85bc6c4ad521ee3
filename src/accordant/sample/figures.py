"""The figures that the sample year is made to have, month by month, before a single event is drawn."""

from dataclasses import dataclass
from datetime import date

SOURCES = ("demo request", "webinar", "whitepaper", "paid search", "trade show", "referral")
REASONS = ("duplicate", "no such person", "competitor")
OTHER_REASONS = ("bad timing", "no budget", "not interested", "student", "wrong region")
FREE_DOMAINS = ("gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "aol.com", "icloud.com", "gmx.net")

SURGE_DATE = date(2026, 2, 10)
SURGE_SIZE, SURGE_POPULATION = 62, 50
SURGE_LATE_COUNTED, SURGE_LATE_RELIEVED = 3, 8
"""A day of 62 MQLs where 50.025 are the ceiling: 11 late, 8 of them among the 12 relieved."""


@dataclass(frozen=True)
class Month:
    """What a month is made to come to.

    `rejected` by reason in the order of REASONS; `refused`: rejections that do not count, for another reason,
    too late and by the wrong party; `spam`: in time and too late. `late` and `given_up` in thousandths of the
    items judged in the month, and `good` of the MQLs of the month that count.
    """

    name: str
    counted: int
    rejected: tuple[int, int, int]
    refused: tuple[int, int, int]
    spam: tuple[int, int]
    good: int
    good_too_late: int
    won: int
    late: int
    given_up: int
    initiatives: int
    others: int
    undecided: tuple[int, int]
    """Leads that never get a score, and leads with a score whose address is missing."""


MONTHS = (
    # counted, rejected, refused, spam, good, good too late, won, late, given up, initiatives, others, undecided
    Month("2026-01", 670, (27, 13, 7), (6, 3, 0), (9, 1), 170, 6, 18, 37, 82, 3, 1190, (24, 3)),
    Month("2026-02", 683, (30, 12, 9), (5, 2, 0), (8, 0), 175, 7, 21, 40, 85, 3, 1150, (22, 4)),
    Month("2026-03", 676, (26, 15, 6), (7, 3, 1), (11, 1), 172, 5, 19, 36, 78, 4, 1310, (28, 3)),
    Month("2026-04", 669, (29, 11, 8), (5, 2, 0), (10, 0), 169, 6, 20, 41, 80, 3, 1260, (26, 5)),
    Month("2026-05", 678, (25, 14, 7), (6, 2, 1), (7, 1), 174, 8, 20, 33, 88, 3, 1200, (21, 4)),
    Month("2026-06", 671, (28, 12, 9), (4, 3, 0), (12, 0), 173, 4, 19, 38, 91, 3, 1170, (25, 2)),
    Month("2026-07", 672, (24, 13, 6), (6, 2, 0), (9, 1), 171, 6, 20, 45, 89, 4, 1020, (20, 3)),
    Month("2026-08", 659, (33, 14, 10), (8, 4, 1), (14, 1), 170, 5, 18, 61, 92, 3, 960, (27, 4)),
    Month("2026-09", 681, (27, 12, 8), (5, 2, 0), (10, 0), 180, 7, 22, 41, 80, 3, 1240, (26, 3)),
    Month("2026-10", 674, (27, 11, 9), (6, 2, 0), (0, 1), 170, 6, 20, 48, 74, 4, 1280, (29, 2)),
    Month("2026-11", 588, (31, 13, 8), (6, 3, 0), (3, 0), 141, 5, 17, 90, 70, 3, 1080, (31, 0)),
    Month("2026-12", 731, (26, 12, 7), (5, 2, 0), (9, 0), 185, 0, 22, 39, 80, 3, 1120, (23, 3)),
)
MONTH_BY_NAME = {month.name: month for month in MONTHS}

MQL_SOURCES = (22, 26, 21, 12, 11, 8)
OTHER_SOURCES = (9, 25, 31, 21, 9, 5)
PAID_SEARCH_PAUSED = (date(2026, 10, 24), date(2026, 11, 30))
"""No money for paid search between these dates, which is why November has too few MQLs."""

WEEKDAY = (110, 107, 103, 100, 88)
"""Arrivals from Monday to Friday, relative to Thursday."""
WORKDAY_HOURS = (2, 1, 1, 1, 1, 2, 6, 14, 30, 62, 70, 66, 48, 54, 66, 64, 52, 34, 18, 14, 12, 10, 7, 4)
WEEKEND_HOURS = (4, 3, 2, 2, 1, 2, 4, 8, 14, 22, 28, 30, 28, 26, 26, 24, 22, 20, 20, 22, 22, 18, 12, 7)

SCORES = {
    "demo request": (68, 99),
    "webinar": (60, 86),
    "whitepaper": (60, 78),
    "paid search": (60, 75),
    "trade show": (60, 88),
    "referral": (64, 97),
}
"""Scores of MQLs by source, both ends included."""
LOW_SCORES = {
    "demo request": (30, 59),
    "webinar": (12, 59),
    "whitepaper": (5, 54),
    "paid search": (2, 48),
    "trade show": (10, 57),
    "referral": (25, 59),
}
"""Scores of the business addresses that are no MQLs, both ends included."""
SQL_ODDS = {
    "demo request": 40,
    "webinar": 19,
    "whitepaper": 12,
    "paid search": 14,
    "trade show": 20,
    "referral": 36,
}
"""How likely a source qualifies, relative to the others."""
SAL_SHARE = {
    "demo request": 857,
    "webinar": 702,
    "whitepaper": 629,
    "paid search": 610,
    "trade show": 703,
    "referral": 804,
}
"""Thousandths of the MQLs of a source that Sales accepts."""

# Business minutes from MQL to the first attempt: (over, to, demo requests, others).
WAITS_IN_TIME = (
    (0, 1, 6, 5),
    (1, 2, 11, 9),
    (2, 3, 13, 12),
    (3, 5, 24, 24),
    (5, 8, 22, 30),
    (8, 11, 16, 28),
    (11, 15, 14, 33),
    (15, 20, 15, 38),
    (20, 30, 12, 58),
    (30, 45, 0, 56),
    (45, 60, 0, 44),
    (60, 90, 0, 49),
    (90, 120, 0, 27),
)
DEMO_LATE = (31, 33, 35, 37, 40, 43, 48, 52, 57, 71, 84, 112, 176, 221, 388)
OTHERS_LATE = (
    *(125, 130, 135, 140, 145, 150, 155, 160, 165, 170, 175, 180),
    *(187, 194, 203, 211, 220, 229, 238),
    *(255, 283, 311, 346, 371, 402, 437, 471),
    *(516, 604, 733, 901, 1284),
)
