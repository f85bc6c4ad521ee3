"""Whose items are not settled yet, of the promises that one GROUP BY told: found among those never stopped."""

from collections.abc import Sequence
from dataclasses import replace

from accordant.measure.sql import needs, quote
from accordant.measure.sql.grown import few
from accordant.measure.sql.moments import play
from accordant.measure.sql.query import Query
from accordant.measure.sql.run import Run
from accordant.measure.sql.story import Story
from accordant.plan.calendar import OutsideHorizon, inverse
from accordant.plan.steps import Limit, Moments, Pair, Tally, Time
from accordant.terms.values import Instant

Found = dict[int, frozenset[str]]


def waiting(run: Run, steps: Sequence[Tally]) -> Found:
    """Return the entities of which an item is not settled, by the `id` of steps that a run told by one GROUP BY.

    Those whose history was not regular are not told again where a stop was seen: the run itself named them.
    Steps of which an item may be due beyond all windows are left out: nobody knows whose.
    """
    found: Found = {}
    near = [step for step in steps if _is_near(step, run.plan.as_of)]
    for kind in dict.fromkeys(map(needs.kind_of, near)):
        of_kind = [step for step in near if needs.kind_of(step) == kind]
        told: dict[int, set[str]] = {}
        few_events = _unstopped(run, kind, of_kind)
        few_events.waiting = told
        few_events.tallies()
        found |= {id(step): frozenset(told.get(id(step), ())) for step in of_kind}
    return found


def _is_near(step: Tally, as_of: Instant) -> bool:
    """Say whether every clock that stopped by `as_of` is due in one of the cells, whatever its limit."""
    assert isinstance(step.source, Time), "told by one GROUP BY"
    limits = step.source.limits
    every = [*(limit for _, limit in limits.tiers), *([limits.otherwise] if limits.otherwise else [])]
    return all(_is_due_before(limit, as_of, step.cells[-1]) for limit in every)


def _is_due_before(limit: Limit, as_of: Instant, end: Instant) -> bool:
    """Say whether a clock that stopped by `as_of` is due before an end, if it ever is."""
    clock = limit.open_time
    try:
        return inverse(clock, clock.until(as_of) + limit.length.microseconds) < end
    except OutsideHorizon:
        return False


def _unstopped(run: Run, name: str, steps: Sequence[Tally]) -> Run:
    """Return a run of the steps over the entities of a kind that one of them never saw stopped."""
    kind, query = run.kind(name), Query()
    story = needs.shared(query, run.shelf, kind, run.seen, steps)
    tests = dict.fromkeys(_is_unstopped(story, step) for step in steps)
    table = quote.name(f"unstopped {name}")
    running = f"SELECT r.entity FROM {story.seen()} AS r GROUP BY r.entity HAVING {quote.some(tests)}"
    run.database.keep(table, query.statement(running))
    copied = few(run.database, f"unstopped events {name}", kind, table)
    latest = run.latest | {name: (copied, run.disputed(name))}
    return replace(run, plan=replace(run.plan, tallies=tuple(steps)), latest=latest, is_fast=False, unsure=[])


def _is_unstopped(story: Story, step: Tally) -> str:
    """Return the condition on the events of an entity that its clock began and never stopped."""
    assert isinstance(step.source, Time) and isinstance(step.source.source, Pair), "told by one GROUP BY"
    pair = step.source.source
    starts, stops = (_ever(story, of) for of in (pair.starts, (*pair.stops, *pair.ends)))
    return f"{starts} AND NOT {stops}"


def _ever(story: Story, definitions: Sequence[Moments]) -> str:
    flag = quote.some(play(story, one).flag for one in definitions)
    return f"count(CASE WHEN {flag} THEN 1 END) > 0"
