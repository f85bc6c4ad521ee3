"""Versions -> a plan: for each obligation the steps that measure all of its windows at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from accordant.plan.availability import one_incident
from accordant.plan.clocks import Clocks, clocks
from accordant.plan.definition import Dictionary
from accordant.plan.itemise import excluded, itemise
from accordant.plan.schedule import dues
from accordant.plan.steps import (
    Ceiling,
    Due,
    Itemise,
    Moments,
    Plan,
    Rates,
    Tally,
    Time,
    Timeline,
    Uptime,
    Values,
)
from accordant.plan.surge import ceiling
from accordant.plan.timeline import Reign, midnight, reigns, term_start, term_stop, timeline
from accordant.terms.agreement import Agreement, Version
from accordant.terms.condition import Happened
from accordant.terms.definition import Condition, Definition, Tiers
from accordant.terms.exclusion import Surge
from accordant.terms.indicator import Deliver
from accordant.terms.predicate import And
from accordant.terms.values import Instant

_YEAR = 366 * 86_400_000_000
_PAST = 45 * 86_400_000_000


def horizon(versions: Sequence[Version], as_of: Instant) -> Instant:
    """Return the instant up to which windows are laid out: two years past `as_of` and the end of the term."""
    stop = term_stop(versions[-1].terms.term)
    return max(as_of, min(stop, as_of + _YEAR) if stop else as_of) + 2 * _YEAR


def compile_clocks(versions: Sequence[Version], extent: tuple[Instant, Instant] | None, as_of: Instant) -> Clocks:
    """Compile the calendars over everything that can be asked: from before the first event to past the horizon.

    Bounds are those of a grid of years, so that asking again at another instant finds them compiled.
    """
    begins = term_start(versions[0].terms.term)
    first = min(begins, extent[0]) if extent else begins
    start, end = (first - _PAST) // _YEAR, (horizon(versions, as_of) + 4 * _YEAR) // _YEAR + 1
    return clocks(versions, start * _YEAR, end * _YEAR)


def make_plan(versions: Sequence[Version], clock: Clocks, as_of: Instant, known_at: Instant) -> Plan:
    """Lower the versions of an agreement to one plan; `clock` comes from `compile_clocks`.

    Obligations stand as written in the last version, removed ones after them.
    """
    tallies: list[Tally] = []
    timelines: list[Timeline] = []
    unmeasured: list[tuple[str, str]] = []
    end = horizon(versions, as_of)
    for name in obligation_names(versions):
        ruled = reigns(name, versions, end)
        if not ruled:
            continue
        line = timeline(name, ruled, end, clock.of(ruled[-1].obligation.calendar))
        timelines.append(line)
        begun = max((w.last_cell + 1 for w in line.windows if w.in_term and w.start <= as_of), default=0)
        made = [_tally(reign, ruled, versions, clock, line, end) for reign in ruled]
        unmeasured += [(name, why) for why in made if isinstance(why, str)]
        measured = [replace(tally, begun=begun) for tally in made if not isinstance(tally, str)]
        tallies += _inheriting(ruled, measured)
    answers = tuple(_answers(versions, clock, end))
    return Plan(as_of, known_at, tuple(tallies), tuple(timelines), answers, tuple(dict.fromkeys(unmeasured)))


def _inheriting(ruled: Sequence[Reign], tallies: list[Tally]) -> list[Tally]:
    """Hand the items open on the date of an amendment over to it, where it says `open items: too`."""
    takes = {r.version.number for r in ruled if r.version.amendment and r.version.amendment.open_items}
    for i in range(1, len(tallies)):
        if tallies[i].version in takes and not isinstance(tallies[i].source, Uptime | Rates | Values):
            tallies[i] = replace(tallies[i], inherits=tallies[i - 1])
            tallies[i - 1] = replace(tallies[i - 1], bequeathed=tallies[i].since)
    return tallies


def without_exclusions(plan: Plan) -> Plan | None:
    """Return the plan of the obligations that exclusions take time from, as if none did; None when none does."""
    bare = tuple(
        replace(step, source=replace(step.source, excluded=()))
        for step in plan.tallies
        if isinstance(step.source, Time | Uptime | Rates) and step.source.excluded
    )
    names = {step.obligation for step in bare}
    others = tuple(step for step in plan.tallies if step.obligation in names and _excludes_nothing(step))
    lines = tuple(line for line in plan.timelines if line.obligation in names)
    return Plan(plan.as_of, plan.known_at, (*bare, *others), lines) if bare else None


def _excludes_nothing(step: Tally) -> bool:
    return not (isinstance(step.source, Time | Uptime | Rates) and step.source.excluded)


def obligation_names(versions: Sequence[Version]) -> tuple[str, ...]:
    """Return every obligation's name once: as written in the last version, then those it no longer has."""
    return tuple(dict.fromkeys(o.name for version in reversed(versions) for o in version.terms.obligations))


def _tally(
    reign: Reign, ruled: Sequence[Reign], versions: Sequence[Version], clock: Clocks, line: Timeline, end: Instant
) -> Tally | str:
    dictionary = Dictionary(ruled, clock)
    promise = reign.obligation
    if isinstance(promise.indicator, Deliver):
        source: Itemise | None = _due(reign, dictionary)
    else:
        source = itemise(promise, dictionary, clock, excluded(reign.version.terms, promise, dictionary, clock))
    if source is None:
        return f"indicator '{promise.indicator.word}' is not measured yet"
    group = promise.for_each or (promise.target.by if isinstance(promise.target, Tiers) else "")
    return Tally(
        promise.name,
        reign.version.number,
        source,
        reign.since,
        reign.until,
        line.cells,
        group,
        _relief(reign, dictionary, versions, clock, end),
        same=one_incident(promise, reign.version.terms.remedies),
    )


def _due(reign: Reign, dictionary: Dictionary) -> Due | None:
    promise, zone = reign.obligation, reign.version.terms.term.zone
    if promise.schedule is None or not isinstance(promise.indicator, Deliver):
        return None
    of = _in_scope(dictionary.moments(promise.indicator.of), promise.where)
    instants = dues(promise.schedule, zone, reign.since, reign.until)
    before = dues(promise.schedule, zone, reign.since - 2 * _YEAR, reign.since)
    begins = max(before[-1:], default=reign.since)
    return Due(of.kind, of, instants, begins)


def _in_scope(of: Moments, scope: Condition | None) -> Moments:
    """Narrow moments to an obligation's scope: what is delivered must be in it when it is."""
    if scope is None:
        return of
    return replace(of, readings=tuple(replace(r, definition=_narrowed(r.definition, scope)) for r in of.readings))


def _narrowed(definition: Definition, scope: Condition) -> Definition:
    own = definition.where
    both = Condition(f"{own.text} AND {scope.text}", And((own.tree, scope.tree))) if own else scope
    return replace(definition, where=both)


def _relief(
    reign: Reign, dictionary: Dictionary, versions: Sequence[Version], clock: Clocks, end: Instant
) -> Ceiling | None:
    for relief in reign.obligation.relief:
        if isinstance(relief, Surge):
            plan = reigns(relief.plan, versions, end)
            return ceiling(relief, plan, dictionary, clock) if plan else None
    return None


def _answers(versions: Sequence[Version], clock: Clocks, end: Instant) -> Iterator[Moments]:
    """Yield the moments that answer consequences or decide conditions, each definition once.

    Each is read by the version whose date has come when it happens.
    """
    zone = versions[0].terms.term.zone
    span = [Reign(v, v.terms.obligations[0], midnight(zone, v.since), end) for v in versions]
    names = dict.fromkeys(name for version in reversed(versions) for name in _told(version.terms))
    dictionary = Dictionary(span, clock)
    yield from (step for name in names for step in dictionary.told(name))


def _told(terms: Agreement) -> Iterator[str]:
    """Yield the definitions that answer remedies, that their claims count from, and that decide the verdict.

    Those of rights and indemnities too: their notices, and the values that are costs.
    """
    for remedy in terms.remedies:
        claim = getattr(remedy, "claim", None)
        told = (getattr(remedy, key, "") for key in ("done", "made", "paid"))
        anchors = (line.definition for line in claim.deadlines) if claim else ()
        yield from (name for name in (*told, claim.made if claim else "", *anchors) if name)
    conditions = [*terms.verdict.degraded, *terms.verdict.breached]
    for right in terms.ending:
        conditions += right.when
        yield from filter(None, [right.made])
    yield from (condition.definition for condition in conditions if isinstance(condition, Happened))
    for indemnity in terms.indemnities:
        named = (indemnity.filed, indemnity.told, indemnity.paid, *indemnity.covers, *indemnity.less)
        yield from filter(None, named)
        yield from (one.name for one in terms.definitions if one.name in indemnity.excludes)
