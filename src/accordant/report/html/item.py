"""The page of one item: its clock folded into the time that counts, the reckoning, the events, what it means."""

from collections.abc import Iterator, Sequence

from accordant.measure.measurement import Item
from accordant.record.event import Cell, Event
from accordant.report.chart.clock import Clock, clock_chart
from accordant.report.explained import (
    Explained,
    Segment,
    Used,
    kind_words,
    reckoning,
    segment_words,
    shortened,
    used_as,
    why,
)
from accordant.report.fact import Fact
from accordant.report.html.parts import badge, cards, party
from accordant.report.html.shell import bar, page, section, template
from accordant.report.item_words import answer, asking, day_of, heading, limit_words, means, why_due
from accordant.report.markup import Child, Markup, el, join
from accordant.report.nouns import title
from accordant.report.period import clock_words, look_words, period_words
from accordant.report.phrases import duration, moment, party_name
from accordant.report.state import of_outcome

_SEGMENTS = 60
_SECOND = 1_000_000


def item_page(explained: Explained) -> str:
    """Return one item explained as a page of its own."""
    parts = reckoning(explained)
    places = [("clock", "The clock")] if parts else []
    places += [("reckoning", "The reckoning"), ("events", "Events"), ("means", "What it means")]
    state = of_outcome(explained.item.outcome)
    return page(
        f"{heading(explained)}: {state.word}",
        [template("item.css")],
        places,
        bar(_crumbs(explained), _when(explained)),
        _head(explained),
        _clock(explained, parts),
        _reckoning(explained, parts),
        _events(explained),
        _means(explained),
    )


def _crumbs(explained: Explained) -> list[str]:
    window = [period_words(explained.verdict.window.label)] if explained.verdict else []
    named = [title(window[0])] if window else []
    return [explained.terms.title, *named, title(explained.obligation.name), explained.item.entity]


def _when(explained: Explained) -> list[Child]:
    known = [el("span", f"known at {look_words(explained.known_at, explained.zone)}")]
    return [
        el("span", f"as of {look_words(explained.as_of, explained.zone)}"),
        *(known if explained.known_at != explained.as_of else []),
        el("span", explained.zone),
    ]


def _head(explained: Explained) -> Markup:
    state = of_outcome(explained.item.outcome)
    left = el(
        "div",
        el("h1", heading(explained)),
        el("p", badge(state, "big"), class_="mark"),
        el("p", answer(explained), class_="says"),
    )
    told = el(
        "dl", *(el("div", el("dt", label), el("dd", what)) for label, what in _facts(explained)), class_="facts"
    )
    return el("div", left, told, class_="head answer", id="as-of")


def _facts(explained: Explained) -> Iterator[tuple[str, Child]]:
    obligation, item = explained.obligation, explained.item
    order = [one.key for one in explained.terms.parties]
    for label, key in (("Owed by", obligation.owed_by), ("Owed to", obligation.owed_to)):
        place = order.index(key) if key in order else len(order)
        yield label, party(party_name(key, explained.terms), place)
    if item.limit is not None:
        yield "Limit", limit_words(explained)
    if explained.over:
        yield "Over by", duration(explained.over)
    if explained.verdict:
        yield "Counted in", title(period_words(explained.verdict.window.label))
    if item.group:
        yield "Group", item.group
    yield "Version", f"{item.version}, in force when it began"


def _clock(explained: Explained, parts: Sequence[Segment]) -> Markup | None:
    if not parts:
        return None
    drawn = clock_chart(Clock(explained, parts, day_of(explained), _told(explained, parts)), "item-clock")
    return section("clock", "The clock", None, el("figure", drawn, class_="chart panel"))


def _told(explained: Explained, parts: Sequence[Segment]) -> str:
    item, zone = explained.item, explained.zone
    shut = sum(part.wall for part in parts if part.kind == "shut")
    paused = sum(part.wall for part in parts if part.kind == "paused")
    return (
        f"From {clock_words(item.start, zone)} to {clock_words(explained.until, zone)} the wall clock ran "
        f"{duration(explained.until - item.start)}, {duration(shut)} of it shut and {duration(paused)} "
        f"{kind_words(explained, 'paused')}. "
        f"{answer(explained)}"
    )


def _reckoning(explained: Explained, parts: Sequence[Segment]) -> Markup:
    if not parts:
        return section("reckoning", "The reckoning", None, el("div", _instants(explained), class_="panel pad"))
    lead = "Start to stop, cut wherever the calendar opens or shuts and a pause or exclusion begins or ends."
    calendar = f"Calendar {explained.open_time.name}" if explained.open_time else "Clock"
    heads = [
        ("From", False),
        ("To", False),
        ("Wall time", True),
        (calendar, False),
        ("Counted", True),
        ("Running", True),
    ]
    first, between, last = shortened(parts, _SEGMENTS)
    rows: list[tuple[str, Sequence[Child]]] = [("", _segment(explained, part)) for part in first]
    if between:
        rows.append(("", (f"{between:,} more like these", "", "", "", "", "")))
        rows += [("", _segment(explained, part)) for part in last]
    rows.append(("", _sum(explained, parts)))
    panel = el("div", cards(heads, rows, "rk", total=True), class_="panel pad")
    return section("reckoning", "The reckoning", lead, panel)


def _segment(explained: Explained, part: Segment) -> Sequence[Child]:
    zone, item = explained.zone, explained.item
    late = item.limit is not None and part.counted > 0 and part.running > item.limit
    running: Child = el("b", duration(part.running), class_="fg missed") if late else duration(part.running)
    beyond = part.running - item.limit if item.limit is not None and part.running > item.limit else 0
    over = el("span", f" {duration(beyond)} over", class_="muted") if part.counted and beyond else None
    due = el("span", " due here", class_="muted") if item.due == part.stop else over
    what = segment_words(explained, part)
    return (
        clock_words(part.start, zone),
        clock_words(part.stop, zone),
        duration(part.wall),
        what,
        duration(part.counted),
        join(running, due),
    )


def _sum(explained: Explained, parts: Sequence[Segment]) -> Sequence[Child]:
    walls = [(kind, sum(part.wall for part in parts if part.kind == kind)) for kind in ("open", "shut", "paused")]
    told = ", ".join(f"{duration(length)} {kind_words(explained, kind)}" for kind, length in walls if length)
    limit = explained.item.limit
    return (
        "All",
        "",
        duration(sum(part.wall for part in parts)),
        told,
        el("b", duration(parts[-1].running)),
        el("b", f"limit {duration(limit)}") if limit is not None else "",
    )


def _instants(explained: Explained) -> Markup:
    item, zone = explained.item, explained.zone
    named = (("Began", item.start), ("Due", item.due), ("Last moment", item.last_moment), ("Stopped", item.stop))
    told = [Fact(label, (moment(at, zone),)) for label, at in named if at is not None]
    rows = [("", (fact.label, fact.text)) for fact in told]
    return cards([("What", False), ("When", False)], rows)


def _events(explained: Explained) -> Markup:
    lead = f"Everything recorded about {explained.item.entity} until the as-of instant, counted or not."
    heads = [(words, False) for words in ("Happened", "Known", "Event", "Used as", "Why", "Source")]
    rows = [("", _event(explained, used)) for used in explained.events]
    panel = el("div", cards(heads, rows, "evs"), class_="panel pad")
    return section("events", "Events", lead, panel if rows else el("p", "Nothing is recorded.", class_="soft"))


def _event(explained: Explained, used: Used) -> Sequence[Child]:
    event, zone, role = used.event, explained.zone, used_as(explained, used)
    shown: Child = el("span", role, class_="muted") if role == "not counted" else role
    known = _known(event, zone)
    source = f"{event.source}, row {event.row:,}" if event.row else event.source
    return (clock_words(event.happened, zone), known, told_event(event), shown, why(explained, used), source)


def _known(event: Event, zone: str) -> str:
    """Say when an event was recorded, to the second; without its date if that is the date it happened."""
    if event.recorded == event.happened:
        return "at once"
    words = clock_words(event.recorded // _SECOND * _SECOND, zone)
    day, _, time = words.rpartition(" ")
    return time if clock_words(event.happened, zone).startswith(f"{day} ") else words


def told_event(event: Event) -> str:
    """Say what an event tells: its name, who by, and every field and attribute it has."""
    by = f"by {event.by}" if event.by else ""
    told = [
        f"{name} {_cell(cell)}" for name, cell in {**event.fields, **event.attributes}.items() if cell is not None
    ]
    return ", ".join(filter(None, (event.name, by, *told, "withdrawn" if event.retracted else "", *event.flags)))


def _cell(cell: Cell) -> str:
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else f"{cell}"


def _means(explained: Explained) -> Markup:
    due = explained.item.due
    when = "" if due is None else clock_words(due, explained.zone)
    columns = [("For the promise", means(explained)), (f"Why it is due {when}", why_due(explained))]
    told = [el("div", el("h3", head), *(el("p", line) for line in lines)) for head, lines in columns if lines]
    again = el(
        "div", el("h3", "Ask again"), el("pre", asking(explained)), _others(explained.others, explained.zone)
    )
    return section("means", "What it means", None, el("div", *told, again, class_="cols small"))


def _others(others: Sequence[Item], zone: str) -> Markup | None:
    if not others:
        return None
    told = ", ".join(f"{clock_words(item.start, zone)} ({item.outcome.value})" for item in others)
    return el("p", f"It has {len(others)} more of this promise: {told}.", class_="muted")
