"""What was left out: how the items of a promise come down to those that were judged, with reasons."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from accordant.measure.measurement import Item, Outcome
from accordant.report.card import Card
from accordant.report.nouns import nouns
from accordant.report.period import period_words
from accordant.report.subject import Subject, counts_of

_OUT = (Outcome.CANCELLED, Outcome.EXCUSED, Outcome.PENDING, Outcome.UNKNOWN)
_MOST = 8


@dataclass(frozen=True)
class LeftOut:
    """A sum from all items to those judged: (label, amount) lines, the last of them the result, and notes."""

    title: str
    lines: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


def left_out(subject: Subject, card: Card, items: Sequence[Item] | None) -> LeftOut | None:
    """Return what a promise leaves out of its window; None when every item is judged and all are known."""
    verdict = card.verdict
    if verdict is None:
        return None
    counts = counts_of(verdict)
    undecided = _undecided(subject, card)
    outside = [outcome for outcome in _OUT if counts.get(outcome)]
    if not outside and not undecided:
        return None
    words = nouns(subject.obligation_of(verdict), subject.terms_of(verdict))
    total = sum(counts.values())
    judged = total - sum(counts[outcome] for outcome in outside)
    lines = [(f"All {words.population} of {period_words(verdict.window.label)}", total)]
    for outcome in outside:
        lines += [(label, -number) for label, number in _reasons(outcome, counts[outcome], items)]
    lines.append(("Judged", judged))
    return LeftOut(f"{card.title}: {judged:,} of {total:,} are judged", tuple(lines), tuple(undecided))


def _reasons(outcome: Outcome, number: int, items: Sequence[Item] | None) -> list[tuple[str, int]]:
    """Split the items of an outcome by their reasons, the commonest first."""
    word = outcome.value.capitalize()
    counted = Counter(item.reason for item in items or () if item.outcome is outcome)
    if counted.total() != number:
        return [(word, number)]
    common = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    lines = [(f"{word}: {reason}" if reason != outcome.value else word, n) for reason, n in common[:_MOST]]
    rest = number - sum(n for _, n in lines)
    return [*lines, (f"{word}: other reasons", rest)] if rest else lines


def _undecided(subject: Subject, card: Card) -> list[str]:
    """Say what could not be read as a yes or a no, over all the time there is."""
    measured = [m for m in subject.evaluation.measurements if m.obligation == card.obligation.name]
    notes = [note for measurement in measured for note in measurement.notes]
    return notes + [
        f"{number:,} could be neither told to be {name} nor not: what decides it is missing."
        for measurement in measured
        for name, number in measurement.undecided.items()
    ]
