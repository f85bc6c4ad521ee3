"""What takes items away: definitions become causes, told apart by the values that their predicates list."""

from collections.abc import Iterator
from dataclasses import dataclass

from accordant.terms.agreement import Agreement
from accordant.terms.definition import Condition, Definition, Moment
from accordant.terms.indicator import Attempts, Time
from accordant.terms.obligation import Obligation
from accordant.terms.predicate import And, Column, Compare, Constant, In, Predicate

_MOST = 12


@dataclass(frozen=True)
class Cause:
    """A definition that takes items away; with `narrowed` only those of its moments that have one listed value."""

    definition: str
    narrowed: Condition | None = None

    @property
    def words(self) -> str:
        """Return its name: `spam`, or with the value `rejected: duplicate`."""
        return f"{self.definition}: {self.narrowed.text}" if self.narrowed else self.definition


def takers(obligation: Obligation) -> tuple[str, ...]:
    """Return the definitions that take items of a promise away: those that cancel, or that a count is less by."""
    match obligation.indicator:
        case Time(clock):
            return clock.cancels
        case Attempts(cancels=cancels):
            return cancels
        case _:
            return obligation.less


def causes(terms: Agreement) -> tuple[Cause, ...]:
    """Return every cause that takes an item of any promise away, each once."""
    names = dict.fromkeys(name for obligation in terms.obligations for name in takers(obligation))
    known = {definition.name: definition for definition in terms.definitions}
    return tuple(cause for name in names for cause in _causes(known[name]))


def _causes(definition: Definition) -> Iterator[Cause]:
    """Split a definition whose predicate must hold one of a few listed values; any other is one cause."""
    tree = definition.shape.when.tree if isinstance(definition.shape, Moment) else None
    lists = [part for part in _parts(tree) if isinstance(part, In) and isinstance(part.value, Column)]
    if len(lists) != 1 or len(lists[0].options) > _MOST:
        yield Cause(definition.name)
        return
    for option in lists[0].options:
        yield Cause(definition.name, _narrowed(definition, lists[0], option))


def _parts(tree: Predicate | None) -> tuple[Predicate, ...]:
    if tree is None:
        return ()
    return tree.parts if isinstance(tree, And) else (tree,)


def _narrowed(definition: Definition, listed: In, option: Constant) -> Condition:
    """Return the `where` of a definition, so that its moments have this value; its words are the value alone."""
    is_it: Predicate = Compare(listed.value, "=", option)
    tree = And((definition.where.tree, is_it)) if definition.where else is_it
    return Condition(f"{option.value}", tree)
