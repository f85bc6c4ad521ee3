"""Clauses beside the promises: warranties, indemnities, review, ending, publication, worked examples."""

from dataclasses import dataclass

from accordant.terms.condition import VerdictCondition
from accordant.terms.values import Length, Money, Place, Quantity, at


@dataclass(frozen=True)
class Warranty:
    """What a party guarantees, in words."""

    name: str
    by: str
    text: str
    place: Place | None = at()


@dataclass(frozen=True)
class Indemnity:
    """Who bears third parties' claims: which costs, less what, up to where, reported how soon."""

    name: str
    by: str
    beneficiaries: tuple[str, ...]
    text: str = ""
    covers: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    filed: str = ""
    told: str = ""
    within: Length | None = None
    late: str = ""
    less: tuple[str, ...] = ()
    cap: Quantity | Money | None = None
    cap_per: str = ""
    service_credits: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class Review:
    """When the parties look at the numbers together."""

    every: str
    within: Length | None = None
    attend: tuple[str, ...] = ()
    text: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class Right:
    """A way to end the agreement: at will with notice, or on conditions."""

    name: str
    by: str = ""
    when: tuple[VerdictCondition, ...] = ()
    notice: Length | None = None
    noticed: str = ""
    refund: str = ""
    text: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class Publication:
    """How many windows of a public page's history are shown."""

    history: str = ""
    text: str = ""
    place: Place | None = at()


@dataclass(frozen=True)
class Example:
    """A worked example that `check` runs: tallies enter at judging, events or data at measuring."""

    name: str
    window: str
    facts: tuple[tuple[str, Quantity], ...] = ()
    data: str = ""
    events: tuple[tuple[tuple[str, str], ...], ...] = ()
    expect: tuple[tuple[str, Quantity], ...] = ()
    place: Place | None = at()


@dataclass(frozen=True)
class Silence:
    """A rule of `check` that the parties do not follow, and why; the scorecard shows it."""

    rule: str
    reason: str
    place: Place | None = at()
