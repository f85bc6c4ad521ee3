"""Targets: the bound a window's value is compared with, unrounded."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from accordant.terms.definition import Tiers
from accordant.terms.values import Place, Quantity, at

Relation = Literal["at least", "at most", "between", "all", "none"]


@dataclass(frozen=True)
class Bound:
    """`at least low`, `at most high`, `between low and high`, all items, or none of them."""

    relation: Relation
    low: Quantity | None = None
    high: Quantity | None = None

    def __str__(self) -> str:
        match self.relation:
            case "at least":
                return f"at least {self.low}"
            case "at most":
                return f"at most {self.high}"
            case "between":
                return f"between {self.low} and {self.high}"
            case _:
                return self.relation


@dataclass(frozen=True)
class AllowedMisses:
    """So many misses are met all the same, in a window of fewer than `fewer_than` items (0: always)."""

    misses: int
    fewer_than: int = 0


@dataclass(frozen=True)
class Target:
    """A bound with its neighbours: what is hoped for, the sample it needs, the misses it forgives."""

    bound: Bound
    stretch: Bound | None = None
    expected: Bound | None = None
    minimum: Bound | None = None
    minimum_sample: int = 1
    allowed: AllowedMisses | None = None
    place: Place | None = at()


@dataclass(frozen=True)
class Dated:
    """A target that changes on agreed dates; each holds for windows that begin on or after its date."""

    since: tuple[date, ...]
    targets: tuple[Target, ...]
    place: Place | None = at()


AnyTarget = Target | Tiers[Target] | Dated


def targets(target: AnyTarget) -> tuple[Target, ...]:
    """Return every single target of a plain, tiered or dated one."""
    match target:
        case Target():
            return (target,)
        case Tiers():
            return target.terms
        case Dated(targets=several):
            return several
