"""Everything a scorecard reads besides the evaluation: items around its window, calendars, words for links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item
from accordant.plan.clocks import Clocks, clocks
from accordant.report.nouns import title
from accordant.report.subject import Gathered, Items, Subject, gather, keys
from accordant.report.taken import causes, takers
from accordant.terms.obligation import Obligation
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan

TAKEN = ("cancelled", "taken away")
_LISTED, _LISTED_IN_ALL, _FEWEST = 200, 4_000, 20
_MARGIN = 100 * 86_400_000_000


@dataclass(frozen=True)
class Room:
    """A subject with its items at hand (None: nobody gave any); lists hold at most `most` items.

    `taken` are the moments, each with its cause in words, by the definition that takes away and the entity.
    """

    subject: Subject
    obligations: tuple[Obligation, ...]
    keys: Mapping[str, str]
    gathered: Mapping[str, Gathered] | None
    clocks: Clocks
    most: int
    taken: Mapping[tuple[str, str], Sequence[tuple[Instant, str]]]

    def standing(self, name: str) -> tuple[Item, ...] | None:
        """Return the items of a promise that stand in the window; None when there are none to be had."""
        return None if self.gathered is None else self.gathered[name].standing

    def begun(self, name: str, window: WindowSpan) -> tuple[Item, ...]:
        """Return the items of a promise that began in a window: the one shown or the one before it."""
        items = () if self.gathered is None else self.gathered[name].begun
        return tuple(item for item in items if window.start <= item.start < window.stop)

    def cause(self, obligation: Obligation, item: Item) -> str:
        """Return what took an item away, in words: the first cause from its start on; empty when nothing tells."""
        if item.reason not in TAKEN:
            return ""
        causes = (one for name in takers(obligation) for one in self.taken.get((name, item.entity), ()))
        later = ((start, words) for start, words in causes if start >= item.start)
        return title(min(later, default=(0, ""))[1])


def room(subject: Subject, items: Items | None, moments: Items | None = None) -> Room:
    """Read the items of every promise once and compile the calendars around the window."""
    obligations = subject.terms.obligations
    names = [obligation.name for obligation in obligations]
    gathered = None if items is None else {name: _gathered(subject, name, items) for name in names}
    most = max(_FEWEST, min(_LISTED, _LISTED_IN_ALL // (2 * len(names) or 1)))
    start, stop = _reach(subject, names)
    compiled = clocks(subject.evaluation.versions, start - _MARGIN, stop + _MARGIN)
    taken = _taken(subject, gathered or {}, moments) if moments else {}
    return Room(subject, obligations, keys(names), gathered, compiled, most, taken)


def shown(subject: Subject, name: str) -> Verdict | None:
    """Return the verdict of a promise that a card shows: the last that ends in the window, or else the last."""
    verdicts = subject.inside(name) or subject.verdicts_of(name)
    return verdicts[-1] if verdicts else None


def before(subject: Subject, name: str) -> Verdict | None:
    """Return the verdict of the window before the one a card shows."""
    chosen = shown(subject, name)
    earlier = [v for v in subject.verdicts_of(name) if chosen and v.window.stop <= chosen.window.start]
    return earlier[-1] if earlier else None


def _gathered(subject: Subject, name: str, items: Items) -> Gathered:
    chosen, earlier = shown(subject, name), before(subject, name)
    if chosen is None:
        return Gathered((), ())
    windows: Sequence[WindowSpan] = [v.window for v in subject.inside(name)] or [chosen.window]
    since = earlier.window.start if earlier else chosen.window.start
    return gather(items, name, windows, since, chosen.window.stop)


def _taken(
    subject: Subject, gathered: Mapping[str, Gathered], moments: Items
) -> dict[tuple[str, str], list[tuple[Instant, str]]]:
    """Gather the moments of each cause for the items that were taken away."""
    standing = (item for of_one in gathered.values() for item in of_one.standing)
    wanted = {item.entity for item in standing if item.reason in TAKEN}
    found: dict[tuple[str, str], list[tuple[Instant, str]]] = {}
    for cause in causes(subject.evaluation.versions[-1].terms) if wanted else ():
        for moment in moments(cause.words, None):
            if moment.entity in wanted:
                found.setdefault((cause.definition, moment.entity), []).append((moment.start, cause.words))
    return found


def _reach(subject: Subject, names: Sequence[str]) -> tuple[int, int]:
    """Return the time that all windows shown lie in."""
    found = [v.window for name in names for v in (shown(subject, name), before(subject, name)) if v]
    spans = [subject.window, *found]
    return min(span.start for span in spans), max(span.stop for span in spans)
