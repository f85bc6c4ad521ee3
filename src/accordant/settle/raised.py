"""Raising: verdicts go in; which remedy each miss brings, and from which instant it counts, comes out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accordant.judge.runs import neighbours
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item, Outcome
from accordant.terms.agreement import Agreement, Version
from accordant.terms.obligation import Obligation, OnMiss
from accordant.terms.remedy import Remedy
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan

Run = tuple[int, Instant]


@dataclass(frozen=True)
class Raised:
    """One remedy brought by one miss, by the terms of the window that was missed.

    `at` is the miss, from which remedies count; `caused_by` names the remedy that turned into this one. `case` is
    the missed item where the remedy follows one (`item` is its entity). `versions` are all texts, for what is
    priced by the day.
    """

    terms: Agreement
    obligation: Obligation
    verdict: Verdict
    remedy: Remedy
    at: Instant
    item: str = ""
    caused_by: str = ""
    case: Item | None = None
    versions: Sequence[Version] = ()

    @property
    def part(self) -> str:
        """Return what tells the window that was missed from others, and the parts of a split one apart."""
        return f"{self.verdict.window.label} from {self.verdict.window.start}"


def raised(
    versions: Sequence[Version], verdicts: Sequence[Verdict], missed_items: Sequence[Item], as_of: Instant
) -> tuple[Raised, ...]:
    """Return what every miss up to `as_of` brings, in order of window, obligation and remedy as written.

    `on miss` of each missed window, of a rolling obligation only once in an unbroken run; `on 2nd miss in a row`
    when the run of neighbouring missed windows has grown to two, and not again while it goes on; `on each miss`
    of each missed item, whatever its window became unless that is excused. With groups each group has its own.
    Verdicts stand in the order `judge` gives them.
    """
    runs = _runs(verdicts)
    items = _by_window(missed_items)
    return tuple(
        each
        for verdict in verdicts
        for group in verdict.groups or (verdict,)
        for each in _of_window(versions, group, runs.get(_key(group)), items)
        if each.at <= as_of
    )


def _key(verdict: Verdict) -> tuple[str, str, WindowSpan]:
    return (verdict.obligation, verdict.group, verdict.window)


def _runs(verdicts: Sequence[Verdict]) -> Mapping[tuple[str, str, WindowSpan], Run]:
    """Return the unbroken run of missed neighbours that each missed window of an obligation and group ends."""
    last: dict[tuple[str, str], Verdict] = {}
    runs: dict[tuple[str, str, WindowSpan], Run] = {}
    for verdict in sorted(verdicts, key=lambda verdict: verdict.window.stop):
        for group in verdict.groups or (verdict,):
            before = last.get((group.obligation, group.group))
            last[group.obligation, group.group] = group
            if group.outcome is Outcome.MISSED and group.missed_at is not None:
                run = runs.get(_key(before)) if before and neighbours(before, group) else None
                length, certain = run or (0, group.missed_at)
                runs[_key(group)] = (length + 1, max(certain, group.missed_at))
    return runs


def _by_window(items: Sequence[Item]) -> Mapping[tuple[str, str, int], list[Item]]:
    found: dict[tuple[str, str, int], list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.start, item.entity.encode())):
        if item.outcome is Outcome.MISSED:
            found[item.obligation, item.group, item.window].append(item)
    return found


def _of_window(
    versions: Sequence[Version],
    verdict: Verdict,
    run: Run | None,
    items: Mapping[tuple[str, str, int], Sequence[Item]],
) -> Iterator[Raised]:
    terms = versions[verdict.window.version - 1].terms
    obligation = terms.obligation(verdict.obligation)
    for rule in obligation.on_miss:
        misses = list(_misses(rule, obligation, verdict, run, items))
        for name in rule.remedies:
            for at, item in misses:
                entity = item.entity if item else ""
                remedy = terms.remedy(name)
                yield Raised(terms, obligation, verdict, remedy, at, entity, case=item, versions=versions)


def _misses(
    rule: OnMiss,
    obligation: Obligation,
    verdict: Verdict,
    run: Run | None,
    items: Mapping[tuple[str, str, int], Sequence[Item]],
) -> Iterator[tuple[Instant, Item | None]]:
    """Yield the instants of the misses that a rule is about, with the item where it is one's."""
    if rule.when == "item" and verdict.outcome is not Outcome.EXCUSED:
        window = verdict.tally.window if verdict.tally else -1
        for item in items.get((verdict.obligation, verdict.group, window), ()):
            if item.missed_from is not None:
                yield item.missed_from, item
    elif run is not None and verdict.missed_at is not None:
        length, certain = run
        if rule.when == "row" and length == rule.nth:
            yield certain, None
        if rule.when == "window" and (length == 1 or obligation.window.unit != "rolling"):
            yield verdict.missed_at, None
