"""What was left out: how the items of a promise come down to those that were judged, with reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from accordant.measure.measurement import Item, Outcome
from accordant.report.card import Card
from accordant.report.fact import Number
from accordant.report.nouns import nouns, title
from accordant.report.period import period_words
from accordant.report.phrases import listed
from accordant.report.room import TAKEN, Room
from accordant.report.subject import counts_of
from accordant.report.taken import takers
from accordant.terms.indicator import Attempts, Time
from accordant.terms.obligation import Obligation
from accordant.terms.window import WindowSpan

_OUT = (Outcome.CANCELLED, Outcome.EXCUSED, Outcome.PENDING, Outcome.UNKNOWN)
_MOST = 8

Line = tuple[str, Number | int]


@dataclass(frozen=True)
class LeftOut:
    """A sum from all items to those judged: lines of words and a number, the result last, and notes."""

    promises: tuple[str, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def heading(self) -> str:
        """Return whose sum it is and what it leads to: `Qualified leads: from 640 to 588`."""
        first, last = self.lines[0][1], self.lines[-1][1]
        return f"{title(listed(self.promises))}: from {_text(first)} to {_text(last)}"


def left_out(room: Room, cards: Sequence[Card]) -> tuple[LeftOut, ...]:
    """Return what each promise leaves out of its window; those with the same sum share one, notes stand once."""
    found: dict[tuple[str, ...], LeftOut] = {}
    said: set[str] = set()
    for card in cards:
        out = _of_card(room, card)
        if out is None:
            continue
        key = tuple(f"{label} {_text(number)}" for label, number in out.lines)
        notes = tuple(note for note in out.notes if note not in said)
        said.update(notes)
        same = found.get(key)
        found[key] = replace(
            same or out,
            promises=(*(same.promises if same else ()), card.obligation.name),
            notes=(*(same.notes if same else ()), *notes),
        )
    return tuple(found.values())


def _text(number: Number | int) -> str:
    return number.text if isinstance(number, Number) else f"{number:,}"


def _of_card(room: Room, card: Card) -> LeftOut | None:
    verdict = card.verdict
    if verdict is None:
        return None
    counts = counts_of(verdict)
    outside = [outcome for outcome in _OUT if counts.get(outcome)]
    if not outside:
        return None
    obligation = room.subject.obligation_of(verdict)
    words = nouns(obligation, room.subject.terms_of(verdict))
    items = room.standing(obligation.name)
    numbers = {number.key: number for number in card.numbers}
    lines: list[Line] = [
        (f"All {words.population} in {period_words(verdict.window.label)}", numbers[f"{card.key}.all"])
    ]
    for outcome in outside:
        lines += _reasons(room, obligation, outcome, counts[outcome], items)
    lines.append(("Judged", numbers[f"{card.key}.judged"]))
    return LeftOut((), tuple(lines), tuple(_straddlers(room, obligation, verdict.window)))


def _reasons(
    room: Room, obligation: Obligation, outcome: Outcome, number: int, items: Sequence[Item] | None
) -> list[Line]:
    """Split the items of an outcome by their reasons, the commonest first."""
    word = outcome.value.capitalize()
    counted = Counter(
        room.cause(obligation, item) or _label(obligation, word, item.reason)
        for item in items or ()
        if item.outcome is outcome
    )
    if counted.total() != number:
        return [(word, -number)]
    common = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    lines: list[Line] = [(label, -n) for label, n in common[:_MOST]]
    rest = number - sum(n for _, n in common[:_MOST])
    return [*lines, (f"{word}: other reasons", -rest)] if rest else lines


def _label(obligation: Obligation, word: str, reason: str) -> str:
    """Name the definitions that take an item away, where the reason is only that one did.

    A relief tells each item its rank (`surge: number 51 of 62 that day`); here only its name stands.
    """
    names = takers(obligation)
    if reason in TAKEN and names:
        return f"{reason.capitalize()}: {listed(names, 'or')}"
    told = reason.partition(":")[0] if word == "Excused" else reason
    return word if told == word.lower() else f"{word}: {told}"


def _straddlers(room: Room, obligation: Obligation, window: WindowSpan) -> list[str]:
    """Say how many clocks that began before the window count in it, and how many that began in it count later."""
    items = room.standing(obligation.name)
    if items is None or not isinstance(obligation.indicator, Time | Attempts):
        return []
    before = sum(item.start < window.start for item in items)
    standing = {(item.entity, item.start) for item in items}
    after = sum((item.entity, item.start) not in standing for item in room.begun(obligation.name, window))
    if not before and not after:
        return []
    told = [f"{before:,} of them began before {period_words(window.label)}"] if before else []
    told += [f"{after:,} more began in it and count in a later window"] if after else []
    return [f"{'; '.join(told)}."]


def undecided(room: Room) -> tuple[str, ...]:
    """Say what could not be read as a yes or a no, over all the time there is; notes of the measuring too."""
    found: dict[str, None] = {}
    for measurement in room.subject.evaluation.measurements:
        found |= dict.fromkeys(measurement.notes)
        found |= {
            f"{number:,} could not be told to be {name} or not, in all windows: what decides it is missing.": None
            for name, number in measurement.undecided.items()
        }
    return tuple(found)
