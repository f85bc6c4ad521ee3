"""Agreement -> versions: which text holds from which date, as far as anybody knew at an instant."""

from collections.abc import Sequence

from accordant.terms.agreement import Agreement, Version
from accordant.terms.values import Instant
from accordant.zone import local_time


def versions(agreement: Agreement, known_at: Instant) -> tuple[Version, ...]:
    """Return the texts in force by date, first the agreement as signed, then its amendments.

    An amendment agreed after `known_at` (by the date in the agreement's zone) does not exist. Of two from one
    date the one agreed last replaces the other.
    """
    today = local_time(agreement.term.zone, known_at).date()
    known = [amendment for amendment in agreement.amendments if amendment.agreed <= today]
    by_date = {amendment.since: amendment for amendment in sorted(known, key=lambda a: (a.since, a.agreed))}
    first = Version(1, agreement.term.start, agreement)
    later = (Version(n, a.since, a.agreement, a) for n, a in enumerate(by_date.values(), start=2))
    return (first, *later)


def in_force(versions: Sequence[Version], instant: Instant) -> Agreement:
    """Return the text whose date has come at an instant; the first one before any has."""
    today = local_time(versions[0].terms.term.zone, instant).date()
    return next((version.terms for version in reversed(versions) if version.since <= today), versions[0].terms)
