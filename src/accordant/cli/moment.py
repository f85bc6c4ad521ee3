"""Instants as people type them: with an offset, or a date of the agreement's zone."""

import re
from datetime import UTC, datetime, time, timedelta

import click

from accordant.terms.agreement import Agreement
from accordant.terms.values import Instant
from accordant.zone import local_instant

_YEARS = range(1900, 2201)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instants(
    agreement: Agreement, as_of: str | None, known_at: str | None, option: str = "--as-of"
) -> tuple[Instant, Instant]:
    """Return the instant asked about and the one up to which records count: the same, unless it is named.

    Before the term begins there is nothing to ask: a usage error.
    """
    term = agreement.term
    at = instant(as_of, term.zone, option)
    if at < local_instant(term.zone, datetime.combine(term.start, time())):
        raise click.BadParameter(
            f"the agreement begins on {term.start}; choose a later instant", param_hint=option
        )
    return at, instant(known_at, term.zone, "--known-at") if known_at else at


def instant(text: str | None, zone: str, option: str) -> Instant:
    """Return the instant that a text names: `2026-12-31T00:00-05:00`, or a date, whose last instant it is.

    None is the present to the second, which only the doors know. A time without an offset is a usage error: no
    zone is guessed; so is one outside of 1900 to 2200, for which nobody keeps a calendar.
    """
    if text is None:
        return (datetime.now(UTC).replace(microsecond=0) - _EPOCH) // _MICROSECOND
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
