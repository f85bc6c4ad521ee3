"""Columns: an agreement goes in; every use of a column comes out, with the kind of entity it is read of."""

from collections.abc import Iterator
from dataclasses import dataclass

from accordant.terms.agreement import Agreement
from accordant.terms.definition import Condition, Definition, Moment, Rate, Span, Tiers, Value, While
from accordant.terms.predicate import columns
from accordant.terms.values import Place


@dataclass(frozen=True)
class Use:
    """A column named by a clause: of which kind of entity, where, and by whom (`definition 'MQL'`)."""

    column: str
    kind: str
    clause: str
    place: Place | None


def conditions(definition: Definition) -> Iterator[Condition]:
    """Yield every predicate of a definition, in the order written."""
    match definition.shape:
        case Moment(when):
            yield when
        case Span(opens, closes, told):
            yield from (condition for condition in (opens, closes, told) if condition)
        case While(state, told):
            yield from (condition for condition in (state, told) if condition)
    if definition.where:
        yield definition.where


def uses_of_definitions(agreement: Agreement) -> Iterator[Use]:
    """Yield every column that definitions name: in predicates, as values, worth and rates."""
    for definition in agreement.definitions:
        clause = f"definition '{definition.name}'"
        for condition in conditions(definition):
            for column in columns(condition.tree):
                place = column.place or condition.place or definition.place
                yield Use(column.name, definition.of, clause, place)
        for name in _told(definition):
            yield Use(name, definition.of, clause, definition.place)


def _told(definition: Definition) -> Iterator[str]:
    match definition.shape:
        case Value(column):
            yield column
        case Rate(bad, out_of):
            yield from (bad, out_of)
        case Moment(worth=str(column)):
            yield column
        case Moment(worth=Tiers(by=by)):
            yield by
