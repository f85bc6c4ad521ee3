"""Schedules: `every: week` with `due: Friday 17:00` goes in, a day and a minute of it come out."""

import re
from dataclasses import replace
from typing import Literal, cast

from accordant.terms.indicator import Schedule
from accordant.text.quantity import minute
from accordant.text.read_calendar import weekday_number
from accordant.text.read_fields import Fields, as_line, quoted

Every = Literal["day", "week", "month", "quarter", "year"]


def read_schedule(taken: Fields) -> Schedule | None:
    """Read when a delivery is due; what `deliver` needs and nothing else has."""
    for key in ("every", "due"):
        if taken.has("deliver") and not taken.has(key):
            taken.reading.error(
                "E121", f"{taken.what} has no '{key}'", taken.place, "say when it must be delivered"
            )
    every = taken.choice("every")
    node = taken.node("due")
    scalar = as_line(node, "due", "text like 'Friday 17:00'", taken.reading) if node else None
    if not scalar or not every:
        return None
    found = _due(scalar.text, cast(Every, every))
    if found is None:
        like = {"day": "17:00", "week": "Friday 17:00"}.get(every, "5 at 12:00' or 'last day 24:00")
        message = f"'due' of every {every} must be like '{like}', not {quoted(scalar.text)}"
        taken.reading.error("E210", message, scalar.place)
        return None
    return replace(found, place=scalar.place)


def _due(text: str, every: Every) -> Schedule | None:
    words = text.split()
    at = minute(words[-1]) if words else None
    if at is None:
        return None
    where = " ".join(words[:-1])
    if every == "day":
        return Schedule(every, None, 1, at, text) if not where else None
    if every == "week":
        weekday = weekday_number(where)
        return Schedule(every, weekday, 0, at, text) if weekday is not None else None
    if where == "last day":
        return Schedule(every, None, 0, at, text)
    match = re.fullmatch("([1-9][0-9]?) at", where)
    on = int(match[1]) if match else 0
    return Schedule(every, None, on, at, text) if 1 <= on <= 31 else None
