"""Small tables sent to the engine: step tables of calendars, lengths and cells. Only what a plan holds goes so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from accordant.measure.sql import lookup, quote
from accordant.measure.sql.database import Database
from accordant.measure.sql.lookup import Steps
from accordant.plan.length import budget_table
from accordant.plan.steps import Limit
from accordant.terms.calendar import OpenTime
from accordant.terms.values import Instant
from accordant.zone import local_time

_STRIDE = 200 * 86_400_000_000


@dataclass(frozen=True)
class StepTable:
    """A step table of the connection, and how it is joined."""

    table: str
    t0: int
    width: int
    is_exact: bool

    def join(self, alias: str, t: str, outer: bool = False) -> str:
        """Return the JOIN that finds the piece of `t`; an inner one drops rows for which there is none."""
        kind = "LEFT JOIN" if outer else "JOIN"
        key = f"{alias}.k = ({t} - {quote.constant(self.t0)}) // {self.width}"
        inside = "" if self.is_exact and not outer else f" AND {t} >= {alias}.since AND {t} < {alias}.until"
        return f"{kind} {self.table} AS {alias} ON {key}{inside}"

    @staticmethod
    def value(alias: str, t: str) -> str:
        """Return the value at `t`, once joined."""
        return f"({alias}.base + {alias}.slope * {t})"


@dataclass
class Shelf:
    """The step tables of one connection, each laid out once; what they were made of is kept beside them.

    `extent` is when the first and the last event happened, None when there are none. `is_whole`: nobody knows, so that
    calendars are laid out as far back as they reach.
    """

    database: Database
    tables: dict[tuple[object, ...], tuple[StepTable, object]] = field(default_factory=dict)
    calendars: dict[tuple[object, ...], tuple[OpenTime, object]] = field(default_factory=dict)
    extent: tuple[Instant, Instant] | None = None
    as_of: Instant = 0
    is_whole: bool = False

    @property
    def is_all_past(self) -> bool:
        """Say whether everything has happened by `as_of`."""
        return self.extent is not None and self.extent[1] <= self.as_of

    def open_time(self, calendar: OpenTime) -> StepTable:
        """Return F(t), the open time before t. Raises ValueError when an event lies outside its horizon.

        An inner join would drop its row without a word.
        """
        first = self.as_of if self.extent is None else min(self.extent[0], self.as_of)
        first = calendar.instants[0] if self.is_whole else first
        if not calendar.instants[0] <= first <= self.as_of <= calendar.end:
            raise ValueError(f"the events reach beyond the horizon of calendar '{calendar.name}'")
        said = f"Microseconds that calendar '{calendar.name}' was open before an instant."
        if self.is_whole:
            said += f" It reaches back to {local_time('UTC', first):%Y-%m-%d}: no event may have happened before."
        # From before the first event until after `as_of`, in wide steps: instants near each other share a table.
        since, until = first - first % _STRIDE, self.as_of + _STRIDE - self.as_of % _STRIDE
        key = ("open time", id(calendar), since, until)
        return self._table(key, calendar, lambda: lookup.open_time(calendar, since, until), said)

    def first_instants(self, calendar: OpenTime) -> StepTable:
        """Return the first instant before which so much time was open."""
        said = f"The first instant before which calendar '{calendar.name}' was open for so many microseconds."
        return self._table(("first", id(calendar)), calendar, lambda: lookup.first_instants(calendar), said)

    def last_instants(self, calendar: OpenTime) -> StepTable:
        """Return the last instant before which so much time was open."""
        said = f"The last instant before which calendar '{calendar.name}' was open for so many microseconds."
        return self._table(("last", id(calendar)), calendar, lambda: lookup.last_instants(calendar), said)

    def lessened(self, calendar: OpenTime, excluded: Sequence[tuple[Instant, Instant]]) -> OpenTime:
        """Return the calendar with excluded time shut; the calendar itself when nothing is excluded."""
        if not excluded:
            return calendar
        key = (id(calendar), tuple(excluded))
        if key not in self.calendars:
            self.calendars[key] = (lookup.less(calendar, excluded), calendar)
        return self.calendars[key][0]

    def cells(self, bounds: Sequence[Instant]) -> StepTable:
        """Return the cell of an instant."""
        said = "The cell of a promise's windows that an instant lies in."
        return self._table(("cells", *bounds), bounds, lambda: lookup.cells(bounds), said)

    def budget(self, limit: Limit, end: Instant) -> StepTable:
        """Return the budget of a limit by date, for starts before `end`."""
        clock = limit.open_time
        return self._table(
            ("budget", limit.length, limit.zone, id(clock), end),
            clock,
            lambda: lookup.function(
                budget_table(
                    limit.length, limit.zone, clock if limit.length.business else None, clock.instants[0], end
                )
            ),
            f"The length in microseconds of '{limit.length}' by the instant it begins at.",
        )

    def bounds(self, amounts: Sequence[int]) -> StepTable:
        """Return between which of some ascending amounts of open time one lies."""
        said = "The cell of a promise's windows that an amount of open time falls into."
        return self._table(("bounds", *amounts), amounts, lambda: lookup.cells(amounts), said)

    def days(self, starts: Sequence[Instant], values: Sequence[int], end: Instant) -> StepTable:
        """Return the value of the day that an instant before `end` falls into."""
        end = max(end, starts[-1] + 1)
        said = "A number of the day that an instant falls into."
        return self._table(("days", end, *starts, *values), starts, lambda: lookup.days(starts, values, end), said)

    def _table(self, key: tuple[object, ...], source: object, make: Callable[[], Steps], said: str) -> StepTable:
        if key not in self.tables:
            self.database.about(said)
            self.tables[key] = (_load(self.database, f"steps {len(self.tables) + 1}", make()), source)
        return self.tables[key][0]


def _load(database: Database, name: str, steps: Steps) -> StepTable:
    """Lay steps out in buckets as a temporary table."""
    table = quote.name(name)
    database.lay_out(table, steps)
    return StepTable(table, steps.t0, steps.width, steps.is_exact)
