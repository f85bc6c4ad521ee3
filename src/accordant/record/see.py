"""A log goes in, the events that count at an instant come out: happened and known by then, one row an event id."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from accordant.record.event import Event
from accordant.terms.values import Instant

Disputed = frozenset[tuple[str, str]]


def see(events: Iterable[Event], as_of: Instant, known_at: Instant) -> tuple[tuple[Event, ...], Disputed]:
    """Return the events that count, and the (kind, entity) whose rows of one event id contradict each other.

    An event counts when it happened by `as_of` and was recorded by `known_at`. Of one id the row recorded last
    counts; of several recorded then with unequal content none does. A retraction is such a row: it withdraws
    the id. Rows without an id are events of their own.
    """
    rows: dict[tuple[str, str], list[Event]] = defaultdict(list)
    seen: list[Event] = []
    for event in events:
        if event.recorded > known_at:
            continue
        if event.identity:
            rows[event.kind, event.identity].append(event)
        elif event.happened <= as_of:
            seen.append(event)
    disputed: set[tuple[str, str]] = set()
    for told in rows.values():
        last = _last(told)
        if len(last) > 1:
            disputed |= {(event.kind, event.entity) for event in last}
        elif not last[0].retracted and last[0].happened <= as_of:
            seen.append(last[0])
    return tuple(seen), frozenset(disputed)


def _last(told: Sequence[Event]) -> list[Event]:
    """Return the rows recorded last; of those of equal content the one that stands first."""
    recorded = max(event.recorded for event in told)
    last = [event for event in told if event.recorded == recorded]
    if len(last) > 1:
        last.sort(key=lambda event: (event.source, event.row), reverse=True)
        last = list({_content(event): event for event in last}.values())
    return last


def _content(event: Event) -> tuple[object, ...]:
    """Return what a row tells, wherever it was read. A field that tells nothing is a field that tells NULL."""
    fields = frozenset((name, cell) for name, cell in event.fields.items() if cell is not None)
    told = frozenset(event.attributes.items())
    return event.entity, event.name, event.happened, event.by, event.sequence, event.retracted, fields, told
