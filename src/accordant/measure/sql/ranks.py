"""What ranks pick, as SQL: histograms by cell go in, the value at each rank that a window asks for comes out.

All values are cut into about a thousand pieces, ascending. How many each cell has of a piece tells in which piece
a rank of a window lies, however many windows share a cell; only the values of that piece are then counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import overload

from accordant.measure import sample
from accordant.measure.sql.database import Database
from accordant.measure.windows import Picks
from accordant.plan.steps import Timeline, Values
from accordant.terms.window import WindowSpan

_PIECES = 1000
_Asked = tuple[int, str]


class Ascending(Sequence[Fraction]):
    """So many numbers, ascending, of which a few are known; it remembers which ones it was asked for."""

    def __init__(self, length: int, known: Mapping[int, Fraction] | None = None) -> None:
        """Hold `known` numbers by their place, counted from zero."""
        self.length, self.known, self.asked = length, known or {}, set[int]()

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, place: int) -> Fraction: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Fraction]: ...
    def __getitem__(self, place: int | slice) -> Fraction | Sequence[Fraction]:
        assert isinstance(place, int), "a statistic picks single numbers"
        self.asked.add(place % self.length)
        return self.known.get(place % self.length, Fraction(0))


def picks(
    database: Database,
    line: Timeline,
    sources: Mapping[int, Values],
    histograms: Sequence[str],
    counts: Mapping[tuple[int, str], int],
) -> Picks:
    """Return what ranks pick by window and group; `sources` are the statistics by version, `counts` by cell."""
    lengths = {
        (i, group): n
        for i, window in enumerate(line.windows)
        if window.version in sources and sample.is_ranked(sources[window.version])
        for group, n in _inside(window, counts)
    }
    of = {key: sources[line.windows[key[0]].version] for key in lengths}
    found = _at_ranks(database, line, histograms, dict(_asked(of, lengths)))
    return {key: sample.pick(of[key], Ascending(n, found[key])) for key, n in lengths.items()}


def _inside(window: WindowSpan, counts: Mapping[tuple[int, str], int]) -> Iterator[tuple[str, int]]:
    """Yield the groups that have numbers in a window, with how many."""
    inside: dict[str, int] = {}
    for (cell, group), n in counts.items():
        if window.first_cell <= cell <= window.last_cell:
            inside[group] = inside.get(group, 0) + n
    yield from ((group, n) for group, n in inside.items() if n)


def _asked(of: Mapping[_Asked, Values], lengths: Mapping[_Asked, int]) -> Iterator[tuple[_Asked, set[int]]]:
    for key, length in lengths.items():
        asking = Ascending(length)
        sample.pick(of[key], asking)
        yield key, asking.asked


def _at_ranks(
    database: Database,
    line: Timeline,
    histograms: Sequence[str],
    asked: Mapping[_Asked, set[int]],
) -> dict[_Asked, dict[int, Fraction]]:
    """Return the numbers at the places asked for."""
    found: dict[_Asked, dict[int, Fraction]] = {key: {} for key in asked}
    rows = [
        (window, line.windows[window].first_cell, line.windows[window].last_cell, group, place)
        for (window, group), places in asked.items()
        for place in places
    ]
    if not rows:
        return found
    _send(database, rows)
    _cut(database, histograms)
    for window, group, place, number in database.rows(_SELECT):
        found[window, group][place] = Fraction(number)
    return found


def _send(database: Database, rows: Sequence[tuple[int, int, int, str, int]]) -> None:
    titles = (
        ("win", "BIGINT"),
        ("low", "BIGINT"),
        ("high", "BIGINT"),
        ("grouped", "VARCHAR"),
        ("place", "BIGINT"),
    )
    database.send("asked", titles, list(zip(*rows, strict=True)))


def _cut(database: Database, histograms: Sequence[str]) -> None:
    """Cut all values into pieces of about as many; equal values are in one piece."""
    every = " UNION ALL ".join(f"SELECT cell, grouped, number, n FROM {name} WHERE known" for name in histograms)
    database.keep(
        "cut",
        "SELECT cell, grouped, number, n,"
        f" CAST(sum(n) OVER (ORDER BY number) AS BIGINT) * {_PIECES}"
        f" // (SELECT CAST(sum(n) AS BIGINT) FROM ({every}) AS e) AS piece"
        f" FROM ({every}) AS e",
    )


_BEFORE = "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
_SELECT = f"""
WITH pieces AS (SELECT cell, grouped, piece, sum(n) AS n FROM cut GROUP BY cell, grouped, piece),
windowed AS (
  SELECT a.win, a.low, a.high, a.grouped, p.piece, sum(p.n) AS n
  FROM (SELECT DISTINCT win, low, high, grouped FROM asked) AS a
  JOIN pieces AS p ON p.grouped = a.grouped AND p.cell BETWEEN a.low AND a.high
  GROUP BY a.win, a.low, a.high, a.grouped, p.piece),
reached AS (
  SELECT *, coalesce(sum(n) OVER (PARTITION BY win, grouped ORDER BY piece {_BEFORE}), 0) AS earlier FROM windowed),
held AS (
  SELECT r.*, a.place FROM reached AS r JOIN asked AS a ON a.win = r.win AND a.grouped = r.grouped
  WHERE a.place >= r.earlier AND a.place < r.earlier + r.n),
fine AS (
  SELECT h.win, h.grouped, h.place, h.earlier, c.number, sum(c.n) AS n FROM held AS h
  JOIN cut AS c ON c.piece = h.piece AND c.grouped = h.grouped AND c.cell BETWEEN h.low AND h.high
  GROUP BY h.win, h.grouped, h.place, h.earlier, c.number),
counted AS (
  SELECT *, earlier + coalesce(sum(n) OVER (PARTITION BY win, grouped, place ORDER BY number {_BEFORE}), 0) AS since
  FROM fine)
SELECT win, grouped, place, number FROM counted WHERE place >= since AND place < since + n
"""
