"""One item explained: as text, as a page, as JSON."""

import json
from collections.abc import Iterator

from accordant.report.ansi import grid, paint, sign, wrapped
from accordant.report.explained import Explained, Segment, reckoning, segment_words, shortened, used_as, why
from accordant.report.html.item import item_page, told_event
from accordant.report.item_words import answer, asking, heading, means, why_due
from accordant.report.period import clock_words, iso, look_words
from accordant.report.phrases import duration
from accordant.report.state import of_outcome

_SEGMENTS = 24


def item_html(explained: Explained) -> str:
    """Return one item explained as one page that needs no network and no script."""
    return item_page(explained)


def item_text(explained: Explained, colour: bool, width: int = 100) -> str:
    """Return one item explained as text for a terminal, ended by a line break."""
    return "\n".join(line.rstrip() for line in _lines(explained, colour, width)) + "\n"


def _lines(explained: Explained, colour: bool, width: int) -> Iterator[str]:
    state = of_outcome(explained.item.outcome)
    yield paint(heading(explained), "bold", colour)
    yield paint(f"as of {look_words(explained.as_of, explained.zone)} ({explained.zone})", "muted", colour)
    yield ""
    yield sign(state, colour)
    yield from wrapped(answer(explained), width)
    yield from _reckoning(explained, colour)
    yield from _events(explained, colour)
    yield ""
    yield paint("What it means", "bold", colour)
    for line in (*means(explained), *why_due(explained)):
        yield from wrapped(line, width, "  ")
    yield ""
    yield paint("Ask again:", "muted", colour)
    yield f"  {asking(explained)}"


def _reckoning(explained: Explained, colour: bool) -> Iterator[str]:
    parts = reckoning(explained)
    if not parts:
        return
    yield ""
    yield paint("The reckoning", "bold", colour)
    rows = [("  from", "to", "wall time", "clock", "counted", "running")]
    first, between, last = shortened(parts, _SEGMENTS)
    rows += [_segment(explained, part) for part in first]
    if between:
        rows.append((f"  {between:,} more like these", "", "", "", "", ""))
        rows += [_segment(explained, part) for part in last]
    yield from grid(rows, [False, False, True, False, True, True])


def _segment(explained: Explained, part: Segment) -> tuple[str, str, str, str, str, str]:
    what = segment_words(explained, part)
    due = " due here" if explained.item.due == part.stop else ""
    start, stop = (clock_words(at, explained.zone) for at in (part.start, part.stop))
    return (f"  {start}", stop, duration(part.wall), what, duration(part.counted), duration(part.running) + due)


def _events(explained: Explained, colour: bool) -> Iterator[str]:
    if not explained.events:
        return
    yield ""
    yield paint("Events", "bold", colour)
    rows = [("  happened", "event", "used as", "why")]
    for used in explained.events:
        when = clock_words(used.event.happened, explained.zone)
        rows.append((f"  {when}", told_event(used.event), used_as(explained, used), why(explained, used)))
    yield from grid(rows, [False] * 4)


def item_json(explained: Explained) -> str:
    """Return one item explained as JSON: the item, its segments and events, by fixed keys."""
    item, zone = explained.item, explained.zone

    def at(instant: int | None) -> str | None:
        return None if instant is None else iso(instant, zone)

    body = {
        "accordant": 1,
        "obligation": item.obligation,
        "entity": item.entity,
        "version": item.version,
        "outcome": item.outcome.value,
        "reason": item.reason,
        "started": at(item.start),
        "due": at(item.due),
        "last_moment": at(item.last_moment),
        "missed_from": at(item.missed_from),
        "stopped": at(item.stop),
        "elapsed_us": item.elapsed,
        "limit_us": item.limit,
        "segments": [
            {"from": at(p.start), "to": at(p.stop), "clock": p.kind, "name": p.name, "counted_us": p.counted}
            for p in reckoning(explained)
        ],
        "events": [
            {
                "happened": at(u.event.happened),
                "event": u.event.name,
                "used_as": used_as(explained, u),
                "why": why(explained, u),
            }
            for u in explained.events
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)
