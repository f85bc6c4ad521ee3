"""What was measured last as a text, to be taken up by another process: a line that names the format, a line of data.

Steps and definitions are named by their place in the plans that were measured; the sum of the plans' texts and that
of the data say whether both are still what they were.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from hashlib import sha256
from itertools import chain
from typing import Any

from accordant.measure.measurement import Answer, Outcome, Tally
from accordant.measure.restate import gathered
from accordant.measure.sql.needs import makers
from accordant.measure.sql.remembered import Kept, Remembered
from accordant.plan.steps import Moments, Plan
from accordant.plan.steps import Tally as Step

FORMAT, VERSION = "accordant state", 1
_AMOUNTS = ("total", "raw_total", "open_total")
_NUMBERS = ("window", "group", "good", "valid", "first_miss", "late", "incidents")


class Foreign(Exception):
    """A text that is no state."""


class Stale(Exception):
    """A state of another version, or of plans that are not the same. Carries which."""


@dataclass(frozen=True)
class State:
    """The data of a state: what the log was made of, as whoever wrote it says, and the counts, not looked into."""

    log: Any
    data: Mapping[str, Any]

    @property
    def seen(self) -> tuple[int, int]:
        """Return `as_of` and `known_at`."""
        return self.data["as_of"], self.data["known_at"]

    @property
    def extent(self) -> tuple[int, int] | None:
        """Return when the first and the last event happened."""
        return tuple(self.data["extent"]) if self.data["extent"] else None


def written(found: Remembered, plans: Sequence[Plan], log: Any, release: str) -> str:
    """Write what is remembered of some plans, by one release of this program."""
    steps, definitions, answering = _named(plans)
    data = {
        "log": log,
        "plans": _sum(plans),
        "as_of": found.as_of,
        "known_at": found.known_at,
        "extent": found.extent,
        "steps": [
            {"place": i, "waiting": sorted(kept.waiting), "tallies": [_told(one) for one in kept.tallies.values()]}
            for i, kept in ((i, found.of(step)) for i, step in enumerate(steps))
            if kept is not None
        ],
        "undecided": [found.undecided_of(one) for one in definitions],
        "answers": [[_answer(one) for one in found.answers_of(moments) or ()] for moments in answering],
    }
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    head = {"format": FORMAT, "version": VERSION, "release": release, "sum": sha256(body.encode()).hexdigest()}
    return f"{json.dumps(head)}\n{body}\n"


def read(text: str, release: str) -> State:
    """Read a state. Raises Foreign, or Stale for one of another version or one that was not written to its end."""
    head, _, body = text.partition("\n")
    try:
        told = json.loads(head)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Foreign
    if (told.get("version"), told.get("release")) != (VERSION, release):
        raise Stale("it is of another version")
    body = body.removesuffix("\n")
    if told.get("sum") != sha256(body.encode()).hexdigest():
        raise Stale("it was not written to its end, or changed since")
    data = json.loads(body)
    return State(data["log"], data)


def remembered(state: State, plans: Sequence[Plan]) -> Remembered:
    """Return what is remembered of the plans, made anew as they were. Raises Stale when they are not the same."""
    data = state.data
    if data["plans"] != _sum(plans):
        raise Stale("the agreement reads otherwise what had been measured")
    steps, definitions, answering = _named(plans)
    return Remembered(
        *state.seen,
        state.extent,
        [
            Kept(steps[one["place"]], gathered(map(_tally, one["tallies"])), frozenset(one["waiting"]))
            for one in data["steps"]
        ],
        [pair for pair in zip(definitions, data["undecided"], strict=True) if pair[1] is not None],
        [
            (moments, tuple(_answered(one) for one in told))
            for moments, told in zip(answering, data["answers"], strict=True)
        ],
    )


def _named(plans: Sequence[Plan]) -> tuple[list[Step], list[Moments], list[Moments]]:
    """Return the steps, the definitions that make items and those that answer, in the order of the plans."""
    steps = list(chain.from_iterable(plan.tallies for plan in plans))
    return (
        steps,
        _once(chain.from_iterable(makers(step) for step in steps)),
        _once(chain.from_iterable(plan.answers for plan in plans)),
    )


def _once(definitions: chain[Moments]) -> list[Moments]:
    found: list[Moments] = []
    for one in definitions:
        if one not in found:
            found.append(one)
    return found


def _sum(plans: Sequence[Plan]) -> str:
    return sha256(repr(plans).encode()).hexdigest()


def _told(one: Tally) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in _NUMBERS}
    told |= {name: str(getattr(one, name)) for name in _AMOUNTS}
    counts = {name: {o.value: n for o, n in getattr(one, name).items()} for name in ("counts", "raw")}
    return told | counts


def _tally(told: Mapping[str, Any]) -> Tally:
    cells: dict[str, Any] = {name: Decimal(told[name]) for name in _AMOUNTS}
    cells |= {name: {Outcome(o): n for o, n in told[name].items()} for name in ("counts", "raw")}
    cells |= {name: tuple(told[name]) if isinstance(told[name], list) else told[name] for name in _NUMBERS}
    return Tally(**cells)


def _answer(one: Answer) -> list[Any]:
    cells = [getattr(one, field.name) for field in fields(one)]
    return [str(cell) if isinstance(cell, Decimal) else cell for cell in cells]


def _answered(cells: Sequence[Any]) -> Answer:
    told: dict[str, Any] = dict(zip((field.name for field in fields(Answer)), cells, strict=True))
    value = told.pop("value")
    return Answer(**told, value=None if value is None else Decimal(value))
