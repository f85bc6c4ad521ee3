"""An obligation: who owes whom what, by which measure, how much, over which window, and what follows a miss."""

from dataclasses import dataclass
from typing import Literal

from accordant.terms.definition import Condition, Tiers
from accordant.terms.exclusion import Relief
from accordant.terms.indicator import Indicator, Schedule
from accordant.terms.target import AnyTarget
from accordant.terms.values import Length, Place, at
from accordant.terms.window import Window


@dataclass(frozen=True)
class OnMiss:
    """Remedies that a miss brings: of each window, of the `nth` miss in a row, or of each single item."""

    remedies: tuple[str, ...]
    when: Literal["window", "row", "item"] = "window"
    nth: int = 1
    place: Place | None = at()


@dataclass(frozen=True)
class Obligation:
    """One clause, one indicator. `within` is the limit of `time` and `attempts`, the horizon of a cohort share.

    `less` names definitions whose moments take an item of a count or share away; `where` is the scope.
    """

    name: str
    owed_by: str
    owed_to: str
    indicator: Indicator
    target: AnyTarget
    window: Window
    serves: str = ""
    within: Length | Tiers[Length] | None = None
    where: Condition | None = None
    less: tuple[str, ...] = ()
    for_each: str = ""
    schedule: Schedule | None = None
    calendar: str = ""
    relief: tuple[Relief, ...] = ()
    on_miss: tuple[OnMiss, ...] = ()
    critical: bool = False
    collected: str = ""
    text: str = ""
    place: Place | None = at()
