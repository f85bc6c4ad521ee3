"""What the steps of a plan ask of the run they belong to: the events that count, and few of them in Python."""

from typing import Protocol

from accordant.measure.memory.seen import Seen
from accordant.measure.sql.database import Database
from accordant.measure.sql.events import Kind
from accordant.measure.sql.load import Shelf
from accordant.plan.steps import Rates
from accordant.terms.values import Instant


class Log(Protocol):
    """What a run of a plan knows of the events that count."""

    database: Database
    shelf: Shelf

    @property
    def seen(self) -> tuple[Instant, Instant]:
        """Return `as_of` and `known_at`."""

    def kind(self, name: str) -> Kind:
        """Return the events of a kind as they count."""

    def disputed(self, name: str) -> frozenset[str]:
        """Return the entities of a kind of which rows of one event contradict each other."""

    def see(self, wanted: dict[str, str]) -> Seen:
        """Return what the reference engine sees of the events of some kinds that fulfil a condition."""

    def leave(self, why: Exception) -> None:
        """Leave all events of a kind to the reference engine, for a reason. Raises it where they stay."""

    def excluded(self, source: Rates) -> tuple[tuple[Instant, Instant], ...]:
        """Return the time that exclusions take away."""
