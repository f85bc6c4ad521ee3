"""Remedies: what follows a miss, from a recovery plan to a credit; each is named once and used by obligations."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from accordant.terms.definition import Tiers
from accordant.terms.target import Bound
from accordant.terms.values import Length, Money, Place, Quantity, at

Pay = Quantity | Money | Length
Days = Literal["30 a month", "of the month", "added to the term"]
PieceOf = Literal["downtime", "downtime above target", "outage", "affected", "above target", "below target"]


@dataclass(frozen=True)
class Charge:
    """An amount that one party pays, by the month or so, or `once`; credits are computed from it."""

    name: str
    amount: Money | Tiers[Money]
    per: str
    place: Place | None = at()


@dataclass(frozen=True)
class RecoveryPlan:
    """A plan with cause, steps and a date, due so long after the miss; `done` is the definition that answers."""

    name: str
    due: Length | None = None
    done: str = ""
    contents: tuple[str, ...] = ()
    public: bool = False
    text: str = ""
    place: Place | None = at()
    word = "recovery plan"


@dataclass(frozen=True)
class Escalation:
    """The people told, and how soon."""

    name: str
    to: tuple[str, ...] = ()
    within: Length | None = None
    done: str = ""
    text: str = ""
    place: Place | None = at()
    word = "escalation"


@dataclass(frozen=True)
class Action:
    """Any other agreed step, in words."""

    name: str
    text: str = ""
    due: Length | None = None
    done: str = ""
    place: Place | None = at()
    word = "action"


@dataclass(frozen=True)
class Renegotiation:
    """The parties meet to change the agreement."""

    name: str
    due: Length | None = None
    done: str = ""
    text: str = ""
    place: Place | None = at()
    word = "renegotiation"


@dataclass(frozen=True)
class MakeGood:
    """The shortfall is owed on top in the next window, as a line of its own; unkept, it turns into `then`."""

    name: str
    into: str = "next window"
    at_most: Quantity | None = None
    then: str = ""
    made: str = ""
    place: Place | None = at()
    word = "make good"


@dataclass(frozen=True)
class Band:
    """One threshold of a credit; the worst reached wins. `pays` is a share of the base, money, or days of it."""

    edge: Literal["below", "at most", "above", "from"]
    threshold: Quantity | Length
    pays: Pay


@dataclass(frozen=True)
class Further:
    """`then: 10% for each further 2 hours`, beyond the last band."""

    pays: Quantity
    each: Length


@dataclass(frozen=True)
class TableRow:
    """A row of a provider's printed table, as it is: bounds may leave gaps, which `check` finds."""

    bounds: tuple[tuple[str, Quantity | Length], ...]
    pays: Pay
    place: Place | None = at()


@dataclass(frozen=True)
class Piece:
    """What a credit is paid for one by one: `hour of downtime`, `affected day`, `outage`, `5 ms above target`.

    `size` is that of one, none of an outage. Of `affected` hours or days, by the clocks of the agreement's zone,
    those with more than `more_than` down are counted (None: with any).
    """

    of: PieceOf
    size: Length | Quantity | None = None
    more_than: Length | None = None

    def __str__(self) -> str:
        if self.of == "outage" or self.size is None:
            return self.of
        size = self.size.unit if isinstance(self.size, Length) and self.size.amount == 1 else str(self.size)
        if self.of == "affected":
            return f"affected {size}" + (f" with more than {self.more_than} down" if self.more_than else "")
        return f"{size} of {self.of}" if self.of.startswith("downtime") else f"{size} {self.of}"


ANCHORS = ("window end", "miss", "term end")


@dataclass(frozen=True)
class Deadline:
    """`30 days after window end`, `end of 2nd window after miss`: a length or so many windows after an anchor.

    `anchor` is a definition or one of `window end`, `miss`, `term end`. `windows` 0 means `after` holds.
    """

    anchor: str
    after: Length | None = None
    windows: int = 0

    @property
    def definition(self) -> str:
        """Return the name of the definition it counts from; "" of the three other anchors."""
        return "" if self.anchor in ANCHORS else self.anchor


@dataclass(frozen=True)
class ClaimRule:
    """Who claims by which moment, before which deadlines (`before` as written, `deadlines` as read), with what."""

    by: str
    made: str
    before: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    place: Place | None = at()


@dataclass(frozen=True)
class ServiceCredit:
    """Money back: by bands, by piece (`pays` for each unit of downtime or overshoot), or by a printed table.

    `days` says what a day that is paid comes to: 1/30 of a month's charge (`30 a month`, default), its share of
    the month it lies in (`of the month`), or a day of service on top, without money (`added to the term`).
    """

    name: str
    base: str = ""
    by: str = "measured"
    bands: tuple[Band, ...] = ()
    further: Further | None = None
    table: tuple[TableRow, ...] = ()
    pays: Fraction | Pay | None = None
    pays_text: str = ""
    for_each: Piece | None = None
    part_counts: bool = False
    counted: str = "together"
    days: Days = "30 a month"
    floor: Money | None = None
    floor_exclusive: bool = False
    at_most: Quantity | Money | None = None
    rounding: str = "half up"
    form: str = ""
    paid: str = ""
    expires: Length | None = None
    claim: ClaimRule | None = None
    same: str = ""
    text: str = ""
    place: Place | None = at()
    word = "service credit"


@dataclass(frozen=True)
class OneIncident:
    """Misses that share `same` pay only once, the highest; `revive` says whether the next may take its place."""

    same: str
    pays: str = "highest only"
    revive: bool = False


@dataclass(frozen=True)
class EarnBack:
    """A credit is returned when the mean of the next so many windows reaches a bound, or a level of the target.

    `over` and `mean` are as written; `level` is `stretch` or `target`, "" where `bound` holds.
    """

    over: str
    mean: str
    windows: int = 1
    level: str = ""
    bound: Bound | None = None


@dataclass(frozen=True)
class AtRiskPool:
    """A share of the invoice at risk, allocated over obligations."""

    name: str
    base: str
    at_risk: Quantity
    allocation: tuple[tuple[str, Quantity], ...]
    one_incident: OneIncident | None = None
    earn_back: EarnBack | None = None
    claim: ClaimRule | None = None
    paid: str = ""
    place: Place | None = at()
    word = "at-risk pool"


@dataclass(frozen=True)
class PassThrough:
    """Compensation to end users, measured against what an upstream agreement pays.

    `base` is what one user pays where `number` says how many there are, else what all of them pay.
    """

    name: str
    upstream: str = ""
    base: str = ""
    pays: Quantity | None = None
    users: str = ""
    text: str = ""
    place: Place | None = at()
    number: int = 0
    word = "pass-through"


@dataclass(frozen=True)
class Bonus:
    """What is paid for doing better than promised; `of` is the obligation `when` names, "" each with a stretch."""

    name: str
    base: str = ""
    pays: Quantity | None = None
    when: str = ""
    text: str = ""
    place: Place | None = at()
    of: str = ""
    word = "bonus"


Remedy = (
    RecoveryPlan
    | Escalation
    | Action
    | Renegotiation
    | MakeGood
    | ServiceCredit
    | AtRiskPool
    | PassThrough
    | Bonus
)


@dataclass(frozen=True)
class Cap:
    """A limit on what the named remedies pay together, per window or term; one cap may follow another."""

    over: tuple[str, ...]
    at_most: Quantity | Money
    of: str = ""
    per: str = "month"
    place: Place | None = at()
