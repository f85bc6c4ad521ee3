"""Definitions: what counts as a lead, an attempt, an outage. Moments, spans and values of one kind of entity."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from accordant.terms.predicate import Predicate
from accordant.terms.values import Length, Place, Quantity, at

T = TypeVar("T")


@dataclass(frozen=True)
class Condition:
    """A predicate with the words it was written in."""

    text: str
    tree: Predicate
    place: Place | None = at()


@dataclass(frozen=True)
class Tiers(Generic[T]):
    """A term that depends on an attribute: the value of `by` picks one; without a match `otherwise`, if given."""

    by: str
    tiers: tuple[tuple[str, T], ...]
    otherwise: T | None = None
    place: Place | None = at()

    @property
    def terms(self) -> tuple[T, ...]:
        """Return every term that may be picked, that of `otherwise` last."""
        rest = () if self.otherwise is None else (self.otherwise,)
        return (*(term for _, term in self.tiers), *rest)

    def pick(self, attribute: object) -> T | None:
        """Return the term of an attribute's value, or `otherwise`; None means no target matches."""
        return next((term for value, term in self.tiers if value == attribute), self.otherwise)


@dataclass(frozen=True)
class Within:
    """A time limit of a definition: from a moment of `of` of the same entity to the limit, inclusive."""

    length: Length
    of: str


@dataclass(frozen=True)
class Moment:
    """The instants at which `when` holds (a happening) or comes to hold (a state), SEMANTICS section 3.4."""

    when: Condition
    worth: str | Tiers[Quantity] | None = None


@dataclass(frozen=True)
class Span:
    """The time from `opens` to `closes`; `told` is the moment at which it was announced."""

    opens: Condition
    closes: Condition
    told: Condition | None = None


@dataclass(frozen=True)
class While:
    """The time during which a state holds: from TRUE to FALSE or NULL."""

    state: Condition
    told: Condition | None = None


@dataclass(frozen=True)
class Joined:
    """The spans in which at least `least` of the named definitions hold: 1 is their union, all their meet."""

    names: tuple[str, ...]
    least: int


@dataclass(frozen=True)
class Value:
    """One value at each event of the entity that tells `column`."""

    column: str


@dataclass(frozen=True)
class Rate:
    """`bad / out of` for each interval of length `each`; zero `out of` gives `empty`."""

    bad: str
    out_of: str
    each: Length
    empty: Quantity | None = None


Shape = Moment | Span | While | Joined | Value | Rate


@dataclass(frozen=True)
class Definition:
    """One name, one thing: a shape of the events of one kind of entity.

    `where` is ANDed with the predicate; `declared_by` means AND by = that party; `first` keeps the entity's
    first moment ever of those left by the others. `meaning` is prose.
    """

    name: str
    of: str
    shape: Shape
    where: Condition | None = None
    declared_by: str = ""
    first: bool = False
    within: Within | None = None
    unit: str = ""
    meaning: str = ""
    known_by_sight: bool = False
    place: Place | None = at()

    @property
    def made_of(self) -> tuple[str, ...]:
        """Return the definitions it is made of: the spans it joins, the moment its limit runs from."""
        joined = self.shape.names if isinstance(self.shape, Joined) else ()
        return (*joined, self.within.of) if self.within else joined
