"""Tallies of many entities restated: what a few of them were counted as goes out, what they are now comes in.

Counts, sums and instants of losses are taken away exactly. The least of instants and the set of incidents are not:
where what is left cannot be told from what there was, the whole has to be counted again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from accordant.measure.measurement import Outcome, Tally
from accordant.terms.values import Instant

Key = tuple[int, str]
Counts = Mapping[Outcome, int]


class Undetermined(Exception):
    """What is left of a tally cannot be told from it."""


def gathered(tallies: Iterable[Tally]) -> dict[Key, Tally]:
    """Return tallies by cell and group, those of one added."""
    found: dict[Key, Tally] = {}
    for one in tallies:
        key = (one.window, one.group)
        found[key] = _sum(found[key], one) if key in found else one
    return found


def restated(whole: Mapping[Key, Tally], before: Iterable[Tally], after: Iterable[Tally]) -> dict[Key, Tally]:
    """Return the tallies of all entities: of `whole`, less `before`, with `after`. Raises Undetermined."""
    found = dict(whole)
    told = gathered(after)
    for key, part in gathered(before).items():
        rest = _less(found.pop(key), part, told.get(key))
        if rest is not None:
            found[key] = rest
    return gathered((*found.values(), *told.values()))


def _sum(one: Tally, other: Tally) -> Tally:
    firsts = [t for t in (one.first_miss, other.first_miss) if t is not None]
    return replace(
        one,
        counts=_added(one.counts, other.counts),
        raw=_added(one.raw, other.raw),
        total=one.total + other.total,
        raw_total=one.raw_total + other.raw_total,
        open_total=one.open_total + other.open_total,
        good=one.good + other.good,
        valid=one.valid + other.valid,
        first_miss=min(firsts, default=None),
        late=tuple(sorted((*one.late, *other.late))),
        incidents=tuple(sorted({*one.incidents, *other.incidents}, key=str.encode)),
    )


def _less(whole: Tally, part: Tally, after: Tally | None) -> Tally | None:
    """Return what is left; None when nothing is."""
    counts, raw = _taken(whole.counts, part.counts), _taken(whole.raw, part.raw)
    good, valid = whole.good - part.good, whole.valid - part.valid
    if not counts and not valid and not good:
        # Of a share by flow a cell may be left in which nothing counts.
        if not whole.counts and after is None:
            raise Undetermined
        return None
    return replace(
        whole,
        counts=counts,
        raw=raw,
        total=whole.total - part.total,
        raw_total=whole.raw_total - part.raw_total,
        open_total=whole.open_total - part.open_total,
        good=good,
        valid=valid,
        first_miss=_first(whole, part, after) if Outcome.MISSED in counts else None,
        late=tuple(sorted((Counter(whole.late) - Counter(part.late)).elements())),
        incidents=_incidents(whole, part, after) if Outcome.MISSED in counts else (),
    )


def _first(whole: Tally, part: Tally, after: Tally | None) -> Instant | None:
    """Return the first miss of all, if it stays; it need not be told when an earlier one comes in."""
    first = whole.first_miss
    if first is None or part.first_miss is None or first < part.first_miss:
        return first
    if after is None or after.first_miss is None or after.first_miss > first:
        raise Undetermined
    return first


def _incidents(whole: Tally, part: Tally, after: Tally | None) -> tuple[str, ...]:
    """Return the incidents of all, if they stay."""
    if not set(part.incidents) <= set(after.incidents if after else ()):
        raise Undetermined
    return whole.incidents


def _added(one: Counts, other: Counts) -> dict[Outcome, int]:
    return {o: one.get(o, 0) + other.get(o, 0) for o in Outcome if o in one or o in other}


def _taken(whole: Counts, part: Counts) -> dict[Outcome, int]:
    return {o: n for o in Outcome if (n := whole.get(o, 0) - part.get(o, 0))}
