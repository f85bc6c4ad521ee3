"""Runs: verdicts in time become answers to "missed in 2 of 3 consecutive windows"."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Outcome
from accordant.terms.condition import Missed
from accordant.terms.window import WindowSpan

_OPEN = (Outcome.PENDING, Outcome.UNKNOWN)


def series(verdicts: Sequence[Verdict]) -> Mapping[str, tuple[Verdict, ...]]:
    """Return the verdicts of each obligation in order of their windows' ends."""
    found: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in sorted(verdicts, key=lambda verdict: verdict.window.stop):
        found[verdict.obligation].append(verdict)
    return {name: tuple(line) for name, line in found.items()}


def neighbours(before: Verdict, after: Verdict) -> bool:
    """Say whether one window follows the other without a gap; rolling ones overlap."""
    return after.window.start <= before.window.stop


def ending_in(line: Sequence[Verdict], window: WindowSpan) -> tuple[int, ...]:
    """Return the positions of the windows that end inside `window`, or else of the last that ended before it."""
    inside = tuple(i for i, verdict in enumerate(line) if window.start < verdict.window.stop <= window.stop)
    if inside:
        return inside
    earlier = [i for i, verdict in enumerate(line) if verdict.window.stop <= window.start]
    return tuple(earlier[-1:])


def missed_in(
    condition: Missed, line: Sequence[Verdict], ends: Sequence[int], *, raw: bool = False
) -> bool | None:
    """Say whether enough of the consecutive windows up to one of `ends` were missed; None while undecided."""
    answers = [_missed_up_to(condition, line, end, raw=raw) for end in ends]
    if True in answers:
        return True
    return None if None in answers else False


def _missed_up_to(condition: Missed, line: Sequence[Verdict], end: int, *, raw: bool) -> bool | None:
    outcomes = [verdict.raw if raw else verdict.outcome for verdict in consecutive(line, end, condition.among)]
    missed = outcomes.count(Outcome.MISSED)
    if missed >= condition.misses:
        return True
    still_open = sum(outcome in _OPEN for outcome in outcomes)
    return None if missed + still_open >= condition.misses else False


def consecutive(line: Sequence[Verdict], end: int, most: int) -> Sequence[Verdict]:
    """Return up to `most` windows that are neighbours in time, the last of them at position `end`."""
    first = end
    while first > 0 and end - first + 1 < most and neighbours(line[first - 1], line[first]):
        first -= 1
    return line[first : end + 1]
