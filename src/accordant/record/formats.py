"""Formats of times: texts of one column go in, the formats that all of them fit come out."""

from collections.abc import Sequence

from accordant.record.times import read_time
from accordant.terms.times import shape

_DATES = (
    ("YYYY-MM-DD",),
    ("YYYY/MM/DD", "YYYY/M/D"),
    ("YYYY.MM.DD",),
    ("YYYYMMDD",),
    ("DD/MM/YYYY", "D/M/YYYY"),
    ("MM/DD/YYYY", "M/D/YYYY"),
    ("DD.MM.YYYY", "D.M.YYYY"),
    ("MM.DD.YYYY", "M.D.YYYY"),
    ("DD-MM-YYYY", "D-M-YYYY"),
    ("MM-DD-YYYY", "M-D-YYYY"),
)
_TIMES = (
    ("",),
    *(
        (f"{gap}hh:mm{more}", f"{gap}h:mm{more}")
        for gap in (" ", "T")
        for more in ("", ":ss", ":ss.fff", ":ss.ffffff")
    ),
    (" hh:mm AM", " h:mm AM"),
    (" hh:mm:ss AM", " h:mm:ss AM"),
)


def fitting(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that every text fits, of each order of its parts the strictest; () for no text."""
    found = (_strictest(texts, dates, clocks) for dates in _DATES for clocks in _TIMES)
    return tuple(format_ for format_ in found if format_) if texts else ()


def _strictest(texts: Sequence[str], dates: Sequence[str], clocks: Sequence[str]) -> str:
    """Return the first format that fits: with two digits before one or two."""
    forms = (day + clock for clock in clocks for day in dates)
    return next((form for form in forms if _fits(texts, form)), "")


def _fits(texts: Sequence[str], form: str) -> bool:
    return all(read_time(shape(form), text) for text in texts)
