"""The small files beside the events: weekly reports, people, initiatives, recovery plans."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from accordant.sample import office
from accordant.sample.figures import MONTHS
from accordant.sample.story import Profile

LATE_REPORT = date(2026, 11, 27)
PIPELINE = "pipeline by source"
_NAMES = (
    "webinar series",
    "pricing page",
    "partner event",
    "lead scoring",
    "customer story",
    "nurture track",
)
PLANS = (
    ("P1", date(2026, 9, 4), 14 * 60 + 20, "marketing", "qualified leads", "2026-08"),
    ("P2", date(2026, 9, 8), 10 * 60 + 15, "sales", "speed", "2026-08"),
    ("P3", date(2026, 12, 7), 15 * 60 + 40, "marketing", "qualified leads", "2026-11"),
    ("P4", date(2026, 12, 10), 11 * 60 + 5, "sales", "speed", "2026-11"),
)
"""Recovery plans: id, date and minute sent, by whom, for which obligation and window. P4 is late."""


@dataclass(frozen=True)
class Report:
    """A weekly report: when it was due and when it was sent."""

    due: int
    sent: int

    @property
    def is_late(self) -> bool:
        """Say whether it came after it was due."""
        return self.sent > self.due


def reports(rng: Random) -> list[Report]:
    """Return one report for each Friday up to the last event, all in time but that of 27 November."""
    found: list[Report] = []
    friday = date(2026, 1, 2)
    while friday < office.date_of(office.LAST_EVENT):
        day = friday if office.is_open_date(friday) else friday - timedelta(days=1)
        sent = office.local(day, rng.randrange(10 * 60, 16 * 60 + 45) * office.MINUTE)
        if friday == LATE_REPORT:
            sent = office.local(date(2026, 11, 30), 10 * office.HOUR + 5 * office.MINUTE)
        found.append(Report(office.local(friday, 17 * office.HOUR), sent))
        friday += timedelta(days=7)
    return found


def initiatives(rng: Random) -> list[int]:
    """Return when each initiative was done, as many a month as its figure says."""
    return sorted(_office_hour(rng, month.name) for month in MONTHS for _ in range(month.initiatives))


def _office_hour(rng: Random, month: str) -> int:
    days = [day for day in office.dates_of(month) if office.is_open_date(day) and day.day <= 29]
    return office.local(rng.choice(days), rng.randrange(9 * 60, 17 * 60) * office.MINUTE)


def people(profiles: list[Profile]) -> list[tuple[str, int]]:
    """Return each address with its first sight, and a person without an address for each lead that has none."""
    found: list[tuple[str, int]] = []
    known: set[str] = set()
    for profile in sorted(profiles, key=lambda profile: profile.created):
        if profile.email not in known:
            found.append((profile.email, profile.created // office.SECOND * office.SECOND))
        if profile.email:
            known.add(profile.email)
    return found


def write_reports(path: Path, rows: list[Report], rng: Random) -> None:
    """Write `status_reports.csv`: the weekly reports and, once a month, one of another kind."""
    lines = [(f"R{n:03d}", office.minute_text(report.sent), PIPELINE) for n, report in enumerate(rows, 1)]
    sent = [office.minute_text(_office_hour(rng, month.name)) for month in MONTHS]
    others = [(f"F{n:03d}", at, "forecast") for n, at in enumerate(sent, 1)]
    _write(path, ("report_id", "sent_at", "kind"), [*lines, *others])


def write_initiatives(path: Path, done: list[int]) -> None:
    """Write `initiatives.csv`, with two at the end that are not done."""
    lines = [
        (f"I{n:03d}", "mktg", _NAMES[n % len(_NAMES)], office.minute_text(at)) for n, at in enumerate(done, 1)
    ]
    still_open = [(f"I{len(done) + n:03d}", "mktg", "to be done in 2027", "") for n in (1, 2)]
    _write(path, ("initiative_id", "team", "name", "done_at"), [*lines, *still_open])


def write_people(path: Path, rows: list[tuple[str, int]]) -> None:
    """Write `people.csv`, instants in UTC without a zone, to the second."""
    lines = [(f"P{n:05d}", email, office.text(at)[:19]) for n, (email, at) in enumerate(rows, 1)]
    _write(path, ("person_id", "email", "first_seen_at"), lines)


def write_plans(path: Path) -> None:
    """Write `recovery_plans.csv`, naming also whom and what each plan answers."""
    lines = [
        (plan, office.minute_text(office.local(day, minute * office.MINUTE)), party, obligation, window)
        for plan, day, minute, party, obligation, window in PLANS
    ]
    _write(path, ("plan_id", "sent_at", "party", "obligation", "window"), lines)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
