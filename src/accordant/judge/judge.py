"""Judging: measurements go in, a verdict for every window of every obligation comes out."""

from collections.abc import Sequence

from accordant.judge.excuse import excused
from accordant.judge.obligation import judge_obligation
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Measurement
from accordant.terms.agreement import Version
from accordant.terms.values import Instant


def judge(versions: Sequence[Version], measurements: Sequence[Measurement], as_of: Instant) -> tuple[Verdict, ...]:
    """Judge every window that has begun by `as_of`, with all relief, ordered by its end and then as written.

    `versions[n - 1]` is the version by which a window of version n is judged. Obligations stand in the order of
    the last version, those it no longer has after them.
    Source: SEMANTICS 1 (Window verdicts), 5 (judge, excuse).
    """
    rank = order_of_obligations(versions)
    verdicts = [verdict for each in measurements for verdict in judge_obligation(versions, each, as_of)]
    verdicts.sort(key=lambda verdict: (verdict.window.stop, rank[verdict.obligation], verdict.window.start))
    return excused(versions, verdicts)


def order_of_obligations(versions: Sequence[Version]) -> dict[str, int]:
    """Return the rank of each obligation: as written in the last version, then those that earlier ones had."""
    names = (obligation.name for version in reversed(versions) for obligation in version.terms.obligations)
    return {name: rank for rank, name in enumerate(dict.fromkeys(names))}
