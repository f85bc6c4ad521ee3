"""The instant of a miss: from which consequences count."""

from math import floor

from accordant.judge.downtime import spent_at
from accordant.judge.reading import Reading
from accordant.judge.window import Wanted
from accordant.measure.measurement import Tally
from accordant.terms.indicator import Availability, Indicator
from accordant.terms.values import Instant
from accordant.terms.window import WindowSpan


def missed_at(reading: Reading, want: Wanted, tally: Tally, window: WindowSpan, indicator: Indicator) -> Instant:
    """Return the first instant at which a missed window was certainly missed.

    `all` at its first miss, when nothing forgives it. Everything else no earlier than the window's end: at it,
    or at the k-th loss after it, where k losses leave too little of the items known now. Losses are told only
    for items, so a sum takes the last one after the end, and an upper bound the end itself, until `passed` says
    which item was one too many. Time is missed once more of it was down than the whole window allows,
    as that stood then.
    Source: SEMANTICS 1 (Lengths: miss).
    """
    if isinstance(indicator, Availability) and tally.uptime and want.need is not None and reading.population:
        spent = spent_at(indicator, tally.uptime, 1 - want.need / reading.population)
        return window.stop if spent is None else spent
    if want.relation == "all" and tally.first_miss is not None and want.need == reading.population:
        return tally.first_miss
    index = _deciding_loss(reading, want, tally)
    return window.stop if index is None else max(window.stop, tally.late[index])


def _deciding_loss(reading: Reading, want: Wanted, tally: Tally) -> int | None:
    """Return the index of the late loss that left too little; None when the end of the window decided."""
    if not tally.late or want.need is None or reading.most is None or reading.most >= want.need:
        return None
    last = len(tally.late) - 1
    if not reading.by_piece:
        return last
    index = floor(reading.most + len(tally.late) - want.need)
    return min(index, last) if index >= 0 else None
