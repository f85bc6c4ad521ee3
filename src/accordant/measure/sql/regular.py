"""Regular histories, fast: clocks whose roles come in their plain order are reckoned from one GROUP BY for all.

An entity is regular for a clock of one cycle when its first stop comes after its first start, it is paused once
at most, resumed only after that, never cancelled from its start on, and the attributes by which it is in scope, has
its limit and its group never change. Then the first instant of each role tells all (see `firsts`). A test on the data finds the entities that are not; the other modules reckon those. Tallies only:
cells are looked up by the open time at the due instant, so that no due instant need be made (SEMANTICS 2, SQL).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accordant.measure.measurement import Outcome
from accordant.measure.measurement import Tally as Counted
from accordant.measure.sql import firsts, quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.firsts import Clock, Roles
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.moments import is_complex, named_columns, play
from accordant.measure.sql.predicate import expression
from accordant.measure.sql.stages import tier_index
from accordant.measure.sql.story import Story, at_column
from accordant.measure.windows import group_text
from accordant.plan.calendar import last_moment
from accordant.plan.steps import Limit, Moments, Pair, Spans, Tally, Time
from accordant.terms.calendar import OpenTime
from accordant.terms.definition import Span
from accordant.terms.values import Instant

CYCLES = quote.name("cycles")


@dataclass(frozen=True)
class Fast:
    """A step of a plan that the first instants tell, by its place in the plan, or one limit of it.

    `where` holds for the rows of the table (alias g) under that limit, `group` is the column of their groups, or "".
    """

    place: int
    step: Tally
    roles: Roles
    limit: Limit
    where: str
    group: str

    @property
    def clock(self) -> tuple[object, ...]:
        """Return what steps have in common whose cycles are alike, whatever the limit, the target or the windows."""
        when = self.step.since, self.step.until, self.is_by_start
        return self.roles, id(self.limit.open_time), *when, self.where, self.group

    @property
    def is_by_start(self) -> bool:
        """Say whether items count in the window in which they start, not in that in which they are due."""
        return isinstance(self.step.source, Time) and self.step.source.counted_in == "start"


def fast(story: Story, place: int, step: Tally) -> list[Fast]:
    """Return a step whose regular histories the first instants can tell, once for each limit; [] for others."""
    source = step.source
    if not isinstance(source, Time) or not isinstance(source.source, Pair) or not _is_plain(story, step, source):
        return []
    pair, limits = source.source, _limits(story, source)
    stops = (*pair.stops, *pair.ends)
    pause = source.pauses[0] if source.pauses else None
    sides: tuple[Moments, ...] = ()
    if isinstance(pause, Spans):
        sides = (*pause.openings, *pause.closings)
    played = (*pair.starts, *stops, *pair.cancels, *sides)
    if not stops or not limits or not _are_of_rows(story, played):
        return []
    if any(_is_shut(limit.open_time, step.cells) for limit, _ in limits):
        return []
    opens, closes = (play(story, one).flag for one in sides) if sides else ("", "")
    start, stop, cancel = (_any(story, moments) for moments in (pair.starts, stops, pair.cancels))
    roles = Roles(start, stop, cancel, opens, closes, story.attributes)
    group = at_column(step.group) if step.group in story.attributes else ""
    return [Fast(place, step, roles, limit, where, group) for limit, where in limits]


def _is_plain(story: Story, step: Tally, source: Time) -> bool:
    pair = source.source
    if not isinstance(pair, Pair) or pair.cycles != "first" or pair.resets or pair.reopens or pair.skew:
        return False
    if source.counted_in == "stop" or source.excluded or step.inherits or step.bequeathed is not None:
        return False
    pauses = [isinstance(p, Spans) and _is_simple(p) for p in source.pauses]
    plain = not step.same and step.relief is None and not story.kind.sequenced
    return plain and len(pauses) <= 1 and all(pauses)


def _limits(story: Story, source: Time) -> list[tuple[Limit, str]]:
    """Return each limit and where it is in force in scope; [] when there is none for some, or none that is exact."""
    named = [*(limit for _, limit in source.limits.tiers), source.limits.otherwise]
    limits = list(dict.fromkeys(limit for limit in named if limit is not None))
    if None in named or any(not one.length.is_exact or one.length.amount <= 0 for one in limits):
        return []
    scope = [] if source.scope is None else [expression(source.scope.tree, story.attributes_of("g"))]
    index = tier_index(story, source.limits, limits, "g")
    tiers = [[f"{index} = {i}"] if len(limits) > 1 else [] for i in range(len(limits))]
    return [(limit, quote.every([*scope, *tier])) for limit, tier in zip(limits, tiers, strict=True)]


def _are_of_rows(story: Story, played: Sequence[Moments]) -> bool:
    """Say whether each event shows by itself what it plays."""
    named = set(named_columns(played)) & {*story.attributes}
    return not named and not any(is_complex(story, one) for one in played)


def _is_simple(pause: Spans) -> bool:
    return len(pause.readings) == 1 and isinstance(pause.readings[0].definition.shape, Span)


def _any(story: Story, definitions: Sequence[Moments]) -> str:
    return quote.some(play(story, one).flag for one in definitions) if definitions else ""


@dataclass(frozen=True)
class Told:
    """What the first instants tell of a step: tallies, and whether there are entities that they do not tell all of."""

    of: Fast
    clock: Clock
    tallies: list[Counted]
    is_odd: bool


def told(story: Story, shelf: Shelf, steps: Sequence[Fast]) -> list[Told]:
    """Tally the steps of one kind by one GROUP BY over its events, and one set of cycles for each clock."""
    by_clock: dict[tuple[object, ...], list[Fast]] = {}
    for one in steps:
        by_clock.setdefault(one.clock, []).append(one)
    columns = firsts.write(story, shelf, list(dict.fromkeys(one.roles for one in steps)), once=len(steps) == 1)
    found: dict[int, Told] = {}
    for alike in by_clock.values():
        clock = columns[alike[0].roles]
        cycles = _cycles(shelf, clock, alike[0])
        if len(alike) > 1:
            shelf.database.keep(CYCLES, cycles)
            cycles = f"SELECT * FROM {CYCLES} AS c"
        for one in alike:
            tallies, is_odd = _tallied(shelf, one, cycles)
            before = found.get(one.place, Told(one, clock, [], False))
            found[one.place] = Told(one, clock, before.tallies + tallies, before.is_odd or is_odd)
    return list(found.values())


def forget(database: Database) -> None:
    """Drop what was kept, once it is read no more."""
    database.drop(firsts.TABLE)
    database.drop(CYCLES)


def _cycles(shelf: Shelf, clock: Clock, one: Fast) -> str:
    """Print the SELECT of the cycles begun in a step's time: all in open time, but 0 or 1 for odd and stopped."""
    table = shelf.open_time(one.limit.open_time)
    times = {"f_start": clock.start, "f_until": clock.stop}
    if clock.opens:
        times |= {"f_opens": clock.opens, "f_closes": clock.closes}
    joins = " ".join(table.join(f"j{i}", f"g.{column}") for i, column in enumerate(times.values()))
    values = (f"{table.value(f'j{i}', f'g.{column}')} AS {name}" for i, (name, column) in enumerate(times.items()))
    inside = f"g.{clock.start} >= {quote.constant(one.step.since)} AND g.{clock.start} < {quote.constant(one.step.until)}"
    if one.where != quote.every([]):
        inside += f" AND (g.{clock.odd} = 1 OR ({one.where}))"
    carried = {"grouped": one.group} if one.group else {}
    carried |= {"began": clock.start} if one.is_by_start else {}
    named = "".join(f"g.{column} AS {name}, " for name, column in carried.items())
    timed = (
        f"SELECT {named}g.{clock.odd} AS odd, g.{clock.stopped} AS stopped, {quote.listed(values)}"
        f" FROM {firsts.TABLE} AS g {joins} WHERE {inside}"
    )
    paused, worked = "0", "0"
    if clock.opens:
        paused = "greatest(least(f_closes, f_until) - greatest(f_opens, f_start), 0)"
        worked = "greatest(f_opens - f_start, 0)"
    columns = quote.listed([*carried, "odd", "stopped", "f_start", "worked", "paused"])
    return (
        f"SELECT {columns}, f_until - f_start - paused AS elapsed FROM"
        f" (SELECT t.*, {paused} AS paused, {worked} AS worked FROM ({timed}) AS t) AS t"
    )


def _tallied(shelf: Shelf, one: Fast, cycles: str) -> tuple[list[Counted], bool]:
    """Return the tallies of the regular entities, and whether there are others."""
    calendar = one.limit.open_time
    aimed = _aimed(shelf, one, cycles)
    key = "cell, grouped" if one.group else "cell"
    rows = shelf.database.rows(
        f"SELECT {key}, odd, missed, stopped, count(*) AS n, sum(late) AS late,"
        " min(CASE WHEN missed = 1 THEN last_f END) AS first_miss"
        f" FROM ({aimed}) AS a GROUP BY {key}, odd, missed, stopped"
    )
    found: defaultdict[tuple[int, str], list[tuple[Any, ...]]] = defaultdict(list)
    for *keys, odd, missed, stopped, n, late, first_miss in rows:
        if keys[0] is not None and not odd:
            found[_key(keys)].append((missed, stopped, n, late, first_miss))
    lost: defaultdict[tuple[int, str], list[Instant]] = defaultdict(list)
    if any(row[3] for counts in found.values() for row in counts):
        told = f"SELECT {key}, last_f FROM ({aimed}) AS a WHERE late = 1 AND odd = 0"
        for *keys, amount in shelf.database.rows(told):
            lost[_key(keys)].append(_missed(calendar, amount))
    tallies = [_counted(calendar, of, counts, lost[of]) for of, counts in sorted(found.items())]
    return tallies, any(row[-6] for row in rows)


def _key(keys: Sequence[Any]) -> tuple[int, str]:
    """Return the cell and the group of a row that tells a cell, or both."""
    return keys[0], group_text(keys[1]) if len(keys) > 1 else ""


def _aimed(shelf: Shelf, one: Fast, cycles: str) -> str:
    """Print the SELECT of the cycles with their cell, outcome and last moment, in open time.

    A pause moves the due instant when it begins before the limit is reached, the last moment when not after it.
    """
    allowed = one.limit.length.microseconds
    carried = ("s.grouped, " if one.group else "") + ("s.began, " if one.is_by_start else "")
    aimed = (
        f"SELECT {carried}s.odd, s.stopped, CASE WHEN s.elapsed > {allowed} THEN 1 ELSE 0 END AS missed,"
        f" s.f_start + {allowed} + CASE WHEN s.worked < {allowed} THEN s.paused ELSE 0 END AS first_f,"
        f" s.f_start + {allowed} + CASE WHEN s.worked <= {allowed} THEN s.paused ELSE 0 END AS last_f"
        f" FROM ({cycles}) AS s"
    )
    is_late, joins = _placed(shelf, one)
    group = "a.grouped, " if one.group else ""
    late = f"CASE WHEN a.missed = 1 AND {is_late} THEN 1 ELSE 0 END"
    return (
        f"SELECT c.base AS cell, {group}a.odd, a.missed, a.stopped, a.last_f, {late} AS late"
        f" FROM ({aimed}) AS a {joins}"
    )


def _placed(shelf: Shelf, one: Fast) -> tuple[str, str]:
    """Return when a miss (alias a) is late, and the joins that find the cell (alias c) of an item.

    It is late when its last moment is no earlier than the last instant of its cell.
    """
    calendar = one.limit.open_time
    bounds = shelf.bounds([_before(calendar, cell) for cell in one.step.cells])
    if one.is_by_start:
        cells = shelf.cells(one.step.cells).join("c", "a.began", outer=True)
        lost = bounds.join("b", "(a.last_f + 1)", outer=True)
        return "(b.base IS NULL OR b.base > c.base)", f"{cells} {lost}"
    beyond = f" AND a.last_f < {_beyond(calendar)}"
    return "a.last_f >= c.until - 1", bounds.join("c", "a.first_f", outer=True) + beyond


def _before(calendar: OpenTime, cell: Instant) -> int:
    """Return the least open time whose first instant is not before the cell begins."""
    if cell <= calendar.instants[0]:
        return 0
    return calendar.until(min(cell - 1, calendar.end)) + 1


def _is_shut(calendar: OpenTime, cells: Sequence[Instant]) -> bool:
    """Say whether no time is open in any of the cells: an amount of open time tells nothing of them."""
    return _before(calendar, cells[0]) == _before(calendar, cells[-1])


def _beyond(calendar: OpenTime) -> int:
    """Return the least amount of open time that the calendar's horizon has no last instant of."""
    return calendar.until(calendar.end) + calendar.is_open[-1]


def _counted(
    calendar: OpenTime, key: tuple[int, str], rows: Sequence[tuple[Any, ...]], late: Sequence[Instant]
) -> Counted:
    counts: dict[Outcome, int] = {}
    for missed, stopped, n, _, _ in rows:
        outcome = Outcome.MISSED if missed else Outcome.MET if stopped else Outcome.PENDING
        counts[outcome] = counts.get(outcome, 0) + n
    found = {outcome: counts[outcome] for outcome in Outcome if outcome in counts}
    first = min((row[4] for row in rows if row[4] is not None), default=None)
    missed_first = None if first is None else _missed(calendar, first)
    return Counted(*key, counts=found, raw=dict(found), first_miss=missed_first, late=tuple(sorted(late)))


def _missed(calendar: OpenTime, amount: int) -> Instant:
    """Return the first instant at which more than this open time has passed: it was passed, so there is one."""
    return last_moment(calendar, amount) + 1
