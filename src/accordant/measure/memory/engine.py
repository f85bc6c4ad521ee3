"""The reference engine: a plan and a log of events go in, items and tallies come out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from accordant.measure.measurement import Item, Measured, Near
from accordant.measure.measurement import Tally as Counted
from accordant.measure.memory.history import histories
from accordant.measure.memory.moments import OWN_FIELDS
from accordant.measure.memory.seen import OwnFields, Seen
from accordant.measure.sample import picks
from accordant.measure.windows import assemble, order
from accordant.plan.steps import Plan, Values
from accordant.record.event import Event
from accordant.record.see import see
from accordant.terms.values import Instant


class MemoryEngine:
    """Hold a log of events and run plans over it; `fields` names the fields of each kind of entity."""

    def __init__(self, events: Sequence[Event], fields: OwnFields | None = None) -> None:
        self.events = tuple(events)
        self.fields = fields if fields is not None else _fields(events)

    def extent(self) -> tuple[Instant, Instant] | None:
        """Return the first and last `happened` of all events, or None when there are none."""
        instants = [event.happened for event in self.events]
        return (min(instants), max(instants)) if instants else None

    def measure(self, plan: Plan) -> Measured:
        """Return the tallies of every obligation of the plan."""
        seen = self.see(plan)
        cells: dict[str, list[Counted]] = {}
        undecided: dict[str, dict[str, int]] = {}
        for step in plan.tallies:
            cells.setdefault(step.obligation, []).extend(seen.tallies(step))
            undecided[step.obligation] = seen.undecided(step)
        ranked = ((step, seen.numbers(step)) for step in plan.tallies if isinstance(step.source, Values))
        answers = tuple(chain.from_iterable(seen.answers(moments) for moments in plan.answers))
        return Measured(assemble(plan, cells, undecided, picks(plan, ranked)), answers)

    def items(self, plan: Plan, obligation: str, near: Near | None = None) -> Iterator[Item]:
        """Yield the items of one obligation, all or those asked for, by window, start and entity."""
        seen = self.see(plan)
        steps = (step for step in plan.tallies if step.obligation == obligation)
        found = sorted(chain.from_iterable(map(seen.items, steps)), key=order)
        yield from (item for item in found if near is None or near.holds(item))

    def see(self, plan: Plan) -> Seen:
        """Return what can be seen at the plan's instants."""
        events, disputed = see(self.events, plan.as_of, plan.known_at)
        return Seen(histories(events, disputed), self.fields, plan.as_of)


def _fields(events: Iterable[Event]) -> OwnFields:
    found: dict[str, frozenset[str]] = {}
    for event in events:
        found[event.kind] = found.get(event.kind, OWN_FIELDS) | event.fields.keys()
    return found
