"""Items in their cells: window, group and relief are added; tallies are the counts of what comes out.

Items come in with start, counted, raw ... (see timing); placed ones also have cell (NULL: outside), grouped (the
value of the grouping attribute), incident (that of the attribute by which remedies tell one), outcome and relief (the
reason of it, or NULL).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from accordant.measure.measurement import Item, Near, Outcome
from accordant.measure.sql import quote
from accordant.measure.sql.moments import hits
from accordant.measure.sql.pair import EARLY, SKEWED
from accordant.measure.sql.story import Story, at_column
from accordant.measure.windows import group_text
from accordant.plan.steps import Ceiling, Tally

COUNTED = "cell, grouped, incident, raw, outcome, reason, value, missed_from, stop, cell_stop"
"""What tallies need of placed items."""

WAITING = "CASE WHEN raw IN ('pending', 'unknown') OR (cell IS NULL AND raw <> 'cancelled') THEN entity END"
"""The entity of an item that time alone may settle, or place."""

LISTED = (
    "entity, start, cell, raw, outcome, coalesce(relief, reason), grouped, stop, due, last_moment,"
    " missed_from, elapsed, allowed, value, early, near, incident"
)
"""What an item is made of, in the order in which `item` takes it."""


def is_waiting(item: Item) -> bool:
    """Say of an item what `WAITING` does."""
    is_lost = item.window < 0 and item.raw is not Outcome.CANCELLED
    return is_lost or item.raw in (Outcome.PENDING, Outcome.UNKNOWN)


ITEMS = (
    "Items, one a row: the cell of the window that each counts in, its outcome before relief (raw) and after it, the"
    " instant from which it is missed, and what it is worth."
)
TALLY = (
    "The tally: how many items (n) by cell, group and outcome; total is what they are worth, first_miss the first"
    " instant at which one of them was missed. Those that were lost at or after the end of their cell are told by the"
    " instant at which they were (late)."
)


def placed(story: Story, step: Tally, items: str, relieving: Story | None) -> str:
    """Return the part with the items that begin in a tally's time; `relieving` tells the moments of its relief."""
    cells = story.shelf.cells(step.cells)
    group, grouping = _attribute(story, step.group, "g")
    incident, happening = _attribute(story, step.same, "h")
    relief, relieved = "CAST(NULL AS VARCHAR)", ""
    if step.relief is not None and relieving is not None:
        relief = "CASE WHEN i.raw <> 'cancelled' THEN x.reason END"
        part = relieved_moments(relieving, step.relief)
        relieved = f" LEFT JOIN {part} AS x ON x.entity = i.entity AND x.happened = i.start"
    inside = f"i.start >= {quote.constant(step.since)} AND i.start < {quote.constant(step.until)}"
    found = (
        "SELECT i.*, w.base AS cell, w.until AS cell_stop,"
        f" {group} AS grouped, {incident} AS incident, {relief} AS relief"
        f" FROM {items} AS i {cells.join('w', 'i.counted', outer=True)}{grouping}{happening}{relieved}"
        f" WHERE {inside}"
    )
    outcome = "CASE WHEN relief IS NOT NULL THEN 'excused' ELSE raw END"
    return story.query.part("placed", f"SELECT p.*, {outcome} AS outcome FROM ({found}) AS p")


def relieved_moments(story: Story, ceiling: Ceiling) -> str:
    """Return the part with the moments beyond the ceiling of their day, by instant, then entity id in bytes."""
    day = story.shelf.days(ceiling.starts, range(len(ceiling.starts)), story.as_of + 1)
    most = story.shelf.days(ceiling.starts, ceiling.ceilings, story.as_of + 1)
    ranked = (
        "SELECT h.entity, h.happened, d.base AS day, m.base AS most,"
        " row_number() OVER (PARTITION BY d.base ORDER BY h.happened, encode(h.entity)) AS number,"
        " count(*) OVER (PARTITION BY d.base) AS arrived"
        f" FROM {hits(story, ceiling.of)} AS h {day.join('d', 'h.happened')} {most.join('m', 'h.happened')}"
        f" WHERE h.happened >= {quote.constant(ceiling.starts[0])}"
    )
    last = "row_number() OVER (PARTITION BY entity, happened ORDER BY number DESC)"
    reason = "'surge: number ' || number || ' of ' || arrived || ' that day, beyond ' || most"
    return story.query.part(
        "relieved",
        f"SELECT entity, happened, {reason} AS reason FROM"
        f" (SELECT r.*, {last} AS latest FROM ({ranked}) AS r WHERE number > most) AS r WHERE latest = 1",
    )


def _attribute(story: Story, name: str, alias: str) -> tuple[str, str]:
    """Return the value of an attribute and its JOIN: as it stood after the instant of the start."""
    told = story.kind.told.get(name)
    if not name or told is None or told.role != "attribute":
        return "CAST(NULL AS VARCHAR)", ""
    latest = story.query.part(
        "grouping" if alias == "g" else "happening",
        f"SELECT entity, happened, {at_column(name)} AS told FROM (SELECT g.*, row_number() OVER"
        " (PARTITION BY entity, happened ORDER BY turn DESC) AS number"
        f" FROM {story.instants()} AS g) AS g WHERE number = 1",
    )
    on = f"{alias}.entity = i.entity AND {alias}.happened = i.start"
    return f"{alias}.told", f" LEFT JOIN {latest} AS {alias} ON {on}"


def counts(placed_part: str) -> str:
    """Return the SELECT of the tallies: one row for each cell, group, outcome before and after relief.

    Items lost at or after the end of their cell have a row for each instant at which they were (`late`).
    """
    missed = "CASE WHEN outcome = 'missed' THEN missed_from END"
    lost = f"CASE WHEN outcome = 'cancelled' AND reason = 'taken away' THEN stop ELSE {missed} END"
    key = "cell, grouped, raw, outcome, is_good, late"
    return (
        f"SELECT {key}, count(*) AS n, sum(value) AS total, min({missed}) AS first_miss FROM (SELECT p.*,"
        f" CASE WHEN reason = 'good' THEN 1 ELSE 0 END AS is_good, CASE WHEN {lost} >= cell_stop THEN {lost} END AS late"
        f" FROM {placed_part} AS p WHERE cell IS NOT NULL) AS p GROUP BY {key}"
    )


def incidents(placed_part: str) -> str:
    """Return the SELECT of the incidents of missed items, each once in its cell and group."""
    return (
        f"SELECT DISTINCT cell, grouped, incident FROM {placed_part} AS p"
        " WHERE cell IS NOT NULL AND outcome = 'missed' AND incident IS NOT NULL"
    )


def near(asked: Near) -> str:
    """Return the condition of the placed items that are asked for."""
    begun = f"start >= {quote.constant(asked.since)} AND start < {quote.constant(asked.until)}"
    return f"cell BETWEEN {asked.first_cell} AND {asked.last_cell} OR {begun}"


def by_group(rows: Iterable[tuple[int, object, Any]]) -> defaultdict[tuple[int, str], list[Any]]:
    """Return the values of rows of cell, group and value, by cell and group as agreements spell it."""
    found: defaultdict[tuple[int, str], list[Any]] = defaultdict(list)
    for cell, grouped, value in rows:
        found[cell, group_text(grouped)].append(value)
    return found


def item(step: Tally, row: tuple[Any, ...]) -> Item:
    """Make an item of a row of `LISTED`; its window is its cell."""
    entity, start, cell, raw, outcome, reason, grouped, stop, due, last, missed, elapsed, allowed, value = row[:14]
    early, near, incident = row[14:]
    return Item(
        obligation=step.obligation,
        entity=entity,
        start=start,
        window=-1 if cell is None else cell,
        raw=Outcome(raw),
        outcome=Outcome(outcome),
        reason=reason,
        version=step.version,
        group=group_text(grouped),
        stop=stop,
        due=due,
        last_moment=last,
        missed_from=missed,
        elapsed=elapsed,
        limit=allowed,
        value=value,
        flags=(SKEWED,) if near else (EARLY,) if early else (),
        incident=group_text(incident),
    )
