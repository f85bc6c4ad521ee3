"""Definitions and calendars in plain words: what counts as what, and when business time runs."""

from collections.abc import Iterable
from itertools import groupby
from typing import assert_never

from accordant.report.phrases import (
    WEEKDAYS,
    any_called,
    article,
    called,
    date_words,
    length_words,
    listed,
    party_name,
    quantity_words,
    tier_words,
    time_words,
)
from accordant.terms.agreement import Agreement
from accordant.terms.calendar import Calendar, Shift
from accordant.terms.definition import (
    Condition,
    Definition,
    Joined,
    Moment,
    Rate,
    Shape,
    Span,
    Tiers,
    Value,
    While,
)


def definition_words(definition: Definition, agreement: Agreement) -> str:
    """Say what a name stands for: its shape with the predicate as written, and whose word counts."""
    first = "the first " if definition.first else "each " if isinstance(definition.shape, Moment) else ""
    parts = [f"{first}{_shape(definition.shape, definition.unit)}"]
    if definition.where:
        parts.append(f"where {definition.where.text}")
    if definition.declared_by:
        parts.append(f"as told by {party_name(definition.declared_by, agreement)}")
    if definition.within:
        parts.append(
            f"no later than {length_words(definition.within.length)} after {called(definition.within.of)}"
        )
    if definition.known_by_sight:
        parts.append("counted from when it was first seen")
    of = f"of {article(definition.of)}, " if definition.of else ""
    return f"{definition.name}: {of}{', '.join(parts)}."


def calendar_words(calendar: Calendar) -> list[str]:
    """Say when a calendar is open, in which zone, and on which dates it is not."""
    lines = [f"{calendar.name}: open {_week(calendar.week)}, by the clocks of {calendar.zone}."]
    if calendar.holidays.dates:
        lines.append(f"Shut on {listed(map(date_words, calendar.holidays.dates))}.")
    if calendar.holidays.country:
        place = f"{calendar.holidays.country} {calendar.holidays.subdivision}".rstrip()
        lines.append(f"Shut on the public holidays of {place}.")
    if calendar.holidays.excepted:
        lines.append(f"Not shut on {listed(map(date_words, calendar.holidays.excepted))}.")
    lines += [f"On {date_words(day)}: {_shifts(shifts) or 'shut'}." for day, shifts in calendar.dates]
    if calendar.holiday_shifts == "starts":
        lines.append("A holiday takes away the shifts that start on it, to their end.")
    return lines


def _shape(shape: Shape, unit: str) -> str:
    match shape:
        case Moment(when, worth):
            return f"moment at which {when.text}{_worth(worth)}"
        case Span(opens, closes, told):
            return f"the time from {opens.text} to {closes.text}{_told(told)}"
        case While(state, told):
            return f"the time while {state.text}{_told(told)}"
        case Joined(names, least):
            return f"the time in which {_joint(names, least)}"
        case Value(column):
            return f"the value of {column}{f' in {unit}' if unit else ''}"
        case Rate(bad, out_of, each, empty):
            nothing = f"; without any {out_of} it is {quantity_words(empty)}" if empty else ""
            return f"{bad} out of {out_of} in each {length_words(each)}{nothing}"
        case _:
            assert_never(shape)


def _worth(worth: object) -> str:
    match worth:
        case Tiers():
            return f", worth {tier_words(worth, quantity_words)}"
        case str():
            return f", worth its {worth}"
        case _:
            return ""


def _told(told: Condition | None) -> str:
    return f", announced when {told.text}" if told else ""


def _joint(names: tuple[str, ...], least: int) -> str:
    if least == 1:
        return f"there is {any_called(names)}"
    if least == len(names):
        return f"there are {listed(map(called, names))} at once"
    return f"there are at least {least} of {listed(map(called, names))} at once"


def _week(week: tuple[tuple[Shift, ...], ...]) -> str:
    """Group neighbouring weekdays of equal hours: `Monday to Friday 09:00-17:00`."""
    runs = [(hours, [day for day, _ in days]) for hours, days in groupby(enumerate(week), key=lambda one: one[1])]
    return listed(f"{_days(days)} {_shifts(hours)}" for hours, days in runs if hours) or "never"


def _days(days: list[int]) -> str:
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    return first if first == last else f"{first} {'and' if len(days) == 2 else 'to'} {last}"


def _shifts(shifts: Iterable[Shift]) -> str:
    return listed(f"{time_words(shift.opens)}-{time_words(shift.closes)}" for shift in shifts)
