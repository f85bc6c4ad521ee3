"""The clock of a `time` promise: which definitions start, stop, pause, cancel, reset, reopen and end it."""

from dataclasses import dataclass
from typing import Literal

from accordant.terms.values import Length, Place, at

Cycles = Literal["first", "each", "after the first"]
CountedIn = Literal["due", "start", "stop"]


@dataclass(frozen=True)
class Reopen:
    """An undone stop: within its limit since the stop, the time since then is cut out like a pause."""

    when: str
    within: Length | None = None


@dataclass(frozen=True)
class Clock:
    """What starts, stops, pauses, cancels, resets, reopens and ends a clock (SEMANTICS section 2).

    Every name is a definition of one kind of entity; several names are united.

    `skew`: a stop earlier than its start by no more than this counts as elapsed 0. `from_entry`: an item that
    enters the scope late is measured from its entry instead of its start.
    """

    starts: tuple[str, ...]
    stops: tuple[str, ...]
    pauses: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    resets: tuple[str, ...] = ()
    reopen: Reopen | None = None
    ends: tuple[str, ...] = ()
    cycles: Cycles = "first"
    skew: Length | None = None
    counted_in: CountedIn = "due"
    from_entry: bool = False
    place: Place | None = at()
