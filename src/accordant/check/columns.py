"""Columns: an agreement goes in; every use of a column comes out, with the kind of entity it is read of."""

from collections.abc import Iterator
from dataclasses import dataclass

from accordant.check.names import beginning, conditions, definitions
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Condition, Definition, Moment, Rate, Tiers, Value
from accordant.terms.indicator import Count, Statistic, Sum
from accordant.terms.obligation import Obligation
from accordant.terms.predicate import columns
from accordant.terms.values import Place
from accordant.text.read_definition import entity_of


@dataclass(frozen=True)
class Use:
    """A column named by a clause: of which kind of entity, where, and in what (`definition 'MQL'`).

    `as_number`: it is added or compared with a target. `of_item`: it is read of an item with a life of its own,
    where a field of one event says nothing. `as_text`: tiers are chosen by it, and they are named by texts.
    """

    column: str
    kind: str
    clause: str
    place: Place | None
    as_number: bool = False
    of_item: bool = False
    as_text: bool = False


@dataclass(frozen=True)
class Test:
    """A predicate of a clause and the kind of entity it is read of."""

    condition: Condition
    kind: str
    clause: str
    of_item: bool = False


def predicates(agreement: Agreement) -> Iterator[Test]:
    """Yield every predicate of an agreement, definitions first."""
    for definition in agreement.definitions:
        for condition in conditions(definition):
            yield Test(condition, definition.of, f"definition '{definition.name}'")
    for obligation in agreement.obligations:
        if obligation.where:
            kind = kind_of(obligation, agreement)
            yield Test(obligation.where, kind, f"obligation '{obligation.name}'", _has_a_life(obligation))


def uses(agreement: Agreement) -> Iterator[Use]:
    """Yield every column that an agreement names: in predicates, as values, worth, rates, tiers and groups."""
    for test in predicates(agreement):
        for column in columns(test.condition.tree):
            place = column.place or test.condition.place
            yield Use(column.name, test.kind, test.clause, place, of_item=test.of_item)
    for definition in agreement.definitions:
        clause = f"definition '{definition.name}'"
        for name, as_number in _told(definition):
            yield Use(name, definition.of, clause, definition.place, as_number, as_text=not as_number)
    for obligation in agreement.obligations:
        clause, kind = f"obligation '{obligation.name}'", kind_of(obligation, agreement)
        for name, place in _grouped(obligation):
            at, tiered = place or obligation.place, place is not None
            yield Use(name, kind, clause, at, of_item=_has_a_life(obligation), as_text=tiered)


def kind_of(obligation: Obligation, agreement: Agreement) -> str:
    """Return the kind of entity whose events an obligation reads; "" when nothing says."""
    by_name = definitions(agreement)
    kinds = (entity_of(by_name[name], by_name) for name in beginning(obligation) if name in by_name)
    return next((kind for kind in kinds if kind), "")


def _has_a_life(obligation: Obligation) -> bool:
    return not isinstance(obligation.indicator, Count | Sum | Statistic)


def _told(definition: Definition) -> Iterator[tuple[str, bool]]:
    match definition.shape:
        case Value(column):
            yield column, True
        case Rate(bad, out_of):
            yield from ((bad, True), (out_of, True))
        case Moment(worth=str(column)):
            yield column, True
        case Moment(worth=Tiers(by=by)):
            yield by, False


def _grouped(obligation: Obligation) -> Iterator[tuple[str, Place | None]]:
    for tiers in (obligation.within, obligation.target):
        if isinstance(tiers, Tiers):
            yield tiers.by, tiers.place
    if obligation.for_each:
        yield obligation.for_each, None
