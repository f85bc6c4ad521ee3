"""Calendars: open hours, holidays and the term go in; findings come out where nobody can count by them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from accordant.check.found import found, quoted
from accordant.national import UnknownHolidays
from accordant.plan.calendar import (
    ImpossibleCalendar,
    holiday_dates,
    open_time,
)
from accordant.plan.timeline import midnight
from accordant.terms.agreement import Agreement
from accordant.terms.calendar import Calendar
from accordant.terms.finding import Finding
from accordant.terms.window import Term

_YEAR = timedelta(days=366)
_SPAN = 20
_YEARS = range(1900, 2200)


def out_of_reach(agreement: Agreement) -> Iterator[Finding]:
    """Find terms and amendments that begin or end where no calendar reaches: before 1900, or from 2200 on."""
    term, years = agreement.term, f"the years {_YEARS.start} to {_YEARS.stop - 1}"
    if _is_beyond_reach(term.start, term.through):
        days = f"{term.start} to {term.through}" if term.through else f"from {term.start}"
        message = f"the term, {days}, reaches beyond {years}"
        yield found("term-beyond-reach", message, term.place, "leave 'through' away for a term without an end")
    for amendment in agreement.amendments:
        if _is_beyond_reach(amendment.agreed, amendment.since):
            message = f"the amendment, agreed on {amendment.agreed} from {amendment.since}, lies beyond {years}"
            yield found("term-beyond-reach", message, amendment.place)


def reaches_beyond(agreement: Agreement) -> bool:
    """Say whether a term or an amendment has dates outside the years that calendars are kept for."""
    dates = ((one.agreed, one.since) for one in agreement.amendments)
    return any(_is_beyond_reach(*pair) for pair in ((agreement.term.start, agreement.term.through), *dates))


def _is_beyond_reach(*days: date | None) -> bool:
    return any(day is not None and day.year not in _YEARS for day in days)


def never_open(agreement: Agreement) -> Iterator[Finding]:
    """Find calendars without any open time in the term, or in its first twenty years."""
    for calendar in agreement.calendars:
        if not reaches_beyond(agreement) and not _opens(calendar, agreement.term):
            message = f"calendar '{calendar.name}' is never open within the term"
            hint = "open: {mon-fri: 09:00-17:00}"
            yield found("calendar-never-open", message, calendar.place, hint)


def _opens(calendar: Calendar, term: Term) -> bool:
    """Look year by year, for the first one nearly always has an open hour."""
    last = min(term.through or date.max, term.start + _SPAN * _YEAR)
    since = term.start
    while since <= last:
        until = min(since + _YEAR, last + timedelta(days=1))
        start, end = midnight(calendar.zone, since), midnight(calendar.zone, until)
        try:
            if open_time([(since, calendar)], start, end).between(start, end):
                return True
        except ImpossibleCalendar:
            return False
        except UnknownHolidays:
            # Reading has found them; the hours themselves may be right.
            return True
        since = until
    return False


def moved(agreement: Agreement) -> Iterator[Finding]:
    """Find amendments that move the term or a calendar to another zone: past and future could not be joined."""
    zones = {calendar.name: calendar for calendar in agreement.calendars}
    for amendment in agreement.amendments:
        term = amendment.agreement.term
        if term.zone != agreement.term.zone:
            message = f"the term moves from {agreement.term.zone} to {term.zone}"
            hint = "end this agreement and begin another in the new zone"
            related = ("its zone was agreed here", agreement.term.place)
            yield found("calendar-changes-zone", message, term.place, hint, related)
        for calendar in amendment.agreement.calendars:
            first = zones.setdefault(calendar.name, calendar)
            if calendar.zone != first.zone:
                message = f"calendar '{calendar.name}' moves from {first.zone} to {calendar.zone}"
                hint = "declare a calendar of another name and let the obligations name it"
                related = (f"'{calendar.name}' was agreed here", first.place)
                yield found("calendar-changes-zone", message, calendar.place, hint, related)


def holidays_end_early(agreement: Agreement) -> Iterator[Finding]:
    """Find listed holidays that leave out whole years of the term, unless a country tells the rest."""
    for calendar in () if reaches_beyond(agreement) else agreement.calendars:
        listed = calendar.holidays.dates
        if calendar.holidays.country:
            yield from _national(calendar, agreement.term)
            continue
        if not listed:
            continue
        through = agreement.term.through
        if through is None:
            message = f"the holidays of '{calendar.name}' end with {max(listed).year}, and the term has no end"
            hint = "name the country instead: 'holidays: {country: US}'"
            yield found("holidays-end-early", message, calendar.place, hint)
            continue
        covered = {day.year for day in listed}
        years = range(agreement.term.start.year, min(through.year, agreement.term.start.year + _SPAN) + 1)
        missing = [str(year) for year in years if year not in covered]
        if missing:
            more = f" and {len(missing) - 3} more years" if len(missing) > 3 else ""
            message = f"'{calendar.name}' has no holidays in {', '.join(missing[:3])}{more}"
            yield found("holidays-end-early", message, calendar.place, "list those of each year of the term")


def _national(calendar: Calendar, term: Term) -> Iterator[Finding]:
    """Find a term that begins or ends in a year of which no holidays of the country are known."""
    where = f"{calendar.holidays.country} {calendar.holidays.subdivision}".strip()
    for year in sorted({term.start.year, (term.through or term.start).year}):
        try:
            known = holiday_dates(replace(calendar.holidays, dates=(), excepted=()), year, year)
        except UnknownHolidays:
            return
        if not known:
            message = f"no holidays of {where} are known in {year}, which '{calendar.name}' needs"
            yield found("holidays-end-early", message, calendar.place, "list the dates: 'also: [...]'")


def holidays_outside(agreement: Agreement) -> Iterator[Finding]:
    """Find listed holidays before the term, or more than a year after it: open items need the days between."""
    term = agreement.term
    for calendar in agreement.calendars:
        outside = [day for day in calendar.holidays.dates if _is_outside(day, term)]
        if outside:
            days = quoted(day.isoformat() for day in outside[:3])
            more = f" and {len(outside) - 3} more" if len(outside) > 3 else ""
            message = f"holidays of '{calendar.name}' lie outside the term: {days}{more}"
            hint = f"the term is {term.start} to {term.through or 'open-ended'}; was a list copied?"
            yield found("holidays-outside-term", message, calendar.place, hint)


def _is_outside(day: date, term: Term) -> bool:
    if day < term.start:
        return True
    return term.through is not None and day.toordinal() > term.through.toordinal() + _YEAR.days
