"""What was measured last, as far as the next measuring can take it over."""

from dataclasses import dataclass, field

from accordant.measure.measurement import Answer, Tally
from accordant.measure.restate import Key
from accordant.measure.settled import common_cells, is_by_entity, is_same, is_within, up_to
from accordant.plan.steps import Moments
from accordant.plan.steps import Tally as Step
from accordant.terms.values import Instant


@dataclass(frozen=True)
class Kept:
    """The tallies of one step, and the entities of which an item may change by time alone."""

    step: Step
    tallies: dict[Key, Tally]
    waiting: frozenset[str] = frozenset()


@dataclass
class Remembered:
    """Everything measured at one pair of instants over one log, whose events lie in `extent`."""

    as_of: Instant
    known_at: Instant
    extent: tuple[Instant, Instant] | None
    kept: list[Kept] = field(default_factory=list)
    undecided: list[tuple[Moments, int]] = field(default_factory=list)
    answers: list[tuple[Moments, tuple[Answer, ...]]] = field(default_factory=list)

    @property
    def seen(self) -> tuple[Instant, Instant]:
        """Return `as_of` and `known_at`."""
        return self.as_of, self.known_at

    def of(self, step: Step) -> Kept | None:
        """Return what was measured of this very step."""
        return next((kept for kept in self.kept if kept.step == step), None)

    def undecided_of(self, moments: Moments) -> int | None:
        """Return how many entities were undecided by this very definition."""
        return next((number for known, number in self.undecided if known == moments), None)

    def answers_of(self, moments: Moments) -> tuple[Answer, ...] | None:
        """Return the answers by this very definition."""
        return next((told for known, told in self.answers if known == moments), None)

    def like(self, step: Step) -> Kept | None:
        """Return what can be taken over for a step of a later plan; nothing is kept of one not yet in force."""
        if step.since > self.as_of and is_by_entity(step):
            return Kept(step, {})
        found = next((kept for kept in self.kept if is_same(kept.step, step, self.as_of)), None)
        is_kept = found is not None and is_within(found.tallies, common_cells(found.step, step))
        return found if is_kept else None

    def undecided_like(self, moments: Moments) -> tuple[Moments, int] | None:
        """Return how many entities were undecided by a definition that reads what was seen alike."""
        wanted = up_to(moments, self.as_of)
        return next((pair for pair in self.undecided if up_to(pair[0], self.as_of) == wanted), None)

    def answers_like(self, moments: Moments) -> tuple[Moments, tuple[Answer, ...]] | None:
        """Return the answers by a definition that reads what was seen alike."""
        wanted = up_to(moments, self.as_of)
        return next((pair for pair in self.answers if up_to(pair[0], self.as_of) == wanted), None)
