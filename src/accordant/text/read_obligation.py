"""Obligations: one clause goes in, who owes whom what by which measure and what follows a miss comes out."""

import re
from dataclasses import replace
from typing import Literal, cast

from accordant.terms.exclusion import Exclusion, OtherSide, Relief, Surge
from accordant.terms.indicator import Schedule
from accordant.terms.obligation import Obligation, OnMiss
from accordant.terms.values import Quantity
from accordant.terms.window import PartWindows, Window
from accordant.text.quantity import LENGTH, LENGTH_PER, WINDOW, Form, minute, ordinal, percentage
from accordant.text.read_calendar import weekday_number
from accordant.text.read_condition import read_missed
from accordant.text.read_definition import read_where
from accordant.text.read_fields import Fields, Keys, Reading, as_items, as_scalar, fields, quoted
from accordant.text.read_indicator import INDICATORS, read_indicator
from accordant.text.read_target import read_any_target, read_limit
from accordant.text.tree import Entry, Mapping, Node, Scalar

OBLIGATION = Keys(
    ("owed by", "owed to", "target", "window"),
    (
        *INDICATORS,
        "serves",
        "critical",
        "within",
        "less",
        "every",
        "due",
        "where",
        "for each",
        "calendar",
        "part windows",
        "relief",
        "on miss",
        "on each miss",
        "collected",
        "text",
    ),
)
EXCLUSION = Keys(("span",), ("told ahead", "at most", "for"))
RELIEF = Keys((), ("surge", "other side"))
SURGE = Keys(("of", "beyond"), ())
EVERY = ("day", "week", "month", "quarter", "year")

_LADDER = re.compile("on ([0-9]{1,4}(?:st|nd|rd|th)) miss in a row")
_BEYOND = re.compile("(.+) of the daily plan of (.+)")


def read_obligation(entry: Entry, reading: Reading) -> Obligation | None:
    """Read one obligation; each of its keys that does not fit is noted."""
    what = f"obligation {quoted(entry.key)}"
    ladder = _ladder(entry.node)
    taken = fields(entry.node, what, Keys(OBLIGATION.required, OBLIGATION.optional + ladder), reading, entry.place)
    if taken is None:
        return None
    _report_misplaced(taken)
    indicator = read_indicator(taken)
    target = taken.read("target", read_any_target)
    window = _window(taken)
    by, to = taken.name("owed by", "party"), taken.name("owed to", "party")
    obligation = Obligation(
        entry.key,
        by,
        to,
        indicator,  # type: ignore[arg-type]  # returned below only when there is one
        target,  # type: ignore[arg-type]
        window or Window("month"),
        serves=taken.name("serves", "goal"),
        within=taken.read("within", read_limit),
        where=taken.read("where", read_where),
        less=taken.names("less", "moment"),
        for_each=taken.text("for each"),
        schedule=_schedule(taken),
        calendar=taken.name("calendar", "calendar"),
        relief=taken.read("relief", _reliefs) or (),
        on_miss=_on_miss(taken, ladder),
        critical=taken.flag("critical"),
        collected=taken.text("collected"),
        text=taken.text("text"),
        place=entry.place,
    )
    return obligation if indicator and target and window and by and to else None


def read_exclusion(entry: Entry, reading: Reading) -> Exclusion | None:
    """Read one exclusion: its span, the notice it needs, how much of it, and what it is for."""
    taken = fields(entry.node, f"exclusion {quoted(entry.key)}", EXCLUSION, reading, entry.place)
    if taken is None:
        return None
    at_most = taken.parse("at most", LENGTH_PER)
    exclusion = Exclusion(
        entry.key,
        taken.name("span", "span"),
        taken.parse("told ahead", LENGTH),
        at_most[0] if at_most else None,
        at_most[1] if at_most else "",
        taken.names("for", "measured"),
        entry.place,
    )
    return exclusion if exclusion.span else None


def _report_misplaced(taken: Fields) -> None:
    """Say where a key belongs that stands beside its indicator instead of inside it."""
    owners = {key: word for word, (_, keys) in INDICATORS.items() if taken.has(word) for key in keys.known}
    for index, finding in enumerate(taken.reading.findings):
        word = next((e.key for e in taken.mapping.entries if finding.at == e.place and finding.code == "E120"), "")
        if word in owners:
            hint = f"write it inside '{owners[word]}: {{{word}: ...}}'"
            taken.reading.findings[index] = replace(finding, hint=hint)


def _window(taken: Fields) -> Window | None:
    window = taken.parse("window", WINDOW)
    part = taken.choice("part windows", ("judged", "prorated", "not judged"), "judged")
    node = taken.node("window")
    return replace(window, part_windows=cast(PartWindows, part), place=node.place) if window and node else None


def _ladder(node: Node) -> tuple[str, ...]:
    keys = [entry.key for entry in node.entries] if isinstance(node, Mapping) else []
    return tuple(key for key in keys if _LADDER.fullmatch(key))


def _on_miss(taken: Fields, ladder: tuple[str, ...]) -> tuple[OnMiss, ...]:
    """Read the consequences in the order written."""
    found = []
    for entry in taken.mapping.entries:
        key = entry.key
        if key in ("on miss", "on each miss") or key in ladder:
            rung = _LADDER.fullmatch(key)
            when: Literal["window", "row", "item"] = (
                "row" if rung else "item" if key == "on each miss" else "window"
            )
            nth = (ordinal(rung[1]) or 1) if rung else 1
            names = taken.names(key, "remedy")
            if names:
                found.append(OnMiss(names, when, nth, entry.place))
    return tuple(found)


def _reliefs(node: Node, reading: Reading) -> tuple[Relief, ...]:
    found: list[Relief | None] = []
    for item in as_items(node, "relief", reading):
        taken = fields(item, "'relief'", RELIEF, reading)
        if taken is None:
            continue
        if not taken.has("surge") and not taken.has("other side"):
            reading.error("E121", "'relief' has no 'surge' and no 'other side'", taken.place)
        found.append(taken.read("surge", _surge))
        sides = taken.node("other side")
        for side in as_items(sides, "other side", reading) if sides else ():
            missed = read_missed(side, "other side", reading)
            found.append(OtherSide(missed, side.place) if missed else None)
    return tuple(relief for relief in found if relief)


def _beyond(text: str) -> tuple[Quantity, str] | None:
    match = _BEYOND.fullmatch(text)
    share = percentage(match[1]) if match else None
    return (share, match[2]) if match and share else None


_BEYOND_FORM = Form(_beyond, "a share of a plan", "150% of the daily plan of qualified leads", "E310")


def _surge(node: Node, reading: Reading) -> Surge | None:
    taken = fields(node, "'surge'", SURGE, reading)
    if taken is None:
        return None
    of, beyond = taken.name("of", "moment"), taken.parse("beyond", _BEYOND_FORM)
    written = taken.node("beyond")
    if not of or not beyond or not isinstance(written, Scalar):
        return None
    place = written.part(max(written.text.rfind(beyond[1]), 0), len(beyond[1]))
    plan = reading.refer(Scalar(beyond[1], place), "obligation", "beyond")
    return Surge(of, beyond[0], plan, taken.place)


def _schedule(taken: Fields) -> Schedule | None:
    """Read `every: week` with `due: Friday 17:00`; only `deliver` has them, and it needs both."""
    for key in ("every", "due"):
        if taken.has("deliver") and not taken.has(key):
            taken.reading.error(
                "E121", f"{taken.what} has no '{key}'", taken.place, "say when it must be delivered"
            )
        if taken.has(key) and not taken.has("deliver"):
            node = taken.node(key)
            message = f"'{key}' goes with 'deliver' only"
            taken.reading.error("E120", message, node.place if node else taken.place)
    every = taken.choice("every", EVERY)
    node = taken.node("due")
    scalar = as_scalar(node, "due", "text like 'Friday 17:00'", taken.reading) if node else None
    if not scalar or not every:
        return None
    found = _due(scalar.text, cast(Literal["day", "week", "month", "quarter", "year"], every))
    if found is None:
        like = {"day": "17:00", "week": "Friday 17:00"}.get(every, "5 at 12:00' or 'last day 24:00")
        message = f"'due' of every {every} must be like '{like}', not {quoted(scalar.text)}"
        taken.reading.error("E210", message, scalar.place)
        return None
    return replace(found, place=scalar.place)


def _due(text: str, every: Literal["day", "week", "month", "quarter", "year"]) -> Schedule | None:
    words = text.split()
    at = minute(words[-1]) if words else None
    if at is None:
        return None
    where = " ".join(words[:-1])
    if every == "day":
        return Schedule(every, None, 1, at, text) if not where else None
    if every == "week":
        weekday = weekday_number(where)
        return Schedule(every, weekday, 0, at, text) if weekday is not None else None
    if where == "last day":
        return Schedule(every, None, 0, at, text)
    match = re.fullmatch("([1-9][0-9]?) at", where)
    on = int(match[1]) if match else 0
    return Schedule(every, None, on, at, text) if 1 <= on <= 31 else None
