"""Moments -> items of cohorts, flows, counts, sums and deliveries (SEMANTICS section 1, the table of items)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal

from accordant.measure.measurement import Item, Outcome
from accordant.measure.memory.history import History, Step
from accordant.measure.memory.moments import Hit, hits, is_in_time
from accordant.measure.memory.predicate import truth
from accordant.measure.memory.readings import Readings
from accordant.measure.memory.timing import Reckoning, limit_for
from accordant.plan.steps import Cohort, Due, Flow, Moments, Occur
from accordant.record.event import Cell
from accordant.terms.definition import Condition, Tiers, Value
from accordant.terms.values import Instant


def cohort(step: Cohort, history: History, readings: Readings, as_of: Instant) -> Iterator[Item]:
    """Yield one item per moment of `of`: met when `good` follows within the horizon, missed when it has passed."""
    members = _in_scope(hits(step.of, history, readings.of("start")), history, step.scope)
    good = hits(step.good, history, readings.of("stop")) if members else []
    less = _all(step.less, history, readings) if members else []
    for i, member in enumerate(members):
        taken = _taken(member, members[i + 1 : i + 2], less)
        yield _member(step, history, member, good, taken, as_of)


def _member(
    step: Cohort, history: History, member: Hit, good: Sequence[Hit], taken: Hit | None, as_of: Instant
) -> Item:
    attributes = history.steps[member.order].attributes
    limit = limit_for(step.horizon, attributes.get(step.horizon.by)) if step.horizon else None
    after = [hit.instant for hit in good if hit.order >= member.order]
    kept = [t for t in after if limit is None or is_in_time(limit, member.instant, t)]
    reached = Reckoning(member.instant, as_of, ()).due(limit) if limit else None
    passed = reached[1] + 1 if reached and reached[1] < as_of else None
    if taken:
        outcome, reason = Outcome.CANCELLED, "taken away"
    elif step.horizon and limit is None:
        outcome, reason = Outcome.CANCELLED, "no target matches"
    elif kept:
        outcome, reason = Outcome.MET, "good within the horizon"
    elif passed:
        outcome, reason = Outcome.MISSED, "not good within the horizon"
    else:
        outcome, reason = Outcome.PENDING, "the horizon has not passed"
    return Item(
        obligation="",
        entity=history.entity,
        start=member.instant,
        window=-1,
        raw=outcome,
        outcome=outcome,
        reason=reason,
        stop=min(kept or after, default=None),
        due=reached[0] if reached else None,
        last_moment=reached[1] if reached else None,
        missed_from=passed if outcome is Outcome.MISSED else None,
    )


def occur(step: Occur, history: History, readings: Readings, as_of: Instant) -> Iterator[Item]:
    """Yield one item per moment: met, pending while it may still be taken away, cancelled when it was."""
    moments = _in_scope(hits(step.of, history, readings.of("start")), history, step.scope)
    less = _all(step.less, history, readings) if moments else []
    for i, hit in enumerate(moments):
        taken = _taken(hit, moments[i + 1 : i + 2], less)
        for worth in _worths(step, history.steps[hit.order], hit):
            yield _occurrence(step, history, hit, taken, worth, as_of)


def _occurrence(
    step: Occur, history: History, hit: Hit, taken: Hit | None, worth: Decimal | None, as_of: Instant
) -> Item:
    ends = [Reckoning(hit.instant, as_of, ()).due(limit) for limit in step.reviews]
    in_review = any(end is None or end[1] >= as_of for end in ends)
    outcome, reason = _occurred(taken, in_review, step.worth is not None and worth is None)
    return Item(
        obligation="",
        entity=history.entity,
        start=hit.instant,
        window=-1,
        raw=outcome,
        outcome=outcome,
        reason=reason,
        stop=taken.instant if taken else None,
        due=max((end[0] for end in ends if end), default=None),
        last_moment=max((end[1] for end in ends if end), default=None),
        value=worth,
    )


def _occurred(taken: Hit | None, in_review: bool, worthless: bool) -> tuple[Outcome, str]:
    if taken:
        return Outcome.CANCELLED, "taken away"
    if worthless:
        return Outcome.UNKNOWN, "nobody told its worth"
    return (Outcome.PENDING, "may still be taken away") if in_review else (Outcome.MET, "counted")


def flow(step: Flow, history: History, readings: Readings) -> Iterator[Item]:
    """Yield every moment of `of` and of `good` for itself; their reasons tell them apart."""
    members = _in_scope(hits(step.of, history, readings.of("start")), history, step.scope)
    less = _all(step.less, history, readings) if members else []
    for i, hit in enumerate(members):
        taken = _taken(hit, members[i + 1 : i + 2], less)
        outcome = Outcome.CANCELLED if taken else Outcome.MET
        yield _plain(history, hit, outcome, "of")
    for hit in _in_scope(hits(step.good, history, readings.of("start")), history, step.scope):
        yield _plain(history, hit, Outcome.MET, "good")


def _plain(history: History, hit: Hit, outcome: Outcome, reason: str) -> Item:
    return Item("", history.entity, hit.instant, -1, outcome, outcome, reason)


def deliveries(
    step: Due, delivered: Sequence[tuple[Instant, str]], as_of: Instant, until: Instant
) -> Iterator[Item]:
    """Yield one item per due instant before `until`: met by a delivery after the due before it and up to it.

    `delivered` are (instant, entity), ascending. A late delivery is shown as the stop of a missed item.
    """
    instants = [instant for instant, _ in delivered]
    for before, due in zip((step.begins, *step.dues), step.dues, strict=False):
        if due >= until:
            return
        first, last = bisect_right(instants, before), bisect_right(instants, due)
        late = bisect_left(instants, due + 1)
        shown = first if first < last else late if late < len(instants) else None
        outcome = Outcome.MET if first < last else Outcome.MISSED if as_of > due else Outcome.PENDING
        yield Item(
            obligation="",
            entity=delivered[shown][1] if shown is not None else "",
            start=due,
            window=-1,
            raw=outcome,
            outcome=outcome,
            reason={Outcome.MET: "delivered in time", Outcome.MISSED: "not delivered in time"}.get(
                outcome, "not due yet"
            ),
            stop=instants[shown] if shown is not None else None,
            due=due,
            last_moment=due,
            missed_from=due + 1 if outcome is Outcome.MISSED else None,
        )


def _all(definitions: Sequence[Moments], history: History, readings: Readings) -> list[Hit]:
    found = [hit for moments in definitions for hit in hits(moments, history, readings.of("cancel"))]
    return sorted(found, key=lambda hit: hit.order)


def _taken(hit: Hit, following: Sequence[Hit], less: Sequence[Hit]) -> Hit | None:
    """Return the first moment that takes an item away: from its own on, before the entity's next one."""
    end = following[0].order if following else None
    return next((h for h in less if h.order >= hit.order and (end is None or h.order < end)), None)


def _in_scope(found: Sequence[Hit], history: History, scope: Condition | None) -> list[Hit]:
    return [hit for hit in found if scope is None or _holds(scope, history.steps[hit.order], hit)]


def _holds(scope: Condition, step: Step, hit: Hit) -> bool:
    return any(truth(scope.tree, step.row(step.events[i])) is True for i in hit.events)


def _worths(step: Occur, history_step: Step, hit: Hit) -> list[Decimal | None]:
    """Return the worth of each item at a moment: of each event for a value, else one, None when nobody told.

    Events of one instant that give a moment unlike worths tell none.
    """
    events = [history_step.events[i] for i in hit.events]
    rows = [history_step.row(event) for event in events]
    match step.worth:
        case None:
            return [None]
        case Tiers(by, _, _):
            amounts = {step.worth.pick(row.get(by)) for row in rows}
            only = amounts.pop() if len(amounts) == 1 else None
            return [only.number if only else None]
        case _ if isinstance(step.of.readings[-1].definition.shape, Value):
            return told_values(step.of, history_step, hit)
        case column:
            cells = {_decimal(row.get(column)) for row in rows}
            return [cells.pop() if len(cells) == 1 else None]


def told_values(of: Moments, step: Step, hit: Hit) -> list[Decimal | None]:
    """Return the value that each event of a moment tells, ascending; none of a definition without values."""
    shape = of.readings[-1].definition.shape
    if not isinstance(shape, Value):
        return []
    events = [step.events[i] for i in hit.events]
    told = [event.fields.get(shape.column, event.attributes.get(shape.column)) for event in events]
    return sorted((_decimal(cell) for cell in told), key=lambda worth: (worth is None, worth or 0))


def _decimal(cell: Cell) -> Decimal | None:
    return Decimal(cell) if isinstance(cell, int | Decimal) and not isinstance(cell, bool) else None
