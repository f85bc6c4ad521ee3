"""The sample counted again from its files, in plain Python and straight from the agreement's text."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

NEW_YORK = ZoneInfo("America/New_York")
SHUT = {date(2026, 1, 1), date(2026, 5, 25), date(2026, 7, 3), date(2026, 9, 7), date(2026, 11, 26)}
SHUT |= {date(2026, 12, 25), date(2027, 1, 1)}
FREE = {"gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "aol.com", "icloud.com", "gmx.net"}
AGREED_REASONS = {"duplicate", "competitor", "no such person"}
MINUTE = timedelta(minutes=1)
BUSINESS_DAY = timedelta(hours=8)
AS_OF = datetime(2026, 12, 31, tzinfo=NEW_YORK).astimezone(UTC)


def shifts():
    """Yield the opening and closing of every open date until the end of February 2027."""
    day = date(2026, 1, 1)
    while day < date(2027, 3, 1):
        if day.weekday() < 5 and day not in SHUT:
            yield tuple(datetime.combine(day, time(hour), NEW_YORK).astimezone(UTC) for hour in (9, 17))
        day += timedelta(days=1)


SHIFTS = list(shifts())


def open_between(start, stop):
    spans = (min(stop, closes) - max(start, opens) for opens, closes in SHIFTS if opens < stop and closes > start)
    return sum(spans, timedelta())


def due(start, budget, opening_at_close=False):
    """Walk the shifts until the budget is used up; at a closing, stay there or go on to the next opening."""
    for opens, closes in SHIFTS:
        if closes <= start:
            continue
        begins = max(opens, start)
        if closes - begins > budget or (closes - begins == budget and not opening_at_close):
            return begins + budget
        budget -= closes - begins
    raise AssertionError("the calendar ends too early")


def month(instant):
    return instant.astimezone(NEW_YORK).strftime("%Y-%m")


def rows_of(folder: Path):
    with duckdb.connect() as connection:
        cursor = connection.execute(f"SELECT * FROM '{folder / 'lead_events.parquet'}'")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        row["occurred_at"] = row["occurred_at"].replace(tzinfo=UTC)
        row["logged_at"] = row["logged_at"].replace(tzinfo=UTC)
    return rows


def histories(rows):
    """Return by lead the rows that count, in order: of an id the last recorded, much too late ones when told."""
    last = {}
    for row in rows:
        known = last.get(row["event_id"])
        if known is None or row["logged_at"] > known["logged_at"]:
            last[row["event_id"]] = row
    by_lead = defaultdict(list)
    for row in last.values():
        late = row["logged_at"] - row["occurred_at"]
        too_late = (
            late > timedelta(days=4) and open_between(row["occurred_at"], row["logged_at"]) > 5 * BUSINESS_DAY
        )
        by_lead[row["lead_id"]].append((row["logged_at"] if too_late else row["occurred_at"], row))
    for history in by_lead.values():
        history.sort(key=lambda happened: happened[0])
    return by_lead


def is_business(email):
    return None if email is None else email.split("@")[1] not in FREE


def matches(score, email):
    """Return score >= 60 AND email_is_business, three-valued."""
    high, business = None if score is None else score >= 60, is_business(email)
    if high is False or business is False:
        return False
    return None if high is None or business is None else True


@dataclass
class Lead:
    created: datetime
    source: str = ""
    mql: datetime | None = None
    was_unknown: bool = False
    happened: dict = field(default_factory=lambda: defaultdict(list))

    def first(self, *events):
        return min((at for event in events for at in self.happened[event]), default=None)


def read_lead(history):
    """Carry source, score and address forward, the events of one instant taken together."""
    told = {"source": None, "score": None, "email": None}
    lead = Lead(history[0][0])
    for at, together in groupby(history, key=lambda happened: happened[0]):
        for _, row in together:
            told |= {name: row[name] for name in told if row[name] is not None}
        verdict = matches(told["score"], told["email"])
        lead.was_unknown |= verdict is None
        if verdict and lead.mql is None:
            lead.mql = at
    lead.source = told["source"]
    for at, row in history:
        if lead.mql is not None and at >= lead.mql:
            lead.happened[kind_of(lead, at, row)].append(at)
    return lead


def kind_of(lead, at, row):
    """Name what the row is under the definitions of the agreement."""
    by_sales = row["actor_team"] in ("sdr", "ae")
    in_review = row["event_type"] in ("rejected", "marked spam") and open_between(lead.mql, at) <= 2 * BUSINESS_DAY
    match row["event_type"]:
        case "call" | "email" | "meeting" if by_sales and row["channel"] == "CRM_UI":
            return "attempt"
        case "call" | "email" | "meeting" if by_sales and row["channel"] not in (
            "SEQUENCES",
            "AUTOMATION_PLATFORM",
        ):
            return "perhaps an attempt"
        case "rejected" if row["reason"] not in AGREED_REASONS:
            return "rejected for another reason"
        case "rejected" if not in_review:
            return "rejected too late"
        case "rejected":
            return f"rejected: {row['reason']}" if by_sales else "rejected by the wrong party"
        case "marked spam":
            return "spam" if in_review else "spam too late"
        case other:
            return other


REJECTED = tuple(f"rejected: {reason}" for reason in AGREED_REASONS)


def recount(folder: Path):
    """Return the leads, and by month the numbers under the names that the truth uses."""
    leads = {name: read_lead(history) for name, history in histories(rows_of(folder)).items()}
    counts = defaultdict(Counter)
    for lead in leads.values():
        counts[month(lead.created)]["leads"] += 1
        if lead.mql is None:
            counts[month(lead.created)]["undecided"] += lead.was_unknown
        else:
            count_mql(counts, lead)
    relieved = relieved_of(leads)
    for name, lead in leads.items():
        if lead.mql is not None:
            window, *_, outcome = speed_of(lead)
            excused = name in relieved and outcome != "cancelled"
            counts[window][f"speed {'excused ' if excused else ''}{outcome}"] += 1
    return leads, counts


def open_date(instant):
    day = instant.astimezone(NEW_YORK).date()
    while day.weekday() > 4 or day in SHUT:
        day += timedelta(days=1)
    return day


def relieved_of(leads):
    """Return the leads beyond 150% of the daily plan of 667 a month, ranked by instant on each open date."""
    by_date = defaultdict(list)
    for name, lead in leads.items():
        if lead.mql is not None:
            by_date[open_date(lead.mql)].append((lead.mql, name))
    relieved = set()
    for day, arrived in by_date.items():
        open_dates = sum(opens.astimezone(NEW_YORK).strftime("%Y-%m") == f"{day:%Y-%m}" for opens, _ in SHIFTS)
        beyond = [name for rank, (_, name) in enumerate(sorted(arrived), 1) if rank * open_dates * 2 > 667 * 3]
        relieved.update(beyond)
    return relieved


def count_mql(counts, lead):
    mine = counts[month(lead.mql)]
    mine["mqls"] += 1
    for event in ("rejected for another reason", "rejected too late", "rejected by the wrong party"):
        mine[event.replace(" ", "_")] += bool(lead.happened[event])
    mine["spam"] += bool(lead.happened["spam"])
    mine["spam_too_late"] += bool(lead.happened["spam too late"])
    for reason in REJECTED:
        mine[reason] += bool(lead.happened[reason])
    if lead.first(*REJECTED) is None:
        count_cohort(mine, lead)
    count_persistence(counts, lead)


def count_cohort(mine, lead):
    mine["counted"] += 1
    mine["under_review"] += open_between(lead.mql, AS_OF) <= 2 * BUSINESS_DAY
    qualified, horizon = lead.first("qualified"), lead.mql.astimezone(NEW_YORK) + timedelta(days=30)
    good = qualified is not None and qualified <= horizon.astimezone(UTC)
    mine["good"] += good
    mine["qualified_too_late"] += qualified is not None and not good
    mine["quality pending"] += not good and horizon.astimezone(UTC) >= AS_OF
    mine["accepted"] += lead.first("accepted") is not None
    mine["won"] += lead.first("won") is not None


def speed_of(lead):
    """Return window, due, stop, elapsed and outcome, without regard to relief."""
    limit = 30 * MINUTE if lead.source == "demo request" else 120 * MINUTE
    stop, cancel = lead.first("attempt"), lead.first(*REJECTED, "spam")
    due_at, elapsed = due(lead.mql, limit), open_between(lead.mql, stop or AS_OF)
    if cancel is not None:
        return month(cancel), due_at, stop, elapsed, "cancelled"
    doubtful = lead.first("perhaps an attempt")
    late = elapsed > limit
    if late and doubtful and open_between(lead.mql, doubtful) <= limit:
        return month(due_at), due_at, stop, elapsed, "unknown"
    outcome = ("late" if late else "kept") if stop else ("never" if late else "pending")
    return month(due_at), due_at, stop, elapsed, outcome


def persistence_of(lead):
    """Return window, due and outcome."""
    due_at, cancel = due(lead.mql, 15 * BUSINESS_DAY, opening_at_close=True), lead.first(*REJECTED, "spam")
    if cancel is not None:
        return month(cancel), due_at, "cancelled"
    attempts = sorted(lead.happened["attempt"])
    connected, sixth = lead.first("connected"), attempts[5] if len(attempts) > 5 else None
    if connected and open_between(lead.mql, connected) <= 15 * BUSINESS_DAY:
        return month(due_at), due_at, "connected"
    if sixth and open_between(lead.mql, sixth) <= 15 * BUSINESS_DAY:
        return month(due_at), due_at, "six attempts"
    late = open_between(lead.mql, AS_OF) > 15 * BUSINESS_DAY
    return month(due_at), due_at, "given up" if late else "pending"


def count_persistence(counts, lead):
    window, _, outcome = persistence_of(lead)
    counts[window][f"persistence {outcome}"] += 1
