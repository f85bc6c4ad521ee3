"""Upper bounds: items of a count or a sum go in, the instant at which a window passed its bound comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Item, Outcome
from accordant.terms.agreement import Version
from accordant.terms.indicator import Count, Sum
from accordant.terms.values import Instant


def beyond(versions: Sequence[Version], verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Return the obligations of which a window was missed by more than its upper bound, for good.

    Those are counts and sums from which nothing can be taken: their miss is the moment that was one too many.
    """
    missed = (verdict for verdict in verdicts if any(map(_is_beyond, (verdict, *verdict.groups))))
    return tuple(dict.fromkeys(verdict.obligation for verdict in missed if _only_grows(versions, verdict)))


def passed(verdicts: Sequence[Verdict], items: Mapping[str, Sequence[Item]]) -> tuple[Verdict, ...]:
    """Return the verdicts with the miss of each such window at the first instant beyond its bound.

    `items` are all items of the obligations that `beyond` names. Source: SEMANTICS 1 (Lengths: miss).
    """
    return tuple(
        _passed(verdict, items[v]) if (v := verdict.obligation) in items else verdict for verdict in verdicts
    )


def _only_grows(versions: Sequence[Version], verdict: Verdict) -> bool:
    obligation = versions[verdict.window.version - 1].terms.obligation(verdict.obligation)
    return isinstance(obligation.indicator, Count | Sum) and not obligation.less


def _is_beyond(verdict: Verdict) -> bool:
    if verdict.outcome is not Outcome.MISSED or verdict.high is None or verdict.actual is None:
        return False
    return verdict.actual > verdict.high


def _passed(verdict: Verdict, items: Sequence[Item]) -> Verdict:
    if verdict.groups:
        groups = tuple(_passed(group, items) for group in verdict.groups)
        missed = [group.missed_at for group in groups if group.missed_at is not None]
        at = min(missed, default=None) if verdict.missed_at is not None else None
        return replace(verdict, groups=groups, missed_at=at)
    if not _is_beyond(verdict):
        return verdict
    instant = _instant(verdict, items)
    return verdict if instant is None else replace(verdict, missed_at=instant)


def _instant(verdict: Verdict, items: Sequence[Item]) -> Instant | None:
    window, total = verdict.window, Fraction(0)
    for item in sorted(items, key=lambda item: item.start):
        counts = item.outcome is Outcome.MET and item.group == verdict.group
        if counts and window.start <= item.start < window.stop:
            total += 1 if item.value is None else Fraction(item.value)
            if verdict.high is not None and total > verdict.high:
                return item.start
    return None
