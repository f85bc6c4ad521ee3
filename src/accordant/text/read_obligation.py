"""Obligations: one clause goes in, who owes whom what by which measure and what follows a miss comes out."""

import re
from dataclasses import replace
from typing import Literal, cast

from accordant.terms.obligation import Obligation, OnMiss
from accordant.terms.target import AnyTarget, Bound, targets
from accordant.terms.window import PartWindows, Window
from accordant.text.quantity import COLUMN, WINDOW
from accordant.text.read_definition import read_where
from accordant.text.read_exclusion import read_reliefs
from accordant.text.read_fields import Fields, Reading, fields, quoted
from accordant.text.read_indicator import INDICATORS, read_indicator
from accordant.text.read_schedule import read_schedule
from accordant.text.read_target import read_any_target, read_limit
from accordant.text.spelling import clause
from accordant.text.tree import Entry

GOES_WITH = {
    "within": ("time", "attempts", "share"),
    "less": ("count", "sum", "share"),
    "every": ("deliver",),
    "due": ("deliver",),
}
_LADDER = re.compile("on ([1-9][0-9]{0,3})(?:st|nd|rd|th) miss in a row")


def read_obligation(entry: Entry, reading: Reading) -> Obligation | None:
    """Read one obligation; each of its keys that does not fit is noted."""
    what = f"obligation {quoted(entry.key)}"
    before = len(reading.findings)
    taken = fields(entry.node, what, clause("obligation"), reading, entry.place)
    if taken is None:
        return None
    _report_misplaced(taken, before)
    indicator = read_indicator(taken)
    target = taken.read("target", read_any_target)
    if indicator and target:
        _check_fit(taken, indicator.word, target)
    window = _window(taken)
    by, to = taken.name("owed by", "party"), taken.name("owed to", "party")
    serves, calendar = taken.name("serves", "goal"), taken.name("calendar", "calendar")
    within, where = taken.read("within", read_limit), taken.read("where", read_where)
    less, schedule = taken.names("less", "moment"), read_schedule(taken)
    relief, on_miss = taken.read("relief", read_reliefs) or (), _on_miss(taken)
    for_each, critical = taken.parse("for each", COLUMN) or "", taken.flag("critical")
    collected, text = taken.text("collected"), taken.text("text")
    if not (indicator and target and window and by and to):
        return None
    return Obligation(
        entry.key,
        by,
        to,
        indicator,
        target,
        window,
        serves,
        within,
        where,
        less,
        for_each,
        schedule,
        calendar,
        relief,
        on_miss,
        critical,
        collected,
        text,
        entry.place,
    )


def _report_misplaced(taken: Fields, before: int) -> None:
    """Say where a key belongs that stands beside its indicator instead of inside it."""
    given = (word for word in INDICATORS if taken.has(word))
    owners = {key: word for word in given for key in clause("obligation", word).words}
    misplaced = {entry.place: entry.key for entry in taken.mapping.entries if entry.key in owners}
    for index, finding in enumerate(taken.reading.findings[before:], before):
        word = misplaced.get(finding.at) if finding.at and finding.code == "E120" else None
        if word:
            hint = f"write it inside '{owners[word]}: {{{word}: ...}}'"
            taken.reading.findings[index] = replace(finding, hint=hint)


def _check_fit(taken: Fields, word: str, target: AnyTarget) -> None:
    """Note keys that do not go with the indicator, and a target in a unit that it does not have."""
    for key, words in GOES_WITH.items():
        node = taken.node(key)
        if node and word not in words:
            message = f"'{key}' goes with {' and '.join(words)}, not with '{word}'"
            taken.reading.error("E138", message, node.place)
    if word in ("time", "attempts") and not taken.has("within"):
        hint = "say how long it may take, such as 'within: 4 business hours'"
        taken.reading.error("E121", f"{taken.what} has no 'within'", taken.place, hint)
    for single in targets(target):
        if not _fits(single.bound, word):
            needs = "a number" if word in ("count", "sum") else "a percentage"
            message = f"the target of '{word}' must be {needs}, not '{single.bound}'"
            taken.reading.error("E308", message, single.place or taken.place)


def _fits(bound: Bound, word: str) -> bool:
    """A statistic has the unit of its values, which may be a percentage too."""
    shares = {end.unit == "%" for end in (bound.low, bound.high) if end}
    match word:
        case "statistic":
            return bool(shares)
        case "count" | "sum":
            return True not in shares
        case _:
            return False not in shares


def _window(taken: Fields) -> Window | None:
    window = taken.parse("window", WINDOW)
    part = taken.choice("part windows", "judged")
    node = taken.node("window")
    return replace(window, part_windows=cast(PartWindows, part), place=node.place) if window and node else None


def _on_miss(taken: Fields) -> tuple[OnMiss, ...]:
    """Read the consequences in the order written."""
    found = []
    for entry in taken.mapping.entries:
        key = entry.key
        rung = _LADDER.fullmatch(key)
        if key in ("on miss", "on each miss") or rung:
            when: Literal["window", "row", "item"] = (
                "row" if rung else "item" if key == "on each miss" else "window"
            )
            nth = int(rung[1]) if rung else 1
            names = taken.names(key, "remedy")
            if names:
                found.append(OnMiss(names, when, nth, entry.place))
    return tuple(found)
