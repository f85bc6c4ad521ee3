"""Clauses beside the promises: warranties, indemnities, review, ending, publication, worked examples."""

from dataclasses import dataclass
from typing import Literal

from accordant.terms.condition import VerdictCondition
from accordant.terms.remedy import Deadline
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
    """Who bears third parties' claims: which costs, less what, up to where, reported how soon.

    `excludes` is prose, or names of values that are listed and not borne. Costs spent before the claim was `told`
    are borne when they are `covered` before tender. `paid` is the moment of payment.
    """

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
    before_tender: Literal["covered", "excluded"] = "covered"
    paid: str = ""


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
    """A way to end the agreement: at will with notice, or on conditions.

    `noticed` is as written, `deadline` as read; `of_each`: each of the misses has to be noticed, else the last.
    `made` is the moment of such a notice, "" the claim of a credit for it. `refund` is as written, `prorated`
    names the charge of which the rest is paid back (`prepaid fees`: all that are for a year or the term).
    """

    name: str
    by: str = ""
    when: tuple[VerdictCondition, ...] = ()
    notice: Length | None = None
    noticed: str = ""
    refund: str = ""
    text: str = ""
    place: Place | None = at()
    made: str = ""
    deadline: Deadline | None = None
    of_each: bool = False
    prorated: str = ""


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
