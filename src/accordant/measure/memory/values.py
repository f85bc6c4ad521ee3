"""Definitions of values and rates on histories -> the values and request counts that were told, in scope."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from accordant.measure.memory.history import History, Step
from accordant.measure.memory.moments import Sight, cell_told, hits
from accordant.measure.memory.predicate import truth
from accordant.measure.rates import Requests, Row
from accordant.measure.sample import Value
from accordant.measure.windows import group_text
from accordant.plan.steps import Moments, Rates, Tally, Values
from accordant.record.event import Cell, Event
from accordant.terms.definition import Rate, Shape
from accordant.terms.definition import Value as ValueShape
from accordant.terms.values import Instant


@dataclass(frozen=True)
class _Teller:
    """An event that tells a value or a rate, with its instant of the entity's history."""

    history: History
    step: Step
    event: Event
    shape: Shape


def values(step: Tally, histories: Iterable[History], sight: Sight) -> Iterator[Value]:
    """Yield every value in scope; an event whose value is no number tells none."""
    for one in _tellers(step, histories, sight):
        assert isinstance(one.shape, ValueShape), "reading lets statistics be of values only"
        number = _number(cell_told(one.event, one.shape.column))
        if number is not None:
            group = _group(step, one.step)
            yield Value(one.history.entity, one.step.instant, number, group, not one.history.disputed)


def rows(step: Tally, histories: Iterable[History], sight: Sight) -> Iterator[Row]:
    """Yield every event in scope that tells both the failed requests and all of them."""
    for one in _tellers(step, histories, sight):
        assert isinstance(one.shape, Rate), "reading lets 'rate' name rates only"
        bad, out_of = (_number(cell_told(one.event, name)) for name in (one.shape.bad, one.shape.out_of))
        if bad is not None and out_of is not None:
            requests = Requests(bad, out_of, not one.history.disputed)
            yield Row(one.history.entity, one.step.instant, requests, _group(step, one.step))


def first_told(step: Tally, histories: Iterable[History]) -> dict[str, Instant]:
    """Return the groups and the first instant at which an entity of each was told of, in scope."""
    scope = getattr(step.source, "scope", None)
    found: dict[str, Instant] = {}
    for each in (each for history in histories if step.group for each in history.steps):
        group = _group(step, each)
        if group and (scope is None or truth(scope.tree, each.attributes) is True):
            found[group] = min(found.get(group, each.instant), each.instant)
    return found


def _tellers(step: Tally, histories: Iterable[History], sight: Sight) -> Iterator[_Teller]:
    assert isinstance(step.source, Values | Rates), "only statistics and rates have values"
    of, scope = step.source.of, step.source.scope
    for history in histories:
        for hit in hits(of, history, sight.taking(False)):
            at = history.steps[hit.order]
            for i in sorted(hit.events):
                if scope is None or truth(scope.tree, at.row(at.events[i])) is True:
                    yield _Teller(history, at, at.events[i], _shape(of, hit.instant))


def _shape(of: Moments, instant: Instant) -> Shape:
    """Return the shape in force at an instant."""
    return next(r.definition.shape for r in of.readings if r.until is None or instant < r.until)


def _group(step: Tally, at: Step) -> str:
    return group_text(at.attributes.get(step.group)) if step.group else ""


def _number(cell: Cell) -> Decimal | None:
    return Decimal(cell) if isinstance(cell, int | Decimal) and not isinstance(cell, bool) else None
