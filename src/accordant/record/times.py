"""Times as text: a cell and the shape of its format go in, the date and time of day it shows come out."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from accordant.terms.times import Shape


@dataclass(frozen=True)
class Written:
    """A time as written: date and time of day, microseconds ahead of UTC if told, and if digits were dropped."""

    wall: datetime
    ahead: int | None = None
    floored: bool = False


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def read_time(form: Shape, text: str) -> Written | None:
    """Read a text by a shape; None when it does not fit or its date does not exist.

    Digits beyond microseconds are dropped; `floored` when one of them was not zero.
    """
    match = _compiled(form.pattern).fullmatch(text)
    if match is None:
        return None
    told = dict(zip(form.parts, match.groups(), strict=True))
    fraction = told.get("fraction") or ""
    offset = told.get("offset")
    try:
        wall = datetime(
            int(told["year"] or 0),
            int(told["month"] or 0),
            int(told["day"] or 0),
            _hour(told.get("hour"), told.get("half")),
            int(told.get("minute") or 0),
            int(told.get("second") or 0),
            int(fraction[:6].ljust(6, "0")),
        )
    except ValueError:
        return None
    return Written(wall, None if offset is None else _ahead(offset), fraction[6:].strip("0") != "")


def _hour(hour: str | None, half: str | None) -> int:
    number = int(hour or 0)
    if not half:
        return number
    return number % 12 + (12 if half in ("PM", "pm") else 0)


def _ahead(offset: str) -> int:
    if offset in ("Z", "z", "UTC"):
        return 0
    digits = offset[1:].replace(":", "")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0)) // timedelta(microseconds=1)
    return -span if offset[0] == "-" else span
