"""Verdicts: what judging gives for a window of an obligation, and for a window of the agreement."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from accordant.judge.budget import ErrorBudget
from accordant.measure.measurement import Outcome, Tally
from accordant.terms.target import Target
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan


@dataclass(frozen=True)
class Verdict:
    """How one obligation (or one group of it) stands in one window.

    `raw` is the outcome without any relief, `outcome` the final one. `actual` is the value as it would stand
    if nothing open ever decided (None: no data); `lowest` and `highest` bound it over pending and unknown
    items. Shares are fractions of 1. `good` of `valid` are the counts behind a share, or the count reached.
    `attained` is 1 when met, None when there is nothing to score; `attained_low` to `attained_high` while
    open. `missed_at` is the first instant at which the window was certainly missed. `spare` is how many more
    items may be missed and keep the target (negative: so many too many), or are still wanted for a count,
    or have room below its upper bound (negative: beyond it). `low` and `high` are the exact bounds compared
    with, prorated where agreed. `missed_at` of a count beyond its `at most` is the window's end, which may lie
    ahead. `groups` are the verdicts of a tiered or `for each` obligation. Time is told in microseconds: `spare`
    of an availability is the downtime that is left. `reached` names which of stretch, expected and minimum the
    window reached, as far as that is decided; `budget` is the error budget of a share.
    """

    obligation: str
    window: WindowSpan
    outcome: Outcome
    raw: Outcome
    target: Target | None
    reason: str = ""
    group: str = ""
    actual: Fraction | None = None
    raw_actual: Fraction | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    good: int = 0
    valid: int = 0
    attained_low: Fraction | None = None
    attained_high: Fraction | None = None
    missed_at: Instant | None = None
    spare: Fraction | None = None
    tally: Tally | None = None
    groups: tuple["Verdict", ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    reached: tuple[str, ...] = ()
    budget: ErrorBudget | None = None


State = Literal["kept", "degraded", "breached", "pending", "no data"]


@dataclass(frozen=True)
class Part:
    """What one obligation adds to a score: its weight and how much of its target it attained."""

    obligation: str
    weight: Fraction
    attained_low: Fraction | None
    attained_high: Fraction | None
    outcome: Outcome


@dataclass(frozen=True)
class AgreementVerdict:
    """How the agreement stands in one of its windows: a state, a score interval and what made it so."""

    window: WindowSpan
    state: State
    score_low: Fraction | None
    score_high: Fraction | None
    parts: tuple[Part, ...]
    because: tuple[str, ...] = ()
