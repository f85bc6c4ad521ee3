"""One obligation: its measurement goes in, a verdict for each of its windows comes out, group by group."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from accordant.judge.case import Case, judge_case
from accordant.judge.groups import joined
from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Measurement, Tally
from accordant.terms.agreement import Version
from accordant.terms.definition import Tiers
from accordant.terms.indicator import Count, Sum
from accordant.terms.obligation import Obligation
from accordant.terms.values import Instant


def judge_obligation(versions: Sequence[Version], measurement: Measurement, as_of: Instant) -> Iterator[Verdict]:
    """Yield the verdict of each window that has begun, before any relief of whole windows.

    A window after the term is judged only when items stand in it. Windows of a version without the obligation
    give no verdict.
    """
    tallies: dict[int, list[Tally]] = defaultdict(list)
    for tally in measurement.tallies:
        tallies[tally.window].append(tally)
    for index, window in enumerate(measurement.windows):
        terms = versions[window.version - 1].terms
        obligation = next((o for o in terms.obligations if o.name == measurement.obligation), None)
        if obligation is None:
            continue
        if window.start <= as_of and (window.in_term or tallies[index]):
            yield _judge_window(Case(terms, obligation, window, "", as_of), index, tallies[index])


def _judge_window(case: Case, index: int, tallies: Sequence[Tally]) -> Verdict:
    obligation = case.obligation
    by_group = {tally.group: tally for tally in tallies}
    if not (obligation.for_each or isinstance(obligation.target, Tiers)):
        return judge_case(case, by_group.get("", Tally(index)))
    names = _tiers(obligation) | dict.fromkeys(sorted(by_group, key=str.encode))
    groups = [judge_case(replace(case, group=name), by_group.get(name, Tally(index, name))) for name in names]
    return joined(case, groups)


def _tiers(obligation: Obligation) -> dict[str, None]:
    """Return the tiers that a target names: of a count or sum, a tier without a moment is short of everything."""
    if isinstance(obligation.target, Tiers) and isinstance(obligation.indicator, Count | Sum):
        return dict.fromkeys(name for name, _ in obligation.target.tiers)
    return {}
