"""Everything a scorecard reads besides the evaluation: items around its window, calendars, words for links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item
from accordant.plan.clocks import Clocks, clocks
from accordant.report.subject import Gathered, Items, Subject, gather, keys
from accordant.terms.obligation import Obligation
from accordant.terms.window import WindowSpan

_LISTED, _LISTED_IN_ALL, _FEWEST = 200, 4_000, 20
_MARGIN = 40 * 86_400_000_000


@dataclass(frozen=True)
class Room:
    """A subject with its items at hand (None: nobody gave any); lists hold at most `most` items."""

    subject: Subject
    obligations: tuple[Obligation, ...]
    keys: Mapping[str, str]
    gathered: Mapping[str, Gathered] | None
    clocks: Clocks
    most: int

    def standing(self, name: str) -> tuple[Item, ...] | None:
        """Return the items of a promise that stand in the window; None when there are none to be had."""
        return None if self.gathered is None else self.gathered[name].standing

    def begun(self, name: str, window: WindowSpan) -> tuple[Item, ...]:
        """Return the items of a promise that began in a window: the one shown or the one before it."""
        items = () if self.gathered is None else self.gathered[name].begun
        return tuple(item for item in items if window.start <= item.start < window.stop)


def room(subject: Subject, items: Items | None) -> Room:
    """Read the items of every promise once and compile the calendars around the window."""
    obligations = subject.terms.obligations
    names = [obligation.name for obligation in obligations]
    gathered = None if items is None else {name: _gathered(subject, name, items) for name in names}
    most = max(_FEWEST, min(_LISTED, _LISTED_IN_ALL // (2 * len(names) or 1)))
    start, stop = _reach(subject, names)
    compiled = clocks(subject.evaluation.versions, start - _MARGIN, stop + _MARGIN)
    return Room(subject, obligations, keys(names), gathered, compiled, most)


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
    return gather(items(name), windows, since, chosen.window.stop)


def _reach(subject: Subject, names: Sequence[str]) -> tuple[int, int]:
    """Return the time that all windows shown lie in."""
    found = [v.window for name in names for v in (shown(subject, name), before(subject, name)) if v]
    spans = [subject.window, *found]
    return min(span.start for span in spans), max(span.stop for span in spans)
