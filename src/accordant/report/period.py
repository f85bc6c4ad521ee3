"""Names of windows for people: `2026-11` is November 2026, `2026-W40` the week that begins on 28 September."""

import re
from datetime import date, datetime, timedelta, timezone

from accordant.report.phrases import MONTHS, WEEKDAYS, clock_time, date_words, moment
from accordant.terms.values import Instant
from accordant.zone import local_time, offset_at

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q(\d)")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def period_words(label: str) -> str:
    """Write a window's label out: `November 2026`, `Q4 2026`, `week of 28 September 2026`, `5 October 2026`."""
    if found := _MONTH.fullmatch(label):
        return f"{MONTHS[int(found[2]) - 1]} {found[1]}"
    if found := _QUARTER.fullmatch(label):
        return f"Q{found[2]} {found[1]}"
    if found := _WEEK.fullmatch(label):
        return f"week of {date_words(date.fromisocalendar(int(found[1]), int(found[2]), 1))}"
    if _DATE.fullmatch(label):
        return date_words(date.fromisoformat(label))
    return "the whole term" if label == "term" else label


def period_short(label: str) -> str:
    """Write a window's label under a mark of a small chart: `Nov`, `Q4`, `W40`, `5 Oct`."""
    if found := _MONTH.fullmatch(label):
        return MONTHS[int(found[2]) - 1][:3]
    if _QUARTER.fullmatch(label) or _WEEK.fullmatch(label):
        return label[5:]
    if _DATE.fullmatch(label):
        return day_words(date.fromisoformat(label))
    return label


def day_words(day: date) -> str:
    """Write a date without its year: `13 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def weekday_words(day: date) -> str:
    """Write a date with its weekday: `Fri 13 Nov`."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day_words(day)}"


def clock_words(instant: Instant, zone: str) -> str:
    """Write an instant without year and zone: `Fri 27 Nov 10:30`; seconds where there are any."""
    local = local_time(zone, instant)
    return f"{weekday_words(local.date())} {clock_time(local)}"


def end_words(instant: Instant, zone: str) -> str:
    """Write a due instant: midnight, or the last instant before it, is `24:00` of the date it ends.

    Other instants as `clock_words` gives them.
    """
    local = local_time(zone, instant + 1)
    if (local.hour, local.minute, local.second, local.microsecond) in ((0, 0, 0, 0), (0, 0, 0, 1)):
        before = local_time(zone, instant - 1)
        return f"{weekday_words(before.date())} 24:00"
    return clock_words(instant, zone)


def due_words(instant: Instant, zone: str, as_of: Instant) -> str:
    """Write a due instant as `end_words` does, with its year where that is not the one looked at."""
    words = end_words(instant, zone)
    year, now = (local_time(zone, at).year for at in (instant - 1, as_of))
    day, _, time = words.rpartition(" ")
    return words if year == now else f"{day} {year} {time}"


def look_words(instant: Instant, zone: str) -> str:
    """Write an instant that was asked about: the last one of a date is its `24:00`, others as `moment` says."""
    if not _ends_a_date(instant, zone):
        return moment(instant, zone)
    *day, _, name = moment(instant, zone).split()
    return f"{' '.join(day)} 24:00 {name}"


def asked_words(instant: Instant, zone: str) -> str:
    """Write an instant as a command takes it: the last one of a date as that date, others as `iso` does."""
    return local_time(zone, instant).date().isoformat() if _ends_a_date(instant, zone) else iso(instant, zone)


def _ends_a_date(instant: Instant, zone: str) -> bool:
    return local_time(zone, instant).date() < local_time(zone, instant + 1).date()


def iso(instant: Instant, zone: str) -> str:
    """Write an instant as ISO 8601 with the zone's offset; seconds and microseconds only where there are any."""
    local = _shifted(instant, zone)
    precision = "microseconds" if local.microsecond else "seconds" if local.second else "minutes"
    return local.isoformat(timespec=precision)


def iso_exact(instant: Instant, zone: str) -> str:
    """Write an instant as ISO 8601 with the zone's offset, always with microseconds."""
    return _shifted(instant, zone).isoformat(timespec="microseconds")


def _shifted(instant: Instant, zone: str) -> datetime:
    return local_time(zone, instant).replace(tzinfo=timezone(timedelta(seconds=offset_at(zone, instant))))
