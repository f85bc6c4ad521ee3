"""What a tally needs of its events: its definitions, the columns they name, the events that can matter."""

from collections.abc import Iterator, Sequence

from accordant.measure.sql.events import Kind
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.moments import is_state, named_columns, names_of
from accordant.measure.sql.query import Query
from accordant.measure.sql.story import Story
from accordant.plan.steps import (
    AnySpans,
    Cohort,
    Due,
    Flow,
    JoinedSpans,
    Moments,
    Occur,
    Pair,
    Rates,
    Tally,
    Time,
    Tries,
    Uptime,
    Values,
)
from accordant.terms.definition import Condition, Tiers
from accordant.terms.predicate import columns
from accordant.terms.values import Instant


def kind_of(step: Tally) -> str:
    """Return the kind of entity whose events make the items."""
    source = step.source
    return source.source.kind if isinstance(source, Time) else source.kind


def makers(step: Tally) -> tuple[Moments, ...]:
    """Return the definitions whose moments are the items."""
    match step.source:
        case Time(source=Pair(starts=starts)):
            return starts
        case Time(source=Tries(per=per)):
            return (per,)
        case Flow(of=of, good=good):
            return (of, good)
        case Cohort(of=of) | Occur(of=of) | Due(of=of):
            return (of,)
        case Uptime() | Rates() | Values():
            return ()
        case _:
            raise TypeError("a step of no known shape")


def others(step: Tally) -> tuple[Moments, ...]:
    """Return the other definitions of a tally, those whose UNKNOWN may change an outcome."""
    match step.source:
        case Time(source=Pair() as pair):
            return (*pair.stops, *pair.cancels, *pair.resets, *pair.reopens, *pair.ends)
        case Time(source=Tries() as tries):
            return (tries.of, *tries.until, *tries.cancels)
        case Cohort(good=good, less=less):
            return (good, *less)
        case Flow(less=less) | Occur(less=less):
            return less
        case Due():
            return ()
        case _:
            raise TypeError("a step of no known shape")


def pauses(step: Tally) -> tuple[AnySpans, ...]:
    """Return the definitions of its pauses."""
    return step.source.pauses if isinstance(step.source, Time) else ()


def sides(steps: Sequence[AnySpans]) -> Iterator[Moments]:
    """Yield the openings and closings of spans as moments."""
    for step in steps:
        if isinstance(step, JoinedSpans):
            yield from sides(step.parts)
        else:
            yield from (*step.openings, *step.closings)


def story(query: Query, shelf: Shelf, kind: Kind, seen: tuple[Instant, Instant], step: Tally) -> Story:
    """Return what one tally reads of its kind: columns, attributes, events."""
    return shared(query, shelf, kind, seen, [step])


def shared(query: Query, shelf: Shelf, kind: Kind, seen: tuple[Instant, Instant], steps: Sequence[Tally]) -> Story:
    """Return what several tallies read of one kind."""
    named: set[str] = set()
    moments: list[Moments] = []
    for step in steps:
        moments += (*makers(step), *others(step))
        moments += sides(pauses(step))
        named |= {*named_columns(moments), *_other_columns(step)}
    return build(query, shelf, kind, seen, frozenset(named), _names(kind, moments))


def build(
    query: Query,
    shelf: Shelf,
    kind: Kind,
    seen: tuple[Instant, Instant],
    named: frozenset[str],
    names: frozenset[str] | None,
) -> Story:
    """Return a story of one kind, seen at (as_of, known_at): the columns named; attributes need every event."""
    fields = tuple(name for name in kind.columns_of("field") if name in named)
    attributes = tuple(name for name in kind.columns_of("attribute") if name in named)
    return Story(query, shelf, kind, *seen, fields, attributes, None if attributes else names)


def moments_story(
    query: Query, shelf: Shelf, kind: Kind, seen: tuple[Instant, Instant], moments: Moments
) -> Story:
    """Return what the moments of one definition read."""
    named = frozenset(named_columns([moments]))
    return build(query, shelf, kind, seen, named, _names(kind, [moments]))


def _names(kind: Kind, moments: Sequence[Moments]) -> frozenset[str] | None:
    """Return the events that can be moments of the definitions; a state may come with any event."""
    return None if any(_is_state(kind, one) for one in moments) else names_of(moments)


def _is_state(kind: Kind, moments: Moments) -> bool:
    bounded = [reading.within.of for reading in moments.readings if reading.within]
    states = (is_state(kind, reading.definition) for reading in moments.readings)
    return any(states) or any(_is_state(kind, one) for one in bounded)


def _other_columns(step: Tally) -> Iterator[str]:
    """Yield the columns that scope, tiers, worth and groups name."""
    source = step.source
    scope: Condition | None = getattr(source, "scope", None)
    if scope is not None:
        yield from (column.name for column in columns(scope.tree))
    for limits in (getattr(source, "limits", None), getattr(source, "horizon", None)):
        if limits is not None and limits.by:
            yield limits.by
    worth = getattr(source, "worth", None)
    if isinstance(worth, Tiers):
        yield worth.by
    elif worth:
        yield worth
    yield from filter(None, (step.group, step.same))
