"""Regular histories, fast: clocks whose roles come in their plain order are reckoned from one GROUP BY for all.

An entity is regular for a clock of one cycle when its first stop comes after its first start, it is paused once
at most, resumed only after that, and never cancelled from its start on. Then the first instant of each role tells
all. A test on the data finds the entities that are not; the other modules reckon those. Tallies only: cells are
looked up by the open time at the due instant, so that no due instant need be made (SEMANTICS section 2, SQL).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from accordant.measure.measurement import Outcome
from accordant.measure.measurement import Tally as Counted
from accordant.measure.sql import quote
from accordant.measure.sql.load import Shelf, StepTable
from accordant.measure.sql.moments import is_complex, play
from accordant.measure.sql.story import Story
from accordant.plan.calendar import last_moment
from accordant.plan.steps import Limit, Moments, Pair, Spans, Tally, Time
from accordant.terms.calendar import OpenTime
from accordant.terms.definition import Span
from accordant.terms.values import Instant

_FIRSTS = quote.name("firsts")


@dataclass(frozen=True)
class Clock:
    """The flags of a clock's roles in the rows of a story (alias r); "" for a role that nobody plays."""

    start: str
    stop: str
    cancel: str
    opens: str
    closes: str
    limit: Limit


@dataclass
class Firsts:
    """The columns of the one GROUP BY: the first or last instant at which a flag is TRUE, each once."""

    columns: dict[tuple[str, str], str] = field(default_factory=dict)

    def column(self, function: str, flag: str) -> str:
        """Return the name of `min` or `max` of the instants of a flag."""
        return self.columns.setdefault((function, flag), f"c{len(self.columns)}")

    def select(self, story: Story) -> str:
        """Print the GROUP BY."""
        firsts = quote.listed(
            f"{function}(CASE WHEN {flag} THEN r.happened END) AS {name}"
            for (function, flag), name in self.columns.items()
        )
        return f"SELECT r.entity, {firsts} FROM {story.seen()} AS r GROUP BY r.entity"


def clock(story: Story, step: Tally) -> Clock | None:
    """Return the roles of a clock whose regular histories their first instants can tell; None for others."""
    source = step.source
    if not isinstance(source, Time) or not isinstance(source.source, Pair) or not _is_plain(story, step, source):
        return None
    pair, limit = source.source, source.limits.otherwise
    played = (*pair.starts, *pair.stops, *pair.ends, *pair.cancels)
    pause = source.pauses[0] if source.pauses else None
    sides: tuple[Moments, ...] = ()
    if isinstance(pause, Spans):
        sides = (*pause.openings, *pause.closings)
    if limit is None or any(is_complex(story, one) for one in (*played, *sides)):
        return None
    opens, closes = (play(story, one).flag for one in sides) if sides else ("", "")
    return Clock(
        _any(story, pair.starts),
        _any(story, (*pair.stops, *pair.ends)),
        _any(story, pair.cancels),
        opens,
        closes,
        limit,
    )


def _is_plain(story: Story, step: Tally, source: Time) -> bool:
    pair = source.source
    if not isinstance(pair, Pair) or pair.cycles != "first" or pair.resets or pair.reopens or pair.skew:
        return False
    if source.limits.by or source.scope is not None or source.counted_in != "due" or source.excluded:
        return False
    pauses = [isinstance(p, Spans) and _is_simple(p) for p in source.pauses]
    limit = source.limits.otherwise
    exact = limit is not None and limit.length.is_exact and limit.length.amount > 0
    plain = exact and not step.group and step.relief is None and not story.kind.sequenced and not story.attributes
    return plain and len(pauses) <= 1 and all(pauses)


def _is_simple(pause: Spans) -> bool:
    return len(pause.readings) == 1 and isinstance(pause.readings[0].definition.shape, Span)


def _any(story: Story, definitions: Sequence[Moments]) -> str:
    return quote.some(play(story, one).flag for one in definitions) if definitions else ""


@dataclass(frozen=True)
class Instants:
    """The first instants of all entities, one row each, with the open time before each: a table or a query of one."""

    table: str
    firsts: Firsts
    clocks: dict[tuple[str, int], str]

    def open_before(self, column: str, calendar: OpenTime) -> str:
        """Return the column of F at an instant, or at `as_of` for none."""
        return self.clocks[column, id(calendar)]


def instants(story: Story, shelf: Shelf, clocks: Sequence[Clock], named: bool) -> Instants:
    """Print the one GROUP BY for several clocks, and the open time before each instant.

    `named`: the entities that are not regular for every clock are named in a column `entity`, the others never.
    """
    firsts = Firsts()
    wanted: dict[tuple[str, int], tuple[str, OpenTime]] = {}
    for one in clocks:
        calendar = one.limit.open_time
        for column in (_times(firsts, one)[key] for key in ("start", "stop", "opens", "closes")):
            if column:
                wanted[column, id(calendar)] = (column, calendar)
        _times(firsts, one)
    joins, columns, times = [], [f"g.{column}" for column in firsts.columns.values()], {}
    for i, (key, (column, calendar)) in enumerate(wanted.items()):
        table = shelf.open_time(calendar)
        instant = f"coalesce(g.{column}, {quote.constant(story.as_of)})"
        joins.append(table.join(f"j{i}", instant))
        columns.append(f"{table.value(f'j{i}', instant)} AS f{i}")
        times[key] = f"f{i}"
    odd = quote.some(dict.fromkeys(irregular(firsts, one) for one in clocks)) if named else ""
    if odd:
        columns.append("g.entity")
    _write(story, shelf, firsts, odd)
    return Instants(f"(SELECT {quote.listed(columns)} FROM {_FIRSTS} AS g {' '.join(joins)})", firsts, times)


def _write(story: Story, shelf: Shelf, firsts: Firsts, odd: str) -> None:
    """Write the first instants down: DuckDB joins what it has just grouped at more than the cost of a table."""
    columns = [*firsts.columns.values(), *([f"CASE WHEN {odd} THEN entity END AS entity"] if odd else [])]
    select = f"SELECT {quote.listed(columns)} FROM ({firsts.select(story)}) AS g"
    shelf.database.keep(_FIRSTS, story.query.statement(select), once=True)


def kept(found: Instants, shelf: Shelf, name: str) -> Instants:
    """Write the instants down with the open time before each, when they are read more than once."""
    table = quote.name(name)
    shelf.database.keep(table, f"SELECT * FROM {found.table}")
    forget(shelf)
    return replace(found, table=table)


def forget(shelf: Shelf) -> None:
    """Drop the first instants, once they are read no more."""
    shelf.database.drop(_FIRSTS)


def _times(firsts: Firsts, one: Clock) -> dict[str, str]:
    """Return the columns of a clock's instants; "" for a role nobody plays."""
    return {
        "start": firsts.column("min", one.start),
        "stop": firsts.column("min", one.stop) if one.stop else "",
        "cancel": firsts.column("max", one.cancel) if one.cancel else "",
        "opens": firsts.column("min", one.opens) if one.opens else "",
        "reopens": firsts.column("max", one.opens) if one.opens else "",
        "closes": firsts.column("min", one.closes) if one.closes else "",
    }


def irregular(firsts: Firsts, one: Clock) -> str:
    """Return the condition under which the first instants do not tell all."""
    times = _times(firsts, one)
    start, stop, opens, closes = (times[key] for key in ("start", "stop", "opens", "closes"))
    tests = []
    if stop:
        tests.append(f"{stop} <= {start}")
    if times["cancel"]:
        tests.append(f"{times['cancel']} >= {start}")
    if opens:
        tests += [f"{opens} < {times['reopens']}", f"{closes} < {opens}"]
    return f"{start} IS NOT NULL AND coalesce({quote.some(tests)}, FALSE)" if tests else "FALSE"


def tallied(shelf: Shelf, found: Instants, step: Tally, one: Clock) -> tuple[list[Counted], int]:
    """Return the tallies of the regular entities, and how many are not regular."""
    calendar = one.limit.open_time
    bounds = [_before(calendar, cell) for cell in step.cells]
    cells = shelf.bounds(bounds)
    rows = shelf.database.rows(_counts(found, step, one, cells))
    others = sum(n for _, raw, _, n, _ in rows if raw == "irregular")
    kept = [row for row in rows if row[0] is not None and row[1] != "irregular"]
    by_cell: dict[int, list[tuple[Any, ...]]] = {}
    for row in kept:
        by_cell.setdefault(row[0], []).append(row)
    return [_counted(calendar, cell, of) for cell, of in sorted(by_cell.items())], others


def _before(calendar: OpenTime, cell: Instant) -> int:
    """Return the least open time whose first instant is not before the cell begins."""
    if cell <= calendar.instants[0]:
        return 0
    return calendar.until(min(cell - 1, calendar.end)) + 1


def _counts(found: Instants, step: Tally, one: Clock, cells: StepTable) -> str:
    """Print the SELECT: one row for each cell, outcome and late miss, with its count and the least last moment."""
    times = _times(found.firsts, one)
    calendar, allowed = one.limit.open_time, one.limit.length.microseconds
    f_start = found.open_before(times["start"], calendar)
    f_until = found.open_before(times["stop"], calendar)
    if times["opens"]:
        f_opens, f_closes = (found.open_before(times[key], calendar) for key in ("opens", "closes"))
        paused = f"greatest(least({f_closes}, {f_until}) - greatest({f_opens}, {f_start}), 0)"
        worked = f"greatest({f_opens} - {f_start}, 0)"
    else:
        paused, worked = "0", "0"
    stop = f"{times['stop']} IS NOT NULL"
    inside = (
        f"{times['start']} >= {quote.constant(step.since)} AND {times['start']} < {quote.constant(step.until)}"
    )
    spent = (
        f"SELECT {irregular(found.firsts, one)} AS irregular, {stop} AS stopped, {f_start} AS f_start,"
        f" {f_until} AS f_until, {paused} AS paused, {worked} AS worked FROM {found.table} WHERE {inside}"
    )
    elapsed = "f_until - f_start - paused"
    ahead = f"f_until + {allowed} - ({elapsed})"
    aimed = (
        f"SELECT CASE WHEN irregular THEN 'irregular' WHEN {elapsed} > {allowed} THEN 'missed' WHEN"
        " stopped THEN 'met'"
        f" ELSE 'pending' END AS raw, CASE WHEN {elapsed} >= {allowed} THEN f_start + {allowed}"
        f" + CASE WHEN worked < {allowed} THEN paused ELSE 0 END ELSE {ahead} END AS first_f,"
        f" CASE WHEN {elapsed} >= {allowed} THEN f_start + {allowed}"
        f" + CASE WHEN worked <= {allowed} THEN paused ELSE 0 END ELSE {ahead} END AS last_f FROM ({spent}) AS s"
    )
    # A miss is late when its last moment is no earlier than the last instant of its cell.
    late = "CASE WHEN a.raw = 'missed' AND a.last_f >= c.until - 1 THEN a.last_f END"
    return (
        f"SELECT c.base AS cell, a.raw, {late} AS late, count(*) AS n,"
        " min(CASE WHEN a.raw = 'missed' THEN a.last_f END) AS first_miss"
        f" FROM ({aimed}) AS a {cells.join('c', 'a.first_f', outer=True)} AND a.last_f < {_beyond(calendar)}"
        " GROUP BY cell, raw, late"
    )


def _beyond(calendar: OpenTime) -> int:
    """Return the least amount of open time that the calendar's horizon has no last instant of."""
    return calendar.until(calendar.end) + calendar.is_open[-1]


def _counted(calendar: OpenTime, cell: int, rows: Sequence[tuple[Any, ...]]) -> Counted:
    counts: dict[str, int] = {}
    late: list[Instant] = []
    for _, raw, late_f, n, _ in rows:
        counts[raw] = counts.get(raw, 0) + n
        late += [_missed(calendar, late_f)] * n if late_f is not None else []
    first = min((row[4] for row in rows if row[4] is not None), default=None)
    found = {outcome: counts[outcome.value] for outcome in Outcome if outcome.value in counts}
    missed = None if first is None else _missed(calendar, first)
    return Counted(cell, counts=found, raw=dict(found), first_miss=missed, late=tuple(sorted(late)))


def _missed(calendar: OpenTime, amount: int) -> Instant:
    """Return the first instant at which more than this open time has passed: it was passed, so there is one."""
    return last_moment(calendar, amount) + 1


def listed(found: Instants, one: Clock) -> str:
    """Print the SELECT of the entities that are not regular for a clock."""
    return f"SELECT entity FROM {found.table} WHERE {irregular(found.firsts, one)}"
