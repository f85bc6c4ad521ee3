"""Roles at each instant of a history -> clock cycles: machine 2 of SEMANTICS section 2, word for word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from accordant.measure.memory.history import History
from accordant.measure.memory.moments import hits, is_in_time
from accordant.measure.memory.readings import Readings
from accordant.plan.steps import Moments, Pair
from accordant.terms.values import Instant


class State(Enum):
    """Where the machine stands; paused is no state of it."""

    IDLE = auto()
    RUNNING = auto()
    STOPPED = auto()
    VOID = auto()
    OVER = auto()


@dataclass
class Cycle:
    """One cycle of a clock. `cuts` are the times between a stop and the reopening that undid it.

    `order` is the step of its start. `voided` is the instant of its cancel, `withdrawn` that of a reset.
    """

    start: Instant
    order: int
    stop: Instant | None = None
    voided: Instant | None = None
    withdrawn: Instant | None = None
    cuts: list[tuple[Instant, Instant]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Say whether nothing has ended it yet."""
        return self.stop is None and self.voided is None and self.withdrawn is None


@dataclass(frozen=True)
class Roles:
    """Which roles the events of one instant play, by their indices at that instant."""

    order: int
    instant: Instant
    start: frozenset[int] = frozenset()
    stop: frozenset[int] = frozenset()
    cancel: frozenset[int] = frozenset()
    reset: frozenset[int] = frozenset()
    reopen: frozenset[int] = frozenset()
    end: frozenset[int] = frozenset()

    @property
    def pure_end(self) -> bool:
        """Say whether an event that is not itself a start ends the clock."""
        return bool(self.end - self.start)

    @property
    def pure_stop(self) -> bool:
        """Say whether an event that is not itself a start stops or ends the clock."""
        return bool((self.stop | self.end) - self.start)


def cycles(pair: Pair, history: History, readings: Readings) -> list[Cycle]:
    """Run the machine over a history and return its cycles in order of their start."""
    machine = _Machine(pair)
    for roles in _roles(pair, history, readings):
        machine.step(roles)
    return machine.cycles[1:] if pair.cycles == "after the first" else machine.cycles


def _roles(pair: Pair, history: History, readings: Readings) -> Iterator[Roles]:
    named: Mapping[str, tuple[Moments, ...]] = {
        "start": pair.starts,
        "stop": pair.stops,
        "cancel": pair.cancels,
        "reset": pair.resets,
        "reopen": pair.reopens,
        "end": pair.ends,
    }
    found: dict[int, dict[str, frozenset[int]]] = {}
    for role, definitions in named.items():
        for moments in definitions:
            for hit in hits(moments, history, readings.of(role)):
                played = found.setdefault(hit.order, {})
                played[role] = played.get(role, frozenset()) | hit.events
        if role == "start" and not found:
            return  # nothing ever starts, so nothing else is looked at
    for order in sorted(found):
        yield Roles(order, history.steps[order].instant, **found[order])


class _Machine:
    """The clock of one entity and obligation, fed with the instants of its history in order."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.state = State.IDLE
        self.cycles: list[Cycle] = []
        self.early: list[Instant] = []

    @property
    def newest(self) -> Cycle:
        return self.cycles[-1]

    def step(self, roles: Roles) -> None:
        """Apply all roles of one instant together, by the three rules of SEMANTICS."""
        if self.state is State.RUNNING:
            self._running(roles)
        else:
            self._not_running(roles)
        if roles.cancel:
            self._cancel(roles)

    def _running(self, roles: Roles) -> None:
        if roles.stop or roles.end:
            self.newest.stop = roles.instant
            self.state = State.OVER if roles.end else State.STOPPED
            if roles.start and not roles.end and self.pair.cycles != "first":
                self._begin(roles)
        elif roles.reset:
            self.newest.withdrawn = roles.instant
            self._begin(roles)

    def _not_running(self, roles: Roles) -> None:
        if self.state is State.OVER:
            return
        if roles.reopen and self.state is State.STOPPED and self._reopens_in_time(roles.instant):
            self._undo_stop(roles.instant)
        elif roles.start or (roles.reopen and self.state is not State.IDLE):
            if self.state is State.IDLE or self.pair.cycles != "first":
                self._begin(roles)
        elif roles.end and self.state is not State.IDLE:
            self.state = State.OVER
        elif roles.stop and self.state is State.IDLE:
            self.early.append(roles.instant)
        if self.state is State.RUNNING and roles.pure_stop:
            self.newest.stop = roles.instant
            self.state = State.OVER if roles.pure_end else State.STOPPED

    def _begin(self, roles: Roles) -> None:
        first = self.state is State.IDLE
        self.cycles.append(Cycle(roles.instant, roles.order))
        self.state = State.RUNNING
        if first:
            self._stop_within_skew()

    def _stop_within_skew(self) -> None:
        """Let a stop shortly before the first start stop it: elapsed 0, met, flagged (SEMANTICS 6.37)."""
        near = [stop for stop in self.early if self.newest.start - stop <= self.pair.skew]
        if near:
            self.newest.stop = near[0]
            self.newest.flags.append("stopped before it started, within the agreed skew")
            self.state = State.STOPPED
        elif self.early:
            self.newest.flags.append("a stop before the start did not count")

    def _reopens_in_time(self, instant: Instant) -> bool:
        limit, stop = self.pair.reopen_within, self.newest.stop
        return stop is not None and (limit is None or is_in_time(limit, stop, instant))

    def _undo_stop(self, instant: Instant) -> None:
        stop = self.newest.stop
        assert stop is not None, "a stopped cycle has a stop"
        self.newest.cuts.append((stop, instant))
        self.newest.stop = None
        self.newest.flags.append("reopened")
        self.state = State.RUNNING

    def _cancel(self, roles: Roles) -> None:
        if self.state in (State.IDLE, State.VOID):
            return
        if self.newest.voided is None:
            self.newest.voided = roles.instant
        if self.state is not State.OVER:
            self.state = State.VOID
