"""Conditions on verdicts: what makes an agreement degraded or breached, or gives a right to end it."""

from dataclasses import dataclass

from accordant.terms.values import Place, Quantity, at


@dataclass(frozen=True)
class AnyMissed:
    """`any obligation missed`; `critical`: only those so marked; `run`: in so many consecutive windows."""

    critical: bool = False
    run: int = 1
    place: Place | None = at()


@dataclass(frozen=True)
class Missed:
    """`NAME missed`, `NAME missed in 2 consecutive windows`, `NAME missed in 2 of 3 consecutive windows`.

    `misses` of `among` neighbouring windows; 1 of 1 is a plain miss.
    """

    obligation: str
    misses: int = 1
    among: int = 1
    place: Place | None = at()


@dataclass(frozen=True)
class ScoreBelow:
    """`score below 80%`: holds only when the whole interval of the score does."""

    limit: Quantity
    place: Place | None = at()


@dataclass(frozen=True)
class Happened:
    """A definition's name: it has a moment in the window."""

    definition: str
    place: Place | None = at()


VerdictCondition = AnyMissed | Missed | ScoreBelow | Happened


@dataclass(frozen=True)
class VerdictRule:
    """How obligations add up to the agreement's own verdict; without weights all weigh the same."""

    window: str = "month"
    weights: tuple[tuple[str, int], ...] = ()
    degraded: tuple[VerdictCondition, ...] = (AnyMissed(),)
    breached: tuple[VerdictCondition, ...] = ()
    place: Place | None = at()
