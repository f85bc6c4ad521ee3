"""What does not count: exclusions take time away, reliefs take items or a window."""

from dataclasses import dataclass

from accordant.terms.condition import Missed
from accordant.terms.values import Length, Place, Quantity, at


@dataclass(frozen=True)
class Exclusion:
    """Spans of `span` are excluded time: if told so far ahead, up to so much a month, for what `applies` names.

    `applies` holds indicator words and obligation names; empty is every obligation.
    """

    name: str
    span: str
    told_ahead: Length | None = None
    at_most: Length | None = None
    per: str = ""
    applies: tuple[str, ...] = ()
    place: Place | None = at()


@dataclass(frozen=True)
class Surge:
    """Items beyond `beyond` of the daily plan of obligation `plan` are relieved, in the order they arrive."""

    of: str
    beyond: Quantity
    plan: str
    place: Place | None = at()


@dataclass(frozen=True)
class OtherSide:
    """The window is excused when the other party's obligation was missed in windows that end no later."""

    missed: Missed
    place: Place | None = at()


Relief = Surge | OtherSide
