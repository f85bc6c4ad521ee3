"""First instants: one GROUP BY for all clocks of a kind tells when each role of an entity was first or last played.

The table has one row an entity: the instants at which clocks start, NULL when one never does; those of its other
roles, `as_of` where nobody plays it; whether it was stopped, and whether the row does not tell all (`odd`), as 0 or
1; the name of the entity, when it does not for any of the clocks; and attributes as `at X` that are steady: told from
the first event of the entity on, always alike, or never.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accordant.measure.sql import quote
from accordant.measure.sql.events import told_column, value_column
from accordant.measure.sql.load import Shelf
from accordant.measure.sql.story import Story, at_column

TABLE = quote.name("firsts")


@dataclass(frozen=True)
class Roles:
    """The flags of a clock's roles in the rows of a story (alias r); "" for a role that nobody plays.

    `steady` are the attributes that have to be steady for an entity not to be odd.
    """

    start: str
    stop: str
    cancel: str
    opens: str
    closes: str
    steady: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clock:
    """The columns of a clock in the table; `opens` and `closes` are "" when nobody pauses it."""

    start: str
    stop: str
    stopped: str
    odd: str
    opens: str
    closes: str


@dataclass
class _Columns:
    """Expressions with a name each; equal ones have one."""

    letter: str
    names: dict[str, str] = field(default_factory=dict)

    def name(self, sql: str) -> str:
        return self.names.setdefault(sql, f"{self.letter}{len(self.names)}")

    def listed(self) -> str:
        return quote.listed(f"{sql} AS {name}" for sql, name in self.names.items())


def write(story: Story, shelf: Shelf, roles: Sequence[Roles], once: bool) -> dict[Roles, Clock]:
    """Make the table; return the columns of each clock. `once`: it is read by one statement only."""
    grouped, made = _Columns("c"), _Columns("t")
    tests = {one: _odd(story, grouped, one) for one in roles}
    now = quote.constant(story.as_of)
    clocks = {one: _clock(grouped, made, one, tests[one], now) for one in roles}
    for attribute in dict.fromkeys(a for one in roles for a in one.steady):
        made.names[_extremes(story, grouped, attribute)[0]] = at_column(attribute)
    firsts = f"SELECT r.entity, {grouped.listed()} FROM {story.seen()} AS r GROUP BY r.entity"
    entity = f"CASE WHEN {quote.some(dict.fromkeys(tests.values()))} THEN g.entity END AS entity"
    select = f"SELECT {made.listed()}, {entity} FROM ({firsts}) AS g"
    shelf.database.keep(TABLE, story.query.statement(select), once=once)
    return clocks


def listed(clock: Clock) -> str:
    """Print the SELECT of the entities of which the instants do not tell all that a clock does."""
    return f"SELECT entity FROM {TABLE} WHERE {clock.odd} = 1"


def _clock(grouped: _Columns, made: _Columns, one: Roles, odd: str, now: str) -> Clock:
    stop = _instant(grouped, "min", one.stop)
    ends = [_instant(grouped, "min", flag) for flag in (one.opens, one.closes)]
    opens, closes = (made.name(f"coalesce({end}, {now})") if end else "" for end in ends)
    return Clock(
        made.name(_instant(grouped, "min", one.start)),
        made.name(f"coalesce({stop}, {now})"),
        made.name(f"CASE WHEN {stop} IS NOT NULL THEN 1 ELSE 0 END"),
        made.name(f"CASE WHEN {odd} THEN 1 ELSE 0 END"),
        opens,
        closes,
    )


def _odd(story: Story, grouped: _Columns, one: Roles) -> str:
    """Return the condition under which the row does not tell all."""
    start, stop = _instant(grouped, "min", one.start), _instant(grouped, "min", one.stop)
    tests = [f"{stop} <= {start}"]
    if one.cancel:
        tests.append(f"{_instant(grouped, 'max', one.cancel)} >= {start}")
    if one.opens:
        opens, closes = (_instant(grouped, "min", flag) for flag in (one.opens, one.closes))
        tests += [f"{opens} < {_instant(grouped, 'max', one.opens)}", f"{closes} < {opens}"]
    tests += [test for attribute in one.steady for test in _unsteady(story, grouped, attribute)]
    return f"{start} IS NOT NULL AND coalesce({quote.some(tests)}, FALSE)"


def _instant(grouped: _Columns, function: str, flag: str) -> str:
    """Return the column of the first or last instant at which a flag is TRUE, NULL when it never is."""
    return grouped.name(f"{function}(CASE WHEN {flag} THEN r.happened END)") if flag else ""


def _unsteady(story: Story, grouped: _Columns, attribute: str) -> list[str]:
    """Return the conditions under which an attribute may have other values, or none, at some events."""
    told, value = (f"r.{column(attribute)}" for column in (told_column, value_column))
    least, greatest = _extremes(story, grouped, attribute)
    first = grouped.name("min(r.happened)")
    told_first = grouped.name(f"min(CASE WHEN {told} THEN r.happened END)")
    cleared = grouped.name(f"max(CASE WHEN {told} AND {value} IS NULL THEN 1 ELSE 0 END)")
    return [f"{told_first} > {first}", f"{least} <> {greatest}", f"{cleared} = 1"]


def _extremes(story: Story, grouped: _Columns, attribute: str) -> tuple[str, str]:
    rule = story.kind.told[attribute]
    value = f"CASE WHEN r.{told_column(attribute)} THEN r.{value_column(attribute)} END"
    return grouped.name(rule.least(value)), grouped.name(rule.greatest(value))
