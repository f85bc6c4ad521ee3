"""Consequences: what follows a miss, who owes it, until when, and how it stands."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from accordant.terms.values import Instant, Money

ConsequenceState = Literal[
    "pending", "owed", "done", "late", "payable", "expired", "capped", "not due", "earned back"
]


@dataclass(frozen=True)
class ClaimBy:
    """One deadline of a claim as written, and the last instant that keeps it (None: its anchor is not told yet).

    `note` says where the words can be read in two ways; `last` is then the earlier one.
    """

    written: str
    last: Instant | None
    note: str = ""


@dataclass(frozen=True)
class Consequence:
    """One remedy raised by one miss.

    `raised` is the miss; `due` the deadline (None: no time agreed). States: `pending` not answered and not yet
    due, `done` answered in time, `late` answered or still open after its due instant, `owed` nobody told us (no
    definition answers it), `payable` money owed, `expired` not claimed in time, `not due` nothing came of it.
    `earned back`: later windows returned it, `returned` so much of what the window's credits had come to.
    `recovered` is what an upstream agreement pays of it.
    `service` are days of service instead of money. Of a claim, `deadlines` are all that it has to keep, `evidence`
    what it has to bring, `days_left` the dates left until `due` (0: today; None: not pending).
    `carried` is the shortfall of a make-good in the obligation's unit, `made` what has been delivered of it.
    `reckoning` spells the arithmetic out in one line.
    """

    remedy: str
    kind: str
    obligation: str
    window: str
    owner: str
    raised: Instant
    due: Instant | None
    state: ConsequenceState
    item: str = ""
    group: str = ""
    answered: Instant | None = None
    amount: Money | None = None
    gross: Money | None = None
    carried: Decimal | None = None
    made: Decimal | None = None
    into: str = ""
    caused_by: str = ""
    reckoning: str = ""
    text: str = ""
    service: Fraction | None = None
    deadlines: tuple[ClaimBy, ...] = ()
    evidence: tuple[str, ...] = ()
    days_left: int | None = None
    returned: Money | None = None
    recovered: Money | None = None
