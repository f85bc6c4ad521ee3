"""Instants as people type them: with an offset, or a date of the agreement's zone."""

import re
from datetime import UTC, datetime, timedelta

import click

from accordant.terms.values import Instant
from accordant.zone import local_instant

_YEARS = range(1900, 2201)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instant(text: str | None, zone: str, option: str) -> Instant:
    """Return the instant that a text names: `2026-12-31T00:00-05:00`, or a date, whose last instant it is.

    None is the present, which only the doors know. A time without an offset is a usage error: no zone is guessed;
    so is one outside of 1900 to 2200, for which nobody keeps a calendar.
    """
    if text is None:
        return (datetime.now(UTC) - _EPOCH) // _MICROSECOND
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"'{text}' is no instant; write 2026-12-31 or 2026-12-31T00:00-05:00", param_hint=option
        ) from None
    if moment.year not in _YEARS:
        raise click.BadParameter(f"'{text}' is not between 1900 and 2200", param_hint=option)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return local_instant(zone, moment + timedelta(days=1)) - 1
    if moment.tzinfo is None:
        raise click.BadParameter(f"'{text}' has no offset; write it as {text}Z or {text}-05:00", param_hint=option)
    return (moment - _EPOCH) // _MICROSECOND
