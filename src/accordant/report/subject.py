"""What a scorecard is about: one window of the agreement, its text then, and each promise's verdicts in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from accordant.evaluate import Evaluation
from accordant.judge.verdict import AgreementVerdict, Part, Verdict
from accordant.measure.measurement import Item, Near, Outcome
from accordant.report.period import asked_words
from accordant.terms.agreement import Agreement
from accordant.terms.definition import Tiers
from accordant.terms.obligation import Obligation
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan

Items = Callable[[str, Near | None], Iterable[Item]]
"""Tells the items of a promise: all, or those asked for and perhaps more."""


class NoSuchWindow(ValueError):
    """A window that the agreement has not, or that has not begun."""


@dataclass(frozen=True)
class Asked:
    """What somebody typed to get this answer, so that the page can say how to ask again."""

    agreement: str = "agreement.yaml"
    sources: str = "sources.yaml"

    def command(self, verb: str, *rest: str, as_of: Instant, known_at: Instant, zone: str) -> str:
        """Return a command line that asks about this agreement and these sources, at the same instants."""
        words = ["accordant", verb, self.agreement, *rest, "--sources", self.sources]
        words += ["--as-of", asked_words(as_of, zone)]
        words += ["--known-at", asked_words(known_at, zone)] if known_at != as_of else []
        return " ".join(map(quoted, words))


@dataclass(frozen=True)
class Subject:
    """An evaluation looked at through one window of the agreement; `earlier` are the windows before it."""

    evaluation: Evaluation
    overall: AgreementVerdict
    earlier: tuple[AgreementVerdict, ...]
    asked: Asked

    @property
    def window(self) -> WindowSpan:
        """Return the window of the agreement."""
        return self.overall.window

    @property
    def terms(self) -> Agreement:
        """Return the text that governs the window."""
        return self.evaluation.versions[self.window.version - 1].terms

    @property
    def zone(self) -> str:
        """Return the zone of the agreement."""
        return self.terms.term.zone

    @property
    def has_ended(self) -> bool:
        """Say whether the window was over at the as-of instant."""
        return self.evaluation.as_of >= self.window.stop

    def terms_of(self, verdict: Verdict) -> Agreement:
        """Return the text that a verdict was judged by."""
        return self.evaluation.versions[verdict.window.version - 1].terms

    def obligation_of(self, verdict: Verdict) -> Obligation:
        """Return the promise as it read for a verdict."""
        return self.terms_of(verdict).obligation(verdict.obligation)

    def verdicts_of(self, name: str) -> tuple[Verdict, ...]:
        """Return all verdicts of a promise up to this window, by the end of their windows."""
        mine = [v for v in self.evaluation.verdicts if v.obligation == name and v.window.start < self.window.stop]
        return tuple(sorted(mine, key=lambda verdict: (verdict.window.stop, verdict.window.start)))

    def inside(self, name: str) -> tuple[Verdict, ...]:
        """Return the verdicts of a promise whose windows end in this one."""
        return tuple(v for v in self.verdicts_of(name) if self.window.start < v.window.stop <= self.window.stop)

    def part_of(self, name: str) -> Part | None:
        """Return what a promise adds to the score of the window, if it is judged in it."""
        return next((part for part in self.overall.parts if part.obligation == name), None)

    def again(self, command: str, *rest: str) -> str:
        """Return the command line that asks again."""
        as_of, known_at = self.evaluation.as_of, self.evaluation.known_at
        return self.asked.command(command, *rest, as_of=as_of, known_at=known_at, zone=self.zone)


def subject(evaluation: Evaluation, window: str | None, asked: Asked) -> Subject:
    """Choose the window of that label; without one the last that has ended, or the one that runs.

    Raises NoSuchWindow.
    """
    found = evaluation.agreement
    if not found:
        raise NoSuchWindow("no window of the agreement had begun at that instant")
    if window is None:
        ended = [i for i, one in enumerate(found) if one.window.stop <= evaluation.as_of]
        chosen = ended[-1] if ended else 0
    else:
        chosen = next((i for i, one in enumerate(found) if one.window.label == window), -1)
    if chosen < 0:
        known = ", ".join(one.window.label for one in found)
        raise NoSuchWindow(f"there is no window '{window}'; those that have begun: {known}")
    return Subject(evaluation, found[chosen], found[:chosen], asked)


def group_attribute(obligation: Obligation) -> str:
    """Return the attribute by which a promise tells its items apart, if any: `for each`, or that of its tiers."""
    for term in (obligation.target, obligation.within):
        if not obligation.for_each and isinstance(term, Tiers):
            return term.by
    return obligation.for_each


def counts_of(verdict: Verdict) -> Mapping[Outcome, int]:
    """Return the items of a verdict by outcome, over all its groups."""
    found: dict[Outcome, int] = {}
    for one in verdict.groups or (verdict,):
        for outcome, number in (one.tally.counts if one.tally else {}).items():
            found[outcome] = found.get(outcome, 0) + number
    return found


def keys(names: Sequence[str]) -> dict[str, str]:
    """Give each name a word for links that no other has: `Lead quality` is `promise-lead-quality`.

    No section of a page begins so; what belongs to a promise stands behind a dot (`promise-speed.met`).
    """
    found: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        word = "-".join(["promise", *"".join(c if c.isalnum() else " " for c in name.lower()).split()])
        found[name] = f"{word}.{number}" if word in found.values() else word
    return found


@dataclass(frozen=True)
class Gathered:
    """The items of one promise around a window: those that stand in it, and those that began in some time."""

    standing: tuple[Item, ...]
    begun: tuple[Item, ...]


def gather(items: Items, name: str, windows: Sequence[WindowSpan], since: Instant, until: Instant) -> Gathered:
    """Sort out the items of a promise: those that stand in any of the windows, those begun in `[since, until)`."""
    cells = {cell for window in windows for cell in range(window.first_cell, window.last_cell + 1)}
    standing, begun = [], []
    for item in items(name, Near(min(cells), max(cells), since, until)):
        if item.window in cells:
            standing.append(item)
        if since <= item.start < until:
            begun.append(item)
    return Gathered(tuple(standing), tuple(begun))


def quoted(word: str) -> str:
    """Quote a word for a shell where it needs that."""
    plain = word and all(c.isalnum() or c in "-_./:+=@~" for c in word)
    return word if plain else "'" + word.replace("'", "'\\''") + "'"
