"""Instants as people type them: with an offset, or a date of the agreement's zone."""

import re
from datetime import UTC, date, datetime, timedelta

import click

from accordant.terms.values import Instant
from accordant.zone import local_instant

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instant(text: str | None, zone: str, option: str) -> Instant:
    """Return the instant that a text names: `2026-12-31T00:00-05:00`, or a date, whose last instant it is.

    None is the present, which only the doors know. A time without an offset is a usage error: no zone is guessed.
    """
    if text is None:
        return (datetime.now(UTC) - _EPOCH) // _MICROSECOND
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            after = date.fromisoformat(text) + timedelta(days=1)
            return local_instant(zone, datetime(after.year, after.month, after.day)) - 1
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"'{text}' is no instant; write 2026-12-31 or 2026-12-31T00:00-05:00", param_hint=option
        ) from None
    if moment.tzinfo is None:
        raise click.BadParameter(f"'{text}' has no offset; write it as {text}Z or {text}-05:00", param_hint=option)
    return (moment - _EPOCH) // _MICROSECOND
