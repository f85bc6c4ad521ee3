"""Lengths: every length of an agreement goes in; findings come out for those that no calendar reaches."""

from collections.abc import Iterator
from datetime import date

from accordant.check.calendar import reaches_beyond
from accordant.check.found import found
from accordant.national import UnknownHolidays
from accordant.plan.calendar import ImpossibleCalendar, OutsideHorizon, open_time
from accordant.plan.length import deadline
from accordant.plan.timeline import midnight
from accordant.terms.agreement import Agreement
from accordant.terms.calendar import Calendar, OpenTime
from accordant.terms.finding import Finding
from accordant.terms.values import Instant, Length, Place, inside

_YEAR = 366 * 86_400_000_000
# A plan compiles its calendars for more than these years after the last start of an item.
_BUSINESS_YEARS = 4
_YEARS_OF_LENGTHS = 100


def beyond_calendars(agreement: Agreement) -> Iterator[Finding]:
    """Find lengths that end where no calendar is kept: business ones after four years, others after a hundred."""
    if reaches_beyond(agreement):
        return
    start = midnight(agreement.term.zone, agreement.term.start)
    tables = {one.name: _first_years(one, start) for one in agreement.calendars}
    for name, term, place, calendar in _terms(agreement):
        for length in inside(term, Length):
            if _is_beyond(length, start, agreement.term.zone, tables.get(calendar)):
                kept = (
                    f"{_BUSINESS_YEARS} years of '{calendar}' have less"
                    if length.business
                    else "nobody counts so far"
                )
                message = f"'{name}' has a length of {length}, and {kept}"
                yield found("length-beyond-reach", message, place, "was another unit meant?")


def _terms(agreement: Agreement) -> Iterator[tuple[str, object, Place | None, str]]:
    """Yield each clause that has lengths, with its name and the calendar they are counted on."""
    usual = agreement.term.calendar
    clauses = (
        agreement.definitions,
        agreement.exclusions,
        agreement.remedies,
        agreement.indemnities,
        agreement.ending,
    )
    yield from ((clause.name, clause, clause.place, usual) for several in clauses for clause in several)
    yield from ((o.name, o, o.place, o.calendar or usual) for o in agreement.obligations)
    if agreement.review:
        yield "review", agreement.review, agreement.review.place, usual


def _first_years(calendar: Calendar, start: Instant) -> OpenTime | None:
    """Compile a calendar for as long as a plan is sure to; None for one that other rules find to be none."""
    try:
        return open_time([(date.min, calendar)], start, start + _BUSINESS_YEARS * _YEAR)
    except (ImpossibleCalendar, UnknownHolidays):
        return None


def _is_beyond(length: Length, start: Instant, zone: str, calendar: OpenTime | None) -> bool:
    if length.business and (calendar is None or not calendar.days):
        return False
    try:
        return deadline(length, start, zone, calendar) > start + _YEARS_OF_LENGTHS * _YEAR
    except (OutsideHorizon, OverflowError, ValueError):
        return True
