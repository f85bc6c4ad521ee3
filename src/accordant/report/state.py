"""States as a reader meets them: colour, icon and word, always the three together."""

from dataclasses import dataclass

from accordant.judge.verdict import State as AgreementState
from accordant.measure.measurement import Outcome
from accordant.settle.consequence import ConsequenceState


@dataclass(frozen=True)
class State:
    """A word with its colour (`look`, a class of the stylesheet), its icon and its sign on a terminal."""

    word: str
    look: str
    icon: str
    sign: str


MET = State("met", "met", "met", "✔")
MISSED = State("missed", "missed", "missed", "✘")
AT_RISK = State("at risk", "risk", "risk", "▲")
PENDING = State("pending", "pending", "pending", "◷")
EXCUSED = State("excused", "excused", "excused", "⊖")
CANCELLED = State("cancelled", "excused", "excused", "⊖")
NO_DATA = State("no data", "nodata", "nodata", "◌")
UNKNOWN = State("unknown", "unknown", "unknown", "?")

UNDECIDED = (PENDING, UNKNOWN, NO_DATA)

_OUTCOMES = {
    Outcome.MET: MET,
    Outcome.MISSED: MISSED,
    Outcome.PENDING: PENDING,
    Outcome.EXCUSED: EXCUSED,
    Outcome.CANCELLED: CANCELLED,
    Outcome.NO_DATA: NO_DATA,
    Outcome.UNKNOWN: UNKNOWN,
}
_AGREEMENT: dict[AgreementState, State] = {
    "kept": State("kept", "kept", "met", "✔"),
    "degraded": State("degraded", "degraded", "degraded", "◒"),
    "breached": State("breached", "breached", "missed", "✘"),
    "pending": PENDING,
    "no data": NO_DATA,
}
_CONSEQUENCES: dict[ConsequenceState, State] = {
    "pending": PENDING,
    "owed": State("owed", "nodata", "nodata", "◌"),
    "done": State("done", "met", "met", "✔"),
    "late": State("late", "missed", "missed", "✘"),
    "payable": State("payable", "risk", "risk", "▲"),
    "expired": State("expired", "nodata", "nodata", "◌"),
    "capped": State("capped", "excused", "excused", "⊖"),
    "not due": State("not due", "excused", "excused", "⊖"),
    "earned back": State("earned back", "excused", "excused", "⊖"),
}


def of_outcome(outcome: Outcome) -> State:
    """Return how an item's or a window's outcome is shown."""
    return _OUTCOMES[outcome]


def of_agreement(state: AgreementState) -> State:
    """Return how the state of an agreement is shown."""
    return _AGREEMENT[state]


def of_consequence(state: ConsequenceState) -> State:
    """Return how the state of a consequence is shown."""
    return _CONSEQUENCES[state]
