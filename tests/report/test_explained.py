"""One item explained: its time cut into segments that add up, and what is said about it."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from accordant.measure.measurement import Item, Outcome
from accordant.plan.calendar import open_time
from accordant.record.event import Event
from accordant.report.explained import Cut, Explained, Used, segments
from accordant.report.item import item_html, item_json, item_text
from accordant.terms.values import Length
from report.november import MINUTE, ZONE, at, clock, flagship
from report.reading import Page

OFFICE = open_time([(date(2026, 1, 1), flagship().calendars[0])], at(1, month=9), at(31, month=12))
START, DUE, STOP = at(25, "16:00"), at(27, "10:00"), at(27, "10:30")
L2 = Item(
    "speed",
    "L2",
    START,
    10,
    Outcome.MISSED,
    Outcome.MISSED,
    "elapsed beyond the limit",
    stop=STOP,
    due=DUE,
    last_moment=DUE,
    missed_from=DUE + 1,
    elapsed=150 * MINUTE,
    limit=120 * MINUTE,
)
EVENTS = (
    Used(
        Event("lead", "L2", "created", START, START, attributes={"score": 72}, source="crm", row=7),
        "starts: MQL",
        "",
    ),
    Used(Event("lead", "L2", "email", START + 70, START + 70, by="sales"), "", "attempt says NOT automated"),
    Used(Event("lead", "L2", "call", STOP, STOP + 9, by="sales"), "stops: attempt", ""),
)


def explained(item: Item = L2, cuts: tuple[Cut, ...] = ()) -> Explained:
    terms = flagship()
    obligation = terms.obligation("speed")
    now = at(31, month=12)
    length = Length(2, "hour", business=True)
    return Explained(terms, obligation, item, now, now, OFFICE, length, cuts, EVENTS)


def test_thanksgiving_costs_nothing_of_the_clock() -> None:
    """SC3, L2: 60 minutes on Wednesday, none on the holiday, 90 on Friday; due on Friday at 10:00."""
    found = segments(OFFICE, START, STOP, (), (DUE,), (date(2026, 11, 26),))
    assert [(part.kind, part.name, part.counted // MINUTE, part.running // MINUTE) for part in found] == [
        ("open", "", 60, 60),
        ("shut", "holiday on Thu 26 Nov", 0, 60),
        ("open", "", 60, 120),
        ("open", "", 30, 150),
    ]


def test_a_pause_counts_nothing_and_names_itself() -> None:
    cut = Cut(at(25, "16:10"), at(25, "16:40"), "waiting for the lead")
    found = segments(OFFICE, START, at(25, "17:00"), (cut,))
    assert [(part.kind, part.name, part.counted // MINUTE) for part in found] == [
        ("open", "", 10),
        ("paused", "waiting for the lead", 0),
        ("open", "", 20),
    ]


@given(st.integers(0, 90 * 24 * 60), st.integers(0, 90 * 24 * 60), st.integers(0, 600), st.integers(0, 600))
def test_segments_join_without_a_gap_and_add_up_to_the_open_time_less_the_pause(
    begin: int, length: int, before: int, paused: int
) -> None:
    start = at(10, month=9) + begin * MINUTE
    stop = min(start + length * MINUTE, at(30, month=12))
    if start >= stop:
        return
    cut = Cut(min(start + before * MINUTE, stop), min(start + (before + paused) * MINUTE, stop), "pause")
    found = segments(OFFICE, start, stop, (cut,))
    assert (found[0].start, found[-1].stop) == (start, stop)
    assert all(one.stop == other.start for one, other in pairwise(found))
    assert found[-1].running == OFFICE.between(start, stop) - OFFICE.between(cut.start, cut.stop)


def test_the_text_tells_the_whole_reckoning() -> None:
    text = item_text(explained(), False)
    for words in (
        "Lead L2, speed",
        "✘ missed",
        "Stopped after 2 h 30 min of business time; agreed: 2 business hours.",
        "2 h due here",
        "created, score 72",
        "attempt says NOT automated",
        "MQL: score >= 60 AND email_is_business",
        "the verdict compares 2 h 30 min with 2 h, never two dates",
        "accordant explain agreement.yaml speed L2",
    ):
        assert words in text, words


def test_the_page_of_an_item_stands_alone_too() -> None:
    page = Page(item_html(explained()))
    assert len(page.all("h1")) == 1
    assert not page.all("script") and not any("style" in one.attributes for one in page.elements)
    links = {one.attributes["href"][1:] for one in page.elements if one.tag in ("a", "use")}
    assert links <= set(page.ids) and len(page.ids) == len(set(page.ids))
    assert "not counted" in page.text and "holiday on Thu 26 Nov" in page.text


def test_a_clock_that_never_stopped_is_missed_and_runs_on() -> None:
    still = clock("W1", 9_000 * MINUTE, 120 * MINUTE, Outcome.MISSED, answered=False)
    assert "Still without a stop after 150 h of business time" in item_text(explained(still), False)


def test_an_item_without_a_clock_is_explained_by_its_instants() -> None:
    delivered = Item("speed", "R1", START, 10, Outcome.MET, Outcome.MET, "delivered in time", stop=STOP, due=DUE)
    page = Page(item_html(explained(delivered)))
    assert not page.all("figure")
    assert "Due Fri 27 Nov 2026 10:00 EST" in page.text


def test_json_tells_the_segments_in_microseconds() -> None:
    told = item_json(explained())
    assert '"counted_us": 3600000000' in told
    assert '"missed_from": "2026-11-27T10:00:00.000001-05:00"' in told
    assert explained().zone == ZONE
