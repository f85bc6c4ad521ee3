"""What measuring gives: items with their outcomes, tallies by window and group, answers to consequences."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from accordant.terms.values import Instant, Microseconds
from accordant.terms.window import WindowSpan


class Outcome(Enum):
    """How one item, or one window, stands. No two are ever folded into one."""

    MET = "met"
    MISSED = "missed"
    PENDING = "pending"
    EXCUSED = "excused"
    CANCELLED = "cancelled"
    NO_DATA = "no data"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Item:
    """One clock cycle, due delivery, cohort member or moment, and how it stands at `as_of`.

    `window` is the index of its window in the obligation's timeline (-1: outside); `raw` is the outcome before
    relief, `outcome` after. `elapsed` and `limit` are microseconds of the clock; `due` is the first instant at
    which elapsed equals the limit if nothing more pauses, `last_moment` the last one, `missed_from` the first
    instant at which it exceeded it. `value` is the worth of a summed item, `incident` the attribute at its
    start by which remedies tell one. `version` is that at its start.
    """

    obligation: str
    entity: str
    start: Instant
    window: int
    raw: Outcome
    outcome: Outcome
    reason: str = ""
    version: int = 1
    group: str = ""
    stop: Instant | None = None
    due: Instant | None = None
    last_moment: Instant | None = None
    missed_from: Instant | None = None
    elapsed: Microseconds | None = None
    limit: Microseconds | None = None
    value: Decimal | None = None
    flags: tuple[str, ...] = ()
    incident: str = ""


@dataclass(frozen=True)
class Near:
    """Which items are asked for: those in cells `first_cell` to `last_cell`, those begun in `[since, until)`."""

    first_cell: int
    last_cell: int
    since: Instant
    until: Instant

    def holds(self, item: Item) -> bool:
        """Say whether an item is asked for."""
        return self.first_cell <= item.window <= self.last_cell or self.since <= item.start < self.until


@dataclass(frozen=True)
class Outage:
    """One outage as it counts in one cell or window.

    `start` and `stop` are those of the whole of it (`as_of` while it lasts: `ended` False); `stretches` are what
    counts of it here: clipped, excluded time and shut hours cut out, disjoint and ascending. `entities` had it.
    `counts_since` is the instant at which it had lasted long enough to count; None where it did at once.
    """

    start: Instant
    stop: Instant
    stretches: tuple[tuple[Instant, Instant], ...]
    ended: bool = True
    entities: tuple[str, ...] = ()
    counts_since: Instant | None = None

    @property
    def counted(self) -> Microseconds:
        """Return how long it counts here."""
        return sum(stop - start for start, stop in self.stretches)


@dataclass(frozen=True)
class Uptime:
    """The time of one cell or window and group, in microseconds of the agreed clock (real or service hours).

    `whole` is all of it, `seen` what of it lies before `as_of`; `excluded` and `unknown` lie in what was seen, are
    disjoint from each other and from every outage's stretches. `told`: the group was known before the end of it.
    `excluded_in` and `unknown_in` are the stretches that they are the time of, disjoint and ascending.
    """

    whole: Microseconds
    seen: Microseconds
    excluded: Microseconds = 0
    unknown: Microseconds = 0
    outages: tuple[Outage, ...] = ()
    told: bool = True
    excluded_in: tuple[tuple[Instant, Instant], ...] = ()
    unknown_in: tuple[tuple[Instant, Instant], ...] = ()

    @property
    def down(self) -> Microseconds:
        """Return the time that counts as down."""
        return sum(outage.counted for outage in self.outages)


@dataclass(frozen=True)
class Sample:
    """`n` values of one cell or window and group: their exact `total`, or the one that a rank `picked`.

    Of a share under a limit `total` counts the values under it; of request counts `n` are all requests and `total`
    the good ones; of intervals `total` adds what each was up, of averages the means. `gaps` are the intervals of
    which nothing was told, whether they count (then they are among the `n`) or were removed. `unknown` more values
    (or requests) nobody can tell for certain. `told`: the group was known before the end of it.
    """

    n: int
    total: Fraction = Fraction(0)
    picked: Fraction | None = None
    gaps: int = 0
    unknown: int = 0
    told: bool = True

    @property
    def value(self) -> Fraction | None:
        """Return the statistic, None without any value."""
        if self.picked is not None or not self.n:
            return self.picked
        return self.total / self.n


@dataclass(frozen=True)
class Tally:
    """Counts of one window (an index into the measurement's windows) and group.

    `counts` are items by outcome after relief, `raw` before; outcomes without items may be absent. For sums
    `total` is the worth of met items after relief, `raw_total` before, `open_total` that of pending ones. For
    a share by flow `good` and `valid` are the moments in the window (`raw` and `counts` stay empty).
    `first_miss` is the earliest instant at which an item was missed. `late` are the instants at or after the
    window's stop at which items were lost (missed, or taken away), ascending: they tell when a decision became
    certain. `uptime` and `sample` are what availability and statistics have instead of counts. `incidents` are the
    values of the attribute by which remedies tell one incident, of the items that were missed and of the outages,
    ascending.
    """

    window: int
    group: str = ""
    counts: dict[Outcome, int] = field(default_factory=dict)
    raw: dict[Outcome, int] = field(default_factory=dict)
    total: Decimal = Decimal(0)
    raw_total: Decimal = Decimal(0)
    open_total: Decimal = Decimal(0)
    good: int = 0
    valid: int = 0
    first_miss: Instant | None = None
    late: tuple[Instant, ...] = ()
    uptime: Uptime | None = None
    sample: Sample | None = None
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A moment of a definition that may answer consequences; `obligation` and `window` if its event names them.

    Of a definition of values it is one of them: `value`, exact (None: told, and no number).
    """

    definition: str
    happened: Instant
    entity: str
    by: str = ""
    obligation: str = ""
    window: str = ""
    value: Decimal | None = None


@dataclass(frozen=True)
class Measurement:
    """All tallies of one obligation over its whole timeline, with the windows they stand in.

    `undecided` counts entities for which a definition was UNKNOWN and never TRUE, by definition name. `notes`
    are sentences for the page (a due instant beyond the calendar, an exclusion without its notice ...).
    """

    obligation: str
    windows: tuple[WindowSpan, ...]
    tallies: tuple[Tally, ...]
    undecided: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measured:
    """What an engine gives for a plan: a measurement an obligation, and the answers to consequences."""

    measurements: tuple[Measurement, ...]
    answers: tuple[Answer, ...] = ()
