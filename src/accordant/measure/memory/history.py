"""Events of one entity -> its history: instants in order, with what was known of it at each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from accordant.record.event import Cell, Event
from accordant.terms.values import Instant


@dataclass(frozen=True)
class Step:
    """All events of one instant (and sequence number), and the attributes as they stand after it.

    `order` is the position in the entity's history. Two events that tell an attribute differently make it NULL.
    """

    order: int
    instant: Instant
    events: tuple[Event, ...]
    attributes: Mapping[str, Cell]
    flags: tuple[str, ...] = ()

    def row(self, event: Event) -> dict[str, Cell]:
        """Return what a predicate sees at one event: its fields, and the attributes of the instant."""
        return {**self.attributes, **event.fields, **_own(event)}


@dataclass(frozen=True)
class History:
    """The instants of one entity, ascending; `disputed` when rows of one event id contradict each other."""

    entity: str
    steps: tuple[Step, ...]
    disputed: bool = False


def histories(
    events: Iterable[Event], disputed: frozenset[tuple[str, str]] = frozenset()
) -> dict[str, list[History]]:
    """Return the histories of all entities by kind, each kind's in the order of the entities' bytes.

    A disputed entity of which nothing else is told has a history without instants.
    """
    grouped: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        grouped[event.kind, event.entity].append(event)
    found: dict[str, list[History]] = defaultdict(list)
    for kind, entity in sorted({*grouped, *disputed}, key=lambda key: (key[0], key[1].encode())):
        steps = tuple(_steps(grouped.get((kind, entity), [])))
        found[kind].append(History(entity, steps, (kind, entity) in disputed))
    return found


def _order(event: Event) -> tuple[Instant, bool, int]:
    return (event.happened, event.sequence is not None, event.sequence or 0)


def _steps(events: list[Event]) -> Iterable[Step]:
    carried: dict[str, Cell] = {}
    for order, (key, group) in enumerate(groupby(sorted(events, key=_order), key=_order)):
        together = tuple(group)
        told, flags = _told(together)
        carried = carried | told
        yield Step(order, key[0], together, carried, flags)


def _told(events: tuple[Event, ...]) -> tuple[dict[str, Cell], tuple[str, ...]]:
    told: dict[str, Cell] = {}
    flags = []
    for event in events:
        for name, value in event.attributes.items():
            if name in told and told[name] != value and f"'{name}' told differently" not in flags:
                flags.append(f"'{name}' told differently")
            told[name] = value
    for flag in flags:
        told[flag.split("'")[1]] = None
    return told, tuple(sorted(flags))


def _own(event: Event) -> dict[str, Cell]:
    return {
        "event": event.name,
        "by": event.by,
        "happened_at": event.happened,
        "recorded_at": event.recorded,
    }
