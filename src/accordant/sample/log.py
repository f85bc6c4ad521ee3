"""The log of events as it grows: ids, the instant each was recorded, corrections, and what was put into it."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from accordant.sample import office


class Row(NamedTuple):
    """One row of `lead_events.parquet`, in the order of its columns; instants in microseconds, blanks empty."""

    lead: str
    event: str
    id: str
    occurred: int
    logged: int
    team: str = ""
    reason: str = ""
    channel: str = ""
    score: int | None = None
    source: str = ""
    email: str = ""


_SETTLED = office.LAST_EVENT - 8 * office.DAY
"""Events before it may be recorded late or be corrected: all of that is still seen."""


@dataclass
class Log:
    """All rows so far and how often each peculiarity of real logs occurs in them."""

    rng: Random
    rows: list[Row] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    last_id: int = 0

    def write(
        self,
        lead: str,
        event: str,
        at: int,
        *,
        logged: int | None = None,
        team: str = "",
        reason: str = "",
        channel: str = "",
        score: int | None = None,
        source: str = "",
        email: str = "",
    ) -> None:
        """Record what happened at `at`: seconds later, sometimes days later, nothing after the last event."""
        if at > office.LAST_EVENT:
            return
        self.last_id += 1
        told = self._logged(at) if logged is None else logged
        row = Row(lead, event, f"E{self.last_id:06d}", at, told, team, reason, channel, score, source, email)
        self.rows.append(row)

    def correct(self, wrong: Row) -> None:
        """Put `wrong`, recorded first, before the last row written, which becomes its correction."""
        right = self.rows.pop()
        was_late = right.logged - right.occurred > office.HOUR
        told = max(wrong.occurred, right.occurred) + self.rng.randrange(5 * office.MINUTE, 2 * office.DAY)
        told = max(told, wrong.logged + office.SECOND)
        if (
            not was_late
            and right.occurred < _SETTLED
            and told <= office.after(right.occurred, 4 * office.OPEN_DAY)
        ):
            self.rows.append(wrong)
            right = right._replace(logged=told)
            self.counts["corrected rows"] += 1
        self.rows.append(right)

    def _logged(self, at: int) -> int:
        if at < _SETTLED and self.rng.randrange(1000) < 15:
            self.counts["late rows within 5 business days"] += 1
            return office.after(at, self.rng.randrange(office.HOUR, 4 * office.OPEN_DAY))
        return at + self.rng.randrange(office.SECOND, 90 * office.SECOND)
