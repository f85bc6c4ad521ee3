"""Random logs that grow, and looks at them where items are decided, for laws of measuring again."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st
from random_plans import AS_OF, BEGINS, CELLS, DAY, FIELDS, HOUR, MINUTE

from accordant.measure.memory.engine import MemoryEngine
from accordant.plan.steps import Plan, Timeline
from accordant.record.event import Event

ENTITIES = ("a", "b", "c", "d", "e", "é")
STORIES = (
    ("open",),
    ("open", "close"),
    ("close", "open"),
    ("open", "note"),
    ("open", "pause", "resume", "close"),
    ("open", "pause"),
    ("pause", "open"),
    ("open", "cancel"),
    ("open", "close", "open"),
    ("open", "open", "close"),
    ("note", "open", "note", "close"),
    ("open", "close", "cancel", "open"),
)
LAGS = (0, 0, 0, 0, 0, HOUR, DAY)
WITH_IDS = (False, True)


@dataclass(frozen=True)
class Look:
    """What was added before a plan is measured, and the plan, as of its instants."""

    added: tuple[Event, ...]
    plan: Plan


@st.composite
def looks(draw: st.DrawFn, plans: st.SearchStrategy[Plan], plain: bool = False) -> list[Look]:
    """Draw a plan and two or three looks at a log: most of its events are told before the first of them."""
    plan, has_ids = draw(plans), not plain and draw(st.sampled_from(WITH_IDS))
    if draw(st.integers(0, 7)):  # What is relieved is measured whole: seldom is enough.
        plan = replace(plan, tallies=tuple(replace(step, relief=None) for step in plan.tallies))
    log = [event for entity in ENTITIES for event in draw(_stories(entity, plain, has_ids))]
    log += [] if plain else draw(st.lists(_works(), max_size=3))
    often = draw(st.sampled_from([2, 2, 3]))
    rounds = [draw(st.sampled_from([0, 0, 0, 0, 0, 0, 1, often - 1])) for _ in log]
    late = draw(st.sets(st.sampled_from(ENTITIES), max_size=2))
    ends = ("close", "cancel", "resume")
    rounds = [1 if e.entity in late and e.name in ends else n for e, n in zip(log, rounds, strict=True)]
    added = [tuple(event for event, n in zip(log, rounds, strict=True) if n == i) for i in range(often)]
    if has_ids:
        added[1] += tuple(draw(st.lists(_corrections([e for e in log if e.identity]), min_size=1, max_size=2)))
    instants = draw(st.lists(st.sampled_from(_turns(plan, log)), min_size=often, max_size=often).map(sorted))
    behind = draw(st.sampled_from([0, 0, 0, -DAY, HOUR]))
    return [
        Look(told, _as_of(plan, instant, instant - behind, draw(st.integers(1, 6))))
        for told, instant in zip(added, instants, strict=True)
    ]


def _turns(plan: Plan, log: list[Event]) -> list[int]:
    """Return the instants just before, at and after those at which an item of the plan is decided or due."""
    items = MemoryEngine(log, FIELDS).items(replace(plan, known_at=AS_OF + 9 * DAY), plan.tallies[0].obligation)
    told = {t for item in items for t in (item.due, item.last_moment, item.missed_from, item.stop, item.start)}
    turns = {t for t in told if t is not None and t < AS_OF}
    turns |= {event.happened for event in log} | {BEGINS + n * DAY for n in (1, 2, 4)}
    return sorted(t + n for t in turns for n in (-1, 0, 1))


def _as_of(plan: Plan, as_of: int, known_at: int, ahead: int) -> Plan:
    """Return a plan as an agreement gives it for an instant: without later amendments and cells far off."""
    last = min(next(i for i, cell in enumerate(CELLS) if cell > as_of) + ahead, len(CELLS) - 1)
    cells, steps = CELLS[: last + 1], plan.tallies
    if len(steps) > 1 and as_of < steps[1].since - DAY:
        steps = (replace(steps[0], until=CELLS[-1]),)
    windows = tuple(window for window in plan.timelines[0].windows if window.last_cell < last)
    if len(steps) < len(plan.tallies):
        windows = tuple(replace(window, version=1) for window in windows)
    steps = tuple(replace(step, cells=cells, begun=min(step.begun, last)) for step in steps)
    timeline = Timeline(plan.timelines[0].obligation, windows, cells)
    return replace(plan, as_of=as_of, known_at=known_at, tallies=steps, timelines=(timeline,))


@st.composite
def _stories(draw: st.DrawFn, entity: str, plain: bool, has_ids: bool) -> list[Event]:
    """Draw the events of one entity, some hours after each other, of which the first tells what it is."""
    names = draw(st.sampled_from(STORIES))
    happened = BEGINS + draw(st.integers(0, 24)) * HOUR
    found = []
    for i, name in enumerate(names):
        attributes = {"prio": draw(st.sampled_from(["p1", "p2", "p3"])), "score": draw(st.integers(1, 9))}
        says = not i or (not plain and draw(st.integers(0, 3)) == 0)
        fields = {} if plain else {"auto": draw(st.sampled_from([False, False, False, True, None]))}
        lag = 0 if plain else draw(st.sampled_from(LAGS))
        found.append(
            Event(
                "lead",
                entity,
                name,
                happened,
                happened + lag,
                draw(st.sampled_from(["sales", "sales", "sales", None])),
                f"{entity}{i}" if has_ids else "",
                fields=fields,
                attributes=attributes if says else {},
            )
        )
        happened += draw(st.sampled_from([0, 1, 30 * MINUTE, HOUR, 4 * HOUR, 9 * HOUR, DAY, 3 * DAY]))
    return found


@st.composite
def _corrections(draw: st.DrawFn, log: list[Event]) -> Event:
    """Draw a row that withdraws an event, says it otherwise, gives it to another entity, or contradicts it."""
    one = draw(st.sampled_from(log))
    recorded = one.recorded + draw(st.sampled_from([0, HOUR, DAY]))
    changes: list[dict[str, object]] = [
        {"retracted": True},
        {"happened": one.happened + 5 * HOUR, "recorded": recorded + 5 * HOUR},
        {"name": "note"},
        {"entity": draw(st.sampled_from(ENTITIES))},
        {"entity": draw(st.sampled_from(ENTITIES)), "recorded": one.recorded + MINUTE},
    ]
    return replace(one, **({"recorded": recorded} | draw(st.sampled_from(changes))))


@st.composite
def _works(draw: st.DrawFn) -> Event:
    happened = BEGINS + draw(st.integers(0, 80)) * HOUR
    lag = draw(st.sampled_from(LAGS))
    return Event("site", "s", draw(st.sampled_from(["down", "up", "told"])), happened, happened + lag)
