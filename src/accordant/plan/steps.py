"""The steps of a plan: what an engine does to the events of an obligation, from the bottom up.

Each step is frozen data that names its sources; an engine gives rows for it. Rows are described on the step.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Literal

from accordant.terms.calendar import OpenTime
from accordant.terms.clock import CountedIn, Cycles
from accordant.terms.definition import Condition, Definition, Moment, Span, Tiers, While
from accordant.terms.values import Instant, Length, Microseconds, Quantity
from accordant.terms.window import WindowSpan


@dataclass(frozen=True)
class Limit:
    """A length with the clock it is measured on: `open_time` of its calendar, or 24x7 for wall time."""

    length: Length
    open_time: OpenTime
    zone: str


@dataclass(frozen=True)
class Limits:
    """The limit in force by the value of attribute `by` ("" when there is but one, which is `otherwise`)."""

    by: str
    tiers: tuple[tuple[str, Limit], ...]
    otherwise: Limit | None


@dataclass(frozen=True)
class Bounded:
    """A definition's own limit: from a moment of `of` of the same entity to `limit`, inclusive."""

    of: "Moments"
    limit: Limit


@dataclass(frozen=True)
class Reading:
    """A definition as one version reads it, for events in `[since, until)`; None is unbounded.

    With `first: yes` the bounds are those of the entity's first event instead of the event judged.
    """

    definition: Definition
    since: Instant | None = None
    until: Instant | None = None
    within: Bounded | None = None


@dataclass(frozen=True)
class Moments:
    """Rows: (entity, instant) at which the definition holds or comes to hold; SEMANTICS section 3."""

    name: str
    kind: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Spans:
    """Rows: (entity, from, to), half-open, disjoint within an entity; open ones reach to `as_of`."""

    name: str
    kind: str
    readings: tuple[Reading, ...]

    @cached_property
    def openings(self) -> tuple[Moments, ...]:
        """Return the moments that open a span, one definition for each reading."""
        return tuple(self._of(reading, _opens(reading.definition)) for reading in self.readings)

    @cached_property
    def closings(self) -> tuple[Moments, ...]:
        """Return the moments that close it, at any time: a span closes by the version it opened under.

        Those of a `while` are the state itself: it ends at every instant at which that is not TRUE.
        """
        return tuple(
            self._bare(Reading(reading.definition), _closes(reading.definition)) for reading in self.readings
        )

    @cached_property
    def notices(self) -> tuple[Moments, ...]:
        """Return the moments at which spans were announced, of the readings that name any."""
        told = [(reading, reading.definition.shape) for reading in self.readings]
        return tuple(self._bare(r, s.told) for r, s in told if isinstance(s, Span | While) and s.told)

    def _of(self, reading: Reading, condition: Condition) -> Moments:
        definition = replace(reading.definition, shape=Moment(condition))
        return Moments(self.name, self.kind, (replace(reading, definition=definition),))

    def _bare(self, reading: Reading, condition: Condition) -> Moments:
        """Return moments of a condition alone: `where` and who declares belong to the opening."""
        bare = replace(reading.definition, where=None, declared_by="", first=False, within=None)
        return self._of(replace(reading, definition=bare, within=None), condition)


def _opens(definition: Definition) -> Condition:
    assert isinstance(definition.shape, Span | While), "only spans open"
    return definition.shape.opens if isinstance(definition.shape, Span) else definition.shape.state


def _closes(definition: Definition) -> Condition:
    assert isinstance(definition.shape, Span | While), "only spans close"
    return definition.shape.closes if isinstance(definition.shape, Span) else definition.shape.state


@dataclass(frozen=True)
class JoinedSpans:
    """Rows as of Spans: where at least `least` of the parts hold."""

    name: str
    kind: str
    parts: tuple["AnySpans", ...]
    least: int


AnySpans = Spans | JoinedSpans


@dataclass(frozen=True)
class Excluded:
    """Time that an exclusion takes away from every item: spans told so far ahead, up to so much a month.

    `told_ahead` None asks for no notice. `at_most` open microseconds in each calendar unit `per` of `zone`.
    """

    name: str
    spans: AnySpans
    told_ahead: Limit | None
    at_most: Microseconds | None
    per: str
    zone: str


@dataclass(frozen=True)
class Pair:
    """Rows: one per clock cycle (entity, start, stop or none, voided at or none, cut-out spans, flags).

    The two machines of SEMANTICS section 2. `skew` in microseconds; `reopen_within` None has no limit.
    """

    kind: str
    starts: tuple[Moments, ...]
    stops: tuple[Moments, ...]
    cancels: tuple[Moments, ...] = ()
    resets: tuple[Moments, ...] = ()
    reopens: tuple[Moments, ...] = ()
    reopen_within: Limit | None = None
    ends: tuple[Moments, ...] = ()
    cycles: Cycles = "first"
    skew: Microseconds = 0


@dataclass(frozen=True)
class Tries:
    """Rows as of Pair: a cycle begins at each moment of `per` and stops at the n-th attempt, or at `until`.

    `apart`: an attempt counts when it is no less than this after the one counted before it.
    """

    kind: str
    per: Moments
    of: Moments
    at_least: int
    until: tuple[Moments, ...] = ()
    cancels: tuple[Moments, ...] = ()
    apart: Limit | None = None


@dataclass(frozen=True)
class Time:
    """Rows: the cycles of `source` with elapsed, limit, due, last moment, missed from and raw outcome.

    `pauses` and `excluded` are united and cut out. Scope and tier are read at every instant of the cycle.
    """

    source: Pair | Tries
    limits: Limits
    pauses: tuple[AnySpans, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    scope: Condition | None = None
    from_entry: bool = False
    counted_in: CountedIn = "due"


@dataclass(frozen=True)
class Cohort:
    """Rows: one per moment of `of`: met when a moment of `good` of its entity follows within the horizon.

    `horizon` None never ends. A later moment of `less` takes the item away (cancelled).
    """

    kind: str
    of: Moments
    good: Moments
    less: tuple[Moments, ...]
    horizon: Limits | None
    scope: Condition | None = None


@dataclass(frozen=True)
class Flow:
    """Rows: moments of `of` and of `good`, each for itself; `less` takes moments of `of` away."""

    kind: str
    of: Moments
    good: Moments
    less: tuple[Moments, ...]
    scope: Condition | None = None


@dataclass(frozen=True)
class Occur:
    """Rows: one per moment of `of` (count), with its worth (sum); a later moment of `less` takes it away.

    `reviews` are the limits within which `less` may come: until the longest has run out the item is pending.
    `worth` is a column, amounts by tier, or None for a count.
    """

    kind: str
    of: Moments
    less: tuple[Moments, ...] = ()
    reviews: tuple[Limit, ...] = ()
    worth: str | Tiers[Quantity] | None = None
    scope: Condition | None = None


@dataclass(frozen=True)
class Due:
    """Rows: one per due instant of a schedule; met by a moment of `of` after the due before it and up to it."""

    kind: str
    of: Moments
    dues: tuple[Instant, ...]
    begins: Instant


@dataclass(frozen=True)
class Down:
    """Where at least `least` of the parts are down; each part is united over all of its entities first.

    1 of several is a serial composite, all of them a parallel one; joined spans have become such parts.
    """

    parts: tuple["Spans | Down", ...]
    least: int = 1

    @cached_property
    def leaves(self) -> tuple[Spans, ...]:
        """Return the spans it is made of, in order."""
        return tuple(chain.from_iterable((p,) if isinstance(p, Spans) else p.leaves for p in self.parts))


@dataclass(frozen=True)
class Uptime:
    """Rows: the outages of one measurement, one a group (SEMANTICS 1, Availability).

    A group is the attribute at the opening of a span; without one all entities are one measurement. `kind` is
    that of the first part; the events of the kinds of all parts tell which groups there are. A `while` span of
    fewer than `confirmation` instants that tell its state is none; outages shorter than `counts_from` (united,
    before clipping and excluding) do not count. `service` None counts real time, else the open time of a calendar.
    A span lasts no longer than its entity is in `scope`. `gap_after`: any event of an entity in scope is a probe
    and speaks for the time until its next one, at most that long; what none of the entities speaks for is unknown.
    None: no gaps. A tally measures the part of each cell that lies in its `[since, until)`.
    """

    kind: str
    down: Down
    excluded: tuple[Excluded, ...] = ()
    service: OpenTime | None = None
    counts_from: Microseconds = 0
    confirmation: int = 1
    gap_after: Microseconds | None = None
    scope: Condition | None = None

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of entity whose events tell what is down, each once."""
        return tuple(dict.fromkeys(leaf.kind for leaf in self.down.leaves))


@dataclass(frozen=True)
class Rates:
    """Rows: one an interval of length `each`, counted from the start of its cell: bad events out of all of them.

    Events of all entities (of a group) in an interval are added. An interval without requests has rate `empty`
    (None: it is left out), one of which nothing is told counts as `gap` says. Intervals that begin in excluded
    time are left out; those not over at `as_of` too. `by_request`: all requests are one ratio.
    """

    kind: str
    of: Moments
    each: Microseconds
    empty: Quantity | None
    gap: Literal["up", "down", "removed"]
    excluded: tuple[Excluded, ...] = ()
    by_request: bool = False
    scope: Condition | None = None


@dataclass(frozen=True)
class Values:
    """Rows: one a value of `of` (a definition of shape Value), at its own instant.

    `take` is mean, median, min, max, a percentile (`p95`), or `share`: of the values at or below `under`. With
    `each` the values of an interval so long, counted from the start of its cell, give their mean first.
    """

    kind: str
    of: Moments
    take: str
    under: Quantity | None = None
    each: Microseconds | None = None
    interpolated: bool = False
    scope: Condition | None = None


Itemise = Time | Cohort | Flow | Occur | Due | Uptime | Rates | Values


@dataclass(frozen=True)
class Ceiling:
    """A surge relief: on each open day `[starts[i], starts[i+1])` items beyond `ceilings[i]` are relieved.

    Moments of `of` are ranked by instant, then entity id in bytes; a moment on a shut date belongs to the
    next open day (`starts` are the closing midnights so that days cover all time). A ceiling is the whole
    part of the allowed share of the daily plan.
    """

    of: Moments
    starts: tuple[Instant, ...]
    ceilings: tuple[int, ...]


@dataclass(frozen=True)
class Tally:
    """Rows: counts by cell and group of the items whose start lies in `[since, until)`.

    `cells` are the ascending bounds of the obligation's cells (n + 1 instants). `group` is the attribute that
    makes groups ("" none), read at the item's start. Under `open items: too` the items of `inherits`, the tally
    of the version before, that were open at `since` are taken over and judged anew from their original start,
    and `bequeathed` is the instant from which this tally's own open items belong to the next version. `same` is
    the attribute by which remedies tell that misses come from one incident ("" none). `begun` cells belong to
    windows within the term that have begun by `as_of`: time is measured in those, also where it is yet to come.
    """

    obligation: str
    version: int
    source: Itemise
    since: Instant
    until: Instant
    cells: tuple[Instant, ...]
    group: str = ""
    relief: Ceiling | None = None
    inherits: "Tally | None" = None
    bequeathed: Instant | None = None
    same: str = ""
    begun: int = 0


@dataclass(frozen=True)
class Timeline:
    """The windows of one obligation over all its versions; window `i` ends with cell `i`."""

    obligation: str
    windows: tuple[WindowSpan, ...]
    cells: tuple[Instant, ...]


@dataclass(frozen=True)
class Plan:
    """Everything an engine is asked for, for all windows of all versions at once.

    `tallies`: one per obligation and version that computes. `answers`: the definitions that answer
    consequences. `unmeasured` names obligations whose indicator no engine measures yet, with the reason.
    """

    as_of: Instant
    known_at: Instant
    tallies: tuple[Tally, ...]
    timelines: tuple[Timeline, ...] = ()
    answers: tuple[Moments, ...] = ()
    unmeasured: tuple[tuple[str, str], ...] = ()
