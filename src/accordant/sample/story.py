"""What is decided about a lead before its events are written: arrival, answers, way through the stages.

Instants are integer microseconds UTC, lengths open time of the office in microseconds; None means never.
"""

from dataclasses import dataclass
from enum import StrEnum

from accordant.sample import office

SPEED_LIMIT = 2 * office.HOUR
DEMO_LIMIT = 30 * office.MINUTE
DEPTH_LIMIT = 15 * office.OPEN_DAY
REVIEW_LIMIT = 2 * office.OPEN_DAY


class Fate(StrEnum):
    """What becomes of an MQL's claim to be one; only REJECTED and SPAM take it out of the clocks."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OTHER_REASON = "rejected for another reason"
    TOO_LATE = "rejected too late"
    WRONG_PARTY = "rejected by the wrong party"
    SPAM = "spam"
    LATE_SPAM = "spam too late"


@dataclass(frozen=True, slots=True)
class Arrival:
    """The moment a lead becomes an MQL. `name` is given to the leads of the worked examples only."""

    at: int
    source: str
    fate: Fate = Fate.ACCEPTED
    fate_at: int | None = None
    reason: str = ""
    name: str = ""

    @property
    def is_cancelled(self) -> bool:
        """Say whether the lead should never have had a clock."""
        return self.fate in (Fate.REJECTED, Fate.SPAM)

    @property
    def limit(self) -> int:
        """Return the open time within which the first attempt is owed."""
        return DEMO_LIMIT if self.source == "demo request" else SPEED_LIMIT

    @property
    def speed_due(self) -> int:
        """Return the first instant at which the limit is used up."""
        return office.spent_at(office.open_until(self.at) + self.limit)

    @property
    def depth_due(self) -> int:
        """Return the end of 15 business days; at a closing, the next opening."""
        return office.resume_at(office.open_until(self.at) + DEPTH_LIMIT)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a lead was first answered. `stop` is the instant that counts.

    `claimed`: the earlier instant at which a call is said to have been made that was recorded too late to
    count from then. `doubtful`: an earlier e-mail of which nobody knows whether a person wrote it.
    """

    outcome: str
    stop: int | None = None
    claimed: int | None = None
    doubtful: int | None = None


@dataclass(frozen=True, slots=True)
class Depth:
    """How a lead was followed up: the instants of all attempts, and of the first contact."""

    outcome: str
    attempts: tuple[int, ...] = ()
    connected: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """When a lead reached the stages after MQL."""

    accepted: int | None = None
    qualified: int | None = None
    won: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What is told of a lead, and when. `path` is the way in which the MQL moment comes about."""

    created: int
    path: str
    source: str
    score: int | None
    email: str
    first_score: int | None = None
    first_email: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """All that is decided about one MQL."""

    lead: str
    arrival: Arrival
    answer: Answer
    depth: Depth
    progress: Progress
    profile: Profile
